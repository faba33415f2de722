import { useSyncExternalStore } from 'react'
import type { Instant } from '../../src/lib/instant.ts'
import { second } from '../../src/lib/instant.ts'

/**
 * The desk's time in the browser: the machine's clock corrected by what the server's answers say, moved by one timer for the whole page.
 * Text that depends on time subscribes through `useTick` and is drawn again only when it changes.
 */
let offset = 0
let current: Instant = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const ears = new Set<() => void>()

function move() {
  current = Date.now() + offset
  for (const hear of ears) hear()
}

function subscribe(hear: () => void): () => void {
  ears.add(hear)
  if (timer === undefined) {
    current = Date.now() + offset
    timer = setInterval(move, second)
  }
  return () => {
    ears.delete(hear)
    if (ears.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

export const now = (): Instant => Date.now() + offset

/** The `Date` header of an answer (whole seconds). Smaller differences are the network's, not the clock's. */
export function hearServerTime(header: string | null): void {
  const told = header === null ? Number.NaN : Date.parse(header)
  if (Number.isNaN(told)) return
  const seen = told - Date.now()
  if (Math.abs(seen - offset) > 3 * second) offset = Math.abs(seen) > 3 * second ? seen : 0
}

/** A value made from the time (a string, a number): the component is drawn again only when it differs. */
export function useTick<T extends string | number | boolean | null>(of: (now: Instant) => T): T {
  return useSyncExternalStore(subscribe, () => of(current))
}
