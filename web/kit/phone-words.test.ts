import { expect, test } from 'vitest'
import { phoneWords } from './phone-words.ts'

test.each([['+79161234501', '+7 916 123-45-01'], ['+37061234567', '+37061234567'], ['+7916123450', '+7916123450'], ['', '']])('%s is read as %s', (phone, words) => {
  expect(phoneWords(phone)).toBe(words)
})
