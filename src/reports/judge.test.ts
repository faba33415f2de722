import { describe, expect, test } from 'vitest'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { anna, answered, at, machine, olga, played, reported, triaged, wrote, type Step } from '../../test/ticket-play.ts'
import { hour, minute } from '../lib/instant.ts'
import type { Policy } from '../regulation/policy.ts'
import { judge } from './judge.ts'
import type { ReportRow } from './row.ts'

/** Times of Tuesday 17 March 2026 (and the days after it) in Moscow; the ticket came at 14:07, the desk works from 09:00 to 23:00. */
const on = (time: string, date = '17'): number => at(`2026-03-${date}T${time}+03:00`)

const by = (policy: Policy = jupiterPolicy) => () => ({ policy, isOutside: (topic: string) => topic.startsWith('5.') })
const rowsOf = (steps: readonly Step[], now: number, policy?: Policy): ReportRow[] => judge({ number: 1042, point: null, company: null, events: played(steps, now).events }, by(policy), now)
const rowOf = (steps: readonly Step[], now: number, policy?: Policy): ReportRow => rowsOf(steps, now, policy).at(-1)!

const step = (fact: Step['fact'], when: number, actor = anna): Step => ({ at: when, fact, actor })
const taken = (when: number): Step => step({ type: 'taken' }, when)
const confirmed = (when: number): Step => step({ type: 'confirmed', note: '' }, when, olga)
const disputed = (when: number): Step => step({ type: 'disputed', message: null, note: 'снова' }, when, olga)

describe('R-3.1.2, S-4 each term is kept or broken, and by how much', () => {
  const ended = on('15:00', '20')
  const cases: readonly [string, Step[], number, 'triage' | 'reaction' | 'result', Partial<NonNullable<ReportRow['clocks']['result']>> | null][] = [
    ['R-6.2.2 a category set 20 minutes after receipt keeps the half hour', [triaged(2, on('14:27'))], ended, 'triage', { standing: 'kept', due: on('14:37'), endedAt: on('14:27'), took: 20 * minute, overBy: 0, reason: null }],
    ['A-10 a category set at the very due is in time', [triaged(2, on('14:37'))], ended, 'triage', { standing: 'kept', took: 30 * minute }],
    ['R-6.2.2 a category set 50 minutes after receipt is 20 minutes late', [triaged(2, on('14:57'))], ended, 'triage', { standing: 'broken', due: on('14:37'), took: 50 * minute, overBy: 20 * minute, reason: 'late' }],
    ['R-6.2.7 a critical ticket answered within the hour', [triaged(1, on('14:10')), answered(on('15:07'))], ended, 'reaction', { standing: 'kept', due: on('15:07'), took: 60 * minute }],
    ['R-6.2.7 a critical ticket answered the next morning is late by service time, the night not counted', [triaged(1, on('14:10')), answered(on('09:30', '18'))], ended, 'reaction', { standing: 'broken', overBy: 8 * hour + 23 * minute, reason: 'untaken' }],
    ['R-6.2.7 a critical ticket that nobody has answered yet is late until now', [triaged(1, on('14:10')), taken(on('14:20'))], on('16:07'), 'reaction', { standing: 'broken', endedAt: null, overBy: 60 * minute, reason: 'late' }],
    ['S-3 a critical ticket has no term for its result', [triaged(1, on('14:10')), answered(on('14:20'))], ended, 'result', null],
    ['R-6.2.8 an important ticket solved on the fifth day', [triaged(2, on('14:10')), answered(on('14:20')), reported(on('14:00', '22')), confirmed(on('15:00', '22'))], on('15:00', '25'), 'result', { standing: 'kept', due: on('14:07', '22'), endedAt: on('14:00', '22') }],
    ['R-6.2.8 the same solved an hour after its due', [triaged(2, on('14:10')), answered(on('14:20')), reported(on('15:07', '22')), confirmed(on('16:00', '22'))], on('15:00', '25'), 'result', { standing: 'broken', overBy: hour, reason: 'late' }],
    ['A term that has not come is neither kept nor broken', [triaged(2, on('14:10')), answered(on('14:20'))], ended, 'result', { standing: 'running', endedAt: null }],
    ['A result that waits for its confirmation is not decided yet', [triaged(2, on('14:10')), answered(on('14:20')), reported(on('16:00'))], on('17:00'), 'result', { standing: 'running', endedAt: null, took: hour + 53 * minute }],
    ['S-7 withdrawn before its due: neither kept nor broken', [triaged(2, on('14:10')), step({ type: 'withdrawn', note: '' }, on('15:00'), olga)], ended, 'result', { standing: 'none', endedAt: on('15:00') }],
    ['Withdrawn after a missed due: the breach stays', [step({ type: 'withdrawn', note: '' }, on('15:00'), olga)], ended, 'triage', { standing: 'broken', overBy: 23 * minute, reason: 'late' }],
  ]
  test.each(cases)('%s', (_says, steps, now, clock, expected) => {
    const { clocks } = rowOf(steps, now)
    if (expected === null) expect(clocks[clock]).toBeNull()
    else expect(clocks[clock]).toMatchObject(expected)
  })

  test('a ticket without a category has only its triage', () => {
    expect(rowOf([], on('14:20')).clocks).toMatchObject({ triage: { standing: 'running' }, reaction: null, result: null })
  })

  test('pain 39 the report as of an earlier instant knows nothing of what came later', () => {
    const steps = [triaged(1, on('14:10')), answered(on('15:30'))]
    const [{ clocks }] = judge({ number: 1042, point: null, company: null, events: played(steps, ended).events }, by(), on('14:30')) as [ReportRow]
    expect(clocks.reaction).toMatchObject({ standing: 'running', endedAt: null })
  })
})

describe('R-6.5 a broken term says why', () => {
  const late = on('12:00', '25')
  const begun = [triaged(2, on('14:10')), taken(on('14:15')), answered(on('14:20'))]
  const cases: readonly [string, Step[], 'reaction' | 'result', string][] = [
    ['R-6.5.4 what a specialist has noted speaks first', [...begun, step({ type: 'handed_over', to: 'developers', note: '' }, on('16:00')), step({ type: 'delay_noted', reason: '6.5.4' }, on('17:00'))], 'result', '6.5.4'],
    ['R-6.5.2 of two notes the later one speaks', [...begun, step({ type: 'delay_noted', reason: '6.5.4' }, on('17:00')), step({ type: 'delay_noted', reason: '6.5.2' }, on('18:00'))], 'result', '6.5.2'],
    ['A-16 a revised due that was missed all the same has the reason of the revision', [...begun, step({ type: 'due_revised', due: on('12:00', '24'), reason: '6.5.3', message: null }, on('17:00'))], 'result', '6.5.3'],
    ['R-4.1.1 an outage', [...begun, step({ type: 'attached_to_incident', incident: 'i', number: 7, by: 'staff' }, on('15:00'))], 'result', 'incident'],
    ['R-6.3.5 it waited for the developers', [...begun, step({ type: 'handed_over', to: 'developers', note: '' }, on('16:00'))], 'result', 'developers'],
    ['it waited for another organisation', [...begun, step({ type: 'handed_over', to: 'third_party', note: 'банк' }, on('16:00'))], 'result', 'third_party'],
    ['R-6.4.2 a result told in time did not help', [...begun, reported(on('16:00')), disputed(on('17:00'))], 'result', 'disputed'],
    ['A-07 a late triage ate the hour of a critical ticket', [triaged(1, on('15:30'))], 'reaction', 'late_triage'],
    ['A-11 the ticket became critical, and nobody answered within the hour', [triaged(3, on('14:10')), taken(on('14:11')), step({ type: 'recategorised', category: 1, basis: 'changed', reason: 'встала касса' }, on('18:00'))], 'reaction', 'raised'],
    ['R-6.3.2 an answer in time that reached nobody', [triaged(1, on('14:10')), answered(on('14:30')), step({ type: 'not_delivered', message: 'a1', reason: 'blocked', task: null }, on('14:31'), machine)], 'reaction', 'not_delivered'],
    ['nobody took it', [triaged(1, on('14:10'))], 'reaction', 'untaken'],
    ['taken, and no more to it than being late', begun, 'result', 'late'],
  ]
  test.each(cases)('%s', (_says, steps, clock, reason) => {
    expect(rowOf(steps, late).clocks[clock]).toMatchObject({ standing: 'broken', reason })
  })

  test('R-6.3.3 work that had been on pause', () => {
    const steps = [triaged(2, on('14:10')), answered(on('14:20'), true), wrote(on('20:00', '18'))]
    expect(rowOf(steps, on('12:00', '30')).clocks.result).toMatchObject({ standing: 'broken', reason: 'suspended' })
  })
})

describe('R-6.3.3 every pause is on record', () => {
  const asked = [
    triaged(2, on('14:10')), answered(on('14:20'), true),
    step({ type: 'asked', message: 'a1', items: [{ id: 'i1', kind: 'photo', text: 'фото экрана' }, { id: 'i2', kind: 'version', text: 'версия кассы' }] }, on('14:20')),
  ]
  test('R-6.3.3-4 from the boundary to the answer, in service time, with what was missing and what came', () => {
    const inTime = rowOf([...asked, step({ type: 'item_ticked', item: 'i2', message: 'm0' }, on('14:25')), wrote(on('14:20', '18'))], on('17:00', '18'))
    expect(inTime.pauses).toEqual([])
    const paused = rowOf([...asked, step({ type: 'item_ticked', item: 'i1', message: null }, on('16:20', '18'))], on('17:00', '18'))
    expect(paused.pauses).toEqual([{ from: on('14:20', '18'), to: null, open: 2 * hour + 40 * minute, askedBy: anna.id, missing: ['фото экрана', 'версия кассы'], came: ['фото экрана'], endedBy: null }])
    const answeredLate = rowOf([...asked, step({ type: 'item_ticked', item: 'i1', message: 'm1' }, on('09:30', '19')), wrote(on('09:30', '19'))], on('17:00', '19'))
    expect(answeredLate.pauses).toEqual([{ from: on('14:20', '18'), to: on('09:30', '19'), open: 9 * hour + 10 * minute, askedBy: anna.id, missing: ['фото экрана', 'версия кассы'], came: ['фото экрана'], endedBy: 'customer' }])
  })
  test('A-14 the pause moves the due by exactly its service time', () => {
    expect(rowOf([...asked, wrote(on('14:20', '18'))], on('10:00', '19')).clocks.result!.due).toBe(on('14:07', '22'))
    // 8 h 53 min are left of the 22nd, 17 minutes go into the next morning.
    expect(rowOf([...asked, wrote(on('09:30', '19'))], on('10:00', '19')).clocks.result!.due).toBe(on('09:17', '23'))
  })
  test.each([
    ['a specialist lifts it', step({ type: 'lifted', reason: 'прислали почтой' }, on('10:00', '19')), 'staff', on('10:00', '19')],
    ['a result is told out of it', reported(on('10:00', '19')), 'staff', on('10:00', '19')],
    ['the customer takes the ticket back', step({ type: 'withdrawn', note: '' }, on('10:00', '19'), olga), 'end', on('10:00', '19')],
    ['nobody has ended it', wrote(on('10:00', '19'), 'nothing'), null, null],
  ] as const)('R-6.3.4 a pause: %s', (_says, last, endedBy, to) => {
    expect(rowOf([...asked, last], on('12:00', '20')).pauses).toMatchObject([{ from: on('14:20', '18'), to, endedBy }])
  })
})

describe('A-08 which missed due the customer’s month calls a breach', () => {
  const steps = [triaged(2, on('14:57')), answered(on('15:00')), reported(on('15:00', '23')), confirmed(on('16:00', '23'))]
  test.each([
    ['both', [false, true, true]], ['reaction', [false, true, false]], ['result', [false, false, true]],
  ] as const)('the switch says %s', (breachShown, shown) => {
    const { clocks } = rowOf(steps, on('12:00', '25'), { ...jupiterPolicy, breachShown })
    expect([clocks.triage!.shown, clocks.reaction!.shown, clocks.result!.shown]).toEqual(shown)
    // The breaches themselves are on record whatever is shown (S-4).
    expect([clocks.triage!.standing, clocks.reaction!.standing, clocks.result!.standing]).toEqual(['broken', 'kept', 'broken'])
  })
})

describe('what a row tells besides', () => {
  test('R-6.2.5 the whole history of the category, with how it changed', () => {
    const row = rowOf([triaged(3, on('14:10')), step({ type: 'recategorised', category: 2, basis: 'corrected', reason: 'мешает кассе' }, on('15:00')), step({ type: 'recategorised', category: 1, basis: 'changed', reason: 'касса встала' }, on('16:00'))], on('17:00'))
    expect([row.category, row.categories.map(({ category, how }) => [category, how])]).toEqual([1, [[3, 'triaged'], [2, 'corrected'], [1, 'changed']]])
  })
  test('an event struck as a mistake is as if it had never been', () => {
    const row = rowOf([triaged(1, on('14:10')), step({ type: 'delay_noted', reason: '6.5.4' }, on('14:11')), step({ type: 'struck', event: 'e3', reason: 'не та заявка' }, on('14:12'))], on('18:00'))
    expect([row.delays, row.clocks.reaction!.reason]).toEqual([[], 'untaken'])
  })
  test.each([
    ['the customer says yes', confirmed(on('17:00')), 'confirmed', on('17:00')],
    ['R-6.4.3 nobody objects for a day', wrote(on('17:00'), 'nothing'), 'auto_confirmed', on('16:00', '18')],
    ['it is no longer needed', step({ type: 'withdrawn', note: '' }, on('17:00'), olga), 'withdrawn', on('17:00')],
    ['it was spam', step({ type: 'closed_as_spam' }, on('17:00')), 'spam', on('17:00')],
    ['its only message stands on another ticket', step({ type: 'closed_as_moved', to: 1050 }, on('17:00')), 'duplicate', on('17:00')],
  ] as const)('how it ended: %s', (_says, last, end, endedAt) => {
    expect(rowOf([triaged(2, on('14:10')), answered(on('14:20')), reported(on('16:00')), last], on('12:00', '20'))).toMatchObject({ end, endedAt, result: { kind: 'done', at: on('16:00') } })
  })
  test('A-20 a reopened ticket has a row for each round, with clocks of its own', () => {
    const rows = rowsOf([
      triaged(1, on('14:10')), answered(on('14:20')), reported(on('14:30')), confirmed(on('14:40')),
      step({ type: 'reopened', message: null, reason: 'снова', edition: 1 }, on('10:00', '18'), olga), triaged(1, on('10:10', '18')),
    ], on('12:00', '18'))
    expect(rows.map(({ cycle, receivedAt, end, category, clocks }) => [cycle, receivedAt, end, category, clocks.reaction?.standing])).toEqual([
      [1, on('14:07'), 'confirmed', 1, 'kept'], [2, on('10:00', '18'), null, 1, 'broken'],
    ])
  })
  test('A-31 each round is judged by the edition that was in force when it began', () => {
    const strict: Policy = { ...jupiterPolicy, reaction: { ...jupiterPolicy.reaction, 1: { service: 'PT5M' } } }
    const { events } = played([
      triaged(1, on('14:10')), answered(on('14:20')), reported(on('14:30')), confirmed(on('14:40')),
      step({ type: 'reopened', message: null, reason: 'снова', edition: 2 }, on('10:00', '18'), olga), triaged(1, on('10:02', '18')), answered(on('10:13', '18'), false, 'a2'),
    ], on('12:00', '18'))
    const rows = judge({ number: 1042, point: null, company: null, events }, edition => by(edition === 1 ? jupiterPolicy : strict)(), on('12:00', '18'))
    expect(rows.map(({ edition, clocks }) => [edition, clocks.reaction?.standing])).toEqual([[1, 'kept'], [2, 'broken']])
  })
})
