import { sql } from 'kysely'
import type { Db, Write } from '../lib/db.ts'
import { json, stamp, stampOrNull } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import { Refusal } from '../lib/errors.ts'
import type { View } from '../regulation/view.ts'
import { isBreached, nearestDue, queueKey, unansweredSince } from './queue.ts'
import { replay, type Ticket, type TicketEvent, type TicketFact } from './ticket.ts'

/** A ticket as a change needs it: its history and its version. */
export type Loaded = { ticket: Ticket; events: readonly TicketEvent[]; version: number }

export type EventRow = { id: string; seq: number; type: string; at: number; recordedAt: number; actorKind: 'customer' | 'staff' | 'machine'; actorId: string | null; data: object }

/** The events of `tickets.id` as JSON, in their order; `eventOf` reads one. */
export const eventsOf = sql<EventRow[]>`(
  select coalesce(json_agg(json_build_object(
    'id', e.id, 'seq', e.seq, 'type', e.type, 'at', (extract(epoch from e.at) * 1000)::bigint, 'recordedAt', (extract(epoch from e.recorded_at) * 1000)::bigint,
    'actorKind', e.actor_kind, 'actorId', e.actor_id, 'data', e.data) order by e.seq), '[]')
  from ticket_events e where e.ticket_id = tickets.id)`

export const eventOf = ({ id, seq, type, at, recordedAt, actorKind, actorId, data }: EventRow): TicketEvent =>
  ({ ...data, id, seq, type, at, recordedAt, actor: { kind: actorKind, id: actorId } }) as TicketEvent

/** The next number: from a sequence, never given twice; a number that no ticket took stays unused. */
export async function nextNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ number: number }>`select nextval('ticket_numbers') as number`.execute(db)
  return rows[0]!.number
}

/**
 * Locks the ticket for a change and reads its whole history. Refuses `ticket_not_found`. A statement that had to wait for the lock gets the newest row,
 * but everything else in it is as it was before it waited, without the events of whoever was first: then the history is read once more, under the lock.
 */
export async function lockTicket(db: Db, id: string): Promise<Loaded> {
  const row = await db.selectFrom('tickets').where('tickets.id', '=', id).forUpdate()
    .select(['tickets.id', 'tickets.version', eventsOf.as('events'), sql<number>`(select seen.version from tickets seen where seen.id = tickets.id)`.as('seenVersion')]).executeTakeFirst()
  if (row === undefined) throw new Refusal('ticket_not_found')
  return row.seenVersion === row.version ? loaded(row) : readTicket(db, id)
}

/** The same without a lock, for looking. */
export async function readTicket(db: Db, id: string): Promise<Loaded> {
  const row = await db.selectFrom('tickets').select(['tickets.id', 'tickets.version', eventsOf.as('events')]).where('tickets.id', '=', id).executeTakeFirst()
  if (row === undefined) throw new Refusal('ticket_not_found')
  return loaded(row)
}

function loaded(row: { id: string; version: number; events: EventRow[] }): Loaded {
  const events = row.events.map(eventOf)
  return { ticket: replay(events, row.id), events, version: row.version }
}

export async function idOfNumber(db: Db, number: number): Promise<string> {
  const row = await db.selectFrom('tickets').select('id').where('number', '=', number).executeTakeFirst()
  if (row === undefined) throw new Refusal('ticket_not_found', { number })
  return row.id
}

/** Locks the ticket and tells its version. Refuses `ticket_not_found`. */
export async function lockVersion(db: Db, id: string): Promise<number> {
  const row = await db.selectFrom('tickets').select('version').where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw new Refusal('ticket_not_found')
  return row.version
}

export async function ticketOfRequest(db: Db, key: string): Promise<{ id: string; number: number } | null> {
  const row = await db.selectFrom('ticketRequests').innerJoin('tickets', 'tickets.id', 'ticketRequests.ticketId')
    .select(['tickets.id', 'tickets.number']).where('ticketRequests.key', '=', key).executeTakeFirst()
  return row ?? null
}

export const keepRequest = (key: string, ticketId: string, at: Instant): Write => to =>
  to.insertInto('ticketRequests').values({ key, ticketId, at: stamp(at) })

/** Appends events; `actorId` of a customer is his contact. */
export const appendEvents = (ticketId: string, events: readonly TicketEvent[]): Write => to =>
  to.insertInto('ticketEvents').values(events.map(({ id, seq, type, at, recordedAt, actor, ...data }) => ({
    ticketId, seq, id, type, at: stamp(at), recordedAt: stamp(recordedAt), actorKind: actor.kind, actorId: actor.id, data: json(data),
  })))

/** Everything in a ticket's row that is derived from its history. */
function derived(ticket: Ticket, view: View, wakeAt: Instant | null, now: Instant) {
  const key = queueKey(ticket, view)
  return {
    editionId: ticket.edition, state: view.state, base: view.base, category: view.category, effect: ticket.effect, topic: ticket.topic,
    ownerId: ticket.ownerId, contactId: ticket.contactId, pointId: ticket.pointId, conversationId: ticket.conversationId, channel: ticket.channel,
    subject: ticket.subject, stopReported: ticket.stopReported, facts: json(ticket.facts), receivedAt: stamp(view.registeredAt),
    unansweredSince: stampOrNull(unansweredSince(ticket, view)), resolvedAt: stampOrNull(view.resolvedAt ?? view.closedAt),
    queueGroup: key.group, queueDue: stamp(key.due), queueCategory: key.category, queueChannel: key.channel,
    dueClock: nearestDue(view)?.clock ?? null, breached: isBreached(view), nextWakeAt: stampOrNull(wakeAt), clocks: json(view),
    developmentId: ticket.development?.id ?? null, incidentId: ticket.incident?.id ?? null, incidentNumber: ticket.incident?.number ?? null,
    cameBack: ticket.cameBackAt !== null, comesBackAt: stampOrNull(ticket.comesBack?.on ?? null),
    updatedAt: stamp(now),
  }
}

export const insertTicket = (ticket: Ticket, view: View, wakeAt: Instant | null, now: Instant): Write => to =>
  to.insertInto('tickets').values({ id: ticket.id, number: ticket.number, version: 1, createdAt: stamp(now), companyId: companyOf(ticket.pointId), ...derived(ticket, view, wakeAt, now) })

/** `pointMoved`: the ticket takes the company that owns its point now; later moves of the point leave the ticket alone (pain 40). */
export const updateTicket = (ticket: Ticket, view: View, wakeAt: Instant | null, version: number, pointMoved: boolean, now: Instant): Write => to =>
  to.updateTable('tickets').set({ version, ...(pointMoved ? { companyId: companyOf(ticket.pointId) } : {}), ...derived(ticket, view, wakeAt, now) }).where('id', '=', ticket.id)

const companyOf = (pointId: string | null) => (pointId === null ? null : sql<string | null>`(select company_id from points where id = ${pointId})`)

export const addCallTask = (task: { id: string; ticketId: string; reason: string; messageId: string | null; doneAt?: string }, now: Instant): Write => to =>
  to.insertInto('callTasks').values({ ...task, createdAt: stamp(now) })

export const endCallTasks = (ids: readonly string[], by: string | null, now: Instant): Write => to =>
  to.updateTable('callTasks').set({ doneAt: stamp(now), doneBy: by }).where('id', 'in', [...ids]).where('doneAt', 'is', null)

export const reopenCallTasks = (ids: readonly string[]): Write => to => to.updateTable('callTasks').set({ doneAt: null, doneBy: null }).where('id', 'in', [...ids])

/** Tickets whose instant has come, earliest first, passing over those that another process is changing right now, and `without` those. */
export async function dueTickets(db: Db, now: Instant, limit: number, without: readonly string[] = []): Promise<readonly string[]> {
  const rows = await db.selectFrom('tickets').select('id').where('nextWakeAt', '<=', sql<number>`${stamp(now)}::timestamptz`)
    .$if(without.length > 0, query => query.where('id', 'not in', [...without]))
    .orderBy('nextWakeAt').limit(limit).forUpdate().skipLocked().execute()
  return rows.map(row => row.id)
}

/** The smallest stored instant, null when nothing waits. */
export async function nextWake(db: Db, without: readonly string[] = []): Promise<Instant | null> {
  const row = await db.selectFrom('tickets').select('nextWakeAt').where('nextWakeAt', 'is not', null)
    .$if(without.length > 0, query => query.where('id', 'not in', [...without])).orderBy('nextWakeAt').limit(1).executeTakeFirst()
  return row?.nextWakeAt ?? null
}

/** Facts that make a fact a row elsewhere: call tasks open and close with the events that say so, and open again when a held call is struck. `past`: before them. */
export function callTaskWrites(ticketId: string, past: readonly TicketEvent[], events: readonly TicketEvent[], now: Instant): Write[] {
  // A statement does not see its own rows: what is asked for and answered in one change is written as answered.
  const held = new Set(events.flatMap(event => (event.type === 'call_held' ? event.tasks : [])))
  return events.flatMap(event => {
    if ((event.type === 'call_needed' || event.type === 'not_delivered') && event.task !== null && held.has(event.task)) {
      return [addCallTask({ id: event.task, ticketId, reason: event.reason, messageId: event.type === 'not_delivered' ? event.message : null, doneAt: stamp(now) }, now)]
    }
    if (event.type === 'call_needed') return [addCallTask({ id: event.task, ticketId, reason: event.reason, messageId: null }, now)]
    if (event.type === 'not_delivered' && event.task !== null) return [addCallTask({ id: event.task, ticketId, reason: event.reason, messageId: event.message }, now)]
    if (event.type === 'struck') {
      const held = past.find(one => one.id === event.event)
      return held?.type === 'call_held' && held.tasks.length > 0 ? [reopenCallTasks(held.tasks)] : []
    }
    if (event.type === 'call_held' && event.tasks.length > 0) return [endCallTasks(event.tasks, event.actor.kind === 'staff' ? event.actor.id : null, now)]
    return []
  })
}

/** More points and people of a ticket as rows, by which lists and routing find it. */
export function placeWrites(ticketId: string, events: readonly TicketFact[], after: Ticket): Write[] {
  const writes: Write[] = []
  if (events.some(event => event.type === 'point_added' || event.type === 'point_removed' || event.type === 'point_set' || event.type === 'struck')) {
    const points = after.morePoints
    writes.push(to => to.deleteFrom('ticketPoints').where('ticketId', '=', ticketId).$if(points.length > 0, query => query.where('pointId', 'not in', [...points])))
    if (points.length > 0) writes.push(to => to.insertInto('ticketPoints').values(points.map(pointId => ({ ticketId, pointId }))).onConflict(conflict => conflict.doNothing()))
  }
  if (events.some(event => event.type === 'person_joined' || event.type === 'person_left' || event.type === 'main_person_set' || event.type === 'struck')) {
    const { people } = after
    const ids = people.map(one => one.contactId)
    writes.push(to => to.deleteFrom('ticketPeople').where('ticketId', '=', ticketId).$if(ids.length > 0, query => query.where('contactId', 'not in', ids)))
    if (people.length > 0) {
      writes.push(to => to.insertInto('ticketPeople').values(people.map(one => ({ ticketId, ...one })))
        .onConflict(conflict => conflict.columns(['ticketId', 'contactId']).doUpdateSet(of => ({ conversationId: of.ref('excluded.conversationId') }))))
    }
  }
  return writes
}
