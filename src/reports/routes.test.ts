import readExcel from 'read-excel-file/node'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, type Desk, type Member } from '../../test/desk.ts'
import { seedCompany, seedPoint, seedRegulation, seedTicket, type Regulation, type Story } from '../../test/seed.ts'
import { newId } from '../lib/ids.ts'
import { day, minute } from '../lib/instant.ts'
import type { TicketFact } from '../tickets/ticket.ts'
import { behindPage, companies, monthReport, type BehindRow, type MonthReport } from './api.ts'
import { nextCases } from './store.ts'
import { monthOf } from './period.ts'
import { reportRoutes } from './routes.ts'

/** Tuesday, 24 November 2026, 14:07 in Moscow; the desk works from 09:00 to 23:00. */
let desk: Desk
let regulation: Regulation
let olga: Member
let lead: Member
let anna: Member
let berezka: { company: string; point: string }
let sosna: { company: string; point: string }

const on = (time: string, date: string): number => Date.parse(`2026-${date}T${time}+03:00`)
const staff = (member: Member) => ({ kind: 'staff' as const, id: member.id })
const customer = { kind: 'customer' as const, id: null }
type Next = NonNullable<Story['next']>[number]
const did = (fact: TicketFact, at: number): Next => ({ fact, at, actor: staff(anna) })
const said = (fact: TicketFact, at: number): Next => ({ fact, at, actor: customer })
const triaged = (category: 1 | 2 | 3, at: number, topic: string | null = null) => did({ type: 'triaged', category, effect: 'мешает', topic }, at)
const taken = (at: number) => did({ type: 'taken' }, at)
const answered = (at: number, asks = false) => did({ type: 'answered', message: '019a0000-0000-7000-8000-000000000001', asks }, at)
const reported = (at: number) => did({ type: 'result_reported', kind: 'done', text: 'Готово.', message: null }, at)
const confirmed = (at: number) => said({ type: 'confirmed', note: '' }, at)
const numberOf = async (story: Story): Promise<number> => (await seedTicket(desk.base.db, regulation, story, desk.time.now())).number

let numbers: Record<'kept' | 'late' | 'foreign' | 'carried' | 'october' | 'spam' | 'paused' | 'again', number>

beforeAll(async () => {
  desk = await openDesk({ rooms: house => [app => reportRoutes(app, { db: house.db, time: house.time, editions: { of: async () => regulation, inForce: async () => regulation } })] })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  lead = await desk.member(olga, 'lead', 'Игорь Старший')
  anna = await desk.member(olga, 'specialist', 'Анна Ковалёва')
  const place = async (company: string, name: string) => {
    const id = await seedCompany(desk.base.db, company, 0)
    return { company: id, point: await seedPoint(desk.base.db, { name, companyId: id }, 0) }
  }
  berezka = await place('ООО «Берёзка»', 'Кафе «Берёзка»')
  sosna = await place('ООО «Сосна»', 'Бар «Сосна»')
  numbers = {
    kept: await numberOf({ subject: 'Не печатает принтер', at: on('10:00', '11-05'), pointId: berezka.point, next: [triaged(2, on('10:10', '11-05'), '4.4.2'), taken(on('10:11', '11-05')), answered(on('10:20', '11-05')), reported(on('12:00', '11-05')), confirmed(on('12:30', '11-05'))] }),
    late: await numberOf({ subject: 'Касса встала', at: on('12:00', '11-06'), pointId: berezka.point, channel: 'phone', stop: true, next: [triaged(1, on('12:10', '11-06'), '4.1.1'), taken(on('12:11', '11-06')), answered(on('14:00', '11-06'))] }),
    foreign: await numberOf({ subject: 'Отчёт не сходится', at: on('09:30', '11-07'), pointId: sosna.point, next: [triaged(3, on('09:40', '11-07')), answered(on('09:50', '11-07'))] }),
    carried: await numberOf({ subject: 'С прошлого месяца', at: on('22:00', '10-31'), pointId: berezka.point, next: [triaged(3, on('22:10', '10-31')), answered(on('22:15', '10-31')), reported(on('10:00', '11-02')), confirmed(on('11:00', '11-02'))] }),
    october: await numberOf({ subject: 'Закончена в октябре', at: on('10:00', '10-30'), pointId: berezka.point, next: [triaged(3, on('10:10', '10-30')), answered(on('10:15', '10-30')), reported(on('10:20', '10-30')), confirmed(on('10:30', '10-30'))] }),
    spam: await numberOf({ subject: 'Реклама', at: on('10:00', '11-08'), next: [did({ type: 'closed_as_spam' }, on('10:05', '11-08'))] }),
    paused: await numberOf({ subject: 'Ждали фото', at: on('10:00', '11-09'), pointId: sosna.point, next: [triaged(2, on('10:10', '11-09')), taken(on('10:11', '11-09')), answered(on('10:20', '11-09'), true), said({ type: 'customer_wrote', message: '019a0000-0000-7000-8000-000000000002', weight: 'real', subject: null }, on('13:20', '11-10'))] }),
    again: await numberOf({
      subject: 'Вернулась в ноябре', at: on('10:00', '10-29'), pointId: sosna.point, next: [
        triaged(3, on('10:10', '10-29')), answered(on('10:15', '10-29')), reported(on('10:20', '10-29')), confirmed(on('10:30', '10-29')),
        said({ type: 'reopened', message: null, reason: 'снова', edition: 1 }, on('09:30', '11-20')), triaged(3, on('09:40', '11-20')),
      ],
    }),
  }
  // A ticket's row says when it was written; here they are all written at once.
  await sql`update tickets set created_at = (select min(e.at) from ticket_events e where e.ticket_id = tickets.id)`.execute(desk.base.db)
})
afterAll(() => desk.close())

async function month(company = 'all', which = '2026-11', who = lead): Promise<MonthReport> {
  const answer = await desk.ask(who, 'GET', `/api/reports/month?month=${which}&company=${company}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return monthReport.parse(answer.json())
}
async function behind(figure: string, company = 'all', which = '2026-11'): Promise<BehindRow[]> {
  const { madeAt } = await month(company, which)
  const answer = await desk.ask(lead, 'GET', `/api/reports/month/tickets?month=${which}&company=${company}&at=${madeAt}&figure=${encodeURIComponent(figure)}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return behindPage.parse(answer.json()).rows
}

const firstOf = (report: MonthReport): string => report.sentences[0]!.map(part => part.text).join('')

type Sheets = Record<string, unknown[][]>
async function book(company = 'all', of = '2026-11'): Promise<Sheets> {
  const answer = await desk.ask(lead, 'GET', `/api/reports/month.xlsx?month=${of}&company=${company}`)
  expect(answer.statusCode, answer.body.slice(0, 200)).toBe(200)
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="report-${of}.xlsx"`)
  const sheets = await readExcel(answer.rawPayload) as unknown as { sheet: string; data: unknown[][] }[]
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data]))
}
const columnOf = (rows: unknown[][], title: string): unknown[] => {
  const place = rows[0]!.indexOf(title)
  expect(place, title).toBeGreaterThanOrEqual(0)
  return rows.slice(1).map(row => row[place])
}

describe('the service’s month', () => {
  test('pain 39 what was received in the month; what came over from before and what is spam stand apart', async () => {
    const { figures, from, to, zone } = await month()
    expect([from, to, zone]).toEqual(['2026-10-31T21:00:00.000Z', '2026-11-30T21:00:00.000Z', 'Europe/Moscow'])
    expect(figures).toMatchObject({ received: 5, new: 4, again: 1, carried: 1, 'carried/ended': 1, spam: 1, ended: 1, open: 4, stop: 1, paused: 1 })
  })
  test('R-3.1.2 terms by clock and category, with the reason of the broken ones', async () => {
    const { figures } = await month()
    expect(figures).toMatchObject({
      'clock/reaction/kept': 3, 'clock/reaction/broken': 1, 'clock/reaction/broken/1': 1, 'reason/reaction/late': 1, 'clock/triage/kept': 5, 'clock/result/kept': 1,
    })
    expect(figures['clock/reaction/running']).toBe(1)
  })
  test('each figure opens its tickets, oldest first', async () => {
    expect((await behind('received')).map(row => row.number)).toEqual([numbers.again, numbers.kept, numbers.late, numbers.foreign, numbers.paused])
    expect((await behind('carried')).map(row => row.number)).toEqual([numbers.carried])
    expect(await behind('clock/reaction/broken')).toMatchObject([{ number: numbers.late, subject: 'Касса встала', point: { name: 'Кафе «Берёзка»' }, clocks: { reaction: { standing: 'broken', overBy: 3_600_000, reason: 'late' } } }])
    expect(await behind('again')).toMatchObject([{ number: numbers.again, cycle: 2 }])
    expect(await behind('topic/no-such-topic')).toEqual([])
  })
  test('every figure of the page has as many tickets behind it as it says', async () => {
    for (const [key, n] of Object.entries((await month()).figures)) expect([key, (await behind(key)).length]).toEqual([key, n])
  })
  test('names stand beside the ids of topics, companies and specialists', async () => {
    const { names } = await month()
    expect(names.topics).toHaveProperty(['4.1.1'])
    expect(Object.values(names.companies).toSorted()).toEqual(['ООО «Берёзка»', 'ООО «Сосна»'])
    expect(names.specialists).toEqual({ [anna.id]: 'Анна Ковалёва' })
  })
  test('the first page speaks the reader’s language', async () => {
    expect(firstOf(await month())).toBe('В ноябре 2026 года обратились 5 раз: 4 новые заявки, ещё 1 вернулась в работу.')
    await desk.ask(lead, 'PATCH', '/api/me', { language: 'en' })
    expect(firstOf(await month())).toBe('In November 2026 there were 5 requests: 4 new tickets and 1 that came back.')
    await desk.ask(lead, 'PATCH', '/api/me', { language: 'ru' })
    // A page that has just been switched asks in its own language.
    expect(firstOf(monthReport.parse((await desk.ask(lead, 'GET', '/api/reports/month?month=2026-11&language=en')).json()))).toBe('In November 2026 there were 5 requests: 4 new tickets and 1 that came back.')
  })
  test('A-20 an earlier month still has the first round of a ticket that came back later', async () => {
    expect((await behind('received', 'all', '2026-10')).map(row => [row.number, row.cycle])).toEqual([[numbers.again, 1], [numbers.october, 1], [numbers.carried, 1]])
  })
})

describe('the customer’s month', () => {
  test('only his own tickets, without what is the service’s own matter (A-08)', async () => {
    const { figures, company, names } = await month(berezka.company)
    expect(company).toEqual({ id: berezka.company, name: 'ООО «Берёзка»' })
    expect(figures).toMatchObject({ received: 2, carried: 1, 'clock/reaction/kept': 1, 'clock/reaction/broken': 1 })
    expect(Object.keys(figures).filter(key => /specialist|company|triage|spam/.test(key))).toEqual([])
    expect(names.specialists).toEqual({})
    expect((await behind('received', berezka.company)).map(row => [row.number, row.clocks.triage])).toEqual([[numbers.kept, null], [numbers.late, null]])
  })
  test('the list to choose from, and the month it is now', async () => {
    const answer = await desk.ask(lead, 'GET', '/api/reports/companies')
    expect(companies.parse(answer.json())).toEqual({ companies: [{ id: berezka.company, name: 'ООО «Берёзка»' }, { id: sosna.company, name: 'ООО «Сосна»' }], current: '2026-11', zone: 'Europe/Moscow' })
  })
})

describe('pain 39 the workbook', () => {
  test('dates are dates, counts are numbers, texts are texts, in the desk’s wall time', async () => {
    const { Заявки: rows } = await book()
    expect(columnOf(rows!, '№')).toEqual([numbers.again, numbers.carried, numbers.kept, numbers.late, numbers.foreign, numbers.spam, numbers.paused].filter(number => number !== undefined))
    const received = columnOf(rows!, 'Поступила') as Date[]
    expect(received.every(at => at instanceof Date)).toBe(true)
    expect(Math.abs(received[2]!.getTime() - Date.UTC(2026, 10, 5, 10, 0))).toBeLessThan(1_000)
    expect(columnOf(rows!, 'Ответ: итог')).toEqual(['срок ещё идёт', 'в срок', 'в срок', 'позже срока', 'в срок', null, 'в срок'])
    expect(columnOf(rows!, 'Паузы, раз')).toEqual([0, 0, 0, 0, 0, 0, 1])
  })

  test('the totals of the first sheet are the sums of the rows of the others', async () => {
    const sheets = await book()
    const total = (title: string) => sheets['Сводка']!.find(row => row[0] === title)
    const rows = sheets['Заявки']!
    const [carried, ends] = [columnOf(rows, 'Перешла с прошлых месяцев'), columnOf(rows, 'Чем закончилась')]
    const received = carried.map((value, place) => value === null && ends[place] !== 'спам')
    const kept = columnOf(rows, 'Ответ: итог').filter((standing, place) => received[place] && standing === 'в срок').length
    expect(total('Обращений за месяц')![1]).toBe(received.filter(Boolean).length)
    expect(total('Ответ')!.slice(1, 5)).toEqual([kept, 1, 1, kept / (kept + 1)])
    const lengths = (columnOf(sheets['Паузы']!, 'Рабочее время') as Date[]).reduce((sum, at) => sum + at.getTime() - Date.UTC(1899, 11, 30), 0)
    expect(Math.round(((total('Рабочее время пауз')![1] as Date).getTime() - Date.UTC(1899, 11, 30)) / 1_000)).toBe(Math.round(lengths / 1_000))
    for (const name of ['Темы', 'Каналы']) {
      expect((columnOf(sheets[name]!, 'Заявок') as number[]).reduce((sum, n) => sum + n, 0)).toBe(received.filter(Boolean).length)
      expect((columnOf(sheets[name]!, 'Доля') as number[]).reduce((sum, n) => sum + n, 0)).toBeCloseTo(1)
    }
    expect(total('В ноябре 2026 года обратились 5 раз: 4 новые заявки, ещё 1 вернулась в работу.')).toBeDefined()
    expect(total('Период: с 1 ноября 00:00 по 30 ноября 24:00, время МСК. Состояние на 24 ноября, 14:07 МСК.')).toBeDefined()
  })

  test('a month of which nothing is decided has dashes for its shares, not noughts', async () => {
    const empty = (await book('all', '2026-08'))['Сводка']!
    for (const clock of ['Разбор', 'Ответ', 'Результат']) expect(empty.find(row => row[0] === clock), clock).toEqual([clock, 0, 0, 0, '—', '—'])
    // One broken term of one is a share: nothing was kept.
    const [late] = (await book())['Сводка']!.filter(row => String(row[0]).startsWith('Ответ: ') && row[2] === 1)
    expect(late!.slice(1, 5)).toEqual([0, 1, 0, 0])
  })

  test('R-6.3.3 a pause says from when to when, for how long and who had asked', async () => {
    const pauses = (await book())['Паузы']!
    expect(columnOf(pauses, '№')).toEqual([numbers.paused])
    expect(columnOf(pauses, 'Кто спросил')).toEqual(['Анна Ковалёва'])
    expect((columnOf(pauses, 'Рабочее время')[0] as Date).getTime()).toBeCloseTo(Date.UTC(1899, 11, 30) + 3 * day / 24, -3)
  })

  test('the customer’s workbook has no column of the service’s own', async () => {
    const sheets = await book(sosna.company)
    expect(sheets['Заявки']![0]).not.toContain('Ответственный')
    expect(sheets['Заявки']![0]).not.toContain('Разбор: итог')
    expect(sheets['Паузы']![0]).not.toContain('Кто спросил')
    expect(columnOf(sheets['Заявки']!, '№')).toEqual([numbers.again, numbers.foreign, numbers.paused])
  })
})

const wire = (time: string, date: string): string => new Date(on(time, date)).toISOString()
const outage = async (number: number, title: string, scope: 'all' | 'points', started: string, ended: string | null, point: string | null, state = ended === null ? 'open' : 'ended') => {
  const id = newId()
  await sql`insert into incidents (id, number, title, scope, state, source, created_at, started_at, opened_at, ended_at, rejected_at)
    values (${id}, ${number}, ${title}, ${scope}, ${state}, 'hand', ${started}::timestamptz, ${started}::timestamptz, ${state === 'proposed' ? null : started}::timestamptz, ${ended}::timestamptz, null)`.execute(desk.base.db)
  if (point !== null) await sql`insert into incident_points (incident_id, point_id) values (${id}, ${point}::uuid)`.execute(desk.base.db)
  return id
}

describe('R-4.1.1 outages', () => {
  beforeAll(async () => {
    // A month is counted once for each instant.
    desk.time.advance(1)
    await outage(1, 'Закончился в октябре', 'all', wire('10:00', '10-30'), wire('11:00', '10-30'), null)
    const seventh = await outage(2, 'Не приходят заказы с сайта', 'points', wire('19:00', '11-07'), wire('20:30', '11-07'), sosna.point)
    await outage(3, 'Нет связи с центром', 'all', wire('13:00', '11-24'), null, null)
    await outage(4, 'Только предложен', 'all', wire('13:00', '11-24'), null, null, 'proposed')
    await seedTicket(desk.base.db, regulation, { subject: 'Нет заказов', at: on('19:05', '11-07'), pointId: sosna.point, next: [triaged(1, on('19:10', '11-07')), did({ type: 'attached_to_incident', incident: seventh, number: 2, by: 'staff' }, on('19:11', '11-07')), answered(on('19:12', '11-07'))] }, desk.time.now())
  })
  afterAll(async () => {
    await desk.base.pool.query(`delete from incident_points; delete from incidents; delete from ticket_events where ticket_id in (select id from tickets where subject = 'Нет заказов'); delete from tickets where subject = 'Нет заказов'`)
    desk.time.advance(1)
  })

  test('those that touched the month, with their requests; a proposal is none', async () => {
    const { outages, figures, sentences } = await month()
    expect(outages).toEqual([
      { number: 2, title: 'Не приходят заказы с сайта', from: new Date(on('19:00', '11-07')).toISOString(), to: new Date(on('20:30', '11-07')).toISOString() },
      { number: 3, title: 'Нет связи с центром', from: new Date(on('13:00', '11-24')).toISOString(), to: null },
    ])
    expect(figures['outage/2']).toBe(1)
    expect(sentences.map(parts => parts.map(part => part.text).join(''))).toContain('Было 2 массовых сбоя, из-за них обратились 1 раз.')
  })
  test('a customer sees those that reached his points', async () => {
    expect((await month(berezka.company)).outages.map(({ number }) => number)).toEqual([3])
    expect((await month(sosna.company)).outages.map(({ number }) => number)).toEqual([2, 3])
  })
  test('their sheet: how long each lasted and how many requests it brought', async () => {
    const rows = (await book())['Сбои']!
    expect([columnOf(rows, '№'), columnOf(rows, 'Обращений')]).toEqual([[2, 3], [1, 0]])
    expect((columnOf(rows, 'Длилось') as Date[]).map(length => Math.round((length.getTime() - Date.UTC(1899, 11, 30)) / minute))).toEqual([90, 67])
  })
})

describe('the door', () => {
  test('leads and admins come in, specialists and strangers do not', async () => {
    for (const path of ['companies', 'month?month=2026-11', 'month.xlsx?month=2026-11', `month/tickets?month=2026-11&figure=received&at=2026-11-24T11:07:00Z`]) {
      const codes = []
      for (const who of [olga, lead, anna, null]) codes.push((await desk.ask(who, 'GET', `/api/reports/${path}`)).statusCode)
      expect([path, ...codes]).toEqual([path, 200, 200, 403, 401])
    }
  })
  test.each([
    ['no month', 'month?company=all', 400], ['a month that there is not', 'month?month=2026-13', 400], ['no company of that kind', 'month?month=2026-11&company=berezka', 400],
    ['an unknown company', 'month?month=2026-11&company=019a0000-0000-7000-8000-0000000000ff', 404], ['a figure without an instant', 'month/tickets?month=2026-11&figure=received', 400],
    ['an unknown company’s workbook', 'month.xlsx?month=2026-11&company=019a0000-0000-7000-8000-0000000000ff', 404],
  ])('refuses %s', async (_says, path, status) => {
    expect((await desk.ask(lead, 'GET', `/api/reports/${path}`)).statusCode).toBe(status)
  })
  test('after a refusal the next workbook is written all the same', async () => {
    expect((await desk.ask(lead, 'GET', '/api/reports/month.xlsx?month=2026-11')).statusCode).toBe(200)
  })
})

describe('pain 31 a month is read in portions', () => {
  test('the portions follow one another without a gap or a repetition', async () => {
    const period = monthOf('2026-11', 'Europe/Moscow')!
    const all = await nextCases(desk.base.db, period, null, null, 100)
    const found: number[] = []
    for (let after = null as { createdAt: number; id: string } | null; ;) {
      const some = await nextCases(desk.base.db, period, null, after, 2)
      found.push(...some.map(({ number }) => number))
      if (some.length < 2) break
      after = some.at(-1)!
    }
    expect(found).toEqual(all.map(({ number }) => number))
    expect(found).not.toContain(numbers.october)
  })
  test('their order is an index’s: no sort, no walk over the whole table', async () => {
    const { rows } = await desk.base.db.transaction().execute(async inner => {
      // A handful of rows is read faster without any index; a year of them is not.
      await sql`set local enable_seqscan = off`.execute(inner)
      return sql<{ 'QUERY PLAN': string }>`explain select t.id from tickets t where t.created_at < now() and (t.resolved_at is null or t.resolved_at >= now()) and (t.created_at, t.id) > (now(), gen_random_uuid()) order by t.created_at, t.id limit 200`.execute(inner)
    })
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/tickets_report/)
    expect(plan).not.toMatch(/Sort/)
  })
})
