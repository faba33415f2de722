import { wireInstant, wireInstantOrNull } from '../lib/wire.ts'
import type { ChannelCard } from './api.ts'
import type { Channel, ChannelHealth } from './channel.ts'
import type { KeptChannel } from './actions/kept.ts'
import type { Mailbox } from './email/mailbox.ts'
import type { Backlog } from './store/backlog.ts'
import type { Check } from './store/settings.ts'

/** What is known of all channels at one moment. Pure. */
export type Known = {
  /** Channels that are open here. */
  open: readonly Pick<Channel, 'id' | 'kind' | 'health' | 'startLink'>[]
  kept: readonly KeptChannel[]
  /** Mailboxes that the house was opened with. */
  fixed: readonly Pick<Mailbox, 'id' | 'address' | 'imap'>[]
  /** Health of mailboxes and of the door (`door`). */
  parts: ReadonlyMap<string, ChannelHealth>
  backlog: readonly Backlog[]
  checks: readonly Check[]
  names: ReadonlyMap<string, string>
  sealedWords: string
}

export const wireHealth = ({ state, since, lastEventAt, detail }: ChannelHealth): NonNullable<ChannelCard['health']> => ({ state, since: wireInstant(since), lastEventAt: wireInstantOrNull(lastEventAt), detail })
/** Of a channel that is on: where another process listens to it, it is not stopped. */
export const wireOpenHealth = (health: ChannelHealth): NonNullable<ChannelCard['health']> => wireHealth(health.state === 'stopped' ? { ...health, state: 'waiting' } : health)
export const wireBacklog = (found: Backlog | undefined): NonNullable<ChannelCard['backlog']> => ({ waiting: found?.waiting ?? 0, oldest: wireInstantOrNull(found?.oldest ?? null), failed: found?.failed ?? 0 })

/** The channel of all mail is told by its mailboxes. */
const mailId = 'email'

/** Those that were there when the house opened, then what people have added, oldest first. */
export function cardsOf(known: Known): ChannelCard[] {
  const added = new Set(known.kept.map(({ row }) => row.id))
  return [
    ...known.open.filter(({ id }) => !added.has(id) && id !== mailId).map(channel => cardOfServer(channel, known)), ...known.fixed.map(mailbox => cardOfFixed(mailbox, known)),
    ...known.kept.map(one => cardOfAdded(one, known)),
  ]
}

function cardOfServer({ id, kind, health }: Known['open'][number], { backlog, checks }: Known): ChannelCard {
  return {
    id, kind, title: null, source: 'server', state: 'on', set: null, secrets: [], sealed: false, version: null, changed: null,
    health: wireOpenHealth(health()), backlog: kind === 'portal' ? null : wireBacklog(backlog.find(one => one.channelId === id)), check: checkOf(id, checks),
  }
}

/** One that gets its letters by the door is heard of there. */
function cardOfFixed({ id, address, imap }: Known['fixed'][number], { parts, checks }: Known): ChannelCard {
  const health = imap === null ? parts.get('door') : parts.get(id)
  return {
    id, kind: 'mailbox', title: address, source: 'server', state: 'on', set: null, secrets: [], sealed: false, version: null, changed: null,
    health: health === undefined ? null : wireOpenHealth(health), backlog: null, check: checkOf(id, checks),
  }
}

function cardOfAdded({ row, opened }: KeptChannel, known: Known): ChannelCard {
  const { id, title, state, version, changedAt, changedBy } = row
  return {
    id, kind: row.kind, title, source: 'workspace', state, version, set: setOf(row, known), secrets: Object.keys(opened?.secrets ?? {}), sealed: opened === null,
    changed: { at: wireInstant(changedAt), by: changedBy === null ? null : known.names.get(changedBy) ?? null },
    health: healthOf({ row, opened }, known), backlog: row.kind === 'telegram' ? wireBacklog(known.backlog.find(one => one.channelId === id)) : null, check: checkOf(id, known.checks),
  }
}

function setOf(row: KeptChannel['row'], { open }: Known): ChannelCard['set'] {
  switch (row.kind) {
    case 'telegram': return { kind: row.kind, settings: row.settings, bot: row.bot ?? '', address: open.find(({ id }) => id === row.id)?.startLink('x')?.replace(/[?&]start=x$/, '') ?? null }
    case 'mailbox': return { kind: row.kind, settings: row.settings }
    case 'mail_door': return { kind: row.kind, settings: row.settings }
  }
}

/** A mailbox that only sends has nothing to listen to. */
function healthOf({ row, opened }: KeptChannel, { open, parts, sealedWords }: Known): ChannelCard['health'] {
  const asOf = (state: ChannelHealth['state'], detail: string | null = null) => wireHealth({ state, since: row.changedAt, lastEventAt: null, detail })
  if (row.state === 'off') return asOf('stopped')
  if (opened === null) return asOf('failed', sealedWords)
  if (row.kind === 'mailbox' && row.settings.imap === null) return null
  const health = row.kind === 'telegram' ? open.find(({ id }) => id === row.id)?.health() : parts.get(row.kind === 'mail_door' ? 'door' : row.id)
  return health === undefined ? asOf('starting') : wireOpenHealth(health)
}

function checkOf(id: string, checks: readonly Check[]): ChannelCard['check'] {
  const found = checks.find(({ channelId }) => channelId === id)
  return found === undefined ? null : { at: wireInstant(found.checkedAt), findings: [...found.findings] }
}
