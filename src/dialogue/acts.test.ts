import { expect, test } from 'vitest'
import { sameSaying, type Saying } from './acts.ts'

const card: Saying = { text: '№ 1042', buttons: [[{ label: 'Уже не нужно', act: { act: 'withdraw', ticket: 't' } }, { label: 'Регламент', url: 'https://x' }]] }

test('a card that came back from the database is the same card, whatever order its fields have', () => {
  expect(sameSaying(card, JSON.parse('{"buttons":[[{"act":{"ticket":"t","act":"withdraw"},"label":"Уже не нужно"},{"url":"https://x","label":"Регламент"}]],"text":"№ 1042"}') as Saying)).toBe(true)
  expect(sameSaying(card, { ...card, text: '№ 1043' })).toBe(false)
  expect(sameSaying(card, { ...card, buttons: [] })).toBe(false)
  expect(sameSaying({ text: 'a' }, { text: 'a', buttons: [] })).toBe(true)
})
