/** SQL of the reports. It only reads: a report is made of what other rooms have written down. */
import { sql } from 'kysely'
import { stamp, type Db } from '../lib/db.ts'
import { day, type Instant } from '../lib/instant.ts'
import { eventOf, eventsOf, type EventRow } from '../tickets/store.ts'
import type { Outage } from './book.ts'
import type { Period } from './period.ts'
import type { Case, Named } from './row.ts'

/** A case, and where it stands in the order of reading. */
export type StoredCase = Case & { id: string; createdAt: Instant }
export type Place = { createdAt: Instant; id: string }

/**
 * A message is dated by its receipt and may be stored later: a channel keeps what a closed desk has not fetched for a day or so. Tickets written down that long
 * after the month are read too; the judge decides by their own dates.
 */
const lateStorage = 3 * day

/**
 * The next tickets that may have a row in the month, oldest first, at most `limit`: written before its end and not ended before its start.
 * `companyId`: of one company only, the one that owned the point when it was set (pain 40).
 */
export async function nextCases(db: Db, { from, to }: Period, companyId: string | null, after: Place | null, limit: number): Promise<StoredCase[]> {
  const page = sql`select t.id from tickets t
    where t.created_at < ${stamp(to + lateStorage)}::timestamptz and (t.resolved_at is null or t.resolved_at >= ${stamp(from)}::timestamptz)
      ${companyId === null ? sql`` : sql`and t.company_id = ${companyId}::uuid`}
      ${after === null ? sql`` : sql`and (t.created_at, t.id) > (${stamp(after.createdAt)}::timestamptz, ${after.id}::uuid)`}
    order by t.created_at, t.id limit ${limit}`
  return casesOf(db, page)
}

/** Tickets by their numbers, at most as many as one page shows; numbers that are not there are left out. */
export const casesByNumber = (db: Db, numbers: readonly number[]): Promise<StoredCase[]> => casesOf(db, sql`select t.id from tickets t where t.number = any(${numbers}::bigint[])`)

async function casesOf(db: Db, page: ReturnType<typeof sql>): Promise<StoredCase[]> {
  const { rows } = await sql<{ id: string; number: number; createdAt: Instant; point: Named | null; company: Named | null; events: EventRow[] }>`
    select tickets.id, tickets.number, tickets.created_at as "createdAt", ${eventsOf} as events,
      (select json_build_object('id', p.id, 'name', p.name) from points p where p.id = tickets.point_id) as point,
      (select json_build_object('id', o.id, 'name', o.name) from companies o where o.id = tickets.company_id) as company
    from tickets where tickets.id in (${page}) order by tickets.created_at, tickets.id`.execute(db)
  return rows.map(({ events, ...row }) => ({ ...row, events: events.map(eventOf) }))
}

/**
 * R-4.1.1-2: outages that touched the month, oldest first, as they are known now. For a company those that were everywhere, at one of its points, or that one of
 * its tickets hung on.
 */
export async function outagesIn(db: Db, { from, to }: Period, companyId: string | null, at: Instant): Promise<Outage[]> {
  const { rows } = await sql<Outage>`
    select i.number, i.title, i.started_at as "from", i.ended_at as "to" from incidents i
    where i.state in ('open', 'ended') and i.started_at < ${stamp(Math.min(to, at))}::timestamptz and (i.ended_at is null or i.ended_at >= ${stamp(from)}::timestamptz)
      ${companyId === null ? sql`` : sql`and (i.scope = 'all'
        or exists (select from incident_points n join points p on p.id = n.point_id where n.incident_id = i.id and p.company_id = ${companyId}::uuid)
        or exists (select from incident_tickets n join tickets t on t.id = n.ticket_id where n.incident_id = i.id and t.company_id = ${companyId}::uuid))`}
    order by i.started_at, i.number`.execute(db)
  return rows
}

/** Companies that a report can be made for, by name. */
export function listCompanies(db: Db): Promise<Named[]> {
  return db.selectFrom('companies').select(['id', 'name']).orderBy(sql`name collate "ru-x-icu"`).execute()
}

export async function findCompany(db: Db, id: string): Promise<Named | null> {
  return await db.selectFrom('companies').select(['id', 'name']).where('id', '=', id).executeTakeFirst() ?? null
}

/** Names of everybody who works or has worked here. */
export async function staffNames(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('staff').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
