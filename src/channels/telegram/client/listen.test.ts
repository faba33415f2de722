import { describe, expect, it } from 'vitest'
import type { RawEvent } from '../../channel.ts'
import { Secret } from '../../../lib/secret.ts'
import { telegram as ru } from '../../../words/ru/telegram.ts'
import { pngOf } from '../../../../sim/telegram/index.ts'
import { channelOf, handWait, keysOf, listening, noFiles, olga, serve, sim, stage, textsOf, until } from './testing.ts'

stage()

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

  it('is live as soon as Telegram answers, long before anybody writes, also after a late start', async () => {
    const { wait, pauses, pass } = handWait()
    await sim.fault({ method: 'getMe', drop: 'before' })
    const channel = channelOf({ wait })
    listening(channel, async () => {})
    await until(() => expect(pauses).toHaveLength(1))
    expect(channel.health().state).toBe('waiting')
    pass()
    await until(() => expect(channel.health()).toMatchObject({ state: 'live', lastEventAt: null, detail: null }))
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
    expect(russian?.['commands']).toContainEqual({ command: 'my', description: 'Мои заявки' })
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
