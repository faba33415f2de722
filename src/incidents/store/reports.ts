/** SQL of what customers report, as outages look at it; and of the list of tickets that have to be looked at. */
import { sql } from 'kysely'
import { stamp, type Db, type Write } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'

/** A report as it lies here: the chosen fact still by its label. `silent`: no person has answered it yet. */
export type ReportRow = {
  ticketId: string; version: number; number: number; receivedAt: Instant; contactId: string | null; pointIds: readonly string[]; topic: string | null; what: string | null; words: string
  category: number | null; open: boolean; silent: boolean; incidentId: string | null
  /** Outages that it was taken off. */
  notOf: readonly string[]
}

const columns = sql`t.id as ticket_id, t.version, t.number, t.received_at, t.contact_id, t.topic, t.facts ->> 'what' as what, t.category, t.queue_group < 7 as open, t.incident_id,
  (select coalesce(array_agg(p.id), '{}') from (select t.point_id as id where t.point_id is not null union select tp.point_id from ticket_points tp where tp.ticket_id = t.id) p) as point_ids,
  t.subject || ' ' || coalesce((select string_agg(left(m.text, 500), ' ') from (select text from messages where ticket_id = t.id and direction = 'in' order by at limit 10) m), '') as words,
  not exists (select from ticket_events e where e.ticket_id = t.id and e.type in ('answered', 'call_held')) as silent,
  (select coalesce(array_agg(it.incident_id), '{}') from incident_tickets it where it.ticket_id = t.id and it.detached_at is not null) as not_of`

export async function readReports(db: Db, ids: readonly string[]): Promise<readonly ReportRow[]> {
  const { rows } = await sql<ReportRow>`select ${columns} from tickets t where t.id = any(${[...ids]}::uuid[]) order by t.received_at, t.number`.execute(db)
  return rows
}

/** Open reports of no outage that no person has answered, registered after `since`, oldest first. */
export async function recentReports(db: Db, since: Instant, limit: number): Promise<readonly ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select * from (select ${columns} from tickets t where t.created_at > ${stamp(since)}::timestamptz and t.queue_group < 7 and t.incident_id is null order by t.created_at desc limit ${limit}) r
    where r.silent order by r.received_at, r.number`.execute(db)
  return rows
}

/** Open tickets of no outage, registered after `since`, with the versions that they have now. */
export async function recentVersions(db: Db, since: Instant, limit: number): Promise<readonly { ticketId: string; version: number }[]> {
  const { rows } = await sql<{ ticketId: string; version: number }>`
    select t.id as ticket_id, t.version from tickets t where t.created_at > ${stamp(since)}::timestamptz and t.queue_group < 7 and t.incident_id is null order by t.created_at desc limit ${limit}`.execute(db)
  return rows
}

/** A ticket that said something new has to be looked at; the line travels with the change. */
export const lookAt = (ticketId: string): Write => to => to.insertInto('incidentLooks').values({ ticketId })

/** Takes tickets off the list, first come first; what another process is at is passed over. */
export async function takeLooks(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ ticketId: string }>`
    delete from incident_looks where id in (select id from incident_looks order by id limit ${limit} for update skip locked) returning ticket_id`.execute(db)
  return [...new Set(rows.map(row => row.ticketId))]
}

export async function dropLooks(db: Db, ticketId: string): Promise<void> {
  await db.deleteFrom('incidentLooks').where('ticketId', '=', ticketId).execute()
}

/** Does a report wait to be looked at; is an outage open that it may belong to? */
export async function hasLooks(db: Db): Promise<{ looks: boolean; open: boolean }> {
  const { rows } = await sql<{ looks: boolean; open: boolean }>`select exists (select from incident_looks) as looks, exists (select from incidents where state = 'open') as open`.execute(db)
  return rows[0]!
}

/** The ticket hangs on the outage, again if it was taken off. */
export const hang = (incidentId: string, ticketId: string, by: 'machine' | 'staff', at: Instant): Write => to =>
  to.insertInto('incidentTickets').values({ incidentId, ticketId, attachedAt: stamp(at), attachedBy: by, detachedAt: null })
    .onConflict(conflict => conflict.columns(['incidentId', 'ticketId']).doUpdateSet({ attachedAt: stamp(at), attachedBy: by, detachedAt: null }))

export const takeOff = (incidentId: string, ticketId: string, at: Instant): Write => to =>
  to.updateTable('incidentTickets').set({ detachedAt: stamp(at) }).where('incidentId', '=', incidentId).where('ticketId', '=', ticketId)
