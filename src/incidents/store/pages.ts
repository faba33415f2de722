/** SQL of what people look at: the list, the tickets of one outage, reports like it. */
import { sql } from 'kysely'
import type { Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Component, IncidentState, Source } from '../kinds.ts'

export type ListRow = {
  id: string; number: number; title: string; components: readonly Component[]; scope: 'all' | 'points'; points: number; state: IncidentState; source: Source
  startedAt: Instant; openedAt: Instant | null; endedAt: Instant | null; nextUpdateAt: Instant | null; endProposedAt: Instant | null; tickets: number; lastText: string | null
}

const row = sql`i.id, i.number, i.title, i.components, i.scope, i.state, i.source, i.started_at, i.opened_at, i.ended_at, i.next_update_at, i.end_proposed_at,
  (select count(*) from incident_points p where p.incident_id = i.id) as points,
  case when i.state in ('proposed', 'rejected') then coalesce(jsonb_array_length(i.why -> 'tickets'), 0) else (select count(*) from incident_tickets t where t.incident_id = i.id and t.detached_at is null) end as tickets,
  (select u.text from incident_updates u where u.incident_id = i.id and u.struck_at is null order by u.at desc, u.id desc limit 1) as last_text`

/** Proposals first, then the open ones, newest first. */
export async function liveList(db: Db): Promise<readonly ListRow[]> {
  const { rows } = await sql<ListRow>`select ${row} from incidents i where i.state in ('proposed', 'open') order by i.state desc, i.created_at desc, i.id limit 50`.execute(db)
  return rows
}

/** What is over, newest first; `after`: the last of the page before. */
export async function pastList(db: Db, after: string | null, limit: number): Promise<readonly ListRow[]> {
  const { rows } = await sql<ListRow>`
    select ${row} from incidents i where i.state in ('ended', 'rejected')
      ${after === null ? sql`` : sql`and (i.created_at, i.id) < (select a.created_at, a.id from incidents a where a.id = ${after})`}
    order by i.created_at desc, i.id desc limit ${limit}`.execute(db)
  return rows
}

export async function listRow(db: Db, id: string): Promise<ListRow | null> {
  const { rows } = await sql<ListRow>`select ${row} from incidents i where i.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export type TicketRow = {
  id: string; number: number; subject: string; state: string; point: string | null; contact: string | null; at: Instant; attachedBy: 'machine' | 'staff' | 'proposal' | null; detachedAt: Instant | null; callTask: boolean
}

const ticket = sql`t.id, t.number, t.subject, t.state, p.name as point, k.name as contact, exists (select from call_tasks c where c.ticket_id = t.id and c.done_at is null) as call_task`
const places = sql`left join points p on p.id = t.point_id left join contacts k on k.id = t.contact_id`

/** Tickets of an outage: those still open first, then by number. */
export async function ticketsOf(db: Db, incidentId: string, limit: number): Promise<readonly TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select ${ticket}, it.attached_at as at, it.detached_at, case when it.attached_by = 'machine' and i.why -> 'tickets' ? it.ticket_id::text then 'proposal' else it.attached_by end as attached_by
    from incident_tickets it join tickets t on t.id = it.ticket_id join incidents i on i.id = it.incident_id ${places}
    where it.incident_id = ${incidentId} order by it.detached_at is not null, t.queue_group >= 7, t.number limit ${limit}`.execute(db)
  return rows
}

/** Who opened or confirmed it. */
export async function openerOf(db: Db, id: string): Promise<string | null> {
  return (await db.selectFrom('incidents').innerJoin('staff', 'staff.id', 'incidents.openedBy').select('staff.name').where('incidents.id', '=', id).executeTakeFirst())?.name ?? null
}

export async function ticketsById(db: Db, ids: readonly string[]): Promise<readonly TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select ${ticket}, t.received_at as at, null as attached_by, null as detached_at from tickets t ${places} where t.id = any(${[...ids]}::uuid[]) order by t.number`.execute(db)
  return rows
}

export async function namesOfPoints(db: Db, incidentId: string, limit: number): Promise<readonly { id: string; name: string }[]> {
  return db.selectFrom('incidentPoints').innerJoin('points', 'points.id', 'incidentPoints.pointId').select(['points.id', 'points.name'])
    .where('incidentPoints.incidentId', '=', incidentId).orderBy('points.name').orderBy('points.id').limit(limit).execute()
}
