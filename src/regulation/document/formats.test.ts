import { describe, expect, test } from 'vitest'
import { counted, dateText, formats, datesText, durationText, hoursText, phoneText, wordsOf, zoneText } from './formats.ts'
import { typeset } from './typography.ts'
import { durationParts, isDate, minutesOf, weekdayOf } from './values.ts'

const ru = wordsOf('ru')
const en = wordsOf('en')

describe('lengths of time in Russian', () => {
  test.each([
    ['PT1H', 'nominative', '1 час'], ['PT1H', 'genitive', '1 часа'], ['PT2H', 'nominative', '2 часа'], ['PT2H', 'genitive', '2 часов'],
    ['PT5H', 'accusative', '5 часов'], ['PT21H', 'nominative', '21 час'], ['PT11H', 'nominative', '11 часов'], ['PT24H', 'dative', '24 часам'],
    ['PT1M', 'nominative', '1 минута'], ['PT1M', 'accusative', '1 минуту'], ['PT1M', 'genitive', '1 минуты'], ['PT30M', 'genitive', '30 минут'], ['PT22M', 'accusative', '22 минуты'],
    ['PT1H30M', 'accusative', '1 час 30 минут'], ['P1D', 'genitive', '1 дня'], ['P3D', 'nominative', '3 дня'], ['P30D', 'accusative', '30 дней'],
    ['PT90S', 'nominative', '90 секунд'], ['PT1H', 'instrumental', '1 часом'], ['PT3H', 'prepositional', '3 часах'],
  ] as const)('%s in the %s is «%s»', (value, kase, text) => {
    expect(durationText(value, kase, 'ru')).toBe(text)
  })

  test.each([
    [1, 'nominative', '1 рабочий день'], [1, 'genitive', '1 рабочего дня'], [1, 'dative', '1 рабочему дню'],
    [2, 'nominative', '2 рабочих дня'], [2, 'genitive', '2 рабочих дней'], [5, 'nominative', '5 рабочих дней'], [5, 'instrumental', '5 рабочими днями'],
    [10, 'accusative', '10 рабочих дней'], [21, 'accusative', '21 рабочий день'], [104, 'nominative', '104 рабочих дня'], [112, 'nominative', '112 рабочих дней'],
  ] as const)('%i working days in the %s are «%s»', (workingDays, kase, text) => {
    expect(durationText({ workingDays }, kase, 'ru')).toBe(text)
  })

  test('English has two numbers and no cases', () => {
    expect(durationText({ workingDays: 1 }, 'genitive', 'en')).toBe('1 working day')
    expect(durationText('PT2H1M', 'dative', 'en')).toBe('2 hours 1 minute')
    expect(counted(1, 'time', 'nominative', 'ru')).toBe('1 раз')
    expect(counted(2, 'time', 'nominative', 'ru')).toBe('2 раза')
  })

  test.each(['P', 'PT', '1H', 'PT1.5H', 'P1W', 'P1Y', 'PT-1H', 'PT0S', '', 'PT1H '])('«%s» is no length of time', value => {
    expect(durationText(value, 'nominative', 'ru')).toBeNull()
    expect(durationParts(value)).toBeNull()
  })
})

describe('hours, dates, numbers', () => {
  const day = [['09:00', '18:00']] as const
  test('weeks are told by groups of like days', () => {
    const all = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }
    expect(hoursText(all, ru)).toBe('ежедневно с 09:00 до 18:00')
    const { sat: _sat, sun: _sun, ...five } = all
    expect(hoursText(five, ru)).toBe('с понедельника по пятницу с 09:00 до 18:00')
    expect(hoursText({ ...five, tue: [['10:00', '12:00'], ['13:00', '24:00']] }, ru))
      .toBe('в понедельник с 09:00 до 18:00, во вторник с 10:00 до 12:00 и с 13:00 до 24:00, со среды по пятницу с 09:00 до 18:00')
    expect(hoursText({ mon: day, tue: day }, ru)).toBe('в понедельник и во вторник с 09:00 до 18:00')
    expect(hoursText({ mon: day, wed: day, fri: day }, en)).toBe('on Monday, on Wednesday and on Friday from 09:00 to 18:00')
  })

  test('dates are told by years, neighbours as a range', () => {
    expect(datesText(['2026-01-02', '2026-01-01', '2026-01-05', '2026-01-06', '2026-01-07', '2027-05-03'], ru)).toBe('в 2026 году: 1, 2, 5–7 января; в 2027 году: 3 мая')
    expect(datesText(['2026-12-25'], en)).toBe('in 2026: 25 December')
  })

  test('an instant is a date where the desk stands', () => {
    expect(dateText('2025-12-31T22:30:00Z', 'ru', 'Europe/Moscow')).toBe('1 января 2026 года')
    expect(dateText('2025-12-31T22:30:00Z', 'en', 'Europe/London')).toBe('31 December 2025')
    expect(dateText('soon', 'en', 'Europe/London')).toBeNull()
  })

  test('phones and zones are told as people know them', () => {
    expect(phoneText('+79770909190', 'ru')).toBe('8 (977) 090-91-90')
    expect(phoneText('+442079460123', 'en')).toBe('+44 20 7946 0123')
    expect(zoneText('Europe/Moscow', ru)).toBe('по московскому времени')
    expect(zoneText('Pacific/Apia', ru)).toBe('по времени часового пояса Pacific/Apia')
  })

  test('times and dates are read strictly', () => {
    expect([minutesOf('00:00'), minutesOf('24:00'), minutesOf('9:00'), minutesOf('24:01'), minutesOf('12:60')]).toEqual([0, 1440, null, null, null])
    expect([isDate('2028-02-29'), isDate('2026-02-29'), isDate('2026-2-3'), isDate('2026-13-01')]).toEqual([true, false, false, false])
    expect([weekdayOf('2026-11-24'), weekdayOf('2027-02-20'), weekdayOf('2026-12-31')]).toEqual(['tue', 'sat', 'thu'])
  })
})

const show = (text: string) => text.replaceAll('\u00a0', '~')

describe('a form asked of a value that it does not fit', () => {
  const values = [null, undefined, true, 5, 'text', '+7', [], [1], ['text'], [{ id: 'a' }], {}, { weekly: { mon: [['09:00', '18:00']] }, holidays: [] }, { mon: 'closed' }, { name: 5 }]
  test.each(Object.keys(formats) as (keyof typeof formats)[])('%s answers or declines, and never breaks', name => {
    for (const value of values) {
      for (const argument of ['', 'time', 'title']) {
        const said = formats[name](value, { words: ru, language: 'ru', timeZone: 'Europe/Moscow', argument, path: 'x' })
        expect(said === null || (typeof said.text === 'string' && said.text !== '')).toBe(true)
      }
    }
  })
})

describe('typesetting', () => {
  test.each([
    ['Ответ и в час закрытия — уже нет.', 'Ответ и~в~час закрытия~— уже нет.'],
    ['за 24 часа или 5 рабочих дней', 'за~24~часа или 5~рабочих дней'],
    ['заявка № 1042 и 50 % срока', 'заявка №~1042 и~50~% срока'],
    ['Если бы вы написали, что же тогда', 'Если~бы вы~написали, что~же тогда'],
  ])('«%s» keeps its short words', (text, set) => {
    expect(show(typeset(text, 'ru'))).toBe(set)
  })
  test('nothing but spaces changes', () => {
    const text = '«К вам» в 9 утра — и ни минутой позже (с 1 мая)'
    expect(typeset(text, 'ru').replaceAll('\u00a0', ' ')).toBe(text)
    expect(show(typeset('It is in 5 days — no more', 'en'))).toBe('It is in 5~days~— no more')
  })
})
