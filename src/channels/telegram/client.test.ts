import { createServer, request as forward } from 'node:http'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import type { RawEvent } from '../channel.ts'
import type { Outgoing, OutgoingFile, SendResult } from '../../delivery/outbound.ts'
import type { Millis } from '../../lib/instant.ts'
import { Secret } from '../../lib/secret.ts'
import { handTime } from '../../lib/time.ts'
import { telegram as ru } from '../../words/ru/telegram.ts'
import { pngOf, practiceBot, startTelegramSim } from '../../../sim/telegram/index.ts'
import type { Person, Sim } from '../../../sim/telegram/index.ts'
import { telegramChannel } from './index.ts'
import type { TelegramConfig } from './index.ts'

let sim: Sim
let olga: Person
let lines: string[]
let ends: (() => unknown)[]

beforeEach(async () => {
  sim = await startTelegramSim()
  olga = await sim.person({ firstName: 'Ольга', phone: '+79161234567' })
  lines = []
  ends = []
})
afterEach(async () => {
  for (const end of ends.toReversed()) await end()
  const unexpected = await sim.unexpected()
  await sim.stop()
  expect(unexpected).toEqual([])
  expect(lines.join('\n')).not.toContain(practiceBot.token)
})

const token = new Secret(practiceBot.token)
const log = Object.fromEntries((['info', 'warn', 'error'] as const).map(level => [level, (fields: object, message: string) => void lines.push(JSON.stringify({ level, ...fields, message }))])) as TelegramConfig['log']
const channelOf = (more: Partial<TelegramConfig> = {}): ReturnType<typeof telegramChannel> =>
  telegramChannel({ id: 'main', token, apiRoot: sim.apiRoot, time: handTime(1_764_155_000_000), log, ...more })
const until = <T>(ask: () => T): Promise<T> => vi.waitFor(ask, { timeout: 10_000, interval: 5 })

/** Pauses of the loop, held until the test lets them pass. */
function handWait(): { wait: NonNullable<TelegramConfig['wait']>; pauses: Millis[]; pass(): void } {
  const pauses: Millis[] = []
  let held: (() => void)[] = []
  return {
    pauses,
    pass: () => {
      for (const go of held) go()
      held = []
    },
    wait: (span, signal) => new Promise(resolve => {
      pauses.push(span)
      held.push(resolve)
      signal.addEventListener('abort', () => resolve())
    }),
  }
}

/** Starts listening; `stop` aborts and waits until the loop has returned. */
function listening(channel: ReturnType<typeof telegramChannel>, sink: (events: readonly RawEvent[]) => Promise<void>): { stop: () => Promise<void>; over: Promise<void> } {
  const controller = new AbortController()
  const over = channel.listen(sink, controller.signal)
  const stop = async (): Promise<void> => {
    controller.abort()
    await over
  }
  ends.push(stop)
  return { stop, over }
}

const keysOf = (events: readonly RawEvent[]): string[] => events.map(event => event.key)
const textsOf = (events: readonly RawEvent[]): (string | undefined)[] =>
  events.map(event => (event.raw as { message?: { text?: string } }).message?.text)

describe('polling', () => {
  it('brings updates in order, with lanes, and stops at once when told', async () => {
    const got: RawEvent[] = []
    const channel = channelOf()
    expect(channel.health().state).toBe('stopped')
    const { stop } = listening(channel, async events => void got.push(...events))
    await olga.says('раз')
    await olga.says('два')
    await until(() => expect(textsOf(got)).toEqual(['раз', 'два']))
    expect(new Set(got.map(event => event.lane))).toEqual(new Set([String(olga.id)]))
    await until(() => expect(channel.health().state).toBe('live'))
    expect(channel.health().lastEventAt).toBe(1_764_155_000_000)
    await stop()
    expect(channel.health().state).toBe('stopped')
  })

  it('confirms only what the sink has committed: after a failure the same updates come again, once each', async () => {
    const { wait, pauses, pass } = handWait()
    const offered: string[][] = []
    let away = true
    const channel = channelOf({ wait })
    await olga.says('раз')
    await olga.says('два')
    listening(channel, async events => {
      offered.push(keysOf(events))
      if (away) throw new Error('database away')
    })
    await until(() => expect(pauses).toHaveLength(1))
    expect(channel.health()).toMatchObject({ state: 'waiting', detail: ru.health.database })
    expect((await sim.pending()).count).toBe(2)
    away = false
    pass()
    await sim.when(async () => (await sim.pending()).count === 0, { what: 'the confirmation' })
    await until(() => expect(channel.health().state).toBe('live'))
    expect(offered[0]).toHaveLength(2)
    // Telegram answers a hasty repetition with one update at a time.
    expect(offered.slice(1).flat()).toEqual(offered[0])
  })

  it('asks without an offset first, rises above the last update, and lists what it wants', async () => {
    await olga.says('раз')
    const got: RawEvent[] = []
    listening(channelOf(), async events => void got.push(...events))
    await until(() => expect(got).toHaveLength(1))
    await sim.when(async () => (await sim.pending()).count === 0)
    await olga.says('два')
    await until(() => expect(got).toHaveLength(2))
    const polls = (await sim.calls({ method: 'getUpdates' })).map(call => call.params)
    expect(polls[0]).toEqual({ timeout: 50, limit: 100, allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'] })
    expect(polls[1]).toMatchObject({ offset: Number(got[0]!.key) + 1 })
  })

  it('takes a webhook away without dropping what waits', async () => {
    sim.engine.bot().webhook = { url: 'http://127.0.0.1:9/old', secret: null, maxConnections: 1, ipAddress: null, lastError: null, goneSince: null }
    await olga.says('раз')
    const got: RawEvent[] = []
    listening(channelOf(), async events => void got.push(...events))
    await until(() => expect(textsOf(got)).toEqual(['раз']))
    expect((await sim.calls({ method: 'deleteWebhook' }))[0]?.params).toEqual({ drop_pending_updates: false })
  })

  it('removes a webhook that somebody sets meanwhile', async () => {
    const { wait, pauses, pass } = handWait()
    await sim.fault({ method: 'getUpdates', answer: { status: 409, description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" } })
    const channel = channelOf({ wait })
    listening(channel, async () => {})
    await until(() => expect(pauses).toHaveLength(1))
    expect(channel.health()).toMatchObject({ state: 'waiting', detail: ru.health.webhook_in_the_way })
    pass()
    await sim.when(async () => (await sim.calls({ method: 'deleteWebhook' })).length === 2)
  })

  it('waits long and says why when another program polls', async () => {
    const { wait, pauses, pass } = handWait()
    await sim.fault({ method: 'getUpdates', answer: { status: 409, description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running' } })
    const channel = channelOf({ wait })
    const got: RawEvent[] = []
    listening(channel, async events => void got.push(...events))
    await until(() => expect(pauses).toHaveLength(1))
    expect(pauses[0]).toBeGreaterThan(20_000)
    expect(channel.health()).toMatchObject({ state: 'waiting', detail: ru.health.other_poller })
    pass()
    await olga.says('раз')
    await until(() => expect(got).toHaveLength(1))
    await until(() => expect(channel.health().state).toBe('live'))
  })

  it('stops for good when the token is refused', async () => {
    const channel = channelOf({ token: new Secret('7000000001:not-the-token-of-any-bot') })
    const { over } = listening(channel, async () => {})
    await over
    expect(channel.health()).toMatchObject({ state: 'failed', detail: ru.health.token_bad })
  })

  it('obeys a wait that Telegram asks for, to the second', async () => {
    const { wait, pauses, pass } = handWait()
    await sim.fault({ method: 'getUpdates', answer: { status: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } } })
    const channel = channelOf({ wait })
    listening(channel, async () => {})
    await until(() => expect(pauses).toEqual([7_000]))
    expect(channel.health().state).toBe('waiting')
    pass()
    await until(() => expect(channel.health().state).toBe('live'))
  })

  it('waits longer and longer while the network is away, then goes on', async () => {
    const { wait, pauses, pass } = handWait()
    await sim.fault({ method: 'getUpdates', drop: 'before', times: 4 })
    const channel = channelOf({ wait })
    const got: RawEvent[] = []
    listening(channel, async events => void got.push(...events))
    for (const times of [1, 2, 3, 4]) {
      await until(() => expect(pauses).toHaveLength(times))
      expect(channel.health().state).toBe('waiting')
      pass()
    }
    await until(() => expect(channel.health().state).toBe('live'))
    pauses.forEach((span, n) => {
      expect(span).toBeGreaterThanOrEqual(750 * 2 ** n)
      expect(span).toBeLessThanOrEqual(1_250 * 2 ** n)
    })
    await olga.says('раз')
    await until(() => expect(got).toHaveLength(1))
  })

  it('does not hurry a server that answers polls without waiting', async () => {
    const { wait, pauses } = handWait()
    const hasty = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"result":[]}'))
    listening(channelOf({ wait, apiRoot: hasty.address }), async () => {})
    await until(() => expect(pauses).toEqual([1_000]))
  })

  it('tells people the commands in their language, and listens even if that fails', async () => {
    await sim.fault({ method: 'setMyCommands', answer: { status: 400, description: 'Bad Request: BOT_COMMAND_INVALID' } })
    const got: RawEvent[] = []
    const first = listening(channelOf(), async events => void got.push(...events))
    await olga.says('раз')
    await until(() => expect(got).toHaveLength(1))
    await first.stop()
    listening(channelOf(), async () => {})
    await sim.when(async () => (await sim.calls({ method: 'setMyCommands' })).length === 3)
    const [, russian, english] = (await sim.calls({ method: 'setMyCommands' })).map(call => call.params)
    expect(russian?.['commands']).toContainEqual({ command: 'tickets', description: 'Мои заявки' })
    expect(english).toMatchObject({ language_code: 'en' })
    expect(english?.['commands']).toContainEqual({ command: 'call', description: 'Call me back' })
  })

  it('reads what the simulator sends: text, album, card, press, block', async () => {
    const channel = channelOf()
    const got: RawEvent[] = []
    listening(channel, async events => void got.push(...events))
    await olga.opensLink('qr_7')
    await channel.send(String(olga.id), { kind: 'send', text: 'Помогло?', buttons: [[{ label: 'Да', choice: 'c_1' }]] }, noFiles)
    await olga.presses('Да')
    await olga.sendsAlbum([{ bytes: pngOf(), caption: 'экран' }, { bytes: pngOf() }])
    await olga.sharesContact()
    await olga.sendsSticker('🙏')
    await olga.blocks()
    await until(() => expect(got).toHaveLength(7))
    const read = got.map(event => channel.read(event.raw, { receivedAt: 1 }))
    const events = read.flatMap(reading => ('events' in reading ? reading.events : []))
    expect(events.map(event => event.kind)).toEqual(['started', 'pressed', 'message', 'message', 'message', 'message', 'blocked'])
    expect(events[0]).toMatchObject({ payload: 'qr_7' })
    expect(events[1]).toMatchObject({ choice: 'c_1' })
    expect(events[2]).toMatchObject({ text: 'экран', files: [{ kind: 'photo' }] })
    expect(events[4]).toMatchObject({ card: { phone: '+79161234567', own: true } })
  })
})

describe('webhook', () => {
  const secret = new Secret('s3cret-of-the_hook')
  const body = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
  const hook = { url: 'https://desk.example/hooks/main', secret }

  test.each<[string, Record<string, string>, unknown, number]>([
    ['takes an update with the secret', { 'x-telegram-bot-api-secret-token': 's3cret-of-the_hook' }, { update_id: 5, message: { chat: { id: 9 } } }, 200],
    ['takes the header in any case', { 'X-Telegram-Bot-Api-Secret-Token': 's3cret-of-the_hook' }, { update_id: 5 }, 200],
    ['refuses a wrong secret', { 'x-telegram-bot-api-secret-token': 's3cret-of-the_hooK' }, { update_id: 5 }, 401],
    ['refuses a missing secret', {}, { update_id: 5 }, 401],
    ['refuses what is no JSON', { 'x-telegram-bot-api-secret-token': 's3cret-of-the_hook' }, '{"update_id":', 400],
    ['refuses what is no update', { 'x-telegram-bot-api-secret-token': 's3cret-of-the_hook' }, [5], 400],
  ])('%s', (_, headers, value, status) => {
    const channel = channelOf({ webhook: hook })
    const reading = channel.accept({ headers, body: body(value) })
    expect(reading.status).toBe(status)
    expect(reading.events).toHaveLength(status === 200 ? 1 : 0)
    expect(channel.health().lastEventAt === null).toBe(status !== 200)
  })

  it('is not there while polling', () => {
    expect(channelOf().accept({ headers: {}, body: body({ update_id: 5 }) }).status).toBe(404)
  })

  it('registers, receives through a real door, and an update refused there stays at Telegram', async () => {
    const got: RawEvent[] = []
    let away = true
    const door = await serve((request, answer) => {
      const chunks: Uint8Array[] = []
      request.on('data', (chunk: Uint8Array) => chunks.push(chunk)).on('end', () => {
        const reading = channel.accept({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) })
        if (!away) got.push(...reading.events)
        answer.writeHead(away ? 503 : reading.status).end()
      })
    })
    const channel: ReturnType<typeof telegramChannel> = channelOf({ webhook: { url: `${door.address}/hooks/main`, secret }, wait: handWait().wait })
    listening(channel, () => Promise.reject(new Error('a pushing channel has no use for the sink')))
    await until(() => expect(channel.health().state).toBe('live'))
    await olga.says('раз')
    await sim.when(async () => sim.engine.bot().webhook?.lastError !== null, { what: 'a failed delivery' })
    expect((await sim.pending()).count).toBe(1)
    away = false
    await until(() => expect(textsOf(got)).toEqual(['раз']))
    expect((await sim.calls({ method: 'setWebhook' }))[0]?.params).toMatchObject({ drop_pending_updates: false, secret_token: 's3cret-of-the_hook' })
  })

  it('says when Telegram cannot deliver, and sets a moved webhook again', async () => {
    const { wait, pauses, pass } = handWait()
    const time = handTime(sim.engine.now)
    const channel = channelOf({ webhook: { url: 'http://127.0.0.1:9/hooks/main', secret }, wait, time })
    listening(channel, async () => {})
    await until(() => expect(pauses).toEqual([60_000]))
    await olga.says('раз')
    await sim.when(async () => sim.engine.bot().webhook?.lastError !== null, { what: 'a failed delivery' })
    pass()
    await until(() => expect(channel.health().state).toBe('waiting'))
    expect(channel.health().detail).toContain('Telegram не смог доставить')
    sim.engine.bot().webhook!.url = 'http://127.0.0.1:9/elsewhere'
    await until(() => expect(pauses).toHaveLength(2))
    pass()
    await sim.when(async () => (await sim.pending()).webhook === 'http://127.0.0.1:9/hooks/main')
  })
})

const noFiles = (): AsyncIterable<Uint8Array> => {
  throw new Error('no file was asked for')
}
async function* bytesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
const stored = (name: string, bytes: Uint8Array, as: OutgoingFile['as'], mime: string): { file: OutgoingFile; bytes: Uint8Array } =>
  ({ file: { fileId: name, name, mime, size: bytes.length, as }, bytes })

describe('sending', () => {
  const say = (text: string, more: Partial<Extract<Outgoing, { kind: 'send' }>> = {}): Outgoing => ({ kind: 'send', text, ...more })
  const to = (): string => String(olga.id)
  beforeEach(async () => {
    await olga.opensLink()
  })

  it('escapes, sets the title apart, keeps buttons and silence', async () => {
    const result = await channelOf().send(to(), say('5 < 7 & <b>', { title: '№ 1042', silent: true, buttons: [[{ label: 'Помогло', choice: 'c_9' }, { label: 'Регламент', url: 'https://desk.example/r' }]] }), noFiles)
    const line = await olga.sees('№ 1042\n5 < 7 & <b>')
    expect(result).toEqual({ ok: true, externalIds: [String(line.messageId)] })
    expect(line).toMatchObject({
      silent: true, entities: [{ type: 'bold', offset: 0, length: 6 }],
      buttons: [[{ label: 'Помогло', data: 'c_9' }, { label: 'Регламент', url: 'https://desk.example/r' }]],
    })
  })

  it('splits at 4,096 and gives all ids in order', async () => {
    const result = await channelOf().send(to(), say(`${'я'.repeat(4_000)}\n${'ж'.repeat(4_096)}`), noFiles)
    const bot = await olga.botLines()
    expect(bot.map(line => line.text.length)).toEqual([4_000, 4_096])
    expect(result).toEqual({ ok: true, externalIds: bot.map(line => String(line.messageId)) })
  })

  it('uploads an album and a log with Cyrillic names whole', async () => {
    const png = pngOf()
    const log21 = new Uint8Array(300_000).fill(65)
    const files = [stored('экран 1.png', png, 'photo', 'image/png'), stored('экран; 2.png', png, 'photo', 'image/png'), stored('Лог смены №7.txt', log21, 'document', 'text/plain')]
    const opened: string[] = []
    const result = await channelOf().send(to(), say('Вот шаги', { files: files.map(one => one.file) }), id => {
      opened.push(id)
      return bytesOf(files.find(one => one.file.fileId === id)!.bytes)
    })
    const bot = await olga.botLines()
    expect(bot.map(line => [line.kind, line.text])).toEqual([['photo', ''], ['photo', ''], ['document', ''], ['text', 'Вот шаги']])
    expect(bot[2]?.file).toMatchObject({ name: 'Лог смены №7.txt', size: 300_000 })
    expect(bot[0]?.mediaGroupId).toBe(bot[1]?.mediaGroupId)
    expect(result).toMatchObject({ ok: true, externalIds: { length: 4 } })
    expect(opened).toEqual(['экран 1.png', 'экран; 2.png', 'Лог смены №7.txt'])
    const album = (await sim.calls({ method: 'sendMediaGroup' }))[0]
    expect(JSON.stringify(album?.params)).toContain('экран; 2.png')
  })

  it('goes on without the message it answers', async () => {
    const result = await channelOf().send(to(), say('да', { replyTo: '999999' }), noFiles)
    expect(result.ok).toBe(true)
    expect((await olga.sees('да')).replyTo).toBeNull()
  })

  it('asks for the phone and takes the keyboard away', async () => {
    const channel = channelOf()
    await channel.send(to(), say('Ваш номер?', { askPhone: { label: 'Поделиться номером', skip: 'Пропустить' } }), noFiles)
    await channel.send(to(), say('Спасибо', { endAsk: true }), noFiles)
    const [ask, end] = (await sim.calls({ method: 'sendMessage' })).map(call => call.params['reply_markup'])
    expect(ask).toMatchObject({ keyboard: [[{ text: 'Поделиться номером', request_contact: true }], [{ text: 'Пропустить' }]] })
    expect(end).toEqual({ remove_keyboard: true })
  })

  test.each<[string, Parameters<Sim['fault']>[0], object]>([
    ['429 is told to the second', { answer: { status: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } } }, { class: 'retry_after', seconds: 7 }],
    ['500 is temporary', { answer: { status: 500, description: 'Internal Server Error' } }, { class: 'temporary' }],
    ['a connection cut after the effect is unknown', { drop: 'after' }, { class: 'unknown' }],
    ['a connection cut before the effect is unknown too: it looks the same', { drop: 'before' }, { class: 'unknown' }],
    ['a token taken back stops the channel', { answer: { status: 401, description: 'Unauthorized' } }, { class: 'auth' }],
    ['a moved chat names the new one', { answer: { status: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: -100_7 } } }, { class: 'moved', to: '-1007' }],
  ])('%s', async (_, fault, expected) => {
    await sim.fault({ method: 'sendMessage', ...fault })
    expect(await channelOf().send(to(), say('Готово'), noFiles)).toMatchObject({ ok: false, ...expected })
    expect((await sim.calls({ method: 'sendMessage' })).length).toBe(1)
  })

  it('silence after the request left is unknown', async () => {
    const silent = await serve(() => {})
    const result = await channelOf({ apiRoot: silent.address, answerWithin: 300 }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'unknown' })
  })

  it('nobody listening is temporary: nothing left', async () => {
    const gone = await serve(() => {})
    await gone.close()
    const result = await channelOf({ apiRoot: gone.address }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
    expect(!result.ok && result.detail).toContain('ECONNREFUSED')
  })

  it('a name that does not resolve is temporary', async () => {
    const result = await channelOf({ apiRoot: 'http://no-such-host.invalid' }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a server that speaks no TLS is temporary: nothing of ours left', async () => {
    const plain = await serve(() => {})
    const result = await channelOf({ apiRoot: plain.address.replace('http:', 'https:') }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a page of somebody else after the request left is unknown', async () => {
    const page = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Оплатите интернет</h1>'))
    expect(await channelOf({ apiRoot: page.address }).send(to(), say('Готово'), noFiles)).toMatchObject({ ok: false, class: 'unknown' })
  })

  it('a blocked bot, a deleted account, a stranger', async () => {
    const channel = channelOf()
    const stranger = await sim.person({ firstName: 'Пётр' })
    expect(await channel.send(String(stranger.id), say('Здравствуйте'), noFiles)).toMatchObject({ class: 'undeliverable' })
    await olga.blocks()
    expect(await channel.send(to(), say('Готово'), noFiles)).toMatchObject({ class: 'undeliverable', reason: 'blocked' })
    await olga.deletesAccount()
    expect(await channel.send(to(), say('Готово'), noFiles)).toMatchObject({ class: 'undeliverable', reason: 'deleted' })
  })

  it('a real migration names the new chat', async () => {
    const chat = await sim.group({ title: 'Кафе', type: 'group', members: { [olga.id]: 'creator', [sim.engine.bot().user.id]: 'member' } })
    const next = await sim.migrate(chat)
    expect(await channelOf().send(String(chat), say('Готово'), noFiles)).toMatchObject({ ok: false, class: 'moved', to: String(next) })
  })

  it('refused markup goes out once more as plain text, and the log says so', async () => {
    await sim.fault({ method: 'sendMessage', answer: { status: 400, description: "Bad Request: can't parse entities: Unsupported start tag" } })
    const result = await channelOf().send(to(), say('5 < 7', { title: 'Итог' }), noFiles)
    expect(result).toMatchObject({ ok: true, degraded: expect.stringContaining('plain_text') })
    expect((await olga.sees('Итог\n5 < 7')).html).toBeNull()
    expect(lines.join('\n')).toContain('plain_text')
  })

  it('a photo of odd shape goes out as a document, read from the store again', async () => {
    await sim.fault({ method: 'sendPhoto', answer: { status: 400, description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' } })
    const shot = stored('длинный экран.png', pngOf(), 'photo', 'image/png')
    const result = await channelOf().send(to(), say('Вот', { files: [shot.file] }), () => bytesOf(shot.bytes))
    expect(result).toMatchObject({ ok: true, degraded: expect.stringContaining('as_document') })
    expect((await olga.botLines()).at(-1)).toMatchObject({ kind: 'document', text: 'Вот', file: { name: 'длинный экран.png' } })
  })

  it('a stored file that breaks off is temporary, and nothing arrives', async () => {
    const file = stored('a.log', new Uint8Array(200_000), 'document', 'text/plain').file
    const result = await channelOf().send(to(), say('', { files: [file] }), async function* () {
      yield new Uint8Array(70_000)
      throw new Error('disk')
    })
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
    expect(await olga.botLines()).toEqual([])
  })

  it('a file over the limit is refused without a call', async () => {
    const file: OutgoingFile = { fileId: 'f', name: 'a.zip', mime: 'application/zip', size: 50 * 1024 * 1024 + 1, as: 'document' }
    expect(await channelOf().send(to(), say('x', { files: [file] }), noFiles)).toMatchObject({ ok: false, class: 'too_large' })
    expect(await sim.calls({ method: 'sendDocument' })).toEqual([])
  })

  it('a message that broke off in the middle says what is out, and the next attempt goes on after it', async () => {
    const channel = channelOf()
    const shots = ['a.png', 'b.png'].map(name => stored(name, pngOf(), 'photo', 'image/png'))
    const what = say('я'.repeat(5_000), { files: shots.map(one => one.file) })
    const open = (id: string): AsyncIterable<Uint8Array> => bytesOf(shots.find(one => one.file.fileId === id)!.bytes)
    await sim.fault({ method: 'sendMessage', skip: 1, answer: { status: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } } })
    const broken = await channel.send(to(), what, open)
    expect(broken).toMatchObject({ ok: false, class: 'retry_after', sent: { length: 3 } })
    const again: SendResult = await channel.send(to(), { ...what, ...(!broken.ok && broken.sent !== undefined && { sent: broken.sent }) } as Outgoing, open)
    const bot = await olga.botLines()
    expect(bot.map(line => line.kind)).toEqual(['photo', 'photo', 'text', 'text'])
    expect(bot.map(line => line.text.length)).toEqual([0, 0, 4_096, 904])
    expect(again).toEqual({ ok: true, externalIds: bot.map(line => String(line.messageId)) })
  })
})

describe('editing, answering presses, typing', () => {
  const to = (): string => String(olga.id)
  async function card(channel: ReturnType<typeof telegramChannel>): Promise<string> {
    await olga.opensLink()
    const sent = await channel.send(to(), { kind: 'send', text: 'Принята', buttons: [[{ label: 'Уже не нужно', choice: 'w_1' }]] }, noFiles)
    if (!sent.ok) throw new Error(sent.detail)
    return sent.externalIds[0]!
  }

  it('edits in place, and the same again is success', async () => {
    const channel = channelOf()
    const target = await card(channel)
    const edit: Outgoing = { kind: 'edit', target, title: '№ 1042', text: 'В работе' }
    expect(await channel.send(to(), edit, noFiles)).toEqual({ ok: true, externalIds: [target] })
    expect(await channel.send(to(), edit, noFiles)).toEqual({ ok: true, externalIds: [target] })
    expect(await olga.sees('№ 1042\nВ работе')).toMatchObject({ messageId: Number(target), buttons: [] })
  })

  it('an edit into the void, an edit cut short, an edit of a lost connection', async () => {
    const channel = channelOf()
    const target = await card(channel)
    expect(await channel.send(to(), { kind: 'edit', target: '999999', text: 'x' }, noFiles)).toMatchObject({ ok: false, class: 'target_gone' })
    expect(await channel.send(to(), { kind: 'edit', target, text: 'я'.repeat(5_000) }, noFiles)).toMatchObject({ ok: true, degraded: expect.any(String) })
    await sim.fault({ method: 'editMessageText', drop: 'after' })
    expect(await channel.send(to(), { kind: 'edit', target, text: 'y' }, noFiles)).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a press is answered; answered again or late it does no harm', async () => {
    const channel = channelOf()
    await card(channel)
    const got: RawEvent[] = []
    listening(channel, async events => void got.push(...events))
    const press = await olga.presses('Уже не нужно')
    await until(() => expect(got.some(event => 'callback_query' in (event.raw as object))).toBe(true))
    const [pressed] = got.map(event => channel.read(event.raw, { receivedAt: 1 })).flatMap(reading => ('events' in reading ? reading.events : [])).filter(event => event.kind === 'pressed')
    const ack: Outgoing = { kind: 'ack', interaction: pressed!.interaction, text: 'Сняли', alert: true }
    expect(await channel.send(to(), ack, noFiles)).toEqual({ ok: true, externalIds: [] })
    expect(await press.answer()).toMatchObject({ text: 'Сняли', alert: true })
    expect(await channel.send(to(), { kind: 'ack', interaction: '404404' }, noFiles)).toEqual({ ok: true, externalIds: [] })
  })

  it('shows typing', async () => {
    await olga.opensLink()
    expect(await channelOf().send(to(), { kind: 'typing' }, noFiles)).toEqual({ ok: true, externalIds: [] })
    expect((await sim.calls({ method: 'sendChatAction' }))[0]?.params).toMatchObject({ action: 'typing' })
  })
})

describe('fetching files', () => {
  async function incoming(bytes: Uint8Array | number): Promise<{ fileRef: string; size: number | null }> {
    const channel = channelOf()
    const got: RawEvent[] = []
    const { stop } = listening(channel, async events => void got.push(...events))
    await olga.sendsDocument({ name: 'Лог.txt', ...(typeof bytes === 'number' ? { size: bytes } : { bytes }) })
    await until(() => expect(got).toHaveLength(1))
    await stop()
    const reading = channel.read(got[0]!.raw, { receivedAt: 1 })
    const event = 'events' in reading ? reading.events[0] : undefined
    if (event?.kind !== 'message') throw new Error('no message')
    return event.files[0]!
  }
  const collected = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  it('gives the bytes and their number', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, n) => n % 251)
    const result = await channelOf().fetchFile(await incoming(bytes))
    if (!result.ok) throw new Error(result.detail)
    expect(result.size).toBe(200_000)
    expect(Buffer.compare(await collected(result.stream), bytes)).toBe(0)
  })

  it('does not even ask for 21 MiB', async () => {
    const result = await channelOf().fetchFile(await incoming(21 * 1024 * 1024))
    expect(result).toMatchObject({ ok: false, class: 'too_large' })
    expect(await sim.calls({ method: 'getFile' })).toEqual([])
  })

  it('hears it from Telegram when the size was not told', async () => {
    const { fileRef } = await incoming(21 * 1024 * 1024)
    expect(await channelOf().fetchFile({ fileRef, size: null })).toMatchObject({ ok: false, class: 'too_large' })
  })

  it('an unknown file is gone, an expired link too', async () => {
    expect(await channelOf().fetchFile({ fileRef: 'AgADnothing', size: 10 })).toMatchObject({ ok: false, class: 'gone' })
    const file = await incoming(new Uint8Array(10))
    await sim.fault({ method: 'download', answer: { status: 404, description: 'Not Found' } })
    expect(await channelOf().fetchFile(file)).toMatchObject({ ok: false, class: 'gone' })
    await sim.fault({ method: 'download', drop: 'before' })
    expect(await channelOf().fetchFile(file)).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('believes names of local files only from a server said to be one\'s own', async () => {
    const own = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result: { file_id: 'f', file_unique_id: 'u', file_path: import.meta.filename } })))
    const size = 30 * 1024 * 1024
    expect(await channelOf({ apiRoot: own.address }).fetchFile({ fileRef: 'f', size: 1 })).toMatchObject({ ok: false, class: 'temporary' })
    const result = await channelOf({ apiRoot: own.address, localServer: true }).fetchFile({ fileRef: 'f', size })
    if (!result.ok) throw new Error(result.detail)
    expect((await collected(result.stream)).toString()).toContain('believes names of local files')
  })
})

describe('proxy', () => {
  it('forwards plain requests with the password of the proxy, tunnels TLS, and a refusing proxy is temporary', async () => {
    await olga.opensLink()
    const seen: string[] = []
    const proxy = await tinyProxy(seen)
    const through = new Secret(proxy.address.replace('http://', 'http://desk:pa55-w0rd@'))
    expect(await channelOf({ proxy: through }).send(String(olga.id), { kind: 'send', text: 'через прокси' }, noFiles)).toMatchObject({ ok: true })
    expect(seen).toEqual([`POST ${Buffer.from('desk:pa55-w0rd').toString('base64')}`])
    const tls = await channelOf({ proxy: through, apiRoot: sim.apiRoot.replace('http:', 'https:') }).send(String(olga.id), { kind: 'send', text: 'x' }, noFiles)
    expect(seen[1]).toBe(`CONNECT ${Buffer.from('desk:pa55-w0rd').toString('base64')}`)
    expect(tls).toMatchObject({ ok: false, class: 'temporary' })
    const anonymous = channelOf({ proxy: new Secret(proxy.address) })
    expect(await anonymous.send(String(olga.id), { kind: 'send', text: 'x' }, noFiles)).toMatchObject({ ok: false, class: expect.stringMatching(/temporary|unknown/) })
    const findings = await anonymous.verify()
    expect(findings).toMatchObject([{ level: 'error', code: 'proxy_bad' }])
  })

  it('a proxy that is away is named without its password', async () => {
    const gone = await serve(() => {})
    await gone.close()
    const findings = await channelOf({ proxy: new Secret(gone.address.replace('http://', 'http://desk:pa55-w0rd@')) }).verify()
    expect(findings).toMatchObject([{ level: 'error', code: 'proxy_bad' }])
    expect(JSON.stringify(findings)).toContain(new URL(gone.address).host)
    expect(JSON.stringify(findings)).not.toContain('pa55-w0rd')
  })
})

describe('self-test and links', () => {
  const codes = async (more: Partial<TelegramConfig> = {}): Promise<string[]> => (await channelOf(more).verify()).map(finding => `${finding.level} ${finding.code}`)

  it('all well while polling', async () => {
    expect(await codes()).toEqual(['ok token_ok', 'ok polling', 'ok privacy_on'])
    expect((await channelOf({ language: 'en' }).verify())[0]?.detail).toBe('The token works, the bot answers: @JupiterHelp_bot.')
  })

  it('a wrong token, a webhook in the way, a webhook not set or not ours, a privacy mode that is off', async () => {
    expect(await codes({ token: new Secret('7000000001:not-the-token-of-any-bot') })).toEqual(['error token_bad'])
    const webhook = { url: 'https://desk.example/hooks/main', secret: new Secret('s') }
    expect(await codes({ webhook })).toContain('warning webhook_missing')
    sim.engine.bot().webhook = { url: 'http://127.0.0.1:9/old', secret: null, maxConnections: 1, ipAddress: null, lastError: null, goneSince: null }
    expect(await codes({ webhook })).toContain('warning webhook_other')
    expect(await codes()).toContain('warning polling_blocked')
    sim.engine.bot().readsAllGroupMessages = true
    expect(await codes()).toContain('warning privacy_off')
  })

  it('start links lead to the bot once it is known, or to the practice chat', async () => {
    const channel = channelOf()
    expect(channel.startLink('qr_7')).toBeNull()
    await channel.verify()
    expect(channel.startLink('qr_7')).toBe('https://t.me/JupiterHelp_bot?start=qr_7')
    expect(channel.startLink('точка')).toBeNull()
    expect(channel.startLink('a'.repeat(65))).toBeNull()
    expect(channelOf({ linkBase: 'http://127.0.0.1:8081/?as=1' }).startLink('qr_7')).toBe('http://127.0.0.1:8081/?as=1&start=qr_7')
  })
})

type Answering = Parameters<typeof createServer>[1] & object

async function serve(answer: Answering, onConnect?: (server: Server) => void): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer(answer)
  onConnect?.(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  ends.push(close)
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

/** Forwards plain requests, opens tunnels; anybody without a password is sent away. */
function tinyProxy(seen: string[]): Promise<{ address: string; close: () => Promise<void> }> {
  const credentials = (headers: { 'proxy-authorization'?: string | undefined }): string | undefined => headers['proxy-authorization']?.replace('Basic ', '')
  const tunnels = new Set<Socket>()
  ends.push(() => {
    for (const tunnel of tunnels) tunnel.destroy()
  })
  return serve((request, answer) => {
    const who = credentials(request.headers)
    if (who === undefined) return void answer.writeHead(407).end()
    seen.push(`${request.method} ${who}`)
    const onward = forward(request.url ?? '', { method: request.method, headers: request.headers }, reply => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    request.pipe(onward)
  }, server => server.on('connect', (request, socket: Socket) => {
    const who = credentials(request.headers)
    seen.push(`CONNECT ${who ?? ''}`)
    const [host, port] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const one of [onward, socket]) {
      tunnels.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        onward.destroy()
        socket.destroy()
      })
    }
  }))
}
