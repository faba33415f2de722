import type { Instant } from '../lib/instant.ts'

/** How much one colleague has on his hands; open tickets by their place in the queue (`tickets/queue.ts`). */
export type Load = {
  urgent: number
  untriaged: number
  ready: number
  /** Waits for the customer. */
  waiting: number
  /** With developers or a third party. */
  withOthers: number
  suspended: number
  /** Of all these: the customer waits for our answer. */
  unanswered: number
  /** Since when the longest of them waits; null when nobody does. */
  oldestUnanswered: Instant | null
}

export const noLoad: Load = { urgent: 0, untriaged: 0, ready: 0, waiting: 0, withOthers: 0, suspended: 0, unanswered: 0, oldestUnanswered: null }

/**
 * What one ticket of each kind costs its owner. Work that stands still costs attention only; a stopped restaurant as much as two others.
 * A customer who waits for an answer is work for now, whatever the ticket's place.
 */
export const weights = { urgent: 6, untriaged: 3, ready: 3, waiting: 1, withOthers: 1, suspended: 0, unanswered: 1 } as const satisfies Partial<Record<keyof Load, number>>

export const weightOf = (load: Load): number =>
  (Object.keys(weights) as (keyof typeof weights)[]).reduce((sum, kind) => sum + load[kind] * weights[kind], 0)

export const openOf = (load: Load): number => load.urgent + load.untriaged + load.ready + load.waiting + load.withOthers + load.suspended

/** `newestAt`: when he last got a ticket that he still has; null: none. */
export type Candidate = { id: string; load: Load; newestAt: Instant | null }

/**
 * Who takes the next ticket: the least loaded of those present; of equals the one who has been longest without a new one, and then the first by id, so
 * that everybody who looks sees the same. Null when nobody is there: the ticket stays in the queue.
 */
export function nextAssignee(present: readonly Candidate[]): string | null {
  const [first] = present.toSorted((a, b) => (
    weightOf(a.load) - weightOf(b.load) || (a.newestAt ?? 0) - (b.newestAt ?? 0) || (a.id < b.id ? -1 : 1)
  ))
  return first?.id ?? null
}
