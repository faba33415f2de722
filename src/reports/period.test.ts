import { describe, expect, test } from 'vitest'
import { hourAt, isIn, monthAt, monthOf } from './period.ts'

const at = (text: string) => Date.parse(text)

describe('pain 39 a month begins and ends at midnight of the desk’s zone, and says so', () => {
  test.each([
    ['November in Moscow', '2026-11', 'Europe/Moscow', '2026-10-31T21:00:00Z', '2026-11-30T21:00:00Z'],
    ['December ends with the year', '2026-12', 'Europe/Moscow', '2026-11-30T21:00:00Z', '2026-12-31T21:00:00Z'],
    ['February of a leap year', '2028-02', 'Europe/Moscow', '2028-01-31T21:00:00Z', '2028-02-29T21:00:00Z'],
    ['a month in which the clocks of a zone move is an hour longer', '2026-10', 'Europe/Berlin', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
  ])('%s', (_says, month, zone, from, to) => {
    expect(monthOf(month, zone)).toEqual({ month, zone, from: at(from), to: at(to) })
  })

  test.each(['2026-13', '2026-00', '2026-1', '1999-12', '3000-01', 'november', ''])('%s is no month', month => {
    expect(monthOf(month, 'Europe/Moscow')).toBeNull()
  })

  test('what comes in the last second belongs to the month, what comes at midnight to the next one', () => {
    const november = monthOf('2026-11', 'Europe/Moscow')!
    const december = monthOf('2026-12', 'Europe/Moscow')!
    for (const [moment, inNovember] of [['2026-11-30T23:59:59.999+03:00', true], ['2026-12-01T00:00:00+03:00', false], ['2026-11-01T00:00:00+03:00', true]] as const) {
      expect([isIn(november, at(moment)), isIn(december, at(moment))]).toEqual([inNovember, !inNovember])
    }
  })

  test('the current month and the hour of the load are read off the desk’s wall, not off Greenwich', () => {
    expect(monthAt(at('2026-10-31T22:30:00Z'), 'Europe/Moscow')).toBe('2026-11')
    expect(hourAt(at('2026-11-01T22:30:00Z'), 'Europe/Moscow')).toEqual({ weekday: 0, hour: 1 })
    expect(hourAt(at('2026-11-29T11:00:00Z'), 'Europe/Moscow')).toEqual({ weekday: 6, hour: 14 })
  })
})
