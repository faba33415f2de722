import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour } from '../lib/instant.ts'
import { isReadable, lengthInDays, shiftsOf, type Pattern } from './pattern.ts'

const moscow = 'Europe/Moscow'
const twoByTwo: Pattern = { first: '2026-03-16', last: '2026-03-22', opens: '09:00', closes: '23:00', days: { by: 'cycle', on: 2, off: 2 } }
const wallTime = (instant: number, zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(instant)
const wall = (spans: readonly { from: number; to: number }[], zone = moscow): string[] => spans.map(({ from, to }) => `${wallTime(from, zone)}-${wallTime(to, zone)}`)

describe('a pattern becomes shifts', () => {
  test('«2 через 2» from 09:00 to 23:00', () => {
    expect(wall(shiftsOf(twoByTwo, moscow))).toEqual(['16 09:00-16 23:00', '17 09:00-17 23:00', '20 09:00-20 23:00', '21 09:00-21 23:00'])
  })
  test('days of the week: Monday, Wednesday, Sunday', () => {
    expect(wall(shiftsOf({ ...twoByTwo, days: { by: 'week', weekdays: [0, 2, 6] } }, moscow))).toEqual(['16 09:00-16 23:00', '18 09:00-18 23:00', '22 09:00-22 23:00'])
  })
  test('a night ends on the next day', () => {
    expect(wall(shiftsOf({ ...twoByTwo, last: '2026-03-16', opens: '23:00', closes: '09:00' }, moscow))).toEqual(['16 23:00-17 09:00'])
  })
  test('until midnight, and a whole day', () => {
    expect(wall(shiftsOf({ ...twoByTwo, last: '2026-03-16', closes: '24:00' }, moscow))).toEqual(['16 09:00-17 00:00'])
    expect(wall(shiftsOf({ ...twoByTwo, last: '2026-03-16', opens: '09:00', closes: '09:00' }, moscow))).toEqual(['16 09:00-17 09:00'])
  })
  test('09:00 stays 09:00 when the clocks are changed: that night is an hour shorter', () => {
    const nights = shiftsOf({ first: '2026-03-28', last: '2026-03-29', opens: '23:00', closes: '09:00', days: { by: 'cycle', on: 1, off: 0 } }, 'Europe/Berlin')
    expect(wall(nights, 'Europe/Berlin')).toEqual(['28 23:00-29 09:00', '29 23:00-30 09:00'])
    expect(nights.map(({ from, to }) => (to - from) / hour)).toEqual([9, 10])
  })
  test('the same pattern of a second crew is two days later, and together they cover every day', () => {
    const second = shiftsOf({ ...twoByTwo, first: '2026-03-18' }, moscow)
    const days = [...shiftsOf(twoByTwo, moscow), ...second].map(({ from }) => wall([{ from, to: from }])[0]!.slice(0, 2)).sort()
    expect(days).toEqual(['16', '17', '18', '19', '20', '21', '22'])
  })
})

describe('what cannot be read', () => {
  test.each([
    ['a date that does not exist', { first: '2026-02-30' }], ['the last date before the first', { last: '2026-03-15' }], ['a time that does not exist', { opens: '25:00' }],
    ['an opening at the end of the day', { opens: '24:00' }], ['words for a time', { closes: 'вечер' }],
  ])('%s', (_says, wrong) => {
    expect(isReadable({ ...twoByTwo, ...wrong })).toBe(false)
    expect(() => shiftsOf({ ...twoByTwo, ...wrong }, moscow)).toThrow(RangeError)
    expect(lengthInDays({ ...twoByTwo, ...wrong })).toBe(0)
  })
})

test('a cycle takes its share of days, in order and never overlapping, for any length of on and off', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 23 }), (on, off, days, opens) => {
    const last = new Date(Date.parse('2026-03-16T00:00:00Z') + (days - 1) * day).toISOString().slice(0, 10)
    const hourText = `${String(opens).padStart(2, '0')}:00`
    const spans = shiftsOf({ first: '2026-03-16', last, opens: hourText, closes: hourText, days: { by: 'cycle', on, off } }, moscow)
    const full = Math.floor(days / (on + off))
    expect(spans.length).toBe(full * on + Math.min(on, days - full * (on + off)))
    for (let index = 1; index < spans.length; index++) expect(spans[index]!.from).toBeGreaterThanOrEqual(spans[index - 1]!.to)
  }))
})
