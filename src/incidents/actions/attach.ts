import { together, tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { idOfNumber, readTicket } from '../../tickets/store.ts'
import type { Actor } from '../../tickets/ticket.ts'
import type { IncidentRoom } from '../room.ts'
import { latestUpdate, lockIncident, type Incident, type UpdateRow } from '../store/incidents.ts'
import { listMore, unlist } from '../store/notices.ts'
import { wordsIn } from '../told.ts'

export const machine: Actor = { kind: 'machine', id: null }

/**
 * R-4.1.1-2: the ticket becomes one of the outage and gets its topic and its category; what a person has rated already stays as it is. Joins the caller's
 * transaction. An ended ticket stays alone.
 */
export async function attachTicket(room: IncidentRoom, db: Db, incident: Pick<Incident, 'id' | 'number' | 'title' | 'topic' | 'category'>, ticketId: string, by: Actor, now: Instant): Promise<readonly Change[]> {
  const ask = (command: Parameters<typeof change>[3], actor: Actor) => change(room.tickets, db, ticketId, command, { now, actor })
  const attached = await unlessEnded(() => ask({ type: 'attach_incident', incident: incident.id, number: incident.number }, by))
  if (attached === null) return []
  const { ticket, view } = attached.after
  const changes = [attached]
  if (view.category === null) changes.push(await ask({ type: 'triage', category: incident.category, effect: wordsIn('ru').effect(incident.number, incident.title), topic: ticket.topic ?? incident.topic }, machine))
  else if (ticket.topic === null && incident.topic !== null) changes.push(await ask({ type: 'set_topic', topic: incident.topic }, machine))
  return changes
}

/** Null: the ticket has ended. Refusals are decided before anything is written, so the transaction goes on. */
export async function unlessEnded(work: () => Promise<Change>): Promise<Change | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'ticket_ended' || error.code === 'not_triaged')) return null
    throw error
  }
}

/**
 * Hangs a ticket on the outage and puts it on the list of its last word. The line comes before the ticket: see `docs/decisions/0018-one-order-of-locks.md`.
 * Empty: the ticket has ended.
 */
export async function attachAndList(room: IncidentRoom, db: Db, incident: Incident, update: UpdateRow | null, ticketId: string, by: Actor, now: Instant): Promise<readonly Change[]> {
  if (update !== null) await together(db, [listMore(incident.id, update.id, [ticketId], null)])
  const changes = await attachTicket(room, db, incident, ticketId, by, now)
  if (changes.length === 0 && update !== null) await together(db, [unlist(update.id, ticketId)])
  return changes
}

/** Tickets in one transaction: few enough that nobody waits long for a lock. */
export const batch = 10

/**
 * A person hangs tickets on an open outage; each is told its last word. In small transactions: what is done stays done. `announce` hears of each as it is
 * committed. Refuses `incident_moved_on`, `ticket_not_found` (before anything is done).
 */
export async function attachByHand(room: IncidentRoom, db: Db, incidentId: string, numbers: readonly number[], { now, staffId }: { now: Instant; staffId: string }, announce: (changes: readonly Change[]) => void = () => {}): Promise<void> {
  for (const ids of await batches(db, numbers)) {
    announce(await tx(db, async inner => {
      const incident = await lockIncident(inner, incidentId)
      if (incident.state !== 'open') throw new Refusal('incident_moved_on')
      const update = await latestUpdate(inner, incidentId)
      const changes: Change[] = []
      for (const id of ids) changes.push(...await attachAndList(room, inner, incident, update, id, { kind: 'staff', id: staffId }, now))
      return changes
    }))
  }
}

/** A person takes tickets off: ordinary ones again, in the queue. In small transactions, as `attachByHand`. */
export async function detachByHand(room: IncidentRoom, db: Db, incidentId: string, numbers: readonly number[], { now, staffId }: { now: Instant; staffId: string }, announce: (changes: readonly Change[]) => void = () => {}): Promise<void> {
  for (const ids of await batches(db, numbers)) {
    announce(await tx(db, async inner => {
      const changes: Change[] = []
      for (const id of ids) {
        const { ticket } = await readTicket(inner, id)
        if (ticket.incident?.id !== incidentId) continue
        const made = await unlessEnded(() => change(room.tickets, inner, id, { type: 'detach_incident' }, { now, actor: { kind: 'staff', id: staffId } }))
        if (made !== null) changes.push(made)
      }
      return changes
    }))
  }
}

/** The tickets by id, in the order in which the whole house locks several of them. Refuses `ticket_not_found`. */
async function batches(db: Db, numbers: readonly number[]): Promise<readonly (readonly string[])[]> {
  const ids: string[] = []
  for (const number of new Set(numbers)) ids.push(await idOfNumber(db, number))
  ids.sort()
  return Array.from({ length: Math.ceil(ids.length / batch) }, (_, index) => ids.slice(index * batch, (index + 1) * batch))
}
