/** The doors while the database goes away and comes back: everything through a line that the test cuts. */
import { createServer, connect } from 'node:net'
import type { Server, Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDesk, password } from '../../test/desk.ts'
import type { Desk, Member } from '../../test/desk.ts'
import { freshDatabase } from '../../test/world.ts'
import { openDatabase } from '../lib/db.ts'

type Line = { url: string; cut(): void; hang(): void; mend(): void; close(): Promise<void> }

/** A line to the database server: `cut` refuses and breaks connections, `hang` lets nothing through and breaks nothing. */
async function lineTo(url: string): Promise<Line> {
  const target = new URL(url)
  const pairs = new Set<[Socket, Socket]>()
  let mode: 'through' | 'cut' | 'hang' = 'through'
  const server: Server = createServer(near => {
    near.on('error', () => {})
    if (mode === 'cut') {
      near.destroy()
      return
    }
    const far = connect(Number(target.port), target.hostname)
    far.on('error', () => near.destroy())
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    for (const [from, to] of [[near, far], [far, near]] as const) {
      from.on('data', bytes => mode !== 'hang' && to.write(bytes))
      from.on('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const here = new URL(url)
  here.hostname = '127.0.0.1'
  here.port = String((server.address() as { port: number }).port)
  const drop = (): void => {
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
  }
  return {
    url: here.href,
    cut: () => {
      mode = 'cut'
      drop()
    },
    hang: () => {
      mode = 'hang'
    },
    mend: () => {
      mode = 'through'
      drop()
    },
    close: () => new Promise<void>(resolve => {
      drop()
      server.close(() => resolve())
    }),
  }
}

let desk: Desk
let line: Line
let olga: Member
beforeAll(async () => {
  const base = await freshDatabase()
  line = await lineTo(base.url)
  const far = openDatabase(line.url)
  desk = await openDesk({ base: { ...base, db: far.db, pool: far.pool, drop: () => far.close().then(() => line.close()).then(() => base.drop()) } })
  olga = await desk.admin()
})
afterAll(() => desk.close())

const codeOf = (answer: { json(): unknown }): string => (answer.json() as { code: string }).code
/** Without the ten seconds for which a session that was looked up holds. */
const forget = () => desk.house.bell.ring('staff', olga.id)

test('while the database is gone every door says so and asks to come back; health says it too; the log keeps no bug', async () => {
  expect((await desk.ask(null, 'GET', '/api/health')).statusCode).toBe(200)
  line.cut()
  forget()
  const answers = [
    await desk.ask(olga, 'GET', '/api/me'),
    await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: olga.email, password }),
    await desk.ask(null, 'GET', '/api/welcome/some-token-of-a-link'),
  ]
  for (const answer of answers) expect([answer.statusCode, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'unavailable', '5'])
  const health = await desk.ask(null, 'GET', '/api/health')
  expect([health.statusCode, health.json()]).toEqual([503, expect.objectContaining({ live: true, ready: { database: false } })])
  expect(desk.logged.filter(entry => entry['level'] === 50)).toEqual([])
})

test('a database that takes questions and gives no answers makes health say so all the same', async () => {
  line.mend()
  await vi.waitFor(async () => expect((await desk.ask(null, 'GET', '/api/health')).statusCode).toBe(200))
  line.hang()
  expect((await desk.ask(null, 'GET', '/api/health')).json()).toMatchObject({ live: true, ready: { database: false } })
})

test('when the database is back the same session goes on', async () => {
  line.mend()
  forget()
  await vi.waitFor(async () => expect((await desk.ask(olga, 'GET', '/api/me')).statusCode).toBe(200), { timeout: 10_000 })
  await vi.waitFor(async () => expect((await desk.ask(null, 'GET', '/api/health')).statusCode).toBe(200), { timeout: 10_000 })
})
