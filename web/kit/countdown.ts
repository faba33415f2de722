import type { Instant, Millis } from '../../src/lib/instant.ts'
import { hour, minute } from '../../src/lib/instant.ts'

/** The part of the service calendar that a countdown needs (`regulation/calendar.ts`). */
export type ServiceTime = { between(from: Instant, to: Instant): Millis; isOpen(at: Instant): boolean; nextOpen(at: Instant): Instant }

/** A length of working time in the largest two parts that matter; `days` are working days of `dayLength`. */
export type Span = { days: number; hours: number; minutes: number }

/** Cuts a non-negative length into whole minutes, downwards: a promise never looks longer than it is. */
export function span(length: Millis, dayLength: Millis): Span {
  const whole = Math.floor(Math.max(0, length) / minute) * minute
  const days = dayLength > 0 && whole >= dayLength ? Math.floor(whole / dayLength) : 0
  const rest = whole - days * dayLength
  return { days, hours: Math.floor(rest / hour), minutes: Math.round((rest % hour) / minute) }
}

/**
 * What stands beside a due: time left or overdue in service time; outside service hours when the desk opens, because until then nothing runs.
 * A due that is reached exactly is kept, not missed.
 */
export type Countdown =
  | { kind: 'left'; left: Millis; urgent: boolean }
  | { kind: 'over'; over: Millis }
  | { kind: 'opens'; at: Instant; left: Millis }

/** `urgent`: half an hour of service time or less. */
export function countdown(due: Instant, now: Instant, service: ServiceTime): Countdown {
  if (now > due) return { kind: 'over', over: service.between(due, now) }
  const left = service.between(now, due)
  if (!service.isOpen(now)) return { kind: 'opens', at: service.nextOpen(now), left }
  return { kind: 'left', left, urgent: left <= 30 * minute }
}
