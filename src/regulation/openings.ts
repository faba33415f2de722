import { day, type Instant, type Millis } from '../lib/instant.ts'
import { weekdays, type Calendar } from './policy.ts'
import { lengthOf, mergeWindows, readLocalDate, weekdayOf, type WallWindow } from './wall.ts'
import { zoneOf, type Zone } from './zone.ts'

/** Real time during which the desk is open; half-open. */
export type Interval = { from: Instant; to: Instant }

/** A calendar read once: which wall-clock windows each local date has. */
export type Timetable = {
  zone: Zone
  windowsOn(localDay: number): readonly WallWindow[]
  /** After this instant it never opens again; infinite when the week has any window. */
  lastPossible: Instant
  /** Length of one working day: what most open weekdays have, the longer on a tie. 0 when no day is ever open. */
  workingDay: Millis
}

const closed: readonly WallWindow[] = []

/** The calendar has been checked (`calendar-problems.ts`). An override replaces a date's windows, also on a holiday. */
export function readTimetable(calendar: Calendar): Timetable {
  const zone = zoneOf(calendar.timezone)
  const weekly = weekdays.map((name) => mergeWindows(calendar.weekly[name] ?? []))
  const special = new Map<number, readonly WallWindow[]>()
  for (const date of calendar.holidays) special.set(readLocalDate(date)!, closed)
  for (const [date, windows] of Object.entries(calendar.overrides ?? {})) special.set(readLocalDate(date)!, mergeWindows(windows))

  const weekOpens = weekly.some((windows) => windows.length > 0)
  const lastSpecial = [...special].reduce((last, [localDay, windows]) => (windows.length > 0 ? Math.max(last, localDay) : last), -Infinity)
  return {
    zone,
    windowsOn: (localDay) => special.get(localDay) ?? weekly[weekdayOf(localDay)]!,
    lastPossible: weekOpens ? Infinity : (lastSpecial + 3) * day,
    workingDay: usualLength(weekOpens ? weekly : [...special.values()]),
  }
}

function usualLength(days: readonly (readonly WallWindow[])[]): Millis {
  const times = new Map<Millis, number>()
  for (const windows of days) {
    const length = lengthOf(windows)
    if (length > 0) times.set(length, (times.get(length) ?? 0) + 1)
  }
  let usual = 0
  for (const [length, count] of times) {
    const best = times.get(usual) ?? 0
    if (count > best || (count === best && length > usual)) usual = length
  }
  return usual
}

/**
 * The open time inside `[from, to)`, in order, touching intervals made one.
 * An instant is open when its own wall-clock time lies in a window of its own local date: a skipped hour is never open,
 * a repeated hour is open both times, and a date that a zone leaves out has no open time.
 */
export function openingsBetween(timetable: Timetable, from: Instant, to: Instant): Interval[] {
  const found: Interval[] = []
  for (const span of timetable.zone.spans(from, to)) {
    const start = Math.max(span.from, from)
    const end = Math.min(span.to, to)
    const lastDay = Math.floor((end - 1 + span.offset) / day)
    for (let localDay = Math.floor((start + span.offset) / day); localDay <= lastDay; localDay++) {
      const midnight = localDay * day - span.offset
      for (const window of timetable.windowsOn(localDay)) append(found, Math.max(start, midnight + window.open), Math.min(end, midnight + window.close))
    }
  }
  return found
}

function append(found: Interval[], from: Instant, to: Instant): void {
  if (from >= to) return
  const last = found.at(-1)
  if (last !== undefined && last.to === from) last.to = to
  else found.push({ from, to })
}

/** The last instant at which a local date is still open (its final closing), or null when the date has no open time. */
export function closeOf(timetable: Timetable, localDay: number): Instant | null {
  const windows = timetable.windowsOn(localDay)
  if (windows.length === 0) return null
  let close: Instant | null = null
  for (const span of timetable.zone.spans((localDay - 2) * day, (localDay + 3) * day)) {
    const midnight = localDay * day - span.offset
    for (const window of windows) {
      const from = Math.max(span.from, midnight + window.open)
      const to = Math.min(span.to, midnight + window.close)
      if (from < to) close = Math.max(close ?? to, to)
    }
  }
  return close
}
