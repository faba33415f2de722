import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTelegramSim, type Person, type Sim } from '../../sim/telegram/index.ts'
import type { ChannelList } from '../../src/channels/api.ts'
import { openLog } from '../../src/lib/log.ts'
import { systemTime } from '../../src/lib/time.ts'
import { openHouse, type OpenHouse } from '../../src/main/open.ts'
import { until } from '../program.ts'
import { freshDatabase, type FreshDatabase } from '../world.ts'
import { workspaceOpening } from './opening.ts'

/** Bots come and go while the desk is open: two processes over one database, one Telegram. */
const tokens = { first: '7100000001:the-first-token-of-the-bot', again: '7100000001:the-token-that-came-after-it', second: '7200000002:another-bot-beside-the-first' }
let base: FreshDatabase
let sim: Sim
const houses: OpenHouse[] = []
let cookie = ''
let withFirst: Person
let withSecond: Person
const logged: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'reglament-channels-'))

beforeAll(async () => {
  base = await freshDatabase()
  sim = await startTelegramSim({ bots: [{ token: tokens.first, username: 'jupiter_first_bot', firstName: 'Поддержка' }, { token: tokens.second, username: 'jupiter_second_bot', firstName: 'Поддержка' }] })
  const log = openLog('debug', { write: line => void logged.push(line) })
  for (const part of ['one', 'two']) houses.push(await openHouse(workspaceOpening({ databaseUrl: base.url, folder: join(folder, part), time: systemTime, log, channels: [] })))
  const entered = await fetch(houses[0]!.practiceLink!, { redirect: 'manual' })
  cookie = entered.headers.getSetCookie().map(one => one.split(';')[0]).join('; ')
  const olga = await sim.person({ firstName: 'Ольга' })
  withFirst = olga.in({ bot: 'jupiter_first_bot' })
  withSecond = olga.in({ bot: 'jupiter_second_bot' })
})
afterAll(async () => {
  for (const house of houses) await house.close()
  await sim.stop()
  await base.drop()
  rmSync(folder, { recursive: true, force: true })
})

const ask = async <T>(method: string, path: string, body?: unknown, house = 0): Promise<{ status: number; body: T }> => {
  const { url } = houses[house]!
  const answer = await fetch(`${url}${path}`, { method, headers: { cookie, origin: url, 'sec-fetch-site': 'same-origin', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() as T }
}
const bot = (token: string | null) => ({ kind: 'telegram', settings: { webhook: null, apiRoot: sim.apiRoot, localServer: false }, secrets: token === null ? {} : { token } })
const cardOf = async (id: string, house = 0) => (await ask<ChannelList>('GET', '/api/channels', undefined, house)).body.channels.find(one => one.id === id)
const texts = async () => (await base.pool.query<{ text: string }>(`select text from messages where direction = 'in' order by recorded_at, id`)).rows.map(({ text }) => text)
let id = ''
const version = async () => (await cardOf(id))!.version!

describe('a bot that was added in the workspace', () => {
  it('answers without a restart', async () => {
    const unreachable = await ask('POST', '/api/channels', { title: 'Настоящий', channel: { ...bot(tokens.first), settings: { webhook: null, apiRoot: null, localServer: false } } })
    expect(unreachable).toMatchObject({ status: 422, body: { code: 'practice_stays_here' } })
    const found = await ask<{ level: string; code: string }[]>('POST', '/api/channels/test', { id: null, part: 'connection', channel: bot(tokens.first) })
    expect(found.body.map(({ level, code }) => `${level} ${code}`)).toContain('ok token_ok')
    const made = await ask<{ id: string }>('POST', '/api/channels', { title: 'Бот кафе', channel: bot(tokens.first) })
    expect(made.status).toBe(201)
    id = made.body.id
    await withFirst.says('Не печатает чеки на кассе')
    await withFirst.sees(/№ \d+/)
    expect(await texts()).toEqual(['Не печатает чеки на кассе'])
    // Both processes know it; the one that holds the lease listens.
    await until('one of them to listen', async () => (await Promise.all([cardOf(id, 0), cardOf(id, 1)])).filter(card => card?.health?.state === 'live').length === 1)
  })

  it('whose token was issued anew says so, and goes on with the new one', async () => {
    sim.engine.bot('jupiter_first_bot').token = tokens.again
    await withFirst.says('И сканер не читает')
    await until('the channel to fail', async () => (await Promise.all([cardOf(id, 0), cardOf(id, 1)])).some(card => card?.health?.state === 'failed'))
    expect((await ask('PATCH', `/api/channels/${id}`, { version: await version(), channel: bot(tokens.again) })).status).toBe(200)
    await until('what was said meanwhile to come in', async () => (await texts()).includes('И сканер не читает'))
    expect(await texts()).toEqual(['Не печатает чеки на кассе', 'И сканер не читает'])
  })

  it('never becomes another bot; that one is a channel of its own, beside it', async () => {
    expect(await ask('PATCH', `/api/channels/${id}`, { version: await version(), channel: bot(tokens.second) })).toMatchObject({ status: 409, body: { code: 'other_channel' } })
    const second = await ask<{ id: string }>('POST', '/api/channels', { title: 'Бот доставки', channel: bot(tokens.second) })
    await withSecond.says('Не приходят заказы')
    await withSecond.sees(/№ \d+/)
    expect((await base.pool.query<{ channel: string }>('select distinct channel_id as channel from conversations')).rows.map(({ channel }) => channel).toSorted()).toEqual([id, second.body.id].toSorted())
    await withFirst.says('А что с чеками?')
    await until('the first one to hear, too', async () => (await texts()).includes('А что с чеками?'))
  })

  it('a wrong token says so on its card, and other channels work on', async () => {
    const found = await ask<{ code: string }[]>('POST', '/api/channels/test', { id: null, part: 'connection', channel: bot('7300000003:nobody-has-such-a-token') })
    expect(found.body).toMatchObject([{ level: 'error', code: 'token_bad' }])
  })

  it('switched off, hears and says nothing until it is on again', async () => {
    expect((await ask('POST', `/api/channels/${id}/switch`, { version: await version(), state: 'off' })).status).toBe(200)
    await until('both to have let go of it', async () => (await Promise.all([cardOf(id, 0), cardOf(id, 1)])).every(card => card?.health?.state === 'stopped'))
    await until('nobody to poll', () => !sim.engine.queue(sim.engine.bot('jupiter_first_bot')).isPolled)
    await withFirst.says('Ау')
    expect((await ask('POST', `/api/channels/${id}/switch`, { version: await version(), state: 'on' })).status).toBe(200)
    await until('what was said meanwhile to come in', async () => (await texts()).includes('Ау'))
    // The other one was not disturbed.
    await withSecond.says('Заказы пошли')
    await until('the second one to hear', async () => (await texts()).includes('Заказы пошли'))
  })

  it('and its token stands in no line of the log', () => {
    expect(logged.length).toBeGreaterThan(0)
    for (const secret of Object.values(tokens)) for (const part of [secret, secret.split(':')[1]!]) expect(logged.filter(line => line.includes(part))).toEqual([])
  })
})
