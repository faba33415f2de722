import { describe, expect, test } from 'vitest'
import { answered, played, receipt, triaged, type Step } from '../../test/ticket-play.ts'
import { minute } from '../lib/instant.ts'
import { shifts as russian } from '../words/ru/shifts.ts'
import { suggest } from './suggest.ts'

const later = (minutes: number): number => receipt + minutes * minute
const suggested = (steps: readonly Step[], more: { lastAnswer?: string; comesBack?: string } = {}) => {
  const { ticket, view } = played(steps, later(60))
  return suggest({ ticket, state: view.state, lastAnswer: more.lastAnswer ?? null, comesBack: more.comesBack ?? null }, russian.suggest)
}

describe('what the form of the hand-over begins with', () => {
  test('a new ticket: the category comes first', () => {
    expect(suggested([])).toEqual({ done: '', waiting: '', next: 'Определить категорию.' })
  })
  test('a customer who waits is answered', () => {
    expect(suggested([triaged(2, later(1))]).next).toBe('Ответить клиенту.')
  })
  test('our last words stand under done, in one line and shortened', () => {
    const { done } = suggested([triaged(2, later(1)), answered(later(2))], { lastAnswer: `Проверьте\n\nкабель ${'и питание '.repeat(30)}` })
    expect(done.startsWith('Ответили: «Проверьте кабель')).toBe(true)
    expect(done.length).toBeLessThan(160)
  })
  test('a question: what exactly is missing', () => {
    const steps: Step[] = [
      triaged(2, later(1)), answered(later(2), true), { at: later(2), fact: { type: 'asked', message: 'a1', items: [{ id: 'i1', kind: 'photo', text: 'фото чека' }, { id: 'i2', kind: 'version', text: 'версия кассы' }] } },
      { at: later(3), fact: { type: 'delivered', message: 'a1' } }, { at: later(4), fact: { type: 'item_ticked', item: 'i1', message: null } },
    ]
    expect(suggested(steps)).toMatchObject({ waiting: 'Ответ клиента: версия кассы', next: 'Когда ответит, продолжить.' })
  })
  test('a third party: who and under which number', () => {
    const steps: Step[] = [triaged(2, later(1)), answered(later(2)), { at: later(3), fact: { type: 'handed_over', to: 'third_party', note: '', party: { who: 'ЦТО «Касса+»', request: 'К-118' } } }]
    expect(suggested(steps)).toMatchObject({ waiting: 'Ответ: ЦТО «Касса+» (К-118)', next: 'Узнать, есть ли новости.' })
  })
  test('a date on which it comes back is named', () => {
    expect(suggested([triaged(2, later(1)), answered(later(2))], { comesBack: '18.03, 09:00' }).next).toBe('Продолжить работу. Вернётся 18.03, 09:00.')
  })
})
