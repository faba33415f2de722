import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** a specialist takes the ticket. Two who press at once: the second is told who was first. */
export function take(situation: Situation): Decision {
  return whileOpen(situation, () => {
    const { ticket, actor } = situation
    if (ticket.ownerId === actor.id) return []
    if (ticket.ownerId !== null) return new Refusal('already_owned', { number: ticket.number, owner: ticket.ownerId })
    return [{ type: 'taken' }]
  })
}

export function assign(situation: Situation, command: Command & { type: 'assign' }): Decision {
  return whileOpen(situation, () => (situation.ticket.ownerId === command.owner ? [] : [{ type: 'assigned', owner: command.owner, ...(command.why === undefined ? {} : { why: command.why }) }]))
}

/** Where the trouble is. A fact with a source, never a proof. */
export function setPoint(situation: Situation, command: Command & { type: 'set_point' }): Decision {
  return situation.ticket.pointId === command.pointId ? [] : [{ type: 'point_set', pointId: command.pointId, source: command.source }]
}

/** A ticket may hold several points; the first stays the one that lists and reports name. */
export function addPoint({ ticket }: Situation, { pointId }: Command & { type: 'add_point' }): Decision {
  return ticket.pointId === pointId || ticket.morePoints.includes(pointId) ? [] : [ticket.pointId === null ? { type: 'point_set', pointId, source: 'staff' } : { type: 'point_added', pointId }]
}

export function removePoint({ ticket }: Situation, { pointId }: Command & { type: 'remove_point' }): Decision {
  return ticket.morePoints.includes(pointId) ? [{ type: 'point_removed', pointId }] : []
}

/** Another person of this ticket; the notices go on to the main one. */
export function joinPerson({ ticket }: Situation, { contactId, conversationId }: Command & { type: 'join_person' }): Decision {
  if (ticket.contactId === contactId) return []
  return ticket.people.some(one => one.contactId === contactId && one.conversationId === conversationId) ? [] : [{ type: 'person_joined', contactId, conversationId }]
}

/** More people at once: whom a letter was written to, and who wrote it (pain 8). At most `mostPeople` take part in a ticket besides its main person. */
export function joinPeople(situation: Situation, { people, message }: Command & { type: 'join_people' }): Decision {
  const { ticket } = situation
  const fresh = people.filter((one, index) => one.contactId !== ticket.contactId && !ticket.people.some(known => known.contactId === one.contactId) && people.findIndex(other => other.contactId === one.contactId) === index)
  return fresh.slice(0, Math.max(0, mostPeople - ticket.people.length)).map(({ contactId, conversationId }) => ({ type: 'person_joined', contactId, conversationId, message }))
}

export const mostPeople = 20

/** Somebody who has no say here any more (his role was taken): he sees the ticket no longer and what he writes opens one of his own. */
export function removePerson({ ticket }: Situation, { contactId }: Command & { type: 'remove_person' }): Decision {
  return ticket.people.some(one => one.contactId === contactId) ? [{ type: 'person_left', contactId }] : []
}

/** Who is told from now on. */
export function setMainPerson({ ticket }: Situation, { contactId, conversationId }: Command & { type: 'set_main_person' }): Decision {
  return ticket.contactId === contactId && ticket.conversationId === conversationId ? [] : [{ type: 'main_person_set', contactId, conversationId }]
}
