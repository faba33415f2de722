import { describe, expect, test } from 'vitest'
import { hour, minute } from '../lib/instant.ts'
import { shownBreaches } from './breaches.ts'
import { reopensUntil } from './reopening.ts'
import type { Policy } from './policy.ts'
import { readCycles } from './reading.ts'
import {
  asked, at, byState, changed, civil, corrected, disputed, jupiter, reacted, received, replied, reported, said, story, triaged, viewAt,
} from './stories.fixture.ts'

const rated = (category: 1 | 2 | 3) => [['06-01 10:00', received], ['06-01 10:10', triaged(category)]] as const

describe('receipt and hours', () => {
  test.each([
    ['R-2.1.3, R-2.1.4, A-02 a message at 03:40 is registered at 03:40 and worked on from 09:00 of the same date', '06-02 03:40', '06-02 09:00', '06-02 09:30'],
    ['A-01 09:00:00 is inside the hours', '06-02 09:00', '06-02 09:00', '06-02 09:30'],
    ['A-01 23:00:00 is outside, work begins the next morning', '06-02 23:00', '06-03 09:00', '06-03 09:30'],
    ['A-01 the last millisecond before closing is inside and is counted', '06-02 22:59:59.999', '06-02 22:59:59.999', '06-03 09:29:59.999'],
    ['R-6.2.2, A-05 triage is 30 minutes of service time: 22:45 gives 09:15', '06-02 22:45', '06-02 22:45', '06-03 09:15'],
  ])('%s', (_, receipt, workFrom, triageDue) => {
    const view = viewAt(story([receipt, received]))
    expect([said(view.registeredAt), said(view.workFrom), said(view.triage.dueAt)]).toEqual([receipt, workFrom, triageDue])
    expect(view.state).toBe('registered')
  })
  test('A-35, rule 1 of the fold the order of arrival does not matter', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:05', triaged(2)], ['06-01 11:00', asked], ['06-01 12:00', replied])
    expect(viewAt(signals.toReversed(), '06-03 12:00')).toEqual(viewAt(signals, '06-03 12:00'))
  })
  test('rule 1 events later than now are not heard yet', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:05', triaged(2)])
    expect(viewAt(signals, '06-01 10:04:59.999').category).toBeNull()
  })
  test('a ticket that nobody received is an error', () => {
    expect(() => viewAt(story(['06-01 10:05', triaged(2)]))).toThrow(/received/)
  })
})

describe('terms of the categories', () => {
  test.each([
    ['R-6.2.7, A-06 category 1 reported at 22:30 is due at 09:30', 1, '06-01 22:30', '06-02 09:30', null],
    ['R-6.2.7 category 1 reported at 14:10 is due at 15:10', 1, '06-01 14:10', '06-01 15:10', null],
    ['R-6.2.8 category 2 reported in hours is due at the same time five days on', 2, '06-04 16:20', '06-09 16:20', '06-09 16:20'],
    ['R-6.2.8 category 2 reported at night ends with the fifth day', 2, '06-04 04:00', '06-08 23:00', '06-08 23:00'],
    ['R-6.2.9 category 3 has ten working days', 3, '06-04 16:20', '06-14 16:20', '06-14 16:20'],
  ] as const)('%s', (_, category, receipt, reaction, result) => {
    const view = viewAt(story([receipt, received], ['06-05 10:00', triaged(category)]))
    expect([said(view.reaction?.dueAt), said(view.result?.dueAt)]).toEqual([reaction, result])
  })
  test('A-07 a late triage does not move the start of the reaction term', () => {
    expect(said(viewAt(story(['06-01 10:00', received], ['06-01 10:55', triaged(1)])).reaction?.dueAt)).toBe('06-01 11:00')
  })
  test('A-03 by the state’s working day the weekend and the holiday do not count', () => {
    const signals = story(['06-10 15:00', received], ['06-10 15:10', triaged(2)])
    expect(said(viewAt(signals, undefined, byState).reaction?.dueAt)).toBe('06-18 15:00')
    expect(said(viewAt(signals).reaction?.dueAt)).toBe('06-15 15:00')
  })
  test('A-03 a working Saturday of the state counts', () => {
    expect(said(viewAt(story(['06-18 15:00', received], ['06-18 15:10', triaged(2)]), undefined, byState).reaction?.dueAt)).toBe('06-24 15:00')
  })
  test('A-03 hours stay service time under the state reading: the hour of category 1 runs on Sunday', () => {
    expect(said(viewAt(story(['06-07 12:00', received], ['06-07 12:10', triaged(1)]), undefined, byState).reaction?.dueAt)).toBe('06-07 13:00')
  })
  test.each([
    ['A-09 (b) the day of receipt is not counted, the fifth day ends with the service', '06-01 12:00', '06-06 23:00'],
    ['A-09 (b) a receipt at night belongs to its own date', '06-01 02:00', '06-06 23:00'],
    ['A-09 (b) a receipt after closing too', '06-01 23:30', '06-06 23:00'],
  ])('%s', (_, receipt, due) => {
    expect(said(viewAt(story([receipt, received], ['06-02 10:00', triaged(2)]), undefined, civil).reaction?.dueAt)).toBe(due)
  })
  test('A-09 (b) with A-03 (b) counts the days of the state', () => {
    expect(said(viewAt(story(['06-10 15:00', received], ['06-10 15:10', triaged(2)]), undefined, { ...civil, workingDay: 'state' }).reaction?.dueAt)).toBe('06-18 23:00')
  })
  test('every duration is a value of the policy', () => {
    const policy: Policy = { ...jupiter, triage: { service: 'PT10M' }, reaction: { 1: { service: 'PT2H' }, 2: { service: 'PT20H' }, 3: { workingDays: 1 } }, result: { 1: { service: 'PT8H' } } }
    const view = viewAt(story(['06-01 20:00', received], ['06-01 20:05', triaged(1)]), undefined, policy)
    expect([said(view.triage.dueAt), said(view.reaction?.dueAt), said(view.result?.dueAt)]).toEqual(['06-01 20:10', '06-01 22:00', '06-02 14:00'])
  })
})

describe('reaction', () => {
  const opened = [['06-01 10:00', received], ['06-01 10:10', triaged(1)]] as const
  test.each([
    ['A-10 a reply at the very due instant is in time', '06-01 11:00', null],
    ['A-10 a millisecond later it is not', '06-01 11:00:00.001', '06-01 11:00'],
  ])('%s', (_, time, breached) => {
    const view = viewAt(story(...opened, [time, reacted]))
    expect([said(view.reaction?.endedAt), said(view.reaction?.breachedAt)]).toEqual([time, breached])
  })
  test.each([
    ['R-6.3.2 a call ends the reaction term', { type: 'reacted', how: 'call' }, true],
    ['R-6.3.2 a specialist’s question ends it', asked, true],
    ['R-6.4.1 a result ends it', reported, true],
    ['A-13 a question of the bot does not', { type: 'info_requested', by: 'bot' }, false],
    ['taking the ticket does not: the customer heard nothing', { type: 'taken' }, false],
    ['R-6.3.5 handing over does not', { type: 'handed_over', to: 'developers' }, false],
  ] as const)('%s', (_, signal, ends) => {
    expect(viewAt(story(...opened, ['06-01 10:30', signal])).reaction?.endedAt).toBe(ends ? at('06-01 10:30') : null)
  })
  test('a contact before triage counts once the category is known', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 11:30', reacted], ['06-01 12:00', triaged(1)]))
    expect([said(view.reaction?.endedAt), said(view.reaction?.breachedAt)]).toEqual(['06-01 11:30', '06-01 11:00'])
    expect(view.state).toBe('in_work')
  })
  test('A-10 a contact at the due instant is in time, also when the category comes after it', () => {
    expect(viewAt(story(['06-01 10:00', received], ['06-01 11:00', reacted], ['06-01 12:00', triaged(1)])).reaction?.breachedAt).toBeNull()
  })
  test('R-6.2.2, S-4 a triage that is late is a breach, at its due', () => {
    expect(said(viewAt(story(['06-01 10:00', received], ['06-01 10:30:01', triaged(2)])).triage.breachedAt)).toBe('06-01 10:30')
    expect(viewAt(story(['06-01 10:00', received], ['06-01 10:30', triaged(2)])).triage.breachedAt).toBeNull()
  })
  test('R-6.3.2 a reply that reached nobody did not end it; a call that got through does', () => {
    const lost = [...opened, ['06-01 10:30', { type: 'reacted', how: 'reply', message: 'm' }], ['06-01 10:31', { type: 'not_delivered', message: 'm' }]] as const
    expect(viewAt(story(...lost)).reaction?.endedAt).toBeNull()
    expect(said(viewAt(story(...lost), '06-01 12:00').reaction?.breachedAt)).toBe('06-01 11:00')
    expect(said(viewAt(story(...lost, ['06-01 10:50', { type: 'delivered', message: 'm' }])).reaction?.endedAt)).toBe('06-01 10:50')
  })
  test('the channel’s word that a reply arrived does not move the moment it was given', () => {
    const view = viewAt(story(...opened, ['06-01 11:00', { type: 'reacted', how: 'reply', message: 'm' }], ['06-01 11:02', { type: 'delivered', message: 'm' }]))
    expect([said(view.reaction?.endedAt), view.reaction?.breachedAt]).toEqual(['06-01 11:00', null])
  })
})

describe('silence', () => {
  const opened = [['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', asked]] as const
  test('A-13 the wait is 14 hours of service from the question', () => {
    const view = viewAt(story(...opened))
    expect(view.silence && [said(view.silence.since), said(view.silence.boundary)]).toEqual(['06-02 20:00', '06-03 20:00'])
    expect([view.state, view.base]).toEqual(['waiting_customer', 'in_work'])
  })
  test.each([
    ['R-6.3.3 an answer at the boundary is in time and moves nothing', '06-03 20:00', '06-06 10:00'],
    ['R-6.3.3 a second later the result moves by that second', '06-03 20:00:01', '06-06 10:00:01'],
    ['R-6.3.4, A-16 an answer at night moves it by the open time until closing', '06-04 02:00', '06-06 13:00'],
    ['R-6.3.4 three days later by three days', '06-06 20:00', '06-09 10:00'],
  ])('%s', (_, time, due) => {
    const view = viewAt(story(...opened, [time, replied]))
    expect([said(view.result?.dueAt), said(view.reaction?.dueAt), view.state, view.suspendedAt, view.silence]).toEqual([due, '06-06 10:00', 'in_work', null, null])
  })
  test('A-14 while suspended there is no due; the rest is frozen and shown', () => {
    const [one, other] = [viewAt(story(...opened), '06-04 12:00'), viewAt(story(...opened), '06-20 12:00')]
    expect([one.state, one.base, said(one.suspendedAt), one.result?.dueAt, one.result?.stoppedBy]).toEqual(['suspended', 'in_work', '06-03 20:00', null, 'suspended'])
    expect([one.result?.elapsed, one.result?.remaining]).toEqual([38 * hour, 32 * hour])
    expect([other.result?.elapsed, other.result?.remaining]).toEqual([38 * hour, 32 * hour])
    expect(one.nextWakeAt).toBeNull()
  })
  test('rule 3 a pause wholly in closed time moves nothing', () => {
    const night = [['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 23:10', asked]] as const
    expect(said(viewAt(story(...night, ['06-04 08:00', replied])).result?.dueAt)).toBe('06-06 10:00')
  })
  test('A-13 a second question does not restart the wait, the answer ends it for both', () => {
    const twice = [...opened, ['06-03 10:00', asked]] as const
    expect(said(viewAt(story(...twice)).silence?.boundary)).toBe('06-03 20:00')
    expect(viewAt(story(...twice, ['06-03 11:00', replied]), '06-05 12:00').state).toBe('in_work')
  })
  test('A-13 a new question after an answer starts a new wait', () => {
    expect(said(viewAt(story(...opened, ['06-03 10:00', replied], ['06-03 11:00', asked])).silence?.boundary)).toBe('06-04 11:00')
  })
  test('A-13 the wait runs from delivery, without word from the channel from the question', () => {
    const mail = [['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', { type: 'info_requested', by: 'specialist', message: 'm' }]] as const
    expect(said(viewAt(story(...mail)).silence?.since)).toBe('06-02 20:00')
    expect(said(viewAt(story(...mail, ['06-02 21:00', { type: 'delivered', message: 'm' }])).silence?.boundary)).toBe('06-03 21:00')
  })
  test('A-13 a question that bounced started no wait, also when the bounce comes after the suspension', () => {
    const lost = [['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', { type: 'info_requested', by: 'specialist', message: 'm' }], ['06-05 12:00', { type: 'not_delivered', message: 'm' }]] as const
    expect(viewAt(story(...lost), '06-05 11:59').state).toBe('suspended')
    const view = viewAt(story(...lost))
    expect([view.state, view.silence, said(view.result?.dueAt), view.reaction?.endedAt]).toEqual(['in_work', null, '06-06 10:00', null])
  })
  test('A-13 when the first question bounced, the wait runs from the second', () => {
    const view = viewAt(story(
      ['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', { type: 'info_requested', by: 'specialist', message: 'm' }],
      ['06-02 21:00', asked], ['06-02 22:00', { type: 'not_delivered', message: 'm' }],
    ))
    expect(said(view.silence?.since)).toBe('06-02 21:00')
  })
  test('an answer that crosses the question on its way ends the wait', () => {
    const view = viewAt(story(
      ['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', { type: 'info_requested', by: 'specialist', message: 'm' }],
      ['06-02 20:01', replied], ['06-02 20:02', { type: 'delivered', message: 'm' }],
    ))
    expect([view.state, view.silence]).toEqual(['in_work', null])
  })
  test('R-3.2.4 an agreed time is no silence: the wait begins when it has passed', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', { type: 'info_requested', by: 'specialist', notBefore: at('06-05 12:00') }]))
    expect([view.state, said(view.silence?.since), said(view.silence?.boundary)]).toEqual(['waiting_customer', '06-05 12:00', '06-06 12:00'])
  })
  test('R-3.2.4 a question for now beside an appointment counts from now', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', { type: 'info_requested', by: 'specialist', notBefore: at('06-05 12:00') }], ['06-02 21:00', asked]))
    expect(said(view.silence?.boundary)).toBe('06-03 21:00')
  })
  test('R-3.3.2 a specialist may lift a suspension', () => {
    const view = viewAt(story(...opened, ['06-04 12:00', { type: 'lifted' }]))
    expect([view.state, said(view.result?.dueAt)]).toEqual(['in_work', '06-06 16:00'])
  })
  test('A-13 the wait may be counted in the days of the state while all else is service time', () => {
    const policy: Policy = { ...jupiter, silence: { term: { workingDays: 1 }, calendar: 'state' } }
    const view = viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(3)], ['06-05 20:00', asked]), undefined, policy)
    expect([said(view.silence?.boundary), said(view.result?.dueAt)]).toEqual(['06-08 20:00', '06-11 10:00'])
  })
  test('A-03 under the state reading the wait follows it, and only working days of a suspension move the due', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-04 20:00', asked], ['06-08 11:00', replied])
    expect(said(viewAt(signals, '06-06 12:00', byState).suspendedAt)).toBe('06-05 20:00')
    expect(said(viewAt(signals, undefined, byState).result?.dueAt)).toBe('06-08 15:00')
  })
  test('A-14 the first day of waiting is the desk’s own; the reaction and triage clocks never pause', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-02 20:00', asked], ['06-05 10:00', triaged(2)]), '06-05 12:00')
    expect([said(view.triage.breachedAt), said(view.suspendedAt)]).toEqual(['06-01 10:30', '06-03 20:00'])
  })
  test('a due at the very boundary of a wait is missed, and an answer does not move it', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-05 10:00', asked], ['06-07 10:00', replied])
    const past = viewAt(signals, '06-06 10:00:00.001')
    expect([past.state, said(past.suspendedAt), said(past.result?.breachedAt)]).toEqual(['suspended', '06-06 10:00', '06-06 10:00'])
    expect(said(viewAt(signals).result?.dueAt)).toBe('06-06 10:00')
  })
  test('a due before the boundary is missed before the suspension and does not move any more', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-05 12:00', asked], ['06-08 12:00', replied])
    const view = viewAt(signals)
    expect([said(view.result?.breachedAt), said(view.result?.dueAt)]).toEqual(['06-06 10:00', '06-06 10:00'])
  })
  test('R-3.3.2 a category 1 ticket is suspended too, though it has no result term', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(1)], ['06-01 10:20', asked]), '06-03 10:00')
    expect([view.state, view.result]).toEqual(['suspended', null])
  })
  test('A-09 (b) under the civil count a pause adds its open time', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-02 20:00', asked], ['06-03 22:00', replied])
    expect(said(viewAt(signals, undefined, civil).result?.dueAt)).toBe('06-07 11:00')
  })
})

describe('result and confirmation', () => {
  const opened = [['06-01 10:00', received], ['06-01 10:10', triaged(2)]] as const
  const told = [...opened, ['06-04 18:00', reported]] as const
  test('A-18 auto-confirmation is due 24 ordinary hours after the report', () => {
    const view = viewAt(story(...told))
    expect([view.state, said(view.autoConfirmAt), view.result?.stoppedBy, said(view.nextWakeAt)]).toEqual(['awaiting_confirmation', '06-05 18:00', 'awaiting_confirmation', '06-05 18:00'])
  })
  test.each([
    ['A-19 at exactly 24 hours the customer may still answer', '06-05 18:00', 'awaiting_confirmation', null],
    ['R-6.4.3 a millisecond later the question is solved', '06-05 18:00:00.001', 'resolved', 'auto_confirmed'],
  ])('%s', (_, time, expected, how) => {
    const view = viewAt(story(...told), time)
    expect([view.state, view.resolvedHow]).toEqual([expected, how])
    if (how !== null) expect([said(view.resolvedAt), said(view.result?.endedAt), view.nextWakeAt]).toEqual(['06-05 18:00', '06-04 18:00', null])
  })
  test('R-6.4.2 a confirmation resolves', () => {
    const view = viewAt(story(...told, ['06-04 19:00', { type: 'confirmed' }]))
    expect([view.state, view.resolvedHow, said(view.resolvedAt)]).toEqual(['resolved', 'confirmed', '06-04 19:00'])
  })
  test('A-19, A-20 a dispute at exactly 24 hours continues the same cycle; the time between is not counted', () => {
    const view = viewAt(story(...told, ['06-05 18:00', disputed]))
    expect([view.state, view.cycle, said(view.result?.dueAt), view.autoConfirmAt, view.result?.endedAt]).toEqual(['in_work', 1, '06-07 10:00', null, null])
  })
  test('A-20 a dispute after the day changes nothing; the next request opens a cycle with fresh clocks', () => {
    const late = [...told, ['06-05 18:00:01', disputed]] as const
    expect([viewAt(story(...late)).state, viewAt(story(...late)).cycle]).toEqual(['resolved', 1])
    const view = viewAt(story(...late, ['06-05 20:00', received], ['06-05 20:10', triaged(1)]))
    expect([view.cycle, said(view.registeredAt), said(view.reaction?.dueAt), view.result, view.history[0]?.cause]).toEqual([2, '06-05 20:00', '06-05 21:00', null, 'received'])
    expect(readCycles(story(...late, ['06-05 20:00', received]), jupiter, at('06-06 10:00'))).toHaveLength(2)
  })
  test('a second request while the ticket is open is one more message, not a new cycle', () => {
    expect(viewAt(story(...opened, ['06-02 10:00', asked], ['06-02 11:00', received])).cycle).toBe(1)
    expect(viewAt(story(...opened, ['06-02 10:00', asked], ['06-02 11:00', received])).state).toBe('in_work')
  })
  test('A-18 the day runs from the delivered report', () => {
    const mail = [...opened, ['06-04 18:00', { type: 'result_reported', kind: 'done', message: 'm' }]] as const
    expect(said(viewAt(story(...mail, ['06-04 19:00', { type: 'delivered', message: 'm' }])).autoConfirmAt)).toBe('06-05 19:00')
  })
  test('A-18 a report that bounced confirms nothing, also when the bounce comes late; the result stays reported', () => {
    const lost = [...opened, ['06-04 18:00', { type: 'result_reported', kind: 'done', message: 'm' }], ['06-05 20:00', { type: 'not_delivered', message: 'm' }]] as const
    const view = viewAt(story(...lost))
    expect([view.state, view.autoConfirmAt, view.resolvedAt, view.result?.running, view.nextWakeAt && said(view.nextWakeAt)]).toEqual(['in_work', null, null, false, '06-06 10:00'])
    const called = viewAt(story(...lost, ['06-05 21:00', { type: 'delivered', message: 'm' }]))
    expect([called.state, said(called.autoConfirmAt)]).toEqual(['awaiting_confirmation', '06-06 21:00'])
  })
  test.each([
    ['A-18 the day may be service time', { service: 'PT14H' }, '06-05 18:00'],
    ['A-18 or another length', { ordinary: 'PT48H' }, '06-06 18:00'],
    ['A-18 or last to the end of the next day', 'end-of-next-day', '06-06 00:00'],
  ] as const)('%s', (_, confirm, due) => {
    expect(said(viewAt(story(...told), undefined, { ...jupiter, confirm }).autoConfirmAt)).toBe(due)
  })
  test('A-20 an unclear answer stops auto-confirmation until a person has read it', () => {
    const unclear = [...told, ['06-05 18:00', { type: 'unclear_answer', message: 'u' }]] as const
    const view = viewAt(story(...unclear), '06-09 12:00')
    expect([view.state, view.autoConfirmAt, view.toJudge, view.nextWakeAt]).toEqual(['awaiting_confirmation', null, ['u'], null])
  })
  test.each([
    ['A-20 judged neutral in time, it confirms at the old instant', 'neutral', '06-05 12:00', '06-05 17:00', 'auto_confirmed', '06-05 18:00'],
    ['A-20 judged neutral late, it confirms at the judgement, not before', 'neutral', '06-05 12:00', '06-06 11:00', 'auto_confirmed', '06-06 11:00'],
    ['A-20 judged a confirmation, it resolves at the judgement', 'confirm', '06-05 12:00', '06-06 11:00', 'confirmed', '06-06 11:00'],
  ] as const)('%s', (_, as, answered, judgedAt, how, resolved) => {
    const view = viewAt(story(...told, [answered, { type: 'unclear_answer', message: 'u' }], [judgedAt, { type: 'judged', message: 'u', as }]), '06-10 12:00')
    expect([view.resolvedHow, said(view.resolvedAt)]).toEqual([how, resolved])
  })
  test('A-20 judged a dispute, it continues the cycle from the judgement', () => {
    const view = viewAt(story(...told, ['06-04 20:00', { type: 'unclear_answer', message: 'u' }], ['06-04 22:00', { type: 'judged', message: 'u', as: 'dispute' }]))
    expect([view.state, said(view.result?.dueAt), view.toJudge]).toEqual(['in_work', '06-06 14:00', []])
  })
  test('two unclear answers are both to be judged before the day goes on', () => {
    const both = [...told, ['06-04 20:00', { type: 'unclear_answer', message: 'u' }], ['06-04 20:05', { type: 'unclear_answer', message: 'v' }], ['06-04 21:00', { type: 'judged', message: 'u', as: 'neutral' }]] as const
    expect(viewAt(story(...both)).autoConfirmAt).toBeNull()
    expect(said(viewAt(story(...both, ['06-04 21:05', { type: 'judged', message: 'v', as: 'neutral' }])).autoConfirmAt)).toBe('06-05 18:00')
  })
  test('rule 8 a person undoes an automatic confirmation by judging the answer a dispute', () => {
    const view = viewAt(story(...told, ['06-06 09:00', { type: 'judged', message: 'x', as: 'dispute' }]))
    expect([view.state, view.resolvedAt, said(view.result?.dueAt), view.cycle]).toEqual(['in_work', null, '06-07 15:00', 1])
  })
  test('A-10 a result at its due is in time; disputed at once, the clock has nothing left', () => {
    const signals = story(...opened, ['06-06 10:00', reported], ['06-06 12:00', disputed])
    expect(viewAt(signals, '06-06 11:00').result?.breachedAt).toBeNull()
    expect(said(viewAt(signals, '06-06 12:00:00.001').result?.breachedAt)).toBe('06-06 12:00')
  })
  test('a due missed overnight stays the due after a later report and its dispute', () => {
    const view = viewAt(story(['06-01 03:00', received], ['06-01 09:10', triaged(2)], ['06-06 02:00', reported], ['06-06 12:00', disputed]))
    expect([said(view.result?.breachedAt), said(view.result?.dueAt)]).toEqual(['06-05 23:00', '06-05 23:00'])
  })
  test('A-21 a work-around ends the result term like a result', () => {
    const view = viewAt(story(...opened, ['06-02 10:00', { type: 'result_reported', kind: 'workaround' }]), '06-10 10:00')
    expect([view.state, view.result?.breachedAt]).toEqual(['resolved', null])
  })
  test('rule 3 a result told during a suspension: the pauses follow one another and do not count twice', () => {
    const view = viewAt(story(...opened, ['06-01 20:00', asked], ['06-03 20:00', reported], ['06-03 22:00', disputed]))
    expect(said(view.result?.dueAt)).toBe('06-07 12:00')
    expect(view.history.map(({ clock, cause, due }) => [clock, cause, said(due)])).toEqual([
      ['triage', 'received', '06-01 10:30'], ['reaction', 'triaged', '06-06 10:00'], ['result', 'triaged', '06-06 10:00'],
      ['result', 'suspended', null], ['result', 'reported', '06-07 10:00'], ['result', 'disputed', '06-07 12:00'],
    ])
  })
  test('a result told again restarts the day, not the clock', () => {
    const view = viewAt(story(...told, ['06-05 10:00', reported]))
    expect([said(view.autoConfirmAt), view.result?.elapsed]).toEqual(['06-06 10:00', (13 + 28 + 9) * hour])
  })
  test.each([
    ['A-32 a refusal of category 1 is due within its hour', 'reaction', '06-01 12:00', '06-01 11:00'],
    ['A-32 within the hour it is in time', 'reaction', '06-01 11:00', null],
    ['A-32 switched off, a refusal has no term of its own', 'none', '06-01 12:00', null],
  ] as const)('%s', (_, refusal, time, breached) => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(1)], ['06-01 10:30', reacted], [time, { type: 'result_reported', kind: 'refused' }]), undefined, { ...jupiter, refusal })
    expect(said(view.result?.breachedAt)).toBe(breached)
  })
  test('A-32 a disputed refusal has no term any more, as before it', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(1)], ['06-01 10:30', { type: 'result_reported', kind: 'refused' }], ['06-01 10:40', disputed]))
    expect(view.result).toBeNull()
  })
  test('A-32 a refusal is judged by the reaction term; disputed, the result has its own term again and the miss stays', () => {
    const quick: Policy = { ...jupiter, reaction: { ...jupiter.reaction, 2: { service: 'PT5H' } } }
    const refused = [...opened, ['06-01 16:00', { type: 'result_reported', kind: 'refused' }]] as const
    const view = viewAt(story(...refused), undefined, quick)
    expect([said(view.result?.dueAt), said(view.result?.breachedAt)]).toEqual(['06-01 15:00', '06-01 15:00'])
    const after = viewAt(story(...refused, ['06-01 17:00', disputed]), undefined, quick)
    expect([said(after.result?.dueAt), said(after.result?.breachedAt)]).toEqual(['06-06 11:00', '06-01 15:00'])
  })
  test('A-32 a reaction term longer than the result term gives a refusal no more time', () => {
    const slow: Policy = { ...jupiter, reaction: { ...jupiter.reaction, 2: { workingDays: 9 } } }
    expect(said(viewAt(story(...opened, ['06-02 10:00', { type: 'result_reported', kind: 'refused' }]), undefined, slow).result?.dueAt)).toBe('06-06 10:00')
  })
  test('A-20, S-1 a reference reopens for 72 hours after the end, the last instant included', () => {
    expect(said(reopensUntil(viewAt(story(...told), '06-07 12:00'), jupiter))).toBe('06-08 18:00')
    expect(reopensUntil(viewAt(story(...told)), jupiter)).toBeNull()
    expect(said(reopensUntil(viewAt(story(...told), '06-07 12:00'), { ...jupiter, reopenWindow: 'P1D' }))).toBe('06-06 18:00')
  })
  test('R-1.2.3, A-08 both clocks run; which breach the customer is shown is a switch', () => {
    const view = viewAt(story(...opened), '06-09 12:00')
    expect([said(view.reaction?.breachedAt), said(view.result?.breachedAt)]).toEqual(['06-06 10:00', '06-06 10:00'])
    const shown = (breachShown: Policy['breachShown']) => shownBreaches(view, { ...jupiter, breachShown }).map(({ clock }) => clock)
    expect([shown('both'), shown('reaction'), shown('result')]).toEqual([['reaction', 'result'], ['reaction'], ['result']])
  })
  test('A-22 the weekday of the update moves no clock', () => {
    const signals = story(...opened, ['06-02 10:00', { type: 'handed_over', to: 'developers' }])
    expect(viewAt(signals, '06-05 10:00', { ...jupiter, releaseWeekday: 'wed' })).toEqual(viewAt(signals, '06-05 10:00'))
  })
})

describe('change of category (A-11)', () => {
  test('more urgent because things changed: the new term from the change', () => {
    const view = viewAt(story(...rated(3), ['06-03 22:30', changed(1)]))
    expect([said(view.reaction?.dueAt), said(view.result?.dueAt)]).toEqual(['06-04 09:30', '06-11 10:00'])
  })
  test('…but never later than the old due', () => {
    const view = viewAt(story(...rated(3), ['06-09 12:00', changed(2)]))
    expect([said(view.reaction?.dueAt), said(view.result?.dueAt)]).toEqual(['06-11 10:00', '06-11 10:00'])
  })
  test('more urgent because it was rated wrong: the new term from receipt', () => {
    const view = viewAt(story(...rated(3), ['06-03 12:00', corrected(2)]))
    expect([said(view.reaction?.dueAt), said(view.result?.dueAt)]).toEqual(['06-06 10:00', '06-06 10:00'])
  })
  test('rule 9 a corrected upgrade whose due has passed breaches at that due', () => {
    expect(said(viewAt(story(...rated(2), ['06-01 15:00', corrected(1)]), '06-01 15:00:01').reaction?.breachedAt)).toBe('06-01 11:00')
  })
  test('less urgent: the new term from receipt; a breach that happened stays', () => {
    const view = viewAt(story(...rated(1), ['06-01 13:00', changed(3)]))
    expect([said(view.reaction?.dueAt), said(view.reaction?.breachedAt), said(view.result?.dueAt)]).toEqual(['06-11 10:00', '06-01 11:00', '06-11 10:00'])
  })
  test('a category held before keeps its first due: 3 → 1 → 3 → 1', () => {
    const chain = [...rated(3), ['06-02 12:00', changed(1)], ['06-02 12:20', corrected(3)]] as const
    expect(said(viewAt(story(...chain)).reaction?.dueAt)).toBe('06-11 10:00')
    expect(said(viewAt(story(...chain, ['06-02 12:40', changed(1)])).reaction?.dueAt)).toBe('06-02 13:00')
  })
  test('the same category changes nothing', () => {
    const signals = story(...rated(2))
    const again = viewAt(story(...rated(2), ['06-02 12:00', corrected(2)]))
    expect(again).toEqual(viewAt(signals, '06-02 12:00'))
  })
  test('S-3 a result term once given is kept by an upgrade to category 1 and gives way to the one of category 2', () => {
    expect(said(viewAt(story(...rated(3), ['06-02 12:00', changed(1)])).result?.dueAt)).toBe('06-11 10:00')
    expect(viewAt(story(...rated(1))).result).toBeNull()
    expect(said(viewAt(story(...rated(3), ['06-02 12:00', changed(1)], ['06-02 12:30', changed(2)])).result?.dueAt)).toBe('06-06 10:00')
  })
  test('…but a term that is past already is not brought in by a downgrade', () => {
    expect(said(viewAt(story(...rated(3), ['06-08 12:00', changed(1)], ['06-08 12:30', changed(2)])).result?.dueAt)).toBe('06-11 10:00')
  })
  test('a category held before keeps its first due, also when the upgrade to it is called a correction', () => {
    const view = viewAt(story(...rated(3), ['06-03 12:00', changed(2)], ['06-04 12:00', corrected(3)], ['06-05 12:00', corrected(2)]))
    expect([said(view.reaction?.dueAt), said(view.result?.dueAt)]).toEqual(['06-08 12:00', '06-08 12:00'])
  })
  test('rule 9 after a reaction an upgrade opens no new reaction clock', () => {
    const view = viewAt(story(...rated(3), ['06-01 12:00', reacted], ['06-03 12:00', corrected(1)]), '06-05 12:00')
    expect([said(view.reaction?.dueAt), said(view.reaction?.endedAt), view.reaction?.breachedAt]).toEqual(['06-11 10:00', '06-01 12:00', null])
  })
  test('an upgrade while suspended: the new term runs from the change and begins to count with the answer', () => {
    const view = viewAt(story(...rated(3), ['06-01 12:00', asked], ['06-04 12:00', changed(2)], ['06-05 12:00', replied]))
    expect(said(view.result?.dueAt)).toBe('06-10 12:00')
  })
  test('A-09 (b) under the civil count the date of the change is not counted', () => {
    expect(said(viewAt(story(...rated(3), ['06-02 12:00', changed(2)]), undefined, civil).result?.dueAt)).toBe('06-07 23:00')
  })
  test('rule 4 every change appends to the history', () => {
    const { history } = viewAt(story(...rated(3), ['06-03 12:00', changed(2)], ['06-04 12:00', corrected(3)]))
    expect(history.filter(({ clock }) => clock === 'result').map(({ due, from, cause }) => [said(due), said(from), cause])).toEqual([
      ['06-11 10:00', '06-01 10:10', 'triaged'], ['06-08 12:00', '06-03 12:00', 'changed'], ['06-11 10:00', '06-04 12:00', 'corrected'],
    ])
  })
})

describe('revision by hand (R-3.3.3, A-16)', () => {
  const opened = [['06-01 10:00', received], ['06-01 10:10', triaged(2)]] as const
  const revised = { type: 'due_revised', due: at('06-09 12:00') } as const
  test('the result is due when the customer was told it is, the reaction is not touched', () => {
    const view = viewAt(story(...opened, ['06-03 12:00', revised]))
    expect([said(view.result?.dueAt), said(view.reaction?.dueAt), view.history.at(-1)?.cause]).toEqual(['06-09 12:00', '06-06 10:00', 'revised'])
  })
  test('a pause after it moves it like any due', () => {
    expect(said(viewAt(story(...opened, ['06-03 12:00', revised], ['06-03 20:00', asked], ['06-04 22:00', replied])).result?.dueAt)).toBe('06-09 14:00')
  })
  test('a due in closed hours is the closing before it', () => {
    expect(said(viewAt(story(...opened, ['06-03 12:00', { type: 'due_revised', due: at('06-09 02:00') }])).result?.dueAt)).toBe('06-08 23:00')
  })
  test('a downgrade does not bring it forward, an upgrade does', () => {
    const late = { type: 'due_revised', due: at('06-20 12:00') } as const
    expect(said(viewAt(story(...opened, ['06-03 12:00', late], ['06-04 12:00', changed(3)])).result?.dueAt)).toBe('06-20 12:00')
    expect(said(viewAt(story(['06-01 10:00', received], ['06-01 10:10', triaged(3)], ['06-03 12:00', late], ['06-04 12:00', changed(2)])).result?.dueAt)).toBe('06-09 12:00')
  })
  test('a miss before it stays', () => {
    const view = viewAt(story(...opened, ['06-07 12:00', revised]))
    expect([said(view.result?.breachedAt), said(view.result?.dueAt)]).toEqual(['06-06 10:00', '06-09 12:00'])
  })
})

describe('merging duplicates (A-25, R-2.4.3)', () => {
  const opened = [['06-01 12:00', received], ['06-01 12:10', triaged(2)]] as const
  test('the earliest receipt and the most urgent category give the clocks', () => {
    const view = viewAt(story(...opened, ['06-01 12:20', { type: 'merged_in', receivedAt: at('06-01 11:50'), category: 1 }]))
    expect([view.category, said(view.registeredAt), said(view.triage.dueAt), said(view.reaction?.dueAt)]).toEqual([1, '06-01 11:50', '06-01 12:20', '06-01 12:50'])
  })
  test('rule 9 a merge whose new due has passed breaches at that due', () => {
    const view = viewAt(story(...opened, ['06-01 13:20', { type: 'merged_in', receivedAt: at('06-01 11:50'), category: 1 }]), '06-01 13:21')
    expect(said(view.reaction?.breachedAt)).toBe('06-01 12:50')
  })
  test('a later, less urgent duplicate changes nothing', () => {
    expect(viewAt(story(...opened, ['06-01 13:20', { type: 'merged_in', receivedAt: at('06-01 13:00'), category: 3 }]))).toEqual(viewAt(story(...opened), '06-01 13:20'))
  })
  test('a duplicate brings the category to a ticket that had none', () => {
    const view = viewAt(story(['06-01 12:00', received], ['06-01 12:20', { type: 'merged_in', receivedAt: at('06-01 12:05'), category: 2 }]))
    expect([view.state, said(view.triage.endedAt), said(view.reaction?.dueAt)]).toEqual(['triaged', '06-01 12:20', '06-06 12:00'])
  })
  test('a breach and a first contact of the duplicate count', () => {
    const view = viewAt(story(...opened, ['06-01 15:00', {
      type: 'merged_in', receivedAt: at('06-01 10:00'), category: 2, triagedAt: at('06-01 10:40'), reactedAt: at('06-01 14:00'), breached: { triage: at('06-01 10:30') },
    }]))
    expect([said(view.triage.breachedAt), said(view.triage.endedAt), said(view.reaction?.endedAt)]).toEqual(['06-01 10:30', '06-01 10:40', '06-01 14:00'])
  })
  test('a due set by hand gives way when a duplicate brings a more urgent category', () => {
    const view = viewAt(story(['06-01 12:00', received], ['06-01 12:10', triaged(3)], ['06-02 12:00', { type: 'due_revised', due: at('06-15 12:00') }], ['06-03 12:00', { type: 'merged_in', receivedAt: at('06-01 13:00'), category: 2 }]))
    expect(said(view.result?.dueAt)).toBe('06-06 12:00')
  })
  test('a due set by hand survives a duplicate of the same category', () => {
    const view = viewAt(story(...opened, ['06-02 12:00', { type: 'due_revised', due: at('06-15 12:00') }], ['06-03 12:00', { type: 'merged_in', receivedAt: at('06-01 11:00'), category: 2 }]))
    expect(said(view.result?.dueAt)).toBe('06-15 12:00')
  })
})

describe('striking and closing', () => {
  test('an event recorded by mistake is as if it had never been', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:10', triaged(2)], ['06-01 11:00', { ...reported, id: 'wrong' }], ['06-01 11:05', { type: 'struck', event: 'wrong' }])
    expect(viewAt(signals)).toEqual(viewAt(signals.slice(0, 2), '06-01 11:05'))
    expect(viewAt(signals, '06-01 11:04').state).toBe('awaiting_confirmation')
  })
  test('a strike can be struck', () => {
    const signals = story(['06-01 10:00', received], ['06-01 10:10', { ...triaged(2), id: 't' }], ['06-01 11:00', { type: 'struck', event: 't', id: 's' }], ['06-01 11:05', { type: 'struck', event: 's' }])
    expect(viewAt(signals).category).toBe(2)
  })
  test('S-7 a withdrawn ticket runs no clock; what was missed stays', () => {
    const view = viewAt(story(['06-01 10:00', received], ['06-01 12:00', { type: 'closed', reason: 'withdrawn' }]), '06-20 12:00')
    expect([view.state, said(view.closedAt), said(view.triage.breachedAt), view.triage.running, view.nextWakeAt, view.triage.elapsed]).toEqual(['closed', '06-01 12:00', '06-01 10:30', false, null, 2 * hour])
  })
})

describe('states', () => {
  test.each([
    ['registered', [received]],
    ['triaged', [received, triaged(3)]],
    ['in_work', [received, triaged(3), { type: 'taken' }]],
    ['in_work', [received, reacted]],
    ['waiting_customer', [received, triaged(3), asked]],
    ['with_developers', [received, triaged(3), reacted, { type: 'handed_over', to: 'developers' }]],
    ['with_third_party', [received, triaged(1), { type: 'handed_over', to: 'third_party' }]],
    ['with_developers', [received, triaged(3), { type: 'handed_over', to: 'developers' }, reacted]],
    ['in_work', [received, triaged(3), { type: 'handed_over', to: 'developers' }, { type: 'returned' }]],
    ['with_developers', [received, triaged(3), { type: 'handed_over', to: 'developers' }, asked, replied]],
    ['triaged', [received, triaged(3), { type: 'info_requested', by: 'bot' }]],
    ['awaiting_confirmation', [received, triaged(3), { type: 'handed_over', to: 'developers' }, reported]],
    ['in_work', [received, triaged(3), { type: 'handed_over', to: 'developers' }, reported, disputed]],
    ['in_work', [received, reported]],
    ['closed', [received, triaged(3), asked, { type: 'closed', reason: 'spam' }]],
  ] as const)('%s', (expected, told) => {
    const signals = told.map((signal, i) => ({ id: `e${i}`, ...signal, seq: i, at: at('06-01 10:00') + i * minute })) as ReturnType<typeof story>
    expect(viewAt(signals).state).toBe(expected)
  })
})
