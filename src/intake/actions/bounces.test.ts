import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { letterOf, plainHall, type Written } from '../../../test/letters.ts'
import { sendOut, takeOut, writeOut, type Out } from '../../../test/letters-out.ts'
import { seedRegulation, type Regulation } from '../../../test/seed.ts'
import { plainTickets } from '../../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../../test/world.ts'
import { tx } from '../../lib/db.ts'
import { hour, minute } from '../../lib/instant.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import type { Command } from '../../tickets/commands.ts'
import { readTicket } from '../../tickets/store.ts'
import type { Hall } from '../hall.ts'
import type { Bounced, Inbound } from '../inbound.ts'
import { record } from '../store.ts'
import { receive } from './receive.ts'

/** Tuesday, 24 November 2026, 14:07 in Moscow. */
const now = Date.parse('2026-11-24T14:07:00+03:00')
let base: FreshDatabase
let regulation: Regulation
let hall: Hall
let mails = 0
let irina: { name: string; address: string }
beforeAll(async () => {
  base = await freshDatabase()
  regulation = await seedRegulation(base.db)
  hall = plainHall(plainTickets(() => regulation.policy), () => regulation)
})
afterAll(() => base.drop())
beforeEach(() => {
  irina = { name: 'Ирина Седова', address: `irina${++mails}@kafe-most.example` }
})

const arrives = (written: Written) => tx(base.db, inner => receive(hall, inner, letterOf(written), written.at))
const act = (id: string, command: Command, at: number) => change(hall.tickets, base.db, id, command, { now: at, actor: { kind: 'staff', id: null } })

/** Irina's ticket by mail, in work. */
async function ticket(more: Partial<Written> = {}): Promise<{ id: string; conversationId: string }> {
  const [made] = await arrives({ from: irina, at: now, subject: 'Касса не печатает', text: 'Помогите, пожалуйста', ...more }) as [Change]
  await act(made.id, { type: 'triage', category: 2, effect: 'чеки пишем от руки', topic: null, owner: null } as never, now + minute)
  return { id: made.id, conversationId: made.after.ticket.conversationId! }
}
const report = (bounced: Partial<Bounced>): Extract<Inbound, { kind: 'bounced' }> => ({
  kind: 'bounced', channelId: 'email', channel: 'email', eventKey: `bounce ${++mails}`, occurredAt: now, receivedAt: now, conversation: { externalId: 'mailer-daemon@mx.example', type: 'email' }, author: null,
  severity: 'permanent', ids: [], address: irina.address, status: '5.1.1', reason: '550 5.1.1 User unknown', report: { from: { name: '', address: 'mailer-daemon@mx.example' }, subject: 'Undelivered', text: '' }, ...bounced,
})
const reported = (bounced: Partial<Bounced>, at: number) => tx(base.db, inner => receive(hall, inner, report(bounced), at))

const parcelOf = ({ parcel }: Out) => base.db.selectFrom('outbox').select(['state', 'failure', 'detail']).where('id', '=', parcel.id).executeTakeFirstOrThrow()
const addressOf = (address: string) => base.db.selectFrom('addresses').select(['undeliverableSince', 'undeliverableReason']).where('externalId', '=', address).executeTakeFirstOrThrow()
const callsOf = (ticketId: string) => base.db.selectFrom('callTasks').select(['reason', 'messageId', 'doneAt']).where('ticketId', '=', ticketId).execute()
async function viewOf(id: string) {
  const { events } = await readTicket(base.db, id)
  const { clocks, state } = await base.db.selectFrom('tickets').select(['clocks', 'state']).where('id', '=', id).executeTakeFirstOrThrow()
  return { state, silence: (clocks as { silence: unknown }).silence, types: events.map(event => event.type) }
}

describe('a letter that came back', () => {
  test('R-6.3.3 the question was never asked: its wait ends as if it had not begun, the message says why, a person has to call', async () => {
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId, asks: true }, now + 2 * minute)
    expect((await viewOf(id)).silence).not.toBeNull()
    const changes = await reported({ ids: ['<strange@x.example>', out.letterId] }, now + 5 * minute)
    expect(changes.map(({ id: changed, events }) => [changed, events.map(({ type }) => type)])).toEqual([[id, ['not_delivered']]])
    expect(await parcelOf(out)).toEqual({ state: 'failed', failure: 'no_mailbox', detail: '550 5.1.1 User unknown' })
    expect((await viewOf(id)).silence).toBeNull()
    expect(await callsOf(id)).toEqual([{ reason: 'no_mailbox', messageId: out.message, doneAt: null }])
    expect(await addressOf(irina.address)).toEqual({ undeliverableSince: now + 5 * minute, undeliverableReason: 'no_mailbox' })
  })

  test('the same report once more changes nothing', async () => {
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
    await reported({ ids: [out.letterId] }, now + 3 * minute)
    const before = await viewOf(id)
    await reported({ ids: [out.letterId], severity: 'delayed' }, now + 4 * minute)
    await reported({ ids: [out.letterId] }, now + 5 * minute)
    expect(await viewOf(id)).toEqual(before)
    expect(await callsOf(id)).toHaveLength(1)
  })

  test('A-17 it opens, resumes and reopens nothing: a ticket on pause stays as if its question had not been asked, an ended one stays ended', async () => {
    const { id, conversationId } = await ticket()
    const result = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
    await act(id, { type: 'withdraw', note: 'передумали' } as never, now + 3 * minute)
    const tickets = async () => (await base.db.selectFrom('tickets').select(of => of.fn.countAll<string>().as('count')).executeTakeFirstOrThrow()).count
    const [before, count] = [await viewOf(id), await tickets()]
    await reported({ ids: [result.letterId] }, now + hour)
    const after = await viewOf(id)
    expect([after.state, after.types.at(-1)]).toEqual([before.state, 'not_delivered'])
    expect(after.types).not.toContain('reopened')
    expect(after.types.filter(type => type === 'customer_wrote')).toEqual([])
    expect([await tickets(), await callsOf(id)]).toEqual([count, []])
  })

  test.each([
    ['5.2.2', 'mailbox_full', null], ['5.3.4', 'too_large', null], ['5.7.1', 'rejected', 'rejected'], ['5.4.6', 'returned', 'returned'], [null, 'returned', 'returned'],
  ])('status %s says why, and whether the address is to be believed', async (status, failure, marked) => {
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
    await reported({ ids: [out.letterId], status }, now + 3 * minute)
    expect([(await parcelOf(out)).failure, (await addressOf(irina.address)).undeliverableReason]).toEqual([failure, marked])
  })

  test.each([['delayed', 'delayed'], ['temporary', 'temporary']] as const)('one that is %s is a word on the message: clocks and address stay, open pages are told', async (severity, failure) => {
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId, asks: true }, now + 2 * minute)
    const before = await viewOf(id)
    const changes = await reported({ ids: [out.letterId], severity, status: '4.4.7', reason: 'will retry' }, now + 3 * minute)
    expect(changes.map(one => one.id)).toEqual([id])
    expect(await parcelOf(out)).toEqual({ state: 'sent', failure, detail: 'will retry' })
    expect([await viewOf(id), (await addressOf(irina.address)).undeliverableSince]).toEqual([before, null])
    // Late first, gone then.
    await reported({ ids: [out.letterId] }, now + hour)
    expect((await parcelOf(out)).state).toBe('failed')
  })

  test('what came back is the copy of somebody else: his address is marked, whom it was written to has it', async () => {
    const petr = { name: 'Пётр', address: `petr${mails}@kafe-most.example` }
    const { id, conversationId } = await ticket({ to: [petr] })
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId, asks: true }, now + 2 * minute)
    await reported({ ids: [out.letterId], address: petr.address }, now + 3 * minute)
    expect(await parcelOf(out)).toMatchObject({ state: 'sent', failure: 'copy_returned' })
    expect([(await addressOf(petr.address)).undeliverableReason, (await addressOf(irina.address)).undeliverableReason, await callsOf(id)]).toEqual(['no_mailbox', null, []])
  })

  test('pain 7 whoever has had one letter of ours marks no address of anybody else by a report of his own making', async () => {
    const olga = { name: 'Ольга', address: `olga${mails}@other-kafe.example` }
    await arrives({ from: olga, at: now, subject: 'Отчёт', text: 'Не сходится' })
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
    await reported({ ids: [out.letterId], address: olga.address }, now + 3 * minute)
    expect((await addressOf(olga.address)).undeliverableReason).toBeNull()
    // Her address may as well be where Irina's mail goes on to: what is known is that the letter came back.
    expect((await parcelOf(out)).state).toBe('failed')
  })

  test('a report that hides the address is about whom the letter was written to; another unknown address is where his mail goes on to', async () => {
    for (const address of [null, 'irina@forwarded.example']) {
      irina = { name: 'Ирина', address: `irina${++mails}@kafe-most.example` }
      const { id, conversationId } = await ticket()
      const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
      await reported({ ids: [out.letterId], address }, now + 3 * minute)
      expect((await parcelOf(out)).state).toBe('failed')
    }
  })

  test('a report that is faster than the word of our own server waits for it', async () => {
    const { id, conversationId } = await ticket()
    const { parcelId } = await writeOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
    const { letterId } = await takeOut(base.db, parcelId, now + 2 * minute)
    await expect(reported({ ids: [letterId] }, now + 2 * minute)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('one whose outcome nobody knew came back: it is not sent again', async () => {
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute, { ok: false, class: 'unknown', detail: 'broke' })
    expect((await parcelOf(out)).state).toBe('queued')
    await reported({ ids: [out.letterId] }, now + 3 * minute)
    expect((await parcelOf(out)).state).toBe('failed')
  })

  test('as soon as somebody writes from there, the address is good again', async () => {
    const { id, conversationId } = await ticket()
    const out = await sendOut(hall.tickets, base.db, { ticketId: id, conversationId }, now + 2 * minute)
    await reported({ ids: [out.letterId] }, now + 3 * minute)
    await arrives({ from: irina, at: now + 4 * minute, subject: 'Нет на месте', text: 'В отпуске', automatic: true, answers: [out.letterId] })
    expect((await addressOf(irina.address)).undeliverableReason).toBe('no_mailbox')
    await arrives({ from: irina, at: now + hour, subject: 'Re: Касса', text: 'Почта снова работает', answers: [out.letterId] })
    expect((await addressOf(irina.address)).undeliverableReason).toBeNull()
  })

  test('a report that names no letter of ours lies in the box beside, on no ticket', async () => {
    const unknown = report({ ids: ['<someone@else.example>'] })
    await record(base.db, 'email', [{ key: unknown.eventKey, lane: 'x', raw: {} }], now)
    expect(await tx(base.db, inner => receive(hall, inner, unknown, now))).toEqual([])
    expect(await base.db.selectFrom('inbox').select(['state', 'reason']).where('eventKey', '=', unknown.eventKey).executeTakeFirstOrThrow()).toEqual({ state: 'aside', reason: 'bounce' })
  })
})
