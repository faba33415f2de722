import { Temporal } from 'temporal-polyfill'
import { day, type Instant, type Millis } from '../lib/instant.ts'

/** A stretch of time during which a zone keeps one offset from UTC. Half-open; the ends may be infinite. */
export type OffsetSpan = { from: Instant; to: Instant; offset: Millis }

/** The rules of one named zone (R-2.1.2: the name counts, never an offset). Asked only while a table is built. */
export type Zone = {
  name: string
  /** The spans that share time with `[from, to)`, in order. */
  spans(from: Instant, to: Instant): OffsetSpan[]
  offsetAt(t: Instant): Millis
  /** Local date of an instant, as a day number (1970-01-01 is 0). */
  dayOf(t: Instant): number
  /**
   * Instant of a wall-clock time on a local date. A time that comes twice is its first coming;
   * a time that the clocks skip is as far past the jump as it would have been past midnight without it.
   */
  instantOf(localDay: number, wall: Millis): Instant
}

/** No zone is further from UTC than this; a local date lies inside its UTC date widened by it. */
const widestOffset: Millis = 26 * 3_600_000

const known = new Map<string, Zone>()

/** One shared object per name, so that its rules are asked of Temporal once. Throws RangeError on an unknown name. */
export function zoneOf(name: string): Zone {
  const found = known.get(name)
  if (found !== undefined) return found
  const zone = readZone(name)
  known.set(name, zone)
  return zone
}

export function isZone(name: string): boolean {
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}

function readZone(name: string): Zone {
  const at = (t: Instant) => Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(name)
  const offsetOf = (t: Instant): Millis => Math.round(at(t).offsetNanoseconds / 1_000_000)
  const changeAfter = (t: Instant): Instant => at(t).getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity
  // One millisecond later, because `previous` looks strictly before: a change at `t` itself begins the span that holds `t`.
  const changeAtOrBefore = (t: Instant): Instant => at(t + 1).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity

  const spans: OffsetSpan[] = [{ from: changeAtOrBefore(0), to: changeAfter(0), offset: offsetOf(0) }]

  function cover(from: Instant, to: Instant): void {
    for (let first = spans[0]!; first.from > from; first = spans[0]!) {
      const start = changeAtOrBefore(first.from - 1)
      spans.unshift({ from: start, to: first.from, offset: offsetOf(first.from - 1) })
    }
    for (let last = spans.at(-1)!; last.to < to; last = spans.at(-1)!) {
      spans.push({ from: last.to, to: changeAfter(last.to), offset: offsetOf(last.to) })
    }
  }

  /** Index of the span that holds `t`; `cover` has been called for it. */
  function indexOf(t: Instant): number {
    let low = 0
    let high = spans.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (spans[middle]!.to > t) high = middle
      else low = middle + 1
    }
    return low
  }

  function spansBetween(from: Instant, to: Instant): OffsetSpan[] {
    cover(from, to)
    const found: OffsetSpan[] = []
    for (let i = indexOf(from); i < spans.length && spans[i]!.from < to; i++) found.push(spans[i]!)
    return found
  }

  function offsetAt(t: Instant): Millis {
    cover(t, t + 1)
    return spans[indexOf(t)]!.offset
  }

  function instantOf(localDay: number, wall: Millis): Instant {
    const local = localDay * day + wall
    const near = spansBetween(local - widestOffset, local + widestOffset)
    for (const span of near) {
      const t = local - span.offset
      if (t >= span.from && t < span.to) return t
    }
    // Skipped: counted on with the offset that held before the jump.
    const before = near.findLast((span) => span.to <= local - span.offset) ?? near[0]!
    return local - before.offset
  }

  return {
    name, spans: spansBetween, offsetAt, instantOf,
    dayOf: (t) => Math.floor((t + offsetAt(t)) / day),
  }
}
