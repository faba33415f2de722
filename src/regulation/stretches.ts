import type { Instant, Millis } from '../lib/instant.ts'
import type { OpenCalendar } from './calendar.ts'

/** Why counting stopped at the end of a stretch. */
export type Stop = 'suspended' | 'reported'

/**
 * A stretch of time that counts towards the result; the gaps between stretches are its pauses (rule 3), half-open and disjoint.
 * `to` is null while it goes on. A stretch of no length marks a pause that another pause follows at once.
 */
export type Stretch = { from: Instant; to: Instant | null; stop: Stop | null }

/** Open time counted up to `now`. */
export function countedUntil(stretches: readonly Stretch[], calendar: OpenCalendar, now: Instant): Millis {
  let counted = 0
  for (const { from, to } of stretches) {
    if (from >= now) break
    counted += calendar.between(from, to === null ? now : Math.min(to, now))
  }
  return counted
}

/**
 * The instant at which `amount` has been counted, were counting to go on after the last stretch: the due of a clock.
 * Time that runs out at the very instant of a report is in time, so after a dispute the clock stands at the dispute.
 */
export function whenCounted(stretches: readonly Stretch[], calendar: OpenCalendar, amount: Millis): Instant {
  let left = amount
  const last = stretches.length - 1
  for (let i = 0; i < last; i++) {
    const { from, to, stop } = stretches[i]!
    const counted = calendar.between(from, to!)
    if (left < counted || (left === counted && (stop === 'suspended' || instantOf(calendar, from, left) < to!))) return instantOf(calendar, from, left)
    left -= counted
  }
  return instantOf(calendar, stretches[last]!.from, left)
}

function instantOf(calendar: OpenCalendar, from: Instant, counted: Millis): Instant {
  return counted >= 0 ? calendar.add(from, counted) : calendar.back(from, -counted)
}
