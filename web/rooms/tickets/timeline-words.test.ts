import i18next from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Say } from '../../kit/words.ts'
import { en } from '../../words/en/index.ts'
import { ru } from '../../words/ru/index.ts'
import { callReason, describe as phraseOf, eventTypes } from './timeline-words.ts'

let say: Record<'ru' | 'en', Say>
beforeAll(async () => {
  await i18next.init({ lng: 'ru', ns: ['desk'], defaultNS: 'desk', resources: { ru: { desk: ru }, en: { desk: en } }, interpolation: { escapeValue: false } })
  say = { ru: i18next.getFixedT('ru', 'desk'), en: i18next.getFixedT('en', 'desk') }
})

describe('the history in human words', () => {
  test.each(['ru', 'en'] as const)('every event type has a phrase that shows no key, no hole and no raw value (%s)', language => {
    const data = { category: 2, effect: 'печатают на кассе', reason: 'x', note: 'y', owner: '018f0000-0000-7000-8000-000000000000', ownerName: 'Анна', pointId: '018f0000-0000-7000-8000-000000000000', pointName: 'Кафе «Берёзка»', kind: 'done', text: 'z', clock: 'result', share: 0.8, topic: '4.4.2', as: 'confirm', to: 'developers', of: 'suspension', weight: 'real' }
    for (const type of eventTypes) {
      const phrase = phraseOf(type, data, say[language])
      expect(phrase, type).toMatch(/\p{L}{3,}/u)
      expect(phrase, type).not.toMatch(/timeline\.|\{\{|undefined|null|018f0000/)
    }
  })
  test.each(['ru', 'en'] as const)('an event without details still reads as a sentence (%s)', language => {
    for (const type of eventTypes) expect(phraseOf(type, {}, say[language]), type).not.toMatch(/[:,]\s*$|undefined|null|\{\{/)
  })
  test('who and where are named, never by id', () => {
    expect(phraseOf('assigned', { owner: '018f0000-0000-7000-8000-000000000000', ownerName: 'Анна Орлова' }, say.ru)).toBe('Назначена: Анна Орлова')
    expect(phraseOf('assigned', { owner: null }, say.ru)).toBe('Возвращена в общий список')
    expect(phraseOf('point_set', { pointId: '018f0000-0000-7000-8000-000000000000', pointName: 'Кафе «Берёзка»' }, say.ru)).toBe('Указана точка: Кафе «Берёзка»')
  })
  test('product 3 a hand-over names the third party and the number there; what was written to a date stands with it', () => {
    expect(phraseOf('handed_over', { to: 'third_party', note: 'Заменить регистратор', party: { who: 'ЦТО «Касса-Сервис»', request: 'Р-118' } }, say.ru)).toBe('Передана сторонней службе: ЦТО «Касса-Сервис», обращение Р-118\nЗаменить регистратор')
    expect(phraseOf('handed_over', { to: 'third_party', note: 'Заменить регистратор', party: null }, say.ru)).toBe('Передана сторонней службе: Заменить регистратор')
    expect(phraseOf('lifted', { reason: 'complete' }, say.ru)).toBe('Пришло всё, что просили')
    expect(phraseOf('return_set', { why: 'return', on: null, staffName: 'Анна Орлова', note: 'спросить про чек' }, say.ru)).toMatch(/: Анна Орлова\nспросить про чек$/)
    expect(phraseOf('handed_to_shift', { toName: 'Игорь Лапин', done: '', waiting: 'фото', next: 'позвонить' }, say.ru)).toBe('Передана по смене: Игорь Лапин\nЖдём: фото\nДальше: позвонить')
  })
  test('an event of a later version is named, not dropped', () => {
    expect(phraseOf('merged', {}, say.ru)).toBe('Событие «merged»')
  })
  test('why to call', () => {
    expect(callReason('asked', say.ru)).toBe('клиент просит позвонить')
    expect(callReason('blocked', say.ru)).toBe('не доставлено: бот заблокирован')
    expect(callReason('something_new', say.ru)).toBe('не доставлено: канал отказал')
  })
})

const values = (phrase: string): string => [...phrase.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).toSorted().join()

test('no phrase of either language is empty, and both speak of the same values', () => {
  const leaves = (tree: object, path = ''): [string, string][] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value as object, `${path}${key}.`)))
  const english = new Map(leaves(en))
  for (const [key, phrase] of leaves(ru)) {
    expect(phrase, key).not.toBe('')
    const other = english.get(key)
    if (/_(few|many)$/.test(key)) continue
    expect(other, key).toBeTruthy()
    expect(values(other ?? ''), key).toBe(values(phrase))
  }
})
