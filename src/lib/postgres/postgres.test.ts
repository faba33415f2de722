import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { checkServer, openPostgres, startPostgres, type RunningPostgres } from './index.ts'
import { placesIn } from './cluster.ts'
import { ended, processMark } from './processes.ts'
import type { RunAs } from './run-as.ts'
import { postmasterOf } from './server.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const asRoot = process.getuid?.() === 0
let ready: string
let dataDir: string
let opened: RunningPostgres[] = []
let children: ChildProcess[] = []

/** Making a cluster takes most of a start; most tests take a copy of one. */
beforeAll(async () => {
  ready = mkdtempSync(join(tmpdir(), 'reglament-postgres-'))
  await (await startPostgres({ dataDir: ready, log: silent })).stop()
})
afterAll(() => rmSync(ready, { recursive: true, force: true }))

beforeEach(() => { dataDir = mkdtempSync(join(tmpdir(), 'reglament-postgres-')) })
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const postgres of opened) await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
  opened = []
  children = []
})

async function start(forms?: readonly RunAs['form'][]): Promise<RunningPostgres & { readonly pid: number }> {
  const postgres = await startPostgres({ dataDir, log: silent, ...(forms ? { forms } : {}) })
  opened.push(postgres)
  return postgres
}

function copyReady(): void {
  cpSync(ready, dataDir, { recursive: true })
}

async function ask<T>(url: string, query: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<{ it: T }>(query)).rows.map(({ it }) => it)
  } finally {
    await client.end()
  }
}

/** Another process that keeps the same folder, as the application does, and its first words. */
async function keeper(): Promise<{ child: ChildProcess, said: string }> {
  const { child, out } = startKeeper()
  const [chunk] = await once(out, 'data') as [Buffer]
  return { child, said: chunk.toString().trim() }
}

function startKeeper(): { child: ChildProcess, out: Readable } {
  const door = join(import.meta.dirname, 'index.ts')
  const script = `
    import { startPostgres } from ${JSON.stringify(door)}
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    process.on('SIGTERM', () => process.exit(3))
    try {
      const { pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log })
      console.log('ready ' + pid)
      setInterval(() => {}, 1000)
    } catch (refusal) {
      console.log(refusal.code + ' ' + refusal.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return { child, out: child.stdout }
}

test('the first start makes a private, durable database that knows Russian letters', async () => {
  const { url } = await start()
  expect(await ask(url, `select current_setting('fsync') || ' ' || current_setting('server_encoding') || ' ' || lower('ЁЛКА') as it`)).toEqual(['on UTF8 ёлка'])
  await ask(url, 'create extension pg_trgm')
  expect(await ask<string[]>(url, `select show_trgm('касса') as it`)).toEqual([expect.arrayContaining([expect.any(String)])])
  expect(await ask<number>(url, `select similarity('касса', 'кассы') as it`)).not.toEqual([0])
  expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0)
})

test('without the password nobody gets in', async () => {
  copyReady()
  const stranger = new URL((await start()).url)
  stranger.password = 'guess'
  await expect(ask(stranger.href, 'select 1 as it')).rejects.toThrow(/password authentication failed/)
})

if (!asRoot) process.stderr.write('skipped: the two ways to run PostgreSQL when started by root (these tests are not run by root)\n')
test.skipIf(!asRoot)('started by root, both ways to run work, also one after the other in the same folder', async () => {
  for (const form of ['namespace', 'other'] as const) {
    rmSync(join(dataDir, 'postgres'), { recursive: true, force: true })
    const postgres = await start([form])
    expect(await ask(postgres.url, 'select 1 as it'), form).toEqual([1])
    await postgres.stop()
  }
  const again = await start()
  expect(await ask(again.url, 'select 1 as it')).toEqual([1])
}, 90_000)

test('rows and the address outlive a stop, and the server is gone after it', async () => {
  copyReady()
  const first = await start()
  await ask(first.url, 'create table kept as select 7 as it')
  const { pid } = first
  await first.stop()
  expect(processMark(pid)).toBeNull()
  expect(existsSync(join(dataDir, 'postgres', 'lock'))).toBe(false)
  const second = await start()
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select it from kept')).toEqual([7])
})

test('a killed server comes back at the same address with what was committed', async () => {
  copyReady()
  const postgres = await start()
  await ask(postgres.url, 'create table kept as select 7 as it')
  for (let kill = 0; kill < 2; kill++) {
    const before = postgres.pid
    process.kill(before, 'SIGKILL')
    await vi.waitFor(async () => {
      expect(postgres.pid).not.toBe(before)
      expect(await ask(postgres.url, 'select it from kept')).toEqual([7])
    }, { timeout: 20_000 })
  }
})

test('a second live process is told that the folder is taken, and by whom', async () => {
  copyReady()
  const { child, said } = await keeper()
  expect(said).toMatch(/^ready \d+$/)
  await expect(start()).rejects.toMatchObject({ code: 'folder_in_use', message: expect.stringContaining(`process ${child.pid}`) as string })
  const joined = await openPostgres({ databaseUrl: undefined, dataDir, log: silent, join: true })
  expect(await ask(joined.url, 'select 1 as it')).toEqual([1])
  await joined.stop()
  expect(await ask(joined.url, 'select 2 as it')).toEqual([2])
})

test('after a SIGKILL of the application the next start ends the server it left and serves the same rows', async () => {
  copyReady()
  const { child, said } = await keeper()
  const orphan = Number(said.split(' ')[1])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(processMark(orphan)).not.toBeNull()
  const postgres = await start()
  expect(processMark(orphan)).toBeNull()
  expect(await ask(postgres.url, 'select 1 as it')).toEqual([1])
})

test('an application that ends without a clean stop sends its server home', async () => {
  copyReady()
  const { child, said } = await keeper()
  child.kill('SIGTERM') // the keeper answers with process.exit()
  expect(await once(child, 'exit')).toEqual([3, null])
  expect(await ended(Number(said.split(' ')[1]), 10_000)).toBe(true)
})

test('a lock of a dead process is no obstacle', async () => {
  copyReady()
  writeFileSync(join(dataDir, 'postgres', 'lock'), JSON.stringify({ pid: process.pid, mark: 'of an earlier process with this number' }))
  expect(await ask((await start()).url, 'select 1 as it')).toEqual([1])
})

test('an application killed while it made its first database is followed by one that makes it anew', async () => {
  const { child } = startKeeper()
  await vi.waitFor(() => expect(readdirSync(join(dataDir, 'postgres')).some((name) => name.startsWith('cluster.new-'))).toBe(true), { timeout: 20_000, interval: 5 })
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  expect(await ask((await start()).url, 'select 1 as it')).toEqual([1])
})

test('a number of the postmaster file that now belongs to another program is not taken for our server', async () => {
  copyReady()
  const first = await start()
  await first.stop()
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  writeFileSync(file, `${process.pid}\n${join(dataDir, 'postgres', 'cluster')}\n`)
  expect(await ask((await start()).url, 'select 1 as it')).toEqual([1])
  expect(readFileSync(file, 'utf8')).not.toMatch(new RegExp(`^${process.pid}\n`))
})

test('a stop while the killed server is being started again leaves no server behind', async () => {
  copyReady()
  const postgres = await start()
  process.kill(postgres.pid, 'SIGKILL')
  await vi.waitFor(() => expect(processMark(postgres.pid)).toBeNull())
  await postgres.stop()
  expect(postmasterOf(placesIn(dataDir))).toBeNull()
  expect(existsSync(join(dataDir, 'postgres', 'lock'))).toBe(false)
})

test('a folder that cannot be written and a folder of another PostgreSQL are refused in a sentence', async () => {
  writeFileSync(join(dataDir, 'a-file'), '')
  await expect(startPostgres({ dataDir: join(dataDir, 'a-file'), log: silent })).rejects.toMatchObject({ code: 'folder_unusable' })
  copyReady()
  writeFileSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '15\n')
  await expect(start()).rejects.toMatchObject({ code: 'database_unfit', message: expect.stringContaining('PostgreSQL 15') as string })
})

test('a database that does not answer is refused without its password', async () => {
  await expect(checkServer('postgres://desk:pa55@127.0.0.1:1/desk')).rejects.toMatchObject({
    code: 'database_unreachable', message: expect.not.stringContaining('pa55') as string,
  })
})

test('a database without Russian letters is refused', async () => {
  copyReady()
  const { url } = await start()
  await ask(url, `create database plain template template0 locale_provider libc locale 'C'`)
  const plain = new URL(url)
  plain.pathname = '/plain'
  await expect(checkServer(plain.href)).rejects.toMatchObject({ code: 'database_unfit' })
})
