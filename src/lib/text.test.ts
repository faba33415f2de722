import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, shorten } from './text.ts'

const anything = fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom('👨‍👩‍👧‍👦', '🇷🇺', '👍🏽', 'й', 'e\u0301', '🔥', 'Ж')), maxLength: 120 })
const charactersOf = (text: string): string[] => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(one => one.segment)

describe('a text that is cut', () => {
  it('is a beginning of the whole one, not longer than asked, and no half of a character', () => {
    fc.assert(fc.property(anything, fc.integer({ min: 0, max: 100 }), (text, max) => {
      const short = cut(text, max)
      expect(text.startsWith(short)).toBe(true)
      expect(short.length).toBeLessThanOrEqual(max)
      expect(short.isWellFormed()).toBe(true)
    }))
  })

  it('keeps every character that fits: one more would be too long', () => {
    const plain = fc.string({ unit: fc.constantFrom('👨‍👩‍👧‍👦', '👍🏽', 'й', 'e\u0301', '🔥', 'Ж', ' ', 'n'), maxLength: 120 })
    fc.assert(fc.property(plain, fc.integer({ min: 12, max: 100 }), (text, max) => {
      const all = charactersOf(text)
      let fits = ''
      for (const one of all) {
        if (fits.length + one.length > max) break
        fits += one
      }
      expect(cut(text, max)).toBe(fits)
    }))
  })

  it('marks heaped on one letter without end are cut all the same', () => {
    const heap = `а${'\u0301'.repeat(400)}`
    expect(cut(heap, 200)).toHaveLength(200)
  })

  it.each([['Касса 🔥 горит', 7, 'Касса '], ['Касса 🔥 горит', 8, 'Касса 🔥'], ['Мы 👨‍👩‍👧‍👦', 8, 'Мы '], ['Мы 👨‍👩‍👧‍👦', 14, 'Мы 👨‍👩‍👧‍👦'], ['🇷🇺🇷🇺', 6, '🇷🇺']])('%s at %i is «%s»', (text, max, short) => expect(cut(text, max)).toBe(short))

  it('shortened it ends in «…» and is not longer than asked', () => {
    expect(shorten('Не печатает принтер', 12)).toBe('Не печатает…')
    expect(shorten('Коротко', 12)).toBe('Коротко')
    expect(shorten('Касса 🔥 горит', 8)).toBe('Касса…')
  })
})
