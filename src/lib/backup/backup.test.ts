import { createHash, randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { emptyDatabase } from '../../../test/world.ts'
import { migrate, type Migration } from '../migrate.ts'
import { handTime } from '../time.ts'
import { readArchive } from './archive.ts'
import { backUp } from './backup.ts'
import { readTables, quoted } from './catalog.ts'
import { restore } from './restore.ts'

const time = handTime(Date.parse('2026-03-02T09:00:00Z'))

/** Every kind of column and constraint that makes loading hard: cycles, self references, identity, generated columns, triggers, seeds. */
const migrations: Migration[] = [
  {
    number: 1, name: 'kinds', hash: 'a', sql: `
      create sequence numbers as bigint start 1001;
      create table people (id bigint generated always as identity primary key, name text not null, boss_id bigint references people, desk_id int,
        shout text generated always as (upper(name)) stored);
      create table desks (id int primary key, keeper_id bigint references people);
      alter table people add foreign key (desk_id) references desks deferrable initially deferred;
      create table "Odd name" ("a column" text, bytes bytea, doc jsonb, list text[], at timestamptz, big numeric, "select" boolean);
      create table journal (id uuid primary key, at timestamptz not null);
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
      create trigger journal_row before insert or update or delete on journal for each row when (pg_trigger_depth() > 0) execute function refuse();
      create trigger journal_kept before truncate on journal for each statement execute function refuse();
      create table pairs_a (id int primary key);
      create table pairs_b (id int primary key, a_id int not null references pairs_a, sha256 text not null);
      create table seeds (word text primary key);`,
  },
  { number: 2, name: 'seed', hash: 'b', sql: `create table empty (id int); insert into seeds values ('seed');` },
]
const later: Migration = { number: 3, name: 'later', hash: 'c', sql: 'alter table seeds add column weight int not null default 5;' }

let folder: string
let source: { url: string, drop(): Promise<void> }
let dataDir: string
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reglament-backup-'))
  dataDir = join(folder, 'source')
  source = await database()
  await migrate(source.url, time, { migrations })
  await runMigrations({ connectionString: source.url })
  await on(source.url, async (client) => {
    await client.query(`insert into desks values (1, null), (2, null)`)
    // The boss comes after those who have one.
    await client.query(`insert into people (name, boss_id, desk_id) select 'Имя ' || n, null::bigint, 1 + n % 2 from generate_series(1, 5000) n`)
    await client.query(`update people set boss_id = id + 1 where id < 5000`)
    await client.query(`update desks set keeper_id = 4000 + id`)
    await client.query(`insert into "Odd name" values
      (E'tab\\t line\\n back\\\\slash \\\\N \\\\. Ёж 🦔', '\\x00ff0a5c', '{"a": [1, null, "\\\\u0041\\t"]}', '{"x,y","\\"q\\"",NULL,""}', 'infinity', 123456789012345678901234567890.5, true),
      (null, null, 'null', '{}', '2026-01-01 00:00:00.123456+03', 'NaN', null), ('', '', '""', null, '-infinity', 0, false)`)
    await client.query(`insert into "Odd name" ("a column") select repeat(md5(n::text), 1000) from generate_series(1, 400) n`)
    await client.query(`insert into journal select gen_random_uuid(), '2026-03-01'`)
    await client.query(`select nextval('numbers'), nextval('numbers')`)
    await client.query(`insert into seeds values ('ours')`)
    await client.query(`select graphile_worker.add_job('wake', '{"ticket": "a1"}', queue_name => 'clocks', run_at => '2026-03-02 10:00:00.5+00', max_attempts => 7, job_key => 'wake-a1', priority => 3, flags => '{slow}')`)
    await client.query(`select graphile_worker.add_job('tell', '[1]')`)
    await client.query(`update graphile_worker._private_jobs set attempts = 4, last_error = 'no answer' where key is null`)
  })
  store(randomBytes(3_000_000))
  store(Buffer.alloc(0))
  for (let n = 0; n < 20; n++) store(Buffer.from(`photo ${n}`))
  writeFileSync(join(dataDir, 'secret'), 'a secret of sessions')
  writeFileSync(join(dataDir, 'files', 'unfinished.part'), 'half')
})
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup()
  rmSync(folder, { recursive: true, force: true })
})

let target: { url: string, drop(): Promise<void> }
let targetDir: string
let file: string
let run = 0
beforeEach(async () => {
  target = await database()
  targetDir = join(folder, `target-${++run}`)
  file = join(folder, `backup-${run}.tar.zst`)
})

async function database(): Promise<{ url: string, drop(): Promise<void> }> {
  const made = await emptyDatabase()
  cleanups.push(made.drop)
  return made
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function store(bytes: Buffer): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = join(dataDir, 'files', sha256.slice(0, 2), sha256)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  return sha256
}

/** All rows of all tables as text, the sequences, and the jobs as graphile-worker shows them. */
function contents(url: string): Promise<Record<string, string[]>> {
  return on(url, async (client) => {
    const all: Record<string, string[]> = {}
    for (const { name } of await readTables(client)) {
      all[name] = (await client.query<{ row: string }>(`select t::text as row from ${quoted(name)} t order by 1`)).rows.map(({ row }) => row)
    }
    all['(sequences)'] = (await client.query<{ row: string }>(`select s::text as row from (select sequencename, last_value from pg_sequences where schemaname = 'public') s order by 1`)).rows.map(({ row }) => row)
    all['(jobs)'] = (await client.query<{ row: string }>(`select concat_ws('|', task_identifier, queue_name, priority, run_at, attempts, max_attempts, last_error, key, flags) as row from graphile_worker.jobs order by 1`)).rows.map(({ row }) => row)
    return all
  })
}

function storedIn(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name))
  return Object.fromEntries(names.map((name) => [name.slice(dir.length), readFileSync(name).toString('base64')]))
}

test('a backup restored into an empty place gives the same rows, sequences, jobs and files', async () => {
  const made = await backUp({ url: source.url, dataDir, file, time })
  expect(made).toMatchObject({ migration: 2, files: 22 })
  const back = await restore({ url: target.url, dataDir: targetDir, file, time, migrations })
  expect(back).toMatchObject({ migration: 2, files: 22, rows: made.rows, tables: made.tables, madeAt: '2026-03-02T09:00:00.000Z' })
  expect(await contents(target.url)).toEqual(await contents(source.url))
  const { '/files/unfinished.part': _unfinished, ...whole } = storedIn(dataDir)
  expect(storedIn(targetDir)).toEqual(whole)
  await on(target.url, async (client) => {
    await expect(client.query('truncate journal')).rejects.toThrow('never')
    await expect(client.query(`insert into desks values (9, 999999)`)).rejects.toThrow(/foreign key/)
    expect((await client.query(`insert into people (name) values ('next') returning id::int, shout`)).rows).toEqual([{ id: 5001, shout: 'NEXT' }])
  })
})

test('a large table is cut into parts of bounded size', async () => {
  await backUp({ url: source.url, dataDir, file, time })
  const parts: number[] = []
  for await (const { name, size } of readArchive(file)) if (name.startsWith('tables/Odd name/')) parts.push(size)
  expect(parts.length).toBeGreaterThan(1)
  expect(Math.max(...parts)).toBeLessThan(5_000_000)
})

test('what is written meanwhile is in the backup whole or not at all, and each row has its file', async () => {
  const progress = { writing: true, written: 0 }
  const writer = on(source.url, async (client) => {
    while (progress.writing) {
      const sha256 = store(Buffer.from(`meanwhile ${progress.written}`))
      await client.query('begin')
      await client.query('insert into pairs_a values ($1)', [progress.written])
      await client.query('insert into pairs_b values ($1, $1, $2)', [progress.written, sha256])
      await client.query('commit')
      progress.written++
    }
  })
  while (progress.written < 20) await new Promise(setImmediate)
  const before = progress.written
  await backUp({ url: source.url, dataDir, file, time })
  const after = progress.written
  progress.writing = false
  await writer
  await restore({ url: target.url, dataDir: targetDir, file, time, migrations })
  const files = new Set(Object.keys(storedIn(targetDir)).map((name) => name.split('/').at(-1)))
  await on(target.url, async (client) => {
    const a = (await client.query<{ id: number }>('select id from pairs_a order by id')).rows.map(({ id }) => id)
    const b = (await client.query<{ id: number, sha256: string }>('select id, sha256 from pairs_b order by id')).rows
    expect(a).toEqual(b.map(({ id }) => id))
    expect(a).toEqual(a.map((_, index) => index))
    expect(a.length).toBeGreaterThanOrEqual(before)
    expect(a.length).toBeLessThan(after)
    expect(b.filter(({ sha256 }) => !files.has(sha256))).toEqual([])
  })
})

test('a backup of an earlier version is brought to the newest migration', async () => {
  await backUp({ url: source.url, dataDir, file, time })
  expect(await restore({ url: target.url, dataDir: targetDir, file, time, migrations: [...migrations, later] })).toMatchObject({ migration: 3 })
  await on(target.url, async (client) => {
    expect((await client.query('select word, weight from seeds order by word')).rows).toEqual([{ word: 'ours', weight: 5 }, { word: 'seed', weight: 5 }])
  })
})

test('a backup of a newer version is refused', async () => {
  await backUp({ url: source.url, dataDir, file, time })
  await expect(restore({ url: target.url, dataDir: targetDir, file, time, migrations: migrations.slice(0, 1) })).rejects.toMatchObject({ code: 'migrations_differ' })
})

test('a place that is not empty is refused and stays as it was', async () => {
  await backUp({ url: source.url, dataDir, file, time })
  const before = await contents(source.url)
  await expect(restore({ url: source.url, dataDir: targetDir, file, time, migrations })).rejects.toMatchObject({ code: 'target_not_empty' })
  expect(await contents(source.url)).toEqual(before)
  await expect(restore({ url: target.url, dataDir, file, time, migrations })).rejects.toMatchObject({ code: 'target_not_empty' })
  await expect(backUp({ url: source.url, dataDir, file, time })).rejects.toMatchObject({ code: 'target_not_empty' })
})

test.each<[string, (path: string) => void]>([
  ['cut short', (path) => truncateSync(path, readFileSync(path).length - 1000)],
  ['cut to nothing', (path) => truncateSync(path, 0)],
  ['garbled in the middle', (path) => { const bytes = readFileSync(path); bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 40); writeFileSync(path, bytes) }],
  ['no backup at all', (path) => writeFileSync(path, 'Dear diary')],
  ['missing', (path) => rmSync(path)],
])('a file that is %s is refused in a sentence and nothing is touched', async (_name, spoil) => {
  await backUp({ url: source.url, dataDir, file, time })
  spoil(file)
  await expect(restore({ url: target.url, dataDir: targetDir, file, time, migrations })).rejects.toMatchObject({ code: 'backup_unreadable', message: expect.stringContaining(file) as string })
  await on(target.url, async (client) => expect(await readTables(client)).toEqual([]))
})

test('a stored file that rotted on the disk stops the backup, and no half backup is left', async () => {
  const rotten = join(folder, 'rotten')
  cpSync(dataDir, rotten, { recursive: true })
  const [victim] = Object.keys(storedIn(rotten)).filter((name) => name.startsWith('/files/') && !name.endsWith('.part'))
  writeFileSync(join(rotten, victim ?? ''), 'rot')
  await expect(backUp({ url: source.url, dataDir: rotten, file, time })).rejects.toMatchObject({ code: 'folder_unusable' })
  expect(readdirSync(folder).filter((name) => name.startsWith(`backup-${run}`))).toEqual([])
})
