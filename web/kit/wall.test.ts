import { expect, test } from 'vitest'
import { readWall, writeWall } from './wall.ts'

test.each([
  ['2026-11-24T18:00', '2026-11-24T15:00:00Z'], ['2026-01-01T00:00', '2025-12-31T21:00:00Z'], ['2026-02-28T23:59', '2026-02-28T20:59:00Z'],
])('R-2.1.2 %s by the desk\'s clock is %s, there and back', (wall, utc) => {
  expect(readWall(wall)).toBe(Date.parse(utc))
  expect(writeWall(Date.parse(utc))).toBe(wall)
})

test('another zone reads the same words as another instant', () => {
  expect(readWall('2026-11-24T18:00', 'Asia/Vladivostok')).toBe(Date.parse('2026-11-24T08:00:00Z'))
})

test.each(['', '2026-02-30T10:00', '2026-11-24', '2026-11-24T25:00', 'завтра'])('«%s» is no date and time', text => expect(readWall(text)).toBeNull())
