import { describe, expect, it } from 'vitest'
import { hour } from '../lib/instant.ts'
import { answered, machine, played, receipt, reported, triaged, wrote, type Step } from '../../test/ticket-play.ts'

const failed = (message: string, at: number): Step => ({ at, fact: { type: 'not_delivered', message, reason: 'blocked', task: 'k1' }, actor: machine })
const called = (at: number): Step => ({ at, fact: { type: 'call_held', note: '', asks: false, tasks: ['k1'] } })
const at = (hours: number): number => receipt + hours * hour

describe('a held call says what could not be written (product 3)', () => {
  it('A-18 the day to check a result that did not arrive begins with the call', () => {
    const steps = [triaged(2), reported(at(1)), failed('r1', at(1))]
    expect(played(steps, at(2)).view).toMatchObject({ state: 'in_work', autoConfirmAt: null })
    expect(played([...steps, called(at(3))], at(4)).view).toMatchObject({ state: 'awaiting_confirmation', autoConfirmAt: at(27) })
    expect(played([...steps, called(at(3))], at(28)).view.resolvedHow).toBe('auto_confirmed')
  })

  it('A-13 the wait for an answer to a question that did not arrive begins with the call', () => {
    const steps = [triaged(2), answered(at(1), true), failed('a1', at(1))]
    expect(played(steps, at(2)).view.silence).toBeNull()
    expect(played([...steps, called(at(3))], at(4)).view.silence?.since).toBe(at(3))
    expect(played([...steps, wrote(at(2)), called(at(3))], at(4)).view.silence).toBeNull()
  })

  it('A-16 a due whose notice did not arrive holds from the call', () => {
    const steps = [triaged(2), { at: at(1), fact: { type: 'due_revised', due: at(24 * 8), reason: '6.5.4', message: 'd1' } }, failed('d1', at(1))] as const satisfies readonly Step[]
    const before = played(steps, at(2)).view.result?.dueAt
    expect(before).toBe(at(24 * 5))
    expect(played([...steps, called(at(3))], at(4)).view.result?.dueAt).toBe(at(24 * 8))
  })

  it('invariant 26 a call recorded by mistake told nothing', () => {
    const steps = [triaged(2), reported(at(1)), failed('r1', at(1)), called(at(3))]
    expect(played([...steps, { at: at(4), fact: { type: 'struck', event: 'e5', reason: '' } }], at(5)).view).toMatchObject({ state: 'in_work', autoConfirmAt: null })
  })
})
