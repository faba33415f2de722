/**
 * What this machine can do at most, in these minutes: the writes of one new ticket (ticket, message, event, outbox, counter spread over rows) by node-postgres
 * directly, as a transaction of five statements and as one statement. The product is quoted against it, because absolute times differ from hour to hour.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { load, type Load } from './load.ts'

const counters = 100
const words = 'Добрый день! Касса не печатает чек, на экране «Нет связи с ФР», гости ждут.'

export type Limit = {
  /** `ms` of five-statement transactions over so many connections. */
  five(connections: number, ms: number): Promise<Load>
  one(connections: number, ms: number): Promise<Load>
  close(): Promise<void>
}

export async function openLimit(url: string): Promise<Limit> {
  const clients = await Promise.all(Array.from({ length: 8 }, async () => {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    await client.connect()
    return client
  }))
  await clients[0]!.query(`
    create table limit_tickets (id uuid primary key, number bigint generated always as identity unique, subject text not null, state text not null, due timestamptz not null, clocks jsonb not null);
    create index on limit_tickets (state, due);
    create table limit_messages (id uuid primary key, ticket_id uuid not null references limit_tickets, text text not null, at timestamptz not null);
    create index on limit_messages (ticket_id, at);
    create table limit_events (ticket_id uuid not null references limit_tickets, seq int not null, data jsonb not null, primary key (ticket_id, seq));
    create table limit_outbox (id uuid primary key, ticket_id uuid not null references limit_tickets, payload jsonb not null, state text not null);
    create index on limit_outbox (id) where state = 'queued';
    create table limit_counters (slot int primary key, n bigint not null);
    insert into limit_counters select slot, 0 from generate_series(0, ${counters - 1}) slot`)
  const data = JSON.stringify({ type: 'registered', words })
  const statements = [
    ['ticket', 'insert into limit_tickets (id, subject, state, due, clocks) values ($1, $2, \'registered\', now(), $3)', (id: string) => [id, words.slice(0, 60), data]],
    ['message', 'insert into limit_messages values ($1, $2, $3, now())', (id: string) => [randomUUID(), id, words]],
    ['event', 'insert into limit_events values ($1, 1, $2)', (id: string) => [id, data]],
    ['outbox', 'insert into limit_outbox values ($1, $2, $3, \'queued\')', (id: string) => [randomUUID(), id, data]],
    ['counter', 'update limit_counters set n = n + 1 where slot = $1', () => [Math.floor(Math.random() * counters)]],
  ] as const
  const together = `
    with t as (insert into limit_tickets (id, subject, state, due, clocks) values ($1::uuid, $2::text, 'registered', now(), $3::jsonb)),
      m as (insert into limit_messages values ($4::uuid, $1, $5::text, now())), e as (insert into limit_events values ($1, 1, $3)),
      o as (insert into limit_outbox values ($6::uuid, $1, $3, 'queued'))
    update limit_counters set n = n + 1 where slot = $7`

  return {
    five: (connections, ms) => load(connections, ms, async at => {
      const client = clients[at]!
      const id = randomUUID()
      await client.query('begin')
      for (const [name, text, values] of statements) await client.query({ name, text, values: [...values(id)] })
      await client.query('commit')
    }),
    one: (connections, ms) => load(connections, ms, at => clients[at]!.query({
      name: 'together', text: together, values: [randomUUID(), words.slice(0, 60), data, randomUUID(), words, randomUUID(), Math.floor(Math.random() * counters)],
    })),
    async close() {
      await clients[0]!.query('drop table limit_tickets, limit_messages, limit_events, limit_outbox, limit_counters cascade')
      for (const client of clients) await client.end()
    },
  }
}
