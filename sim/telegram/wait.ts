import type { Door } from './person.ts'

export interface Limit {
  /** Real milliseconds to wait at most; 10,000 unless told. */
  limitMs?: number
  /** Named when the wait fails. */
  what?: string
}

/** Asks again after each change of the simulator until there is an answer. @throws Error naming what did not come. */
export async function waitUntil<T>(
  door: Door,
  ask: () => Promise<T | undefined | null | false>,
  { limitMs = 10_000, what = 'a condition', onTimeout }: Limit & { onTimeout?: () => Promise<string> },
): Promise<T> {
  const end = performance.now() + limitMs
  let { revision } = await door('wait', { after: 0, limitMs: 0 })
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== null && answer !== false) return answer
    const left = end - performance.now()
    if (left <= 0) {
      const seen = onTimeout === undefined ? '' : `\n${await onTimeout()}`
      throw new Error(`waited ${limitMs} ms for ${what}; it did not come${seen}`)
    }
    revision = (await door('wait', { after: revision, limitMs: Math.min(left, 30_000) })).revision
  }
}
