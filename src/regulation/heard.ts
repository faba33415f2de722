import type { Instant } from '../lib/instant.ts'
import type { Signal } from './signals.ts'

/** How a message fared: `reachedAt` null when it did not reach anybody; `late` when it got through after a failure only. */
export type Delivery = { reachedAt: Instant | null; late: boolean }

/** The signals that count at `now`, in order, and what became of the messages that carried them. */
export type Heard = { signals: readonly Signal[]; deliveries: ReadonlyMap<string, Delivery> }

const nothing: ReadonlyMap<string, Delivery> = new Map()

/** Rule 1 of the fold: ordered by `(at, seq)`, nothing later than `now`, struck signals as if never sent (invariants 13, 14, 26). */
export function hearing(signals: readonly Signal[], now: Instant): Heard {
  const ordered = inOrder(signals)
  const known = ordered.at(-1)?.at ?? now
  const past = known <= now ? ordered : ordered.filter((signal) => signal.at <= now)
  const standing = withoutStruck(past)
  return { signals: standing, deliveries: deliveriesOf(standing) }
}

const byTime = (a: Signal, b: Signal): number => a.at - b.at || a.seq - b.seq

function inOrder(signals: readonly Signal[]): readonly Signal[] {
  for (let i = 1; i < signals.length; i++) {
    if (byTime(signals[i - 1]!, signals[i]!) > 0) return signals.toSorted(byTime)
  }
  return signals
}

/** A strike can itself be struck: read from the last to the first, only strikes that stand take effect. */
function withoutStruck(signals: readonly Signal[]): readonly Signal[] {
  if (!signals.some((signal) => signal.type === 'struck')) return signals
  const struck = new Set<string>()
  for (const signal of signals.toReversed()) {
    if (signal.type === 'struck' && !struck.has(signal.id)) struck.add(signal.event)
  }
  return signals.filter((signal) => signal.type !== 'struck' && !struck.has(signal.id))
}

function deliveriesOf(signals: readonly Signal[]): ReadonlyMap<string, Delivery> {
  let deliveries: Map<string, Delivery> | null = null
  for (const signal of signals) {
    if (signal.type !== 'delivered' && signal.type !== 'not_delivered') continue
    deliveries ??= new Map()
    const before = deliveries.get(signal.message)
    if (signal.type === 'not_delivered') deliveries.set(signal.message, { reachedAt: null, late: true })
    else if (before === undefined || before.reachedAt === null) deliveries.set(signal.message, { reachedAt: signal.at, late: before?.late ?? false })
  }
  return deliveries ?? nothing
}

/** When a message sent at `sentAt` reached its person; null when it did not. Without word from the channel: when it was sent. */
export function reached(heard: Heard, message: string | undefined, sentAt: Instant): Instant | null {
  const delivery = message === undefined ? undefined : heard.deliveries.get(message)
  if (delivery === undefined) return sentAt
  return delivery.reachedAt === null ? null : Math.max(sentAt, delivery.reachedAt)
}
