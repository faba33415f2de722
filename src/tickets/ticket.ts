import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import { shorten } from '../lib/text.ts'
import type { Category, DelayReason, ResultKind } from '../regulation/signals.ts'
import type { ClockName } from '../regulation/view.ts'
import type { AskedItem, GivenStep, QuestionItem, Step } from './asked.ts'
import type { SentFile } from './files.ts'

/**
 * The ticket: a closed union of what can happen to it and the small state that decisions need. Clocks and states are not here: they are a fold of
 * the same events (`clocks.ts`, `regulation/fold.ts`). Events are written once and never changed; a mistake is struck by a further event.
 */

export type Actor = { kind: 'customer' | 'staff' | 'machine'; id: string | null }

/** What an inbound message weighs (clauses.md part 2, the inbound table). */
export type Weight = 'real' | 'thanks' | 'nothing' | 'automatic'

export type Facts = { what: string | null; since: string | null; tried: string | null }

/** Why a ticket changed hands by something else than a plain assignment. */
export type AssignedWhy = 'load' | 'off_shift' | 'hand_over' | 'came_back'
/** Why a ticket is looked at again on a date: back to whoever asked for it, a third party's term, help that was agreed for that hour. */
export type ReturnWhy = 'return' | 'look_again' | 'help'
/** The third party that works on it (product.md 3): who, and under which number there. */
export type Party = { who: string; request: string }
/** what a topic's procedure has to give out. */
export type Deliverable = { fields: Readonly<Record<string, string>>; files: readonly SentFile[] }

export type TicketFact =
  | { type: 'registered'; number: number; edition: number; channel: string; subject: string; weakSubject: boolean; contactId: string | null; pointId: string | null; conversationId: string | null; stopReported: boolean; message: string | null }
  | { type: 'triaged'; category: Category; effect: string; topic: string | null }
  | { type: 'recategorised'; category: Category; basis: 'changed' | 'corrected'; reason: string }
  | { type: 'topic_set'; topic: string | null }
  | { type: 'taken' }
  | { type: 'assigned'; owner: string | null; why?: AssignedWhy }
  /** `until`: the answer is expected by agreement not before this instant; the wait begins there. */
  /** `toMany`: one message to all that wait for something: a contact, and no answer to what this customer has written. */
  | { type: 'answered'; message: string; asks: boolean; until?: Instant | null; toMany?: true }
  | { type: 'noted'; message: string }
  | { type: 'call_held'; note: string; asks: boolean; tasks: readonly string[]; until?: Instant | null }
  // Questions and instructions
  | { type: 'asked'; message: string | null; items: readonly QuestionItem[] }
  /** By the customer with a button, from what he sent (`message`), or by a specialist who has it. */
  | { type: 'item_ticked'; item: string; message: string | null }
  | { type: 'item_waived'; item: string }
  | { type: 'steps_given'; message: string | null; steps: readonly Step[] }
  | { type: 'step_marked'; step: string; as: 'done' | 'failed' }
  /** «Ответ жду до …»: more time by agreement; the wait begins at `until`. */
  | { type: 'wait_agreed'; until: Instant; note: string }
  | { type: 'customer_wrote'; message: string; weight: Weight; subject: string | null }
  /** A new wording, or an item that joined an album; `subject` when the words name the ticket better. */
  | { type: 'customer_edited'; message: string; subject?: string | null }
  | { type: 'customer_asked_call' }
  | { type: 'work_stopped' }                                                     // the customer says it got worse: a stop report (product.md 4.5)
  | { type: 'facts_given'; facts: Partial<Facts> }
  | { type: 'point_set'; pointId: string | null; source: 'chosen' | 'link' | 'staff' }
  /** The customer was asked in the morning whether the stop that he reported at night still holds, and answers. */
  | { type: 'stop_answered'; holds: boolean }
  // More places and people than one
  | { type: 'point_added'; pointId: string }
  | { type: 'point_removed'; pointId: string }
  /** `message`: of the letter that brought him, as its sender or as one more of those whom it was written to. */
  | { type: 'person_joined'; contactId: string; conversationId: string | null; message?: string }
  | { type: 'person_left'; contactId: string }
  /** Who gets the notices from now on. */
  | { type: 'main_person_set'; contactId: string; conversationId: string | null }
  // Procedure of the topic
  | { type: 'procedure_ticked'; step: string; done: boolean }
  | { type: 'precondition_checked'; precondition: string; met: boolean }
  | ({ type: 'deliverable_given' } & Deliverable)
  /** help agreed for an hour; the customer is told. */
  | { type: 'help_scheduled'; helpAt: Instant; note: string }
  | { type: 'return_set'; on: Instant; why: ReturnWhy; staff: string | null; note: string }
  | { type: 'return_cancelled' }
  /** A word per ticket at the end of a shift. */
  | { type: 'handed_to_shift'; to: string | null; done: string; waiting: string; next: string }
  // Others
  | { type: 'development_linked'; development: string; title: string }
  | { type: 'development_unlinked'; development: string }
  /** a label that the customer reads in his words; no pause. */
  | { type: 'delay_noted'; reason: DelayReason }
  /** by hand, with a reason; it counts from the delivery of the notice `message`, or at once when told in a call (null). */
  | { type: 'due_revised'; due: Instant; reason: DelayReason; message: string | null }
  // Outages (R-4.1.1-2)
  | { type: 'attached_to_incident'; incident: string; number: number; by: 'machine' | 'staff' }
  | { type: 'detached_from_incident'; incident: string }
  /** One update of an incident told to this ticket's customer; a lead signed it, so it is a first contact. */
  | { type: 'incident_told'; incident: string; update: string; signedBy: string; message: string | null }
  | { type: 'result_reported'; kind: ResultKind; text: string; message: string | null; incident?: string }
  /** Only after a yes (product.md 4.5): one to five. */
  | { type: 'rated'; stars: number }
  /** «Позвать старшего», after a dispute. */
  | { type: 'lead_called' }
  | { type: 'confirmed'; note: string }
  | { type: 'disputed'; message: string | null; note: string }
  | { type: 'judged'; message: string; as: 'confirm' | 'dispute' | 'neutral' }
  | { type: 'lifted'; reason: string }
  | { type: 'handed_over'; to: 'developers' | 'third_party'; note: string; party?: Party | null }
  | { type: 'taken_back'; note: string }
  | { type: 'withdrawn'; note: string }
  | { type: 'closed_as_spam' }
  // A message that stood on the wrong ticket (pain 6); numbers are those of the tickets where it went, where it came from.
  | { type: 'message_moved_out'; message: string; to: number }
  | { type: 'message_moved_in'; message: string; from: number }
  /** Nothing is left of what it was opened by: its message stands on `to`. */
  | { type: 'closed_as_moved'; to: number }
  | { type: 'reopened'; message: string | null; reason: string; edition: number }
  | { type: 'delivered'; message: string }
  | { type: 'not_delivered'; message: string; reason: string; task: string | null }
  | { type: 'call_needed'; task: string; reason: string }
  | { type: 'struck'; event: string; reason: string }
  // Written by the waker for what time alone has done (clauses.md part 2, rule 8); the clocks do not read them.
  /** The date of a `return_set` has come. */
  | { type: 'came_back'; why: ReturnWhy; staff: string | null; set: string }
  | { type: 'suspended'; since: Instant }
  | { type: 'resumed'; wasDue: Instant | null }
  | { type: 'auto_confirmed' }
  | { type: 'breached'; clock: ClockName; due: Instant }
  | { type: 'warned'; clock: ClockName; threshold: string; due: Instant; key: string }
  | { type: 'reminded'; of: 'suspension' | 'confirmation' | 'still_suspended' | 'stop' | 'help'; before: Instant; key: string }

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
  result: { kind: ResultKind; text: string; at: Instant; message: string | null; incident: string | null } | null
  disputes: number
  leadCalled: boolean
  rated: number | null
  /** Everything that was asked in this cycle, oldest first; the same for steps. */
  asked: readonly AskedItem[]
  steps: readonly GivenStep[]
  /** Until when an answer is waited for by agreement; null without one. */
  answerBy: Instant | null
  /** Steps of the topic's procedure that are done, and its preconditions as a specialist found them, by id. */
  procedure: Readonly<Record<string, boolean>>
  preconditions: Readonly<Record<string, boolean>>
  deliverable: Deliverable | null
  comesBack: { on: Instant; why: ReturnWhy; staff: string | null; note: string; set: string } | null
  /** A date has come and nobody has done anything since. */
  cameBackAt: Instant | null
  helpAt: Instant | null
  party: Party | null
  development: { id: string; title: string } | null
  /** Reasons of in this cycle, latest last. */
  delays: readonly DelayReason[]
  incident: { id: string; number: number } | null
  /** Other points than `pointId`, and other people than `contactId`. */
  morePoints: readonly string[]
  people: readonly { contactId: string; conversationId: string | null }[]
}

/** What belongs to one cycle and begins anew with the next. */
const freshCycle = {
  result: null, disputes: 0, leadCalled: false, asked: [], steps: [], answerBy: null, procedure: {}, preconditions: {}, deliverable: null, comesBack: null, cameBackAt: null,
  helpAt: null, party: null, delays: [], incident: null,
} satisfies Partial<Ticket>

/** Words of the customer become the subject: one line, at most 120 characters. Empty text: null. */
export function subjectOf(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return null
  return shorten(line, 120)
}

/** The ticket after an event. Total: unknown history never breaks a page. */
export function evolve(before: Ticket | null, event: TicketEvent, id: string): Ticket {
  if (event.type === 'registered') {
    return {
      id, number: event.number, edition: event.edition, channel: event.channel, contactId: event.contactId, pointId: event.pointId,
      conversationId: event.conversationId, ownerId: null, category: null, effect: null, topic: null, subject: event.subject,
      subjectIsWeak: event.weakSubject, stopReported: event.stopReported, facts: { what: null, since: null, tried: null },
      unansweredSince: event.at, rated: null, development: null, morePoints: [], people: [], ...freshCycle,
    }
  }
  if (before === null) throw new Error(`a ticket begins with "registered", not with "${event.type}"`)
  const ticket = isTouch(event) ? { ...before, cameBackAt: null } : before
  switch (event.type) {
    // Whoever rates it has judged the stop report, too: a new one is news.
    case 'triaged': return { ...ticket, category: event.category, effect: event.effect, topic: event.topic ?? ticket.topic, stopReported: ticket.stopReported && event.category === 1 }
    case 'recategorised': return { ...ticket, category: event.category, effect: event.reason, stopReported: ticket.stopReported && event.category === 1 }
    case 'topic_set': return { ...ticket, topic: event.topic }
    case 'taken': return { ...ticket, ownerId: event.actor.id }
    case 'assigned': return { ...ticket, ownerId: event.owner }
    case 'answered': case 'call_held': return { ...ticket, unansweredSince: event.type === 'answered' && event.toMany === true ? ticket.unansweredSince : null, answerBy: event.asks ? (event.until ?? null) : ticket.answerBy }
    case 'wait_agreed': return { ...ticket, answerBy: event.until }
    case 'incident_told': return { ...ticket, unansweredSince: null }
    case 'customer_wrote': return {
      ...ticket,
      subject: event.subject ?? ticket.subject,
      subjectIsWeak: ticket.subjectIsWeak && event.subject === null,
      answerBy: event.weight === 'real' ? null : ticket.answerBy,
      unansweredSince: event.weight === 'real' ? waitingSince(ticket, event) : ticket.unansweredSince,
    }
    case 'customer_edited': return { ...ticket, subject: event.subject ?? ticket.subject, subjectIsWeak: ticket.subjectIsWeak && (event.subject ?? null) === null }
    case 'customer_asked_call': return { ...ticket, unansweredSince: waitingSince(ticket, event) }
    case 'work_stopped': return { ...ticket, stopReported: true, unansweredSince: waitingSince(ticket, event) }
    case 'stop_answered': return event.holds ? { ...ticket, unansweredSince: waitingSince(ticket, event) } : { ...ticket, stopReported: false }
    case 'facts_given': return { ...ticket, facts: { ...ticket.facts, ...event.facts } }
    case 'point_set': return { ...ticket, pointId: event.pointId, morePoints: ticket.morePoints.filter(id => id !== event.pointId) }
    case 'point_added': return { ...ticket, morePoints: [...ticket.morePoints.filter(id => id !== event.pointId), event.pointId] }
    case 'point_removed': return { ...ticket, morePoints: ticket.morePoints.filter(id => id !== event.pointId) }
    case 'person_joined': return { ...ticket, people: [...ticket.people.filter(one => one.contactId !== event.contactId), { contactId: event.contactId, conversationId: event.conversationId }] }
    case 'person_left': return { ...ticket, people: ticket.people.filter(one => one.contactId !== event.contactId) }
    case 'main_person_set': return {
      ...ticket, contactId: event.contactId, conversationId: event.conversationId,
      people: [...ticket.people, ...(ticket.contactId === null ? [] : [{ contactId: ticket.contactId, conversationId: ticket.conversationId }])].filter(one => one.contactId !== event.contactId),
    }
    case 'asked': return { ...ticket, asked: [...ticket.asked, ...event.items.map(item => ({ ...item, question: event.message, at: event.at, state: 'open' as const, message: null }))] }
    case 'item_ticked': return {
      ...ticket, asked: ticket.asked.map(item => (item.id === event.item ? { ...item, state: 'done' as const, message: event.message } : item)),
      unansweredSince: event.actor.kind === 'customer' ? waitingSince(ticket, event) : ticket.unansweredSince,
    }
    case 'item_waived': return { ...ticket, asked: ticket.asked.map(item => (item.id === event.item ? { ...item, state: 'waived' as const } : item)) }
    case 'steps_given': return { ...ticket, steps: [...ticket.steps, ...event.steps.map(step => ({ ...step, question: event.message, at: event.at, state: 'open' as const }))] }
    case 'step_marked': return {
      ...ticket, steps: ticket.steps.map(step => (step.id === event.step ? { ...step, state: event.as } : step)),
      unansweredSince: event.actor.kind === 'customer' ? waitingSince(ticket, event) : ticket.unansweredSince,
    }
    case 'procedure_ticked': return { ...ticket, procedure: { ...ticket.procedure, [event.step]: event.done } }
    case 'precondition_checked': return { ...ticket, preconditions: { ...ticket.preconditions, [event.precondition]: event.met } }
    case 'deliverable_given': return { ...ticket, deliverable: { fields: event.fields, files: event.files } }
    case 'help_scheduled': return { ...ticket, helpAt: event.helpAt }
    case 'return_set': return { ...ticket, comesBack: { on: event.on, why: event.why, staff: event.staff, note: event.note, set: event.id } }
    case 'return_cancelled': return { ...ticket, comesBack: null }
    // A date that was struck has come for nobody; the one that it had replaced stands. Whose the ticket became by it, his it is.
    case 'came_back': return ticket.comesBack !== null && ticket.comesBack.set !== event.set ? { ...ticket, ownerId: event.staff ?? ticket.ownerId }
      : { ...ticket, comesBack: null, cameBackAt: event.at, ownerId: event.staff ?? ticket.ownerId }
    case 'handed_to_shift': return { ...ticket, ownerId: event.to }
    case 'handed_over': return { ...ticket, party: event.to === 'third_party' ? (event.party ?? null) : null }
    case 'taken_back': return { ...ticket, party: null, comesBack: ticket.comesBack?.why === 'look_again' ? null : ticket.comesBack }
    case 'development_linked': return { ...ticket, development: { id: event.development, title: event.title } }
    case 'development_unlinked': return ticket.development?.id === event.development ? { ...ticket, development: null } : ticket
    case 'delay_noted': case 'due_revised': return { ...ticket, delays: [...ticket.delays.filter(reason => reason !== event.reason), event.reason] }
    case 'attached_to_incident': return { ...ticket, incident: { id: event.incident, number: event.number } }
    case 'detached_from_incident': return ticket.incident?.id === event.incident ? { ...ticket, incident: null, unansweredSince: waitingSince(ticket, event) } : ticket
    case 'result_reported': return { ...ticket, unansweredSince: null, result: { kind: event.kind, text: event.text, at: event.at, message: event.message, incident: event.incident ?? null } }
    case 'disputed': return { ...ticket, unansweredSince: waitingSince(ticket, event), disputes: ticket.disputes + 1 }
    case 'judged': return event.as === 'dispute'
      ? { ...ticket, disputes: ticket.disputes + 1 }
      : { ...ticket, unansweredSince: null }
    case 'lead_called': return { ...ticket, leadCalled: true, unansweredSince: waitingSince(ticket, event) }
    case 'rated': return { ...ticket, rated: event.stars }
    case 'reopened': return { ...ticket, ...freshCycle, edition: event.edition, category: null, effect: null, unansweredSince: event.at, rated: null, stopReported: false }
    case 'withdrawn': case 'closed_as_spam': case 'closed_as_moved': case 'confirmed': case 'auto_confirmed': return { ...ticket, unansweredSince: null, comesBack: null }
    case 'noted': case 'lifted': case 'delivered': case 'not_delivered': case 'message_moved_out': case 'message_moved_in':
    case 'call_needed': case 'struck': case 'suspended': case 'resumed': case 'breached': case 'warned': case 'reminded': return ticket
    default: return never(event)
  }
}

const waitingSince = (ticket: Ticket, event: TicketEvent): Instant => ticket.unansweredSince ?? event.at

/** Somebody at the desk has done something to the ticket: what came back on a date is no longer waiting to be looked at. */
const isTouch = (event: TicketEvent): boolean => event.actor.kind === 'staff' && event.type !== 'noted'

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
