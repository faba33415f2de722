import { together, tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { idOfNumber, readTicket } from '../../tickets/store.ts'
import type { Actor } from '../../tickets/ticket.ts'
import type { IncidentRoom } from '../room.ts'
import { latestUpdate, lockIncident, type Incident } from '../store/incidents.ts'
import { listMore } from '../store/notices.ts'
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

/** A person hangs tickets on an open outage; each is told its last word. Refuses `incident_moved_on`, `ticket_not_found`. */
export function attachByHand(room: IncidentRoom, db: Db, incidentId: string, numbers: readonly number[], { now, staffId }: { now: Instant; staffId: string }): Promise<readonly Change[]> {
  return tx(db, async inner => {
    const incident = await lockIncident(inner, incidentId)
    const update = await latestUpdate(inner, incidentId)
    if (incident.state !== 'open' || update === null) throw new Refusal('incident_moved_on')
    const changes: Change[] = []
    const ids: string[] = []
    for (const number of numbers) {
      const id = await idOfNumber(inner, number)
      changes.push(...await attachTicket(room, inner, incident, id, { kind: 'staff', id: staffId }, now))
      ids.push(id)
    }
    if (ids.length > 0) await together(inner, [listMore(incidentId, update.id, ids, null)])
    return changes
  })
}

/** A person takes tickets off: ordinary ones again, in the queue. */
export function detachByHand(room: IncidentRoom, db: Db, incidentId: string, numbers: readonly number[], { now, staffId }: { now: Instant; staffId: string }): Promise<readonly Change[]> {
  return tx(db, async inner => {
    const changes: Change[] = []
    for (const number of numbers) {
      const id = await idOfNumber(inner, number)
      const { ticket } = await readTicket(inner, id)
      if (ticket.incident?.id !== incidentId) continue
      const made = await unlessEnded(() => change(room.tickets, inner, id, { type: 'detach_incident' }, { now, actor: { kind: 'staff', id: staffId } }))
      if (made !== null) changes.push(made)
    }
    return changes
  })
}

