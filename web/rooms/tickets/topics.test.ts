import { expect, test } from 'vitest'
import { jupiterDocument } from '../../../test/jupiter.ts'
import { rowsOf } from '../../../src/competence/rows.ts'
import { hintsOf } from '../../../src/tickets/pages/hints.ts'
import { topicsFor, withCards, type Topic } from './topics.ts'

const topic = (id: string, title: string, group: string, words = '', synonyms: string[] = []): Topic => ({ id, title, words, group, synonyms, category: null, outside: false, reply: null })
const topics = [topic('4.1.2', 'Поступление заказов', 'Работа сервиса'), topic('4.4.1', 'Настройка оборудования', 'Оборудование'), topic('4.4.2', 'Неполадки', 'Оборудование', 'принтер чеков и кухонный принтер'), topic('5.2', 'Настройка Windows', '')]
const ids = (typed: string) => topicsFor(topics, typed).map(one => one.id)

test('a topic is found by words, by its group and by the beginning of its number', () => {
  expect(ids('принт')).toEqual(['4.4.2'])
  expect(ids('4.4')).toEqual(['4.4.1', '4.4.2'])
  expect(ids('принтеры')).toEqual(['4.4.2'])
  expect(ids('оборудования кухонный')).toEqual(['4.4.2'])
  expect(ids('настройка 5')).toEqual(['5.2'])
  expect(ids('')).toHaveLength(4)
  expect(ids('борщ')).toEqual([])
})

test('a name comes before what people call it, and that before the sentence', () => {
  const alike = [topic('4.5.1', 'Товары', '', 'как завести скидку'), topic('4.5.2', 'Меню', '', '', ['скидка']), topic('4.5.3', 'Скидки', '')]
  expect(topicsFor(alike, 'скидки').map(one => one.id)).toEqual(['4.5.3', '4.5.2', '4.5.1'])
})

const all = withCards(hintsOf(jupiterDocument).topics, rowsOf(jupiterDocument, []))
const first = (typed: string) => topicsFor(all, typed)[0]?.id

test('R-3.1.3 every topic of the regulation is the first one found by its number, with dots and without', () => {
  expect(all).toHaveLength(jupiterDocument.topics.length + jupiterDocument.outside.length)
  for (const { id } of all) expect([first(id), first(id.replaceAll('.', ''))], id).toEqual([id, id])
})

test.each([
  ['не печатает кухня', '4.4.2'], ['заказы с агрегатора', '4.1.2'], ['бэкап', '4.2.3'], ['ревизия', '4.5.8'], ['пересчёт', '4.5.8'], ['пересчет', '4.5.8'], ['драйвер', '5.2'],
  ['нет интернета', '5.4'], ['стоп-лист', '4.5.2'], ['история заказа', '4.5.7'], ['24 часа', '4.1.3'],
])('R-3.1.3 people say «%s» and mean %s', (typed, id) => {
  expect(topicsFor(all, typed).map(one => one.id)).toContain(id)
})

test('R-6.2.4 the category of the desk\'s card wins over the first one of the regulation, also when the card leaves it to the effect', () => {
  const hints = hintsOf(jupiterDocument).topics
  const rows = rowsOf(jupiterDocument, [])
  expect(hints.find(one => one.id === '4.4.2')?.category).toBe(1)
  expect(all.find(one => one.id === '4.4.2')?.category).toBe(2)
  const byEffect = rows.map(row => (row.id === '4.4.2' ? { ...row, card: { ...row.card, proposedCategory: null } } : row))
  expect(withCards(hints, byEffect).find(one => one.id === '4.4.2')?.category).toBeNull()
})

test('R-3.1.6 the reply of the desk\'s card is the one that is prepared; without cards the regulation\'s own stands', () => {
  const hints = hintsOf(jupiterDocument).topics
  const own = rowsOf(jupiterDocument, []).map(row => (row.id === '5.2' ? { ...row, card: { ...row.card, replyText: 'Своими словами.' } } : row))
  expect(withCards(hints, own).find(one => one.id === '5.2')?.reply).toBe('Своими словами.')
  expect(withCards(hints, []).find(one => one.id === '5.2')?.reply).toBe(jupiterDocument.outside.find(one => one.id === '5.2')?.reply)
})
