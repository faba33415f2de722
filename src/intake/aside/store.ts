/** SQL of letters set aside: rows of the inbox that people look at. */
import { sql } from 'kysely'
import { json, stamp, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { mostCounted } from './api.ts'
import { asideReasons, type AsideReason } from './glimpse.ts'

/** `raw`: as its channel has prepared it. */
export type AsideStored = { id: number; channelId: string; receivedAt: Instant; reason: string; raw: unknown }

/** Each may be large. */
const pageRows = 25

export async function asidePage(db: Db, reason: AsideReason | null, after: number | null): Promise<{ rows: AsideStored[]; next: number | null }> {
  const { rows } = await sql<AsideStored>`
    select id, channel_id, received_at, reason, coalesce(prepared, raw) as raw from inbox
    where state = 'aside' ${reason === null ? sql`` : sql`and reason = ${reason}`} ${after === null ? sql`` : sql`and id < ${after}`} order by id desc limit ${pageRows + 1}`.execute(db)
  return { rows: rows.slice(0, pageRows), next: rows.length > pageRows ? rows[pageRows - 1]!.id : null }
}

/** Null: it lies there no more. */
export async function asideById(db: Db, id: number): Promise<AsideStored | null> {
  const { rows } = await sql<AsideStored>`select id, channel_id, received_at, reason, coalesce(prepared, raw) as raw from inbox where id = ${id} and state = 'aside'`.execute(db)
  return rows[0] ?? null
}

const countOf = (reason: AsideReason) => sql`(select count(*)::int from (select 1 from inbox where state = 'aside' and reason = ${reason} limit ${mostCounted}) counted)`

/** How many lie there for each reason, up to `mostCounted`. */
export async function asideCounts(db: Db): Promise<Record<AsideReason, number>> {
  const { rows } = await sql<{ counts: Record<AsideReason, number> }>`select json_build_object(${sql.join(asideReasons.flatMap(reason => [sql.lit(reason), countOf(reason)]))}) as counts`.execute(db)
  return rows[0]!.counts
}

/** Puts an event back to be prepared again, and says that a person wants it to be a request. False: it does not wait for people (any more), or its channel prepares nothing. */
export async function askFor(db: Db, id: number, state: 'aside' | 'quarantined', prepares: readonly string[]): Promise<boolean> {
  const found = await db.updateTable('inbox')
    .set({ state: 'raw', raw: sql`raw || ${json({ asked: 'request' })}`, prepared: null, tries: 0, notBefore: null, reason: null, finishedAt: null })
    .where('id', '=', id).where('state', '=', state).where('channelId', '=', sql<string>`any(${[...prepares]}::text[])`).executeTakeFirst()
  return found.numUpdatedRows > 0n
}

/** Away for good; it stays in the inbox with its reason. False: it lies there no more. */
export async function dismiss(db: Db, id: number, now: Instant): Promise<boolean> {
  const found = await db.updateTable('inbox').set({ state: 'ignored', finishedAt: stamp(now) }).where('id', '=', id).where('state', '=', 'aside').executeTakeFirst()
  return found.numUpdatedRows > 0n
}
