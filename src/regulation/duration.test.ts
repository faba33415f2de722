import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, hour, minute } from '../lib/instant.ts'
import { formatDuration, parseDuration, readDuration } from './duration.ts'

test.each([
  ['PT33H', 33 * hour], ['PT1M30S', 90_000], ['PT0S', 0], ['P1D', day], ['P1DT2H', day + 2 * hour], ['P2W', 14 * day],
  ['PT0.5S', 500], ['PT1.5H', 90 * minute], ['PT0,001S', 1], ['PT2177H', 2177 * hour], ['-PT2H', -2 * hour], ['PT90M', 90 * minute],
])('%s lasts %d ms', (text, length) => {
  expect(readDuration(text)).toBe(length)
})

test.each(['', 'P', 'PT', 'P1M', 'P1Y', '1H', 'PT1', 'PT1H30', 'P1H', 'PT1S2M', 'pt1h', 'PT 1H', 'P1DT'])('«%s» is no duration', (text) => {
  expect(readDuration(text)).toBeNull()
  expect(() => parseDuration(text)).toThrow(/not an ISO 8601 duration/)
})

test('a length written and read is the same length', () => {
  fc.assert(fc.property(fc.integer({ min: -400 * day, max: 400 * day }), (length) => {
    expect(parseDuration(formatDuration(length))).toBe(length)
  }))
  expect([formatDuration(0), formatDuration(90_500), formatDuration(-2 * hour)]).toEqual(['PT0S', 'PT1M30.5S', '-PT2H'])
})
