import { describe, expect, it } from 'vitest'
import { hour } from '../lib/instant.ts'
import { anna, answered, at, lastChange, machine, olga, played, receipt, reported, triaged, wrote, type Step } from '../../test/ticket-play.ts'
import { noticesOf } from './notices.ts'

const said = (steps: readonly Step[], now: number, count: number, first: Parameters<typeof played>[2] = {}) => noticesOf(lastChange(played(steps, now, first), count), topic => topic === '5.2')
const question = [triaged(2), answered(receipt, true)]
const boundary = receipt + 24 * hour
const suspended: Step = { at: boundary, fact: { type: 'suspended', since: boundary }, actor: machine }
const reminded = (of: 'suspension' | 'confirmation' | 'still_suspended', before: number): Step => ({ at: before - hour, fact: { type: 'reminded', of, before, key: '' }, actor: machine })
const resumed = (actor = olga): Step => ({ at: boundary + 5 * hour, fact: { type: 'resumed', wasDue: receipt + 70 * hour }, actor })

describe('what the customer is told', () => {
  it('R-2.1.4 the receipt says whether specialists are there, and from when', () => {
    expect(said([], receipt, 1)).toMatchObject([{ kind: 'receipt', open: true, workFrom: receipt, reopened: false }])
    const night = at('2026-03-17T02:17+03:00')
    expect(said([], night, 1, { at: night })).toMatchObject([{ kind: 'receipt', open: false, workFrom: at('2026-03-17T09:00+03:00'), triageDue: at('2026-03-17T09:30+03:00') }])
  })
  it('R-2.1.4 who asks on a later night hears when the next shift begins, not the one of his first word', () => {
    const night = at('2026-03-19T02:17+03:00')
    const workFrom = at('2026-03-19T09:00+03:00')
    expect(said([{ at: night, fact: { type: 'customer_asked_call' }, actor: olga }], night, 1)).toMatchObject([{ kind: 'call_promised', open: false, workFrom }])
    expect(said([{ at: night, fact: { type: 'work_stopped' }, actor: olga }], night, 1)).toMatchObject([{ kind: 'stop_noted', open: false, workFrom }])
  })
  it('R-6.2.7 a category with the due of the contact, unless there has been one', () => {
    expect(said([triaged(1)], receipt, 1)).toMatchObject([{ kind: 'category', category: 1, reactionDue: receipt + hour }])
    expect(said([answered(receipt), triaged(1)], receipt, 1)).toMatchObject([{ kind: 'category', category: 1, reactionDue: null }])
  })
  it('R-6.3.4 going on, with old and new due, and by whose doing', () => {
    expect(said([...question, suspended, resumed(), wrote(boundary + 5 * hour)], boundary + 5 * hour, 2)).toMatchObject([{ kind: 'resumed', wasDue: receipt + 70 * hour, answered: true }])
    expect(said([...question, suspended, resumed(anna), { at: boundary + 5 * hour, fact: { type: 'lifted', reason: 'модель нашлась' } }], boundary + 5 * hour, 2)).toMatchObject([{ kind: 'resumed', answered: false }])
  })
  it.each<[string, readonly Step[], number, number, string[]]>([
    ['a pause is told', [...question, suspended], boundary + 1, 1, ['suspended']],
    ['a reminder ahead of it is told', [...question, reminded('suspension', boundary)], boundary - hour, 1, ['suspension_ahead']],
    ['after downtime only the pause', [...question, reminded('suspension', boundary), suspended, reminded('still_suspended', boundary)], boundary + 300 * hour, 3, ['suspended']],
    ['who answers as the pause begins is not told of it', [...question, suspended, resumed(), wrote(boundary + 5 * hour)], boundary + 5 * hour, 3, ['resumed']],
    ['who answers as the reminder is due is not reminded', [...question, reminded('suspension', boundary), wrote(boundary - hour)], boundary - hour, 2, []],
    ['a result out of a pause speaks alone', [...question, suspended, resumed(anna), reported(boundary + 5 * hour)], boundary + 5 * hour, 2, ['result']],
    ['an end by time that was disputed in the same moment is not told', [triaged(2), reported(receipt), { at: receipt + 24 * hour, fact: { type: 'auto_confirmed' }, actor: machine }, { at: receipt + 30 * hour, fact: { type: 'reopened', reason: '', message: null, edition: 1 }, actor: olga }], receipt + 30 * hour, 2, ['receipt']],
    ['a reminder of a confirmation that has come meanwhile is not told', [triaged(2), reported(receipt), reminded('confirmation', receipt + 24 * hour), { at: receipt + 24 * hour, fact: { type: 'auto_confirmed' }, actor: machine }], receipt + 40 * hour, 2, ['auto_confirmed']],
    ['what only the desk does is not told', [triaged(2), { at: receipt, fact: { type: 'taken' } }, { at: receipt, fact: { type: 'noted', message: 'n' } }, { at: receipt, fact: { type: 'return_set', on: receipt + hour, why: 'return', staff: null, note: '' } }], receipt, 3, []],
    ['R-3.1.6 who is answered as he is assessed reads the answer alone', [triaged(1), reported(receipt, 'refused')], receipt, 2, ['result']],
    ['R-5 of a topic outside no due of a result is told', [{ at: receipt, fact: { type: 'triaged', category: 2, effect: '', topic: '5.2' } }], receipt, 1, []],
    ['R-6.2.7 a critical one is told, whatever its topic', [{ at: receipt, fact: { type: 'triaged', category: 1, effect: '', topic: '5.2' } }], receipt, 1, ['category']],
    ['R-3.2.7 who is handed over is asked to change nothing meanwhile', [triaged(2), { at: receipt, fact: { type: 'handed_over', to: 'developers', note: '' } }], receipt, 1, ['handed_over']],
    ['spam is closed without a word', [{ at: receipt, fact: { type: 'closed_as_spam' } }], receipt, 1, []],
  ])('%s', (_, steps, now, count, kinds) => expect(said(steps, now, count).map(notice => notice.kind)).toEqual(kinds))
})
