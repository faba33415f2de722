import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute, type Instant, type Millis } from '../lib/instant.ts'
import { calendarProblems, type CalendarProblemCode } from './calendar-problems.ts'
import { plainCalendar } from './calendar.plain.ts'
import { openCalendar } from './calendar.ts'
import { weekdays, type Calendar, type Window } from './policy.ts'
import { formatLocalDate } from './wall.ts'

const at = (text: string): Instant => Date.parse(text)
const week = (windows: readonly Window[], days: readonly (typeof weekdays)[number][] = weekdays): Calendar['weekly'] =>
  Object.fromEntries(days.map((name) => [name, windows]))
const daily = (timezone: string, ...windows: Window[]): Calendar => ({ timezone, weekly: week(windows), holidays: [] })

const moscow = daily('Europe/Moscow', ['09:00', '23:00'])
const office: Calendar = {
  timezone: 'Europe/Moscow', weekly: week([['10:00', '13:00'], ['14:00', '18:00']], ['mon', 'tue', 'wed', 'thu', 'fri']),
  holidays: ['2026-05-01', '2026-05-11'], overrides: { '2026-05-02': [['11:00', '12:00']], '2026-05-11': [['15:00', '16:00']], '2026-05-12': [] },
}

describe('bounds of a window (A-01)', () => {
  const calendar = openCalendar(moscow)
  test.each([
    ['2026-06-01T08:59:59.999+03:00', false], ['2026-06-01T09:00:00.000+03:00', true],
    ['2026-06-01T22:59:59.999+03:00', true], ['2026-06-01T23:00:00.000+03:00', false],
  ])('R-2.1.1 at %s the desk is open: %s', (t, open) => {
    expect(calendar.isOpen(at(t))).toBe(open)
  })
  test('R-2.1.4 the next working day of a message at 02:00 begins the same date (A-02)', () => {
    expect(calendar.nextOpen(at('2026-06-01T02:00:00+03:00'))).toBe(at('2026-06-01T09:00:00+03:00'))
  })
  test('an amount that exactly fills a window ends at its closing, not at the next opening', () => {
    expect(calendar.add(at('2026-06-01T09:00:00+03:00'), 14 * hour)).toBe(at('2026-06-01T23:00:00+03:00'))
    expect(calendar.add(at('2026-06-01T23:00:00+03:00'), 14 * hour)).toBe(at('2026-06-02T23:00:00+03:00'))
  })
  test('one millisecond more goes to the next opening', () => {
    expect(calendar.add(at('2026-06-01T09:00:00+03:00'), 14 * hour + 1)).toBe(at('2026-06-02T09:00:00.001+03:00'))
  })
  test('no amount at all is the next open instant', () => {
    expect(calendar.add(at('2026-06-01T23:00:00+03:00'), 0)).toBe(at('2026-06-02T09:00:00+03:00'))
  })
  test('the way back of an amount', () => {
    expect(calendar.back(at('2026-06-02T10:00:00+03:00'), 2 * hour)).toBe(at('2026-06-01T22:00:00+03:00'))
  })
})

describe('windows, holidays and overrides', () => {
  const calendar = openCalendar(office)
  test.each([
    ['lunch is closed', '2026-04-30T13:00:00+03:00', '2026-04-30T14:00:00+03:00'],
    ['a holiday is skipped, an override opens a Saturday', '2026-04-30T18:00:00+03:00', '2026-05-02T11:00:00+03:00'],
    ['an override opens on a holiday too, an empty one closes a working day', '2026-05-11T16:00:00+03:00', '2026-05-13T10:00:00+03:00'],
  ])('%s', (_, from, to) => {
    expect(calendar.nextOpen(at(from))).toBe(at(to))
  })
  test('overlapping, touching and unordered windows count once', () => {
    const messy = openCalendar(daily('Etc/UTC', ['12:00', '13:00'], ['09:00', '11:00'], ['10:00', '12:00'], ['09:30', '10:00']))
    expect(messy.between(at('2026-01-01T00:00:00Z'), at('2026-01-02T00:00:00Z'))).toBe(4 * hour)
    expect(messy.windows(at('2026-01-01T00:00:00Z'), at('2026-01-02T00:00:00Z'))).toHaveLength(1)
  })
  test('midnight is no border between 24:00 and 00:00', () => {
    const night = openCalendar(daily('Europe/Moscow', ['22:00', '24:00'], ['00:00', '02:00']))
    expect(night.windows(at('2026-01-01T12:00:00+03:00'), at('2026-01-02T12:00:00+03:00')))
      .toEqual([{ from: at('2026-01-01T22:00:00+03:00'), to: at('2026-01-02T02:00:00+03:00') }])
  })
  test('R-2.1.1 a working day is what most open weekdays have', () => {
    expect(openCalendar(moscow).workingDay).toBe(14 * hour)
    expect(openCalendar({ ...office, weekly: { ...office.weekly, sat: [['10:00', '12:00']] } }).workingDay).toBe(7 * hour)
  })
  test('two documents that say the same share one table', () => {
    expect(openCalendar(structuredClone(office))).toBe(openCalendar(office))
    expect(openCalendar({ ...office, holidays: office.holidays.toReversed() })).toBe(openCalendar(office))
    expect(openCalendar({ ...office, holidays: [] })).not.toBe(openCalendar(office))
  })
})

describe('days the clocks move (R-2.1.2)', () => {
  test('Moscow 2014-10-26: the window is the same wall time at another offset', () => {
    expect(openCalendar(moscow).add(at('2014-10-25T22:30:00+04:00'), hour)).toBe(at('2014-10-26T09:30:00+03:00'))
  })
  test('a skipped hour is never open: Berlin 01:30-03:30 is one hour long on 2026-03-29', () => {
    const calendar = openCalendar(daily('Europe/Berlin', ['01:30', '03:30']))
    expect(calendar.windows(at('2026-03-28T23:00:00Z'), at('2026-03-29T10:00:00Z'))).toEqual([{ from: at('2026-03-29T00:30:00Z'), to: at('2026-03-29T01:30:00Z') }])
  })
  test('a window that opens inside the skipped hour opens when the clocks have jumped', () => {
    const calendar = openCalendar(daily('Europe/Berlin', ['02:15', '03:30']))
    expect(calendar.nextOpen(at('2026-03-29T00:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
    expect(openCalendar(daily('Europe/Berlin', ['02:15', '02:45'])).nextOpen(at('2026-03-29T00:00:00Z'))).toBe(at('2026-03-30T00:15:00Z'))
  })
  test('a repeated hour is open both times: Berlin 02:15-02:45 comes twice on 2026-10-25', () => {
    const calendar = openCalendar(daily('Europe/Berlin', ['02:15', '02:45']))
    expect(calendar.windows(at('2026-10-24T22:00:00Z'), at('2026-10-25T12:00:00Z'))).toEqual([
      { from: at('2026-10-25T00:15:00Z'), to: at('2026-10-25T00:45:00Z') },
      { from: at('2026-10-25T01:15:00Z'), to: at('2026-10-25T01:45:00Z') },
    ])
  })
  test('clocks moved at midnight: a whole day of São Paulo has 25 and 23 hours', () => {
    const calendar = openCalendar(daily('America/Sao_Paulo', ['00:00', '24:00']))
    expect(calendar.between(calendar.startOfDay(calendar.dayOf(at('2015-02-21T12:00:00Z'))), calendar.startOfDay(calendar.dayOf(at('2015-02-22T12:00:00Z'))))).toBe(25 * hour)
    expect(calendar.between(calendar.startOfDay(calendar.dayOf(at('2014-10-19T12:00:00Z'))), calendar.startOfDay(calendar.dayOf(at('2014-10-20T12:00:00Z'))))).toBe(23 * hour)
  })
  test('half an hour of Lord Howe comes twice', () => {
    expect(openCalendar(daily('Australia/Lord_Howe', ['01:00', '02:30'])).between(at('2026-04-04T12:00:00Z'), at('2026-04-05T12:00:00Z'))).toBe(2 * hour)
  })
  test('Apia had no 2011-12-30: nothing opens on it and it is no working day', () => {
    const calendar = openCalendar(daily('Pacific/Apia', ['09:00', '17:00']))
    expect(calendar.add(at('2011-12-29T16:00:00-10:00'), 2 * hour)).toBe(at('2011-12-31T10:00:00+14:00'))
    expect(calendar.civilDue(at('2011-12-29T16:00:00-10:00'), 1)).toBe(at('2011-12-31T17:00:00+14:00'))
    expect(calendar.addWorkingDays(at('2011-12-29T16:00:00-10:00'), 1)).toBe(at('2011-12-31T16:00:00+14:00'))
  })
})

describe('far and impossible', () => {
  test.each(['0004-02-29T12:00:00Z', '1890-01-01T12:00:00Z', '1970-01-01T12:00:00Z', '2400-02-29T12:00:00Z'])('a day at %s is a day', (t) => {
    const calendar = openCalendar(daily('Etc/UTC', ['09:00', '17:00']))
    expect(calendar.add(at(t), 8 * hour)).toBe(at(t) + day)
  })
  test('past and future in one table', () => {
    const calendar = openCalendar(daily('Etc/UTC', ['00:00', '12:00']))
    expect(calendar.between(at('1900-01-01T00:00:00Z'), at('2100-01-01T00:00:00Z'))).toBe((at('2100-01-01T00:00:00Z') - at('1900-01-01T00:00:00Z')) / 2)
  })
  test('a calendar that never opens says so', () => {
    const never = openCalendar({ timezone: 'Etc/UTC', weekly: {}, holidays: [] })
    expect(() => never.nextOpen(at('2026-01-01T00:00:00Z'))).toThrow(/never opens again/)
    expect(() => never.add(at('2026-01-01T00:00:00Z'), 1)).toThrow(/never opens again/)
    expect(() => never.civilDue(at('2026-01-01T00:00:00Z'), 1)).toThrow(/no 1 open dates/)
    expect(never.isOpen(at('2026-01-01T00:00:00Z'))).toBe(false)
  })
  test('a calendar of overrides opens on them and never after', () => {
    const twice = openCalendar({ timezone: 'Etc/UTC', weekly: {}, holidays: [], overrides: { '2026-02-01': [['10:00', '12:00']], '2031-02-01': [['10:00', '12:00']] } })
    expect(twice.add(at('2026-01-01T00:00:00Z'), 3 * hour)).toBe(at('2031-02-01T11:00:00Z'))
    expect(() => twice.add(at('2026-01-01T00:00:00Z'), 5 * hour)).toThrow(/never opens again/)
  })
  test('a year that RFC 3339 cannot write is refused', () => {
    expect(() => openCalendar(moscow).add(8e15, 1)).toThrow(/outside the years/)
    expect(() => openCalendar(moscow).isOpen(Number.NaN)).toThrow(/outside the years/)
  })
})

describe('what is wrong with a calendar', () => {
  test.each<[string, Calendar, CalendarProblemCode, string]>([
    ['a zone nobody knows', { ...moscow, timezone: 'Europe/Moskau' }, 'unknown_zone', 'timezone'],
    ['an hour that no clock shows', daily('Etc/UTC', ['09:00', '25:00']), 'bad_time', 'weekly.mon.0.1'],
    ['a time without its zero', daily('Etc/UTC', ['9:00', '17:00']), 'bad_time', 'weekly.mon.0.0'],
    ['a minute past 24:00', daily('Etc/UTC', ['09:00', '24:01']), 'bad_time', 'weekly.mon.0.1'],
    ['a window that ends before it begins', daily('Etc/UTC', ['17:00', '09:00']), 'close_not_after_open', 'weekly.mon.0'],
    ['an empty window', { ...moscow, overrides: { '2026-01-01': [['09:00', '09:00']] } }, 'close_not_after_open', 'overrides.2026-01-01.0'],
    ['a date that does not exist', { ...moscow, holidays: ['2026-01-01', '2026-02-29'] }, 'bad_date', 'holidays.1'],
    ['an override on no date', { ...moscow, overrides: { '1 мая': [] } }, 'bad_date', 'overrides.1 мая'],
    ['a day of no week', { ...moscow, weekly: { ...moscow.weekly, monday: [] } as Calendar['weekly'] }, 'unknown_weekday', 'weekly.monday'],
    ['a week without a window', { ...moscow, weekly: { mon: [] } }, 'never_opens', 'weekly'],
  ])('%s', (_, calendar, code, path) => {
    expect(calendarProblems(calendar)[0]).toMatchObject({ code })
    expect(calendarProblems(calendar)[0]!.path.join('.')).toBe(path)
  })
  test('a sound calendar has none; an unreadable one cannot be opened', () => {
    expect(calendarProblems(office)).toEqual([])
    expect(() => openCalendar(daily('Etc/UTC', ['17:00', '09:00']))).toThrow(/close_not_after_open/)
  })
})

// ---- properties 1-12 -------------------------------------------------------------------------------------------

const zones = ['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Tehran', 'Asia/Kolkata', 'America/St_Johns', 'Etc/UTC'] as const
const base: Record<(typeof zones)[number], Instant> = {
  'Europe/Moscow': at('2014-10-20T00:00:00Z'), 'Europe/Berlin': at('2026-03-24T00:00:00Z'), 'America/New_York': at('2026-10-27T00:00:00Z'),
  'America/Sao_Paulo': at('2015-02-17T00:00:00Z'), 'Australia/Lord_Howe': at('2026-03-31T00:00:00Z'), 'Pacific/Apia': at('2011-12-25T00:00:00Z'),
  'Asia/Tehran': at('2021-09-16T00:00:00Z'), 'Asia/Kolkata': at('2026-01-01T00:00:00Z'), 'America/St_Johns': at('2010-11-02T00:00:00Z'), 'Etc/UTC': at('2026-01-01T00:00:00Z'),
}
const clockTime = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const window: fc.Arbitrary<Window> = fc.tuple(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 1, max: 288 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b, Math.min(a, b) + 1)] as const)
  .map(([open, close]) => [clockTime(open * 5), clockTime(close * 5)] as const)
const windows = fc.array(window, { maxLength: 3 })

type Case = { calendar: Calendar; start: Instant }
const randomCase: fc.Arbitrary<Case> = fc.record({
  zone: fc.constantFrom(...zones),
  weekly: fc.record({ mon: windows, tue: windows, wed: fc.array(window, { minLength: 1, maxLength: 2 }), thu: windows, fri: windows, sat: windows, sun: windows }),
  holidays: fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 3 }),
  overrides: fc.array(fc.tuple(fc.integer({ min: 0, max: 14 }), windows), { maxLength: 3 }),
  hours: fc.integer({ min: 0, max: 12 * 24 }),
}).map(({ zone, weekly, holidays, overrides, hours }) => {
  const date = (offset: number) => formatLocalDate(Math.floor(base[zone] / day) + offset)
  return {
    calendar: { timezone: zone, weekly, holidays: holidays.map(date), overrides: Object.fromEntries(overrides.map(([offset, value]) => [date(offset), value])) },
    start: base[zone] + hours * hour,
  }
})
const length: fc.Arbitrary<Millis> = fc.integer({ min: 1, max: 60 * hour })
const step: fc.Arbitrary<Millis> = fc.integer({ min: 0, max: 6 * day })
const runs = { numRuns: 300 }

describe('invariants of calendar arithmetic', () => {
  test('1, 2: later starts and longer amounts never end earlier', () => {
    fc.assert(fc.property(randomCase, step, length, length, ({ calendar, start }, later, d, e) => {
      const { add } = openCalendar(calendar)
      expect(add(start, d)).toBeLessThanOrEqual(add(start + later, d))
      expect(add(start, Math.min(d, e))).toBeLessThanOrEqual(add(start, Math.max(d, e)))
    }), runs)
  })
  test('3, 4: amounts and spans add up', () => {
    fc.assert(fc.property(randomCase, step, step, length, length, ({ calendar, start }, later, last, d, e) => {
      const { add, between } = openCalendar(calendar)
      expect(add(add(start, d), e)).toBe(add(start, d + e))
      const [b, c] = [start + later, start + last]
      expect(between(start, b) + between(b, c)).toBe(between(start, c))
    }), runs)
  })
  test('5, 6: add is the earliest instant with that much open time before it, and lies in (open, close]', () => {
    fc.assert(fc.property(randomCase, length, ({ calendar, start }, d) => {
      const { add, between, isOpen, back } = openCalendar(calendar)
      const due = add(start, d)
      expect(between(start, due)).toBe(d)
      expect(between(start, due - 1)).toBe(d - 1)
      expect(isOpen(due - 1)).toBe(true)
      expect(between(back(due, d), due)).toBe(d)
    }), runs)
  })
  test('7, 8: closed time before the start changes nothing; the next open instant is open', () => {
    fc.assert(fc.property(randomCase, length, ({ calendar, start }, d) => {
      const { add, between, isOpen, nextOpen } = openCalendar(calendar)
      const open = nextOpen(start)
      expect(add(start, d)).toBe(add(open, d))
      expect(nextOpen(open)).toBe(open)
      expect(isOpen(open)).toBe(true)
      expect(between(start, open)).toBe(0)
    }), runs)
  })
  test('9: the offset a time is written with changes nothing', () => {
    fc.assert(fc.property(randomCase, fc.integer({ min: -14, max: 14 }), length, ({ calendar, start }, offset, d) => {
      const text = `${new Date(start + offset * hour).toISOString().slice(0, -1)}${offset < 0 ? '-' : '+'}${String(Math.abs(offset)).padStart(2, '0')}:00`
      expect(openCalendar(calendar).add(at(text), d)).toBe(openCalendar(calendar).add(start, d))
    }), { numRuns: 100 })
  })
  test('10: a holiday never makes a due earlier, a longer window never later', () => {
    fc.assert(fc.property(randomCase, fc.integer({ min: 0, max: 14 }), windows, length, ({ calendar, start }, offset, more, d) => {
      const due = openCalendar(calendar).add(start, d)
      const date = formatLocalDate(Math.floor(start / day) + offset)
      const { [date]: _, ...overrides } = calendar.overrides!
      const plain = { ...calendar, overrides }
      expect(openCalendar({ ...plain, holidays: [...plain.holidays, date] }).add(start, d)).toBeGreaterThanOrEqual(openCalendar(plain).add(start, d))
      const longer = { ...calendar, weekly: Object.fromEntries(weekdays.map((name) => [name, [...calendar.weekly[name] ?? [], ...more]])) }
      expect(openCalendar(longer).add(start, d)).toBeLessThanOrEqual(due)
    }), runs)
  })
  test('11: without clock changes and holidays, whole weeks shift all results by whole weeks', () => {
    fc.assert(fc.property(randomCase, fc.integer({ min: -300, max: 300 }), length, ({ calendar, start }, weeks, d) => {
      const steady = openCalendar({ timezone: 'Asia/Kolkata', weekly: calendar.weekly, holidays: [] })
      expect(steady.add(start + weeks * 7 * day, d)).toBe(steady.add(start, d) + weeks * 7 * day)
    }), runs)
  })
  test('12: the table equals the minute-by-minute walk of the wall clock', () => {
    fc.assert(fc.property(randomCase, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 20 * 60 }), fc.integer({ min: 0, max: 3 * 24 * 60 }), ({ calendar, start }, off, minutes, span) => {
      const t = start + off * minute
      const plain = plainCalendar(calendar)
      const table = openCalendar(calendar)
      expect(table.isOpen(t)).toBe(plain.isOpen(t))
      expect(table.nextOpen(t)).toBe(plain.nextOpen(t))
      expect(table.between(t, t + span * minute)).toBe(plain.between(t, t + span * minute))
      expect(table.add(t, minutes * minute)).toBe(plain.add(t, minutes * minute))
    }), { numRuns: 60 })
  }, 120_000)
  test('the table answers the same in whatever order it grows', () => {
    fc.assert(fc.property(randomCase, fc.array(fc.integer({ min: -40_000, max: 40_000 }), { minLength: 1, maxLength: 6 }), length, ({ calendar }, days, d) => {
      const ask = (unique: string, order: readonly number[]) => {
        const { add } = openCalendar({ ...calendar, overrides: { ...calendar.overrides, [unique]: [] } })
        return new Map(order.map((offset) => [offset, add(offset * day, d)]))
      }
      const [one, other] = [ask('0900-01-01', days), ask('0900-01-02', days.toSorted((a, b) => a - b))]
      for (const offset of days) expect(one.get(offset)).toBe(other.get(offset))
    }), { numRuns: 30 })
  })
})
