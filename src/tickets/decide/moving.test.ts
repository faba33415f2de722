import { describe, expect, it } from 'vitest'
import { jupiterPolicy } from '../../../test/jupiter.ts'
import { Refusal } from '../../lib/errors.ts'
import { day, hour, minute, type Instant } from '../../lib/instant.ts'
import { fold } from '../../regulation/fold.ts'
import { read } from '../../regulation/reading.ts'
import { signalsOf } from '../clocks.ts'
import type { Command } from '../commands.ts'
import { decide } from '../decide.ts'
import { derivedFacts } from '../settle.ts'
import { replay, struckIds, type Actor, type TicketEvent, type TicketFact } from '../ticket.ts'

const anna: Actor = { kind: 'staff', id: 'anna' }
const olga: Actor = { kind: 'customer', id: 'olga' }
const monday = Date.parse('2026-03-16T10:00:00+03:00')

/** A ticket that began with the letter `m0`, played step by step; what time has done is written down before each command. */
function played() {
  const events: TicketEvent[] = []
  let now: Instant = monday
  const add = (facts: readonly { at: Instant; fact: TicketFact }[], actor: Actor): void => {
    for (const { at, fact } of facts) events.push({ ...fact, id: `e${events.length + 1}`, seq: events.length + 1, at, recordedAt: now, actor })
  }
  add([{ at: now, fact: { type: 'registered', number: 1042, edition: 1, channel: 'email', subject: 'Не печатает', weakSubject: false, contactId: 'olga', pointId: null, conversationId: 'c', stopReported: false, message: 'm0' } }], olga)
  const view = () => fold(signalsOf(events), jupiterPolicy, now)
  return {
    events, view,
    ticket: () => replay(events, 't'),
    later: (span: number) => void (now += span),
    wake: () => add(derivedFacts(events, read(signalsOf(events), jupiterPolicy, now), jupiterPolicy, () => `task${events.length}`), { kind: 'machine', id: null }),
    does(command: Command, actor: Actor = anna, at: Instant = now): string[] {
      this.wake()
      const decision = decide({ ticket: replay(events, 't'), events, view: view(), policy: jupiterPolicy, now, at, actor, newId: () => `n${events.length}`, deliverableNeeded: false, ownerIsOn: null }, command)
      if (decision instanceof Refusal) throw decision
      add(decision.map(fact => ({ at, fact })), actor)
      return decision.map(fact => fact.type)
    },
    /** Types of what was struck. */
    struck: () => [...struckIds(events)].map(id => events.find(event => event.id === id)!.type).sort(),
  }
}
const triage: Command = { type: 'triage', category: 2, effect: 'один принтер, есть обход', topic: null }
const ask: Command = { type: 'answer', message: 'q', text: 'Пришлите фото', files: [], asks: true, items: [{ id: 'i1', kind: 'photo', text: 'фото ошибки' }] }
const hear = (message: string): Command => ({ type: 'hear', message, text: 'Вот фото', weight: 'real', files: [{ kind: 'photo', name: 'a.jpg', mime: 'image/jpeg' }] })
const person = (index: number) => ({ contactId: `p${index}`, conversationId: `c${index}` })
const out = (message: string): Command => ({ type: 'move_out', message, to: 1050 })

describe('a message that stood on the wrong ticket (pain 6)', () => {
  it('R-6.3.3 a letter that had answered a question leaves: the wait goes on as if it had never come, what it ticked is asked again', () => {
    const play = played()
    play.does(triage)
    play.does(ask)
    const { silence } = play.view()
    play.later(hour)
    play.does(hear('m1'), olga)
    expect([play.view().silence, play.ticket().asked[0]!.state]).toEqual([null, 'done'])
    play.later(minute)
    expect(play.does(out('m1'))).toEqual(['message_moved_out', 'struck', 'struck'])
    expect(play.struck()).toEqual(['customer_wrote', 'item_ticked'])
    expect([play.view().silence, play.ticket().asked[0]!.state]).toEqual([silence, 'open'])
  })

  it('R-6.3.4 a pause that it had ended stands again, and the customer, who read that work goes on, is told of it anew', () => {
    const play = played()
    play.does(triage)
    play.does(ask)
    play.later(3 * day)
    play.does(hear('m1'), olga)
    const { suspendedAt: none } = play.view()
    play.later(minute)
    play.does(out('m1'))
    expect(play.struck()).toEqual(['customer_wrote', 'item_ticked', 'resumed', 'suspended'])
    const before = play.events.length
    play.wake()
    expect([none, play.view().suspendedAt === null]).toEqual([null, false])
    expect(play.events.slice(before).map(event => event.type)).toContain('suspended')
  })

  it('A-20 a letter that had reopened it leaves: the ticket has ended as it had before, and what was judged of it is judged no more', () => {
    const play = played()
    play.does(triage)
    play.does({ type: 'report_result', kind: 'done', text: 'Настроили', files: [], message: null })
    play.does({ type: 'confirm', note: 'сказал сам' })
    play.later(hour)
    play.does({ type: 'reopen', reason: '', message: 'm1', edition: 1 }, olga)
    expect(play.view().state).toBe('registered')
    play.does(out('m1'))
    expect([play.view().state, play.view().resolvedHow, play.struck()]).toEqual(['resolved', 'confirmed', ['reopened']])
  })

  it('A-20 an answer to a result that a person had read as a yes takes the yes with it', () => {
    const play = played()
    play.does(triage)
    play.does({ type: 'report_result', kind: 'done', text: 'Настроили', files: [], message: null })
    play.later(hour)
    play.does(hear('m1'), olga)
    play.does({ type: 'judge', message: 'm1', as: 'confirm' })
    expect(play.view().state).toBe('resolved')
    play.does(out('m1'))
    expect([play.view().state, play.view().toJudge]).toEqual(['awaiting_confirmation', []])
  })

  it('a ticket that its only letter has left is closed without a word; where somebody else has spoken it stays open', () => {
    const alone = played()
    expect(alone.does(out('m0'))).toEqual(['message_moved_out', 'closed_as_moved'])
    expect([alone.view().state, alone.ticket().unansweredSince]).toEqual(['closed', null])
    for (const said of [hear('m1'), { type: 'answer', message: 'a', text: 'Проверьте кабель', files: [], asks: false }, { type: 'call_held', note: '', asks: false }] satisfies Command[]) {
      const play = played()
      play.does(said, said.type === 'hear' ? olga : anna)
      expect(play.does(out('m0')), said.type).toEqual(['message_moved_out'])
      expect(play.view().closedAt).toBe(null)
    }
  })

  it('brought back, it opens the ticket again with its old clocks; another message that comes in opens nothing', () => {
    const play = played()
    const due = play.view().triage.dueAt
    play.does(out('m0'))
    play.later(minute)
    expect(play.does({ type: 'move_in', message: 'm9', from: 1043 })).toEqual(['message_moved_in'])
    expect(play.view().state).toBe('closed')
    expect(play.does({ type: 'move_in', message: 'm0', from: 1050 })).toEqual(['message_moved_in', 'struck'])
    expect([play.view().state, play.view().triage.dueAt]).toEqual(['registered', due])
  })

  it('R-6.3.3 a letter that answered in time and is brought to its ticket late: the pause is struck, since he had answered', () => {
    const play = played()
    play.does(triage)
    play.does(ask)
    play.later(hour)
    const came = monday + hour
    play.later(3 * day)
    play.wake()
    expect(play.view().suspendedAt).not.toBe(null)
    play.does({ type: 'move_in', message: 'm1', from: 1043 })
    play.does(hear('m1'), olga, came)
    play.wake()
    expect([play.view().suspendedAt, play.view().silence]).toEqual([null, null])
    expect(play.struck()).toContain('suspended')
  })
})

describe('people whom a letter brings (pain 8)', () => {
  it('join once, never twice, the main person stays; no more than twenty; those of a letter that leaves go with it', () => {
    const play = played()
    expect(play.does({ type: 'join_people', people: [{ contactId: 'olga', conversationId: 'c' }, person(1), person(1), person(2)], message: 'm1' }, olga)).toEqual(['person_joined', 'person_joined'])
    expect(play.does({ type: 'join_people', people: [person(2)], message: 'm2' }, olga)).toEqual([])
    expect(play.does({ type: 'join_people', people: Array.from({ length: 30 }, (_, index) => person(index + 10)), message: 'm2' }, olga)).toHaveLength(18)
    play.does(hear('m1'), olga)
    play.does(out('m1'))
    expect(play.ticket().people.map(one => one.contactId)).toEqual(Array.from({ length: 18 }, (_, index) => `p${index + 10}`))
    expect(play.ticket().contactId).toBe('olga')
  })
})
