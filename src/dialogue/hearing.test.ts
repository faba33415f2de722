import { expect, test } from 'vitest'
import { phoneIn, pointIn } from './hearing.ts'

test.each([
  ['on a line of its own', 'Не печатает чек\n8 916 123-45-01\nОльга', '+79161234501'],
  ['after a word for it', 'Касса встала. \nТел.: +7 (916) 123 45 01, звоните', '+79161234501'],
  ['named, in ten digits', 'Мой телефон 916 123-45-01', '+79161234501'],
  ['of another country', 'Phone: +49 30 901820', '+4930901820'],
  ['written twice', '89161234501\n\nтелефон: 8 (916) 123-45-01', '+79161234501'],
])('R-6.1.3 a letter tells a phone %s', (_, text, phone) => {
  expect(phoneIn(text)).toBe(phone)
})

test.each([
  ['two phones', '89161234501\n89167654321'], ['a tax number', 'ИНН\n7707083893'], ['a tax number named', 'ИНН 7707083893'], ['a fiscal document', 'ФН 8710000100123456, ФД 12345'], ['a sum', 'Чек на 8 916 рублей'], ['an error', 'Ошибка 208'],
])('R-6.1.3 %s is no phone', (_, text) => {
  expect(phoneIn(text)).toBeNull()
})

const points = [
  { id: 'one', name: 'Кафе «Берёзка»', address: 'Москва, Кузнецкий Мост, 7' }, { id: 'other', name: 'Кафе «Берёзка» на Арбате', address: 'Москва, Арбат, 24' },
  { id: 'third', name: '«Пельменная № 3»', address: 'Санкт-Петербург, Невский проспект, 30' },
]
test.each([
  ['its name', 'Добрый день! В кафе "Березка" не печатает чек', 'one'], ['the longer name', 'Берёзка на Арбате: касса не открывает смену', 'other'], ['the name without its kind', 'У нас в заведении Берёзка, второй этаж', 'one'],
  ['its street and house', 'Адрес: Арбат 24. Нет заказов', 'other'], ['a number in the name', 'Пельменная №3, сканер', 'third'],
])('R-6.1.2 a letter names a point by %s', (_, text, id) => {
  expect(pointIn(text, points)).toBe(id)
})

test.each([
  ['none', 'Не печатает чек'], ['two', 'Берёзка на Кузнецком и Пельменная № 3 не могут войти. Кафе «Берёзка», «Пельменная № 3»'], ['a part of another word', 'Заказали берёзкам новые скатерти'], ['a street without a house', 'Мы на Арбате'],
])('R-6.1.2 where a letter names %s, nothing is guessed', (_, text) => {
  expect(pointIn(text, points)).toBeNull()
})

test('R-6.1.2 two points of one name are not told apart by it', () => {
  expect(pointIn('Кафе «Берёзка»', [points[0]!, { id: 'twin', name: 'Кафе «Берёзка»', address: 'Тверь, Советская, 1' }])).toBeNull()
})
