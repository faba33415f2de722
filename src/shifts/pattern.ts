import { day, type Instant } from '../lib/instant.ts'
import { readLocalDate, readWallTime, weekdayOf } from '../regulation/wall.ts'
import { zoneOf } from '../regulation/zone.ts'
import type { Span } from './roster.ts'

/** Which dates a pattern takes: «2 через 2» from its first date on, or days of the week (0 is Monday). */
export type PatternDays = { by: 'cycle'; on: number; off: number } | { by: 'week'; weekdays: readonly number[] }

/** `first`, `last`: local dates `YYYY-MM-DD`, both included. `opens`, `closes`: wall time `HH:MM`; a close not after the opening is on the next day. */
export type Pattern = { first: string; last: string; opens: string; closes: string; days: PatternDays }

/**
 * The shifts of a pattern as instants, by the wall clock of the desk's zone: 09:00 stays 09:00 when the clocks are changed.
 * Throws RangeError for a date or a time that does not exist; the door asks `isReadable` first.
 */
export function shiftsOf(pattern: Pattern, timeZone: string): readonly Span[] {
  const read = readPattern(pattern)
  if (read === null) throw new RangeError('a pattern that cannot be read')
  const { first, last, opens, closes } = read
  const zone = zoneOf(timeZone)
  const at = (localDay: number, wall: number): Instant => zone.instantOf(localDay + Math.floor(wall / day), wall % day)
  const spans: Span[] = []
  for (let localDay = first; localDay <= last; localDay++) {
    if (takes(pattern.days, localDay, first)) spans.push({ from: at(localDay, opens), to: at(localDay, closes > opens ? closes : closes + day) })
  }
  return spans.filter(({ from, to }) => from < to)
}

/** Dates and times exist, in this order. */
export const isReadable = (pattern: Omit<Pattern, 'days'>): boolean => readPattern(pattern) !== null

/** How many dates lie between the first and the last, both included; 0 when it cannot be read. */
export function lengthInDays(pattern: Omit<Pattern, 'days'>): number {
  const read = readPattern(pattern)
  return read === null ? 0 : read.last - read.first + 1
}

function readPattern({ first, last, opens, closes }: Omit<Pattern, 'days'>): { first: number; last: number; opens: number; closes: number } | null {
  const read = { first: readLocalDate(first), last: readLocalDate(last), opens: readWallTime(opens), closes: readWallTime(closes) }
  if (read.first === null || read.last === null || read.opens === null || read.closes === null || read.first > read.last || read.opens === day) return null
  return { first: read.first, last: read.last, opens: read.opens, closes: read.closes }
}

function takes(days: PatternDays, localDay: number, first: number): boolean {
  return days.by === 'week' ? days.weekdays.includes(weekdayOf(localDay)) : (localDay - first) % (days.on + days.off) < days.on
}
