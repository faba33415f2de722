import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut } from './text.ts'

test('a cut text is a beginning of the whole one, not longer than asked, and no half of a character', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (text, max) => {
    const short = cut(text, max)
    expect(text.startsWith(short)).toBe(true)
    expect(short.length).toBeLessThanOrEqual(max)
    expect(short.length).toBeGreaterThanOrEqual(Math.min(text.length, max) - 1)
    expect(short.isWellFormed()).toBe(true)
  }))
})

test('an emoji at the border goes as a whole', () => {
  expect(cut('Касса 🔥 горит', 7)).toBe('Касса ')
  expect(cut('Касса 🔥 горит', 8)).toBe('Касса 🔥')
})
