import type { Instant } from '../lib/instant.ts'
import { autoConfirmAt, isAwaiting, isOver, type Cycle, type RunningClock } from './cycle.ts'
import type { Policy } from './policy.ts'
import { read, type Reading } from './reading.ts'
import type { Signal } from './signals.ts'
import { countedUntil } from './stretches.ts'
import type { Clock, ClockName, State, View } from './view.ts'

/**
 * All that the clocks say about a ticket at `now` (`clauses.md` part 2). Pure: the same signals, policy and instant give the same view,
 * in whatever order the signals arrived. A derived change holds strictly after its instant: act when `now > nextWakeAt`.
 * Throws when no signal says that the ticket was received.
 */
export function fold(signals: readonly Signal[], policy: Policy, now: Instant): View {
  return viewOf(read(signals, policy, now))
}

export function viewOf(reading: Reading): View {
  const { cycle, rules } = reading
  const state = stateOf(cycle)
  const over = isOver(cycle)
  return {
    cycle: cycle.number,
    state,
    base: state === 'suspended' || state === 'waiting_customer' ? cycle.base : state,
    category: cycle.category,
    registeredAt: cycle.start,
    workFrom: rules.service.nextOpen(cycle.start),
    triage: clockOf(reading, 'triage', cycle.triage),
    reaction: cycle.reaction === null ? null : clockOf(reading, 'reaction', cycle.reaction),
    result: cycle.result === null ? null : clockOf(reading, 'result', cycle.result),
    silence: over ? null : cycle.wait,
    suspendedAt: over ? null : cycle.suspendedAt,
    autoConfirmAt: cycle.resolvedHow === 'auto_confirmed' ? cycle.resolvedAt : autoConfirmAt(cycle),
    toJudge: over ? [] : cycle.toJudge,
    resolvedAt: cycle.resolvedAt,
    resolvedHow: cycle.resolvedHow,
    closedAt: cycle.closedAt,
    history: cycle.history,
    nextWakeAt: nextWakeOf(cycle),
  }
}

function stateOf(cycle: Cycle): State {
  if (cycle.closedAt !== null) return 'closed'
  if (cycle.resolvedAt !== null) return 'resolved'
  if (isAwaiting(cycle)) return 'awaiting_confirmation'
  if (cycle.suspendedAt !== null) return 'suspended'
  return cycle.wait === null ? cycle.base : 'waiting_customer'
}

/** When the clock ended: of itself, or with its ticket. */
export function endOf(cycle: Cycle, clock: RunningClock): Instant | null {
  return clock.endedAt ?? (cycle.closedAt === null ? cycle.resolvedAt : cycle.closedAt)
}

function clockOf({ cycle, now }: Reading, name: ClockName, clock: RunningClock): Clock {
  const { calendar, limit } = clock.allowance
  const endedAt = endOf(cycle, clock)
  const elapsed = countedUntil(name === 'result' ? cycle.stretches : cycle.whole, calendar, endedAt === null ? now : Math.min(now, endedAt))
  const stoppedBy = stopOf(cycle, name, endedAt) ?? (calendar.isOpen(now) ? null : 'closed_hours')
  return {
    startedAt: cycle.start,
    dueAt: stoppedBy === 'suspended' ? null : clock.due,
    endedAt,
    breachedAt: clock.breachedAt,
    elapsed,
    remaining: limit - elapsed,
    running: stoppedBy === null,
    stoppedBy,
  }
}

function stopOf(cycle: Cycle, name: ClockName, endedAt: Instant | null): Clock['stoppedBy'] {
  if (endedAt !== null) return 'ended'
  if (name !== 'result') return null
  if (cycle.report !== null) return 'awaiting_confirmation'
  return cycle.suspendedAt === null ? null : 'suspended'
}

/** Rule 2 turned round: the earliest instant past which `settle` would change something. */
function nextWakeOf(cycle: Cycle): Instant | null {
  if (isOver(cycle)) return null
  const counting = cycle.suspendedAt === null && cycle.report === null
  const wakes = [
    missAhead(cycle.triage),
    missAhead(cycle.reaction),
    counting ? missAhead(cycle.result) : Infinity,
    counting && cycle.wait !== null ? cycle.wait.boundary : Infinity,
    autoConfirmAt(cycle) ?? Infinity,
  ]
  const next = Math.min(...wakes)
  return next === Infinity ? null : next
}

function missAhead(clock: RunningClock | null): Instant {
  return clock === null || clock.endedAt !== null || clock.breachedAt !== null ? Infinity : clock.due
}
