import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../lib/instant.ts'
import { lengthOf, sayAlarm, sayDigest, sayEnded, sayRaised, sayTriage, sayWarnings, wordsIn, type AlarmSaying, type OfDay, type Reader } from './say.ts'

const now = Date.parse('2026-03-17T14:07+03:00')
const reader: Reader = { language: 'ru', zone: 'Europe/Moscow', now, workspace: 'https://desk.example' }
const ticket = {
  id: 't', number: 1042, subject: 'Касса не пробивает чеки', category: null, ownerName: null, receivedAt: now - hour, unansweredSince: now - 12 * minute,
  pointName: 'Кафе «Берёзка»', pointAddress: 'Москва, Арбат, 24', contactName: 'Ольга',
}
const buttons = ({ buttons: rows = [] }: AlarmSaying) => rows.map(row => row.map(one => ('url' in one ? `${one.label} ${one.url}` : `${one.label} ${one.act.act}`)))

describe('pain 35 a message says which ticket, where, in whose words, and how long he waits', () => {
  test('R-3.1.2 a stop report', () => {
    const said = sayAlarm({ id: 'a', kind: 'stop', about: {} }, ticket, 'shift', reader)
    expect(said).toMatchObject({ title: '№ 1042 · работа стоит', text: 'Кафе «Берёзка», Москва, Арбат, 24\n«Касса не пробивает чеки»\nЖдёт 12 мин' })
    expect(buttons(said)).toEqual([['Беру claim', 'Открыть https://desk.example/tickets/1042']])
  })
  test('R-6.2.7 the same, triaged as critical meanwhile, at the lead and at the head', () => {
    const critical = { ...ticket, category: 1 as const }
    expect(sayAlarm({ id: 'a', kind: 'stop', about: {} }, critical, 'lead', reader)).toMatchObject({ title: '№ 1042 · критичная', text: expect.stringMatching(/\nСмена пока не откликнулась\.$/) })
    expect(sayAlarm({ id: 'a', kind: 'stop', about: {} }, critical, 'head', reader).text).toMatch(/\nНи смена, ни старший пока не откликнулись\.$/)
  })
  test('S-6 a second dispute is not blamed on the shift', () => {
    expect(sayAlarm({ id: 'a', kind: 'disputed', about: { lead: true } }, ticket, 'lead', reader).text).not.toContain('Смена')
  })
  test('a caller without a point and without words', () => {
    expect(sayAlarm({ id: 'a', kind: 'critical', about: {} }, { ...ticket, pointName: null, subject: '', unansweredSince: null }, 'shift', reader).text).toBe('Ольга\nЖдёт 1 ч')
  })
  test('R-6.3.1 who has it, and no button to take it any more', () => {
    const said = sayEnded({ kind: 'critical', endedAt: now, endReason: 'taken' }, ticket, 'Игорь Лапин', reader)
    expect(said.text.split('\n').at(-1)).toBe('Взято в 14:07 МСК: Игорь Лапин.')
    expect(buttons(said)).toEqual([['Открыть https://desk.example/tickets/1042']])
  })
  test('how long, in words', () => {
    expect([0, 3 * minute, 59 * minute, hour, 80 * minute, day, day + 3 * hour].map(length => lengthOf(length, wordsIn('ru')))).toEqual(['1 мин', '3 мин', '59 мин', '1 ч', '1 ч 20 мин', '1 д', '1 д 3 ч'])
  })
})

const of = (number: number, due: number, breached: boolean) => ({ ticket: { number, subject: 'Принтер', pointName: null }, due, breached })
const one = (number: number, more: Partial<OfDay>): OfDay => ({ number, subject: 'Принтер', ownerId: 'anna', pointName: 'Кафе', due: Infinity, breached: false, unansweredSince: null, cameBack: false, ...more })

describe('R-4.1.1 what looks like an outage', () => {
  test('says what was seen and by whom, and opens it', () => {
    const said = sayRaised({ id: 'a', kind: 'incident', about: { title: 'Не приходят заказы с сайта', text: '', path: '/incidents/7', source: 'radar' }, endedAt: null, endReason: null }, null, reader)
    expect(said).toMatchObject({ title: 'Похоже на сбой', text: 'Не приходят заказы с сайта\nПишут сразу из нескольких точек. Подтвердите или отклоните.' })
    expect(buttons(said)).toEqual([['Открыть https://desk.example/incidents/7', 'Вижу ack']])
  })
})

describe('groups', () => {
  test('R-6.2.2 without a category', () => {
    expect(sayTriage({ count: 34, overdue: 0, left: 12 * minute }, reader).text).toBe('Без категории: 34, до срока 12 мин.')
    expect(sayTriage({ count: 34, overdue: 5, left: -minute }, reader).text).toBe('Без категории: 34, срок прошёл у 5.')
    expect(sayTriage({ count: 1, overdue: 0, left: minute }, { ...reader, language: 'en' }).text).toBe('Without a category: 1, due in 1 min.')
  })

  test('R-3.1.2 warnings: what is over first, each due once; a single one opens its ticket', () => {
    const said = sayWarnings([of(7, now + hour, false), of(7, now + hour, false), of(8, now - hour, true)], reader)
    expect(said.text).toBe('№ 8, срок был до 13:07 МСК: «Принтер»\n№ 7, до 15:07 МСК: «Принтер»')
    expect(buttons(said)).toEqual([['Открыть «Горит» https://desk.example/?view=hot']])
    expect(buttons(sayWarnings([of(7, now, false)], reader))).toEqual([['Открыть https://desk.example/tickets/7']])
    const many = sayWarnings(Array.from({ length: 40 }, (_, index) => of(index, now + index, false)), reader).text.split('\n')
    expect([many.length, many.at(-1)]).toEqual([15, 'и ещё 26'])
  })

  test('R-3.1.2 the morning list: his own and nobody\'s, each once, overdue first', () => {
    const tickets = [
      one(1, { due: now - day, unansweredSince: now }), one(2, { due: now + hour }), one(3, { unansweredSince: now, ownerId: null }), one(4, { cameBack: true }), one(5, { due: now + hour, ownerId: 'igor' }),
    ]
    expect(sayDigest(tickets, 'anna', now + 10 * hour, reader).text).toBe([
      'Просрочено: 1\n№ 1, до 16 марта, 14:07 МСК: Кафе, «Принтер»', 'Срок сегодня: 1\n№ 2, до 15:07 МСК: Кафе, «Принтер»',
      'Ждут нашего ответа: 1\n№ 3: Кафе, «Принтер» (без ответственного)', 'Вернулось: 1\n№ 4: Кафе, «Принтер»',
    ].join('\n\n'))
    expect(sayDigest([], 'anna', now, reader)).toMatchObject({ text: 'Срочного по категориям 2 и 3 нет. Хорошего дня!', silent: true })
  })
})
