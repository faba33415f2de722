import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { ClockName, View } from '../regulation/view.ts'
import type { Ticket } from './ticket.ts'

/**
 * The order of the queue (product.md 3; ), as a key that sorts ascending. It changes only with events and at wake-ups,
 * so the row stores it and lists never compute.
 */
export type QueueKey = { group: number; due: Instant; category: number; channel: number; receivedAt: Instant }

export const groups = {
  /** Category 1 ready or in work, and stop reports that nobody has triaged. */
  urgent: 1,
  /** Untriaged, by triage due. */
  untriaged: 2,
  /** Customers who wait for our answer and tickets ready for work, by nearest due. */
  ready: 3,
  waiting: 4,
  with_others: 5,
  suspended: 6,
  /** Stands only in its own view; answers that a person has to read come first there. */
  awaiting: 7,
  ended: 9,
} as const

/** the bot before mail before phone, inside equal dues and category only. */
export const channelOrder: Readonly<Record<string, number>> = { telegram: 1, portal: 2, api: 2, email: 3, phone: 4 }

export function queueKey(ticket: Ticket, view: View): QueueKey {
  const group = groupOf(ticket, view)
  return {
    group,
    due: group === groups.awaiting ? (view.toJudge.length > 0 ? view.registeredAt : (view.autoConfirmAt ?? Infinity)) : (nearestDue(view)?.at ?? (group === groups.urgent ? view.registeredAt : Infinity)),
    category: view.category ?? 4,
    channel: channelOrder[ticket.channel] ?? 5,
    receivedAt: view.registeredAt,
  }
}

function groupOf(ticket: Ticket, view: View): number {
  // Its date has come, or its customer waits for our answer while others work on it: somebody here has to do something.
  const isOurs = ticket.cameBackAt !== null || (isElsewhere(view) && ticket.unansweredSince !== null)
  const state = isOurs && !ended(view) ? 'in_work' : view.state
  // One of an outage whose customer has the last news: the outage is worked on, not this ticket, until its end has been told.
  const isOfOutage = ticket.incident !== null && ticket.conversationId !== null && ticket.result?.incident !== ticket.incident.id
  if (isOfOutage && ticket.unansweredSince === null && !isOurs && !ended(view)) return groups.with_others
  switch (state) {
    case 'resolved': case 'closed': return groups.ended
    case 'awaiting_confirmation': return groups.awaiting
    case 'suspended': return groups.suspended
    case 'waiting_customer': return groups.waiting
    case 'with_developers': case 'with_third_party': return groups.with_others
    case 'registered': return ticket.stopReported ? groups.urgent : view.category === null ? groups.untriaged : groups.ready
    case 'triaged': case 'in_work':
      if (view.category === 1) return groups.urgent
      if (view.category === null) return ticket.stopReported ? groups.urgent : groups.untriaged
      return groups.ready
    default: return never(state)
  }
}

const isElsewhere = ({ state }: View): boolean => state === 'with_developers' || state === 'with_third_party'
const ended = ({ state }: View): boolean => state === 'resolved' || state === 'closed' || state === 'awaiting_confirmation'

/** The nearest due of a clock that has not ended, overdue ones included; null when none runs to a due (suspended, a result told). */
export function nearestDue(view: View): { clock: ClockName; at: Instant } | null {
  let nearest: { clock: ClockName; at: Instant } | null = null
  for (const name of ['triage', 'reaction', 'result'] as const) {
    const clock = view[name]
    if (clock === null || clock.endedAt !== null || clock.dueAt === null || clock.stoppedBy === 'awaiting_confirmation') continue
    if (nearest === null || clock.dueAt < nearest.at) nearest = { clock: name, at: clock.dueAt }
  }
  return nearest
}

/** Since when the customer waits for our answer; nobody does on a ticket that has ended, also when what had opened it again was struck. */
export const unansweredSince = (ticket: Pick<Ticket, 'unansweredSince'>, { state }: Pick<View, 'state'>): Instant | null =>
  (state === 'resolved' || state === 'closed' ? null : ticket.unansweredSince)

/** A promise of this cycle was broken. */
export const isBreached = (view: View): boolean =>
  [view.triage, view.reaction, view.result].some(clock => clock !== null && clock.breachedAt !== null)
