import type { Write } from '../../lib/db.ts'
import type { Change } from '../../tickets/change.ts'
import type { TicketEvent } from '../../tickets/ticket.ts'
import { hang, lookAt, takeOff } from '../store/reports.ts'

/**
 * What follows from a ticket's change for outages, as writes of the same statement: which tickets hang on one, and which said something new and have to be
 * held against the open ones. So nothing is lost when the process dies, and nothing is looked at that did not happen.
 */
export function followForIncidents({ id, before, after, events }: Change): readonly Write[] {
  const writes: Write[] = []
  for (const event of events) {
    if (event.type === 'attached_to_incident') writes.push(hang(event.incident, id, event.by, event.at))
    else if (event.type === 'detached_from_incident') writes.push(takeOff(event.incident, id, event.at))
    // A new cycle is a new report.
    else if (event.type === 'reopened' && before?.ticket.incident) writes.push(takeOff(before.ticket.incident.id, id, event.at))
  }
  if (after.ticket.incident === null && events.some(tellsOfItsKind)) writes.push(lookAt(id))
  return writes
}

/** Where it happened, what happens, in whose words. */
function tellsOfItsKind(event: TicketEvent): boolean {
  switch (event.type) {
    case 'registered': case 'reopened': case 'facts_given': case 'work_stopped': case 'point_set': case 'point_added': return true
    case 'customer_wrote': return event.weight === 'real'
    default: return false
  }
}
