import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { Category, DelayReason, ResultKind } from '../regulation/signals.ts'
import type { View } from '../regulation/view.ts'
import type { Change } from './change.ts'
import { missing } from './asked.ts'
import type { TicketEvent } from './ticket.ts'
import { isOpenAt, workFromAt } from './service.ts'

/**
 * What the desk tells the customer by itself: a closed list, pure. Each channel renders it in its own way and language; no notice repeats what a
 * person just said, and none names a clause, a refusal or a silence (product.md 4).
 */
export type Notice =
  | { kind: 'receipt'; at: Instant; open: boolean; triageDue: Instant; workFrom: Instant; stop: boolean; reopened: boolean }
  /** `reactionDue` null: a specialist has been in touch already. */
  | { kind: 'category'; category: Category; reactionDue: Instant | null; resultDue: Instant | null; changed: boolean }
  /** `missing`: what was asked for and has not come, in the words of the question. */
  | { kind: 'suspension_ahead'; boundary: Instant; missing: readonly string[] }
  | { kind: 'suspended'; missing: readonly string[] }
  | { kind: 'still_suspended' }
  /** `answered`: by the customer's answer, not by a specialist. */
  | { kind: 'resumed'; due: Instant | null; wasDue: Instant | null; answered: boolean }
  /** `outage`: the end of an outage; who is not served presses «У нас не работает». */
  | { kind: 'result'; result: ResultKind; text: string; until: Instant | null; message: string; outage: boolean }
  | { kind: 'confirmation_ahead'; until: Instant }
  | { kind: 'confirmed' }
  | { kind: 'auto_confirmed' }
  /** `again`: not the first time; the lead sees to it. */
  | { kind: 'disputed'; again: boolean }
  | { kind: 'lead_called'; open: boolean; workFrom: Instant }
  | { kind: 'wait_agreed'; until: Instant }
  /** it is with others now; please change nothing meanwhile. */
  | { kind: 'handed_over'; to: 'developers' | 'third_party'; party: string | null }
  /** in the customer's words. */
  | { kind: 'delay'; reason: DelayReason }
  | { kind: 'due_revised'; due: Instant; wasDue: Instant | null; reason: DelayReason; message: string }
  | { kind: 'help_scheduled'; at: Instant; note: string }
  | { kind: 'help_ahead'; at: Instant }
  /** The morning after a night: does the stop still hold? */
  | { kind: 'stop_question' }
  | { kind: 'stop_cleared' }
  /** `first`: told for the first time; offers «У нас другое». */
  | { kind: 'incident_told'; title: string; text: string; first: boolean; message: string }
  | { kind: 'withdrawn' }
  | { kind: 'call_promised'; open: boolean; workFrom: Instant }
  | { kind: 'stop_noted'; open: boolean; workFrom: Instant }
export type NoticeKind = Notice['kind']

/** Does this topic lie outside the regulation? */
export type IsOutside = (topic: string | null) => boolean

/** Notices of one change, in order. */
export function noticesOf(change: Change, isOutside: IsOutside): readonly Notice[] {
  return change.events.filter(event => stillHolds(event, change)).flatMap(event => noticesOfEvent(event, change, isOutside))
}

/** After downtime, or when an answer comes together with its boundary, one change holds more than there is left to say. */
function stillHolds(event: TicketEvent, { events, after: { view }, now }: Change): boolean {
  const has = (type: TicketEvent['type']): boolean => events.some(other => other.type === type)
  switch (event.type) {
    case 'suspended': return view.suspendedAt !== null
    // Who gets the result needs no word about the pause that it ended.
    case 'resumed': return !has('result_reported')
    // Assessed and answered in one breath: he reads the answer, not until when it would have come.
    case 'triaged': return !has('result_reported')
    case 'auto_confirmed': return view.resolvedHow === 'auto_confirmed'
    case 'reminded': switch (event.of) {
      case 'suspension': return view.suspendedAt === null && view.silence?.boundary === event.before
      case 'confirmation': return view.resolvedAt === null && view.autoConfirmAt === event.before
      case 'still_suspended': return view.suspendedAt !== null && !has('suspended')
      case 'stop': return view.category === null && !has('triaged') && !has('stop_answered')
      case 'help': return view.resolvedAt === null && event.before > now
      default: return never(event.of)
    }
    default: return true
  }
}

function noticesOfEvent(event: TicketEvent, { before, after: { ticket, view }, policy, now, command }: Change, isOutside: IsOutside): readonly Notice[] {
  const open = isOpenAt(policy, now)
  switch (event.type) {
    case 'registered': case 'reopened':
      return [{
        kind: 'receipt', at: event.at, open, triageDue: view.triage.dueAt ?? view.workFrom, workFrom: view.workFrom,
        stop: ticket.stopReported, reopened: event.type === 'reopened',
      }]
    case 'triaged': case 'recategorised':
      // Of an outage he hears from the lead who signs for it, not what was reckoned from it.
      if (event.actor.kind === 'machine' && ticket.incident !== null) return []
      return isOutside(ticket.topic) && event.category !== 1 ? [] : [categoryNotice(event.category, view, event.type === 'recategorised')]
    // It is ours after all: what was not promised before is promised now.
    case 'topic_set':
      return before === null || !isOutside(before.ticket.topic) || isOutside(event.topic) || view.category === null || view.category === 1 || !isWorkedOn(view) ? [] : [categoryNotice(view.category, view, false)]
    case 'suspended': return [{ kind: 'suspended', missing: missingOf(ticket) }]
    case 'resumed': return [{ kind: 'resumed', due: view.result?.dueAt ?? null, wasDue: event.wasDue, answered: event.actor.kind === 'customer' }]
    case 'result_reported':
      return event.message === null ? [] : [{ kind: 'result', result: event.kind, text: event.text, until: view.autoConfirmAt, message: event.message, outage: event.incident !== undefined }]
    case 'reminded': switch (event.of) {
      case 'still_suspended': return [{ kind: 'still_suspended' }]
      case 'suspension': return [{ kind: 'suspension_ahead', boundary: event.before, missing: missingOf(ticket) }]
      case 'confirmation': return [{ kind: 'confirmation_ahead', until: event.before }]
      case 'stop': return [{ kind: 'stop_question' }]
      case 'help': return [{ kind: 'help_ahead', at: event.before }]
      default: return never(event.of)
    }
    case 'confirmed': return [{ kind: 'confirmed' }]
    case 'auto_confirmed': return [{ kind: 'auto_confirmed' }]
    case 'judged': return event.as === 'confirm' ? [{ kind: 'confirmed' }] : event.as === 'dispute' ? [{ kind: 'disputed', again: ticket.disputes > 1 }] : []
    case 'disputed': return [{ kind: 'disputed', again: ticket.disputes > 1 }]
    case 'lead_called': return [{ kind: 'lead_called', open, workFrom: workFromAt(policy, now) }]
    case 'wait_agreed': return [{ kind: 'wait_agreed', until: event.until }]
    case 'handed_over': return [{ kind: 'handed_over', to: event.to, party: event.party?.who ?? null }]
    // A revised due says its reason itself.
    case 'delay_noted': return [{ kind: 'delay', reason: event.reason }]
    case 'due_revised': return event.message === null ? [] : [{ kind: 'due_revised', due: event.due, wasDue: before?.view.result?.dueAt ?? null, reason: event.reason, message: event.message }]
    case 'help_scheduled': return [{ kind: 'help_scheduled', at: event.helpAt, note: event.note }]
    case 'stop_answered': return event.holds ? [{ kind: 'stop_noted', open, workFrom: workFromAt(policy, now) }] : [{ kind: 'stop_cleared' }]
    case 'incident_told': return event.message === null || command?.type !== 'tell_incident' ? [] : [{ kind: 'incident_told', title: command.title, text: command.text, first: command.first, message: event.message }]
    case 'withdrawn': return [{ kind: 'withdrawn' }]
    case 'customer_asked_call': return [{ kind: 'call_promised', open, workFrom: workFromAt(policy, now) }]
    case 'work_stopped': return [{ kind: 'stop_noted', open, workFrom: workFromAt(policy, now) }]
    case 'taken': case 'assigned': case 'answered': case 'noted': case 'call_held': case 'customer_wrote': case 'customer_edited':
    case 'facts_given': case 'point_set': case 'lifted': case 'taken_back':
    case 'asked': case 'item_ticked': case 'item_waived': case 'steps_given': case 'step_marked': case 'point_added': case 'point_removed': case 'person_joined': case 'person_left': case 'main_person_set':
    case 'procedure_ticked': case 'precondition_checked': case 'deliverable_given': case 'return_set': case 'return_cancelled': case 'came_back': case 'handed_to_shift':
    case 'development_linked': case 'development_unlinked': case 'attached_to_incident': case 'detached_from_incident': case 'rated': case 'closed_as_spam': case 'closed_as_moved': case 'delivered':
    case 'message_moved_out': case 'message_moved_in':
    case 'not_delivered': case 'call_needed': case 'struck': case 'breached': case 'warned': return []
    default: return never(event)
  }
}

/**
 * The category with its due: a promise of a result. What lies outside the regulation has none: its answer is a recommendation, due as the first
 * contact, which the card says. Only a critical one is told of, since somebody calls within the hour, whatever comes of it.
 */
const categoryNotice = (category: Category, view: View, changed: boolean): Notice => ({
  kind: 'category', category, reactionDue: view.reaction?.endedAt === null ? view.reaction.dueAt : null, resultDue: view.result?.dueAt ?? null, changed,
})

const isWorkedOn = ({ state }: View): boolean => state !== 'awaiting_confirmation' && state !== 'resolved' && state !== 'closed'

/** What was asked for and has not come: items, then steps. */
const missingOf = ({ asked, steps }: Change['after']['ticket']): readonly string[] => [...missing(asked), ...steps.filter(step => step.state === 'open').map(step => step.text)]
