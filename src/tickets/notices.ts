import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { Category, ResultKind } from '../regulation/signals.ts'
import type { Change } from './change.ts'
import type { TicketEvent } from './ticket.ts'
import { isOpenAt } from './service.ts'

/**
 * What the desk tells the customer by itself: a closed list, pure. Each channel renders it in its own way and language; no notice repeats what a
 * person just said, and none names a clause, a refusal or a silence (product.md 4).
 */
export type Notice =
  | { kind: 'receipt'; at: Instant; open: boolean; triageDue: Instant; workFrom: Instant; stop: boolean; reopened: boolean }
  /** `reactionDue` null: a specialist has been in touch already. */
  | { kind: 'category'; category: Category; reactionDue: Instant | null; resultDue: Instant | null; changed: boolean }
  | { kind: 'suspension_ahead'; boundary: Instant }
  | { kind: 'suspended' }
  | { kind: 'still_suspended' }
  /** `answered`: by the customer's answer, not by a specialist. */
  | { kind: 'resumed'; due: Instant | null; wasDue: Instant | null; answered: boolean }
  | { kind: 'result'; result: ResultKind; text: string; until: Instant | null; message: string }
  | { kind: 'confirmation_ahead'; until: Instant }
  | { kind: 'confirmed' }
  | { kind: 'auto_confirmed' }
  | { kind: 'disputed' }
  | { kind: 'withdrawn' }
  | { kind: 'call_promised'; open: boolean; workFrom: Instant }
  | { kind: 'stop_noted'; open: boolean; workFrom: Instant }
export type NoticeKind = Notice['kind']

/** Notices of one change, in order. */
export function noticesOf(change: Change): readonly Notice[] {
  return change.events.filter(event => stillHolds(event, change)).flatMap(event => noticesOfEvent(event, change))
}

/** After downtime, or when an answer comes together with its boundary, one change holds more than there is left to say. */
function stillHolds(event: TicketEvent, { events, after: { view } }: Change): boolean {
  const has = (type: TicketEvent['type']): boolean => events.some(other => other.type === type)
  switch (event.type) {
    case 'suspended': return view.suspendedAt !== null
    // Who gets the result needs no word about the pause that it ended.
    case 'resumed': return !has('result_reported')
    case 'auto_confirmed': return view.resolvedHow === 'auto_confirmed'
    case 'reminded': switch (event.of) {
      case 'suspension': return view.suspendedAt === null && view.silence?.boundary === event.before
      case 'confirmation': return view.resolvedAt === null && view.autoConfirmAt === event.before
      case 'still_suspended': return view.suspendedAt !== null && !has('suspended')
      default: return never(event.of)
    }
    default: return true
  }
}

function noticesOfEvent(event: TicketEvent, { after: { ticket, view }, policy, now }: Change): readonly Notice[] {
  const open = isOpenAt(policy, now)
  switch (event.type) {
    case 'registered': case 'reopened':
      return [{
        kind: 'receipt', at: event.at, open, triageDue: view.triage.dueAt ?? view.workFrom, workFrom: view.workFrom,
        stop: ticket.stopReported, reopened: event.type === 'reopened',
      }]
    case 'triaged': case 'recategorised':
      return [{
        kind: 'category', category: event.category, reactionDue: view.reaction?.endedAt === null ? view.reaction.dueAt : null, resultDue: view.result?.dueAt ?? null,
        changed: event.type === 'recategorised',
      }]
    case 'suspended': return [{ kind: 'suspended' }]
    case 'resumed': return [{ kind: 'resumed', due: view.result?.dueAt ?? null, wasDue: event.wasDue, answered: event.actor.kind === 'customer' }]
    case 'result_reported':
      return event.message === null ? [] : [{ kind: 'result', result: event.kind, text: event.text, until: view.autoConfirmAt, message: event.message }]
    case 'reminded':
      if (event.of === 'still_suspended') return [{ kind: 'still_suspended' }]
      return event.of === 'suspension' ? [{ kind: 'suspension_ahead', boundary: event.before }] : [{ kind: 'confirmation_ahead', until: event.before }]
    case 'confirmed': return [{ kind: 'confirmed' }]
    case 'auto_confirmed': return [{ kind: 'auto_confirmed' }]
    case 'judged': return event.as === 'confirm' ? [{ kind: 'confirmed' }] : event.as === 'dispute' ? [{ kind: 'disputed' }] : []
    case 'disputed': return [{ kind: 'disputed' }]
    case 'withdrawn': return [{ kind: 'withdrawn' }]
    case 'customer_asked_call': return [{ kind: 'call_promised', open, workFrom: view.workFrom }]
    case 'work_stopped': return [{ kind: 'stop_noted', open, workFrom: view.workFrom }]
    case 'topic_set': case 'taken': case 'assigned': case 'answered': case 'noted': case 'call_held': case 'customer_wrote': case 'customer_edited':
    case 'facts_given': case 'point_set': case 'lifted': case 'handed_over': case 'taken_back': case 'closed_as_spam': case 'delivered':
    case 'not_delivered': case 'call_needed': case 'struck': case 'breached': case 'warned': return []
    default: return never(event)
  }
}
