import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { seedPoint, seedRegulation, seedTicket, type Regulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { stamp } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import { day, minute, second } from '../lib/instant.ts'
import { Secret } from '../lib/secret.ts'
import { incidentList, incidentPage, publicStatus, type IncidentPage } from './api.ts'
import { limits } from './kinds.ts'
import { incidentRoutes } from './routes.ts'

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
let desk: Desk
let regulation: Regulation
let olga: Member
let gleb: Member
let point: string
const alarmed: string[] = []

beforeAll(async () => {
  const tickets = plainTickets(() => regulation.policy)
  desk = await openDesk({
    rooms: house => [app => incidentRoutes(app, {
      db: house.db, time: house.time, announce: () => {}, changed: () => {}, monitoring: new Secret(secret), onTrouble: () => {},
      incidents: { tickets, regulationAt: async () => regulation, proposed: async (_db, { title }) => void alarmed.push(title) },
    })],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  gleb = await desk.member(olga, 'specialist', 'Глеб Сомов')
  point = await seedPoint(desk.base.db, { name: 'Кафе «Берёзка»' }, start)
  await desk.base.db.updateTable('points').set({ externalId: 'BER-1' }).where('id', '=', point).execute()
})
afterAll(() => desk.close())

const wish = (over: object = {}) => ({
  id: newId(), title: 'Не приходят заказы', components: ['site'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: ['no_orders'], words: ['нет заказов'], public: true,
  first: { id: newId(), text: 'С 14:00 не приходят заказы. Чиним.', nextUpdateAt: new Date(start + 30 * minute).toISOString() }, ...over,
})
const open = async (over: object = {}): Promise<string> => {
  const answer = await desk.ask(olga, 'POST', '/api/incidents', wish(over))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<{ id: string }>().id
}
const at = (instant: number): string => new Date(instant).toISOString()
const page = async (id: string): Promise<IncidentPage> => incidentPage.parse((await desk.ask(gleb, 'GET', `/api/incidents/${id}`)).json())

describe('R-4.1.1 R-4.1.2 who may do what', () => {
  test('everybody at the desk sees outages; opening, signing and ending is for leads', async () => {
    const id = await open()
    expect((await page(id)).title).toBe('Не приходят заказы')
    expect(incidentList.parse((await desk.ask(gleb, 'GET', '/api/incidents')).json()).rows.map(row => row.id)).toContain(id)
    const first = { id: newId(), text: 'x' }
    for (const [method, url, body] of [
      ['POST', '/api/incidents', wish()], ['POST', `/api/incidents/${id}/updates`, first], ['POST', `/api/incidents/${id}/end`, first], ['POST', `/api/incidents/${id}/reopen`, first],
      ['POST', `/api/incidents/${id}/reject`, {}], ['PATCH', `/api/incidents/${id}`, { title: 'y' }],
    ] as const) expect((await desk.ask(gleb, method, url, body)).statusCode, `${method} ${url}`).toBe(403)
    expect((await desk.ask(null, 'GET', '/api/incidents')).statusCode).toBe(401)
  })

  test('the same wish sent twice is carried out once', async () => {
    const body = wish()
    const [one, two] = [await desk.ask(olga, 'POST', '/api/incidents', body), await desk.ask(olga, 'POST', '/api/incidents', body)]
    expect(two.json()).toEqual(one.json())
    const update = { id: newId(), text: 'Нашли причину.' }
    for (let times = 0; times < 2; times++) expect((await desk.ask(olga, 'POST', `/api/incidents/${body.id}/updates`, update)).statusCode).toBe(204)
    expect((await page(body.id)).updates.map(one => one.kind)).toEqual(['opened', 'update'])
  })

  test('an outage goes its way and no other: what does not fit any more is refused in words', async () => {
    const id = await open()
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/reject`)).json()).toMatchObject({ code: 'incident_moved_on' })
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })).statusCode).toBe(204)
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/updates`, { id: newId(), text: 'ещё' })).statusCode).toBe(409)
    expect((await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { title: 'y' })).statusCode).toBe(409)
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/reopen`, { id: newId(), text: 'Поторопились.' })).statusCode).toBe(204)
    expect((await page(id)).state).toBe('open')
    await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })
    desk.time.advance(day + minute)
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/reopen`, { id: newId(), text: 'Поздно.' })).statusCode).toBe(409)
    desk.time.set(start)
  })

  test('R-4.1.2 since when it is so: as the lead says, else since the first of its tickets came; not later than now, not more than a week ago; to be changed while it goes on', async () => {
    const seeded = await seedTicket(desk.base.db, regulation, { subject: 'Касса стоит', at: start - 40 * minute }, start)
    expect((await page(await open())).startedAt).toBe(at(start))
    const id = await open({ tickets: [seeded.number] })
    expect((await page(id)).startedAt).toBe(at(start - 40 * minute))
    expect((await page(await open({ startedAt: at(start - 2 * day) }))).startedAt).toBe(at(start - 2 * day))
    for (const wrong of [start + 2 * minute, start - 8 * day]) {
      expect((await desk.ask(olga, 'POST', '/api/incidents', wish({ startedAt: at(wrong) }))).json()).toMatchObject({ code: 'start_time' })
      expect((await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { startedAt: at(wrong) })).json()).toMatchObject({ code: 'start_time' })
    }
    expect((await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { startedAt: at(start - day) })).statusCode).toBe(204)
    expect(await page(id)).toMatchObject({ startedAt: at(start - day), title: 'Не приходят заказы' })
    expect((await desk.ask(null, 'GET', '/status.json')).body).toContain(at(start - day))
    await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })
    expect((await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { startedAt: at(start) })).statusCode).toBe(409)
  })

  test('R-4.1.2 an update is corrected and struck by leads only, its history stays, and a stranger sees neither the old words nor who it was', async () => {
    const body = wish()
    const { id } = (await desk.ask(olga, 'POST', '/api/incidents', body)).json<{ id: string }>()
    const second = { id: newId(), text: 'Виновата розетка.' }
    await desk.ask(olga, 'POST', `/api/incidents/${id}/updates`, second)
    const [correct, strike] = [`/api/incidents/${id}/updates/${body.first.id}/correct`, `/api/incidents/${id}/updates/${second.id}/strike`]
    const wanted = { id: newId(), text: 'С 13:00 не приходят заказы. Чиним.' }
    expect([(await desk.ask(gleb, 'POST', correct, wanted)).statusCode, (await desk.ask(gleb, 'POST', strike, { reason: 'нет' })).statusCode]).toEqual([403, 403])
    expect((await desk.ask(olga, 'POST', correct, { ...wanted, text: ' ' })).statusCode).toBe(400)
    expect((await desk.ask(olga, 'POST', strike, { reason: '' })).statusCode).toBe(400)
    for (let times = 0; times < 2; times++) expect((await desk.ask(olga, 'POST', correct, wanted)).statusCode).toBe(204)
    for (let times = 0; times < 2; times++) expect((await desk.ask(olga, 'POST', strike, { reason: 'Перепутали сбои' })).statusCode).toBe(204)
    const [first, last] = (await page(id)).updates
    expect(first).toMatchObject({ text: wanted.text, struck: null, corrections: [{ before: body.first.text, after: wanted.text, signer: expect.any(String), at: new Date(start).toISOString() }] })
    expect(last).toMatchObject({ text: 'Виновата розетка.', struck: { reason: 'Перепутали сбои', at: new Date(start).toISOString() } })
    expect((await page(id)).lastText).toBe(wanted.text)
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/updates/${second.id}/correct`, { id: newId(), text: 'ещё' })).json()).toMatchObject({ code: 'incident_moved_on' })
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/updates/${newId()}/strike`, { reason: 'нет' })).statusCode).toBe(404)
    const seen = (await desk.ask(null, 'GET', '/status')).body
    expect(seen).toContain('исправлено')
    for (const hidden of ['Виновата розетка', 'Перепутали']) expect(seen).not.toContain(hidden)
    await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })
  })

  test('a promise of the next word must lie ahead; limits of what is typed hold', async () => {
    const id = await open()
    expect((await desk.ask(olga, 'POST', `/api/incidents/${id}/updates`, { id: newId(), text: 'x', nextUpdateAt: new Date(start - minute).toISOString() })).json()).toMatchObject({ code: 'past_time' })
    expect((await desk.ask(olga, 'POST', '/api/incidents', wish({ title: 'x'.repeat(limits.title + 1) }))).statusCode).toBe(400)
    expect((await desk.ask(olga, 'POST', '/api/incidents', wish({ components: ['moon'] }))).statusCode).toBe(400)
    expect((await desk.ask(olga, 'POST', `/api/incidents/${newId()}/updates`, { id: newId(), text: 'x' })).statusCode).toBe(404)
  })

  test('points, title and words are changed while it goes on; points that nobody has are passed over', async () => {
    const id = await open()
    expect((await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { scope: 'points', points: [point, newId()], title: 'Нет заказов с сайта' })).statusCode).toBe(204)
    expect(await page(id)).toMatchObject({ title: 'Нет заказов с сайта', scope: 'points', points: 1, touched: [{ id: point, name: 'Кафе «Берёзка»' }], words: ['нет заказов'], components: ['site'] })
    await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { scope: 'all' })
    expect(await page(id)).toMatchObject({ scope: 'all', touched: [] })
  })

  test('an outage of many points keeps them all when its title is changed with what the page shows', async () => {
    const many = Array.from({ length: 230 }, () => newId())
    await desk.base.db.insertInto('points').values(many.map(one => ({ id: one, name: 'Кафе', linkToken: one, createdAt: stamp(start) }))).execute()
    const id = await open({ scope: 'points', points: many })
    const { touched } = await page(id)
    expect((await desk.ask(olga, 'PATCH', `/api/incidents/${id}`, { title: 'Нет заказов', scope: 'points', points: touched.map(one => one.id) })).statusCode).toBe(204)
    expect(await page(id)).toMatchObject({ title: 'Нет заказов', points: 230 })
  })

  test('R-4.1.2 tickets like it are offered, but not one whose customer said «У нас другое»', async () => {
    const [alike, other] = [await seedTicket(desk.base.db, regulation, { subject: 'Нет заказов', at: start }, start), await seedTicket(desk.base.db, regulation, { subject: 'Нет заказов с утра', at: start }, start)]
    const id = await open()
    expect((await page(id)).similar.map(ticket => ticket.number)).toEqual([alike.number, other.number])
    await desk.base.db.insertInto('incidentTickets').values({ incidentId: id, ticketId: other.id, attachedBy: 'machine', attachedAt: stamp(start), detachedAt: stamp(start) }).execute()
    expect((await page(id)).similar.map(ticket => ticket.number)).toEqual([alike.number])
  })

  test('a list of what is over goes on from where it stopped', async () => {
    const ids: string[] = []
    for (let index = 0; index < 32; index++) {
      const id = await open()
      await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })
      ids.push(id)
    }
    const seen: string[] = []
    let after: string | null = ''
    while (after !== null) {
      const part = incidentList.parse((await desk.ask(gleb, 'GET', `/api/incidents?list=past${after === '' ? '' : `&after=${after}`}`)).json())
      seen.push(...part.rows.map(row => row.id))
      after = part.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of ids) expect(seen).toContain(id)
  })
})

const call = (body: object | string, { id = newId(), at = desk.time.now(), by = secret } = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return desk.app.inject({
    method: 'POST', url: '/hooks/monitoring', payload: text,
    headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at / second)), 'webhook-signature': new Webhook(by).sign(id, new Date(at), text) },
  })
}
const proposals = async () => incidentList.parse((await desk.ask(olga, 'GET', '/api/incidents')).json()).rows.filter(row => row.state === 'proposed')

describe('R-4.1.1 monitoring', () => {
  const firing = { title: 'Orders stand still', components: ['site'], points: ['BER-1', 'NOBODY'], startedAt: new Date(start - 5 * minute).toISOString(), state: 'firing' }

  test('a firing alert proposes an outage and tells customers nothing; a resolved one proposes its end; a lead decides', async () => {
    expect((await call(firing)).statusCode).toBe(200)
    const [row, ...more] = await proposals()
    expect(more).toEqual([])
    expect(await page(row!.id)).toMatchObject({ source: 'monitoring', state: 'proposed', points: 1, topic: '4.1.2', startedAt: firing.startedAt, why: { kind: 'monitoring', alert: firing.title, unknown: ['NOBODY'] }, updates: [] })
    expect(alarmed).toEqual([firing.title])
    // It fires again: known already.
    expect((await call(firing)).statusCode).toBe(200)
    expect(await proposals()).toHaveLength(1)

    const { id: _id, ...body } = wish({ scope: 'points', points: [point] })
    expect((await desk.ask(olga, 'POST', `/api/incidents/${row!.id}/open`, body)).statusCode).toBe(200)
    expect((await call({ ...firing, state: 'resolved' })).statusCode).toBe(200)
    expect(await page(row!.id)).toMatchObject({ state: 'open', endProposedAt: new Date(start).toISOString() })
    expect((await page(row!.id)).updates.map(update => update.kind)).toEqual(['opened'])
    await desk.ask(olga, 'POST', `/api/incidents/${row!.id}/end`, { id: newId(), text: 'Заработало.' })
    // Over for the desk: the same alert is news again.
    await call(firing)
    const [again] = await proposals()
    expect(again!.id).not.toBe(row!.id)
    expect((await desk.ask(olga, 'POST', `/api/incidents/${again!.id}/reject`)).statusCode).toBe(204)
    expect(await proposals()).toEqual([])
  })

  test('a call that was taken in is not taken in again', async () => {
    const id = newId()
    for (let times = 0; times < 3; times++) expect((await call({ ...firing, title: 'Again and again' }, { id })).statusCode).toBe(200)
    const [row] = await proposals()
    await desk.ask(olga, 'POST', `/api/incidents/${row!.id}/reject`)
    await call({ ...firing, title: 'Again and again' }, { id })
    expect(await proposals()).toEqual([])
  })

  test('pains 12 what a lead has rejected and what goes on and off since is not proposed again; after a quiet hour, or a quarter of an hour of peace, it is', async () => {
    const title = 'Flapping'
    const says = (state: 'firing' | 'resolved') => call({ ...firing, title, state })
    const one = async () => (await proposals()).filter(row => row.title === title).map(row => row.id)
    const reject = async () => desk.ask(olga, 'POST', `/api/incidents/${(await one())[0]!}/reject`)
    await says('firing')
    await reject()
    for (let times = 0; times < 4; times++) {
      desk.time.advance(5 * minute)
      await says('resolved')
      desk.time.advance(5 * minute)
      await says('firing')
      expect(await one()).toEqual([])
    }
    // Said again, resolved holds no shorter; and this time it holds.
    await says('resolved')
    desk.time.advance(10 * minute)
    await says('resolved')
    desk.time.advance(5 * minute)
    await says('firing')
    expect(await one()).toHaveLength(1)
    await reject()
    desk.time.advance(59 * minute)
    await says('firing')
    expect(await one()).toEqual([])
    desk.time.advance(minute)
    await says('firing')
    expect(await one()).toHaveLength(1)
    await reject()
    desk.time.set(start)
  })

  test('R-4.1.1 an outage whose alert fires again is not proposed to be ended any more', async () => {
    await call({ ...firing, title: 'On and off' })
    const id = (await proposals()).find(row => row.title === 'On and off')!.id
    await desk.ask(olga, 'POST', `/api/incidents/${id}/open`, wish())
    await call({ ...firing, title: 'On and off', state: 'resolved' })
    await call({ ...firing, title: 'On and off' })
    expect(await page(id)).toMatchObject({ state: 'open', endProposedAt: null })
    await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })
  })

  test('a wrong signature and an old call are not believed, a wrong shape is refused, a large body is not read', async () => {
    expect((await call(firing, { by: `whsec_${Buffer.from('another secret, as long as that').toString('base64')}` })).statusCode).toBe(401)
    expect((await call(firing, { at: desk.time.now() - 6 * minute })).statusCode).toBe(401)
    expect((await desk.app.inject({ method: 'POST', url: '/hooks/monitoring', payload: firing })).statusCode).toBe(401)
    expect((await call({ ...firing, state: 'maybe' })).statusCode).toBe(400)
    expect((await call('{')).statusCode).toBe(400)
    expect((await call({ ...firing, title: 'x'.repeat(limits.hookBytes) })).statusCode).toBe(413)
    expect(await proposals()).toEqual([])
    expect(JSON.stringify(desk.logged)).not.toContain(secret.slice(6))
  })
})

describe('the public page', () => {
  test('shows outages now and of 90 days with what was said, in both languages, and names neither points nor people', async () => {
    await open({ title: 'Заказы <b>стоят</b>', scope: 'points', points: [point] })
    const hidden = await open({ title: 'Тайный сбой', public: false })
    const answer = await desk.ask(null, 'GET', '/status')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=15' })
    expect(answer.body).toContain('<html lang="ru">')
    expect(answer.body).toContain('Заказы &lt;b&gt;стоят&lt;/b&gt;')
    expect(answer.body).toContain('Следующее сообщение до')
    for (const word of ['Берёзка', 'Ольга', 'Тайный', hidden]) expect(answer.body).not.toContain(word)
    expect((await desk.ask(null, 'GET', '/status?lang=en')).body).toContain('<html lang="en">')
    expect((await desk.ask(null, 'GET', '/status?lang=xx')).body).toContain('<html lang="ru">')
    const data = publicStatus.parse((await desk.ask(null, 'GET', '/status.json')).json())
    expect(data.ok).toBe(false)
    expect(data.incidents.map(one => one.title)).not.toContain('Тайный сбой')
    expect((await desk.ask(null, 'GET', '/status.css')).headers['content-type']).toBe('text/css; charset=utf-8')
  })

  test('what is older than 90 days is gone', async () => {
    const id = await open({ title: 'Давний сбой' })
    await desk.ask(olga, 'POST', `/api/incidents/${id}/end`, { id: newId(), text: 'Заработало.' })
    expect((await desk.ask(null, 'GET', '/status')).body).toContain('Давний сбой')
    desk.time.advance(91 * day)
    expect((await desk.ask(null, 'GET', '/status')).body).not.toContain('Давний сбой')
    desk.time.set(start)
  })
})
