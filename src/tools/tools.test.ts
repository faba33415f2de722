import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkBackup } from '../lib/backup/restore.ts'
import { openDatabase } from '../lib/db.ts'
import { startPostgres } from '../lib/postgres/index.ts'
import { systemTime } from '../lib/time.ts'
import { join as enrol, readLink } from '../staff/actions/welcome.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'

let folder: string
let database: FreshDatabase
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reglament-tools-'))
  database = await freshDatabase()
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

type Run = { code: number | null, out: string, err: string }

function run(tool: string, args: string[], settings: Record<string, string>): Promise<Run> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${tool}.ts`), ...args], { env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), PRACTICE: 'off', ...settings } })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => { said.out += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { said.err += chunk.toString() })
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })))
}

test.each<[string, string, string[], Record<string, string>, RegExp]>([
  ['a bad setting', 'migrate', [], { PORT: 'eighty' }, /^The setting PORT is "eighty"/],
  ['a database that does not answer', 'migrate', [], { DATABASE_URL: 'postgres://desk:pa55@127.0.0.1:1/desk' }, /^The database 127\.0\.0\.1:1\/desk does not answer/],
  ['a backup without a file name', 'backup', [], {}, /^Name one file: npm run backup -- /],
  ['a backup of nothing', 'backup', ['desk.tar.zst'], {}, /^There is no desk here yet/],
  ['an administrator\'s link of nothing', 'admin-link', [], {}, /^There is no desk here yet/],
  ['an administrator\'s link in practice', 'admin-link', [], { PRACTICE: 'on' }, /^This desk is in practice mode/],
  ['an administrator\'s link for two at once', 'admin-link', ['one@jupiter.example', 'two@jupiter.example'], {}, /^Name one administrator/],
  ['a restore of no file', 'restore', ['nowhere.tar.zst'], {}, /^There is no file .*nowhere\.tar\.zst/],
])('%s is told in one sentence, with exit code 1 and no stack', async (_name, tool, args, settings, sentence) => {
  const { code, out, err } = await run(tool, args, settings)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(sentence)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(err).not.toMatch(/pa55|\.ts:\d/)
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

test('npm run backup and npm run restore carry a desk from one server into the folder of another', async () => {
  await database.pool.query(`insert into companies (id, name, created_at) values ('018f0000-0000-7000-8000-000000000001', 'Ромашка', '2026-03-02')`)
  const file = join(folder, 'desk.tar.zst')
  expect(await run('backup', [file], { DATABASE_URL: database.url })).toMatchObject({ code: 0, err: '', out: expect.stringContaining('desk.tar.zst: ') as string })
  expect(await run('restore', [file], {})).toMatchObject({ code: 0, err: '', out: expect.stringContaining('restored the backup of ') as string })
  // The embedded desk is backed up beside the process that keeps it (this one), and without one.
  const kept = await startPostgres({ dataDir: join(folder, 'data'), log: { info: () => {}, warn: () => {}, error: () => {} } })
  try {
    expect(await run('backup', [join(folder, 'beside.tar.zst')], {})).toMatchObject({ code: 0, err: '' })
    expect(await run('restore', [file], {})).toMatchObject({ code: 1, err: expect.stringContaining(`in use by process ${process.pid}`) as string })
  } finally {
    await kept.stop()
  }
  expect(await run('backup', [join(folder, 'alone.tar.zst')], {})).toMatchObject({ code: 0, err: '' })
  const [beside, alone] = await Promise.all(['beside', 'alone'].map((name) => checkBackup(join(folder, `${name}.tar.zst`))))
  expect(beside?.tables).toEqual(alone?.tables)
  expect(beside?.tables).toContainEqual(expect.objectContaining({ name: 'companies', rows: 1 }))
  const again = await run('restore', [file], {})
  expect(again).toMatchObject({ code: 1, out: '' })
  expect(again.err).toMatch(/^The database already holds a desk/)
})

test('npm run admin-link prints links beside the process that keeps the desk: for the first administrator, then for a new password', async () => {
  const dataDir = join(folder, 'kept')
  const settings = { DATA_DIR: dataDir, PORT: '8090' }
  const kept = await startPostgres({ dataDir, log: { info: () => {}, warn: () => {}, error: () => {} } })
  const { db, close } = openDatabase(kept.url, { size: 2 })
  try {
    const first = await run('admin-link', [], settings)
    expect(first).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^http:\/\/127\.0\.0\.1:8090\/welcome\/\S+\nWorks once, until 20/) as string })
    const token = /welcome\/(\S+)/.exec(first.out)![1]!
    const id = await enrol(db, token, { name: 'Ольга', email: 'olga@jupiter.example', passwordHash: 'no hash at all', language: 'ru' }, systemTime.now())

    const nameless = await run('admin-link', [], settings)
    expect(nameless).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^The desk has an administrator \(olga@jupiter\.example\)/) as string })
    expect(nameless.err.trim().split('\n')).toHaveLength(1)
    const reset = await run('admin-link', ['Olga@Jupiter.example'], { ...settings, PUBLIC_URL: 'https://desk.jupiter.example/' })
    expect(reset).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^https:\/\/desk\.jupiter\.example\/welcome\//) as string })
    expect(await readLink(db, /welcome\/(\S+)/.exec(reset.out)![1]!, systemTime.now())).toMatchObject({ kind: 'reset', memberId: id })
  } finally {
    await close()
    await kept.stop()
  }
})

test('a file that is no backup leaves no database behind', async () => {
  const file = join(folder, 'diary')
  writeFileSync(file, 'Dear diary')
  const { code } = await run('restore', [file], { DATA_DIR: join(folder, 'untouched') })
  expect(code).toBe(1)
  expect(existsSync(join(folder, 'untouched'))).toBe(false)
})
