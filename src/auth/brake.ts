/** The brake on guessing passwords: how many sign-ins may fail before the next one has to wait. Pure. */
import { minute } from '../lib/instant.ts'
import type { Instant, Millis } from '../lib/instant.ts'

export const brakeWindow: Millis = 15 * minute

/** Failures within the window: by one address for one e-mail (a person who mistypes), by one address (one guesser), for one e-mail (many guessers). */
export const brakeLimits = { pair: 10, address: 50, email: 100 } as const

export type Failures = Record<keyof typeof brakeLimits, { count: number; oldest: Instant | null }>

/** Whole seconds until the next attempt is allowed; null when it is allowed now. */
export function secondsToWait(failures: Failures, now: Instant): number | null {
  const waits = (Object.keys(brakeLimits) as (keyof typeof brakeLimits)[])
    .filter(by => failures[by].count >= brakeLimits[by])
    .map(by => (failures[by].oldest ?? now) + brakeWindow - now)
  return waits.length === 0 ? null : Math.max(1, Math.ceil(Math.max(...waits) / 1_000))
}
