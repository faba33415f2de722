import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { practiceBot, startTelegramSim, type Person, type Sim } from '../../sim/telegram/index.ts'
import { telegramChannel } from '../../src/channels/telegram/index.ts'
import { openLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { systemTime } from '../../src/lib/time.ts'
import { openHouse, type OpenHouse } from '../../src/main/open.ts'
import { closedPort, until } from '../program.ts'
import { openWay } from '../way.ts'
import { freshDatabase, type FreshDatabase } from '../world.ts'

/** Telegram pushes: the webhook of a whole house, over a way to the database that can be closed. */
const secret = 'secret_of_the_webhook'
let base: FreshDatabase
let way: Awaited<ReturnType<typeof openWay>>
let sim: Sim
let house: OpenHouse
let olga: Person
const folder = mkdtempSync(join(tmpdir(), 'reglament-webhook-'))

beforeAll(async () => {
  base = await freshDatabase()
  way = await openWay(base.url, { refuses: true })
  sim = await startTelegramSim()
  const port = await closedPort()
  const log = openLog('silent')
  house = await openHouse({
    databaseUrl: way.url, dataDir: folder, host: '127.0.0.1', port, publicUrl: undefined, trustProxy: false, practice: false, practiceChat: null,
    secret: new Secret('a secret of thirty-two characters, at least'), regulation: join(import.meta.dirname, '..', '..', 'regulations', 'jupiter.ru.yaml'),
    channels: [telegramChannel({
      id: 'telegram', token: new Secret(practiceBot.token), apiRoot: sim.apiRoot, time: systemTime, log,
      // The settings insist on https; inside this machine Telegram is ours.
      webhook: { url: `http://127.0.0.1:${port}/hooks/telegram`, secret: new Secret(secret) },
    })],
    time: systemTime, log, version: 'test', webFolder: join(folder, 'web'),
  })
  olga = await sim.person({ firstName: 'Ольга' })
})
afterAll(async () => {
  await house.close()
  way.end()
  await sim.stop()
  await base.drop()
  rmSync(folder, { recursive: true, force: true })
})

const post = (headers: Record<string, string>, update: number) => fetch(`${house.url}/hooks/telegram`, {
  method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ update_id: update }),
})
const texts = async () => (await base.pool.query<{ text: string }>(`select text from messages where direction = 'in' order by recorded_at, id`)).rows.map(row => row.text)
/** Connections to the database but our own. */
const others = async () => Number((await base.pool.query('select count(*) from pg_stat_activity where datname = current_database()')).rows[0].count) - base.pool.totalCount

describe('Telegram pushes', () => {
  it('the bot registers its webhook, and what people write stands on a ticket', async () => {
    await until('the webhook to be registered', () => sim.engine.bot().webhook !== null)
    await olga.says('Не печатает чеки')
    await olga.sees('принята')
    expect(await texts()).toEqual(['Не печатает чеки'])
  })

  it('a wrong secret is refused without a word, and nothing is stored', async () => {
    const before = (await base.pool.query('select 1 from inbox')).rowCount
    for (const headers of [{}, { 'x-telegram-bot-api-secret-token': 'secret_of_somebody' }]) {
      const answer = await post(headers as Record<string, string>, 1_000_000)
      expect(answer.status).toBe(401)
      expect(await answer.text()).toBe('')
    }
    expect((await base.pool.query('select 1 from inbox')).rowCount).toBe(before)
    expect((await fetch(`${house.url}/hooks/nobody`, { method: 'POST', body: '{}' })).status).toBe(404)
  })

  it('R-3.1.1 while the database is away it says 503 and when to come again; later everything arrives once and in order', async () => {
    await until('the webhook to be registered', () => sim.engine.bot().webhook !== null)
    await olga.says('Касса молчит')
    await until('the first message', async () => (await texts()).includes('Касса молчит'))
    way.close()
    const refused = await post({ 'x-telegram-bot-api-secret-token': secret }, 2_000_000)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    const words = Array.from({ length: 8 }, (_, index) => `Касса ${index + 1} молчит`)
    for (const text of words) await olga.says(text)
    await until('Telegram to be refused', () => sim.engine.bot().webhook?.lastError?.message.includes('503') === true)
    expect((await sim.pending()).count).toBe(words.length)
    way.open()
    await until('all events', async () => (await sim.pending()).count === 0 && (await base.pool.query(`select 1 from inbox where state = 'new'`)).rowCount === 0, 25_000)
    expect((await texts()).filter(text => words.includes(text))).toEqual(words)
    expect((await base.pool.query(`select 1 from inbox where state not in ('done', 'ignored')`)).rowCount).toBe(0)
    expect(await sim.unexpected()).toEqual([])
  })

  it('a closed house leaves no connection to its database', async () => {
    await house.close()
    await until('the connections to end', async () => await others() === 0, 3_000)
  })
})
