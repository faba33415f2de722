import { expect, test } from 'vitest'
import { usualReturns } from './returns.ts'

const offered = (wall: string): string[] => usualReturns(Date.parse(`${wall}+03:00`)).map(one => `${one.name} ${new Date(one.at + 3 * 3_600_000).toISOString().slice(0, 16)}`)

test('on a working day: this evening, tomorrow morning, Monday', () => {
  expect(offered('2026-11-24T14:07')).toEqual(['todayEvening 2026-11-24T18:00', 'tomorrow 2026-11-25T09:00', 'monday 2026-11-30T09:00'])
})
test('in the evening this evening is over', () => expect(offered('2026-11-24T18:00')).toEqual(['tomorrow 2026-11-25T09:00', 'monday 2026-11-30T09:00']))
test('on Sunday tomorrow is Monday and stands once', () => expect(offered('2026-11-29T10:00')).toEqual(['todayEvening 2026-11-29T18:00', 'tomorrow 2026-11-30T09:00']))
