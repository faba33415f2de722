import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, type Instant } from '../lib/instant.ts'
import { alarmsOf, nextAlarmAt, type Alarm } from './alarms.ts'
import { openCalendar } from './calendar.ts'
import type { Policy } from './policy.ts'
import { afterwards, desks, forward, tickets } from './random.fixture.ts'
import { read } from './reading.ts'
import type { Signal } from './signals.ts'
import { asked, at, byState, changed, jupiter, reacted, received, reported, said, story, triaged } from './stories.fixture.ts'

const alarms = (signals: readonly Signal[], time?: string, policy: Policy = jupiter): Alarm[] =>
  alarmsOf(read(signals, policy, time === undefined ? signals.at(-1)!.at : at(time)))
const told = (list: readonly Alarm[]) => list.map((alarm) => `${said(alarm.at)} ${alarm.clock} ${alarm.threshold}`)
const customers = (list: readonly Alarm[]) => told(list.filter((alarm) => alarm.kind !== 'warning'))

describe('warnings to staff (R-3.1.2)', () => {
  test('at half and at four fifths of each term', () => {
    expect(told(alarms(story(['06-01 10:00', received], ['06-01 10:10', triaged(1)])))).toEqual(['06-01 10:30 reaction 50%', '06-01 10:48 reaction 80%'])
    expect(told(alarms(story(['06-01 10:00', received])))).toEqual(['06-01 10:15 triage 50%', '06-01 10:24 triage 80%'])
  })
  test('S-9 in service time, and never in closed hours: half of it at closing is told at opening', () => {
    expect(told(alarms(story(['06-01 22:30', received], ['06-01 22:40', triaged(1)])))).toEqual(['06-02 09:00 reaction 50%', '06-02 09:18 reaction 80%'])
  })
  test('R-6.2.5 after an upgrade the shares are those of the new hour', () => {
    const list = alarms(story(['06-01 10:00', received], ['06-01 10:10', triaged(3)], ['06-03 12:00', changed(1)]))
    expect(told(list.filter((alarm) => alarm.clock === 'reaction'))).toEqual(['06-03 12:30 reaction 50%', '06-03 12:48 reaction 80%'])
  })
  test('A-14 none for a result that stands still, none for a clock that ended or was missed', () => {
    const suspended = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-01 11:00', asked])
    expect(alarms(suspended, '06-03 12:00').some((alarm) => alarm.clock === 'result' || alarm.clock === 'reaction')).toBe(false)
    expect(alarms(story(['06-01 10:00', received]), '06-01 11:00')).toEqual([])
  })
  test('the shares are values of the policy', () => {
    expect(told(alarms(story(['06-01 10:00', received]), undefined, { ...jupiter, warnAt: [0.9] }))).toEqual(['06-01 10:27 triage 90%'])
    expect(alarms(story(['06-01 10:00', received]), undefined, { ...jupiter, warnAt: [] })).toEqual([])
  })
})

describe('reminders to the customer', () => {
  const waiting = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-01 11:00', asked])
  test('R-6.3.3 before the suspension, in the time of the wait', () => {
    expect(customers(alarms(waiting))).toEqual(['06-02 09:00 silence before'])
    expect(customers(alarms(waiting, undefined, { ...jupiter, remind: { ...jupiter.remind, beforeSuspension: 'PT1H' } }))).toEqual(['06-02 10:00 silence before'])
  })
  test('R-6.3.3 under the state reading not on a day off', () => {
    const friday = story(['06-05 10:00', received], ['06-05 10:10', triaged(2)], ['06-05 12:00', asked])
    expect(customers(alarms(friday, undefined, byState))).toEqual(['06-08 10:00 silence before'])
  })
  test('none when the lead is as long as the wait', () => {
    expect(customers(alarms(waiting, undefined, { ...jupiter, remind: { ...jupiter.remind, beforeSuspension: 'PT14H' } }))).toEqual([])
  })
  test('R-6.4.3 before auto-confirmation, in ordinary time; none while an answer is to be judged', () => {
    const result = [['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 22:00', reported]] as const
    expect(customers(alarms(story(...result)))).toEqual(['06-03 18:00 confirmation before'])
    expect(customers(alarms(story(...result, ['06-02 23:00', { type: 'unclear_answer', message: 'u' }])))).toEqual([])
  })
  test('none before the result was told: a lead as long as the day is no reminder', () => {
    const result = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 22:00', reported])
    expect(customers(alarms(result, undefined, { ...jupiter, remind: { ...jupiter.remind, beforeConfirmation: 'PT24H' } }))).toEqual([])
  })
  test('A-38 every week of a suspension: the latest that came and the next', () => {
    expect(customers(alarms(waiting, '06-18 12:00'))).toEqual(['06-16 11:00 silence repeat 2', '06-23 11:00 silence repeat 3'])
    const { whileSuspended: _, ...once } = jupiter.remind
    expect(customers(alarms(waiting, '06-18 12:00', { ...jupiter, remind: once }))).toEqual([])
  })
})

describe('keys', () => {
  test('a due that moves arms anew, one that does not keeps its key; cycles do not share keys', () => {
    const opened = [['06-01 10:00', received], ['06-01 10:10', triaged(2)]] as const
    const keys = (signals: readonly Signal[]) => alarms(signals).filter((alarm) => alarm.clock === 'result').map((alarm) => alarm.key)
    const first = keys(story(...opened))
    expect(keys(story(...opened, ['06-01 12:00', reacted]))).toEqual(first)
    expect(keys(story(...opened, ['06-01 12:00', { type: 'due_revised', due: at('06-09 12:00') }]))).not.toEqual(first)
    const again = story(...opened, ['06-01 11:00', reported], ['06-02 12:00', received])
    expect(alarms(again)[0]!.key).toBe(`2:triage:50%:${at('06-02 12:30')}`)
  })
  test('the next alarm is the first one ahead', () => {
    const list = alarms(story(['06-01 10:00', received]), '06-01 10:15')
    expect(said(nextAlarmAt(list, at('06-01 10:15')))).toBe('06-01 10:24')
    expect(nextAlarmAt(list, at('06-01 10:24'))).toBeNull()
  })
})

test('random tickets: keys are unique, warnings lie in open hours before their due, and standing alarms do not change between wakes', () => {
  fc.assert(fc.property(tickets(forward), desks, afterwards, (signals, policy, later) => {
    const now: Instant = signals.at(-1)!.at + later
    const list = alarmsOf(read(signals, policy, now))
    expect(new Set(list.map((alarm) => alarm.key)).size).toBe(list.length)
    const { isOpen } = openCalendar(policy.calendars.service)
    for (const alarm of list) {
      if (alarm.kind === 'still_suspended') continue
      expect(alarm.at).toBeLessThan(alarm.dueAt)
      if (alarm.kind === 'warning') expect(isOpen(alarm.at)).toBe(true)
    }
    const next = nextAlarmAt(list, now)
    if (next !== null && next < now + 30 * day) {
      const then = alarmsOf(read(signals, policy, next))
      expect(then.some((alarm) => alarm.at === next) || then.length < list.length).toBe(true)
    }
  }), { numRuns: 500 })
})
