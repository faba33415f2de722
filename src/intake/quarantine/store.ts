/** SQL of the hall's quarantine: rows of the inbox that wait for people. */
import { sql } from 'kysely'
import type { Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { stamp } from '../../lib/db.ts'

export type QuarantineRow = { id: number; channelId: string; receivedAt: Instant; reason: string | null; tries: number; raw: unknown }

const pageRows = 50

/** One page, the newest first; `next` is the id to go on after, null at the end. */
export async function quarantinePage(db: Db, after: number | null): Promise<{ rows: QuarantineRow[]; next: number | null }> {
  let query = db.selectFrom('inbox').select(['id', 'channelId', 'receivedAt', 'reason', 'tries', 'raw'])
    .where('state', '=', 'quarantined').orderBy('id', 'desc').limit(pageRows + 1)
  if (after !== null) query = query.where('id', '<', after)
  const rows = await query.execute()
  return { rows: rows.slice(0, pageRows), next: rows.length > pageRows ? rows[pageRows - 1]!.id : null }
}

/** Puts an event back to where it came in, to be read again now; events of channels that prepare theirs (`prepares`) are prepared anew. False: it is not in quarantine (any more). */
export async function readAgain(db: Db, id: number, prepares: readonly string[]): Promise<boolean> {
  const found = await db.updateTable('inbox')
    .set(of => ({ state: of.case().when('channelId', '=', sql<string>`any(${[...prepares]}::text[])`).then('raw').else('new').end(), prepared: null, tries: 0, notBefore: null, finishedAt: null }))
    .where('id', '=', id).where('state', '=', 'quarantined').executeTakeFirst()
  return found.numUpdatedRows > 0n
}

/** Puts an event aside for good; it stays in the inbox with its reason. False: it is not in quarantine (any more). */
export async function putAside(db: Db, id: number, now: Instant): Promise<boolean> {
  const found = await db.updateTable('inbox').set({ state: 'ignored', finishedAt: stamp(now) }).where('id', '=', id).where('state', '=', 'quarantined').executeTakeFirst()
  return found.numUpdatedRows > 0n
}
