import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { phoneDigits, readPhone } from './phone.ts'

describe('a phone as people type it becomes the number to call', () => {
  test.each([
    ['with the trunk eight', '89161234567', '+79161234567', null],
    ['with a seven and no plus', '79161234567', '+79161234567', null],
    ['ten digits', '9161234567', '+79161234567', null],
    ['international', '+7 916 123-45-67', '+79161234567', null],
    ['as on a card', '8 (916) 123-45-67', '+79161234567', null],
    ['with a plus before the eight', '+8 (916) 123 45 67', '+79161234567', null],
    ['a city number with an extension', '8 (495) 123-45-67 доб. 204', '+74951234567', '204'],
    ['an extension after a comma', '+7 495 123-45-67, доб 5', '+74951234567', '5'],
    ['an extension in English', '+7 495 123-45-67 ext. 12', '+74951234567', '12'],
    ['an inner number', '84951234567 вн. 301', '+74951234567', '301'],
    ['Kazakhstan', '+7 701 123 45 67', '+77011234567', null],
    ['Belarus', '+375 29 123-45-67', '+375291234567', null],
    ['Germany', '+49 30 1234567', '+49301234567', null],
  ])('%s', (_name, typed, number, extension) => {
    expect(readPhone(typed)).toEqual({ number, extension })
  })

  test.each([['nothing', ''], ['words', 'перезвоню сам'], ['too short', '12345'], ['too long', '+7 916 123 45 67 89 00'], ['two numbers', '89161234567 89167654321'], ['a letter inside', '8916123456O']])('%s is no phone', (_name, typed) => {
    expect(readPhone(typed)).toBeNull()
  })

  test('however a Russian number is written, it is the same number; reading what was read changes nothing', () => {
    const between = fc.constantFrom('', ' ', '-', ' - ', '(', ')')
    fc.assert(fc.property(fc.integer({ min: 9_000_000_000, max: 9_999_999_999 }), fc.constantFrom('8', '7', '+7', ''), fc.array(between, { minLength: 10, maxLength: 10 }), (national, prefix, gaps) => {
      const spread = [...String(national)].map((digit, place) => `${place > 0 && (gaps[place] === ' ' || gaps[place] === '-') ? gaps[place] : ''}${digit}`).join('')
      const read = readPhone(`${prefix}${prefix === '' ? '' : ' '}${spread}`)
      expect(read).toEqual({ number: `+7${national}`, extension: null })
      expect(readPhone(read!.number)).toEqual(read)
    }))
  })

  test('whatever is typed, what is read fits the database', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[+\d() доб.x-]{0,30}$/)), typed => {
      const read = readPhone(typed)
      if (read === null) return
      expect(read.number).toMatch(/^\+[0-9]{5,15}$/)
      if (read.extension !== null) expect(read.extension).toMatch(/^[0-9]{1,8}$/)
    }), { numRuns: 500 })
  })
})

describe('looking up by digits', () => {
  test.each([['8 (916) 123-45-67', '9161234567'], ['+79161234567', '9161234567'], ['123-45', '12345'], ['12', null], ['Анна 916', null], ['', null]])('%s', (words, digits) => {
    expect(phoneDigits(words)).toBe(digits)
  })
})

test('a long text is no phone and keeps no pattern busy, however it is made', () => {
  for (const text of [`${'1'.repeat(350)}${' '.repeat(350)}x`, '8 '.repeat(2048), `${'1'.repeat(60)}${' '.repeat(4000)}доб`]) expect(readPhone(text)).toBeNull()
  expect(readPhone(`  +7   916${' '.repeat(60)}123-45-67  `)).toEqual({ number: '+79161234567', extension: null })
})
