import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedCompany, seedContact, seedPoint, seedRegulation, seedTicket, type Regulation, type Seeded } from '../../../test/seed.ts'
import { hour, minute } from '../../lib/instant.ts'
import type { Category } from '../../regulation/signals.ts'
import { queueCounts, queuePage, queueViews, type QueueRow, type QueueView } from '../api.ts'
import { ticketRoutes } from '../routes.ts'
import type { TicketFact } from '../ticket.ts'
import { orderOf, readPlace, writePlace } from './cursor.ts'
import { pageQuery } from './store.ts'

/** Tuesday 14:07 in Moscow; the desk works from 09:00 to 23:00. */
const now = start

let desk: Desk
let regulation: Regulation
let olga: Member

beforeAll(async () => {
  desk = await openDesk({ rooms: house => [app => ticketRoutes(app, { db: house.db, time: house.time, editions: lateEditions(), startLinks: () => [] })] })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
})
afterAll(() => desk.close())

/** The doors are built before the regulation is in the database. */
const lateEditions = () => ({ of: () => regulation.editions.of(1), inForce: (at: number) => regulation.editions.inForce(at) })

const empty = () => desk.base.pool.query('truncate ticket_events, call_tasks, tickets cascade')
const staff = (id: string) => ({ kind: 'staff' as const, id })
const seed = (story: Parameters<typeof seedTicket>[2]): Promise<Seeded> => seedTicket(desk.base.db, regulation, story, now)

type Ago = { hours?: number; minutes?: number }
const before = ({ hours = 0, minutes = 0 }: Ago): number => now - hours * hour - minutes * minute

/** What happens to a ticket after it came, as facts. */
const triaged = (category: Category, at: number) => ({ at, fact: { type: 'triaged', category, effect: 'гости ждут у кассы', topic: null } satisfies TicketFact, actor: staff(olga.id) })
const answered = (at: number, asks = false) => ({ at, fact: { type: 'answered', message: '019a0000-0000-7000-8000-000000000001', asks } satisfies TicketFact, actor: staff(olga.id) })
const taken = (at: number) => ({ at, fact: { type: 'taken' } satisfies TicketFact, actor: staff(olga.id) })
const result = (at: number) => ({ at, fact: { type: 'result_reported', kind: 'done', text: 'Принтер печатает.', message: null } satisfies TicketFact, actor: staff(olga.id) })

async function list(view: QueueView, limit = 50): Promise<QueueRow[]> {
  const rows: QueueRow[] = []
  for (let after: string | null = ''; after !== null;) {
    const answer = await desk.ask(olga, 'GET', `/api/queue?view=${view}&limit=${limit}${after === '' ? '' : `&after=${after}`}`)
    expect(answer.statusCode, answer.body).toBe(200)
    const page = queuePage.parse(answer.json())
    rows.push(...page.rows)
    after = page.next
  }
  return rows
}
const subjects = async (view: QueueView): Promise<string[]> => (await list(view)).map(row => row.subject)

describe('the order of the queue (R-2.4.1, R-3.3.4, product.md part 3)', () => {
  beforeAll(async () => {
    await empty()
    // Sown in an order that has nothing to do with the one asked for.
    await seed({ subject: 'Ждём клиента: какая модель принтера?', at: before({ hours: 3 }), next: [triaged(2, before({ hours: 2, minutes: 50 })), answered(before({ hours: 2 }), true)] })
    await seed({ subject: 'Неразобранная, пришла позже', at: before({ minutes: 5 }) })
    await seed({ subject: 'Неразобранная, пришла раньше', at: before({ minutes: 20 }) })
    await seed({ subject: 'Важная: чек на кухню не печатается', at: before({ hours: 1 }), next: [triaged(2, before({ minutes: 50 }))] })
    await seed({ subject: 'Передана разработчикам', at: before({ hours: 4 }), next: [triaged(3, before({ hours: 3 })), taken(before({ hours: 3 })), answered(before({ hours: 3 })), { at: before({ hours: 2 }), fact: { type: 'handed_over', to: 'developers', note: 'ошибка отчёта' } }] })
    await seed({ subject: 'Критичная: не можем рассчитать гостей', at: before({ minutes: 15 }), next: [triaged(1, before({ minutes: 10 }))] })
    await seed({ subject: 'Сообщили, что работа стоит, ещё не разобрана', at: before({ minutes: 2 }), stop: true })
    await seed({ subject: 'Клиент проверяет результат', at: before({ hours: 5 }), next: [triaged(3, before({ hours: 4 })), answered(before({ hours: 4 })), result(before({ hours: 3 }))] })
    await seed({ subject: 'Закончена', at: before({ hours: 8 }), next: [triaged(3, before({ hours: 4 })), answered(before({ hours: 4 })), result(before({ hours: 3 })), { at: before({ hours: 1 }), fact: { type: 'confirmed', note: '' } }] })
    // Equal dues: category, then bot before mail before phone, then receipt.
    const same = before({ hours: 1, minutes: 30 })
    for (const channel of ['phone', 'email', 'telegram']) await seed({ subject: `Развитие из канала ${channel}`, channel, at: same, next: [triaged(3, same + minute), answered(same + 2 * minute)] })
  })

  test('critical and stop reports, then untriaged by due, then ready by nearest due with channels inside equal dues, then waiting and with others; awaiting stands apart', async () => {
    expect(await subjects('all')).toEqual([
      // Both are of the first kind; the report is to be triaged by 14:35, the critical one answered by 14:52.
      'Сообщили, что работа стоит, ещё не разобрана', 'Критичная: не можем рассчитать гостей',
      'Неразобранная, пришла раньше', 'Неразобранная, пришла позже',
      'Важная: чек на кухню не печатается',
      'Развитие из канала telegram', 'Развитие из канала email', 'Развитие из канала phone',
      'Ждём клиента: какая модель принтера?', 'Передана разработчикам',
    ])
  })

  test.each<[QueueView, string[]]>([
    ['triage', ['Сообщили, что работа стоит, ещё не разобрана', 'Неразобранная, пришла раньше', 'Неразобранная, пришла позже']],
    ['waiting', ['Ждём клиента: какая модель принтера?', 'Передана разработчикам']],
    ['awaiting', ['Клиент проверяет результат']],
    ['mine', ['Передана разработчикам']],
  ])('the view %s', async (view, expected) => {
    expect(await subjects(view)).toEqual(expected)
  })

  test('hot: due within two service hours, by due alone', async () => {
    const rows = await list('hot')
    const dues = rows.map(row => Date.parse(row.due!.at))
    expect(rows.map(row => row.subject)).toContain('Критичная: не можем рассчитать гостей')
    expect(dues).toEqual(dues.toSorted((a, b) => a - b))
    for (const due of dues) expect(due).toBeLessThan(now + 2 * hour)
    expect(rows.map(row => row.subject)).not.toContain('Развитие из канала telegram')
  })

  test('in the evening two service hours reach into the next morning', async () => {
    desk.time.set(Date.parse('2026-11-24T19:00:00Z')) // 22:00 in Moscow: one hour today, one tomorrow
    await seedTicket(desk.base.db, regulation, { subject: 'Пришла вечером', at: desk.time.now() }, desk.time.now())
    const rows = await list('hot')
    desk.time.set(now)
    expect(rows.map(row => row.subject)).toContain('Пришла вечером')
  })

  test('the counts are those of the lists', async () => {
    const answer = await desk.ask(olga, 'GET', '/api/queue/counts')
    const counts = queueCounts.parse(answer.json())
    for (const view of queueViews) expect([view, counts[view]]).toEqual([view, (await list(view)).length])
  })
})

describe('a row of the queue', () => {
  test('has the names of people and places, the nearest due, the age of the unanswered message, and whether somebody waits for a call', async () => {
    await empty()
    const companyId = await seedCompany(desk.base.db, 'Кафе «Чайка»', now)
    const pointId = await seedPoint(desk.base.db, { name: '«Чайка» на Лесной', companyId }, now)
    const contact = await seedContact(desk.base.db, { name: 'Ирина Седова', telegram: '5001' }, now)
    await seed({
      subject: 'Не открывается смена', at: before({ minutes: 30 }), contactId: contact.id, pointId, conversationId: contact.conversationId,
      next: [triaged(2, before({ minutes: 20 })), taken(before({ minutes: 19 })), { at: before({ minutes: 10 }), fact: { type: 'call_needed', task: '019a0000-0000-7000-8000-0000000000aa', reason: 'asked' } }],
    })
    const [row] = await list('mine')
    expect(row).toMatchObject({
      state: 'in_work', category: 2, point: { id: pointId, name: '«Чайка» на Лесной' }, contact: { name: 'Ирина Седова' }, owner: { id: olga.id, name: 'Ольга Ветрова' },
      breached: false, stopReported: false, unansweredSince: new Date(before({ minutes: 30 })).toISOString(), callTask: true,
    })
    expect(Date.parse(row!.due!.at)).toBeGreaterThan(now)
  })
})

describe('pages of the queue', () => {
  test('a place in the list is written and read back in both orders; anything else is no place', () => {
    const id = '019a0000-0000-7000-8000-000000000001'
    const places = [
      { by: 'queue', group: 3, due: Infinity, category: 4, channel: 1, receivedAt: now, id }, { by: 'due', due: now, id }, { by: 'due', due: Infinity, id },
    ] as const
    for (const place of places) expect(readPlace(writePlace(place), place.by)).toEqual(place)
    for (const text of ['', 'x', '%%%', writePlace(places[1]), btoa('[1,2,3]'), btoa(`[3,null,4,1,${'9'.repeat(20)},"${id}"]`)]) expect(readPlace(text, 'queue')).toBeNull()
  })

  test('a made-up cursor is refused', async () => {
    for (const after of ['zzz', writePlace({ by: 'due', due: now, id: '019a0000-0000-7000-8000-000000000001' })]) {
      expect((await desk.ask(olga, 'GET', `/api/queue?view=all&after=${after}`)).statusCode).toBe(400)
    }
  })

  test('while tickets come, change and end between two pages, no ticket that stands still is lost or shown twice', async () => {
    await empty()
    const still: string[] = []
    for (let index = 0; index < 40; index++) still.push((await seed({ subject: `Вопрос ${index}`, at: before({ minutes: 200 - index }), next: [triaged(3, before({ minutes: 100 }))] })).id)
    const moving: string[] = []
    for (let index = 0; index < 15; index++) moving.push((await seed({ subject: `Меняется ${index}`, at: before({ minutes: 190 - index * 5 }), next: [triaged(3, before({ minutes: 100 }))] })).id)
    const seen: string[] = []
    let after = ''
    for (let page = 0; ; page++) {
      const { rows, next } = (await desk.ask(olga, 'GET', `/api/queue?view=all&limit=7${after}`)).json<{ rows: QueueRow[]; next: string | null }>()
      seen.push(...rows.map(row => row.id))
      if (next === null) break
      after = `&after=${next}`
      // One ends, one becomes urgent, a new one comes.
      await desk.base.pool.query('update tickets set queue_group = $2 where id = $1', [moving[page], page % 2 === 0 ? 9 : 1])
      await seed({ subject: 'Новая', at: now })
    }
    for (const id of still) expect(seen.filter(one => one === id)).toHaveLength(1)
    expect(seen.length).toBe(new Set(seen).size)
  })
})

describe('at twenty thousand tickets', () => {
  beforeAll(async () => {
    await empty()
    await desk.base.pool.query(`
      insert into tickets (id, number, version, edition_id, state, base, category, owner_id, channel, subject, stop_reported, facts, received_at,
        queue_group, queue_due, queue_category, queue_channel, due_clock, breached, clocks, created_at, updated_at)
      select gen_random_uuid(), 100000 + n, 1, 1, 'in_work', 'in_work', case when g = 2 then null else 1 + n % 3 end, case when n % 7 = 0 then $1::uuid end, 'telegram',
        'Не печатает кухонный принтер № ' || n, false, '{}', t, g, case when g < 4 then t + n % 300 * interval '1 minute' else 'infinity' end, 1 + n % 4, 1 + n % 4, 'result', false, '{}', t, t
      from (select n, $2::timestamptz - n * interval '1 minute' as t, case when n % 20 = 0 then 1 + n / 20 % 7 else 9 end as g from generate_series(1, 20000) n) x`,
    [olga.id, new Date(now).toISOString()])
    await desk.base.pool.query('analyze tickets')
  })

  test.each(queueViews.flatMap(view => [[view, 'first'], [view, 'further']] as const))('the view %s, %s page, reads its rows from an index in order: no scan and no sort of all tickets', async (view, which) => {
    const looking = { me: olga.id, hotUntil: now + 2 * hour }
    const first = await pageQuery(view, looking, null, 20).execute(desk.base.db)
    const last = first.rows[0]!.last
    const place = which === 'first' || last === null ? null : readPlace(writePlace(orderOf(view) === 'due'
      ? { by: 'due', due: last.due ?? Infinity, id: last.id } : { ...last, by: 'queue', due: last.due ?? Infinity }), orderOf(view))
    const plan = await sql<{ 'QUERY PLAN': Node[] }>`explain (analyze, format json) ${pageQuery(view, looking, place, 20)}`.execute(desk.base.db)
    const nodes = flat((plan.rows[0]!['QUERY PLAN'][0] as unknown as { Plan: Node }).Plan)
    const ofTickets = nodes.filter(node => node['Relation Name'] === 'tickets')
    expect(ofTickets.length).toBeGreaterThan(0)
    for (const node of ofTickets) {
      expect(node['Node Type']).toMatch(/^Index (Only )?Scan$/)
      // The page itself and one row more; what the predicate passes over stays small.
      expect(node['Actual Rows']).toBeLessThanOrEqual(21)
      expect(node['Rows Removed by Filter'] ?? 0).toBeLessThanOrEqual(150)
    }
    for (const node of nodes.filter(one => one['Node Type'] === 'Sort')) expect(node['Actual Rows']).toBeLessThanOrEqual(21)
  })
})

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; 'Rows Removed by Filter'?: number; Plans?: Node[] }
const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]
