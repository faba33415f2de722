import { describe, expect, it } from 'vitest'
import { hour, minute } from '../lib/instant.ts'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { answered, at, machine, played, receipt, reported, triaged, wrote, type Played, type Step } from '../../test/ticket-play.ts'
import { derivedFacts, wakeAt } from './settle.ts'

const derived = ({ events, reading }: Played) => {
  let ids = 0
  return derivedFacts(events, reading, jupiterPolicy, () => `task-${++ids}`)
}
const said = (one: Played): string[] => derived(one).map(({ at: when, fact }) => `${new Date(when).toISOString().slice(0, 16)} ${fact.type}`)
const wake = ({ events, reading, view }: Played) => wakeAt(events, reading, view)
/** The history with what time has done written down, as the waker does it. */
const settled = (steps: readonly Step[], now: number): Played => played([...steps, ...derived(played(steps, now)).map(({ at: when, fact }) => ({ at: when, fact, actor: machine }))], now)

const question = [triaged(2), answered(receipt, true)]
const boundary = receipt + 24 * hour
/** How many calls the pause asks for. */
const calls = (steps: readonly Step[]) => derived(played([...question, ...steps], boundary + 1)).filter(({ fact }) => fact.type === 'call_needed').length

describe('what time alone has done', () => {
  it('R-6.3.3 nothing at the boundary, the suspension a moment after it, at the boundary\'s instant', () => {
    expect(derived(played(question, boundary)).some(({ fact }) => fact.type === 'suspended')).toBe(false)
    expect(derived(played(question, boundary + 1)).filter(({ fact }) => fact.type === 'suspended')).toEqual([{ at: boundary, fact: { type: 'suspended', since: boundary } }])
  })

  it('rule 8 after downtime everything stands in the order in which it happened', () => {
    expect(said(played(question, at('2026-03-26T10:00+03:00')))).toEqual(['2026-03-18T11:07 suspended', '2026-03-25T11:07 reminded'])
    expect(said(played([triaged(1)], at('2026-03-17T18:00+03:00')))).toEqual(['2026-03-17T12:07 breached'])
    expect(said(played([triaged(2), reported(receipt)], receipt + 25 * hour))).toEqual(['2026-03-18T11:07 auto_confirmed'])
  })

  it('R-6.3.3 who was made the main person by mistake is not called for a pause that is told in writing', () => {
    const other: Step = { at: receipt, fact: { type: 'main_person_set', contactId: 'boris', conversationId: null } }
    expect(calls([other])).toBe(1)
    expect(calls([other, { at: receipt + minute, fact: { type: 'struck', event: 'e4', reason: '' } }])).toBe(0)
  })

  it('rule 8 a date that came while a result waited has come, also when the desk slept until its day was over', () => {
    const back: Step = { at: receipt, fact: { type: 'return_set', on: receipt + 20 * hour, why: 'return', staff: null, note: '' } }
    expect(said(played([triaged(2), back, reported(receipt)], receipt + 25 * hour))).toEqual(['2026-03-18T07:07 came_back', '2026-03-18T11:07 auto_confirmed'])
    const late: Step = { ...back, fact: { type: 'return_set', on: receipt + 30 * hour, why: 'return', staff: null, note: '' } }
    expect(said(played([triaged(2), late, reported(receipt)], receipt + 31 * hour))).toEqual(['2026-03-18T11:07 auto_confirmed'])
  })

  it('what is written down is not derived again', () => {
    for (const [steps, now] of [[question, boundary + 1], [question, boundary + 170 * hour], [[triaged(1)], receipt + 4 * hour], [[triaged(2), reported(receipt)], receipt + 25 * hour]] as const) {
      expect(derived(settled(steps, now))).toEqual([])
    }
  })

  it('what is written down is not derived again either when an end was struck, so that what came back after it goes on in the old cycle', () => {
    const later = receipt + 24 * hour
    const steps = [
      triaged(1), { at: receipt + hour, fact: { type: 'breached', clock: 'reaction', due: receipt + hour }, actor: machine }, { at: receipt + 2 * hour, fact: { type: 'withdrawn', note: '' } },
      { at: later, fact: { type: 'reopened', message: null, reason: '', edition: 1 } }, { at: later + minute, fact: { type: 'struck', event: 'e4', reason: '' } },
    ] as const satisfies readonly Step[]
    expect(derived(played(steps, later + 2 * minute))).toEqual([])
  })

  it('an alarm whose due has not moved is not told again when a strike joins two cycles to one', () => {
    const later = receipt + 24 * hour
    const steps = [
      triaged(2), { at: receipt + hour, fact: { type: 'withdrawn', note: '' } }, { at: receipt + 2 * hour, fact: { type: 'reopened', message: null, reason: '', edition: 1 } },
      { at: receipt + 3 * hour, fact: { type: 'withdrawn', note: '' } }, { at: later, fact: { type: 'reopened', message: null, reason: '', edition: 1 } },
    ] as const satisfies readonly Step[]
    const warned = settled(steps, later + 20 * minute)
    expect(warned.events.at(-1)).toMatchObject({ type: 'warned', clock: 'triage', threshold: '50%' })
    const after = [...warned.events.slice(1).map(event => ({ at: event.at, fact: event, actor: event.actor })), { at: later + 21 * minute, fact: { type: 'struck', event: 'e3', reason: '' } }] as const satisfies readonly Step[]
    expect(derived(played(after, later + 21 * minute)).filter(({ fact }) => fact.type === 'warned' && fact.clock === 'triage')).toEqual([])
  })

  it('a pause that came back because its lifting was struck is written down once and stands', () => {
    const steps = [...question, { at: receipt + hour, fact: { type: 'lifted', reason: '' } }, { at: receipt + 30 * hour, fact: { type: 'struck', event: 'e4', reason: '' } }] as const satisfies readonly Step[]
    const now = receipt + 31 * hour
    expect(derived(played(steps, now)).map(({ fact }) => fact)).toContainEqual({ type: 'suspended', since: boundary })
    expect(derived(settled(steps, now))).toEqual([])
  })

  it('A-13 a pause after a question that turns out to have reached nobody is struck', () => {
    const steps = [...question, { at: boundary, fact: { type: 'suspended', since: boundary }, actor: machine }, { at: boundary + hour, fact: { type: 'not_delivered', message: 'a1', reason: 'blocked', task: null }, actor: machine }] as const satisfies readonly Step[]
    expect(derived(played(steps, boundary + 2 * hour)).map(({ fact }) => fact)).toEqual([{ type: 'struck', event: 'e4', reason: 'late_fact' }])
  })

  it('product 3 who has no written channel is called when his ticket is suspended', () => {
    const steps = [triaged(2), { at: receipt, fact: { type: 'call_held', note: '', asks: true, tasks: [] } }] as const satisfies readonly Step[]
    expect(derived(played(steps, boundary + 1, { conversationId: null })).map(({ fact }) => fact)).toContainEqual({ type: 'call_needed', task: 'task-1', reason: 'suspended' })
    expect(derived(played(question, boundary + 1)).map(({ fact }) => fact.type)).not.toContain('call_needed')
  })

  it('A-35 a suspension that an answer received before it makes untrue is struck', () => {
    const late = [...question, { at: boundary, fact: { type: 'suspended', since: boundary }, actor: machine }, wrote(boundary - minute)] as const
    expect(derived(played(late, boundary + hour)).map(({ fact }) => fact)).toContainEqual({ type: 'struck', event: 'e4', reason: 'late_fact' })
  })

  it('A-35 an end by time that an answer received before it makes untrue is struck', () => {
    const late = [triaged(2), reported(receipt), { at: receipt + 24 * hour, fact: { type: 'auto_confirmed' }, actor: machine }, wrote(receipt + 23 * hour)] as const
    expect(derived(played(late, receipt + 25 * hour)).map(({ fact }) => fact)).toContainEqual({ type: 'struck', event: 'e4', reason: 'late_fact' })
  })
})

describe('when the waker looks again', () => {
  it('S-9 at the first warning of an untriaged ticket, at half of its half hour', () => {
    expect(wake(played([], receipt))).toBe(receipt + 15 * minute)
  })
  it('R-6.3.3 four hours before the boundary, then just after it', () => {
    expect(wake(played(question, receipt + hour))).toBeLessThanOrEqual(boundary - 4 * hour)
    const reminded = settled(question, boundary - 4 * hour)
    expect(wake(reminded)).toBe(boundary + 1)
  })
  it('A-11 at once, when a change has made a due that is past already', () => {
    const corrected = [triaged(3), { at: receipt + 3 * hour, fact: { type: 'recategorised', category: 1, basis: 'corrected', reason: '' } }] as const
    expect(wake(played(corrected, receipt + 3 * hour))).toBeLessThanOrEqual(receipt + 3 * hour)
    expect(derived(settled(corrected, receipt + 3 * hour))).toEqual([])
  })
  it('rule 8 at once, when a strike has brought back an end by time', () => {
    const struck = settled([triaged(2), reported(receipt), { at: receipt + hour, fact: { type: 'confirmed', note: '' } }, { at: receipt + 30 * hour, fact: { type: 'struck', event: 'e4', reason: '' } }], receipt + hour)
    expect(wake(played(struck.events.slice(1).map(event => ({ at: event.at, fact: event, actor: event.actor })), receipt + 30 * hour))).toBeLessThanOrEqual(receipt + 30 * hour)
  })
  it('A-35 at once, when an answer received before it makes a pause or an end by time untrue', () => {
    const pause = [...question, { at: boundary, fact: { type: 'suspended', since: boundary }, actor: machine }, wrote(boundary - minute)] as const
    const end = [triaged(2), reported(receipt), { at: receipt + 24 * hour, fact: { type: 'auto_confirmed' }, actor: machine }, wrote(receipt + 23 * hour)] as const
    for (const late of [pause, end]) expect(wake(played(late, receipt + 25 * hour))).toBeLessThanOrEqual(receipt + 25 * hour)
  })
  it('never for a ticket that has ended', () => {
    const ended = settled([triaged(2), reported(receipt), { at: receipt + hour, fact: { type: 'confirmed', note: '' } }], receipt + 2 * hour)
    expect(wake(ended)).toBeNull()
  })
})
