import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Bot } from 'grammy'
import { handClock } from './clock.ts'
import type { HandClock } from './clock.ts'
import type { Person } from './person.ts'
import { practiceBot } from './sim.ts'
import type { Sim } from './sim.ts'
import { botOf, polls, simWithBot } from './testing.ts'

let sim: Sim
let bot: Bot
let end: () => Promise<void>
let olga: Person
let clock: HandClock

beforeEach(async () => {
  clock = handClock(Date.parse('2026-11-25T09:00:00Z'));
  ({ sim, bot, end } = await simWithBot({ clock }))
  olga = await sim.person({ firstName: 'Ольга' })
})
afterEach(() => end())

const texts = (updates: Awaited<ReturnType<Bot['api']['getUpdates']>>): (string | undefined)[] => updates.map((update) => update.message?.text)
const isPolled = (): Promise<boolean> => sim.when(async () => (await sim.pending()).isPolled, { what: 'a long poll' })
const ask = async (path: string, init?: RequestInit): Promise<unknown> => (await fetch(`${sim.apiRoot}/bot${practiceBot.token}/${path}`, init)).json()

test('an idle long poll waits: one call stays open until something is said', async () => {
  const answer = bot.api.getUpdates({ timeout: 30 })
  await isPolled()
  await olga.says('слышно?')
  expect(texts(await answer)).toEqual(['слышно?'])
  expect(await sim.calls({ method: 'getUpdates' })).toHaveLength(1)
})

test('an unconfirmed update comes again, a confirmed one is gone', async () => {
  await olga.says('раз')
  const [first] = await bot.api.getUpdates()
  expect(texts(await bot.api.getUpdates({ offset: first?.update_id ?? 0 }))).toEqual(['раз'])
  await olga.says('два')
  expect(texts(await bot.api.getUpdates({ offset: (first?.update_id ?? 0) + 1 }))).toEqual(['два'])
  expect(await sim.pending()).toMatchObject({ count: 1 })
})

test('ids grow by one; a limit cuts; a negative offset keeps the tail and forgets the rest', async () => {
  for (const text of ['1', '2', '3', '4']) await olga.says(text)
  const cut = await bot.api.getUpdates({ limit: 2 })
  expect(texts(cut)).toEqual(['1', '2'])
  expect((cut[1]?.update_id ?? 0) - (cut[0]?.update_id ?? 0)).toBe(1)
  expect(texts(await bot.api.getUpdates({ offset: -2 }))).toEqual(['3', '4'])
  expect(await sim.pending()).toMatchObject({ count: 2 })
})

test('asking the same offset at once again gives one update only', async () => {
  for (const text of ['1', '2', '3']) await olga.says(text)
  expect(texts(await bot.api.getUpdates({ offset: 5 }))).toEqual(['1', '2', '3'])
  expect(texts(await bot.api.getUpdates({ offset: 5 }))).toEqual(['1'])
})

test('a message lives 24 hours from its date', async () => {
  await olga.says('ночью')
  clock.advance(24 * 3_600_000 - 1)
  expect(await sim.pending()).toMatchObject({ count: 1 })
  clock.advance(1)
  expect(await bot.api.getUpdates()).toEqual([])
})

test('an edit of an old message is lost with the age of the message', async () => {
  const { messageId } = await olga.says('вчера')
  clock.advance(23 * 3_600_000)
  await olga.edits(messageId, 'вчера вечером')
  clock.advance(3_600_000)
  expect(await bot.api.getUpdates()).toEqual([])
})

test('a button press lives 150 seconds and cannot be answered later or twice', async () => {
  await olga.opensLink()
  await bot.api.sendMessage(olga.chatId, 'Кнопка', { reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'y' }]] } })
  await olga.presses('Да')
  const [press] = (await bot.api.getUpdates({ offset: -1 })).flatMap((update) => update.callback_query ?? [])
  await bot.api.answerCallbackQuery(press?.id ?? '')
  await expect(bot.api.answerCallbackQuery(press?.id ?? '')).rejects.toThrow('query is too old and response timeout expired or query ID is invalid')
  const late = await olga.presses('Да')
  clock.advance(150_001)
  expect((await bot.api.getUpdates({ offset: 1 })).filter((update) => update.callback_query !== undefined)).toEqual([])
  await expect(bot.api.answerCallbackQuery(late.callbackId ?? '')).rejects.toThrow('query is too old')
})

test('the types asked for are remembered and hold for later updates only', async () => {
  await olga.says('до')
  await bot.api.getUpdates({ allowed_updates: ['callback_query'] })
  await olga.says('после')
  expect(texts(await bot.api.getUpdates())).toEqual(['до'])
  await bot.api.getUpdates({ offset: 1, allowed_updates: [] })
  await olga.says('снова')
  expect(texts(await bot.api.getUpdates({ offset: 2 }))).toEqual(['до', 'снова'])
})

test('a second poller ends the first one with 409', async () => {
  const first = bot.api.getUpdates({ timeout: 30 }).then(() => 'answered', (error: Error) => error.message)
  await isPolled()
  const second = botOf(sim).api.getUpdates({ timeout: 30 })
  expect(await first).toContain('409: Conflict: terminated by other getUpdates request')
  await olga.says('кому?')
  expect(texts(await second)).toEqual(['кому?'])
})

test('grammY\'s own polling dies for good when another poller comes', async () => {
  const died = new Promise<string>((resolve) => {
    bot.catch(() => undefined)
    void bot.start({ timeout: 30 }).catch((error: Error) => resolve(error.message))
  })
  await isPolled()
  const other = botOf(sim).api.getUpdates({ timeout: 30 })
  expect(await died).toContain('409')
  await olga.says('два')
  await other
})

test('a long poll that is hung up leaves no ghost behind', async () => {
  const controller = new AbortController()
  const hung = ask('getUpdates?timeout=30', { signal: controller.signal }).catch(() => 'hung up')
  await isPolled()
  controller.abort()
  expect(await hung).toBe('hung up')
  await sim.when(async () => (await sim.calls({ method: 'getUpdates' })).length === 1, { what: 'the first poll to end' })
  await olga.says('раз')
  expect(texts(await bot.api.getUpdates({ timeout: 30 }))).toEqual(['раз'])
})

test('polling while a webhook stands is 409', async () => {
  await bot.api.setWebhook('http://127.0.0.1:9/hook')
  await expect(bot.api.getUpdates()).rejects.toThrow("409: Conflict: can't use getUpdates method while webhook is active")
  await bot.api.deleteWebhook()
  expect(await bot.api.getUpdates()).toEqual([])
})

test('setting a webhook ends a waiting poll with 409', async () => {
  const poll = bot.api.getUpdates({ timeout: 30 }).then(() => 'answered', (error: Error) => error.message)
  await isPolled()
  await bot.api.setWebhook('http://127.0.0.1:9/hook')
  expect(await poll).toContain('terminated by setWebhook request')
})

test('several bots keep their own queues, chats and tokens', async () => {
  const token = '7000000002:second'
  await sim.bot({ token, username: 'Other_bot', firstName: 'Второй' })
  await olga.says('первому')
  await olga.in({ bot: 'Other_bot' }).says('второму')
  expect(texts(await bot.api.getUpdates())).toEqual(['первому'])
  expect(texts(await botOf(sim, token).api.getUpdates())).toEqual(['второму'])
})

test('a wrong token is 401, a token of no shape is 404', async () => {
  await expect(botOf(sim, '123:wrong').api.getMe()).rejects.toThrow('401: Unauthorized')
  await expect(botOf(sim, 'nonsense').api.getMe()).rejects.toThrow('404')
})

test.each([
  ['GET with a query', 'SENDMESSAGE?chat_id=CHAT&text=%D0%B4%D0%B0', undefined],
  ['urlencoded', 'sendmessage', { method: 'POST', body: new URLSearchParams({ chat_id: 'CHAT', text: 'да' }) }],
  ['JSON', 'sendMessage', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"chat_id":"CHAT","text":"да"}' }],
] as const)('%s works, whatever the case of the method', async (_name, path, init) => {
  await olga.opensLink()
  const chat = String(olga.chatId)
  const body = init?.body === undefined ? undefined : new URLSearchParams(init.body).size > 1 ? new URLSearchParams({ chat_id: chat, text: 'да' }) : String(init.body).replace('CHAT', chat)
  const answer = await ask(path.replace('CHAT', chat), init === undefined ? undefined : { ...init, ...(body === undefined ? {} : { body }) })
  expect(answer).toMatchObject({ ok: true, result: { text: 'да', chat: { id: olga.chatId } } })
})

test('multipart fields work without a file, and a file may stand under its own name', async () => {
  await olga.opensLink()
  const form = new FormData()
  form.set('chat_id', String(olga.chatId))
  form.set('document', new File(['a'], 'plain.txt'))
  expect(await ask('sendDocument', { method: 'POST', body: form })).toMatchObject({ ok: true, result: { document: { file_name: 'plain.txt', mime_type: 'text/plain' } } })
})

test('an unknown method is 404, an unplayed parameter is named, and both are reported', async () => {
  await olga.opensLink()
  expect(await ask('sendDice?chat_id=1')).toEqual({ ok: false, error_code: 404, description: 'Not Found: method not found' })
  await ask(`sendMessage?chat_id=${olga.chatId}&text=x&message_effect_id=5&colour=red`)
  expect(await sim.unexpected()).toEqual(['method sendDice', 'sendMessage: parameter message_effect_id', 'sendMessage: parameter colour'])
})

test('grammY polls through a whole conversation', async () => {
  bot.on('message:text', (ctx) => ctx.reply(`эхо: ${ctx.message.text}`))
  await polls(sim, bot)
  for (const text of ['раз', 'два', 'три']) await olga.says(text)
  await olga.sees('эхо: три')
  expect((await olga.botLines()).map((line) => line.text)).toEqual(['эхо: раз', 'эхо: два', 'эхо: три'])
})
