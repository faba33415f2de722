import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webhookCallback } from 'grammy'
import type { Bot } from 'grammy'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { handClock } from './clock.ts'
import type { HandClock } from './clock.ts'
import type { Person } from './person.ts'
import type { Sim } from './sim.ts'
import { simWithBot } from './testing.ts'

interface Hit {
  text: string
  headers: IncomingHttpHeaders
}
interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string
  hold?: Promise<void>
}

let sim: Sim
let bot: Bot
let end: () => Promise<void>
let olga: Person
let clock: HandClock
let server: Server
let url: string
let hits: Hit[]
let reply: (hit: Hit) => Reply

beforeEach(async () => {
  clock = handClock(Date.parse('2026-11-25T09:00:00Z'));
  ({ sim, bot, end } = await simWithBot({ clock }))
  olga = await sim.person({ firstName: 'Ольга' })
  hits = []
  reply = () => ({ status: 200 })
  server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
      const update = JSON.parse(Buffer.concat(chunks).toString()) as { message?: { text?: string }; callback_query?: { data?: string } }
      const hit = { text: update.message?.text ?? `кнопка ${update.callback_query?.data}`, headers: request.headers }
      hits.push(hit)
      const { status, headers, body, hold } = reply(hit)
      await hold
      response.writeHead(status, headers)
      response.end(body)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
})
afterEach(async () => {
  await end()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const pendingIs = (count: number): Promise<true> => sim.when(async () => (await sim.pending()).count === count, { what: `${count} pending updates` })
const lastError = async (): Promise<string | undefined> => (await bot.api.getWebhookInfo()).last_error_message
/** Waits until the next try is planned, moves time to it and tells how long the pause was. */
async function passPause(): Promise<number> {
  const pause = await vi.waitFor(() => clock.next() ?? Promise.reject(new Error('no try is planned')), { timeout: 10_000, interval: 2 })
  clock.advance(pause)
  return pause
}

test('an update comes with the secret header and leaves the queue after a 200', async () => {
  await bot.api.setWebhook(url, { secret_token: 'Tajna_1' })
  await olga.says('привет')
  await pendingIs(0)
  expect(hits.map((hit) => [hit.text, hit.headers['x-telegram-bot-api-secret-token']])).toEqual([['привет', 'Tajna_1']])
})

test('grammY\'s webhook handler answers, and refuses a wrong secret so that the update stays', async () => {
  bot.on('message:text', (ctx) => ctx.reply(`эхо: ${ctx.message.text}`))
  await bot.init()
  const good = createServer(webhookCallback(bot, 'http', { secretToken: 'right' }))
  await new Promise<void>((resolve) => good.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(good.address() as AddressInfo).port}/`
  await bot.api.setWebhook(address, { secret_token: 'wrong' })
  await olga.says('раз')
  await sim.when(async () => (await lastError()) !== undefined)
  expect(await lastError()).toBe('Wrong response from the webhook: 401 Unauthorized')
  expect(await sim.pending()).toMatchObject({ count: 1 })
  await bot.api.setWebhook(address, { secret_token: 'right' })
  await olga.sees('эхо: раз')
  await pendingIs(0)
  good.closeAllConnections()
  await new Promise((resolve) => good.close(resolve))
})

test('a failing handler is asked again, first at once, then with back-off, and the order inside the chat is kept', async () => {
  let failures = 2
  reply = () => ({ status: failures-- > 0 ? 500 : 200 })
  await bot.api.setWebhook(url)
  await olga.says('раз')
  await olga.says('два')
  expect(await passPause()).toBe(2_000)
  await pendingIs(0)
  expect(hits.map((hit) => hit.text)).toEqual(['раз', 'раз', 'раз', 'два'])
})

test('the pauses are 2, 4, 8 … seconds up to a ceiling of one to two minutes', async () => {
  reply = () => ({ status: 500 })
  await bot.api.setWebhook(url)
  await olga.says('раз')
  const pauses: number[] = []
  for (let count = 0; count < 8; count++) pauses.push(await passPause())
  expect(pauses.slice(0, 5)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000])
  for (const pause of pauses.slice(6)) expect(pause >= 60_000 && pause <= 120_000).toBe(true)
})

test('Retry-After replaces the pause', async () => {
  let isFirst = true
  reply = () => (isFirst ? ((isFirst = false), { status: 503, headers: { 'retry-after': '90' } }) : { status: 200 })
  await bot.api.setWebhook(url)
  await olga.says('раз')
  expect(await passPause()).toBe(90_000)
  await pendingIs(0)
})

test('an update is dropped when its next try would come after its life', async () => {
  reply = () => ({ status: 503, headers: { 'retry-after': '3600' } })
  await bot.api.setWebhook(url)
  await olga.says('раз')
  for (let tries = 1; tries < 24; tries++) expect(await passPause()).toBe(3_600_000)
  await pendingIs(0)
  expect(hits).toHaveLength(24)
})

test('410 for 23 hours removes the webhook', async () => {
  reply = () => ({ status: 410, headers: { 'retry-after': '3600' } })
  await bot.api.setWebhook(url)
  await olga.says('раз')
  for (let hours = 0; hours < 23; hours++) await passPause()
  await sim.when(async () => (await sim.pending()).webhook === null)
  expect((await bot.api.getWebhookInfo()).url).toBe('')
})

test('chats go side by side: a slow one does not hold up another', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const timur = await sim.person({ firstName: 'Тимур' })
  reply = (hit) => (hit.text === 'медленно' ? { status: 200, hold: held } : { status: 200 })
  await bot.api.setWebhook(url)
  await olga.says('медленно')
  await olga.says('второе')
  await timur.says('быстро')
  await pendingIs(2)
  expect(hits.map((hit) => hit.text).toSorted()).toEqual(['быстро', 'медленно'])
  release()
  await pendingIs(0)
  expect(hits.at(-1)?.text).toBe('второе')
})

test('a button press overtakes a stuck message of the same person', async () => {
  await olga.opensLink()
  await bot.api.sendMessage(olga.chatId, 'Кнопка', { reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'y' }]] } })
  reply = (hit) => ({ status: hit.text.startsWith('кнопка') ? 200 : 500 })
  await bot.api.setWebhook(url, { drop_pending_updates: true })
  await olga.says('застряло')
  await olga.presses('Да')
  await pendingIs(1)
  expect(hits.map((hit) => hit.text)).toContain('кнопка y')
})

test('max_connections limits how many updates are under way', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  reply = () => ({ status: 200, hold: held })
  await bot.api.setWebhook(url, { max_connections: 2 })
  const people = await Promise.all(['А', 'Б', 'В', 'Г'].map((firstName) => sim.person({ firstName })))
  for (const person of people) await person.says('я')
  await vi.waitFor(() => expect(hits).toHaveLength(2))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(hits).toHaveLength(2)
  release()
  await pendingIs(0)
  expect(hits).toHaveLength(4)
})

test('getWebhookInfo tells the address, what waits and the last trouble', async () => {
  await new Promise((resolve) => server.close(resolve))
  await bot.api.setWebhook(url, { max_connections: 3, allowed_updates: ['message'] })
  await olga.says('раз')
  await sim.when(async () => (await lastError()) !== undefined)
  expect(await bot.api.getWebhookInfo()).toEqual({
    url, has_custom_certificate: false, pending_update_count: 1, max_connections: 3, allowed_updates: ['message'],
    last_error_date: Math.floor(clock.now() / 1_000), last_error_message: 'Connection refused',
  })
})

test('a method named in the answer is run, one that only reads is not', async () => {
  reply = () => ({ status: 200, body: JSON.stringify({ method: 'sendMessage', chat_id: olga.chatId, text: 'из ответа' }) })
  await bot.api.setWebhook(url)
  await olga.says('раз')
  await olga.sees('из ответа')
  reply = () => ({ status: 200, body: '{"method":"getMe"}' })
  await olga.says('два')
  await pendingIs(0)
  expect(await sim.calls({ method: 'getMe' })).toEqual([])
})

test.each([
  ['not a URL', 'чепуха', {}, 'bad webhook'],
  ['a secret with spaces', 'http://127.0.0.1:9/', { secret_token: 'a b' }, 'secret token contains unallowed characters'],
] as const)('setWebhook refuses %s', async (_name, address, options, reason) => {
  await expect(bot.api.setWebhook(address, options)).rejects.toThrow(reason)
})
