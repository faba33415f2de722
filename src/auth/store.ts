/** SQL of signing in: the better-auth tables as far as we write them ourselves, and the failures that the brake counts. */
import { sql } from 'kysely'
import { stamp } from '../lib/db.ts'
import type { Db } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import type { Failures } from './brake.ts'

/** Adds a person who can sign in; `passwordHash` null: only by a door that needs no password (practice). */
export async function addUser(db: Db, user: { id: string; name: string; email: string; passwordHash: string | null; at: Instant }): Promise<void> {
  const at = { createdAt: stamp(user.at), updatedAt: stamp(user.at) }
  await db.insertInto('authUsers').values({ id: user.id, name: user.name, email: user.email, ...at }).execute()
  if (user.passwordHash === null) return
  await db.insertInto('authAccounts').values({ id: newId(), userId: user.id, accountId: user.id, providerId: 'credential', password: user.passwordHash, ...at }).execute()
}

export async function renameUser(db: Db, id: string, name: string, at: Instant): Promise<void> {
  await db.updateTable('authUsers').set({ name, updatedAt: stamp(at) }).where('id', '=', id).execute()
}

/** Ends all sessions of a person. */
export async function endSessions(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('authSessions').where('userId', '=', userId).execute()
}

export async function readFailures(db: Db, emailHash: Buffer, address: string, since: Instant): Promise<Failures> {
  const found = await sql<{ pair: number; pairOldest: number | null; address: number; addressOldest: number | null; email: number; emailOldest: number | null }>`
    select count(*) filter (where email_hash = ${emailHash} and address = ${address}) as pair,
           min(at) filter (where email_hash = ${emailHash} and address = ${address}) as pair_oldest,
           count(*) filter (where address = ${address}) as address, min(at) filter (where address = ${address}) as address_oldest,
           count(*) filter (where email_hash = ${emailHash}) as email, min(at) filter (where email_hash = ${emailHash}) as email_oldest
      from auth_failures where (email_hash = ${emailHash} or address = ${address}) and at > ${stamp(since)}`.execute(db)
  const row = found.rows[0]!
  return {
    pair: { count: row.pair, oldest: row.pairOldest },
    address: { count: row.address, oldest: row.addressOldest },
    email: { count: row.email, oldest: row.emailOldest },
  }
}

/** Notes a failed sign-in and forgets those that are too old to count. */
export async function noteFailure(db: Db, emailHash: Buffer, address: string, at: Instant, countedSince: Instant): Promise<void> {
  await db.insertInto('authFailures').values({ id: newId(), emailHash, address, at: stamp(at) }).execute()
  await db.deleteFrom('authFailures').where('at', '<=', sql<number>`${stamp(countedSince)}`).execute()
}

/** After a success: the failures of this person at this address no longer count. */
export async function forgetFailures(db: Db, emailHash: Buffer, address: string): Promise<void> {
  await db.deleteFrom('authFailures').where('emailHash', '=', emailHash).where('address', '=', address).execute()
}
