/**
 * Time of the simulator. Dates, ages and expiry read `now()`; retries of webhooks wait by `after()`. Waiting inside one
 * HTTP request (long poll, scripted delay) is always real time, because the other side really waits.
 */
export interface SimClock {
  /** Epoch milliseconds. */
  now(): number
  /** Runs once after `ms`; returns a function that calls it off. */
  after(ms: number, run: () => void): () => void
}

export function realClock(now: () => number = () => Date.now()): SimClock {
  return {
    now,
    after(ms, run) {
      const timer = setTimeout(run, ms)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}

export interface HandClock extends SimClock {
  /** Moves time on, running what falls due on the way, in order. */
  advance(ms: number): void
  set(at: number): void
  /** Milliseconds until the next planned run; null when nothing is planned. */
  next(): number | null
}

/** A clock that stands still until moved by hand. `start` is epoch milliseconds. */
export function handClock(start: number): HandClock {
  let at = start
  let waiting: { due: number; run: () => void }[] = []
  const set = (target: number): void => {
    for (;;) {
      const next = waiting.filter((entry) => entry.due <= target).toSorted((a, b) => a.due - b.due)[0]
      if (next === undefined) break
      waiting = waiting.filter((entry) => entry !== next)
      at = Math.max(at, next.due)
      next.run()
    }
    at = target
  }
  return {
    now: () => at,
    after(ms, run) {
      const entry = { due: at + ms, run }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    advance: (ms) => set(at + ms),
    set,
    next: () => (waiting.length === 0 ? null : Math.min(...waiting.map((entry) => entry.due)) - at),
  }
}
