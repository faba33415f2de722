/** The fold against a ticket lived minute by minute, with a wall clock, a few flags and no intervals. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour, minute, type Instant } from '../lib/instant.ts'
import type { Signal } from './signals.ts'
import { at, jupiter, type Told } from './stories.fixture.ts'
import { fold } from './fold.ts'

const workingDay = 14 * 60
const isOpen = (t: Instant): boolean => {
  const wall = (t + 3 * hour) % (24 * hour)
  return wall >= 9 * hour && wall < 23 * hour
}

/** Counts a ticket of category 3 that may become 2, until `now`; everything happens at whole minutes. */
function live(signals: readonly Signal[], now: Instant) {
  let [counted, limit, waited] = [0, 10 * workingDay, 0]
  let [waiting, suspended, upgraded] = [false, false, false]
  let toldAt: Instant | null = null
  let missedAt: Instant | null = null
  let ranOutAt: Instant | null = null
  for (let t = signals[0]!.at; ; t += minute) {
    for (const signal of signals.filter((one) => one.at === t)) {
      if (signal.type === 'info_requested' && toldAt === null && !waiting) [waiting, waited] = [true, 0]
      if (signal.type === 'customer_replied') [waiting, suspended] = [false, false]
      if (signal.type === 'disputed' && toldAt !== null) toldAt = null
      if (signal.type === 'result_reported') [waiting, suspended, toldAt] = [false, false, t]
      if (signal.type === 'recategorised' && !upgraded) [upgraded, limit] = [true, Math.min(limit, counted + 5 * workingDay)]
    }
    // At `now` itself nothing has passed yet: a limit that falls on it still holds.
    if (t === now) break
    const running = toldAt === null && !suspended
    if (running && counted >= limit && missedAt === null && (isOpen(t) || ranOutAt === t)) missedAt = t
    if (waiting && waited === workingDay) suspended = true
    if (toldAt !== null && t >= toldAt + 24 * hour) return { state: 'resolved', elapsed: counted * minute, missedAt }
    if (!isOpen(t)) continue
    if (waiting && !suspended) waited++
    if (toldAt === null && !suspended && ++counted === limit) ranOutAt = t + minute
  }
  const state = toldAt !== null ? 'awaiting_confirmation' : suspended ? 'suspended' : waiting ? 'waiting_customer' : 'in_work'
  return { state, elapsed: counted * minute, missedAt }
}

const kinds: fc.Arbitrary<Told> = fc.constantFrom<Told[]>(
  { type: 'info_requested', by: 'specialist' }, { type: 'info_requested', by: 'specialist' }, { type: 'customer_replied' }, { type: 'customer_replied' },
  { type: 'result_reported', kind: 'done' }, { type: 'disputed' }, { type: 'recategorised', category: 2, basis: 'changed' },
)
const gaps = fc.oneof(fc.integer({ min: 1, max: 2500 }), fc.constantFrom(60, 14 * 60, 24 * 60))

test('R-6.3.3, R-6.4.3, A-11, A-14 state, counted time and breach are those of the plain life', () => {
  fc.assert(fc.property(fc.nat(3000), fc.array(fc.tuple(gaps, kinds), { maxLength: 9 }), fc.integer({ min: 1, max: 12_000 }), (begin, steps, later) => {
    let t = at('06-01 00:00') + begin * minute
    const signals: Signal[] = [
      { id: 'r', seq: 0, at: t, type: 'received' }, { id: 't', seq: 1, at: t, type: 'triaged', category: 3 }, { id: 'w', seq: 2, at: t, type: 'taken' },
    ]
    steps.forEach(([gap, told], i) => {
      t += gap * minute
      signals.push({ id: `e${i}`, ...told, seq: i + 3, at: t } as Signal)
    })
    const now = t + later * minute
    const view = fold(signals, jupiter, now + 1)
    const plain = live(signals, now + minute)
    // Half a minute apart at most: the plain life knows minutes only, so it is asked for the end of this one.
    const expected = isOpen(now) && view.result!.running ? plain.elapsed - minute + 1 : plain.elapsed
    expect({ state: view.state, elapsed: view.result!.elapsed, missedAt: view.result!.breachedAt }).toEqual({ state: plain.state, elapsed: expected, missedAt: plain.missedAt })
  }), { numRuns: 400 })
})
