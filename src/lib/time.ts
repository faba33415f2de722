import type { Instant } from './instant.ts'

/**
 * The one clock of a running process. Every instant that is stored or compared comes from here, never from SQL `now()` or `Date.now()`.
 * Tests and practice stories set it by hand.
 */
export type Time = { now(): Instant }

export const systemTime: Time = { now: () => Date.now() }

/** A clock that stands still until it is moved; listeners hear every move (timers of the waker re-arm on it). */
export type HandTime = Time & { set(to: Instant): void; advance(by: number): void; onMove(hear: () => void): () => void }

export function handTime(start: Instant): HandTime {
  let current = start
  const ears = new Set<() => void>()
  const set = (to: Instant) => {
    current = to
    for (const hear of ears) hear()
  }
  return {
    now: () => current,
    set,
    advance: by => set(current + by),
    onMove: hear => {
      ears.add(hear)
      return () => ears.delete(hear)
    },
  }
}
