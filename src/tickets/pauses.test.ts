import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { hour } from '../lib/instant.ts'
import { openCalendar } from '../regulation/calendar.ts'
import { fold } from '../regulation/fold.ts'
import { signalsOf } from './clocks.ts'
import { pausesOf } from './pauses.ts'
import type { Actor, TicketEvent, TicketFact } from './ticket.ts'

/** Tuesday, 14:07 in Moscow. */
const start = Date.parse('2026-03-17T11:07:00Z')
const anna: Actor = { kind: 'staff', id: 'anna' }
const olga: Actor = { kind: 'customer', id: 'olga' }

const registered: TicketFact = {
  type: 'registered', number: 1042, edition: 1, channel: 'telegram', subject: 'Не печатает', weakSubject: false, contactId: 'olga', pointId: null, conversationId: 'c', stopReported: false, message: 'm0',
}
type Line = { at: number; fact: TicketFact; actor?: Actor }
const history = (lines: readonly Line[]): TicketEvent[] =>
  [{ at: start, fact: registered, actor: olga }, { at: start, fact: { type: 'triaged', category: 2, effect: 'неудобно', topic: null } as const }, ...lines]
    .map(({ at, fact, actor = anna }: Line, index) => ({ ...fact, id: `e${index}`, seq: index + 1, at, recordedAt: at, actor }))
const asked = (at: number, message = `q${at}`): Line[] => [{ at, fact: { type: 'answered', message, asks: true } }, { at, fact: { type: 'asked', message, items: [{ id: `i${message}`, kind: 'text', text: `модель ${message}` }] } }]
const wrote = (at: number): Line => ({ at, fact: { type: 'customer_wrote', message: `a${at}`, weight: 'real', subject: null }, actor: olga })

describe('the audit of waits (R-3.3.2)', () => {
  it('a ticket without a question has none', () => {
    expect(pausesOf(history([wrote(start + hour)]), jupiterPolicy, start + 10 * hour)).toEqual([])
  })

  it('a second question in an open wait begins no second wait (A-13: from the first)', () => {
    expect(pausesOf(history([...asked(start + hour), ...asked(start + 2 * hour), wrote(start + 3 * hour)]), jupiterPolicy, start + 4 * hour)).toMatchObject([{ since: start + hour, endedBy: 'answer' }])
  })

  it('an answer, a new question: two waits, each with what it asked for', () => {
    const pauses = pausesOf(history([...asked(start + hour, 'one'), wrote(start + 2 * hour), ...asked(start + 3 * hour, 'two')]), jupiterPolicy, start + 4 * hour)
    expect(pauses.map(pause => [pause.endedBy, pause.items.map(item => item.text)])).toEqual([['answer', ['модель one']], [null, ['модель one', 'модель two']]])
  })

  it('R-6.4.1 a result ends a pause and says so', () => {
    const [pause] = pausesOf(history([...asked(start), { at: start + 30 * hour, fact: { type: 'result_reported', kind: 'done', text: 'Нашли сами.', message: 'r' } }]), jupiterPolicy, start + 40 * hour)
    // 14 hours of service time after 14:07 are over at 14:07 of the next day; the result came at 20:07.
    expect(pause).toMatchObject({ endedBy: 'result', suspendedAt: start + 24 * hour, paused: 6 * hour })
  })

  it('whatever happens, the pauses of the audit are the pauses of the clock', () => {
    const step = fc.record({ after: fc.integer({ min: 1, max: 60 }), what: fc.constantFrom('ask', 'write', 'lift', 'agree', 'lost') })
    const { service } = jupiterPolicy.calendars
    const calendar = openCalendar(service)
    fc.assert(fc.property(fc.array(step, { maxLength: 14 }), steps => {
      let at = start
      const lines: Line[] = []
      for (const { after, what } of steps) {
        at += after * hour
        switch (what) {
          case 'ask': lines.push(...asked(at)); break
          case 'write': lines.push(wrote(at)); break
          case 'lift': lines.push({ at, fact: { type: 'lifted', reason: 'нашли' } }); break
          case 'agree': lines.push({ at, fact: { type: 'wait_agreed', until: at + 20 * hour, note: '' } }); break
          case 'lost': lines.push(...asked(at, `l${at}`), { at, fact: { type: 'not_delivered', message: `l${at}`, reason: 'blocked', task: null } })
        }
      }
      const now = at + 500 * hour
      const events = history(lines)
      const view = fold(signalsOf(events), jupiterPolicy, now)
      const pauses = pausesOf(events, jupiterPolicy, now)
      const standing = pauses.reduce((sum, pause) => sum + pause.paused, 0)
      // What the result clock did not count is what it stood by pauses.
      expect(standing).toBe(calendar.between(start, now) - view.result!.elapsed)
      expect(pauses.filter(pause => pause.endedAt === null).length).toBe(view.suspendedAt === null && view.silence === null ? 0 : 1)
      for (const [index, pause] of pauses.entries()) expect(pause.since).toBeGreaterThanOrEqual(pauses[index - 1]?.endedAt ?? start)
    }), { numRuns: 300, seed: 11 })
  })
})
