import type { Write } from '../../lib/db.ts'
import type { Change } from '../../tickets/change.ts'
import type { TicketEvent } from '../../tickets/ticket.ts'
import { hang, lookAt, takeOff } from '../store/reports.ts'

/**
 * What follows from a ticket's change for outages, as writes of the same statement: which tickets hang on one, and which said something new and have to be
 * held against the open ones. So nothing is lost when the process dies, and nothing is looked at that did not happen.
 */
export function followForIncidents({ id, before, after, events, now }: Change): readonly Write[] {
  // By what the ticket is now, whatever brought it there: a strike and a new cycle move it as well.
  const [was, is] = [before?.ticket.incident?.id, after.ticket.incident?.id]
  const attached = events.findLast(event => event.type === 'attached_to_incident')
  const at = events.at(-1)?.recordedAt ?? now
  const writes: Write[] = was === is ? [] : [
    ...(was === undefined ? [] : [takeOff(was, id, at)]),
    ...(is === undefined ? [] : [hang(is, id, attached?.by ?? 'staff', at)]),
  ]
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
