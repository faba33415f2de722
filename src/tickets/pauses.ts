import type { Instant, Millis } from '../lib/instant.ts'
import { openCalendar } from '../regulation/calendar.ts'
import { fold } from '../regulation/fold.ts'
import type { Policy } from '../regulation/policy.ts'
import { signalsOf } from './clocks.ts'
import { replay, struckIds, type Actor, type TicketEvent } from './ticket.ts'

/** One wait for the customer: who asked, what was missing, whether it reached him, how long work stood. */
export type Pause = {
  asked: { at: Instant; by: Actor; /** `call`: asked by voice; `agreed`: the time was agreed on, nothing had to arrive. */ delivered: 'yes' | 'no' | 'pending' | 'call' | 'agreed'; deliveredAt: Instant | null }
  items: readonly { text: string; missing: boolean }[]
  since: Instant
  boundary: Instant
  suspendedAt: Instant | null
  endedAt: Instant | null
  endedBy: 'answer' | 'lifted' | 'agreed' | 'result' | 'closed' | 'struck' | null
  reason: string | null
  /** Service time under suspension until its end, or until now. */
  paused: Millis
}

/**
 * The waits of a ticket's whole life, oldest first, read off the clocks themselves: after each event the fold says whether one runs, so the audit cannot
 * differ from what the clocks did. Pure.
 */
export function pausesOf(events: readonly TicketEvent[], policy: Policy, now: Instant): readonly Pause[] {
  const struck = struckIds(events)
  const standing = events.filter(event => !struck.has(event.id) && event.type !== 'struck')
  const calendar = openCalendar(policy.calendars.service)
  const pauses: Pause[] = []
  let open: Pause | null = null
  const end = (pause: Pause, at: Instant, by: Pause['endedBy'], reason: string | null): void => {
    pause.endedAt = at
    pause.endedBy = by
    pause.reason = reason
  }
  // Before the first question there is nothing to look for.
  const first = standing.findIndex(event => (event.type === 'answered' && event.asks) || (event.type === 'call_held' && event.asks) || event.type === 'wait_agreed')
  if (first === -1) return []
  const turns = standing.slice(first).filter(event => turnsTheWait(event))
  for (const [index, event] of turns.entries()) {
    const until = turns[index + 1]?.at ?? now
    const known = standing.filter(one => one.seq <= event.seq)
    const view = fold(signalsOf(known), policy, Math.max(event.at, until))
    const waits = view.silence !== null || view.suspendedAt !== null
    if (open !== null && (!waits || (view.silence !== null && view.silence.since !== open.since && event.type === 'wait_agreed'))) {
      end(open, event.at, endOf(event), event.type === 'lifted' ? event.reason : event.type === 'wait_agreed' ? event.note : null)
      open = null
    }
    if (open === null && waits && view.silence !== null) {
      open = opened(event, known, standing, view.silence)
      pauses.push(open)
    }
    if (open !== null) open.suspendedAt = view.suspendedAt ?? open.suspendedAt
  }
  for (const pause of pauses) {
    const missingAt = pause.endedAt ?? now
    const asked = replay(standing.filter(one => one.at <= missingAt), '').asked
    pause.items = pause.items.map(({ text }) => ({ text, missing: asked.some(item => item.text === text && item.state === 'open') }))
    pause.paused = pause.suspendedAt === null ? 0 : calendar.between(pause.suspendedAt, missingAt)
  }
  return pauses
}

/** Events that may begin or end a wait. */
function turnsTheWait(event: TicketEvent): boolean {
  switch (event.type) {
    case 'registered': case 'reopened': case 'answered': case 'call_held': case 'customer_wrote': case 'customer_asked_call': case 'work_stopped': case 'item_ticked':
    case 'step_marked': case 'stop_answered': case 'lead_called': case 'wait_agreed': case 'lifted': case 'result_reported': case 'withdrawn': case 'closed_as_spam': case 'closed_as_moved':
    case 'delivered': case 'not_delivered': return true
    default: return false
  }
}

function endOf(event: TicketEvent): Pause['endedBy'] {
  switch (event.type) {
    case 'lifted': return 'lifted'
    case 'wait_agreed': return 'agreed'
    case 'result_reported': return 'result'
    case 'withdrawn': case 'closed_as_spam': case 'closed_as_moved': return 'closed'
    case 'not_delivered': return 'struck'
    default: return 'answer'
  }
}

function opened(event: TicketEvent, known: readonly TicketEvent[], all: readonly TicketEvent[], silence: { since: Instant; boundary: Instant }): Pause {
  const question = known.findLast(one => ((one.type === 'answered' || one.type === 'call_held') && one.asks) || one.type === 'wait_agreed') ?? event
  const message = question.type === 'answered' ? question.message : null
  const delivery = all.findLast(one => (one.type === 'delivered' || one.type === 'not_delivered') && one.message === message)
  return {
    asked: {
      at: question.at, by: question.actor,
      delivered: question.type === 'wait_agreed' ? 'agreed' : message === null ? 'call' : delivery === undefined ? 'pending' : delivery.type === 'delivered' ? 'yes' : 'no',
      deliveredAt: delivery?.type === 'delivered' ? delivery.at : null,
    },
    // The list of a question is written down right after its words.
    items: replay(all.filter(one => one.at <= event.at), '').asked.filter(item => item.state === 'open').map(({ text }) => ({ text, missing: false })),
    ...silence, suspendedAt: null, endedAt: null, endedBy: null, reason: null, paused: 0,
  }
}
