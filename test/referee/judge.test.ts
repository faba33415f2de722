/** The judge himself: what the clauses say in so many words. */
import { describe, expect, it } from 'vitest'
import { judge } from './judge/clocks.ts'
import { courseOf } from './judge/course.ts'
import type { Fact, Happening } from './judge/facts.ts'
import { afterOpen, beforeOpen, nextOpening, openBetween } from './judge/hours.ts'
import { day, hour, minute } from './judge/promises.ts'
import { isInOrder, placeOf } from './judge/queue.ts'

/** Moscow time of March 2026. */
const at = (text: string): number => Date.parse(`2026-03-${text.replace(' ', 'T')}:00+03:00`)
const said = (instant: number | null | undefined): string | null => (instant === null || instant === undefined ? null : new Date(instant + 3 * hour).toISOString().slice(8, 16).replace('T', ' '))

type Step = [when: string, what: Happening, actor?: 'customer' | 'staff' | 'machine']
const story = (...steps: Step[]): Fact[] => steps.map(([when, what, actor = 'staff'], index) => ({ id: `e${index + 1}`, seq: index + 1, at: at(when), recordedAt: at(when), actor, actorId: null, ...what }))
const received: Happening = { type: 'registered', channel: 'telegram', conversationId: 'c', stopReported: false, message: 'm0' }
const asked: Happening = { type: 'answered', message: 'q1', asks: true }
const told: Happening = { type: 'result_reported', kind: 'done', message: 'r1' }
const wrote = (message: string): Happening => ({ type: 'customer_wrote', message, weight: 'real' })

/** Where a ticket of noon stands in the queue twenty minutes later. */
const place = (category: 1 | 2 | 3, channel: string): readonly number[] => placeOf({
  number: 1, channel, stopped: false, isBack: false, owes: false, ruling: judge(story(['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category }]), at('17 12:20')),
})!

describe('hours', () => {
  it.each([
    ['A-05 a receipt at 02:17 is to be assessed by 09:30', '17 02:17', 30 * minute, '17 09:30'],
    ['A-05 a receipt at 22:45 is to be assessed by 09:15', '17 22:45', 30 * minute, '18 09:15'],
    ['A-06 category 1 at 22:30 is due at 09:30', '17 22:30', hour, '18 09:30'],
    ['A-09 five working days from inside hours end at the same time', '17 12:04', 70 * hour, '22 12:04'],
    ['A-09 a term that is used up at the closing ends there', '17 09:00', 14 * hour, '17 23:00'],
  ])('%s', (_says, from, length, due) => {
    expect(said(afterOpen(at(from), length))).toBe(due)
    expect(openBetween(at(from), at(due))).toBe(length)
  })
  it('A-01, A-02 23:00 is outside; before 09:00 the same date opens', () => {
    expect([said(nextOpening(at('17 23:00'))), said(nextOpening(at('18 02:00'))), said(nextOpening(at('18 22:59')))]).toEqual(['18 09:00', '18 09:00', '18 22:59'])
    expect(said(beforeOpen(at('18 11:00'), 4 * hour))).toBe('17 21:00')
  })
})

describe('clocks', () => {
  it('A-13, A-14 a wait of 14 hours, an answer at its boundary is in time; the result stands still from the boundary', () => {
    const facts = story(['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category: 2 }], ['17 14:00', asked])
    expect([judge(facts, at('18 14:00')).state, judge(facts, at('18 14:00') + 1).state]).toEqual(['waiting_customer', 'suspended'])
    expect(judge(facts, at('18 15:00')).result?.due).toBeNull()
    expect(said(judge([...facts, ...story(['18 14:00', wrote('m1'), 'customer']).map(fact => ({ ...fact, id: 'x', seq: 9 }))], at('18 15:00')).result?.due)).toBe('22 12:00')
    expect(said(judge([...facts, ...story(['18 17:00', wrote('m1'), 'customer']).map(fact => ({ ...fact, id: 'x', seq: 9 }))], at('18 18:00')).result?.due)).toBe('22 15:00')
  })
  it('A-18, A-19 the day to check is 24 hours, its end included', () => {
    const facts = story(['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category: 2 }], ['17 22:00', told])
    expect([judge(facts, at('18 22:00')).state, judge(facts, at('18 22:00') + 1).resolvedHow]).toEqual(['awaiting_confirmation', 'auto_confirmed'])
  })
  it('A-20 an unclear answer stops it; neutral, it ends at the old instant, not before the judgement', () => {
    const facts = story(
      ['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category: 2 }], ['17 22:00', told], ['18 10:00', wrote('m1'), 'customer'], ['19 10:00', { type: 'judged', message: 'm1', as: 'neutral' }],
    )
    expect(judge(facts.slice(0, 4), at('19 09:00')).state).toBe('awaiting_confirmation')
    expect(said(judge(facts, at('19 10:01')).resolvedAt)).toBe('19 10:00')
  })
  it.each([
    ['A-11 more urgent and changed: from the change', 1, 'changed', '17 15:00'],
    ['A-11 more urgent and corrected: from receipt', 1, 'corrected', '17 13:00'],
  ] as const)('%s', (_says, category, basis, due) => {
    const facts = story(['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category: 3 }], ['17 14:00', { type: 'recategorised', category, basis }])
    expect(said(judge(facts, at('17 14:30')).reaction?.due)).toBe(due)
  })
  it('product 3 a question that reached nobody starts no wait, and starts it when it was said in a call', () => {
    const facts = story(
      ['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category: 2 }], ['17 14:00', asked], ['17 14:00', { type: 'not_delivered', message: 'q1', task: 'k1' }, 'machine'],
      ['17 16:00', { type: 'call_held', asks: false, tasks: ['k1'] }],
    )
    expect([judge(facts.slice(0, 4), at('17 15:00')).wait, said(judge(facts, at('17 17:00')).wait?.since)]).toEqual([null, '17 16:00'])
  })
})

describe('notices and the queue', () => {
  it('R-6.3.3 a question without an answer: one reminder four hours of service time before, one pause, a reminder each week', () => {
    const facts = story(['17 12:00', received, 'customer'], ['17 12:10', { type: 'triaged', category: 2 }], ['17 14:00', asked])
    const now = at('17 12:00') + 16 * day
    const awake = Array.from({ length: 16 * 24 * 4 + 1 }, (_, index) => at('17 12:00') + index * 15 * minute)
    const { notices } = courseOf(facts, awake, now)
    expect(notices.map(({ kind, at: when }) => `${said(when)} ${kind}`)).toEqual([
      '17 12:00 receipt', '17 12:10 category', '18 10:00 suspension_ahead', '18 14:15 suspended', '25 14:00 still_suspended', '01 14:00 still_suspended',
    ])
  })
  it('R-2.4.1, A-24 inside equal dues and categories the bot stands before the phone, never across categories', () => {
    expect(isInOrder(place(2, 'telegram'), place(2, 'phone'))).toBe(true)
    expect(isInOrder(place(2, 'phone'), place(2, 'telegram'))).toBe(false)
    expect(isInOrder(place(1, 'phone'), place(2, 'telegram'))).toBe(true)
  })
})
