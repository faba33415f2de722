import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedContact, seedPoint, seedRegulation, seedTicket } from '../../../test/seed.ts'
import { day } from '../../lib/instant.ts'
import { contactRoutes } from '../routes.ts'
import { importCard, importPage, type ImportCard } from './api.ts'
import { readTable } from './client/table.ts'
import { csvOf } from './csv.ts'
import { startForgetting } from './jobs.ts'
import { mostBytes, undoneWithin } from './limits.ts'
import { randomTable, type RandomTable } from './random.fixture.ts'
import { nextForgotten } from './store.ts'

let desk: Desk
let olga: Member
let lead: Member
let anna: Member

beforeAll(async () => {
  desk = await openDesk({ rooms: house => [app => contactRoutes(app, { db: house.db, time: house.time, hotline: async () => null, startLinks: () => [] })] })
  olga = await desk.admin()
  lead = await desk.member(olga, 'lead', 'Лев')
  anna = await desk.member(olga, 'specialist', 'Анна')
})
afterAll(() => desk.close())

const headings = ['ИНН', 'Заказчик', 'Код точки', 'Точка', 'Адрес', 'Часовой пояс', 'Версия', 'Заметка', 'Код контакта', 'Контакт', 'Должность', 'Телефон', 'Роль']

async function send(who: Member, rows: readonly (readonly string[])[], fileName = 'точки.csv') {
  const form = new FormData()
  form.append('file', new Blob([csvOf(rows)]), fileName)
  const body = new Response(form)
  return desk.ask(who, 'POST', '/api/imports', Buffer.from(await body.arrayBuffer()), { 'content-type': body.headers.get('content-type')! })
}
async function upload(rows: readonly (readonly string[])[]): Promise<ImportCard> {
  const answer = await send(lead, [headings, ...rows])
  expect(answer.statusCode, answer.body).toBe(201)
  return importCard.parse(answer.json())
}
const apply = async (card: ImportCard) => desk.ask(lead, 'POST', `/api/imports/${card.id}/apply`, { fingerprint: card.dryRun!.fingerprint })
const undo = async (card: ImportCard): Promise<ImportCard> => {
  const answer = await desk.ask(lead, 'POST', `/api/imports/${card.id}/undo`)
  expect(answer.statusCode, answer.body).toBe(200)
  return importCard.parse(answer.json())
}

const all = async (table: string, order: string) => (await desk.base.pool.query(`select * from ${table} order by ${order}`)).rows as unknown

/** Everything that an import may write. */
async function world(): Promise<unknown> {
  return { companies: await all('companies', 'id'), points: await all('points', 'id'), contacts: await all('contacts', 'id'), ties: await all('contact_points', 'contact_id, point_id') }
}
/** One round of the work that forgets. */
async function forgetting(): Promise<void> {
  const ended = Promise.withResolvers<void>()
  const loop = startForgetting({ db: desk.base.db, time: desk.time, onTrouble: ended.reject })
  await Promise.race([loop.stop(), ended.promise])
}
const listed = async (id: string) => importPage.parse((await desk.ask(lead, 'GET', '/api/imports')).json()).rows.find(row => row.id === id)!

const rowsOf = async (query: string, ...values: unknown[]) => (await desk.base.pool.query(query, values)).rows as Record<string, unknown>[]

const cafe = ['7701', 'ООО «Зерно»', 'Z-1', 'Кофейня «Зерно»', 'Москва, Лесная, 5', 'МСК', '6.2', '', 'K-1', 'Ия Зернова', 'управляющая', '8 916 000-00-01', 'управляющий']
const bar = ['7701', 'ООО «Зерно»', 'Z-2', 'Бар «Зерно»', 'Омск, Мира, 1', 'Омск', '', 'вход со двора', '', 'Пётр', '', '8 916 000-00-02', 'владелец']
const wrong = ['7701', 'ООО «Зерно»', 'Z-3', 'Киоск', '', '', '', '', '', 'Яна', '', 'нет телефона', '']

describe('from a table to points and people, and back', () => {
  let card: ImportCard
  let before: unknown

  test('the dry run says what would come, names the row that is wrong, and writes nothing', async () => {
    before = await world()
    card = await upload([cafe, bar, wrong])
    expect(card).toMatchObject({ fileName: 'точки.csv', state: 'checked', rowCount: 3, uploadedBy: { id: lead.id }, counts: { company: { new: 1 }, point: { new: 2 }, contact: { new: 2 }, tie: { new: 2 }, rows: { new: 2, changed: 0, same: 0, refused: 1 } } })
    expect(card.dryRun!.problems).toEqual([{ row: 4, field: 'phone', heading: 'Телефон', value: 'нет телефона', kind: 'bad_phone' }])
    expect(card.dryRun!.changes.filter(({ kind }) => kind === 'point')).toMatchObject([{ row: 2, isNew: true, name: 'Кофейня «Зерно»' }, { row: 3, isNew: true, name: 'Бар «Зерно»' }])
    expect(await world()).toEqual(before)
  })

  test('a tax number that does not hold is said, and its rows are loaded all the same', async () => {
    const doubtful = await upload([cafe.with(0, '7701234567'), bar.with(0, '7701234567'), wrong.with(0, '274062111')])
    expect(doubtful).toMatchObject({ counts: { company: { new: 1 }, point: { new: 2 }, rows: { new: 2, refused: 1 } }, dryRun: { doubtsInAll: 1 } })
    expect(doubtful.dryRun!.doubts).toEqual([{ row: 2, rows: 2, heading: 'ИНН', value: '7701234567', kind: 'tax_id_sum' }])
  })

  test('loaded it is there, with links of their own, people by their phones, roles given by staff', async () => {
    const done = await apply(card)
    expect(done.statusCode, done.body).toBe(200)
    expect(importCard.parse(done.json())).toMatchObject({ state: 'applied', dryRun: null, counts: { point: { new: 2 } } })
    expect(await rowsOf(`select p.name, p.time_zone, p.note, o.name as company, o.external_id as code, length(p.link_token) as token from points p join companies o on o.id = p.company_id order by p.external_id`)).toEqual([
      { name: 'Кофейня «Зерно»', time_zone: 'Europe/Moscow', note: '', company: 'ООО «Зерно»', code: '7701', token: 12 }, { name: 'Бар «Зерно»', time_zone: 'Asia/Omsk', note: 'вход со двора', company: 'ООО «Зерно»', code: '7701', token: 12 },
    ])
    expect(await rowsOf(`select c.name, c.phone, k.role, k.source from contacts c join contact_points k on k.contact_id = c.id order by c.phone`)).toEqual([
      { name: 'Ия Зернова', phone: '+79160000001', role: 'manager', source: 'import' }, { name: 'Пётр', phone: '+79160000002', role: 'owner', source: 'import' },
    ])
    expect(await rowsOf(`select act, actor, details from audit where subject = $1`, card.id)).toEqual([{ act: 'import_applied', actor: lead.id, details: { new: 2, changed: 0, same: 0, refused: 1 } }])
    // Names and phones of the file are not kept twice.
    expect(await rowsOf(`select rows from imports where id = $1`, card.id)).toEqual([{ rows: null }])
    expect((await apply(card)).statusCode).toBe(409)
  })

  test('the same table again: all the same', async () => {
    const again = await upload([cafe, bar])
    expect(again.counts).toMatchObject({ company: { new: 0, changed: 0, same: 1 }, point: { new: 0, changed: 0, same: 2 }, contact: { new: 0, changed: 0, same: 2 }, rows: { new: 0, changed: 0, same: 2, refused: 0 } })
    expect(again.dryRun!.changes).toEqual([])
  })

  test('a changed cell is shown old and new before it is written; undone it is as it was', async () => {
    const asBefore = await world()
    const changed = await upload([cafe.with(4, 'Москва, Лесная, 7').with(6, '6.3'), bar])
    expect(changed.dryRun!.changes).toEqual([{ row: 2, kind: 'point', isNew: false, name: 'Кофейня «Зерно»', fields: [{ field: 'address', before: 'Москва, Лесная, 5', after: 'Москва, Лесная, 7' }, { field: 'version', before: '6.2', after: '6.3' }] }])
    expect((await apply(changed)).statusCode).toBe(200)
    expect(await rowsOf(`select address from points where external_id = 'Z-1'`)).toEqual([{ address: 'Москва, Лесная, 7' }])
    expect(await undo(changed)).toMatchObject({ state: 'undone', left: [], undoneBy: { id: lead.id } })
    expect(await world()).toEqual(asBefore)
  })

  test('the first load taken back leaves nothing of it, and is over', async () => {
    expect((await undo(card)).left).toEqual([])
    expect(await world()).toEqual(before)
    expect((await desk.ask(lead, 'POST', `/api/imports/${card.id}/undo`)).statusCode).toBe(409)
  })
})

describe('what happened since stands', () => {
  test('the check is made again when points changed between look and press', async () => {
    const card = await upload([cafe])
    await seedPoint(desk.base.db, { name: 'Чужая' }, start)
    // Something else changed: the plan is the same, so it goes on.
    expect((await apply(card)).statusCode).toBe(200)
    const second = await upload([cafe.with(3, 'Кофейня на Лесной')])
    await desk.base.pool.query(`update points set name = 'Зёрнышко' where external_id = 'Z-1'`)
    const answer = await apply(second)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'import_moved'])
    expect(await rowsOf(`select name from points where external_id = 'Z-1'`)).toEqual([{ name: 'Зёрнышко' }])
    expect(importCard.parse((await desk.ask(lead, 'GET', `/api/imports/${second.id}`)).json()).dryRun!.changes[0]!.fields).toEqual([{ field: 'point', before: 'Зёрнышко', after: 'Кофейня на Лесной' }])
  })

  test('undo leaves what a person changed, archives a point that has tickets, keeps a person who called, and says each', async () => {
    const card = await upload([['7702', 'ИП Полюс', 'P-1', 'Столовая', 'Тула', '', '', '', '', 'Глеб', '', '8 916 000-00-11', ''], ['7702', 'ИП Полюс', 'P-2', 'Буфет', 'Тула', '', '', '', '', 'Нина', '', '8 916 000-00-12', '']])
    await apply(card)
    const [hall, buffet] = await rowsOf(`select id from points where external_id in ('P-1', 'P-2') order by external_id`)
    const [gleb] = await rowsOf(`select id from contacts where name = 'Глеб'`)
    await seedTicket(desk.base.db, await seedRegulation(desk.base.db), { subject: 'Не печатает', at: start, contactId: String(gleb!['id']), pointId: String(hall!['id']) }, start)
    expect((await desk.ask(anna, 'PATCH', `/api/points/${String(buffet!['id'])}`, { note: 'ключ у охраны' })).statusCode).toBe(200)
    const { left } = await undo(card)
    expect(left).toEqual([
      { kind: 'contact', reason: 'in_use', name: 'Глеб', field: null },
      { kind: 'point', reason: 'changed_since', name: 'Буфет', field: 'note' },
      { kind: 'point', reason: 'archived', name: 'Столовая', field: null },
      { kind: 'company', reason: 'in_use', name: 'ИП Полюс', field: null },
    ])
    expect(await rowsOf(`select name, archived_at is null as open from points where external_id in ('P-1', 'P-2') order by external_id`)).toEqual([{ name: 'Столовая', open: false }, { name: 'Буфет', open: true }])
    expect(await rowsOf(`select name from contacts where name in ('Глеб', 'Нина')`)).toEqual([{ name: 'Глеб' }])
    // The table once more brings the point back from the archive.
    const again = await upload([['7702', 'ИП Полюс', 'P-1', 'Столовая', 'Тула', '', '', '', '', '', '', '', '']])
    expect(again.dryRun!.changes).toMatchObject([{ kind: 'point', isNew: false, fields: [{ field: 'archived' }] }])
  })

  test('a point whose button the bot has offered is not pulled from under it', async () => {
    const card = await upload([['', '', 'Q-1', 'Чайная', '', '', '', '', '', '', '', '', '']])
    await apply(card)
    const [tea] = await rowsOf(`select id from points where external_id = 'Q-1'`)
    const { conversationId } = await seedContact(desk.base.db, { name: 'Гость', telegram: '9001' }, start)
    await desk.base.pool.query(`insert into choices (id, conversation_id, act, made_at) values ('c1', $1, $2, $3)`, [conversationId, JSON.stringify({ act: 'point', ticket: 't', point: tea!['id'], name: 'Чайная' }), new Date(start).toISOString()])
    expect((await undo(card)).left).toMatchObject([{ kind: 'point', reason: 'archived', name: 'Чайная' }])
  })

  test('pain 30 who writes from Telegram gets neither name nor role from a table that has his phone', async () => {
    const { id } = await seedContact(desk.base.db, { name: 'Зина', phone: '+79160000077', telegram: '9002' }, start)
    const card = await upload([['', '', 'R-1', 'Рюмочная', '', '', '', '', '', 'Зинаида', '', '8 916 000-00-77', 'владелец']])
    expect(card.dryRun!.notes).toEqual([{ row: 2, kind: 'known_in_channel', name: 'Зина' }])
    await apply(card)
    expect(await rowsOf(`select name, (select count(*)::int from contact_points k where k.contact_id = c.id) as roles from contacts c where phone = '+79160000077' order by name`)).toEqual([{ name: 'Зина', roles: 0 }, { name: 'Зинаида', roles: 1 }])
    expect((await rowsOf(`select name from contacts where id = $1`, id))[0]).toEqual({ name: 'Зина' })
  })
})

const columnsInOrder = ['companyId', 'company', 'pointId', 'point', 'address', 'zone', 'version', 'note', 'contactId', 'contact', 'position', 'phone', 'role'] as const
const roleWords = { staff: 'сотрудник', manager: 'управляющий', owner: 'владелец' } as const

/** Random rows as a table that somebody might have saved. */
function cells({ rows, columns }: RandomTable): string[][] {
  const kept = columnsInOrder.filter(field => columns.has(field))
  return [
    kept.map(field => headings[columnsInOrder.indexOf(field)]!),
    ...rows.map(row => kept.map(field => (field === 'phone' ? row.phone?.number ?? '' : field === 'role' ? (row.role === undefined ? '' : roleWords[row.role]) : row[field] ?? ''))),
  ]
}

async function given(table: RandomTable): Promise<ImportCard> {
  const answer = await send(lead, cells(table))
  expect(answer.statusCode, answer.body).toBe(201)
  return importCard.parse(answer.json())
}

test('any table over any other: loaded twice it is all the same, taken back everything is as it was', async () => {
  const usable = randomTable.filter(({ rows }) => rows.length > 0)
  await fc.assert(fc.asyncProperty(usable, usable, async (first, second) => {
    const empty = await world()
    const one = await given(first)
    expect((await apply(one)).statusCode).toBe(200)
    const between = await world()
    const two = await given(second)
    const loaded = await apply(two)
    expect(loaded.statusCode, loaded.body).toBe(200)
    if (two.dryRun!.problems.length === 0) expect((await given(second)).dryRun!.changes).toEqual([])
    expect((await undo(two)).left).toEqual([])
    expect(await world()).toEqual(between)
    expect((await undo(one)).left).toEqual([])
    expect(await world()).toEqual(empty)
  }), { numRuns: 12 })
}, 60_000)

describe('the door', () => {
  test('loads are for those who lead; specialists and strangers neither see nor load them', async () => {
    for (const who of [anna, null]) {
      expect((await desk.ask(who, 'GET', '/api/imports')).statusCode).toBe(who === null ? 401 : 403)
      expect((await desk.ask(who, 'GET', '/api/imports/sample.xlsx')).statusCode).toBe(who === null ? 401 : 403)
    }
    expect((await send(anna, [headings, cafe])).statusCode).toBe(403)
  })

  test('the history shows every load, the newest first, page by page', async () => {
    const first = importPage.parse((await desk.ask(lead, 'GET', '/api/imports')).json())
    expect(first.rows).toHaveLength(30)
    const second = importPage.parse((await desk.ask(lead, 'GET', `/api/imports?after=${first.next!}`)).json())
    expect(second.rows.length).toBeGreaterThan(0)
    expect(second.rows.some(({ id }) => first.rows.some(row => row.id === id))).toBe(false)
  })

  test('what nobody loaded within a day is not kept', async () => {
    const card = await upload([cafe])
    desk.time.advance(day - 1)
    await forgetting()
    expect((await desk.ask(lead, 'GET', `/api/imports/${card.id}`)).statusCode).toBe(200)
    desk.time.advance(1)
    await forgetting()
    expect((await desk.ask(lead, 'GET', `/api/imports/${card.id}`)).statusCode).toBe(404)
    expect(await rowsOf(`select state, rows from imports where id = $1`, card.id)).toEqual([{ state: 'given_up', rows: null }])
  })

  test('what was there before a load is kept while it may be taken back, and no longer', async () => {
    const card = await upload([['', '', 'W-1', 'Кофе с собой', '', '', '', '', '', 'Лев', '', '8 916 000-00-99', '']])
    const second = await upload([['', '', 'W-2', 'Чай с собой', '', '', '', '', '', '', '', '', '']])
    await apply(card)
    await apply(second)
    const kept = async () => (await rowsOf(`select import_id from import_changes where import_id = any($1)`, [card.id, second.id])).length
    await undo(second)
    expect(await kept()).toBe(3)
    desk.time.advance(undoneWithin - 1)
    await forgetting()
    expect([await kept(), (await listed(card.id)).undoUntil]).toEqual([3, new Date(desk.time.now() + 1).toISOString()])
    desk.time.advance(1)
    await forgetting()
    expect([await kept(), (await listed(card.id)).undoUntil]).toEqual([0, null])
    const answer = await desk.ask(lead, 'POST', `/api/imports/${card.id}/undo`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'import_done'])
    // The points stay, and so does the line of the history.
    expect(await rowsOf(`select name from points where external_id = 'W-1'`)).toEqual([{ name: 'Кофе с собой' }])
    expect(await nextForgotten(desk.base.db)).toBeNull()
  })

  test('a table without columns of ours, and one that is too large, are refused in words', async () => {
    const answer = await send(lead, [['Площадь', 'Этаж'], ['5', '2']])
    expect([answer.statusCode, answer.json<{ message: string }>().message]).toEqual([422, 'Не удалось узнать столбцы. В первой строке: Площадь, Этаж.'])
    expect((await send(lead, [headings, ['x'.repeat(mostBytes)]])).statusCode).toBe(413)
  })

  test('the sample is a table that the desk itself reads without a fault', async () => {
    for (const kind of ['xlsx', 'csv']) {
      const answer = await desk.ask(lead, 'GET', `/api/imports/sample.${kind}`)
      expect(answer.headers['content-disposition']).toContain(`.${kind}`)
      const [head = [], ...rows] = await readTable(answer.rawPayload)
      const sent = await send(lead, [head, ...rows])
      expect(importCard.parse(sent.json())).toMatchObject({ columns: { unread: [] }, dryRun: { doubts: [] }, rowCount: 4, counts: { point: { new: 3 }, rows: { refused: 0 } } })
    }
  })
})
