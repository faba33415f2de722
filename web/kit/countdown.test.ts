import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../src/lib/instant.ts'
import { openCalendar } from '../../src/regulation/calendar.ts'
import { countdown, span } from './countdown.ts'

const day = [['09:00', '23:00']] as const
const service = openCalendar({ timezone: 'Europe/Moscow', weekly: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }, holidays: [] })
const msk = (text: string) => Date.parse(`${text}+03:00`)

describe('the countdown beside a due', () => {
  test('inside service hours the time left is service time: the night is not counted', () => {
    expect(countdown(msk('2026-11-25T09:30'), msk('2026-11-24T22:30'), service)).toEqual({ kind: 'left', left: hour, urgent: false })
  })
  test('half an hour or less is urgent', () => {
    expect(countdown(msk('2026-11-24T14:30'), msk('2026-11-24T14:00'), service)).toMatchObject({ kind: 'left', urgent: true })
  })
  test('at 02:17 nothing runs: the desk opens at 09:00 and half an hour is left then', () => {
    expect(countdown(msk('2026-11-24T09:30'), msk('2026-11-24T02:17'), service)).toEqual({ kind: 'opens', at: msk('2026-11-24T09:00'), left: 30 * minute })
  })
  test('A-10 a due that is reached exactly is kept', () => {
    const due = msk('2026-11-24T14:00')
    expect(countdown(due, due, service)).toEqual({ kind: 'left', left: 0, urgent: true })
    expect(countdown(due, due + 1, service).kind).toBe('over')
  })
  test('overdue is counted in service time too', () => {
    expect(countdown(msk('2026-11-24T22:50'), msk('2026-11-25T09:10'), service)).toEqual({ kind: 'over', over: 20 * minute })
  })
})

describe('a length in the parts that matter', () => {
  test('working days of fourteen hours, then hours and minutes', () => {
    expect(span(3 * hour + 12 * minute, 14 * hour)).toEqual({ days: 0, hours: 3, minutes: 12 })
    expect(span(14 * hour, 14 * hour)).toEqual({ days: 1, hours: 0, minutes: 0 })
    expect(span(70 * hour + 59_999, 14 * hour)).toEqual({ days: 5, hours: 0, minutes: 0 })
  })
  test('the parts never promise more than there is, and miss less than a minute', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 500 * hour }), fc.integer({ min: 1, max: 24 }), (length, hours) => {
      const parts = span(length, hours * hour)
      const sum = parts.days * hours * hour + parts.hours * hour + parts.minutes * minute
      expect(sum).toBeLessThanOrEqual(length)
      expect(length - sum).toBeLessThan(minute)
      expect(parts.minutes).toBeLessThan(60)
      expect(parts.hours).toBeLessThan(hours)
    }))
  })
})
