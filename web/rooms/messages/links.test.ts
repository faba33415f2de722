import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linked } from './links.ts'

test('an address becomes a link, the full stop after it does not', () => {
  expect(linked('Смотрите https://help.example.ru/a?b=1. Потом напишите')).toEqual([
    { text: 'Смотрите ', href: null }, { text: 'https://help.example.ru/a?b=1', href: 'https://help.example.ru/a?b=1' }, { text: '. Потом напишите', href: null },
  ])
})
test('nothing but http and https becomes a link', () => {
  expect(linked('javascript:alert(1) data:text/html,x file:///etc ftp://x').every(part => part.href === null)).toBe(true)
})
test('no letter of a message is lost or added', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('https://a.ru', 'http://b.ru/(x)', '...', ' «https://c.ru» '))
  fc.assert(fc.property(fc.array(piece), pieces => {
    const text = pieces.join('')
    expect(linked(text).map(part => part.text).join('')).toBe(text)
  }))
})
