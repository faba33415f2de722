import type { Calendar, Policy, Weekday, Window } from '../policy.ts'
import { weekdays } from '../policy.ts'
import type { RegulationDocument } from './schema.ts'
import { weekdayOf } from './values.ts'

/** The machine half of a document: what the clocks obey. Prose and policy come from the same values, so they cannot drift apart. */
export function policyOf(document: RegulationDocument): Policy {
  const { terms, readings, remind } = document
  const result: Policy['result'] = {}
  for (const id of [1, 2, 3] as const) {
    const term = terms.result[id]
    if (term) result[id] = term
  }
  return {
    calendars: { service: serviceCalendar(document), state: stateCalendar(document) },
    workingDay: readings['A-03'],
    dayCount: readings['A-09'],
    triage: terms.triage,
    reaction: terms.reaction,
    result,
    breachShown: readings['A-08'],
    refusal: readings['A-32'],
    silence: { term: terms.silence, calendar: readings['A-13'] },
    confirm: confirmOf(readings['A-18'], terms.confirm),
    reopenWindow: terms.reopen,
    warnAt: document.alarms.shares,
    remind: { beforeSuspension: remind.beforeSuspension, beforeConfirmation: remind.beforeConfirmation, whileSuspended: remind.whileSuspended },
    releaseWeekday: readings['A-22'] === 'unknown' ? null : readings['A-22'],
  }
}

function confirmOf(reading: 'ordinary' | 'service' | 'end-of-next-day', term: string): Policy['confirm'] {
  if (reading === 'end-of-next-day') return 'end-of-next-day'
  return reading === 'ordinary' ? { ordinary: term } : { service: term }
}

function serviceCalendar({ calendars }: RegulationDocument): Calendar {
  const weekly: Partial<Record<Weekday, readonly Window[]>> = {}
  for (const day of weekdays) {
    const windows = calendars.service.weekly[day]
    if (windows) weekly[day] = windows
  }
  const { overrides } = calendars.service
  return { timezone: calendars.timezone, weekly, holidays: calendars.service.holidays, ...(overrides ? { overrides } : {}) }
}

/**
 * A-03 (b): the service hours, but only on working days of the state. A day off that was moved makes its old date a working one, with the
 * hours of its weekday; a day on which the desk itself is closed or keeps other hours stays so.
 */
function stateCalendar(document: RegulationDocument): Calendar {
  const { calendars } = document
  const service = serviceCalendar(document)
  const weekly: Partial<Record<Weekday, readonly Window[]>> = {}
  for (const day of weekdays) {
    const windows = calendars.service.weekly[day]
    if (windows && calendars.state.workdays.includes(day)) weekly[day] = windows
  }
  const holidays = [...new Set([...calendars.state.holidays, ...service.holidays])].toSorted()
  const works = (date: string) => calendars.state.working.includes(date) || (weekly[weekdayOf(date)] !== undefined && !holidays.includes(date))
  const overrides: Record<string, readonly Window[]> = {}
  for (const date of calendars.state.working) {
    const windows = calendars.service.weekly[weekdayOf(date)]
    if (windows && !service.holidays.includes(date)) overrides[date] = windows
  }
  for (const [date, windows] of Object.entries(service.overrides ?? {})) if (works(date)) overrides[date] = windows
  return { timezone: calendars.timezone, weekly, holidays, ...(Object.keys(overrides).length > 0 ? { overrides } : {}) }
}
