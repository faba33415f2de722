import { afterEach, expect, test } from 'vitest'
import pg from 'pg'
import { emptyDatabase } from '../../test/world.ts'
import { migrate, readMigrations, type Migration } from './migrate.ts'
import { handTime } from './time.ts'

const time = handTime(Date.parse('2026-03-02T09:00:00Z'))
const first: Migration = { number: 1, name: 'points', hash: 'a', sql: 'create table points (id int); insert into points values (1);' }
const second: Migration = { number: 2, name: 'tickets', hash: 'b', sql: 'create table tickets (id int);' }
const broken: Migration = { number: 3, name: 'broken', hash: 'c', sql: 'create table half (id int); select 1 / 0;' }

let drop: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const each of drop) await each()
  drop = []
})

async function empty(): Promise<string> {
  const database = await emptyDatabase()
  drop.push(database.drop)
  return database.url
}

async function rows(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(query)).rows
  } finally {
    await client.end()
  }
}

test('migrations run once, in order, and note the time of the injected clock', async () => {
  const url = await empty()
  expect(await migrate(url, time, { migrations: [first] })).toBe(1)
  expect(await migrate(url, time, { migrations: [first, second] })).toBe(2)
  expect(await rows(url, 'select id from points')).toEqual([{ id: 1 }])
  expect(await rows(url, 'select number, name, hash, extract(epoch from applied_at)::float8 * 1000 as at from schema_migrations order by number')).toEqual([
    { number: 1, name: 'points', hash: 'a', at: time.now() }, { number: 2, name: 'tickets', hash: 'b', at: time.now() },
  ])
})

test('several processes that start together run each migration once', async () => {
  const url = await empty()
  const reached = await Promise.all(Array.from({ length: 5 }, () => migrate(url, time, { migrations: [first, second] })))
  expect(reached).toEqual([2, 2, 2, 2, 2])
  expect(await rows(url, 'select id from points')).toEqual([{ id: 1 }])
})

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  const url = await empty()
  await expect(migrate(url, time, { migrations: [first, second, broken] })).rejects.toThrow('migration 0003-broken failed: division by zero')
  expect(await rows(url, `select to_regclass('tickets') is not null as before, to_regclass('half') is null as none`)).toEqual([{ before: true, none: true }])
  expect(await migrate(url, time, { migrations: [first, second] })).toBe(2)
})

test('only the part up to a number runs when asked so', async () => {
  const url = await empty()
  expect(await migrate(url, time, { migrations: [first, second], upTo: 1 })).toBe(1)
  expect(await migrate(url, time, { migrations: [first, second] })).toBe(2)
})

test.each<[string, Migration[], RegExp]>([
  ['edited after it was applied', [{ ...first, hash: 'x' }, second], /^The migration 0001-points was edited after it was applied/],
  ['renamed', [{ ...first, name: 'places' }, second], /^The migration 0001-points was applied to this database but is not in db\/migrations/],
  ['lost', [second], /^The migration 0001-points was applied to this database but is not in db\/migrations/],
  ['newer than the code', [first], /^The database is newer than this version of Reglament/],
  ['slipped in before an applied one', [{ ...first, number: 0 }, first, second], /^The migration 0000-points stands before 0001-points/],
])('a migration that is %s is refused', async (_name, known, sentence) => {
  const url = await empty()
  await migrate(url, time, { migrations: [first, second] })
  await expect(migrate(url, time, { migrations: known })).rejects.toMatchObject({ code: 'migrations_differ', message: expect.stringMatching(sentence) as string })
})

test('the files of db/migrations are well named and leave time to the injected clock', () => {
  const files = readMigrations()
  expect(files.length).toBeGreaterThan(0)
  for (const { number, name, sql } of files) {
    expect(sql.replaceAll(/--.*$/gm, ''), `${number}-${name}`).not.toMatch(/\b(now\(\)|current_timestamp|clock_timestamp|statement_timestamp|localtimestamp)\b/i)
    expect(sql, `${number}-${name} says why on top`).toMatch(/^-- \S/)
  }
})
