import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import { struckIds, type TicketEvent, type TicketEventType } from '../ticket.ts'
import type { Decision, Situation } from './situation.ts'

/**
 * Cannot be struck: facts of the world outside (what the customer sent, what a channel reported, the beginning itself), what time alone has done (it
 * follows from the other facts and would come back), and where a message stands: it is moved back instead.
 */
const firm: ReadonlySet<TicketEventType> = new Set([
  'registered', 'customer_wrote', 'customer_edited', 'delivered', 'not_delivered', 'struck', 'call_needed',
  'suspended', 'resumed', 'auto_confirmed', 'breached', 'warned', 'reminded', 'came_back', 'message_moved_out', 'message_moved_in', 'closed_as_moved',
])

/** Events that can still be struck. */
export function strikable(events: readonly TicketEvent[]): readonly TicketEvent[] {
  const struck = struckIds(events)
  return events.filter(event => !firm.has(event.type) && !struck.has(event.id))
}

/** A mistake is struck, never deleted: the clocks go as if it had never been. */
export function strike(situation: Situation, command: Command & { type: 'strike' }): Decision {
  const event = situation.events.find(one => one.id === command.event)
  if (event === undefined || firm.has(event.type)) return new Refusal('not_found')
  const struck = struckIds(situation.events)
  if (struck.has(event.id)) return []
  return [event, ...partsOf(event, situation.events)].filter(one => !struck.has(one.id)).map(one => ({ type: 'struck', event: one.id, reason: command.reason }))
}

/** A question is struck with what it asked for: the list was written down right after its words. */
function partsOf(event: TicketEvent, events: readonly TicketEvent[]): readonly TicketEvent[] {
  if (event.type !== 'answered' && event.type !== 'call_held') return []
  const message = event.type === 'answered' ? event.message : null
  return events.filter(one => (one.type === 'asked' || one.type === 'steps_given') && one.message === message && one.at === event.at)
}
