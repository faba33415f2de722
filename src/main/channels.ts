import type { Channel } from '../channels/channel.ts'
import type { KeptSettings } from '../channels/actions/kept.ts'
import type { Opened } from '../channels/settings.ts'
import type { TelegramConfig } from '../channels/telegram/client/config.ts'
import type { Health } from '../http/routes/health.ts'
import { Secret } from '../lib/secret.ts'

/** A channel that people have added and that is one of its own: a bot. Mailboxes and the door for letters are parts of the channel `email`. */
export type OpenedBot = Extract<Opened, { kind: 'telegram' }>

/** How the adapter is set for a bot of the workspace. */
export function telegramOf({ id, settings, secrets }: OpenedBot): Omit<TelegramConfig, 'time' | 'log'> {
  return {
    id, token: new Secret(secrets.token ?? ''), localServer: settings.localServer,
    ...(settings.apiRoot === null ? {} : { apiRoot: settings.apiRoot }),
    ...(secrets.proxy === undefined ? {} : { proxy: new Secret(secrets.proxy) }),
    ...(settings.webhook === null || secrets.webhookSecret === undefined ? {} : { webhook: { url: `${settings.webhook.base}/hooks/${id}`, secret: new Secret(secrets.webhookSecret) } }),
  }
}

/** The channels of an open house: those it was opened with, and the bots that people add, change and switch off meanwhile. */
export type Registry = {
  /** Those that are on: messengers first. */
  all(): readonly Channel[]
  ids(): readonly string[]
  get(id: string): Channel | null
  /** Also those that are switched off: what they have brought is still read. */
  readers(): readonly string[]
  reader(id: string): Channel | null
  /** Ids of those whose events are prepared before they are read. */
  prepares(): readonly string[]
  health(): ReturnType<Health['channels']>
  /** From now on each that is on is listened to, and comes and goes with its settings. */
  listen(start: (channel: Channel) => Listener): void
  /** Ends the listening; the channels can still be written to. */
  stop(): Promise<void>
}

type Listener = { stop(): Promise<void> }
type Bot = { mark: number; channel: Channel; isOn: boolean; listener: Listener | null }

/** `sealedWords`: what is said of a channel whose secrets cannot be opened. `changed`: told after the channels have become others. */
export function openRegistry({ messengers, others, kept, make, sealedWords, changed, onTrouble }: {
  messengers: readonly Channel[]; others: readonly Channel[]; kept: KeptSettings; make: (bot: OpenedBot) => Channel; sealedWords: string; changed: () => void; onTrouble: (error: unknown) => void
}): Registry {
  const bots = new Map<string, Bot>()
  const listeners = new Map<Channel, Listener>()
  let start: ((channel: Channel) => Listener) | null = null
  let stopped = false

  /** One after another: who held a bot has let go of it before somebody else takes it. */
  const follow = async (): Promise<void> => {
    for (const { row, opened } of kept.all()) {
      if (row.kind !== 'telegram' || stopped) continue
      const bot = bots.get(row.id)
      if (bot?.mark === row.version) continue
      const isOn = row.state === 'on' && opened !== null
      if (bot !== undefined) {
        bot.isOn &&= isOn
        await bot.listener?.stop()
      }
      if (opened?.kind !== 'telegram') bots.delete(row.id)
      else {
        const channel = make(opened)
        bots.set(row.id, { mark: row.version, channel, isOn, listener: isOn && !stopped && start !== null ? start(channel) : null })
      }
    }
  }
  // Nobody listens yet, so that nothing is waited for: the bots are here when this function returns.
  let following = follow().catch(onTrouble)
  const forget = kept.changed(() => {
    following = following.then(follow).then(changed).catch(onTrouble)
  })

  const all = (): readonly Channel[] => [...messengers, ...[...bots.values()].flatMap(({ channel, isOn }) => (isOn ? [channel] : [])), ...others]
  const known = (): readonly Channel[] => [...messengers, ...[...bots.values()].map(({ channel }) => channel), ...others]
  return {
    all,
    ids: () => all().map(({ id }) => id),
    get: id => all().find(channel => channel.id === id) ?? null,
    readers: () => known().map(({ id }) => id),
    reader: id => known().find(channel => channel.id === id) ?? null,
    prepares: () => all().filter(channel => channel.prepare !== undefined).map(({ id }) => id),
    health: () => [
      ...all().map(channel => ({ id: channel.id, kind: channel.kind, ...channel.health() })),
      ...kept.all().flatMap(({ row, opened }) => (row.kind === 'telegram' && row.state === 'on' && opened === null
        ? [{ id: row.id, kind: 'telegram' as const, state: 'failed' as const, since: row.changedAt, lastEventAt: null, detail: sealedWords }] : [])),
    ],
    listen: begin => {
      start = begin
      for (const channel of [...messengers, ...others]) listeners.set(channel, begin(channel))
      for (const bot of bots.values()) if (bot.isOn && bot.listener === null) bot.listener = begin(bot.channel)
    },
    stop: async () => {
      stopped = true
      forget()
      await following
      await Promise.all([...listeners.values(), ...[...bots.values()].flatMap(({ listener }) => listener ?? [])].map(listener => listener.stop()))
    },
  }
}
