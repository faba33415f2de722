import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { practiceBot, startTelegramSim, type Sim } from '../sim/telegram/index.ts'
import { anchorOf } from '../src/regulation/clauses.ts'
import { ended, processMark, signal } from '../src/lib/postgres/processes.ts'
import { closedPort, dataFolder, endPrograms, runProgram, until, type Program } from './program.ts'
import { freshDatabase, type FreshDatabase } from './world.ts'

const folder = dataFolder()
let base: FreshDatabase
let sim: Sim
beforeAll(async () => {
  base = await freshDatabase()
  sim = await startTelegramSim()
})
afterEach(endPrograms)
afterAll(async () => {
  await folder.end()
  await sim.stop()
  await base.drop()
})

/** Settings of a desk with a real bot on the database of the tests: opens fast. */
const desk = () => ({ DATA_DIR: folder.path, DATABASE_URL: base.url, PRACTICE: 'off', TELEGRAM_BOT_TOKEN: practiceBot.token, TELEGRAM_API_ROOT: sim.apiRoot })

/** It did not open: one sentence that names what to mend, and nothing else. */
async function expectSentence(program: Program, ...words: string[]): Promise<void> {
  expect(await program.end, program.out() + program.err()).toEqual({ code: 1, signal: null })
  const said = program.err()
  expect(said.trim().split('\n')).toHaveLength(1)
  expect(said).not.toMatch(/^\s+at |Error:|node:internal/m)
  for (const word of words) expect(said).toContain(word)
}

describe('what keeps the desk from opening is one sentence', () => {
  it('a setting that does not fit is named, with what to write', async () => {
    await expectSentence(runProgram({ ...desk(), PORT: 'восемь' }), 'PORT', 'восемь', '0 to 65535')
  })

  it('a secret setting that does not fit is named without its value', async () => {
    const program = runProgram({ ...desk(), TELEGRAM_BOT_TOKEN: 'not-a-token-at-all' })
    await expectSentence(program, 'TELEGRAM_BOT_TOKEN')
    expect(program.err()).not.toContain('not-a-token-at-all')
  })

  it('a database that does not answer, without its password', async () => {
    const port = await closedPort()
    const program = runProgram({ ...desk(), DATABASE_URL: `postgres://desk:sesame-open@127.0.0.1:${port}/desk` })
    await expectSentence(program, `127.0.0.1:${port}/desk`, 'DATABASE_URL')
    expect(program.err()).not.toContain('sesame-open')
  })

  it('a regulation that is none, with the path and the reason', async () => {
    const wrong = join(folder.path, 'wrong.yaml')
    writeFileSync(wrong, 'policy:\n  reaction: soon\n')
    const fresh = await freshDatabase()
    try {
      await expectSentence(runProgram({ ...desk(), DATABASE_URL: fresh.url, REGULATION: wrong }), wrong, 'refused', 'more')
      await expectSentence(runProgram({ ...desk(), DATABASE_URL: fresh.url, REGULATION: join(folder.path, 'nowhere.yaml') }), 'nowhere.yaml', 'REGULATION')
    } finally {
      await fresh.drop()
    }
  })

  it('a port that another program has', async () => {
    const taken = await listenSomewhere()
    await expectSentence(runProgram({ ...desk(), PORT: String(taken.port) }), String(taken.port), 'PORT')
    taken.server.close()
  })
})

describe('a desk with its own database', () => {
  it('says where it is, lets the newcomer in by the link, and shows chat and regulation', async () => {
    const program = runProgram({ DATA_DIR: folder.path, PRACTICE: 'on' })
    const url = await program.opened()
    const links = program.out().match(/http:\/\/\S+/g) ?? []
    const enter = links.find(link => link.includes('/enter/'))
    const chat = links.find(link => new URL(link).origin !== url && link.endsWith('/'))
    if (enter === undefined || chat === undefined) throw new Error(`links are missing in:\n${program.out()}`)

    const came = await fetch(enter, { redirect: 'manual' })
    expect(came.status).toBe(303)
    const cookie = came.headers.getSetCookie().map(one => one.split(';')[0]).join('; ')
    expect((await fetch(`${url}/api/me`, { headers: { cookie } })).status).toBe(200)
    expect((await fetch(`${url}/api/me`)).status).toBe(401)
    expect(await (await fetch(chat)).text()).toContain('<html')
    expect(await (await fetch(`${url}/regulation`)).text()).toContain(`id="${anchorOf('R-6.2.7')}"`)
    expect(await health(url)).toBe(200)

    const second = runProgram({ DATA_DIR: folder.path, PRACTICE: 'on' })
    await expectSentence(second, folder.path)
    expect(await health(url)).toBe(200)

    const server = serverNow()
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(program.err()).toBe('')
    expect(warnings(program)).toEqual([])
    expect(await ended(server, 5_000)).toBe(true)
  })

  it('opens again after SIGTERM and after SIGKILL, when it ends the server that was left behind', async () => {
    const first = runProgram({ DATA_DIR: folder.path, PRACTICE: 'on' })
    await first.opened()
    const orphan = serverNow()
    await first.kill('SIGKILL')
    expect(processMark(orphan)).not.toBeNull()
    const second = runProgram({ DATA_DIR: folder.path, PRACTICE: 'on' })
    expect(await health(await second.opened())).toBe(200)
    expect(await ended(orphan, 5_000)).toBe(true)
    await second.kill('SIGTERM')
    expect(folder.server()).toBeNull()
  })

  it('says 503 at once while the database is down, and 200 when it is back, without a restart', async () => {
    const program = runProgram({ DATA_DIR: folder.path, PRACTICE: 'on', LOG_LEVEL: 'silent' })
    const url = await program.opened()
    const server = serverNow()
    // Stopped as a machine under load stops: connections stand, nothing answers.
    signal(server, 'SIGSTOP')
    for (const child of childrenOf(server)) signal(child, 'SIGSTOP')
    try {
      await until('503', async () => await health(url) === 503)
    } finally {
      for (const child of childrenOf(server)) signal(child, 'SIGCONT')
      signal(server, 'SIGCONT')
    }
    await until('200', async () => await health(url) === 200)
    signal(server, 'SIGKILL')
    await until('a new server', async () => folder.server() !== null && folder.server() !== server && await health(url) === 200)
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  })

  it('speaks English in an English terminal', async () => {
    const program = runProgram({ ...desk(), LANG: 'en_GB.UTF-8' })
    await program.opened()
    expect(program.out()).toContain('To stop: Ctrl+C')
    expect((await program.kill('SIGTERM')).code).toBe(0)
    expect(program.out()).not.toMatch(/[а-яё]/i)
  })

  it('asked to stop while it opens, it stops, with its server', async () => {
    const program = runProgram({ DATA_DIR: folder.path, PRACTICE: 'on' })
    const server = await until('the server', () => folder.server())
    expect((await program.kill('SIGTERM')).code).toBe(0)
    expect(await ended(server, 5_000)).toBe(true)
  })
})

describe('a desk with a bot', () => {
  it('ends what it is sending before it goes, and its log holds neither words nor tokens', async () => {
    const olga = await sim.person({ firstName: 'Ольга Приметная', phone: '+79161230001' })
    const program = runProgram({ ...desk(), LOG_LEVEL: 'trace' })
    await program.opened()
    await sim.fault({ method: 'sendMessage', chatId: olga.id, delayMs: 1_000 })
    await olga.says('Секретное слово: карамболь')
    await until('the receipt to be on its way', async () => (await base.pool.query(`select 1 from outbox where state = 'sending'`)).rowCount === 1)
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    await olga.sees('принята')
    expect((await base.pool.query(`select state, may_be_doubled from outbox where purpose = 'receipt'`)).rows).toEqual([{ state: 'sent', may_be_doubled: false }])
    const said = program.out() + program.err()
    for (const secret of ['карамболь', 'Приметная', '9161230001', practiceBot.token.split(':')[1]!, new URL(base.url).password]) expect(said).not.toContain(secret)
  })

  it('two processes over one database: one polls, the other takes over when it is killed; nothing is lost, nothing doubled', async () => {
    const olga = await sim.person({ firstName: 'Ольга', phone: '+79161230002' })
    const [first, second] = [runProgram(desk()), runProgram(desk())]
    const urls = await Promise.all([first.opened(), second.opened()])
    const states = async () => Promise.all(urls.map(stateOfBot))
    await until('one to poll', async () => (await states()).toSorted().join() === 'live,stopped')
    const living = (await states())[0] === 'live' ? [first, second] as const : [second, first] as const
    const sent: number[] = []
    for (let index = 0; index < 30; index++) {
      sent.push((await olga.says(`Касса ${index + 1} не печатает`)).messageId)
      if (index === 15) await living[0].kill('SIGKILL')
    }
    await until('all messages', async () => (await sim.pending()).count === 0 && (await base.pool.query(`select 1 from inbox where state = 'new'`)).rowCount === 0)
    const { rows } = await base.pool.query<{ id: number }>(`
      select r.external_id::int as id from message_refs r join conversations c on c.id = r.conversation_id join messages m on m.id = r.message_id
      where c.external_id = $1 and m.direction = 'in' order by m.recorded_at, r.external_id::int`, [String(olga.id)])
    expect(rows.map(row => row.id)).toEqual(sent)
    expect(await sim.unexpected()).toEqual([])
    expect(await living[1].kill('SIGTERM')).toEqual({ code: 0, signal: null })
  })
})

const health = (url: string): Promise<number> => fetch(`${url}/api/health`).then(({ status }) => status, () => 0)

async function stateOfBot(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/health`).then(response => response.json() as Promise<{ channels: { state: string }[] }>, () => null)
  return answer?.channels[0]?.state ?? 'none'
}

function childrenOf(pid: number): number[] {
  return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim().split('\n').map(Number)
}

function serverNow(): number {
  const found = folder.server()
  if (found === null) throw new Error('no database server runs')
  return found
}

function warnings(program: Program): string[] {
  return program.out().split('\n').filter(line => /^\{"level":[456]0/.test(line))
}

function listenSomewhere(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 })
  }))
}
