import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, type Desk, type Member } from '../../test/desk.ts'
import { ticketRoom } from '../../test/stories/opening.ts'
import { settleCast } from '../../test/stories/cast.ts'
import { jupiterSource } from '../../test/jupiter.ts'
import { registerByHand } from '../intake/actions/by-hand.ts'
import { newId } from '../lib/ids.ts'
import { messageRoutes } from '../messages/routes.ts'
import { keepEditions, loadFirstEdition } from '../regulation/actions.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import { prepareJobs } from '../jobs/jobs.ts'
import { tellAll } from './jobs.ts'
import { releaseRoutes } from './routes.ts'

let desk: Desk
let admin: Member
let specialist: Member
let tickets: TicketRoom
let points: Awaited<ReturnType<typeof settleCast>>['points']
beforeAll(async () => {
  desk = await openDesk({
    rooms: house => {
      const editions = keepEditions(house.db, house.time)
      tickets = ticketRoom(house.db, house.time, () => 'http://localhost')
      const needs = { ...house, tickets, announce: () => {}, startLinks: () => [], editions: { of: editions.byId, inForce: editions.inForceAt } }
      return [room => releaseRoutes(room, needs), room => messageRoutes(room, needs)]
    },
  })
  await loadFirstEdition(desk.base.db, jupiterSource, desk.time.now())
  await prepareJobs(desk.base.pool, desk.house.log)
  points = (await settleCast(desk.base.db, desk.time.now())).points
  admin = await desk.admin()
  specialist = await desk.member(admin, 'specialist', 'Павел Рыжов')
})
afterAll(() => desk.close())

/** A ticket of a point, by phone, or of a person who can be written to. */
async function ticketAt(point: keyof typeof points, written: boolean): Promise<number> {
  const { db } = desk.base
  let contactId: string | null = null
  if (written) {
    contactId = newId()
    const at = new Date(desk.time.now()).toISOString()
    await db.insertInto('contacts').values({ id: contactId, name: 'Ольга', createdAt: at }).execute()
    await db.insertInto('conversations').values({ id: newId(), channelId: 'telegram', externalId: contactId, kind: 'private', contactId, createdAt: at }).execute()
  }
  const made = await registerByHand(tickets, db, { contactId, name: written ? '' : 'Нина', phone: null, pointId: points[point], text: 'Двоится чек', stopReported: false, take: true }, { now: desk.time.now(), actor: { kind: 'staff', id: specialist.id } }, null)
  await command(made.number, { type: 'triage', category: 2, effect: 'чек печатается дважды' })
  return made.number
}

const command = async (number: number, wish: object) => {
  const answer = await desk.ask(specialist, 'POST', `/api/tickets/${number}/commands`, { command: wish })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<{ ticket: { development: { id: string; title: string } | null; state: string } }>()
}
const add = async (title: string) => (await desk.ask(specialist, 'POST', '/api/developments', { title, trackerId: 'JUP-77', trackerUrl: 'https://tracker.example/JUP-77', releaseName: '5.3' })).json<{ id: string; number: number; version: number }>()

describe('development items', () => {
  test('R-6.3.5, A-23 a ticket that is handed over names its item; the item lists its waiting tickets', async () => {
    const item = await add('Двоится чек на Epson')
    const number = await ticketAt('berezka', false)
    const page = await command(number, { type: 'hand_over', to: 'developers', note: 'повторяется', development: item.id })
    expect(page.ticket).toMatchObject({ state: 'with_developers', development: { id: item.id, title: 'Двоится чек на Epson' } })
    const shown = (await desk.ask(specialist, 'GET', `/api/developments/${item.id}`)).json<{ tickets: { number: number }[]; development: { waiting: number; trackerId: string } }>()
    expect(shown.tickets).toMatchObject([{ number, state: 'with_developers', point: { name: 'Кафе «Берёзка»' } }])
    expect(shown.development).toMatchObject({ waiting: 1, trackerId: 'JUP-77', releaseName: '5.3' })
    await command(number, { type: 'unlink_development' })
    expect((await desk.ask(specialist, 'GET', `/api/developments/${item.id}`)).json<{ tickets: unknown[] }>().tickets).toEqual([])
  })

  test('who is affected: points of the same software version that have no ticket here', async () => {
    const { db } = desk.base
    await db.updateTable('points').set({ softwareVersion: 'Юпитер 5.2' }).where('id', 'in', [points.berezka, points.arbat]).execute()
    const item = await add('Не сходится остаток')
    await command(await ticketAt('berezka', false), { type: 'link_development', development: item.id })
    const { affected } = (await desk.ask(specialist, 'GET', `/api/developments/${item.id}`)).json<{ affected: unknown }>()
    expect(affected).toMatchObject({ versions: [{ version: 'Юпитер 5.2', waiting: 1, points: 2 }], points: [{ name: 'Кафе «Берёзка» на Арбате' }], more: 0 })
  })

  test('one message reaches all that wait, once, also when the job is run again; who has no written channel is counted', async () => {
    const item = await add('Кнопка скидки не нажимается')
    const written = await ticketAt('arbat', true)
    const byPhone = await ticketAt('arbat', false)
    for (const number of [written, byPhone]) await command(number, { type: 'link_development', development: item.id })
    // Whoever tells them all does not make their tickets his.
    await command(written, { type: 'assign', owner: null })
    const wish = { text: 'Исправление готово и выйдет с обновлением 5.3.' }
    expect((await desk.ask(specialist, 'POST', `/api/developments/${item.id}/tell`, wish)).statusCode).toBe(403)
    const first = await desk.ask(admin, 'POST', `/api/developments/${item.id}/tell`, wish, { 'idempotency-key': 'one' })
    expect(first.statusCode, first.body).toBe(202)
    expect((await desk.ask(admin, 'POST', `/api/developments/${item.id}/tell`, wish, { 'idempotency-key': 'one' })).json()).toEqual(first.json())
    const work = { db: desk.base.db, time: desk.time, tickets, announce: () => {} }
    const order = { telling: first.json<{ id: string }>().id }
    await Promise.all([tellAll(work, order), tellAll(work, order)])
    await tellAll(work, order)
    const { tellings } = (await desk.ask(admin, 'GET', `/api/developments/${item.id}`)).json<{ tellings: unknown[] }>()
    expect(tellings).toMatchObject([{ text: wish.text, told: 1, noChannel: 1, ended: 0, left: 0 }])
    const sent = await desk.base.db.selectFrom('messages').innerJoin('tickets', 'tickets.id', 'messages.ticketId').select('tickets.number').where('messages.text', '=', wish.text).execute()
    expect(sent).toEqual([{ number: written }])
    expect(await desk.base.db.selectFrom('tickets').select('ownerId').where('number', '=', written).executeTakeFirstOrThrow()).toEqual({ ownerId: null })
    // Nor does it answer what its customer has written.
    expect((await desk.base.db.selectFrom('tickets').select('unansweredSince').where('number', '=', written).executeTakeFirstOrThrow()).unansweredSince).not.toBeNull()
  })

  test('a ticket that cannot be told is written down as failed and stops no other', async () => {
    const item = await add('Не печатается отчёт')
    const [sick, well] = [await ticketAt('priboy', true), await ticketAt('priboy', true)]
    for (const number of [sick, well]) await command(number, { type: 'link_development', development: item.id })
    const { id } = await desk.base.db.selectFrom('tickets').select('id').where('number', '=', sick).executeTakeFirstOrThrow()
    const told = (await desk.ask(admin, 'POST', `/api/developments/${item.id}/tell`, { text: 'Отчёт исправили.' })).json<{ id: string }>()
    // A history that no change can be made of.
    await desk.base.db.deleteFrom('ticketEvents').where('ticketId', '=', id).where('type', '=', 'registered').execute()
    await tellAll({ db: desk.base.db, time: desk.time, tickets, announce: () => {} }, { telling: told.id })
    expect((await desk.ask(admin, 'GET', `/api/developments/${item.id}`)).json<{ tellings: unknown[] }>().tellings).toMatchObject([{ told: 1, failed: 1, left: 0 }])
  })

  test('an item is found by title, number and tracker entry, changed by who saw its latest state, and an address must be one', async () => {
    const item = await add('Отчёт по бонусам пуст')
    for (const words of ['бонус', `#${item.number}`, 'jup-77']) expect((await desk.ask(specialist, 'GET', `/api/developments?words=${encodeURIComponent(words)}`)).json<{ id: string }[]>().map(one => one.id), words).toContain(item.id)
    expect((await desk.ask(specialist, 'PATCH', `/api/developments/${item.id}`, { version: 1, state: 'done' })).json()).toMatchObject({ state: 'done', version: 2, title: 'Отчёт по бонусам пуст' })
    expect((await desk.ask(specialist, 'PATCH', `/api/developments/${item.id}`, { version: 1, title: 'Другое' })).json()).toMatchObject({ code: 'stale' })
    expect((await desk.ask(specialist, 'GET', '/api/developments')).json<{ id: string }[]>().map(one => one.id)).not.toContain(item.id)
    expect((await desk.ask(specialist, 'POST', '/api/developments', { title: 'x', trackerUrl: 'javascript:alert(1)' })).statusCode).toBe(400)
  })
})
