import type { Instant } from '../lib/instant.ts'
import type { Reading } from '../regulation/reading.ts'
import type { ClockName } from '../regulation/view.ts'
import type { Ticket, TicketEvent } from '../tickets/ticket.ts'
import type { BrokenReason } from './row.ts'

/** One sign in the history, and the reason that it stands for. */
type Sign = readonly [BrokenReason, boolean]

/**
 * Why the due `missed` of a clock was missed. What a specialist has noted speaks first; otherwise the first sign in the history, weightiest first;
 * at last that nobody took it, or that there was no more to it than being late.
 */
export function whyBroken(clock: ClockName, missed: Instant, reading: Reading, own: readonly TicketEvent[], ticket: Ticket): BrokenReason {
  const { cycle } = reading
  const noted = own.findLast(event => event.type === 'delay_noted' || event.type === 'due_revised')
  if (clock !== 'triage' && noted !== undefined) return noted.reason
  const before = own.filter(event => event.at <= missed)
  const signs: Record<ClockName, readonly Sign[]> = {
    triage: [['incident', ticket.incident !== null]],
    reaction: [
      ['incident', ticket.incident !== null],
      ['late_triage', cycle.triage.endedAt === null || cycle.triage.endedAt >= missed || cycle.triage.breachedAt !== null],
      ['raised', wasMovedNearer(reading, clock)],
      ['not_delivered', failed(before, own)],
    ],
    result: [
      ['incident', ticket.incident !== null],
      ['third_party', before.some(event => event.type === 'handed_over' && event.to === 'third_party')],
      ['developers', before.some(event => event.type === 'handed_over' && event.to === 'developers')],
      ['disputed', before.some(isDispute)],
      ['raised', wasMovedNearer(reading, clock)],
      ['suspended', cycle.stretches.some(({ to, stop }) => stop === 'suspended' && to !== null && to < missed)],
    ],
  }
  const found = signs[clock].find(([, holds]) => holds)
  if (found !== undefined) return found[0]
  // The category is set before anybody takes the ticket.
  return clock === 'triage' || before.some(event => event.type === 'taken' || event.type === 'assigned' || event.type === 'answered') ? 'late' : 'untaken'
}

const isDispute = (event: TicketEvent): boolean => event.type === 'disputed' || (event.type === 'judged' && event.as === 'dispute')

/** a change of category set a due that is earlier than the one before it. */
function wasMovedNearer({ cycle }: Reading, clock: ClockName): boolean {
  let last: Instant | null = null
  for (const { clock: name, due, cause } of cycle.history) {
    if (name !== clock || due === null) continue
    if (last !== null && due < last && (cause === 'changed' || cause === 'corrected')) return true
    last = due
  }
  return false
}

/** Somebody wrote in time, and it did not get through (R-6.3.2: a contact that reached nobody is none). */
function failed(before: readonly TicketEvent[], own: readonly TicketEvent[]): boolean {
  const sent = new Set(before.flatMap(event => (event.type === 'answered' ? [event.message] : [])))
  return own.some(event => event.type === 'not_delivered' && sent.has(event.message))
}
