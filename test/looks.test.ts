import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayTickets, dueAlarms, nextLook, ticketFacts, untriaged } from '../src/alarms/store.ts'
import { nextDue, takeHeads as takeParcels } from '../src/delivery/store.ts'
import { takeHeads as takeEvents } from '../src/intake/store.ts'
import { hour } from '../src/lib/instant.ts'
import { dueTickets, nextWake } from '../src/tickets/store.ts'
import { start } from './desk.ts'
import { readWhole, stepsOf } from './plans.ts'
import { seedRegulation } from './seed.ts'
import { freshDatabase, type FreshDatabase } from './world.ts'

/**
 * The loops look many times a second, so what a look reads must not grow with the desk: 1,000 of 20,000 tickets open, each with an alarm, and 3,000 parcels
 * and events that came since the tables were last counted, as in an outage.
 */
const now = start
let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
  await seedRegulation(base.db)
  await base.pool.query(`
    insert into tickets (id, number, version, edition_id, state, base, category, channel, subject, stop_reported, facts, received_at, queue_group, queue_due, queue_category, queue_channel, due_clock, breached,
      next_wake_at, clocks, created_at, updated_at)
    select gen_random_uuid(), 100000 + n, 1, 1, 'in_work', 'in_work', case when g = 2 then null else 1 + n % 3 end, 'telegram', 'Не печатает кухонный принтер № ' || n, false, '{}', t, g,
      case when g < 4 then $1::timestamptz + n * interval '1 minute' else 'infinity' end, 1 + n % 4, 1, case when g = 2 then 'triage' else 'result' end, false,
      case when g < 9 then $1::timestamptz + n % 600 * interval '1 second' end, '{}', t, t
    from (select n, $1::timestamptz - n * interval '1 minute' as t, case when n % 20 = 0 then 1 + n / 20 % 7 else 9 end as g from generate_series(1, 20000) n) x`, [new Date(now).toISOString()])
  await base.pool.query(`
    insert into alarms (id, kind, ticket_id, cycle, occasion, about, raised_at, next_at) select gen_random_uuid(), 'warning', id, 1, id::text, '{}', received_at, $1::timestamptz + number % 60 * interval '1 second'
    from tickets where queue_group < 9`, [new Date(now).toISOString()])
  await base.pool.query(`insert into conversations (id, channel_id, external_id, kind, created_at) select gen_random_uuid(), 'telegram', n::text, 'private', $1 from generate_series(1, 3000) n`, [new Date(now).toISOString()])
  await base.pool.query('analyze')
  await base.pool.query(`insert into outbox (id, conversation_id, purpose, payload, state, created_at) select gen_random_uuid(), id, 'notice', '{"kind": "send", "text": "Слово"}', 'queued', $1 from conversations`, [new Date(now).toISOString()])
  await base.pool.query(`insert into inbox (channel_id, event_key, lane, raw, received_at, state) select 'telegram', n::text, (n % 500)::text, '{}', $1, 'new' from generate_series(1, 3000) n`, [new Date(now).toISOString()])
})
afterAll(() => base.drop())

describe('no look reads all tickets', () => {
  it.each<[string, Parameters<typeof stepsOf>[1]]>([
    ['the waker: when is the next due', db => nextWake(db)],
    ['the waker: what is due', db => dueTickets(db, now + 5 * 60_000, 20)],
    ['the alarms: when is the next look', db => nextLook(db, [])],
    ['the alarms: what is due', db => dueAlarms(db, now, 50, [])],
    ['R-6.2.2 the group notice: how many are not triaged', db => untriaged(db, now)],
    ['a warning: what it says of its tickets', async db => ticketFacts(db, (await db.selectFrom('tickets').select('id').orderBy('number').limit(20).execute()).map(({ id }) => id))],
    ['the morning digest', db => dayTickets(db, now + hour)],
  ])('%s', async (_name, look) => {
    const steps = await stepsOf(base, look)
    expect(steps.length).toBeGreaterThan(0)
    expect(readWhole(steps).filter(table => table === 'tickets' || table === 'alarms')).toEqual([])
  })
})

describe('a long queue is not read once for each that waits in it', () => {
  it.each<[string, Parameters<typeof stepsOf>[1]]>([
    ['parcels: the first of sixteen conversations', db => takeParcels(db, 1, ['telegram'], now, 16)],
    ['parcels: when the next may go', db => nextDue(db, ['telegram'], now)],
    ['events: the first of eight lanes', db => takeEvents(db, ['telegram'], now, 8)],
  ])('%s', async (_name, look) => {
    const steps = await stepsOf(base, look)
    // What stands before one is looked up by its conversation or lane, never joined: nobody knows yet how long the queue is.
    for (const step of steps.filter(one => one['Join Type'] === 'Anti')) expect(step.Plans?.flatMap(one => one['Relation Name'] ?? [])).toContain('delivery_pauses')
    const asked = steps.filter(step => step.Alias === 'e' && step['Node Type'].startsWith('Index'))
    expect(asked.map(step => step['Index Cond'])).toEqual([expect.stringMatching(/conversation_id = .*position|lane = .*id < /)])
  })
})
