import { describe, expect, test } from 'vitest'
import { insideDay, standsOn, weekOf } from './week.ts'

const tuesday = Date.parse('2026-11-24T14:07+03:00')
const week = weekOf(tuesday, 0, 'Europe/Moscow')
const entry = (kind: string, from: string, to: string) => ({ kind, from: new Date(`${from}+03:00`).toISOString(), to: new Date(`${to}+03:00`).toISOString() })
const daysOf = (one: ReturnType<typeof entry>): string[] => week.filter(weekDay => standsOn(one, weekDay)).map(weekDay => weekDay.date)

describe('the week of the grid', () => {
  test('goes from Monday to Sunday, midnight to midnight of the desk', () => {
    expect(week.map(one => one.date)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'])
    expect([week[0]!.from, week[6]!.to]).toEqual([Date.parse('2026-11-23T00:00+03:00'), Date.parse('2026-11-30T00:00+03:00')])
    expect(weekOf(tuesday, -1, 'Europe/Moscow')[0]!.date).toBe('2026-11-16')
  })
  test('on Sunday evening it is still the same week', () => expect(weekOf(Date.parse('2026-11-29T23:59+03:00'), 0, 'Europe/Moscow')[0]!.date).toBe('2026-11-23'))

  test('a night on call stands where it begins, an absence on every day that it touches', () => {
    expect(daysOf(entry('on_call', '2026-11-24T23:00', '2026-11-25T09:00'))).toEqual(['2026-11-24'])
    expect(daysOf(entry('absence', '2026-11-24T15:00', '2026-11-26T12:00'))).toEqual(['2026-11-24', '2026-11-25', '2026-11-26'])
    expect(daysOf(entry('absence', '2026-11-24T00:00', '2026-11-25T00:00'))).toEqual(['2026-11-24'])
  })

  test('an absence inside one day shows its hours, over a whole day it does not', () => {
    const absence = entry('absence', '2026-11-24T15:00', '2026-11-26T00:00')
    expect(insideDay(absence, week[1]!)).toEqual({ from: Date.parse('2026-11-24T15:00+03:00'), to: Date.parse('2026-11-25T00:00+03:00'), wholeDay: false })
    expect(insideDay(absence, week[2]!)?.wholeDay).toBe(true)
    expect(insideDay(absence, week[3]!)).toBeNull()
  })
})
