import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sql } from 'kysely'
import { stamp } from '../lib/db.ts'
import { hour, minute } from '../lib/instant.ts'
import { handTime } from '../lib/time.ts'
import { seedRegulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { change, register } from './actions.ts'
import { startWaker } from './jobs.ts'

const monday = Date.parse('2026-03-16T10:00:00+03:00')
const room = plainTickets()
const customer = { kind: 'customer' as const, id: null }

let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
  await seedRegulation(base.db)
})
afterAll(() => base.drop())

const by = (now: number) => ({ now, actor: { kind: 'staff' as const, id: null } })
const newTicket = async (now: number): Promise<string> => (await register(room, base.db, {
  channel: 'telegram', subject: 'Не печатает', weakSubject: false, contactId: null, pointId: null, conversationId: null, stopReported: false, message: null,
}, { now, actor: customer })).id
const breached = async (id: string): Promise<boolean> => (await base.db.selectFrom('tickets').select('breached').where('id', '=', id).executeTakeFirstOrThrow()).breached

test('a ticket whose history cannot be read stops no other: it is named, rests, and is settled once it is mended', async () => {
  const sick = await newTicket(monday)
  const healthy = await newTicket(monday + minute)
  await sql`update ticket_events set type = 'of_another_build' where ticket_id = ${sick}`.execute(base.db)
  const time = handTime(monday + 3 * hour)
  const named: string[] = []
  const waker = startWaker({ db: base.db, time, room, announce: () => {}, onTrouble: (_error, ticket) => named.push(ticket ?? '') })
  try {
    await vi.waitFor(async () => expect(await breached(healthy)).toBe(true), { timeout: 10_000 })
    expect(new Set(named)).toEqual(new Set([sick]))
    await sql`update ticket_events set type = 'registered' where ticket_id = ${sick} and seq = 1`.execute(base.db)
    time.advance(hour)
    waker.nudge()
    await vi.waitFor(async () => expect(await breached(sick)).toBe(true), { timeout: 10_000 })
  } finally {
    await waker.stop()
  }
})

test('a ticket’s own time never runs backwards, whatever the clock of the host says', async () => {
  const id = await newTicket(monday)
  await change(room, base.db, id, { type: 'triage', category: 2, effect: 'один принтер', topic: null }, { now: monday + minute, actor: { kind: 'machine', id: null } })
  const made = await change(room, base.db, id, { type: 'hear', message: '00000000-0000-7000-8000-000000000001', text: 'да', weight: 'real' }, { now: monday - hour, actor: customer })
  expect(made.now).toBe(monday + minute)
  expect(made.after.view).toMatchObject({ category: 2, state: 'triaged' })
  const row = await base.db.selectFrom('tickets').select(['state', 'category']).where('id', '=', id).where('receivedAt', '=', sql<number>`${stamp(monday)}::timestamptz`).executeTakeFirst()
  expect(row).toEqual({ state: 'triaged', category: 2 })
})

test('A-35 a pause that a message received before it makes untrue is struck by itself, with nobody touching the ticket', async () => {
  const id = await newTicket(monday)
  await change(room, base.db, id, { type: 'triage', category: 2, effect: 'один принтер', topic: null }, by(monday + minute))
  await change(room, base.db, id, { type: 'call_held', note: '', asks: true }, by(monday + 2 * minute))
  const boundary = monday + 24 * hour + 2 * minute
  await change(room, base.db, id, { type: 'wake' }, { now: boundary + minute, actor: { kind: 'machine', id: null } })
  const time = handTime(boundary + 2 * minute)
  const heard = await change(room, base.db, id, { type: 'hear', message: '00000000-0000-7000-8000-000000000002', text: 'модель та же', weight: 'real' }, { now: time.now(), at: boundary - minute, actor: customer })
  expect(heard.before?.view.state).toBe('suspended')
  expect(heard.after.view).toMatchObject({ suspendedAt: null })
  const struck = () => base.db.selectFrom('ticketEvents').select('type').where('ticketId', '=', id).where('type', '=', 'struck').execute()
  const waker = startWaker({ db: base.db, time, room, announce: () => {}, onTrouble: () => {} })
  try {
    await vi.waitFor(async () => expect(await struck()).toHaveLength(1), { timeout: 10_000 })
  } finally {
    await waker.stop()
  }
})
