import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { forged, letterOf, plainHall, type Written } from '../../../test/letters.ts'
import { seedContact, seedRegulation, type Regulation } from '../../../test/seed.ts'
import { plainTickets } from '../../../test/ticket-room.ts'
import { together, tx } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import { hour, minute, type Instant } from '../../lib/instant.ts'
import { addMessage, addRefs } from '../../messages/store.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import type { Command } from '../../tickets/commands.ts'
import { idOfNumber, readTicket } from '../../tickets/store.ts'
import { receive } from '../actions/receive.ts'
import type { Hall } from '../hall.ts'
import { movingRoutes } from './routes.ts'

const came = start
let desk: Desk
let regulation: Regulation
let hall: Hall
let gleb: Member
const told: Change[] = []
let mails = 0
let irina: { name: string; address: string }
let petr: typeof irina

beforeAll(async () => {
  hall = plainHall(plainTickets(() => regulation.policy), () => regulation)
  desk = await openDesk({ rooms: house => [app => movingRoutes(app, { db: house.db, time: house.time, mover: hall, announce: changes => void told.push(...changes) })] })
  regulation = await seedRegulation(desk.base.db)
  gleb = await desk.member(await desk.admin(), 'specialist', 'Глеб Сомов')
})
afterAll(() => desk.close())
beforeEach(() => {
  mails++
  told.length = 0
  irina = { name: 'Ирина', address: `irina${mails}@kafe-most.example` }
  petr = { name: 'Пётр', address: `petr${mails}@kafe-most.example` }
  desk.time.set(came + 2 * hour)
})

const db = () => desk.base.db
/** The letter arrives and finds its place. */
async function arrives(written: Written): Promise<{ number: number; id: string; message: string }> {
  await tx(db(), inner => receive(hall, inner, letterOf(written), written.at))
  return db().selectFrom('letters').innerJoin('messages', 'messages.id', 'letters.messageId').innerJoin('tickets', 'tickets.id', 'messages.ticketId')
    .select(['tickets.number', 'tickets.id', 'messages.id as message']).where('letters.contentHash', '=', letterOf(written).letter.contentHash).executeTakeFirstOrThrow()
}
const moves = async (from: number, message: string, to: number | 'new', who: Member | null = gleb) => desk.ask(who, 'POST', `/api/tickets/${from}/messages/${message}/move`, { to })
const moved = async (from: number, message: string, to: number | 'new'): Promise<number> => {
  const answer = await moves(from, message, to)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<{ number: number }>().number
}
const stateOf = async (number: number) => (await db().selectFrom('tickets').select(['state', 'receivedAt', 'subject', 'channel', 'contactId', 'conversationId']).where('number', '=', number).executeTakeFirstOrThrow())
const messagesOn = async (number: number) => (await db().selectFrom('messages').select('messages.id').where('ticketId', '=', await idOfNumber(db(), number)).where('direction', '=', 'in').orderBy('at').execute()).map(row => row.id)
/** Without what only time has done. */
const typesOf = async (number: number) => (await readTicket(db(), await idOfNumber(db(), number))).events.map(event => event.type).filter(type => type !== 'breached' && type !== 'warned')
const does = async (number: number, command: Command, at: Instant, kind: 'staff' | 'customer' = 'staff') => change(hall.tickets, db(), await idOfNumber(db(), number), command, { now: at, actor: { kind, id: kind === 'staff' ? gleb.id : null } })
const placedOf = async (message: string) => (await db().selectFrom('letters').select('placed').where('messageId', '=', message).executeTakeFirstOrThrow()).placed
async function ourLetter(number: number): Promise<string> {
  const { ticket } = await readTicket(db(), await idOfNumber(db(), number))
  const { id } = ticket
  const message = newId()
  await together(db(), [addMessage({ id: message, ticketId: id, conversationId: ticket.conversationId, direction: 'out', authorKind: 'machine', authorId: null, notice: 'receipt', text: 'Принята', extra: {}, at: came, replyTo: null, groupKey: null }, came)])
  await together(db(), [addRefs(ticket.conversationId!, message, [`<${message}@support.example>`])])
  return `<${message}@support.example>`
}

describe('a message is put where it belongs (pain 6)', () => {
  test('R-2.1.3 R-6.2.3 to a ticket of its own: a number of the one row, registered at the instant at which it came, for its author', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер', to: [petr] })
    const two = await arrives({ from: petr, at: came + hour, subject: 'Отчёт по скидкам', text: 'Не сходится', token: one.number })
    expect(two.number).toBe(one.number)
    const number = await moved(one.number, two.message, 'new')
    expect(number).toBe(one.number + 1)
    const ticket = await stateOf(number)
    expect(ticket).toMatchObject({ state: 'registered', receivedAt: came + hour, subject: 'Отчёт по скидкам', channel: 'email' })
    expect(await messagesOn(number)).toEqual([two.message])
    expect(await messagesOn(one.number)).toEqual([one.message])
    expect(await typesOf(number)).toEqual(['registered', 'message_moved_in'])
    expect(await typesOf(one.number)).toEqual(['registered', 'person_joined', 'customer_wrote', 'message_moved_out', 'struck'])
    expect(await placedOf(two.message)).toEqual({ why: 'hand', suggested: null })
    // The new ticket is announced as one that has just come, so that it is told of and shown.
    expect(told.map(one => one.events.map(event => event.type).find(type => type !== 'breached' && type !== 'warned'))).toEqual(['registered', 'message_moved_out', 'message_moved_in'])
  })

  test('pain 7 where it was suggested: the ticket that it had opened closes without a word, what answers its number finds the other one', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер' })
    const claim = await arrives({ from: irina, at: came + hour, subject: `№ ${one.number}`, text: 'Модель TM-T20', verdict: forged })
    const receipt = await ourLetter(claim.number)
    expect(claim.number).not.toBe(one.number)
    expect(await moved(claim.number, claim.message, one.number)).toBe(one.number)
    expect((await stateOf(claim.number)).state).toBe('closed')
    expect(await typesOf(claim.number)).toEqual(['registered', 'message_moved_out', 'closed_as_moved'])
    expect(await messagesOn(one.number)).toEqual([one.message, claim.message])
    const answer = await arrives({ from: irina, at: came + 90 * minute, subject: 'Re', text: 'Ещё фото', answers: [receipt] })
    expect(answer.number).toBe(one.number)
  })

  test('brought back, everything stands as it stood: the closed ticket is open with its clocks, nothing stands twice', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер' })
    const two = await arrives({ from: irina, at: came + hour, subject: 'Отчёт' })
    const before = await readTicket(db(), two.id)
    await moved(two.number, two.message, one.number)
    await moved(one.number, two.message, two.number)
    const after = await readTicket(db(), two.id)
    expect(after.ticket).toEqual(before.ticket)
    expect(await stateOf(two.number)).toMatchObject({ state: 'registered', receivedAt: came + hour })
    expect([await messagesOn(one.number), await messagesOn(two.number)]).toEqual([[one.message], [two.message]])
    // And a ticket that was opened by a move alone ends when the message goes back.
    const third = await moved(two.number, two.message, 'new')
    await moved(third, two.message, two.number)
    expect([(await stateOf(third)).state, (await stateOf(two.number)).state]).toEqual(['closed', 'registered'])
  })

  test('R-6.3.3 an answer that had come in time to the wrong ticket ends the wait of the right one as of then', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер' })
    await does(one.number, { type: 'triage', category: 2, effect: 'один принтер', topic: null }, came + minute)
    await does(one.number, { type: 'answer', message: newId(), text: 'Пришлите фото', files: [], asks: true, items: [{ id: newId(), kind: 'text', text: 'модель' }] }, came + 2 * minute)
    const stray = await arrives({ from: petr, at: came + hour, subject: 'Модель', text: 'TM-T20' })
    await moved(stray.number, stray.message, one.number)
    const { ticket, events } = await readTicket(db(), one.id)
    expect(events.find(event => event.type === 'customer_wrote')).toMatchObject({ message: stray.message, at: came + hour, weight: 'real' })
    expect([ticket.asked[0]!.state, ticket.unansweredSince]).toEqual(['done', came + hour])
    // Whoever wrote it takes part there from now on, and can be answered.
    expect(ticket.people).toHaveLength(1)
  })

  test('A-20 to a ticket that had ended before it came: it is opened again within its days, later the message is only shown', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер' })
    await does(one.number, { type: 'withdraw', note: '' }, came + minute)
    const soon = await arrives({ from: irina, at: came + hour, subject: 'Опять' })
    await moved(soon.number, soon.message, one.number)
    expect((await typesOf(one.number)).slice(2)).toEqual(['message_moved_in', 'reopened'])
    expect((await stateOf(one.number)).state).toBe('registered')
    await does(one.number, { type: 'withdraw', note: '' }, came + 2 * hour)
    const late = came + 40 * 24 * hour
    desk.time.set(late + hour)
    const third = await arrives({ from: irina, at: late, subject: 'Спустя месяц' })
    await moved(third.number, third.message, one.number)
    expect((await typesOf(one.number)).slice(-2)).toEqual(['message_moved_in', 'customer_wrote'])
    expect((await stateOf(one.number)).state).toBe('closed')
  })

  test('it costs nothing more in a messenger: a message of a chat goes to its own ticket, and the chat goes on there', async () => {
    const telegram = newId()
    const chat = await seedContact(db(), { name: 'Ольга', telegram }, came)
    const said = (text: string, at: Instant) => tx(db(), inner => receive(hall, inner, {
      channelId: 'telegram', channel: 'telegram', eventKey: text, occurredAt: at, receivedAt: at, conversation: { externalId: telegram, type: 'private' },
      author: { externalId: telegram, displayName: 'Ольга', verified: 'channel' }, kind: 'message', externalId: text, text, files: [],
    }, at))
    const ticketOf = async (text: string) => (await db().selectFrom('messages').innerJoin('tickets', 'tickets.id', 'messages.ticketId').select(['tickets.number', 'messages.id']).where('text', '=', text).where('messages.conversationId', '=', chat.conversationId).executeTakeFirstOrThrow())
    await said('Не печатает принтер', came)
    await said('И не сходится отчёт', came + minute)
    const { number, id } = await ticketOf('И не сходится отчёт')
    const own = await moved(number, id, 'new')
    expect(await stateOf(own)).toMatchObject({ channel: 'telegram', subject: 'И не сходится отчёт', contactId: chat.id, conversationId: chat.conversationId })
    await said('Отчёт за вчера', came + hour)
    expect((await ticketOf('Отчёт за вчера')).number).toBe(own)
  })

  test('what is no message of a customer on that ticket is not moved; nor is it moved to where it stands, or to nowhere; strangers move nothing', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер' })
    const two = await arrives({ from: petr, at: came, subject: 'Отчёт' })
    await ourLetter(one.number)
    const ours = (await db().selectFrom('messages').select('id').where('ticketId', '=', one.id).where('direction', '=', 'out').executeTakeFirstOrThrow()).id
    const codeOf = async (answer: ReturnType<typeof moves>) => (await answer).json<{ code: string }>().code
    expect(await codeOf(moves(one.number, ours, 'new'))).toBe('not_found')
    expect(await codeOf(moves(one.number, two.message, 'new'))).toBe('not_found')
    expect(await codeOf(moves(one.number, one.message, one.number))).toBe('same_ticket')
    expect(await codeOf(moves(one.number, one.message, 999_999))).toBe('ticket_not_found')
    expect((await moves(one.number, one.message, 'new', null)).statusCode).toBe(401)
    expect(told).toEqual([])
    expect(await typesOf(one.number)).toEqual(['registered'])
  })

  test('two who move the same message at once: one does, the other is told that it is no longer there; between two tickets nobody waits for ever', async () => {
    const one = await arrives({ from: irina, at: came, subject: 'Принтер' })
    const two = await arrives({ from: petr, at: came, subject: 'Отчёт' })
    const more = await arrives({ from: irina, at: came + minute, subject: 'Ещё', token: one.number })
    const answers = await Promise.all([moves(one.number, more.message, two.number), moves(one.number, more.message, 'new')])
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 404])
    const [a, b] = [await arrives({ from: irina, at: came + 2 * minute, subject: 'А', token: one.number }), await arrives({ from: petr, at: came + 2 * minute, subject: 'Б', token: two.number })]
    const crossing = await Promise.all([moves(one.number, a.message, two.number), moves(two.number, b.message, one.number)])
    expect(crossing.map(answer => answer.statusCode)).toEqual([200, 200])
  })
})
