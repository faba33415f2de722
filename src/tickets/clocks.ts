import { never } from '../lib/never.ts'
import type { Signal, SignalBase } from '../regulation/signals.ts'
import { struckIds, type TicketEvent } from './ticket.ts'

/** Sub-steps inside one event: an answer that asks is a contact and then a question. */
const steps = 4

/**
 * What the clock hears of a ticket's history. The only translation between the two: the clock knows no tickets, the ticket counts no time.
 * Events that the waker wrote for time alone give no signal: the fold derives them itself.
 */
export function signalsOf(events: readonly TicketEvent[]): Signal[] {
  const isPlain = events.every(event => event.type !== 'not_delivered' && (event.type !== 'due_revised' || event.message === null))
  return isPlain ? events.flatMap(signals) : events.flatMap(event => [...signals(event), ...arrivalsBy(event, events)])
}

/** What reached its reader with this event: a message that the channel has delivered, or all that could not be written and was said in a call (product.md 3). */
function arrivalsBy(event: TicketEvent, events: readonly TicketEvent[]): Signal[] {
  if (event.type === 'delivered') return saidInCall(event.message, event.seq, events) ? [] : revisedBy(event, event.message, events)
  if (event.type !== 'call_held') return []
  const lost = events.flatMap(one => (one.type === 'not_delivered' && one.seq < event.seq ? [one.message] : []))
  return lost.filter(message => !saidInCall(message, event.seq, events)).flatMap((message): Signal[] => [
    { id: `${event.id}/2`, seq: event.seq * steps + 2, at: event.at, type: 'delivered', message }, ...revisedBy(event, message, events),
  ])
}

/** Was this message said in a call that stands and was held before `seq`? */
function saidInCall(message: string, seq: number, events: readonly TicketEvent[]): boolean {
  const lost = events.find(one => one.type === 'not_delivered' && one.message === message)
  if (lost === undefined) return false
  const struck = struckIds(events)
  return events.some(one => one.type === 'call_held' && one.seq > lost.seq && one.seq < seq && !struck.has(one.id))
}

/** a due revised in writing holds from the instant at which its notice arrived; one that reached nobody never held. */
function revisedBy(event: TicketEvent, message: string, events: readonly TicketEvent[]): Signal[] {
  const revision = events.find(one => one.type === 'due_revised' && one.message === message)
  if (revision?.type !== 'due_revised' || struckIds(events).has(revision.id)) return []
  return [{ id: `${event.id}/2`, seq: event.seq * steps + 2, at: event.at, type: 'due_revised', due: revision.due }]
}

function signals(event: TicketEvent): Signal[] {
  const base = (step = 0): SignalBase => ({ id: step === 0 ? event.id : `${event.id}/${step}`, seq: event.seq * steps + step, at: event.at })
  switch (event.type) {
    case 'registered': return [{ ...base(), type: 'received' }]
    case 'triaged': return [{ ...base(), type: 'triaged', category: event.category }]
    case 'recategorised': return [{ ...base(), type: 'recategorised', category: event.category, basis: event.basis }]
    case 'taken': return [{ ...base(), type: 'taken' }]
    case 'answered': return [
      { ...base(), type: 'reacted', how: 'reply', message: event.message },
      ...(event.asks ? [{ ...base(1), type: 'info_requested', by: 'specialist', message: event.message, ...notBefore(event) } as const] : []),
    ]
    case 'call_held': return [
      { ...base(), type: 'reacted', how: 'call' },
      ...(event.asks ? [{ ...base(1), type: 'info_requested', by: 'specialist', ...notBefore(event) } as const] : []),
    ]
    case 'customer_wrote': return heard(event, base)
    case 'work_stopped': case 'customer_asked_call': return [{ ...base(), type: 'customer_replied' }]
    // A button of the customer is an answer; what his message ticked came with the message; a specialist's tick is none.
    case 'item_ticked': return event.actor.kind === 'customer' && event.message === null ? [{ ...base(), type: 'customer_replied' }] : []
    case 'step_marked': case 'stop_answered': case 'lead_called': return event.actor.kind === 'customer' ? [{ ...base(), type: 'customer_replied' }] : []
    case 'wait_agreed': return [{ ...base(), type: 'lifted' }, { ...base(1), type: 'info_requested', by: 'specialist', notBefore: event.until }]
    case 'incident_told': return event.message === null ? [] : [{ ...base(), type: 'reacted', how: 'reply', message: event.message }]
    case 'due_revised': return event.message === null ? [{ ...base(), type: 'due_revised', due: event.due }] : []
    case 'result_reported': return [{ ...base(), type: 'result_reported', kind: event.kind, ...(event.message === null ? {} : { message: event.message }) }]
    case 'confirmed': return [{ ...base(), type: 'confirmed' }]
    case 'disputed': return [{ ...base(), type: 'disputed' }]
    case 'judged': return [{ ...base(), type: 'judged', message: event.message, as: event.as }]
    case 'lifted': return [{ ...base(), type: 'lifted' }]
    case 'handed_over': return [{ ...base(), type: 'handed_over', to: event.to }]
    case 'taken_back': return [{ ...base(), type: 'returned' }]
    case 'withdrawn': return [{ ...base(), type: 'closed', reason: 'withdrawn' }]
    case 'closed_as_spam': return [{ ...base(), type: 'closed', reason: 'spam' }]
    case 'closed_as_moved': return [{ ...base(), type: 'closed', reason: 'duplicate' }]
    case 'reopened': return [{ ...base(), type: 'received' }]
    case 'delivered': return [{ ...base(), type: 'delivered', message: event.message }]
    case 'not_delivered': return [{ ...base(), type: 'not_delivered', message: event.message }]
    case 'struck': return [0, 1, 2].map(step => ({ ...base(step), type: 'struck', event: step === 0 ? event.event : `${event.event}/${step}` }))
    case 'asked': case 'item_waived': case 'steps_given': case 'point_added': case 'point_removed': case 'person_joined': case 'person_left': case 'main_person_set':
    case 'procedure_ticked': case 'precondition_checked': case 'deliverable_given': case 'help_scheduled': case 'return_set': case 'return_cancelled': case 'came_back':
    case 'handed_to_shift': case 'development_linked': case 'development_unlinked': case 'delay_noted': case 'attached_to_incident': case 'detached_from_incident': case 'rated':
    case 'message_moved_out': case 'message_moved_in': case 'topic_set': case 'assigned': case 'noted': case 'customer_edited': case 'facts_given': case 'point_set': case 'call_needed':
    case 'suspended': case 'resumed': case 'auto_confirmed': case 'breached': case 'warned': case 'reminded': return []
    default: return never(event)
  }
}

const notBefore = ({ until }: { until?: number | null }): { notBefore?: number } => (until === undefined || until === null ? {} : { notBefore: until })

/**
 * The inbound table (clauses.md part 2): thanks and "ок" end a wait but are no answer to a result; a sticker or a reaction does nothing;
 * a real message ends a wait, and while a result waits for confirmation it is an unclear answer until a person has read it.
 */
function heard(event: TicketEvent & { type: 'customer_wrote' }, base: (step?: number) => SignalBase): Signal[] {
  switch (event.weight) {
    case 'real': return [{ ...base(), type: 'customer_replied', message: event.message }, { ...base(1), type: 'unclear_answer', message: event.message }]
    case 'thanks': return [{ ...base(), type: 'customer_replied', message: event.message }]
    case 'nothing': case 'automatic': return []
    default: return never(event.weight)
  }
}
