import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { Category, ResultKind } from '../regulation/signals.ts'
import type { ClockName } from '../regulation/view.ts'

/**
 * The ticket: a closed union of what can happen to it and the small state that decisions need. Clocks and states are not here: they are a fold of
 * the same events (`clocks.ts`, `regulation/fold.ts`). Events are written once and never changed; a mistake is struck by a further event.
 */

export type Actor = { kind: 'customer' | 'staff' | 'machine'; id: string | null }

/** What an inbound message weighs (clauses.md part 2, the inbound table). */
export type Weight = 'real' | 'thanks' | 'nothing' | 'automatic'

export type Facts = { what: string | null; since: string | null; tried: string | null }

export type TicketFact =
  | { type: 'registered'; number: number; edition: number; channel: string; subject: string; weakSubject: boolean; contactId: string | null; pointId: string | null; conversationId: string | null; stopReported: boolean; message: string | null }
  | { type: 'triaged'; category: Category; effect: string; topic: string | null }
  | { type: 'recategorised'; category: Category; basis: 'changed' | 'corrected'; reason: string }
  | { type: 'topic_set'; topic: string | null }
  | { type: 'taken' }
  | { type: 'assigned'; owner: string | null }
  | { type: 'answered'; message: string; asks: boolean }
  | { type: 'noted'; message: string }
  | { type: 'call_held'; note: string; asks: boolean; tasks: readonly string[] }
  | { type: 'customer_wrote'; message: string; weight: Weight; subject: string | null }
  /** A new wording, or an item that joined an album; `subject` when the words name the ticket better. */
  | { type: 'customer_edited'; message: string; subject?: string | null }
  | { type: 'customer_asked_call' }
  | { type: 'work_stopped' }                                                     // the customer says it got worse: a stop report (product.md 4.5)
  | { type: 'facts_given'; facts: Partial<Facts> }
  | { type: 'point_set'; pointId: string | null; source: 'chosen' | 'link' | 'staff' }
  | { type: 'result_reported'; kind: ResultKind; text: string; message: string | null }
  | { type: 'confirmed'; note: string }
  | { type: 'disputed'; message: string | null; note: string }
  | { type: 'judged'; message: string; as: 'confirm' | 'dispute' | 'neutral' }
  | { type: 'lifted'; reason: string }
  | { type: 'handed_over'; to: 'developers' | 'third_party'; note: string }
  | { type: 'taken_back'; note: string }
  | { type: 'withdrawn'; note: string }
  | { type: 'closed_as_spam' }
  | { type: 'reopened'; message: string | null; reason: string; edition: number }
  | { type: 'delivered'; message: string }
  | { type: 'not_delivered'; message: string; reason: string; task: string | null }
  | { type: 'call_needed'; task: string; reason: string }
  | { type: 'struck'; event: string; reason: string }
  // Written by the waker for what time alone has done (clauses.md part 2, rule 8); the clocks do not read them.
  | { type: 'suspended'; since: Instant }
  | { type: 'resumed'; wasDue: Instant | null }
  | { type: 'auto_confirmed' }
  | { type: 'breached'; clock: ClockName; due: Instant }
  | { type: 'warned'; clock: ClockName; threshold: string; due: Instant; key: string }
  | { type: 'reminded'; of: 'suspension' | 'confirmation' | 'still_suspended'; before: Instant; key: string }

export type TicketEventType = TicketFact['type']
/** `at`: when it happened; `recordedAt`: when it was written down. `seq` grows by one inside a ticket. */
export type TicketEvent = { id: string; seq: number; at: Instant; recordedAt: Instant; actor: Actor } & TicketFact

export type Ticket = {
  id: string
  number: number
  edition: number
  channel: string
  contactId: string | null
  pointId: string | null
  conversationId: string | null
  ownerId: string | null
  category: Category | null
  effect: string | null
  topic: string | null
  subject: string
  /** The first words are only a greeting or a file: the next text names the ticket better. */
  subjectIsWeak: boolean
  stopReported: boolean
  facts: Facts
  unansweredSince: Instant | null
  result: { kind: ResultKind; text: string; at: Instant; message: string | null } | null
  disputes: number
}

/** Words of the customer become the subject: one line, at most 120 characters. Empty text: null. */
export function subjectOf(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return null
  return line.length <= 120 ? line : `${line.slice(0, 119).trimEnd()}…`
}

/** The ticket after an event. Total: unknown history never breaks a page. */
export function evolve(before: Ticket | null, event: TicketEvent, id: string): Ticket {
  if (event.type === 'registered') {
    return {
      id, number: event.number, edition: event.edition, channel: event.channel, contactId: event.contactId, pointId: event.pointId,
      conversationId: event.conversationId, ownerId: null, category: null, effect: null, topic: null, subject: event.subject,
      subjectIsWeak: event.weakSubject, stopReported: event.stopReported, facts: { what: null, since: null, tried: null },
      unansweredSince: event.at, result: null, disputes: 0,
    }
  }
  if (before === null) throw new Error(`a ticket begins with "registered", not with "${event.type}"`)
  switch (event.type) {
    case 'triaged': return { ...before, category: event.category, effect: event.effect, topic: event.topic ?? before.topic }
    case 'recategorised': return { ...before, category: event.category, effect: event.reason }
    case 'topic_set': return { ...before, topic: event.topic }
    case 'taken': return { ...before, ownerId: event.actor.id }
    case 'assigned': return { ...before, ownerId: event.owner }
    case 'answered': return { ...before, unansweredSince: null }
    case 'call_held': return { ...before, unansweredSince: null }
    case 'customer_wrote': return {
      ...before,
      subject: event.subject ?? before.subject,
      subjectIsWeak: before.subjectIsWeak && event.subject === null,
      unansweredSince: event.weight === 'real' ? (before.unansweredSince ?? event.at) : before.unansweredSince,
    }
    case 'customer_edited': return { ...before, subject: event.subject ?? before.subject, subjectIsWeak: before.subjectIsWeak && (event.subject ?? null) === null }
    case 'customer_asked_call': return { ...before, unansweredSince: before.unansweredSince ?? event.at }
    case 'work_stopped': return { ...before, stopReported: true, unansweredSince: before.unansweredSince ?? event.at }
    case 'facts_given': return { ...before, facts: { ...before.facts, ...event.facts } }
    case 'point_set': return { ...before, pointId: event.pointId }
    case 'result_reported': return { ...before, unansweredSince: null, result: { kind: event.kind, text: event.text, at: event.at, message: event.message } }
    case 'disputed': return { ...before, unansweredSince: before.unansweredSince ?? event.at, disputes: before.disputes + 1 }
    case 'judged': return event.as === 'dispute'
      ? { ...before, disputes: before.disputes + 1 }
      : { ...before, unansweredSince: null }
    case 'reopened': return { ...before, edition: event.edition, category: null, effect: null, unansweredSince: event.at, result: null, disputes: 0 }
    case 'withdrawn': case 'closed_as_spam': case 'confirmed': case 'auto_confirmed': return { ...before, unansweredSince: null }
    case 'noted': case 'lifted': case 'handed_over': case 'taken_back': case 'delivered': case 'not_delivered':
    case 'call_needed': case 'struck': case 'suspended': case 'resumed': case 'breached': case 'warned': case 'reminded': return before
    default: return never(event)
  }
}

/** The ticket as its whole history has it; struck events are passed over (`struck` equals never having had it). */
export function replay(events: readonly TicketEvent[], id: string): Ticket {
  const struck = struckIds(events)
  let ticket: Ticket | null = null
  for (const event of events) if (!struck.has(event.id)) ticket = evolve(ticket, event, id)
  if (ticket === null) throw new Error('a ticket without events')
  return ticket
}

/** Ids of events that were struck. */
export function struckIds(events: readonly TicketEvent[]): ReadonlySet<string> {
  const struck = new Set<string>()
  for (const event of events) if (event.type === 'struck') struck.add(event.event)
  return struck
}
