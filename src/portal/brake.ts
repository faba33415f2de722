import type { Instant, Millis } from '../lib/instant.ts'

/** Lets at most `max` pass in any `window`; the rest is asked to wait. Pure but for its own memory; the clock may be set back. */
export function brake({ max, window }: { max: number; window: Millis }): (now: Instant) => boolean {
  let passed: Instant[] = []
  return now => {
    passed = passed.filter(at => at > now - window && at <= now)
    if (passed.length >= max) return false
    passed.push(now)
    return true
  }
}
