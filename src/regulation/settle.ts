import type { Instant } from '../lib/instant.ts'
import { autoConfirmAt, isOver, miss, type Cycle, type RunningClock } from './cycle.ts'
import { promise } from './promises.ts'

/**
 * Rule 2: what time alone has done before `t`. Strictly before: at the due instant itself all is still in time,
 * and a suspension or confirmation holds from its boundary as soon as the boundary is past.
 */
export function settle(cycle: Cycle, t: Instant): void {
  if (isOver(cycle)) return
  missIfPast(cycle.triage, t)
  if (cycle.reaction !== null) missIfPast(cycle.reaction, t)
  settleResult(cycle, t)
  const confirmed = autoConfirmAt(cycle)
  if (confirmed !== null && confirmed < t) resolve(cycle, confirmed, 'auto_confirmed')
}

function missIfPast(clock: RunningClock, t: Instant): void {
  if (clock.endedAt === null && clock.due < t) miss(clock, clock.due)
}

/** A due at the boundary or before it is missed first; the pause after it moves nothing. */
function settleResult(cycle: Cycle, t: Instant): void {
  const { result, wait } = cycle
  const running = cycle.suspendedAt === null && cycle.report === null
  const suspends = running && wait !== null && wait.boundary < t
  if (result !== null && running && result.due < t && (!suspends || result.due <= wait.boundary)) miss(result, result.due)
  if (suspends) suspend(cycle, wait.boundary)
}

/** the result clock stands still from the boundary. */
function suspend(cycle: Cycle, boundary: Instant): void {
  const current = cycle.stretches.at(-1)!
  current.to = boundary
  current.stop = 'suspended'
  cycle.suspendedAt = boundary
  if (cycle.result !== null) promise(cycle, 'result', null, boundary, 'suspended')
}

export function resolve(cycle: Cycle, at: Instant, how: 'confirmed' | 'auto_confirmed'): void {
  cycle.resolvedAt = at
  cycle.resolvedHow = how
  if (cycle.result !== null) cycle.result.endedAt = cycle.report?.at ?? at
}
