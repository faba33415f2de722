import { day, type Instant, type Millis } from '../lib/instant.ts'
import { openingsBetween, type Interval, type Timetable } from './openings.ts'

/** Outside these no calendar is asked: 0001-01-01 and 9999-12-31, the years that RFC 3339 can write. */
export const earliest: Instant = -62_135_596_800_000
export const latest: Instant = 253_402_214_400_000

/** The table first reaches this far to each side of the first instant asked, then doubles. */
const firstReach: Millis = 500 * day

/**
 * Prefix sums of open time over a horizon that grows when it is asked beyond its ends.
 * `position(t)` is the open time from the table's start up to `t`; positions are good until the next growth only.
 */
export type OpenTime = {
  isOpen(t: Instant): boolean
  /** Earliest open instant at or after `t`; throws RangeError when there is none. */
  nextOpen(t: Instant): Instant
  /** Open time inside `[a, b)`; negative when `b` is before `a`, so that it adds up over any three instants. */
  between(a: Instant, b: Instant): Millis
  /** Earliest instant with `d` of open time in `[t, it)`; `nextOpen(t)` for nothing. Throws RangeError when it never comes. */
  add(t: Instant, d: Millis): Instant
  /** Earliest instant with `d` of open time in `[it, t)`: the way back of `add`. */
  back(t: Instant, d: Millis): Instant
  /** The open time inside `[a, b)` as intervals. */
  windows(a: Instant, b: Instant): Interval[]
}

export function tabulate(timetable: Timetable): OpenTime {
  let from = 0
  let to = 0
  let count = 0
  let total = 0
  let opens = new Float64Array()
  let closes = new Float64Array()
  /** Open time before window i begins, and when it ends. */
  let before = new Float64Array()
  let after = new Float64Array()
  /** Per day of the horizon: the first window that closes after the day's start. */
  let byDay = new Int32Array()
  /** Per average window of open time: the first window at whose end that much has passed. */
  let bySum = new Int32Array()
  let unit = 1

  function build(start: Instant, end: Instant): void {
    const found = openingsBetween(timetable, start, end)
    from = start
    to = end
    count = found.length
    opens = new Float64Array(count)
    closes = new Float64Array(count)
    before = new Float64Array(count)
    after = new Float64Array(count)
    total = 0
    for (let i = 0; i < count; i++) {
      const window = found[i]!
      opens[i] = window.from
      closes[i] = window.to
      before[i] = total
      total += window.to - window.from
      after[i] = total
    }
    byDay = new Int32Array(Math.ceil((to - from) / day) + 1)
    for (let i = 0, d = 0; d < byDay.length; d++) {
      while (i < count && closes[i]! <= from + d * day) i++
      byDay[d] = i
    }
    unit = count > 0 ? total / count : 1
    bySum = new Int32Array(count + 1)
    for (let i = 0, k = 0; k <= count; k++) {
      while (i < count - 1 && after[i]! < k * unit) i++
      bySum[k] = i
    }
  }

  function reach(t: Instant): void {
    if (!(t >= earliest && t <= latest)) throw new RangeError(`outside the years 1 to 9999: ${t}`)
    if (to === 0 && from === 0) build(Math.max(earliest, t - firstReach), Math.min(latest + day, t + firstReach))
    else if (t < from) build(Math.max(earliest, t - (to - from)), to)
    else if (t >= to) build(from, Math.min(latest + day, t + (to - from)))
  }

  /** Doubles the horizon ahead; throws when nothing can open there any more. */
  function reachAhead(): void {
    if (to > latest || to > timetable.lastPossible) throw new RangeError(`the calendar never opens again after ${new Date(to).toISOString().slice(0, 10)}`)
    build(from, Math.min(latest + day, to + (to - from)))
  }

  /** Index of the first window that closes after `t`; `count` when there is none inside the horizon. */
  function windowAt(t: Instant): number {
    let i = byDay[Math.floor((t - from) / day)]!
    while (i < count && closes[i]! <= t) i++
    return i
  }

  function position(t: Instant): Millis {
    const i = windowAt(t)
    if (i === count) return total
    const open = opens[i]!
    return t > open ? before[i]! + t - open : before[i]!
  }

  /** Earliest instant at position `p`, `0 < p <= total`. */
  function instantAt(p: Millis): Instant {
    let i = bySum[Math.floor(p / unit)]!
    // Division may land one unit late on a boundary; a step back costs nothing.
    while (i > 0 && before[i]! >= p) i--
    while (after[i]! < p) i++
    return opens[i]! + p - before[i]!
  }

  function nextOpen(t: Instant): Instant {
    reach(t)
    for (;;) {
      const i = windowAt(t)
      if (i < count) return Math.max(t, opens[i]!)
      reachAhead()
    }
  }

  return {
    nextOpen,
    isOpen(t) {
      reach(t)
      const i = windowAt(t)
      return i < count && opens[i]! <= t
    },
    between(a, b) {
      reach(a)
      reach(b)
      return position(b) - position(a)
    },
    add(t, d) {
      if (d === 0) return nextOpen(t)
      if (!(d > 0)) throw new RangeError(`cannot add ${d} ms of open time`)
      reach(t)
      for (;;) {
        const p = position(t) + d
        if (p <= total) return instantAt(p)
        reachAhead()
      }
    },
    back(t, d) {
      if (!(d >= 0)) throw new RangeError(`cannot go back by ${d} ms of open time`)
      reach(t)
      for (;;) {
        const p = position(t) - d
        if (p > 0) return instantAt(p)
        if (from <= earliest) throw new RangeError('the calendar was not open for so long before')
        build(Math.max(earliest, from - (to - from)), to)
      }
    },
    windows(a, b) {
      if (a >= b) return []
      reach(a)
      reach(b)
      const found: Interval[] = []
      for (let i = windowAt(a); i < count && opens[i]! < b; i++) found.push({ from: Math.max(a, opens[i]!), to: Math.min(b, closes[i]!) })
      return found
    },
  }
}
