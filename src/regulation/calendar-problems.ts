import { weekdays, type Calendar, type Window } from './policy.ts'
import { readLocalDate, readWallTime } from './wall.ts'
import { isZone } from './zone.ts'

export const calendarProblemCodes = ['unknown_zone', 'unknown_weekday', 'bad_time', 'close_not_after_open', 'bad_date', 'never_opens'] as const
export type CalendarProblemCode = (typeof calendarProblemCodes)[number]

/** What is wrong and where: `path` leads from the calendar to the value (`weekly.mon.0`). The sentence stands in `words`. */
export type CalendarProblem = { code: CalendarProblemCode; path: readonly (string | number)[]; value: string }

/** Everything that keeps a calendar from being used, in the order of its fields; empty when it is sound. */
export function calendarProblems(calendar: Calendar): CalendarProblem[] {
  const problems = malformed(calendar)
  if (!weekdays.some((name) => (calendar.weekly[name]?.length ?? 0) > 0)) {
    problems.push({ code: 'never_opens', path: ['weekly'], value: '' })
  }
  return problems
}

/** Values that cannot be read. A calendar that merely never opens can be read, and asking it says so. */
export function malformed(calendar: Calendar): CalendarProblem[] {
  const problems: CalendarProblem[] = []
  if (!isZone(calendar.timezone)) problems.push({ code: 'unknown_zone', path: ['timezone'], value: calendar.timezone })
  for (const [name, windows] of Object.entries(calendar.weekly)) {
    if (!weekdays.some((weekday) => weekday === name)) problems.push({ code: 'unknown_weekday', path: ['weekly', name], value: name })
    problems.push(...windowProblems(windows, ['weekly', name]))
  }
  calendar.holidays.forEach((date, i) => {
    if (readLocalDate(date) === null) problems.push({ code: 'bad_date', path: ['holidays', i], value: date })
  })
  for (const [date, windows] of Object.entries(calendar.overrides ?? {})) {
    if (readLocalDate(date) === null) problems.push({ code: 'bad_date', path: ['overrides', date], value: date })
    problems.push(...windowProblems(windows, ['overrides', date]))
  }
  return problems
}

function windowProblems(windows: readonly Window[], path: readonly (string | number)[]): CalendarProblem[] {
  const problems: CalendarProblem[] = []
  windows.forEach(([open, close], i) => {
    const [from, to] = [readWallTime(open), readWallTime(close)]
    if (from === null) problems.push({ code: 'bad_time', path: [...path, i, 0], value: open })
    if (to === null) problems.push({ code: 'bad_time', path: [...path, i, 1], value: close })
    if (from !== null && to !== null && to <= from) problems.push({ code: 'close_not_after_open', path: [...path, i], value: `${open}-${close}` })
  })
  return problems
}
