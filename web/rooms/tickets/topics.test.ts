import { expect, test } from 'vitest'
import { topicsFor, type Topic } from './topics.ts'

const topic = (id: string, title: string, group: string, words = ''): Topic => ({ id, title, words, group, category: null, outside: false, reply: null })
const topics = [topic('4.1.2', 'Поступление заказов', 'Работа сервиса'), topic('4.4.1', 'Настройка оборудования', 'Оборудование'), topic('4.4.2', 'Неполадки', 'Оборудование', 'принтер чеков и кухонный принтер'), topic('5.2', 'Настройка Windows', '')]
const ids = (typed: string) => topicsFor(topics, typed).map(one => one.id)

test('a topic is found by words, by its group and by the beginning of its number', () => {
  expect(ids('принт')).toEqual(['4.4.2'])
  expect(ids('4.4')).toEqual(['4.4.1', '4.4.2'])
  expect(ids('принтеры'))
    .toEqual(['4.4.2'])
  expect(ids('оборудования кухонный')).toEqual(['4.4.2'])
  expect(ids('настройка 5')).toEqual(['5.2'])
  expect(ids('')).toHaveLength(4)
  expect(ids('борщ')).toEqual([])
})
