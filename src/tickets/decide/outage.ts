import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import { struckIds } from '../ticket.ts'
import type { Decision, Situation } from './situation.ts'
import { hasEnded, whileOpen } from './situation.ts'

/** R-4.1.1-2: the ticket is one of an outage. */
export function attachIncident(situation: Situation, { incident, number }: Command & { type: 'attach_incident' }): Decision {
  return whileOpen(situation, () => (
    situation.ticket.incident?.id === incident ? [] : [{ type: 'attached_to_incident', incident, number, by: situation.actor.kind === 'staff' ? 'staff' : 'machine' }]
  ))
}

/** «У нас другое», or a specialist who sees it: an ordinary ticket again, and somebody has to look at it. */
export function detachIncident(situation: Situation): Decision {
  const { incident } = situation.ticket
  return whileOpen(situation, () => {
    if (incident === null) return []
    // What was told of the outage was no answer to what he has: the clock of the first contact runs again.
    const struck = struckIds(situation.events)
    const told = situation.events.filter(event => event.type === 'incident_told' && event.incident === incident.id && !struck.has(event.id))
    return [{ type: 'detached_from_incident', incident: incident.id }, ...told.map(event => ({ type: 'struck', event: event.id, reason: 'not_ours' } as const))]
  })
}

/** An update signed by a lead: a first contact by a person for each ticket whose customer it reached. */
export function tellIncident(situation: Situation, { incident, update, signedBy, message }: Command & { type: 'tell_incident' }): Decision {
  const { ticket, view, events } = situation
  if (hasEnded(view) || ticket.incident?.id !== incident || ticket.conversationId === null) return []
  if (events.some(event => event.type === 'incident_told' && event.update === update)) return []
  if (message === null) return new Refusal('text_required')
  return [{ type: 'incident_told', incident, update, signedBy, message }]
}
