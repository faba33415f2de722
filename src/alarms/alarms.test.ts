import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { seedContact, seedPoint, seedRegulation, seedTicket, type Regulation, type Seeded } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { stamp, together } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import { minute, type Instant } from '../lib/instant.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import { change } from '../tickets/actions.ts'
import type { Change } from '../tickets/change.ts'
import type { Command } from '../tickets/commands.ts'
import { lookAt } from './actions/look.ts'
import { alarmConsequences, prepareDigest, raise } from './actions/raise.ts'
import { takeAlarm } from './actions/take.ts'
import { alarmHistory, openAlarms, type MyChat, type OpenAlarms, type TakingAnswer } from './api.ts'
import { makeLink, useLink } from './chats/actions/linking.ts'
import { linkChat, memberOfChat } from './chats/store.ts'
import { startAlarms } from './jobs.ts'
import type { AlarmRoom } from './room.ts'
import { alarmRoutes } from './routes.ts'
import { addAlarms, addNotices, dueAlarms, endAlarms, nextLook } from './store.ts'

/** Tuesday, 24 November 2026, 14:07 in Moscow. */
const now = start
let desk: Desk
let regulation: Regulation
let olga: Member
let anna: Member
let marina: Member
const told: Change[] = []
let tickets: TicketRoom
let room: AlarmRoom

beforeAll(async () => {
  tickets = plainTickets(() => regulation.policy, { consequences: (_db, made) => alarmConsequences(room, made) })
  room = {
    tickets, regulationAt: async () => ({ document: regulation.document, policy: regulation.policy }), sentBy: id => `outbox:${id}`, workspaceUrl: () => 'https://desk.example',
    speak: (conversationId, { buttons: _buttons, silent: _silent, ...said }, { purpose, edit }) => ({
      parcel: { id: newId(), conversationId, ticketId: null, messageId: null, purpose, payload: edit === undefined ? { kind: 'send', ...said } : { kind: 'edit', target: edit, ...said } }, offers: [],
    }),
  }
  desk = await openDesk({
    rooms: house => [app => alarmRoutes(app, { db: house.db, time: house.time, tickets, startLinks: payload => [{ channelId: 'telegram', url: `https://t.me/bot?start=${payload}` }], announce: changes => void told.push(...changes) })],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  anna = await desk.member(olga, 'specialist', 'Анна Орлова')
  marina = await desk.member(olga, 'lead', 'Марина Ким')
})
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.base.pool.query('delete from alarm_notices; delete from alarms; delete from staff_chats')
  desk.time.set(now)
  told.length = 0
})

const ticket = (subject = 'Касса не пробивает чеки'): Promise<Seeded> => seedTicket(desk.base.db, regulation, { subject, at: now, stop: true }, now)
const asks = (id: string, command: Command, who: Member | null = null, at: Instant = desk.time.now()) =>
  change(tickets, desk.base.db, id, command, { now: at, actor: who === null ? { kind: 'customer', id: null } : { kind: 'staff', id: who.id } })
const rows = async () => (await desk.base.pool.query<{ id: string; kind: string; level: number; end_reason: string | null; ended_by: string | null; next_at: number | null }>('select id, kind, level, end_reason, ended_by, next_at from alarms where kind <> $1 order by raised_at, id', ['triage'])).rows
/** Looks at everything whose time has come, as the loop does. */
async function looks(at: Instant): Promise<void> {
  desk.time.set(at)
  for (let found = 1; found > 0;) {
    found = 0
    for (const one of await dueAlarms(desk.base.db, at, 50, [])) if (await lookAt(room, desk.base.db, one, at)) found++
  }
}
const notices = async () => (await desk.base.pool.query<{ name: string; level: number }>('select s.name, n.level from alarm_notices n join staff s on s.id = n.staff_id order by n.level, s.name collate "C"')).rows.map(row => `${row.level} ${row.name.split(' ')[0]!}`)
async function chatFor(who: Member): Promise<string> {
  const { conversationId } = await seedContact(desk.base.db, { name: who.email, telegram: newId().slice(0, 30) }, now)
  await linkChat(desk.base.db, { staffId: who.id, conversationId: conversationId!, channelId: 'telegram' }, now)
  return conversationId!
}
const parcels = async (conversationId: string) => (await desk.base.pool.query<{ kind: string; text: string }>(`select payload->>'kind' as kind, payload->>'text' as text from outbox where conversation_id = $1 order by position`, [conversationId])).rows

describe('alarms of a ticket', () => {
  test('R-3.1.2 the stop report travels with the change; its waves are written once each', async () => {
    const { id } = await ticket()
    await asks(id, { type: 'report_stop' })
    expect(await rows()).toMatchObject([])
    const other = await seedTicket(desk.base.db, regulation, { subject: 'Стоит всё', at: now }, now)
    await asks(other.id, { type: 'report_stop' })
    expect(await rows()).toMatchObject([{ kind: 'stop', level: 0 }])
    await looks(now)
    await looks(now + 3 * minute)
    expect(await notices()).toEqual(['1 Анна', '1 Марина', '1 Ольга', '2 Анна', '2 Марина', '2 Ольга'])
    await looks(now + 3 * minute)
    expect(await notices()).toHaveLength(6)
  })

  test('R-3.1.2 without shifts everybody counts as there, except who is written down as away', async () => {
    const leave = newId()
    await desk.base.db.insertInto('roster').values({ id: leave, staffId: anna.id, startsAt: stamp(now - minute), endsAt: stamp(now + 10 * minute), kind: 'absence', substituteId: null, note: '', createdBy: marina.id, createdAt: stamp(now) }).execute()
    const { id } = await seedTicket(desk.base.db, regulation, { subject: 'Стоит', at: now }, now)
    await asks(id, { type: 'report_stop' })
    await looks(now)
    expect(await notices()).toEqual(['1 Марина', '1 Ольга'])
    // Back at work in the middle of it.
    await looks(now + 12 * minute)
    expect(await notices()).toEqual(['1 Марина', '1 Ольга', '2 Анна', '2 Марина', '2 Ольга'])
    await desk.base.db.deleteFrom('roster').where('id', '=', leave).execute()
  })

  test('R-3.1.2 one urgent alarm runs for a ticket, however much is said; what is raised twice is one', async () => {
    const { id } = await ticket()
    const alarm = { ticketId: id, cycle: 1, about: {}, raisedAt: now, lookAt: now }
    await together(desk.base.db, [addAlarms([{ ...alarm, kind: 'stop', occasion: 'a' }])])
    await together(desk.base.db, [addAlarms([{ ...alarm, kind: 'stop', occasion: 'a' }, { ...alarm, kind: 'critical', occasion: 'b' }])])
    expect((await rows()).map(row => row.kind)).toEqual(['stop'])
    await together(desk.base.db, [endAlarms(id, { kinds: ['stop'], reason: 'taken', by: anna.id }, now)])
    await together(desk.base.db, [addAlarms([{ ...alarm, kind: 'stop', occasion: 'a' }, { ...alarm, kind: 'disputed', occasion: 'c' }])])
    expect((await rows()).map(row => [row.kind, row.end_reason])).toEqual([['stop', 'taken'], ['disputed', null]])
  })

  test('R-3.1.2 after the end no wave; the last message in each chat says who has it', async () => {
    const chat = await chatFor(marina)
    const { id } = await seedTicket(desk.base.db, regulation, { subject: 'Стоит', at: now, pointId: await seedPoint(desk.base.db, { name: 'Кафе' }, now) }, now)
    await asks(id, { type: 'report_stop' })
    await looks(now)
    await asks(id, { type: 'take' }, anna)
    await looks(now + 10 * minute)
    expect(await notices()).toHaveLength(3)
    expect(await parcels(chat)).toMatchObject([{ kind: 'send', text: 'Кафе\n«Стоит»\nТолько что' }, { kind: 'edit', text: 'Кафе\n«Стоит»\nВзято в 14:07 МСК: Анна Орлова.' }])
    expect(await nextLook(desk.base.db, [])).toBeNull()
  })

  test('R-3.1.2 while a chat cannot be reached it is not filled with repeats', async () => {
    const chat = await chatFor(anna)
    const { id } = await seedTicket(desk.base.db, regulation, { subject: 'Стоит', at: now }, now)
    await asks(id, { type: 'report_stop' })
    for (const passed of [0, 3, 6, 9]) await looks(now + passed * minute)
    expect(await parcels(chat)).toHaveLength(1)
    await desk.base.pool.query('update outbox set state = $1, finished_at = $2 where conversation_id = $3', ['sent', stamp(now), chat])
    await looks(now + 12 * minute)
    expect(await parcels(chat)).toHaveLength(2)
  })

  test('R-6.3.1 who takes what a colleague has taken a moment before is told so, and the ticket stays his', async () => {
    const { id, number } = await seedTicket(desk.base.db, regulation, { subject: 'Стоит', at: now }, now)
    await asks(id, { type: 'report_stop' })
    await looks(now)
    const [alarm] = await rows()
    const both = await Promise.all([anna, marina].map(who => takeAlarm({ tickets }, desk.base.db, alarm!.id, { id: who.id, role: 'specialist' }, now)))
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['over', 'taken'])
    const winner = both[0]!.outcome === 'taken' ? anna : marina
    expect((await desk.base.db.selectFrom('tickets').select('ownerId').where('number', '=', number).executeTakeFirstOrThrow()).ownerId).toBe(winner.id)
    expect(both.find(one => one.outcome === 'over')).toMatchObject({ by: winner === anna ? 'Анна Орлова' : 'Марина Ким', reason: 'taken' })
  })

  test('two loops over one table tell each wave once', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, (_, index) => seedTicket(desk.base.db, regulation, { subject: `Стоит ${index}`, at: now }, now)))
    for (const { id } of made) await asks(id, { type: 'report_stop' })
    const troubles: unknown[] = []
    const loops = [0, 1].map(() => startAlarms({ db: desk.base.db, time: desk.time, room, announce: () => {}, onTrouble: error => troubles.push(error) }))
    for (let tries = 0; (await notices()).length < 36 && tries < 400; tries++) await new Promise(resolve => setTimeout(resolve, 10))
    await Promise.all(loops.map(loop => loop.stop()))
    expect(await notices()).toHaveLength(36)
    expect(troubles).toEqual([])
  })

  test('another room raises what it has found: leads are told once, and it is seen', async () => {
    await together(desk.base.db, [raise({ kind: 'incident', occasion: 'radar 1', title: 'Похоже на сбой', text: 'Не приходят заказы: 4 точки за 10 минут', path: '/incidents/1' }, now)])
    await together(desk.base.db, [raise({ kind: 'incident', occasion: 'radar 1', title: 'Похоже на сбой', text: 'ещё раз', path: '/incidents/1' }, now)])
    await looks(now)
    await looks(now + 30 * minute)
    expect(await notices()).toEqual(['1 Марина'])
    const page = openAlarms.parse((await desk.ask(marina, 'GET', '/api/alarms')).json())
    expect(page.rows).toMatchObject([{ kind: 'incident', rings: true, found: { path: '/incidents/1' } }])
    expect((await desk.ask(marina, 'POST', `/api/alarms/${page.rows[0]!.id}/ack`)).json<TakingAnswer>()).toMatchObject({ outcome: 'seen', number: null })
    expect((await desk.ask(anna, 'GET', '/api/alarms')).json<OpenAlarms>().rows).toEqual([])
  })

  test('R-3.1.2 the digest of a day waits once, is told on its day and not made up for after it', async () => {
    expect(await prepareDigest(room, desk.base.db, null, now)).toBe('2026-11-25')
    await prepareDigest(room, desk.base.db, null, now)
    expect(await rows()).toMatchObject([{ kind: 'digest', next_at: Date.parse('2026-11-25T09:10+03:00') }])
    await looks(Date.parse('2026-11-26T11:00+03:00'))
    expect(await rows()).toMatchObject([{ kind: 'digest', end_reason: 'missed', level: 0 }])
    await prepareDigest(room, desk.base.db, '2026-11-25', Date.parse('2026-11-26T11:00+03:00'))
    await looks(Date.parse('2026-11-27T11:30+03:00'))
    expect((await rows()).at(-1)).toMatchObject({ end_reason: 'told', level: 1 })
    expect(await notices()).toHaveLength(3)
  })
})

describe('the doors', () => {
  test('R-3.1.2 everybody sees what stands and who was told; taking it makes the ticket mine; the history keeps it', async () => {
    const { id, number } = await seedTicket(desk.base.db, regulation, { subject: 'Стоит касса', at: now }, now)
    await asks(id, { type: 'report_stop' })
    await looks(now)
    const page = openAlarms.parse((await desk.ask(anna, 'GET', '/api/alarms')).json())
    expect(page.rows).toMatchObject([{ kind: 'stop', rings: true, ticket: { number, subject: 'Стоит касса', stopReported: true }, told: [{ name: 'Анна Орлова' }, { name: 'Марина Ким' }, { name: 'Ольга Ветрова' }] }])
    const alarm = page.rows[0]!.id
    expect((await desk.ask(anna, 'POST', `/api/alarms/${alarm}/take`)).json<TakingAnswer>()).toEqual({ outcome: 'taken', by: null, number })
    expect(told.flatMap(made => made.events.map(event => event.type))).toEqual(['taken'])
    expect((await desk.ask(marina, 'POST', `/api/alarms/${alarm}/take`)).json<TakingAnswer>()).toEqual({ outcome: 'over', by: 'Анна Орлова', number })
    const history = alarmHistory.parse((await desk.ask(marina, 'GET', '/api/alarms/history')).json())
    expect(history).toMatchObject({ rows: [{ id: alarm, ended: { by: 'Анна Орлова', reason: 'taken' } }], next: null })
    expect((await desk.ask(anna, 'POST', `/api/alarms/${newId()}/take`)).statusCode).toBe(404)
    expect((await desk.ask(null, 'GET', '/api/alarms')).statusCode).toBe(401)
    expect((await desk.ask(anna, 'GET', '/api/alarms/history?before=nonsense')).statusCode).toBe(400)
  })

  test('the history goes on page by page without loss', async () => {
    const { id } = await ticket()
    await together(desk.base.db, [addAlarms(Array.from({ length: 60 }, (_, index) => ({ kind: 'lead_called' as const, ticketId: id, cycle: 1, occasion: `e${index}`, about: {}, raisedAt: now, lookAt: now })))])
    await desk.base.pool.query(`update alarms set level = 1, ended_at = $1, end_reason = 'seen', next_at = null where kind = 'lead_called'`, [stamp(now)])
    const first = alarmHistory.parse((await desk.ask(anna, 'GET', '/api/alarms/history')).json())
    const second = alarmHistory.parse((await desk.ask(anna, 'GET', `/api/alarms/history?before=${first.next}`)).json())
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 10, null])
    expect(new Set([...first.rows, ...second.rows].map(row => row.id)).size).toBe(60)
  })

  test('R-6.2.2 what waits for triage is one line with its count', async () => {
    const late = await seedTicket(desk.base.db, regulation, { subject: 'Как завести меню', at: now - 20 * minute }, now)
    await together(desk.base.db, [addAlarms([{ kind: 'triage', ticketId: late.id, cycle: 1, occasion: 'e', about: {}, raisedAt: now, lookAt: now }])])
    expect((await desk.ask(anna, 'GET', '/api/alarms')).json<OpenAlarms>().triage).toBeNull()
    await looks(now)
    const { triage } = openAlarms.parse((await desk.ask(anna, 'GET', '/api/alarms')).json())
    expect(triage?.rings).toBe(true)
    expect(triage?.count).toBeGreaterThan(0)
    await asks(late.id, { type: 'triage', category: 3, effect: '', topic: null }, anna)
    expect((await desk.ask(anna, 'GET', '/api/alarms')).json<OpenAlarms>().triage).toBeNull()
  })

  test('R-6.2.2 a flood is told to the whole shift: more notices than one statement takes value by value', async () => {
    const { id: ticketId } = await seedTicket(desk.base.db, regulation, { subject: 'Нет заказов', at: now }, now)
    await together(desk.base.db, [addAlarms([{ kind: 'triage', ticketId, cycle: 1, occasion: 'e', about: {}, raisedAt: now, lookAt: now }])])
    const { rows: [alarm] } = await desk.base.pool.query<{ id: string }>('select id from alarms')
    const crowd = 14_000
    await together(desk.base.db, [addNotices(Array.from({ length: crowd }, (_, index) => ({ alarmId: alarm!.id, staffId: anna.id, level: index + 1, outboxId: null })), now)])
    expect(await notices()).toHaveLength(crowd)
  })

  test('R-3.1.2 what burns is not silenced by a look: it goes on until somebody takes it', async () => {
    const { id } = await ticket()
    await together(desk.base.db, [addAlarms([{ kind: 'stop', ticketId: id, cycle: 1, occasion: 'e', about: {}, raisedAt: now, lookAt: now }])])
    const [alarm] = await rows()
    expect((await desk.ask(anna, 'POST', `/api/alarms/${alarm!.id}/ack`)).statusCode).toBe(403)
    expect(await rows()).toMatchObject([{ kind: 'stop', end_reason: null }])
  })

  test('a member links his own chat and nobody else\'s: one link, once, a quarter of an hour', async () => {
    const { conversationId } = await seedContact(desk.base.db, { name: 'Анна в Telegram', telegram: '777001' }, now)
    const met = { conversation: { id: conversationId! } } as Parameters<typeof useLink>[2]
    const answer = await desk.ask(anna, 'POST', '/api/me/telegram', {})
    const { url, qr, expiresAt } = answer.json<{ url: string; qr: string; expiresAt: string }>()
    expect(answer.headers['cache-control']).toBe('no-store')
    expect([qr.startsWith('<svg'), Date.parse(expiresAt)]).toEqual([true, now + 15 * minute])
    const token = /start=s_([\w-]{32})$/.exec(url)![1]!
    const { rows: kept } = await desk.base.pool.query('select token_hash from staff_chat_links')
    expect(JSON.stringify(kept)).not.toContain(token)

    const second = await makeLink(desk.base.db, anna.id, now)
    expect(await useLink(desk.base.db, token, met, 'telegram', now)).toBeNull()
    expect(await useLink(desk.base.db, second.token, met, 'telegram', now + 15 * minute)).toBeNull()
    const third = await makeLink(desk.base.db, anna.id, now)
    expect(await useLink(desk.base.db, third.token, met, 'telegram', now)).toMatchObject({ id: anna.id })
    expect(await useLink(desk.base.db, third.token, met, 'telegram', now)).toBeNull()
    expect((await desk.ask(anna, 'GET', '/api/me/telegram')).json<MyChat>()).toMatchObject({ chat: { channelId: 'telegram', name: 'Анна в Telegram', blocked: false }, canLink: true })
    expect((await desk.ask(marina, 'GET', '/api/me/telegram')).json<MyChat>().chat).toBeNull()
    expect(await memberOfChat(desk.base.db, conversationId!)).toMatchObject({ id: anna.id, role: 'specialist' })

    // The same chat for another member: it changes hands, as a phone does.
    const fourth = await makeLink(desk.base.db, marina.id, now)
    await useLink(desk.base.db, fourth.token, met, 'telegram', now)
    expect((await desk.ask(anna, 'GET', '/api/me/telegram')).json<MyChat>().chat).toBeNull()
    expect((await desk.ask(marina, 'DELETE', '/api/me/telegram')).json<MyChat>().chat).toBeNull()
    const { rows: audit } = await desk.base.pool.query<{ act: string }>(`select act from audit where act like 'chat_%' order by at, id`)
    expect(audit.map(row => row.act)).toEqual(['chat_linked', 'chat_linked', 'chat_unlinked'])
  })

  test('who was let go is a stranger in his chat, and is told of nothing', async () => {
    const gone = await desk.member(olga, 'specialist', 'Пётр Зуев')
    const chat = await chatFor(gone)
    await desk.ask(olga, 'PATCH', `/api/staff/${gone.id}`, { active: false })
    expect(await memberOfChat(desk.base.db, chat)).toBeNull()
    const { id } = await seedTicket(desk.base.db, regulation, { subject: 'Стоит', at: now }, now)
    await asks(id, { type: 'report_stop' })
    await looks(now)
    expect(await parcels(chat)).toEqual([])
    expect(await notices()).not.toContain('1 Пётр')
  })
})
