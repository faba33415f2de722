import type { Instant, Millis } from '../lib/instant.ts'
import type { OpenCalendar } from './calendar.ts'
import { countedUntil, whenCounted, type Stretch } from './stretches.ts'
import type { Measure } from './terms.ts'

/**
 * What a clock may use: counted time from its start up to `limit`. `base` is how much had been counted when this allowance
 * was given, so `limit − base` is the term it was given. Pauses move the due by themselves: they are not counted.
 */
export type Allowance = { calendar: OpenCalendar; base: Millis; limit: Millis }

/** a term that runs from receipt. */
export function fromReceipt(measure: Measure, receivedAt: Instant): Allowance {
  return { calendar: measure.calendar, base: 0, limit: measure.lengthFrom(receivedAt) }
}

/** a term that runs from a change. */
export function fromChange(measure: Measure, stretches: readonly Stretch[], at: Instant): Allowance {
  const base = countedUntil(stretches, measure.calendar, at)
  return { calendar: measure.calendar, base, limit: base + measure.lengthFrom(at) }
}

/** a due that a person has set; an instant in closed time is the closing before it. */
export function untilDue(calendar: OpenCalendar, stretches: readonly Stretch[], at: Instant, due: Instant): Allowance {
  const base = countedUntil(stretches, calendar, at)
  return { calendar, base, limit: base + calendar.between(at, due) }
}

/** The start has moved back, the due stays. */
export function keptDue(allowance: Allowance, newStart: Instant, oldStart: Instant): Allowance {
  const more = allowance.calendar.between(newStart, oldStart)
  return { calendar: allowance.calendar, base: allowance.base + more, limit: allowance.limit + more }
}

export const dueOf = (allowance: Allowance, stretches: readonly Stretch[]): Instant =>
  whenCounted(stretches, allowance.calendar, allowance.limit)

export const earlier = (a: Allowance, b: Allowance, stretches: readonly Stretch[]): Allowance =>
  dueOf(b, stretches) < dueOf(a, stretches) ? b : a

export const later = (a: Allowance, b: Allowance, stretches: readonly Stretch[]): Allowance =>
  dueOf(b, stretches) > dueOf(a, stretches) ? b : a
