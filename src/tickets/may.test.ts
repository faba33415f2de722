import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../lib/errors.ts'
import { day, hour, minute } from '../lib/instant.ts'
import { fold } from '../regulation/fold.ts'
import type { Policy } from '../regulation/policy.ts'
import type { Command } from './commands.ts'
import { signalsOf } from './clocks.ts'
import { decide } from './decide.ts'
import { strikable } from './decide/striking.ts'
import { commandTypes, mayGive, permissionFor, type StaffCommandType } from './may.ts'
import { evolve, replay, type Actor, type Ticket, type TicketEvent, type TicketFact } from './ticket.ts'

const everyDay = { mon: [['09:00', '23:00']], tue: [['09:00', '23:00']], wed: [['09:00', '23:00']], thu: [['09:00', '23:00']], fri: [['09:00', '23:00']], sat: [['09:00', '23:00']], sun: [['09:00', '23:00']] } as const
const calendar = { timezone: 'Europe/Moscow', weekly: everyDay, holidays: [] }
const policy: Policy = {
  calendars: { service: calendar, state: calendar }, workingDay: 'service', dayCount: 'service-time', triage: { service: 'PT30M' },
  reaction: { 1: { service: 'PT1H' }, 2: { service: 'PT8H' }, 3: { workingDays: 2 } }, result: { 2: { workingDays: 3 }, 3: { workingDays: 10 } },
  breachShown: 'both', refusal: 'reaction', silence: { term: { workingDays: 1 }, calendar: 'service' }, confirm: { ordinary: 'PT24H' }, reopenWindow: 'P7D',
  warnAt: [0.5, 0.8], remind: { beforeSuspension: 'PT2H', beforeConfirmation: 'PT4H' }, releaseWeekday: null,
}
const start = Date.parse('2026-11-24T11:07:00Z')
/** Later than any instant that the random lives reach. */
const later = Date.parse('2036-01-01T00:00:00Z')
const me = '019a0000-0000-7000-8000-00000000000a'
const other = '019a0000-0000-7000-8000-00000000000b'
const staff: Actor = { kind: 'staff', id: me }

/** A command of each type that fits the ticket as well as one of its type can. */
function fitting(type: StaffCommandType, ticket: Ticket, events: readonly TicketEvent[], toJudge: readonly string[]): Command {
  switch (type) {
    case 'triage': return { type, category: 2, effect: 'очередь у кассы', topic: null }
    case 'recategorise': return { type, category: ticket.category === 1 ? 2 : 1, basis: 'changed', reason: 'касса встала' }
    case 'set_topic': return { type, topic: '4.1.1' }
    case 'take': return { type }
    case 'assign': return { type, owner: other }
    case 'answer': return { type, message: 'm-out', text: 'Проверьте, пожалуйста, кабель.', files: [], asks: false }
    case 'note': return { type, message: 'm-note', text: 'Звонить после обеда.', files: [] }
    case 'call_held': return { type, note: '', asks: false }
    case 'report_result': return { type, kind: 'done', text: 'Принтер настроен.', message: null, files: [] }
    case 'confirm': return { type, note: '' }
    case 'dispute': return { type, note: 'не печатает', message: null }
    case 'judge': return { type, message: toJudge[0] ?? 'none', as: 'neutral' }
    case 'lift': return { type, reason: 'ответили по телефону' }
    case 'hand_over': return { type, to: 'developers', note: 'ошибка в отчёте' }
    case 'take_back': return { type, note: '' }
    case 'withdraw': return { type, note: '' }
    case 'close_spam': return { type }
    case 'reopen': return { type, reason: 'не решено', message: null, edition: 1 }
    case 'strike': return { type, event: strikable(events)[0]?.id ?? 'none', reason: 'записано по ошибке' }
    case 'set_point': return { type, pointId: null, source: 'staff' }
    case 'agree_wait': return { type, until: later, note: '' }
    case 'tick_item': return { type, item: ticket.asked.find(item => item.state === 'open')?.id ?? 'none' }
    case 'waive_item': return { type, item: ticket.asked.find(item => item.state === 'open')?.id ?? 'none' }
    case 'mark_step': return { type, step: ticket.steps[0]?.id ?? 'none', as: 'done' }
    case 'tick_procedure': return { type, step: 'one', done: true }
    case 'check_precondition': return { type, precondition: 'one', met: false }
    case 'give_deliverable': return { type, fields: { number: '77' }, files: [] }
    case 'schedule_help': return { type, at: later, note: '' }
    case 'return_on': return { type, on: later, why: 'return', staff: me, note: '' }
    case 'cancel_return': return { type }
    case 'hand_to_shift': return { type, to: other, done: 'посмотрели', waiting: '', next: 'позвонить' }
    case 'link_development': return { type, development: other, title: 'Печать на двух принтерах' }
    case 'unlink_development': return { type }
    case 'note_delay': return { type, reason: '6.5.4' }
    case 'revise_due': return { type, due: later, reason: '6.5.4', message: null }
    case 'add_point': return { type, pointId: ticket.pointId === null ? me : other }
    case 'remove_point': return { type, pointId: other }
    case 'set_main_person': return { type, contactId: other, conversationId: null }
    case 'remove_person': return { type, contactId: ticket.people[0]?.contactId ?? 'none' }
    case 'detach_incident': return { type }
    case 'answer_stop': return { type, holds: true }
  }
}

/** Things that may happen to a ticket, in any order: commands of staff, words of the customer, time that passes. */
const step = fc.oneof(
  fc.record({ wait: fc.constantFrom(minute, 20 * minute, 3 * hour, day, 3 * day) }),
  fc.record({ give: fc.constantFrom(...commandTypes) }),
  fc.record({ ask: fc.constantFrom(true) }),
  fc.record({ happens: fc.constantFrom<Command>(
    { type: 'answer', message: 'q-items', text: '', files: [], asks: true, items: [{ id: 'i1', kind: 'photo', text: 'фото ошибки' }, { id: 'i2', kind: 'text', text: 'модель принтера' }], steps: [{ id: 's1', text: 'Выключите принтер' }] },
    { type: 'report_stop' }, { type: 'attach_incident', incident: other, number: 7 }, { type: 'join_person', contactId: other, conversationId: null }, { type: 'set_topic', topic: '4.5.7' },
  ) }),
  fc.record({ hear: fc.constantFrom('real', 'thanks', 'nothing') }),
)

/** Stories begin at any part of a ticket's life, so that its later parts are not rare. */
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
const reported: readonly Step[] = [{ give: 'triage' }, { give: 'report_result' }]
const story = fc.tuple(
  fc.constantFrom<readonly Step[]>([], [{ give: 'add_point' }, { give: 'add_point' }], [{ give: 'triage' }], [{ give: 'triage' }, { ask: true }, { wait: 3 * day }], reported, [...reported, { hear: 'real' }]),
  fc.array(step, { maxLength: 20 }),
).map(([beginning, further]) => [...beginning, ...further])

function* storyOf(steps: readonly Step[], written: boolean) {
  let now = start
  const events: TicketEvent[] = []
  const add = (fact: TicketFact, actor: Actor) => {
    const seq = events.length + 1
    events.push({ ...fact, id: `e${seq}`, seq, at: now, recordedAt: now, actor })
  }
  add({
    type: 'registered', number: 1042, edition: 1, channel: written ? 'telegram' : 'phone', subject: 'Не печатает', weakSubject: false, contactId: null, pointId: null,
    conversationId: written ? 'c' : null, stopReported: false, message: null,
  }, { kind: 'customer', id: null })
  for (const one of [...steps, { wait: 0 }]) {
    const ticket = replay(events, 't')
    const view = fold(signalsOf(events), policy, now)
    const situation = { ticket, events, view, policy, now, at: now, newId: () => `n${events.length}`, deliverableNeeded: false, ownerIsOn: null }
    yield { ticket, events: [...events], view, now, decideFor: (command: Command) => decide({ ...situation, actor: staff }, command) }
    if ('wait' in one) {
      now += one.wait
      continue
    }
    const command: Command = 'give' in one ? fitting(one.give, ticket, events, view.toJudge)
      : 'happens' in one ? one.happens : 'ask' in one ? { type: 'answer', message: `q${events.length}`, text: 'Какая модель принтера?', files: [], asks: true }
        : { type: 'hear', message: `m${events.length}`, text: 'не работает', weight: one.hear as 'real' }
    const actor: Actor = 'hear' in one || ('happens' in one && one.happens.type === 'report_stop') ? { kind: 'customer', id: null } : staff
    const decision = decide({ ...situation, actor }, command)
    if (!(decision instanceof Refusal)) for (const fact of decision) add(fact, actor)
    now += minute
  }
}

const fresh = () => {
  const event: TicketEvent = {
    type: 'registered', number: 1042, edition: 1, channel: 'telegram', subject: 'Не печатает', weakSubject: false, contactId: null, pointId: null, conversationId: 'c', stopReported: false,
    message: null, id: 'e1', seq: 1, at: start, recordedAt: start, actor: { kind: 'customer', id: null },
  }
  return { ticket: evolve(null, event, 't'), events: [event], view: fold(signalsOf([event]), policy, start) }
}

describe('what a person may do now', () => {
  test('whatever happened before, a command that is offered is never refused for the state of the ticket', () => {
    const offered = new Set<string>()
    fc.assert(fc.property(story, fc.boolean(), (steps, written) => {
      for (const { ticket, view, events, decideFor } of storyOf(steps, written)) {
        for (const type of mayGive({ ticket, view, events }, { id: me, role: 'lead' })) {
          offered.add(type)
          const decision = decideFor(fitting(type, ticket, events, view.toJudge))
          expect(decision, `${type} in ${view.state}`).not.toBeInstanceOf(Refusal)
        }
      }
    }), { numRuns: 300, seed: 7 })
    // The stories reach every command, so the property speaks of all of them.
    expect([...offered].sort()).toEqual([...commandTypes].sort())
  })

  test('whatever happened before, a command that is not offered is refused or changes nothing, but for two: disputing an end (reopen says that), handing over again', () => {
    fc.assert(fc.property(story, fc.boolean(), (steps, written) => {
      for (const { ticket, view, events, decideFor } of storyOf(steps, written)) {
        const may = mayGive({ ticket, view, events }, { id: me, role: 'lead' })
        for (const type of commandTypes) {
          if (may.includes(type) || type === 'dispute' || type === 'hand_over') continue
          const decision = decideFor(fitting(type, ticket, events, view.toJudge))
          expect(decision instanceof Refusal || decision.length === 0, `${type} in ${view.state}`).toBe(true)
        }
      }
    }), { numRuns: 200, seed: 8 })
  })

  test('a new ticket is triaged, taken, answered, withdrawn; its result is told after triage only (R-6.2.2)', () => {
    const may = mayGive(fresh(), { id: me, role: 'specialist' })
    expect(may).toEqual(expect.arrayContaining(['triage', 'take', 'answer', 'note', 'withdraw', 'close_spam']))
    for (const type of ['recategorise', 'report_result', 'confirm', 'judge', 'lift', 'reopen', 'strike'] as const) expect(may).not.toContain(type)
  })

  test('nobody writes to a caller without a written channel', () => {
    const { ticket, ...rest } = fresh()
    expect(mayGive({ ...rest, ticket: { ...ticket, conversationId: null } }, { id: me, role: 'specialist' })).not.toContain('answer')
  })

  test('each command names the permission of its kind', () => {
    expect(permissionFor.triage).toBe('ticket.triage')
    expect(permissionFor.close_spam).toBe('ticket.close_spam')
    expect(new Set(Object.values(permissionFor))).toEqual(new Set(['ticket.triage', 'ticket.work', 'ticket.close_spam']))
  })
})
