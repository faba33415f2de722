import type { Instant } from '../../../src/lib/instant.ts'
import { formatLocalDate, weekdayOf } from '../../../src/regulation/wall.ts'
import { zoneOf } from '../../../src/regulation/zone.ts'

/** A week of the roster as the grid shows it, by the desk's wall clock. Pure. */
export type WeekDay = { date: string; from: Instant; to: Instant }

/** Monday to Sunday around an instant, `away` weeks from there. */
export function weekOf(at: Instant, away: number, timeZone: string): readonly WeekDay[] {
  const zone = zoneOf(timeZone)
  const today = zone.dayOf(at)
  const monday = today - weekdayOf(today) + away * 7
  return Array.from({ length: 7 }, (_, index) => ({ date: formatLocalDate(monday + index), from: zone.instantOf(monday + index, 0), to: zone.instantOf(monday + index + 1, 0) }))
}

type Spanned = { from: string; to: string; kind: string }

/** Does an entry stand in this day's cell? A duty stands where it begins, an absence on every day that it touches. */
export function standsOn({ from, to, kind }: Spanned, weekDay: WeekDay): boolean {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return kind === 'absence' ? start < weekDay.to && end > weekDay.from : start >= weekDay.from && start < weekDay.to
}

/** The part of a span inside a day; null: none. `wholeDay` when nothing of the day is left out. */
export function insideDay({ from, to }: { from: string; to: string }, weekDay: WeekDay): { from: Instant; to: Instant; wholeDay: boolean } | null {
  const start = Math.max(Date.parse(from), weekDay.from)
  const end = Math.min(Date.parse(to), weekDay.to)
  return start < end ? { from: start, to: end, wholeDay: start === weekDay.from && end === weekDay.to } : null
}
