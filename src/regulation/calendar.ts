import { day, type Instant, type Millis } from '../lib/instant.ts'
import { malformed } from './calendar-problems.ts'
import { latest, tabulate, type OpenTime } from './open-time.ts'
import { closeOf, readTimetable } from './openings.ts'
import type { Calendar } from './policy.ts'

/** A calendar that can be asked. Instants and lengths are exact to the millisecond; nothing is rounded. */
export type OpenCalendar = OpenTime & {
  timezone: string
  /** Length of one working day of the regulation: A-03, A-09 (a). */
  workingDay: Millis
  /** Local date of an instant, as a day number (1970-01-01 is 0). */
  dayOf(t: Instant): number
  /** First instant of a local date. */
  startOfDay(localDay: number): Instant
  /** The same wall time `n` dates with open time later than `nextOpen(t)`, then open: A-09 (c), known for comparison only. */
  addWorkingDays(t: Instant, n: number): Instant
  /** Civil Code 191, 194: the date of `t` is not counted; the closing of the n-th date with open time after it. A-09 (b). */
  civilDue(t: Instant, n: number): Instant
}

const byObject = new WeakMap<Calendar, OpenCalendar>()
const byContent = new Map<string, OpenCalendar>()
/** Editions are few; the limit only keeps a process that reads thousands of foreign calendars from holding them all. */
const keptCalendars = 500

/**
 * The table of a calendar, shared by all calendars that say the same: a million tickets look at one.
 * Throws RangeError when the calendar cannot be read; `calendarProblems` says why in words.
 */
export function openCalendar(calendar: Calendar): OpenCalendar {
  const seen = byObject.get(calendar)
  if (seen !== undefined) return seen
  const key = contentOf(calendar)
  const opened = byContent.get(key) ?? read(calendar)
  byContent.delete(key)
  byContent.set(key, opened)
  if (byContent.size > keptCalendars) byContent.delete(byContent.keys().next().value!)
  byObject.set(calendar, opened)
  return opened
}

const sorted = (table: object): [string, unknown][] => Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1))

function contentOf(calendar: Calendar): string {
  return JSON.stringify([calendar.timezone, sorted(calendar.weekly), [...calendar.holidays].sort(), sorted(calendar.overrides ?? {})])
}

function read(calendar: Calendar): OpenCalendar {
  const problems = malformed(calendar)
  if (problems.length > 0) throw new RangeError(`calendar cannot be read: ${problems.map((p) => `${p.code} at ${p.path.join('.')}: ${p.value}`).join('; ')}`)
  const timetable = readTimetable(calendar)
  const { zone } = timetable
  const openTime = tabulate(timetable)

  /** The n-th date with open time after (n > 0) or before (n < 0) a date. */
  function openDate(localDay: number, n: number): number {
    const step = Math.sign(n)
    const lastDay = Math.min(latest, timetable.lastPossible) / day
    let found = localDay
    for (let left = Math.abs(n); left > 0;) {
      found += step
      if (found > lastDay || found < -719_162) throw new RangeError(`the calendar has no ${Math.abs(n)} open dates from there`)
      if (closeOf(timetable, found) !== null) left--
    }
    return found
  }

  return {
    ...openTime,
    timezone: calendar.timezone,
    workingDay: timetable.workingDay,
    dayOf: zone.dayOf,
    startOfDay: (localDay) => zone.instantOf(localDay, 0),
    addWorkingDays(t, n) {
      const start = openTime.nextOpen(t)
      if (n === 0) return start
      const localDay = zone.dayOf(start)
      const wall = start + zone.offsetAt(start) - localDay * day
      return openTime.nextOpen(zone.instantOf(openDate(localDay, n), wall))
    },
    civilDue: (t, n) => (n === 0 ? openTime.nextOpen(t) : closeOf(timetable, openDate(zone.dayOf(t), n))!),
  }
}
