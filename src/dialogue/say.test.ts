import { describe, expect, it } from 'vitest'
import { hour } from '../lib/instant.ts'
import type { Notice } from '../tickets/notices.ts'
import { answered, at, played, receipt, reported, triaged, type Played, type Step } from '../../test/ticket-play.ts'
import { letterOf } from './letters.ts'
import { isNeeded } from './manner.ts'
import { card, say, stateWord, type About } from './say.ts'
import { wordsIn } from './words.ts'

const about = ({ ticket, view, now }: Played, more: Partial<About> = {}): About => ({
  ticket, view, now, words: wordsIn('ru'), language: 'ru', zone: 'Europe/Moscow', hours: 'ежедневно с 09:00 до 23:00 МСК', pointZone: 'Europe/Moscow', phone: '+79161234501', nobodyToCall: false, mode: null, outside: false, delayWords: () => 'причина оказалась сложной', ...more,
})
const fresh = played([], receipt)
const important = played([triaged(2)], receipt)

const resultLabels = (result: 'done' | 'refused', category: 1 | 2 | 3) =>
  say({ kind: 'result', result, text: 'Готово.', until: receipt, message: 'r', outage: false }, about(played([triaged(category)], receipt))).buttons?.flat().map(button => button.label)
const cardLabels = (one: Played) => card(about(one), '', { point: null, owner: null }).buttons?.flat().map(button => button.label)

const notices: readonly Notice[] = [
  { kind: 'receipt', at: receipt, open: true, triageDue: receipt + hour, workFrom: receipt, stop: false, reopened: false },
  { kind: 'receipt', at: receipt, open: false, triageDue: receipt + hour, workFrom: receipt, stop: false, reopened: false },
  { kind: 'receipt', at: receipt, open: true, triageDue: receipt + hour, workFrom: receipt, stop: false, reopened: true },
  { kind: 'category', category: 1, reactionDue: receipt, resultDue: null, changed: false },
  { kind: 'category', category: 1, reactionDue: null, resultDue: null, changed: false },
  { kind: 'category', category: 2, reactionDue: receipt, resultDue: receipt, changed: true },
  { kind: 'category', category: 3, reactionDue: null, resultDue: null, changed: false },
  { kind: 'suspension_ahead', boundary: receipt, missing: [] }, { kind: 'suspended', missing: [] },
  { kind: 'suspension_ahead', boundary: receipt, missing: ['модель принтера', 'фото ошибки'] }, { kind: 'suspended', missing: ['модель принтера'] }, { kind: 'still_suspended' },
  { kind: 'resumed', due: receipt, wasDue: receipt - hour, answered: true }, { kind: 'resumed', due: receipt, wasDue: receipt - hour, answered: false },
  { kind: 'resumed', due: null, wasDue: null, answered: true }, { kind: 'resumed', due: null, wasDue: null, answered: false },
  { kind: 'result', result: 'done', text: 'Настроили.', until: receipt + 24 * hour, message: 'r', outage: false },
  { kind: 'result', result: 'refused', text: 'Windows не ставим.', until: receipt + 24 * hour, message: 'r', outage: false },
  { kind: 'confirmation_ahead', until: receipt }, { kind: 'confirmed' }, { kind: 'auto_confirmed' }, { kind: 'disputed', again: false }, { kind: 'withdrawn' },
  { kind: 'call_promised', open: true, workFrom: receipt }, { kind: 'call_promised', open: false, workFrom: receipt },
  { kind: 'stop_noted', open: true, workFrom: receipt }, { kind: 'stop_noted', open: false, workFrom: receipt },
  { kind: 'result', result: 'done', text: 'В 20:41 приём заказов восстановлен.', until: receipt, message: 'r', outage: true }, { kind: 'disputed', again: true },
  { kind: 'lead_called', open: true, workFrom: receipt }, { kind: 'lead_called', open: false, workFrom: receipt }, { kind: 'wait_agreed', until: receipt + 48 * hour },
  { kind: 'handed_over', to: 'developers', party: null }, { kind: 'handed_over', to: 'third_party', party: 'ЦТО «Касса-Сервис»' }, { kind: 'delay', reason: '6.5.4' },
  { kind: 'due_revised', due: receipt + 48 * hour, wasDue: receipt, reason: '6.5.4', message: 'm' }, { kind: 'due_revised', due: receipt + 48 * hour, wasDue: null, reason: '6.5.4', message: 'm' },
  { kind: 'help_scheduled', at: receipt + 48 * hour, note: '' }, { kind: 'help_ahead', at: receipt + hour }, { kind: 'stop_question' }, { kind: 'stop_cleared' },
]

describe('every notice', () => {
  it.each(['ru', 'en'] as const)('product 4 as a letter names links, asks for answers by letter, and speaks of no buttons or voices (%s)', language => {
    for (const notice of notices) for (const phone of ['+79161234501', null]) {
      const told = about(important, { words: wordsIn(language, 'letter'), language, phone, nobodyToCall: phone === null })
      const { text, askPhone } = letterOf(say(notice, told), notice, told, { rates: notice.kind === 'confirmed', page: 'https://desk.example/t/x/1042' })
      expect(text, notice.kind).toContain('1042')
      expect(text, notice.kind).not.toMatch(/нажмите|кнопк|голос|это сообщение|press|button|voice|this message|отказ|молчани|R-\d|A-\d|undefined|null|NaN|  /i)
      expect(text, notice.kind).toMatch(/[.!?:]$/)
      expect(askPhone, notice.kind).toBeUndefined()
    }
  })
  it.each(['ru', 'en'] as const)('product 4 carries the number, whole sentences, and no word of our own kitchen (%s)', language => {
    for (const notice of notices) for (const phone of ['+79161234501', null]) {
      const { text } = say(notice, about(important, { words: wordsIn(language), language, phone }))
      expect(text, notice.kind).toContain('1042')
      expect(text, notice.kind).not.toMatch(/отказ|молчани|R-\d|A-\d|undefined|null|NaN|silence|refus|до \.|by \.|  /i)
      expect(text, notice.kind).toMatch(/[.!?:]$/)
    }
  })

  it('product 4.4 sounds only for what has to be heard', () => {
    const heard = notices.filter(notice => say(notice, about(important)).silent !== true).map(notice => notice.kind)
    expect([...new Set(heard)]).toEqual(['category', 'suspension_ahead', 'suspended', 'result', 'confirmation_ahead', 'auto_confirmed', 'due_revised', 'help_scheduled', 'help_ahead', 'stop_question'])
  })

  it('product 4.4 at night in the reader\'s own zone a reminder is silent, unless the ticket is critical', () => {
    const noon = at('2026-03-17T15:00+03:00')
    const there = { pointZone: 'Asia/Vladivostok', now: noon }
    const reminder: Notice = { kind: 'suspension_ahead', boundary: noon + hour, missing: [] }
    expect(say(reminder, about(important, there)).silent).toBe(true)
    expect(say(reminder, about(played([triaged(1)], receipt), there)).silent).toBe(false)
    expect(say(reminder, about(important, { now: noon })).silent).toBe(false)
  })

  it('a result is confirmed as done or not; a consultation and a recommendation as solved or not', () => {
    expect(resultLabels('done', 2)).toEqual(['Всё работает', 'Не помогло'])
    expect(resultLabels('done', 3)).toEqual(['Вопрос решён', 'Вопрос остался'])
    expect(resultLabels('refused', 2)).toEqual(['Вопрос решён', 'Вопрос остался'])
  })

  it('R-6.1.3 a call is promised to a number that is shown, or the number is asked for', () => {
    const promise: Notice = { kind: 'call_promised', open: true, workFrom: receipt }
    expect(say(promise, about(fresh)).text).toBe('№ 1042: перезвоним по номеру +7 916 123 45 01.')
    expect(say(promise, about(fresh, { phone: null })).askPhone).toBeDefined()
  })

  it('A-20 a dispute read from what he wrote asks for no words again', () => {
    expect(say({ kind: 'disputed', again: false }, about(important)).text).toContain('Напишите, пожалуйста')
    expect(say({ kind: 'disputed', again: false }, about(important, { disputeRead: true })).text).toBe('Поняли, возвращаемся к № 1042.')
  })

  it('product 4.5 «Не можем работать» is offered only where it would be news', () => {
    const category: Notice = { kind: 'category', category: 2, reactionDue: null, resultDue: receipt, changed: false }
    expect(say(category, about(important)).buttons).toBeDefined()
    // Whoever rated it has judged the stop report: that it got worse would be news again.
    expect(say(category, about(played([triaged(2)], receipt, { stopReported: true }))).buttons).toBeDefined()
    const stopped: Step = { at: receipt, fact: { type: 'work_stopped' } }
    expect(say(category, about(played([triaged(2), stopped], receipt))).buttons).toBeUndefined()
  })
})

describe('the card', () => {
  it('product 3 knows five words for all states', () => {
    const ended = played([triaged(2), reported(receipt), { at: receipt, fact: { type: 'confirmed', note: '' } }], receipt)
    const words = [fresh, important, played([triaged(2), answered(receipt, true)], receipt), played([triaged(2), answered(receipt, true)], receipt + 48 * hour), played([triaged(2), reported(receipt)], receipt), ended]
    expect(words.map(({ view }) => stateWord(view, wordsIn('ru')))).toEqual(['Принята', 'В работе', 'Ждём вас', 'Ждём вас', 'Проверьте результат', 'Закрыта'])
  })
  it('is the receipt until somebody has looked, with the point once it is known', () => {
    expect(card(about(fresh), 'Заявка № 1042 принята.', { point: null, owner: null }).text).toBe('Заявка № 1042 принята.')
    expect(card(about(fresh), 'Заявка № 1042 принята.', { point: 'Кафе «Берёзка»', owner: null }).text).toBe('Заявка № 1042 принята.\nТочка: Кафе «Берёзка».')
  })
  it('has no buttons after the end, and none for "worse" on what is critical', () => {
    expect(cardLabels(played([triaged(1)], receipt))).toEqual(['Уже не нужно', 'Позвоните мне', 'Почему такой срок?'])
    expect(cardLabels(played([{ at: receipt, fact: { type: 'withdrawn', note: '' } }], receipt))).toEqual([])
  })
})

describe('a receipt by letter', () => {
  const receiptNotice = notices[0]!
  const letter = (one: Played, phone: string | null) => {
    const told = about(one, { words: wordsIn('ru', 'letter'), phone })
    return letterOf(say(receiptNotice, told), receiptNotice, told, { rates: false, page: 'https://desk.example/t/x/1042' })
  }
  it('R-6.1.2-5 asks in one paragraph for all that is missing, and links to where it can be ticked', () => {
    const { text, buttons = [] } = letter(fresh, null)
    expect(text.split('\n\n')).toHaveLength(2)
    for (const thing of ['где это случилось', 'что происходит', 'по какому телефону', 'с какого времени']) expect(text.split('\n\n')[1]).toContain(thing)
    expect(buttons[0]).toEqual([{ label: 'Ответить на странице', url: 'https://desk.example/t/x/1042#tell' }])
  })
  it('R-6.1.3 does not ask for what is known', () => {
    expect(letter(fresh, '+79161234501').text).not.toContain('телефон')
  })
})

describe('which notices are worth a letter', () => {
  it('what only answers a press is read where it was pressed; whatever moves a term or asks for something comes by letter', () => {
    const quiet = new Set(notices.filter(notice => !isNeeded(notice)).map(notice => notice.kind))
    expect(quiet).toEqual(new Set(['resumed', 'call_promised', 'stop_noted', 'stop_cleared', 'lead_called']))
    expect(notices.filter(notice => notice.kind === 'resumed' && !isNeeded(notice))).toEqual([{ kind: 'resumed', due: null, wasDue: null, answered: false }])
  })
})
