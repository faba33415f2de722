import { describe, expect, test } from 'vitest'
import { hour, minute } from '../lib/instant.ts'
import { reports as en } from '../words/en/reports.ts'
import { reports as ru } from '../words/ru/reports.ts'
import type { Scope } from './figures.ts'
import { monthOf } from './period.ts'
import { plain, sentencesOf } from './sentences.ts'
import { noTotals, type Totals } from './totals.ts'

type Given = { figures: Record<string, number>; scope?: Scope; pauses?: { count: number; open: number }; usual?: number; outages?: number; month?: string }

function totalsOf({ figures, scope = 'service', pauses, usual, month = '2026-10' }: Given): Totals {
  const totals = noTotals(monthOf(month, 'Europe/Moscow')!, scope)
  for (const [key, n] of Object.entries(figures)) totals.figures.set(key, Array.from({ length: n }, () => 0))
  return { ...totals, pauses: pauses ?? totals.pauses, took: { triage: [], reaction: usual === undefined ? [] : [usual], result: [] } }
}
const topic = (id: string): string => ({ '4.4.2': 'Принтеры и чеки', '4.1.1': 'Приём заказов' })[id] ?? id
const said = (words: typeof ru, given: Given): string[] => sentencesOf(totalsOf(given), words, { topic, outages: given.outages ?? 0 }).map(plain)

const october: Given = {
  figures: {
    received: 214, new: 209, again: 5, ended: 211, open: 3, 'clock/reaction/kept': 209, 'clock/reaction/broken': 5, 'clock/result/kept': 178, 'clock/result/broken': 8,
    'reason/result/developers': 4, 'reason/result/late': 2, 'reason/reaction/untaken': 3, paused: 31, 'topic/4.4.2': 54, 'topic/4.1.1': 31, 'topic/none': 60, carried: 8, 'carried/ended': 6, outside: 12,
  },
  pauses: { count: 33, open: 120 * hour }, usual: 12 * minute,
}

describe('the first page in words: four to six sentences', () => {
  test('a month of the service, in Russian', () => {
    expect(said(ru, october)).toEqual([
      'В октябре 2026 года обратились 214 раз: 209 новых заявок, ещё 5 вернулись в работу.',
      'В срок ответили на 209 из 214, опоздали по 5 заявкам. Обычно ответа ждали 12 мин рабочего времени.',
      'Результат был в срок по 178 заявкам из 186, позже срока по 8.',
      'Главная причина опозданий: ждали разработчиков (4 раза).',
      'По 31 заявке работа стояла на паузе, пока мы ждали ответа клиента: всего 120 ч рабочего времени.',
      'Сейчас не закончены 3 заявки этого месяца.',
    ])
  })
  test('the same in English', () => {
    expect(said(en, october)).toEqual([
      'In October 2026 there were 214 requests: 209 new tickets and 5 that came back.',
      '209 of 214 were answered in time, 5 late. The usual wait for an answer was 12 min of service time.',
      'Results came in time for 178 tickets of 186, late for 8.',
      'The main reason for being late: waiting for the developers (4 times).',
      'Work on 31 tickets paused while we waited for the customer: 120 h of service time in all.',
      '3 tickets of this month are still open.',
    ])
  })
  test('a quiet month of one customer, all in time', () => {
    expect(said(ru, { scope: 'company', figures: { received: 21, new: 21, ended: 21, 'clock/reaction/kept': 21, 'clock/result/kept': 19, 'topic/4.4.2': 9, paused: 1, outside: 1 }, pauses: { count: 1, open: 95 * minute } })).toEqual([
      'В октябре 2026 года обратились 21 раз.',
      'В срок ответили всем: 21 из 21.',
      'Результат всегда был в срок: 19 из 19.',
      'По 1 заявке работа стояла на паузе, пока мы ждали вашего ответа: всего 1 ч 35 мин рабочего времени.',
      'Чаще всего обращались по теме «Принтеры и чеки» (9).',
      'Все заявки месяца закончены.',
    ])
  })
  test('R-4.1.1 outages come before everything else that may be said', () => {
    expect(said(ru, { ...october, figures: { ...october.figures, 'outage/7': 30, 'outage/8': 10 }, outages: 2 })[3]).toBe('Было 2 массовых сбоя, из-за них обратились 40 раз.')
    expect(said(ru, { ...october, figures: { ...october.figures, 'outage/7': 41 }, outages: 1 })[3]).toBe('Был 1 массовый сбой, из-за него обратились 41 раз.')
    expect(said(en, { ...october, outages: 5 })[3]).toBe('There were 5 outages.')
  })
  test('lateness without a special reason is not called a reason', () => {
    expect([ru, en].map(words => said(words, { figures: { received: 3, new: 3, ended: 3, 'clock/reaction/kept': 1, 'clock/reaction/broken': 2, 'reason/reaction/late': 2 } })[2])).toEqual([
      'Чаще всего просто не успевали (2 раза).', 'Most often there was simply not enough time (2 times).',
    ])
  })
  test('a month in which nobody wrote says only that, and what came over from before', () => {
    expect(said(ru, { figures: {} })).toEqual(['В октябре 2026 года никто не обращался.'])
    expect(said(ru, { figures: { carried: 1, 'carried/ended': 1 } })).toEqual(['В октябре 2026 года никто не обращался.', 'Ещё 1 заявка перешла с прошлых месяцев, она уже закончена.'])
    expect(said(en, { figures: {} })).toEqual(['Nobody turned to support in October 2026.'])
  })
  test('a month whose first answers are still ahead does not boast', () => {
    expect(said(ru, { figures: { received: 1, new: 1, open: 1, 'clock/triage/running': 1 }, month: '2026-11' })).toEqual([
      'В ноябре 2026 года обратились 1 раз.', 'Судить о сроках ответа пока рано.', 'Сейчас не закончена 1 заявка этого месяца.',
    ])
  })
  test.each([ru, en])('never more than six, whatever there is to tell', words => {
    const everything = { ...october, figures: { ...october.figures, 'outage/7': 30 }, outages: 1 }
    expect(said(words, everything).length).toBe(6)
  })
})

describe('numbers agree with their words', () => {
  test.each([
    [1, 'обратились 1 раз', 'По 1 заявке', 'не закончена 1 заявка', 'Ещё 1 заявка перешла'], [2, 'обратились 2 раза', 'По 2 заявкам', 'не закончены 2 заявки', 'Ещё 2 заявки перешли'],
    [5, 'обратились 5 раз', 'По 5 заявкам', 'не закончено 5 заявок', 'Ещё 5 заявок перешло'], [11, 'обратились 11 раз', 'По 11 заявкам', 'не закончено 11 заявок', 'Ещё 11 заявок перешло'],
    [21, 'обратились 21 раз', 'По 21 заявке', 'не закончена 21 заявка', 'Ещё 21 заявка перешла'], [22, 'обратились 22 раза', 'По 22 заявкам', 'не закончены 22 заявки', 'Ещё 22 заявки перешли'],
    [111, 'обратились 111 раз', 'По 111 заявкам', 'не закончено 111 заявок', 'Ещё 111 заявок перешло'], [1204, 'обратились 1 204 раза', 'По 1 204 заявкам', 'не закончены 1 204 заявки', 'Ещё 1 204 заявки перешли'],
  ])('%i', (n, ...expected) => {
    const text = said(ru, { figures: { received: n, open: n, paused: n, carried: n }, pauses: { count: n, open: hour } }).join(' ').replaceAll(/[\u00a0\u202f]/g, ' ')
    for (const words of expected) expect(text).toContain(words)
  })
  test.each([
    [20_000, 'меньше минуты', 'less than a minute'], [45 * minute, '45 мин', '45 min'], [hour, '1 ч', '1 h'], [3 * hour + 10 * minute, '3 ч 10 мин', '3 h 10 min'], [120 * hour + 10 * minute, '120 ч', '120 h'],
  ])('a length of %i ms', (length, russian, english) => {
    expect([ru.length(length), en.length(length)]).toEqual([russian, english])
  })
})

describe('each number opens its tickets', () => {
  test('the numbers of a sentence are parts of their own, with the figure that they open', () => {
    const [received, reaction] = sentencesOf(totalsOf(october), ru, { topic, outages: 0 })
    expect(received!.filter(part => part.figure !== null)).toEqual([{ text: '214 раз', figure: 'received' }, { text: '209 новых заявок', figure: 'new' }, { text: '5 вернулись', figure: 'again' }])
    expect(reaction!.filter(part => part.figure !== null).map(part => part.figure)).toEqual(['clock/reaction/kept', 'clock/reaction/broken'])
  })
  test('and never is a mark of the making left in what people read', () => {
    for (const words of [ru, en]) expect([...said(words, october).join('')].filter(letter => letter < ' ')).toEqual([])
  })
})

test('product.md 4: what a customer reads never says «отказ» or «молчание», nor names a clause', () => {
  const told = JSON.stringify([ru.reason, ru.result, ru.end, ru.endedBy, ru.standing, ru.book])
  expect(told).not.toMatch(/отказ|молчан|R-\d|A-\d/i)
})
