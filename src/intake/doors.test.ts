import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { seedContact, seedPoint, seedRegulation, type Regulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { json, stamp } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Change } from '../tickets/change.ts'
import { quarantinePage, type Quarantined } from './api.ts'
import { previewOf } from './quarantine/preview.ts'
import { intakeRoutes } from './routes.ts'

const now = start
let desk: Desk
let regulation: Regulation
let olga: Member
let gleb: Member
const told: Change[] = []
const rung: string[] = []

beforeAll(async () => {
  const tickets = plainTickets(() => regulation.policy)
  desk = await openDesk({
    rooms: house => [app => intakeRoutes(app, { db: house.db, time: house.time, tickets, prepares: () => ['email'], glance: (channelId, raw) => (channelId === 'email' ? { from: { name: 'Ирина', address: 'irina@kafe-most.example' }, subject: 'Принтер', size: JSON.stringify(raw).length } : null), bell: { ring: topic => void rung.push(topic) }, announce: changes => void told.push(...changes) })],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  gleb = await desk.member(olga, 'specialist', 'Глеб Сомов')
})
afterAll(() => desk.close())

const create = (body: object, key?: string, who: Member | null = gleb) => desk.ask(who, 'POST', '/api/tickets', body, key === undefined ? {} : { 'idempotency-key': key })
const rowOf = async (number: number) => (await desk.base.pool.query(`
  select t.channel, t.subject, t.stop_reported, t.owner_id, t.point_id, c.name, c.phone, c.phone_extension from tickets t left join contacts c on c.id = t.contact_id where t.number = $1`, [number])).rows[0]

describe('a ticket by hand for a caller (R-2.3.1)', () => {
  test('R-3.2.1, R-6.1.1 a new caller: a contact with the number to call, the point named by staff, the stop report, taken at once', async () => {
    const point = await seedPoint(desk.base.db, { name: 'Бургерная на Невском' }, now)
    told.length = 0
    const answer = await create({ name: 'Сергей', phone: '8 (812) 333-44-55 доб. 7', pointId: point, text: 'Касса зависла, очередь', stopReported: true, take: true })
    expect(answer.statusCode, answer.body).toBe(201)
    expect(await rowOf(answer.json<{ number: number }>().number)).toEqual({
      channel: 'phone', subject: 'Касса зависла, очередь', stop_reported: true, owner_id: gleb.id, point_id: point, name: 'Сергей', phone: '+78123334455', phone_extension: '7',
    })
    expect(told.flatMap(change => change.events.map(event => event.type))).toEqual(['registered', 'taken'])
    const { rows } = await desk.base.pool.query('select role, source from contact_points where point_id = $1', [point])
    expect(rows).toEqual([{ role: 'named', source: 'staff' }])
  })

  test('R-2.4.4 a caller whom we can write to: the ticket speaks in his chat as well; one who has blocked it is called', async () => {
    const { id, conversationId } = await seedContact(desk.base.db, { name: 'Ольга Ветрова', phone: '+79161112233', telegram: '777' }, now)
    const conversationOf = async (text: string) => {
      const { number } = (await create({ contactId: id, text })).json<{ number: number }>()
      return (await desk.base.db.selectFrom('tickets').select(['conversationId', 'channel']).where('number', '=', number).executeTakeFirstOrThrow())
    }
    expect(await conversationOf('Не печатает')).toEqual({ conversationId, channel: 'phone' })
    await desk.base.db.updateTable('conversations').set({ blockedAt: stamp(now) }).where('id', '=', conversationId!).execute()
    expect(await conversationOf('Опять не печатает')).toEqual({ conversationId: null, channel: 'phone' })
  })

  test('a known contact is used; one key makes one ticket, also when both requests come at once', async () => {
    const { id } = await seedContact(desk.base.db, { name: 'Ирина Седова', phone: '+79161234567' }, now)
    const body = { contactId: id, text: 'Не видит весы' }
    const answers = await Promise.all([create(body, 'k'), create(body, 'k'), create(body, 'k')])
    expect(answers.map(answer => answer.statusCode)).toEqual([201, 201, 201])
    const numbers = new Set(answers.map(answer => answer.json<{ number: number }>().number))
    expect(numbers.size).toBe(1)
    expect((await desk.base.pool.query('select 1 from tickets where contact_id = $1', [id])).rowCount).toBe(1)
    // The same key of another person is another wish.
    expect(numbers.has((await create(body, 'k', olga)).json<{ number: number }>().number)).toBe(false)
  })

  test.each([
    ['no words', { text: ' ' }, 400], ['a phone that cannot be called', { text: 'Касса', phone: 'перезвонит сам' }, 400],
    ['a contact that is not there', { text: 'Касса', contactId: newId() }, 404], ['a point that is not there', { text: 'Касса', pointId: newId() }, 404],
  ])('%s: refused, and no number is shown for it', async (_name, body, status) => {
    const before = (await desk.base.pool.query('select 1 from tickets')).rowCount
    expect((await create(body)).statusCode).toBe(status)
    expect((await desk.base.pool.query('select 1 from tickets')).rowCount).toBe(before)
  })

  test('strangers register nothing here', async () => {
    expect((await create({ text: 'Касса' }, undefined, null)).statusCode).toBe(401)
  })
})

async function quarantine(key: string, raw: unknown = { update_id: 1 }, channelId = 'telegram'): Promise<number> {
  const row = await desk.base.db.insertInto('inbox').values({
    channelId, eventKey: key, lane: 'telegram:1', raw: json(raw), receivedAt: stamp(now), state: 'quarantined', tries: 6, reason: 'message without a chat', finishedAt: stamp(now),
  }).returning('id').executeTakeFirstOrThrow()
  return row.id
}
const stateOf = async (id: number) => (await desk.base.pool.query('select state, tries, finished_at from inbox where id = $1', [id])).rows[0]
const list = async () => {
  const rows: Quarantined[] = []
  for (let after: string | null = ''; after !== null;) {
    const answer = await desk.ask(olga, 'GET', `/api/quarantine${after === '' ? '' : `?after=${after}`}`)
    const page = quarantinePage.parse(answer.json())
    rows.push(...page.rows)
    after = page.next
  }
  return rows
}

describe('what could not be read', () => {
  test('is listed newest first with its reason, over several pages without loss', async () => {
    const ids: string[] = []
    for (let index = 0; index < 120; index++) ids.push(String(await quarantine(`list-${index}`)))
    const rows = await list()
    expect(rows.map(row => row.id)).toEqual(ids.toReversed())
    expect(rows[0]).toMatchObject({ channelId: 'telegram', reason: 'message without a chat', tries: 6, receivedAt: new Date(now).toISOString(), preview: '{ "update_id": 1 }' })
  })

  test('is read again when a lead asks for it: as new, at once, and on record', async () => {
    const id = await quarantine('again')
    rung.length = 0
    expect((await desk.ask(olga, 'POST', `/api/quarantine/${id}/retry`)).statusCode).toBe(204)
    expect(await stateOf(id)).toEqual({ state: 'new', tries: 0, finished_at: null })
    expect(rung).toEqual(['inbox'])
    expect((await desk.ask(olga, 'POST', `/api/quarantine/${id}/retry`)).statusCode).toBe(404)
    const { rows } = await desk.base.pool.query(`select actor, act from audit where subject = $1`, [String(id)])
    expect(rows).toEqual([{ actor: olga.id, act: 'quarantine_retried' }])
  })

  test('pain 4 a letter says from whom it is, what about and how large; what survives of it is made a request, and who did it stays on record', async () => {
    const id = await quarantine('letter', { kind: 'letter', base64: 'x' }, 'email')
    expect((await list()).find(row => row.id === String(id))).toMatchObject({ letter: { from: { address: 'irina@kafe-most.example' }, subject: 'Принтер', size: 30 }, preview: '' })
    rung.length = 0
    expect((await desk.ask(olga, 'POST', `/api/quarantine/${id}/stub`)).statusCode).toBe(204)
    expect((await desk.base.pool.query('select state, raw, tries, reason from inbox where id = $1', [id])).rows).toEqual([{ state: 'raw', raw: { kind: 'letter', base64: 'x', asked: 'request' }, tries: 0, reason: null }])
    expect(rung).toEqual(['inbox'])
    expect((await desk.base.pool.query('select actor, act from audit where subject = $1', [String(id)])).rows).toEqual([{ actor: olga.id, act: 'quarantine_stubbed' }])
    // Of a message of a messenger nothing survives that could be one.
    expect((await desk.ask(olga, 'POST', `/api/quarantine/${await quarantine('no letter')}/stub`)).statusCode).toBe(404)
  })

  test('is put aside for good, and who did it stays on record', async () => {
    const id = await quarantine('aside')
    expect((await desk.ask(olga, 'POST', `/api/quarantine/${id}/dismiss`)).statusCode).toBe(204)
    expect(await stateOf(id)).toMatchObject({ state: 'ignored', tries: 6 })
    expect((await list()).map(row => row.id)).not.toContain(String(id))
    const { rows } = await desk.base.pool.query(`select actor, act from audit where subject = $1`, [String(id)])
    expect(rows).toEqual([{ actor: olga.id, act: 'quarantine_dismissed' }])
  })

  test('is for leads only', async () => {
    const id = await quarantine('leads')
    for (const [method, url] of [['GET', '/api/quarantine'], ['POST', `/api/quarantine/${id}/retry`], ['POST', `/api/quarantine/${id}/dismiss`], ['POST', `/api/quarantine/${id}/stub`]] as const) {
      expect((await desk.ask(gleb, method, url)).statusCode).toBe(403)
      expect((await desk.ask(null, method, url)).statusCode).toBe(401)
    }
    expect(await stateOf(id)).toMatchObject({ state: 'quarantined' })
  })

  test.each([
    ['a bot token inside an address', { url: 'https://api.telegram.org/file/bot123456789:AAFakeFakeFakeFakeFakeFakeFakeFake/x.jpg' }, 'AAFake'],
    ['a secret by its name', { headers: { 'X-Telegram-Bot-Api-Secret-Token': 'hunter2', authorization: 'Bearer abc.def' } }, 'hunter2'],
    ['a password in an address', { proxy: 'http://user:hunter2@proxy.example:3128' }, 'hunter2'],
    ['a bearer in a text', { note: 'Authorization: Bearer eyJhbGciOi.payload.sig' }, 'eyJhbGciOi'],
  ])('the preview hides %s', (_name, raw, secret) => {
    const preview = previewOf(raw)
    expect(preview).not.toContain(secret)
    expect(preview).toContain('***')
  })

  test('the preview is short, whatever came in', () => {
    expect(previewOf({ text: 'Касса '.repeat(5000) }).length).toBe(500)
    expect(previewOf(null)).toBe('null')
  })
})
