import { openCalendar, type OpenCalendar } from './calendar.ts'
import { parseDuration } from './duration.ts'
import { categories, type Category } from './signals.ts'
import type { Policy, Term } from './policy.ts'
import type { Instant, Millis } from '../lib/instant.ts'

/** A term bound to the calendar that counts it. */
export type Measure = {
  calendar: OpenCalendar
  /** Open time the term allows when it runs from `t`; under the civil count this depends on `t`. */
  lengthFrom(t: Instant): Millis
}

/** A policy read once: terms bound to calendars, durations as numbers. */
export type Rules = {
  policy: Policy
  service: OpenCalendar
  triage: Measure
  reaction: Record<Category, Measure>
  result: Partial<Record<Category, Measure>>
  silence: { calendar: OpenCalendar; length: Millis }
  /** End of the time to check a result that reached the customer at `t`. */
  confirmAt(t: Instant): Instant
  reopenWindow: Millis
  remind: { beforeSuspension: Millis; beforeConfirmation: Millis; whileSuspended: Millis | null }
}

const read = new WeakMap<Policy, Rules>()

/** Throws RangeError on a policy that the document check would have refused. */
export function rulesOf(policy: Policy): Rules {
  let rules = read.get(policy)
  if (rules === undefined) {
    rules = readRules(policy)
    read.set(policy, rules)
  }
  return rules
}

function readRules(policy: Policy): Rules {
  const service = openCalendar(policy.calendars.service)
  const state = openCalendar(policy.calendars.state)
  const workingDay = policy.workingDay === 'state' ? state : service
  const measure = (term: Term): Measure => measureOf(term, service, workingDay, policy.dayCount)

  const result: Rules['result'] = {}
  for (const category of categories) {
    const term = policy.result[category]
    if (term !== undefined) result[category] = measure(term)
  }
  const waiting = { workingDay, service, state }[policy.silence.calendar]
  const { whileSuspended } = policy.remind
  return {
    policy, service, result,
    triage: measure(policy.triage),
    reaction: { 1: measure(policy.reaction[1]), 2: measure(policy.reaction[2]), 3: measure(policy.reaction[3]) },
    silence: { calendar: waiting, length: plainLength(policy.silence.term, waiting) },
    confirmAt: confirmationOf(policy.confirm, service),
    reopenWindow: parseDuration(policy.reopenWindow),
    remind: {
      beforeSuspension: parseDuration(policy.remind.beforeSuspension),
      beforeConfirmation: parseDuration(policy.remind.beforeConfirmation),
      whileSuspended: whileSuspended === undefined ? null : parseDuration(whileSuspended),
    },
  }
}

/** Hours always run in the service calendar; days in the calendar of A-03, counted as A-09 says. */
function measureOf(term: Term, service: OpenCalendar, workingDay: OpenCalendar, dayCount: Policy['dayCount']): Measure {
  if ('service' in term) {
    const length = parseDuration(term.service)
    return { calendar: service, lengthFrom: () => length }
  }
  const { workingDays } = term
  if (dayCount === 'civil') {
    return { calendar: workingDay, lengthFrom: (t) => workingDay.between(t, workingDay.civilDue(t, workingDays)) }
  }
  const length = workingDays * workingDay.workingDay
  return { calendar: workingDay, lengthFrom: () => length }
}

/** the wait is open time of its own calendar under either count of days. */
function plainLength(term: Term, calendar: OpenCalendar): Millis {
  return 'service' in term ? parseDuration(term.service) : term.workingDays * calendar.workingDay
}

function confirmationOf(confirm: Policy['confirm'], service: OpenCalendar): Rules['confirmAt'] {
  if (confirm === 'end-of-next-day') return (t) => service.startOfDay(service.dayOf(t) + 2)
  if ('service' in confirm) {
    const length = parseDuration(confirm.service)
    return (t) => service.add(t, length)
  }
  const length = parseDuration(confirm.ordinary)
  return (t) => t + length
}
