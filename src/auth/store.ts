/** SQL of signing in: the better-auth tables as far as we write them ourselves, and the failures that the brake counts. */
import { sql } from 'kysely'
import { stamp } from '../lib/db.ts'
import type { Db } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import type { Failures } from './brake.ts'

/** Adds a person who can sign in; `passwordHash` null: only by a door that needs no password (practice). */
export async function addUser(db: Db, user: { id: string; name: string; email: string; passwordHash: string | null; at: Instant }): Promise<void> {
  await db.insertInto('authUsers').values({ id: user.id, name: user.name, email: user.email, createdAt: stamp(user.at), updatedAt: stamp(user.at) }).execute()
  if (user.passwordHash !== null) await putPassword(db, user.id, user.passwordHash, user.at)
}

export async function renameUser(db: Db, id: string, name: string, at: Instant): Promise<void> {
  await db.updateTable('authUsers').set({ name, updatedAt: stamp(at) }).where('id', '=', id).execute()
}

/** The scrypt hash of a person's password; null: comes in by a door that needs none. */
export async function passwordHashOf(db: Db, userId: string): Promise<string | null> {
  const row = await db.selectFrom('authAccounts').select('password').where('userId', '=', userId).where('providerId', '=', 'credential').executeTakeFirst()
  return row?.password ?? null
}

/** Sets a password, whatever was there before. */
export async function putPassword(db: Db, userId: string, hash: string, at: Instant): Promise<void> {
  const changed = { password: hash, updatedAt: stamp(at) }
  await db.insertInto('authAccounts').values({ id: newId(), userId, accountId: userId, providerId: 'credential', createdAt: stamp(at), ...changed })
    .onConflict(conflict => conflict.columns(['providerId', 'accountId']).doUpdateSet(changed)).execute()
}

/** Sets a password if the stored one is still the one that was proved; else false. */
export async function replacePassword(db: Db, userId: string, hashes: { from: string; to: string }, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('authAccounts').set({ password: hashes.to, updatedAt: stamp(at) })
    .where('userId', '=', userId).where('providerId', '=', 'credential').where('password', '=', hashes.from).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends all sessions of a person; `except`: but the one with this token. */
export async function endSessions(db: Db, userId: string, { except = null }: { except?: string | null } = {}): Promise<void> {
  let query = db.deleteFrom('authSessions').where('userId', '=', userId)
  if (except !== null) query = query.where('token', '!=', except)
  await query.execute()
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
