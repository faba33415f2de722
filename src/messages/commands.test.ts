import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { seedContact, seedPoint, seedRegulation, seedTicket, type Regulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { newId } from '../lib/ids.ts'
import { minute } from '../lib/instant.ts'
import { ticketPage, type TicketPage } from '../tickets/api.ts'
import type { Change } from '../tickets/change.ts'
import { messageRoutes } from './routes.ts'

const now = start
let desk: Desk
let regulation: Regulation
let olga: Member
let gleb: Member
const told: Change[] = []

beforeAll(async () => {
  const tickets = plainTickets(() => regulation.policy)
  desk = await openDesk({
    rooms: house => [app => messageRoutes(app, {
      db: house.db, time: house.time, tickets, announce: changes => void told.push(...changes), startLinks: () => [],
      editions: { of: () => regulation.editions.of(1), inForce: at => regulation.editions.inForce(at) },
    })],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  gleb = await desk.member(olga, 'specialist', 'Глеб Сомов')
})
afterAll(() => desk.close())

async function ticket(): Promise<number> {
  const { id, conversationId } = await seedContact(desk.base.db, { name: 'Ирина', telegram: newId() }, now)
  return (await seedTicket(desk.base.db, regulation, { subject: 'Не печатает чек', at: now - 5 * minute, contactId: id, conversationId }, now)).number
}
const give = (who: Member | null, number: number, command: object, more: { version?: number; key?: string } = {}) =>
  desk.ask(who, 'POST', `/api/tickets/${number}/commands`, { command, ...(more.version === undefined ? {} : { version: more.version }) }, more.key === undefined ? {} : { 'idempotency-key': more.key })
const triage = { type: 'triage', category: 2, effect: 'чеки пишем от руки' }

describe('a command of a member of staff', () => {
  test('changes the ticket, answers with its page as it now is, and the house is told', async () => {
    const number = await ticket()
    told.length = 0
    const answer = await give(gleb, number, triage, { version: 1 })
    const page = ticketPage.parse(answer.json())
    expect(page.ticket).toMatchObject({ category: 2, effect: 'чеки пишем от руки', version: 2 })
    expect(page.timeline.at(-1)).toMatchObject({ type: 'triaged', actor: { kind: 'staff', name: 'Глеб Сомов' } })
    expect(told.map(change => change.events.map(event => event.type))).toEqual([['triaged']])
  })

  test('sent twice with one key, because the answer was lost, is carried out once', async () => {
    const number = await ticket()
    const note = { type: 'note', text: 'Звонить после обеда' }
    const [first, second] = [await give(gleb, number, note, { key: 'k-1' }), await give(gleb, number, note, { key: 'k-1' })]
    expect([first.statusCode, second.statusCode]).toEqual([200, 200])
    expect(second.json<TicketPage>().messages.map(message => message.text)).toEqual(['Звонить после обеда'])
    // Another person's key of the same text is another wish.
    expect((await give(olga, number, note, { key: 'k-1' })).json<TicketPage>().messages).toHaveLength(2)
  })

  test('both at once with one key: still once', async () => {
    const number = await ticket()
    const answers = await Promise.all([1, 2, 3].map(() => give(gleb, number, { type: 'note', text: 'Одна заметка' }, { key: 'k-2' })))
    expect(answers.map(answer => answer.statusCode)).toEqual([200, 200, 200])
    expect((await give(gleb, number, { type: 'take' })).json<TicketPage>().messages).toHaveLength(1)
  })

  test('a decision about an outdated picture is refused as stale, an answer is taken all the same', async () => {
    const number = await ticket()
    await give(olga, number, { type: 'note', text: 'Смотрю' })
    const stale = await give(gleb, number, triage, { version: 1 })
    expect([stale.statusCode, stale.json<{ code: string }>().code]).toEqual([409, 'stale'])
    expect((await give(gleb, number, { type: 'answer', text: 'Проверьте, пожалуйста, кабель.' }, { version: 1 })).statusCode).toBe(200)
    expect((await give(gleb, number, triage, { version: 3 })).statusCode).toBe(200)
  })

  test('two who take it at once: one has it, the other is told who', async () => {
    const number = await ticket()
    const answers = await Promise.all([give(olga, number, { type: 'take' }), give(gleb, number, { type: 'take' })])
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409])
    expect(answers.find(answer => answer.statusCode === 409)!.json<{ code: string }>().code).toBe('already_owned')
  })

  test('twenty notes at once are twenty events in a row, none lost', async () => {
    const number = await ticket()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => give(index % 2 === 0 ? olga : gleb, number, { type: 'note', text: `Заметка ${index}` })))
    expect(answers.map(answer => answer.statusCode)).toEqual(Array.from({ length: 20 }, () => 200))
    const page = (await give(gleb, number, { type: 'take' })).json<TicketPage>()
    expect(page.timeline.map(entry => entry.seq)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1))
    expect(page.ticket.version).toBe(22)
  })

  test('a point that is not there, a person who does not work here and a file that is gone are refused, and nothing changes', async () => {
    const number = await ticket()
    const point = await seedPoint(desk.base.db, { name: 'Кафе «Мост»' }, now)
    expect((await give(gleb, number, { type: 'set_point', point: newId() })).statusCode).toBe(404)
    expect((await give(gleb, number, { type: 'assign', owner: newId() })).statusCode).toBe(404)
    expect((await give(gleb, number, { type: 'answer', text: 'Вот инструкция', fileIds: [newId()] })).statusCode).toBe(410)
    const page = (await give(gleb, number, { type: 'set_point', point })).json<TicketPage>()
    expect(page.point!.name).toBe('Кафе «Мост»')
    expect(page.timeline.map(entry => entry.type)).toEqual(['registered', 'point_set'])
  })

  test('what does not exist or is not a command is refused; strangers give none', async () => {
    const number = await ticket()
    expect((await give(gleb, 999_999, triage)).json<{ code: string }>().code).toBe('ticket_not_found')
    for (const command of [{ type: 'delete' }, { type: 'triage', category: 4, effect: 'x' }, { type: 'triage', category: 1 }, { type: 'note', text: 'x'.repeat(20_001) }]) {
      expect((await give(gleb, number, command)).statusCode).toBe(400)
    }
    expect((await give(null, number, triage)).statusCode).toBe(401)
  })
})
