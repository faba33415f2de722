import type { Bot } from 'grammy'
import { GrammyError, HttpError } from 'grammy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from './person.ts'
import type { Sim } from './sim.ts'
import { simWithBot } from './testing.ts'

let sim: Sim
let bot: Bot
let end: () => Promise<void>
let olga: Person

beforeEach(async () => {
  ({ sim, bot, end } = await simWithBot())
  olga = await sim.person({ firstName: 'Ольга' })
  await olga.opensLink()
})
afterEach(() => end())

const failure = (sending: Promise<unknown>): Promise<unknown> => sending.then(() => 'sent', (error: unknown) => error)

test('429 carries retry_after and passes after its count', async () => {
  await sim.fault({ method: 'sendMessage', times: 2, answer: { status: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } } })
  for (let i = 0; i < 2; i++) {
    const error = await failure(bot.api.sendMessage(olga.chatId, 'x'))
    expect(error).toBeInstanceOf(GrammyError)
    expect(error).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } })
  }
  await bot.api.sendMessage(olga.chatId, 'прошло')
  expect((await olga.botLines()).map((line) => line.text)).toEqual(['прошло'])
  expect((await sim.calls({ method: 'sendMessage' })).map((call) => call.status)).toEqual([429, 429, 200])
})

test('a fault may fit one chat only and begin after some calls', async () => {
  const timur = await sim.person({ firstName: 'Тимур' })
  await timur.opensLink()
  await sim.fault({ method: 'sendMessage', chatId: timur.chatId, skip: 1, answer: { status: 500, description: 'Internal Server Error' } })
  await bot.api.sendMessage(olga.chatId, 'x')
  await bot.api.sendMessage(timur.chatId, 'первое')
  await expect(bot.api.sendMessage(timur.chatId, 'второе')).rejects.toThrow('500')
  await bot.api.sendMessage(olga.chatId, 'x')
})

test('a connection cut before the effect: an error for the sender, nothing in the chat', async () => {
  await sim.fault({ method: 'sendMessage', drop: 'before' })
  expect(await failure(bot.api.sendMessage(olga.chatId, 'не дошло'))).toBeInstanceOf(HttpError)
  expect(await olga.botLines()).toEqual([])
})

test('a connection cut after the effect: the same error, but the person reads the message', async () => {
  await sim.fault({ method: 'sendMessage', drop: 'after' })
  expect(await failure(bot.api.sendMessage(olga.chatId, 'дошло'))).toBeInstanceOf(HttpError)
  expect((await olga.botLines()).map((line) => line.text)).toEqual(['дошло'])
  expect((await sim.calls({ method: 'sendMessage' })).at(-1)?.dropped).toBe('after')
})

test('a delay holds the answer back', async () => {
  await sim.fault({ method: 'getMe', delayMs: 30 })
  const order: string[] = []
  await Promise.all([
    bot.api.getMe().then(() => order.push('slow')),
    bot.api.sendMessage(olga.chatId, 'x').then(() => order.push('fast')),
  ])
  expect(order).toEqual(['fast', 'slow'])
})

test('a download can fail as well', async () => {
  await olga.sendsDocument({ name: 'a.txt', bytes: Buffer.from('a') })
  const document = (await bot.api.getUpdates({ offset: -1 }))[0]?.message?.document
  const { file_path } = await bot.api.getFile(document?.file_id ?? '')
  await sim.fault({ method: 'download', answer: { status: 502, description: 'Bad Gateway' } })
  const address = `${sim.apiRoot}/file/bot${bot.token}/${file_path}`
  expect((await fetch(address)).status).toBe(502)
  expect((await fetch(address)).status).toBe(200)
})

test('a script can be taken back, and a fault of an unknown method is refused', async () => {
  await sim.fault({ times: 100, answer: { status: 500, description: 'Internal Server Error' } })
  await sim.clearFaults()
  await bot.api.getMe()
  // @ts-expect-error a program without types may still name it
  await expect(sim.fault({ method: 'sendMesage' })).rejects.toThrow()
})
