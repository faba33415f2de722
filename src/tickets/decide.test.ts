import { describe, expect, it } from 'vitest'
import { Refusal } from '../lib/errors.ts'
import { hour, minute, type Instant } from '../lib/instant.ts'
import { fold } from '../regulation/fold.ts'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { signalsOf } from './clocks.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { evolve, replay, type Actor, type Ticket, type TicketEvent, type TicketFact } from './ticket.ts'

const anna: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-00000000000a' }
const igor: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-00000000000b' }
const olga: Actor = { kind: 'customer', id: '00000000-0000-7000-8000-00000000000c' }
const monday = Date.parse('2026-03-16T10:00:00+03:00')

/** A ticket played by hand: each step is a fact or a command at an instant. */
class Play {
  events: TicketEvent[] = []
  now: Instant
  ticket: Ticket | null = null
  deliverableNeeded = false
  #ids = 0
  constructor(now: Instant = monday) {
    this.now = now
    this.fact({
      type: 'registered', number: 1042, edition: 1, channel: 'telegram', subject: 'Не печатает кухонный принтер', weakSubject: false, contactId: olga.id, pointId: null,
      conversationId: 'c', stopReported: false, message: 'm0',
    }, olga)
  }
  id = () => `id-${++this.#ids}`
  fact(fact: TicketFact, actor: Actor): void {
    const event: TicketEvent = { ...fact, id: this.id(), seq: this.events.length + 1, at: this.now, recordedAt: this.now, actor }
    this.events.push(event)
    this.ticket = evolve(this.ticket, event, 't')
  }
  get view() {
    return fold(signalsOf(this.events), jupiterPolicy, this.now)
  }
  ask(command: Command, actor: Actor = anna) {
    return decide({ ticket: this.ticket!, events: this.events, view: this.view, policy: jupiterPolicy, now: this.now, at: this.now, actor, newId: this.id, deliverableNeeded: this.deliverableNeeded, ownerIsOn: null }, command)
  }
  do(command: Command, actor: Actor = anna): string[] {
    const decision = this.ask(command, actor)
    if (decision instanceof Refusal) throw decision
    for (const fact of decision) this.fact(fact, actor)
    return decision.map(fact => fact.type)
  }
  refusal(command: Command, actor: Actor = anna): string {
    const decision = this.ask(command, actor)
    return decision instanceof Refusal ? decision.code : 'accepted'
  }
  later(ms: number): this {
    this.now += ms
    return this
  }
}

const triage: Command = { type: 'triage', category: 2, effect: 'один принтер, есть обход', topic: '4.4.2' }
const answer = (message: string, asks = false): Command => ({ type: 'answer', message, text: 'Проверьте кабель', files: [], asks })
const result = (message: string | null = 'r1'): Command => ({ type: 'report_result', kind: 'done', text: 'Настроили', files: [], message })
const hear = (message: string, weight: 'real' | 'thanks' | 'nothing' | 'automatic' = 'real'): Command => ({ type: 'hear', message, text: 'текст', weight })

describe('triage', () => {
  it('product 4.5 whoever rates a ticket has judged its stop report: it may be reported anew, and a new cycle begins without it', () => {
    const play = new Play()
    play.do({ type: 'report_stop' }, olga)
    play.do(triage)
    expect(play.ticket!.stopReported).toBe(false)
    expect(play.do({ type: 'report_stop' }, olga)).toEqual(['work_stopped'])
    expect(play.ticket!.stopReported).toBe(true)
    play.do({ type: 'recategorise', category: 1, basis: 'changed', reason: 'касса встала' })
    expect(play.ticket!.stopReported).toBe(true)
    play.do({ type: 'withdraw', note: '' }, olga)
    play.do({ type: 'reopen', reason: '', message: null, edition: 1 }, olga)
    expect(play.ticket!.stopReported).toBe(false)
  })
  it('R-6.2.4 sets the category once; a second triage is refused and points to a change', () => {
    const play = new Play()
    expect(play.do(triage)).toEqual(['triaged'])
    expect(play.view.category).toBe(2)
    expect(play.refusal(triage)).toBe('already_triaged')
  })
  it('R-6.2.5 a change needs a category, another one, and keeps its basis', () => {
    const play = new Play()
    expect(play.refusal({ type: 'recategorise', category: 1, basis: 'changed', reason: 'встала касса' })).toBe('not_triaged')
    play.do(triage)
    expect(play.refusal({ type: 'recategorise', category: 2, basis: 'changed', reason: 'так же' })).toBe('same_category')
    expect(play.do({ type: 'recategorise', category: 1, basis: 'corrected', reason: 'касс не две, а одна' })).toEqual(['recategorised'])
  })
})

describe('ownership', () => {
  it('R-6.3.1 the first to take it owns it, the second is told who does, taking twice changes nothing', () => {
    const play = new Play()
    expect(play.do({ type: 'take' })).toEqual(['taken'])
    expect(play.do({ type: 'take' })).toEqual([])
    expect(play.refusal({ type: 'take' }, igor)).toBe('already_owned')
  })
  it('an answer to a free ticket makes it the answerer’s; an owned one stays where it is', () => {
    const play = new Play()
    expect(play.do(answer('a1'))).toEqual(['taken', 'answered'])
    expect(play.do(answer('a2'), igor)).toEqual(['answered'])
    expect(play.ticket!.ownerId).toBe(anna.id)
  })
})

/** Paused after a dispute, with a stop reported. */
const paused = (): Play => {
  const play = new Play()
  play.do(triage)
  play.do({ type: 'report_stop' }, olga)
  play.do(result())
  play.later(hour).do({ type: 'dispute', note: '', message: null }, olga)
  play.do(answer('q', true))
  play.later(30 * hour).do({ type: 'wake' })
  expect(play.view.state).toBe('suspended')
  return play
}

describe('what an inbound message does', () => {
  it('A-17 real words and thanks end a wait, a sticker and an automatic answer do not', () => {
    for (const [weight, state] of [['real', 'in_work'], ['thanks', 'in_work'], ['nothing', 'waiting_customer'], ['automatic', 'waiting_customer']] as const) {
      const play = new Play()
      play.do(triage)
      play.do(answer('q', true))
      expect(play.view.state).toBe('waiting_customer')
      play.later(minute).do(hear('x', weight), olga)
      expect(play.view.state, weight).toBe(state)
    }
  })
  it('A-20 while a result waits: real words stop the day until a person judges them, thanks do nothing', () => {
    const play = new Play()
    play.do(triage)
    play.do(result())
    play.later(hour).do(hear('thanks', 'thanks'), olga)
    expect(play.view.toJudge).toEqual([])
    play.do(hear('m2'), olga)
    expect(play.view.toJudge).toEqual(['m2'])
    expect(play.view.autoConfirmAt).toBeNull()
    expect(play.refusal({ type: 'judge', message: 'other', as: 'confirm' })).toBe('nothing_to_judge')
    expect(play.do({ type: 'judge', message: 'm2', as: 'dispute' })).toEqual(['judged'])
    expect(play.view.state).toBe('in_work')
  })
  it('R-6.3.4 an answer out of suspension resumes and remembers the due that stood', () => {
    const play = new Play()
    play.do(triage)
    const due = play.view.result!.dueAt
    play.do(answer('q', true))
    play.later(30 * hour)
    expect(play.view.state).toBe('suspended')
    expect(play.do(hear('here'), olga)).toEqual(['resumed', 'customer_wrote'])
    expect(play.events.find(event => event.type === 'resumed')).toMatchObject({ wasDue: due })
    expect(play.view.result!.dueAt!).toBeGreaterThan(due!)
  })
  it('R-6.3.4 a wish for the lead and the answer whether the work still stands end a pause like words, and it is told', () => {
    for (const [wish, fact] of [[{ type: 'call_lead' }, 'lead_called'], [{ type: 'answer_stop', holds: true }, 'stop_answered']] as const) {
      const play = paused()
      expect(play.do(wish, olga)).toEqual(['resumed', fact])
      expect(play.view.state).toBe('in_work')
    }
  })
  it('the first words after a greeting name the ticket', () => {
    const play = new Play()
    play.ticket = { ...play.ticket!, subject: 'Здравствуйте', subjectIsWeak: true }
    play.do({ type: 'hear', message: 'm', text: '  Не печатает\nчек  ', weight: 'real' }, olga)
    expect(play.ticket!.subject).toBe('Не печатает чек')
    play.do({ type: 'hear', message: 'm3', text: 'и ещё вопрос', weight: 'real' }, olga)
    expect(play.ticket!.subject).toBe('Не печатает чек')
  })
})

describe('the end', () => {
  it('R-3.1.6 no end without words; no result before the category', () => {
    const play = new Play()
    expect(play.refusal(result())).toBe('not_triaged')
    play.do(triage)
    expect(play.refusal({ type: 'report_result', kind: 'done', text: '', files: [], message: 'r' })).toBe('text_required')
    expect(play.do(result())).toEqual(['taken', 'result_reported'])
    expect(play.view.state).toBe('awaiting_confirmation')
  })
  it('R-4.1.2 the end of an outage is a result whatever the topic gives out', () => {
    const play = new Play()
    play.do(triage)
    play.deliverableNeeded = true
    play.do({ type: 'report_result', kind: 'done', text: 'Заработало', files: [], message: 'r1', incident: 'i' })
    expect(play.view.state).toBe('awaiting_confirmation')
  })
  it('R-4.5.7 where the topic gives something out, nothing is done before it is there; a way round or a no needs none', () => {
    const play = new Play()
    play.do(triage)
    play.deliverableNeeded = true
    expect(play.refusal(result())).toBe('deliverable_missing')
    expect(play.refusal({ type: 'report_result', kind: 'refused', text: 'Такого заказа нет', files: [], message: 'r' })).toBe('accepted')
    play.do({ type: 'give_deliverable', fields: { number: '118' }, files: [] })
    expect(play.do(result())).toContain('result_reported')
  })
  it('R-6.4.2 confirm ends, a second press changes nothing, work on an ended ticket is refused', () => {
    const play = new Play()
    play.do(triage)
    play.do(result())
    expect(play.do({ type: 'confirm', note: '' }, olga)).toEqual(['confirmed'])
    expect(play.do({ type: 'confirm', note: '' }, olga)).toEqual([])
    expect(play.refusal({ type: 'take' })).toBe('ticket_ended')
    expect(play.refusal(answer('late', true))).toBe('ticket_ended')
    expect(play.do(answer('bye'))).toEqual(['answered'])
  })
  it('A-20 a dispute within the day goes on in the same cycle, after the end within the window opens the next, later it is refused', () => {
    const play = new Play()
    play.do(triage)
    play.do(result())
    play.later(hour).do({ type: 'dispute', note: '', message: null }, olga)
    expect(play.view).toMatchObject({ state: 'in_work', cycle: 1 })
    play.do(result('r2'))
    play.later(25 * hour)
    expect(play.view.resolvedHow).toBe('auto_confirmed')
    expect(play.do({ type: 'dispute', note: '', message: null }, olga)).toEqual(['reopened'])
    expect(play.view).toMatchObject({ state: 'registered', cycle: 2, category: null })
    play.do({ type: 'withdraw', note: '' }, olga)
    play.later(73 * hour)
    expect(play.refusal({ type: 'reopen', reason: '', message: null, edition: 1 }, olga)).toBe('reopen_window_passed')
    expect(play.do({ type: 'reopen', reason: 'закрыли по ошибке', message: null, edition: 1 }, anna)).toEqual(['reopened'])
  })
  it('rule 8 a specialist takes back an end that came by time alone: the same cycle goes on', () => {
    const play = new Play()
    play.do(triage)
    play.do(result())
    play.later(25 * hour)
    expect(play.view.resolvedHow).toBe('auto_confirmed')
    expect(play.do({ type: 'dispute', note: 'позвонил: не работает', message: null })).toEqual(['judged'])
    expect(play.view).toMatchObject({ state: 'in_work', cycle: 1, resolvedAt: null })
  })
  it('a result told in a call starts its day at once and answers the open call tasks', () => {
    const play = new Play()
    play.do(triage)
    const [, need] = play.do({ type: 'ask_call' }, olga)
    expect(need).toBe('call_needed')
    expect(play.do(result(null))).toEqual(['taken', 'call_held', 'result_reported'])
    expect(play.events.find(event => event.type === 'call_held')).toMatchObject({ tasks: [expect.stringMatching(/^id-/)] })
    expect(play.view.autoConfirmAt).toBe(play.now + 24 * hour)
  })
})

describe('delivery', () => {
  it('no clock runs against a customer who was not reached: the wait is taken back and a call asked for', () => {
    const play = new Play()
    play.do(triage)
    play.do(answer('q', true))
    play.later(minute).do({ type: 'note_delivery', message: 'q', outcome: 'not_delivered', reason: 'blocked' }, { kind: 'machine', id: null })
    expect(play.view).toMatchObject({ silence: null, state: 'in_work' })
    expect(play.view.reaction!.endedAt).toBeNull()
    expect(play.events.at(-1)).toMatchObject({ type: 'not_delivered', task: expect.any(String) })
  })
  it('A-13 the wait begins when the channel took the question, however late', () => {
    const play = new Play()
    play.do(triage)
    play.do(answer('q', true))
    play.later(2 * hour).do({ type: 'note_delivery', message: 'q', outcome: 'delivered', reason: '' }, { kind: 'machine', id: null })
    expect(play.view.silence!.since).toBe(play.now)
    expect(play.do({ type: 'note_delivery', message: 'q', outcome: 'delivered', reason: '' })).toEqual([])
  })
})

describe('the end of a shift', () => {
  it('a ticket that a colleague has taken meanwhile is not handed over for him', () => {
    const play = new Play()
    play.do(triage)
    play.do({ type: 'take' })
    expect(play.refusal({ type: 'hand_to_shift', to: null, done: 'посмотрел', waiting: '', next: '' }, { kind: 'staff', id: 'igor' })).toBe('already_owned')
    expect(play.do({ type: 'hand_to_shift', to: null, done: 'посмотрела', waiting: '', next: 'позвонить' })).toEqual(['handed_to_shift'])
    expect(play.ticket!.ownerId).toBeNull()
  })
})

describe('a mistake', () => {
  it('a held call that was recorded by mistake leaves its call task open again', () => {
    const play = new Play()
    play.do(triage)
    play.do({ type: 'ask_call' }, olga)
    play.do({ type: 'call_held', note: '', asks: false })
    const call = play.events.findLast(event => event.type === 'call_held')!
    play.do({ type: 'strike', event: call.id, reason: 'не дозвонился' })
    play.do({ type: 'call_held', note: 'со второго раза', asks: false })
    expect(play.events.findLast(event => event.type === 'call_held')).toMatchObject({ tasks: (call as { tasks?: unknown }).tasks })
  })
  it('R-3.2.3 a question is struck with the list of what it asked for', () => {
    const play = new Play()
    play.do(triage)
    play.do({ type: 'answer', message: 'q', text: '', files: [], asks: true, items: [{ id: 'i', kind: 'photo', text: 'фото ошибки' }], steps: [{ id: 's', text: 'Выключите принтер' }] })
    const question = play.events.findLast(event => event.type === 'answered')!
    expect(play.do({ type: 'strike', event: question.id, reason: 'не той заявке' })).toEqual(['struck', 'struck', 'struck'])
    expect(replay(play.events, 't')).toMatchObject({ asked: [], steps: [] })
  })
  it('is struck and the clocks go as if it had never been', () => {
    const play = new Play()
    play.do(triage)
    const before = play.view
    play.do({ type: 'call_held', note: '', asks: true })
    const call = play.events.findLast(event => event.type === 'call_held')!
    expect(play.view.state).toBe('waiting_customer')
    play.do({ type: 'strike', event: call.id, reason: 'не дозвонился' })
    expect(play.view).toMatchObject({ silence: null, reaction: { endedAt: null }, category: before.category })
    expect(play.do({ type: 'strike', event: call.id, reason: 'ещё раз' })).toEqual([])
    expect(play.refusal({ type: 'strike', event: play.events[0]!.id, reason: 'начало' })).toBe('not_found')
    play.fact({ type: 'breached', clock: 'triage', due: play.now }, { kind: 'machine', id: null })
    expect(play.refusal({ type: 'strike', event: play.events.at(-1)!.id, reason: 'что сделало время' })).toBe('not_found')
  })
})
