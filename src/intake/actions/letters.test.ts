import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forged, letterOf, plainHall, proven, unjudged, type Written } from '../../../test/letters.ts'
import { seedContact, seedRegulation, type Regulation } from '../../../test/seed.ts'
import { plainTickets } from '../../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../../test/world.ts'
import { together, tx } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import { hour, minute } from '../../lib/instant.ts'
import type { PlacedBy } from '../../messages/letters/letter.ts'
import { addMessage, addRefs } from '../../messages/store.ts'
import { change, register } from '../../tickets/actions.ts'
import { readTicket } from '../../tickets/store.ts'
import type { Hall } from '../hall.ts'
import { receive } from './receive.ts'

const now = Date.parse('2026-11-24T14:07:00+03:00')
let base: FreshDatabase
let regulation: Regulation
let hall: Hall
let mails = 0
/** People of this test: addresses that nobody has had before. */
let irina: { name: string; address: string }
let petr: typeof irina
let stranger: typeof irina

beforeAll(async () => {
  base = await freshDatabase()
  regulation = await seedRegulation(base.db)
  hall = plainHall(plainTickets(() => regulation.policy), () => regulation)
})
afterAll(() => base.drop())
beforeEach(() => {
  mails++
  irina = { name: 'Ирина Седова', address: `irina${mails}@kafe-most.example` }
  petr = { name: 'Пётр', address: `petr${mails}@kafe-most.example` }
  stranger = { name: 'Ирина Седова', address: `other${mails}@elsewhere.example` }
})

const arrives = (written: Written) => tx(base.db, inner => receive(hall, inner, letterOf(written), written.at + minute))
async function standsOn(written: Written): Promise<{ number: number; ticketId: string; message: string; placed: PlacedBy }> {
  const { letter } = letterOf(written)
  const row = await base.db.selectFrom('letters').innerJoin('messages', 'messages.id', 'letters.messageId').innerJoin('tickets', 'tickets.id', 'messages.ticketId')
    .select(['tickets.number', 'tickets.id as ticketId', 'messages.id as message', 'letters.placed']).where('letters.contentHash', '=', letter.contentHash).executeTakeFirstOrThrow()
  return { ...row, placed: row.placed as PlacedBy }
}
const place = async (written: Written) => {
  await arrives(written)
  return standsOn(written)
}
/** A letter of ours on a ticket, as the sender has noted it down. */
async function ourAnswer(ticketId: string): Promise<string> {
  const { ticket } = await readTicket(base.db, ticketId)
  const message = newId()
  const id = `<t${ticket.number}.${message}@support.example>`
  await together(base.db, [addMessage({ id: message, ticketId, conversationId: ticket.conversationId, direction: 'out', authorKind: 'staff', authorId: null, notice: null, text: 'Проверьте кабель', extra: {}, at: now, replyTo: null, groupKey: null }, now)])
  await together(base.db, [addRefs(ticket.conversationId!, message, [id])])
  return id
}
const peopleOf = async (ticketId: string) => (await base.db.selectFrom('ticketPeople').innerJoin('contacts', 'contacts.id', 'ticketPeople.contactId').innerJoin('conversations', 'conversations.id', 'ticketPeople.conversationId')
  .select(['contacts.name', 'conversations.externalId as address']).where('ticketId', '=', ticketId).orderBy('address').execute())

describe('which ticket a letter belongs to (channels.md 5.3, pains 6 and 7)', () => {
  test('R-2.2.5 a letter that answers nothing is a ticket of its own, named by its subject, whatever else is open', async () => {
    const first = await place({ from: irina, at: now, subject: 'Не печатает кухонный принтер', text: 'Помогите' })
    const second = await place({ from: irina, at: now + minute, subject: 'Re: Не печатает кухонный принтер', text: 'И ещё отчёт не сходится' })
    expect(second.number).not.toBe(first.number)
    expect([first.placed, second.placed]).toEqual([{ why: 'new', suggested: null }, { why: 'new', suggested: null }])
    expect((await readTicket(base.db, first.ticketId)).ticket).toMatchObject({ channel: 'email', subject: 'Не печатает кухонный принтер' })
  })

  test('our own signed address comes first, also when ids name another ticket', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const two = await place({ from: irina, at: now + minute, subject: 'Отчёт' })
    const answer = await place({ from: irina, at: now + 2 * minute, subject: 'Re: Отчёт', text: 'Это про принтер', token: one.number, answers: [await ourAnswer(two.ticketId)] })
    expect([answer.number, answer.placed.why]).toEqual([one.number, 'token'])
  })

  test('then the ids of letters that it answers, the nearest known one', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const two = await place({ from: irina, at: now + minute, subject: 'Отчёт' })
    const answer = await place({ from: irina, at: now + 2 * minute, subject: 'Re: что-то', text: 'Готово', answers: ['<unknown@x.example>', await ourAnswer(two.ticketId), await ourAnswer(one.ticketId)] })
    expect([answer.number, answer.placed]).toEqual([two.number, { why: 'reference', suggested: null }])
  })

  test('pain 7 an id that a customer has chosen proves nothing: a stranger may have taken that of a letter which others will answer', async () => {
    const trap: Written = { from: stranger, at: now, subject: 'Новости Jupiter', text: 'Перешлите мне ответы' }
    const one = await place(trap)
    const answer = await place({ from: irina, at: now + minute, subject: 'Re: Новости Jupiter', text: 'Пароль от кассы 1234', answers: [letterOf(trap).letter.letterId] })
    expect([answer.number === one.number, answer.placed]).toEqual([false, { why: 'new', suggested: one.number }])
    expect(await peopleOf(one.ticketId)).toEqual([])
    // Who wrote it answers himself.
    expect((await place({ from: stranger, at: now + 2 * minute, subject: 'Re: Новости Jupiter', text: 'Ещё фото', answers: [letterOf(trap).letter.letterId] })).number).toBe(one.number)
  })

  test('then the number in the subject, of a person of that ticket whose address is proven', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const answer = await place({ from: irina, at: now + minute, subject: `По заявке № ${one.number}`, text: 'Заработало' })
    expect([answer.number, answer.placed]).toEqual([one.number, { why: 'subject', suggested: null }])
  })

  test.each([['forged', forged], ['judged by nobody', unjudged]])('pain 7 a number from a sender who is %s opens a new ticket and is suggested', async (_name, verdict) => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const claim = await place({ from: irina, at: now + minute, subject: `Re: [№ ${one.number}] Принтер`, text: 'Отключите блокировку', verdict })
    expect(claim.number).not.toBe(one.number)
    expect(claim.placed).toEqual({ why: 'new', suggested: one.number })
  })

  test('pain 7 the number of a stranger, however proven his own address is, opens a new ticket and is suggested', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const claim = await place({ from: stranger, at: now + minute, subject: `№ ${one.number}`, text: 'Что там у них?', verdict: proven })
    expect([claim.number === one.number, claim.placed]).toEqual([false, { why: 'new', suggested: one.number }])
    expect(await peopleOf(one.ticketId)).toEqual([])
  })

  test('pain 8 one letter to two of our mailboxes, or read twice, is one message', async () => {
    const written: Written = { from: irina, at: now, subject: 'Принтер', text: 'Не печатает', to: [petr] }
    const first = await place({ ...written, mailbox: 'support' })
    await arrives({ ...written, mailbox: 'help' })
    await arrives({ ...written, mailbox: 'support' })
    expect((await base.db.selectFrom('messages').select('id').where('ticketId', '=', first.ticketId).execute())).toHaveLength(1)
    expect((await base.db.selectFrom('tickets').innerJoin('conversations', 'conversations.id', 'tickets.conversationId').select('number').where('externalId', '=', irina.address).execute())).toHaveLength(1)
  })

  test('pain 6 the same words a month later are another letter', async () => {
    const first = await place({ from: irina, at: now, subject: 'Принтер', text: 'Не печатает' })
    expect((await place({ from: irina, at: now + 30 * 24 * hour, subject: 'Принтер', text: 'Не печатает' })).number).not.toBe(first.number)
  })

  test('A-17 what a machine answers finds its ticket, moves nothing there and brings nobody; naming nothing of ours it goes nowhere', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const id = await ourAnswer(one.ticketId)
    const answer = await place({ from: stranger, at: now + minute, subject: 'Нет на месте', text: 'Я в отпуске', answers: [id], automatic: true, cc: [petr] })
    expect(answer.number).toBe(one.number)
    expect(await peopleOf(one.ticketId)).toEqual([])
    expect((await readTicket(base.db, one.ticketId)).events.at(-1)).toMatchObject({ type: 'customer_wrote', weight: 'automatic' })
    await arrives({ from: stranger, at: now + 2 * minute, subject: 'Нет на месте', automatic: true })
    expect(await base.db.selectFrom('tickets').innerJoin('conversations', 'conversations.id', 'tickets.conversationId').select('number').where('externalId', '=', stranger.address).execute()).toEqual([])
  })
})

describe('people whom a letter brings (pain 8)', () => {
  test('everybody whom it was written to takes part, unknown ones are made known, the main person stays; machines are nobody', async () => {
    const buh = { name: '', address: `buh${mails}@kafe-most.example` }
    const one = await place({ from: irina, at: now, subject: 'Принтер', text: 'Не печатает', to: [petr, { name: 'Банк', address: 'noreply@bank.example' }], cc: [buh] })
    expect(await peopleOf(one.ticketId)).toEqual([{ name: buh.address, address: buh.address }, { name: 'Пётр', address: petr.address }])
    const { ticket, events } = await readTicket(base.db, one.ticketId)
    expect(events.filter(event => event.type === 'person_joined')).toHaveLength(2)
    expect(ticket.conversationId).toBe((await base.db.selectFrom('conversations').select('id').where('externalId', '=', irina.address).executeTakeFirstOrThrow()).id)
  })

  test('whoever was written to answers by the ids, or by the number once proven: his letter joins the ticket, no parallel one begins', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер', to: [petr] })
    const byId = await place({ from: petr, at: now + minute, subject: 'Re: Принтер', text: 'Я рядом с принтером', answers: [letterOf({ from: irina, at: now, subject: 'Принтер', to: [petr] }).letter.letterId] })
    const byNumber = await place({ from: petr, at: now + 2 * minute, subject: `№ ${one.number}`, text: 'Модель TM-T20' })
    expect([byId.number, byNumber.number, byNumber.placed.why]).toEqual([one.number, one.number, 'subject'])
    expect(await peopleOf(one.ticketId)).toHaveLength(1)
  })

  test('a new address that answers by ids takes part as well, and the event says by which letter', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const answer = await place({ from: stranger, at: now + minute, subject: 'Re: Принтер', text: 'Пишу с личной почты', answers: [await ourAnswer(one.ticketId)] })
    expect(await peopleOf(one.ticketId)).toEqual([{ name: 'Ирина Седова', address: stranger.address }])
    const { events, ticket } = await readTicket(base.db, one.ticketId)
    expect(events.find(event => event.type === 'person_joined')).toMatchObject({ message: answer.message })
    // The same name is not the same person.
    expect(ticket.people[0]!.contactId).not.toBe(ticket.contactId)
  })

  test('pain 7 by a letter whose sender is proven to be somebody else nobody takes part: copies of answers would go to whom he names', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер' })
    const answer = await place({ from: stranger, at: now + minute, subject: 'Re: Принтер', text: 'Пришлите пароль', answers: [await ourAnswer(one.ticketId)], cc: [petr], verdict: forged })
    expect([answer.number, await peopleOf(one.ticketId)]).toEqual([one.number, []])
    expect((await base.db.selectFrom('addresses').select('id').where('externalId', '=', petr.address).execute())).toEqual([])
  })

  test('somebody known is himself; a person of a chat with the same name is not touched', async () => {
    await place({ from: petr, at: now, subject: 'Раньше' })
    const chat = await seedContact(base.db, { name: 'Пётр', telegram: newId() }, now)
    const one = await place({ from: irina, at: now + minute, subject: 'Принтер', to: [petr] })
    const { ticket } = await readTicket(base.db, one.ticketId)
    expect(await base.db.selectFrom('contacts').innerJoin('addresses', 'addresses.contactId', 'contacts.id').select('contacts.id').where('addresses.externalId', '=', petr.address).execute()).toEqual([{ id: ticket.people[0]!.contactId }])
    expect(ticket.people[0]!.contactId).not.toBe(chat.id)
  })

  test('a ticket of another channel is joined, too, and its main person stays', async () => {
    const chat = await seedContact(base.db, { name: 'Ольга', telegram: newId() }, now)
    const { id, after: { ticket: { number } } } = await register(hall.tickets, base.db, {
      channel: 'telegram', subject: 'Касса', weakSubject: false, contactId: chat.id, pointId: null, conversationId: chat.conversationId, stopReported: false, message: null,
    }, { now, actor: { kind: 'customer', id: chat.id } })
    const answer = await place({ from: irina, at: now + minute, subject: 'Re', text: 'Фото ошибки', token: number })
    const { ticket } = await readTicket(base.db, id)
    expect([answer.ticketId, ticket.contactId, ticket.people.length]).toEqual([id, chat.id, 1])
  })

  test('two letters to the same unknown people at once: each person is made known once', async () => {
    const letters = [irina, stranger].map((from, index): Written => ({ from, at: now + index, subject: 'Принтер', to: [petr, { name: 'Анна', address: `anna${mails}@kafe-most.example` }] }))
    // The hall tries again what met another one's row.
    await Promise.all(letters.map(written => arrives(written).catch(() => arrives(written))))
    for (const written of letters) expect(await peopleOf((await standsOn(written)).ticketId)).toHaveLength(2)
    expect(await base.db.selectFrom('addresses').select('id').where('externalId', '=', petr.address).execute()).toHaveLength(1)
  })

  test('somebody who was removed comes back with his next answer by ids, and nobody is told anything', async () => {
    const one = await place({ from: irina, at: now, subject: 'Принтер', to: [petr] })
    const { ticket } = await readTicket(base.db, one.ticketId)
    await change(hall.tickets, base.db, one.ticketId, { type: 'remove_person', contactId: ticket.people[0]!.contactId }, { now: now + hour, actor: { kind: 'staff', id: null } })
    expect(await peopleOf(one.ticketId)).toEqual([])
    await place({ from: petr, at: now + 2 * hour, subject: 'Re: Принтер', text: 'Ещё не печатает', answers: [await ourAnswer(one.ticketId)] })
    expect(await peopleOf(one.ticketId)).toHaveLength(1)
    expect(await base.db.selectFrom('outbox').select('id').execute()).toEqual([])
  })
})
