import { expect, test } from 'vitest'
import { likeliest, wantedWords } from './words.ts'

test('pain 30 of a sentence the longest three words are looked for by likeness, each in one reading and not whole when it is endless', () => {
  expect(likeliest(wantedWords('у нас в кафе берёзка на'))).toEqual([['нас'], ['кафе'], ['березка']])
  expect(likeliest(wantedWords('rfat xfqrf pfhz'))).toEqual([['кафе'], ['чайка'], ['заря']])
  expect(likeliest(wantedWords('я'.repeat(100)))[0]![0]).toHaveLength(12)
})

test('one or two words keep their other layout', () => {
  expect(likeliest(wantedWords('xfqrf'))).toEqual([['xfqrf', 'чайка']])
})
