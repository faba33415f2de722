import { describe, expect, test } from 'vitest'
import { dayMonth, localDate, moment, sameWallTime, zoneLabel } from './moments.ts'

const names = { 'Europe/Moscow': 'МСК' }
const at = Date.parse('2026-11-24T11:07:00Z')

describe('instants as people read them', () => {
  test('the desk\'s time is named in every instant', () => {
    expect(moment(at, at, 'ru', 'Europe/Moscow', names)).toBe('24 ноя, 14:07 МСК')
    expect(moment(at, at, 'en', 'Europe/Moscow', { 'Europe/Moscow': 'MSK' })).toBe('24 Nov, 14:07 MSK')
  })
  test.each([['2026-01-05', '5 янв'], ['2026-02-05', '5 фев'], ['2026-03-05', '5 мар'], ['2026-04-05', '5 апр'], ['2026-05-05', '5 мая'], ['2026-06-05', '5 июн'], ['2026-07-05', '5 июл'], ['2026-08-05', '5 авг'], ['2026-09-05', '5 сен'], ['2026-10-05', '5 окт'], ['2026-11-05', '5 ноя'], ['2026-12-05', '5 дек']])('%s is written %s', (date, words) => {
    expect(dayMonth(Date.parse(`${date}T12:00:00Z`), at, 'ru')).toBe(words)
  })
  test('another year is said, by the local calendar and not by UTC', () => {
    const newYear = Date.parse('2026-12-31T21:30:00Z')
    expect(dayMonth(newYear, at, 'ru')).toBe('1 янв 2027')
    expect(dayMonth(newYear, at, 'ru', 'Europe/London')).toBe('31 дек')
  })
  test('the small hours belong to the local date', () => {
    expect(localDate(Date.parse('2026-11-24T21:30:00Z'))).toBe('2026-11-25')
    expect(localDate(Date.parse('2026-11-24T21:30:00Z'), 'UTC')).toBe('2026-11-24')
  })
  test('a zone without a customary name shows its distance from UTC', () => {
    expect(zoneLabel(at, 'ru', 'Asia/Yekaterinburg', names)).toBe('GMT+5')
  })
  test('the viewer\'s zone is left out where it reads the same (R-2.1.2)', () => {
    expect(sameWallTime(at, 'Europe/Moscow', 'Europe/Minsk')).toBe(true)
    expect(sameWallTime(at, 'Europe/Moscow', 'Asia/Yekaterinburg')).toBe(false)
  })
})
