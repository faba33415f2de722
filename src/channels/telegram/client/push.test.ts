import { describe, expect, it, test } from 'vitest'
import type { RawEvent } from '../../channel.ts'
import { Secret } from '../../../lib/secret.ts'
import { handTime } from '../../../lib/time.ts'
import type { telegramChannel } from '../index.ts'
import { channelOf, handWait, listening, olga, serve, sim, stage, textsOf, until } from './testing.ts'

stage()

const secret = new Secret('s3cret-of-the_hook')
const body = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const hook = { url: 'https://desk.example/hooks/main', secret }

describe('webhook', () => {

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
