import { describe, expect, it } from 'vitest'
import { until } from '../../test/program.ts'
import type { KeptChannel, KeptSettings } from '../channels/actions/kept.ts'
import type { Channel } from '../channels/channel.ts'
import { openRegistry, telegramOf, type OpenedBot } from './channels.ts'

const channelOf = (id: string, kind: Channel['kind'] = 'telegram'): Channel => ({
  id, kind, can: { albums: 'none', editOutgoing: true, buttons: 'inline', askPhone: false, startPayloadMax: 64, initiate: 'after_start', maxText: 4096, maxDownload: 1, maxUpload: 1 },
  verify: async () => [], listen: async () => {}, accept: () => ({ status: 404, events: [] }), read: () => ({ ok: true, events: [] }), send: async () => ({ ok: true, externalIds: [] }),
  fetchFile: async () => ({ ok: false, class: 'gone', detail: '' }), startLink: () => null, health: () => ({ state: 'live', since: 0, lastEventAt: null, detail: null }),
})

const settings = { webhook: null, apiRoot: null, localServer: false }
function bot(id: string, version: number, { state = 'on', opens = true }: { state?: 'on' | 'off'; opens?: boolean } = {}): KeptChannel {
  const row = { id, kind: 'telegram' as const, title: id, settings, secrets: 'sealed', bot: '1', state, version, madeAt: 1, madeBy: null, changedAt: 7, changedBy: null }
  return { row, opened: opens ? { id, kind: 'telegram', settings, secrets: { token: `token ${version}` } } : null }
}

/** A house of channels whose settings the test writes; `did` tells who began and ended to listen, in order. */
function house(first: readonly KeptChannel[]) {
  let rows = first
  let tell: (() => void) | null = null
  const did: string[] = []
  let slow: Promise<void> = Promise.resolve()
  const kept: KeptSettings = { all: () => rows, refresh: async () => {}, changed: told => {
    tell = told
    return () => {
      tell = null
    }
  } }
  let changes = 0
  const registry = openRegistry({
    messengers: [channelOf('telegram')], others: [{ ...channelOf('email', 'email'), prepare: async () => ({ ok: true, prepared: null }) }], kept, sealedWords: 'введите токен заново',
    make: made => ({ ...channelOf(made.id), startLink: () => made.secrets.token ?? null }), changed: () => void changes++, onTrouble: error => { throw error },
  })
  const listen = () => registry.listen(channel => {
    const name = `${channel.id} ${channel.startLink('x') ?? ''}`.trim()
    did.push(`+ ${name}`)
    return { stop: async () => {
      await slow
      did.push(`- ${name}`)
    } }
  })
  return {
    registry, did, listen,
    set: (next: readonly KeptChannel[]) => {
      rows = next
      tell?.()
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      slow = promise
      return resolve
    },
    changes: () => changes,
  }
}

describe('channels of an open house', () => {
  it('bots stand between the messengers of the server and the rest, and are listened to once the house is open', () => {
    const { registry, did, listen } = house([bot('telegram-a', 1)])
    expect(registry.ids()).toEqual(['telegram', 'telegram-a', 'email'])
    expect(registry.prepares()).toEqual(['email'])
    expect(did).toEqual([])
    listen()
    expect(did).toEqual(['+ telegram', '+ email', '+ telegram-a token 1'])
  })

  it('a bot that has changed begins anew only after the old one has let go of it; the others hear nothing of it', async () => {
    const { did, listen, set, hold, changes } = house([bot('telegram-a', 1), bot('telegram-b', 1)])
    listen()
    const begun = did.length
    const letGo = hold()
    set([bot('telegram-a', 2), bot('telegram-b', 1), bot('telegram-c', 1)])
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(did.slice(begun)).toEqual([])
    letGo()
    await until('the change to be carried out', () => changes() === 1)
    expect(did.slice(begun)).toEqual(['- telegram-a token 1', '+ telegram-a token 2', '+ telegram-c token 1'])
  })

  it('switched off it is no way out any more, but what it brought is still read', async () => {
    const { registry, did, listen, set, changes } = house([bot('telegram-a', 1)])
    listen()
    set([bot('telegram-a', 2, { state: 'off' })])
    await until('it to be off', () => changes() === 1)
    expect(did.at(-1)).toBe('- telegram-a token 1')
    expect(registry.get('telegram-a')).toBeNull()
    expect(registry.ids()).toEqual(['telegram', 'email'])
    expect(registry.reader('telegram-a')?.id).toBe('telegram-a')
    expect(registry.readers()).toContain('telegram-a')
  })

  it('one whose secrets do not open is told as failed and hinders nobody', () => {
    const { registry } = house([bot('telegram-a', 1, { opens: false }), bot('telegram-b', 1)])
    expect(registry.ids()).toEqual(['telegram', 'telegram-b', 'email'])
    expect(registry.health().find(({ id }) => id === 'telegram-a')).toEqual({ id: 'telegram-a', kind: 'telegram', state: 'failed', since: 7, lastEventAt: null, detail: 'введите токен заново' })
  })

  it('a house that closes begins nothing more', async () => {
    const { registry, did, listen, set } = house([bot('telegram-a', 1)])
    listen()
    await registry.stop()
    expect(did.slice(3).toSorted()).toEqual(['- email', '- telegram', '- telegram-a token 1'])
    set([bot('telegram-a', 2), bot('telegram-b', 1)])
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(did).toHaveLength(6)
  })
})

it('a bot that Telegram delivers to has an address and a secret of its own', () => {
  const opened: OpenedBot = { id: 'telegram-k3f9w2', kind: 'telegram', settings: { ...settings, webhook: { base: 'https://desk.jupiter.example' } }, secrets: { token: '1:a', webhookSecret: 'made by the desk', proxy: 'http://proxy.example:3128' } }
  const config = telegramOf(opened)
  expect(config.webhook?.url).toBe('https://desk.jupiter.example/hooks/telegram-k3f9w2')
  expect([config.token, config.webhook?.secret, config.proxy].map(secret => secret?.reveal())).toEqual(['1:a', 'made by the desk', 'http://proxy.example:3128'])
  expect(telegramOf({ ...opened, settings }).webhook).toBeUndefined()
  expect(JSON.stringify(config)).not.toContain('made by')
})
