import type { Instant } from '../lib/instant.ts'
import { autoConfirmAt, isOver, type RunningClock } from './cycle.ts'
import type { Reading } from './reading.ts'
import { whenCounted, type Stretch } from './stretches.ts'
import type { ClockName } from './view.ts'

/**
 * A moment at which somebody is told that an end is near. `threshold`: `50%` of a term, `before` an end, `repeat 2` of the reminder to a suspended customer.
 * `key` is stable: a due that moves arms anew, one that does not never repeats; a ticket's id in front makes it unique.
 */
export type Alarm = {
  kind: 'warning' | 'before_suspension' | 'before_confirmation' | 'still_suspended'
  clock: ClockName | 'silence' | 'confirmation'
  threshold: string
  at: Instant
  dueAt: Instant
  key: string
}

/**
 * The alarms that stand for a ticket's present dues, earliest first: those at or before `now` are to be told unless their key is known,
 * the others lie ahead. Warnings go to staff and never lie in closed hours (R-3.1.2, S-9); the others go to the customer.
 */
export function alarmsOf(reading: Reading): Alarm[] {
  const { cycle, rules } = reading
  if (isOver(cycle)) return []
  const counting = cycle.suspendedAt === null && cycle.report === null
  return [
    ...warnings(reading, 'triage', cycle.triage, cycle.whole),
    ...warnings(reading, 'reaction', cycle.reaction, cycle.whole),
    ...warnings(reading, 'result', counting ? cycle.result : null, cycle.stretches),
    ...beforeSuspension(reading),
    ...beforeConfirmation(reading),
    ...stillSuspended(cycle.number, cycle.suspendedAt, rules.remind.whileSuspended, reading.now),
  ].sort((a, b) => a.at - b.at)
}

/** When the next alarm sounds, or null; the ticket's row stores the smaller of this and `nextWakeAt`. */
export function nextAlarmAt(alarms: readonly Alarm[], now: Instant): Instant | null {
  return alarms.find((alarm) => alarm.at > now)?.at ?? null
}

function alarm(cycle: number, kind: Alarm['kind'], clock: Alarm['clock'], threshold: string, at: Instant, dueAt: Instant): Alarm {
  return { kind, clock, threshold, at, dueAt, key: `${cycle}:${clock}:${threshold}:${dueAt}` }
}

/** Shares of the term that the clock was given last, in its own time: after an upgrade, of the new hour. */
function warnings({ cycle, rules }: Reading, name: ClockName, clock: RunningClock | null, stretches: readonly Stretch[]): Alarm[] {
  if (clock === null || clock.endedAt !== null || clock.breachedAt !== null) return []
  const { calendar, base, limit } = clock.allowance
  return rules.policy.warnAt.flatMap((share) => {
    const reached = whenCounted(stretches, calendar, base + Math.round(share * (limit - base)))
    const at = rules.service.nextOpen(reached)
    return at < clock.due ? [alarm(cycle.number, 'warning', name, `${Math.round(share * 100)}%`, at, clock.due)] : []
  })
}

/** in the time of the wait; none when the lead is as long as the wait itself. */
function beforeSuspension({ cycle, rules }: Reading): Alarm[] {
  const { calendar, length } = rules.silence
  const lead = rules.remind.beforeSuspension
  if (cycle.wait === null || cycle.suspendedAt !== null || lead >= length) return []
  const { boundary } = cycle.wait
  const at = rules.service.nextOpen(calendar.back(boundary, lead))
  return at < boundary ? [alarm(cycle.number, 'before_suspension', 'silence', 'before', at, boundary)] : []
}

function beforeConfirmation({ cycle, rules }: Reading): Alarm[] {
  const end = autoConfirmAt(cycle)
  if (end === null || cycle.report === null) return []
  const at = end - rules.remind.beforeConfirmation
  return at > cycle.report.at && at < end ? [alarm(cycle.number, 'before_confirmation', 'confirmation', 'before', at, end)] : []
}

/** the latest that has come and the next one. */
function stillSuspended(cycle: number, since: Instant | null, every: number | null, now: Instant): Alarm[] {
  if (since === null || every === null) return []
  const passed = Math.floor((now - since) / every)
  return [passed, passed + 1].filter((n) => n > 0).map((n) => alarm(cycle, 'still_suspended', 'silence', `repeat ${n}`, since + n * every, since))
}
