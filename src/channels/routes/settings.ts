/** Doors of the channels that people add: settings, self-tests, health, what waits. Their permissions stand in `http/register.ts`. */
import { z } from 'zod'
import { channelValues } from '../../alarms/values.ts'
import { record } from '../../audit/store.ts'
import { whoOf } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import type { Bell } from '../../lib/bell.ts'
import { tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { second, type Instant } from '../../lib/instant.ts'
import type { Time } from '../../lib/time.ts'
import { wireInstant, wireInstantOrNull } from '../../lib/wire.ts'
import { listMembers } from '../../staff/store.ts'
import type { TicketRoom } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { channels as english } from '../../words/en/channels.ts'
import { channels as russian } from '../../words/ru/channels.ts'
import { addChannel, changeChannel, switchChannel, unsaved } from '../actions/changing.ts'
import { check, checkMailbox, type Testers } from '../actions/checking.ts'
import type { KeptSettings } from '../actions/kept.ts'
import { reroute } from '../actions/rerouting.ts'
import type { Sealing } from '../actions/sealing.ts'
import { backlogs, channelChanges, channelList, channelSwitch, findings, mailboxCounts, made, newChannel, reroute as rerouteShape, rerouted, savedCheck, unsavedCheck, ways, type Backlogs, type CheckPart, type MailboxCounts } from '../api.ts'
import type { Channel, ChannelHealth, Finding } from '../channel.ts'
import type { Mailbox } from '../email/mailbox.ts'
import { cardsOf, wireBacklog, wireOpenHealth } from '../show.ts'
import { backlogByChannel, waysFrom, type Backlog } from '../store/backlog.ts'
import { inboxCounts } from '../store/counts.ts'
import { allChecks, keepCheck } from '../store/settings.ts'

export type ChannelHouse = {
  db: Db
  time: Time
  bell: Pick<Bell, 'ring'>
  tickets: TicketRoom
  sealing: Sealing
  practice: boolean
  /** Where the desk is reached from outside; null: not known. */
  origin: string | null
  kept: KeptSettings
  /** Mailboxes that the house was opened with. */
  fixed: readonly Mailbox[]
  /** Channels that are open in this process, and one of them. */
  open: () => readonly Channel[]
  channel: (id: string) => Channel | null
  /** Can anything leave by this channel? Mail needs a mailbox that sends. */
  sends: (channel: Channel) => boolean
  testers: Testers
  /** Health of mailboxes and of the door (`door`). */
  parts: () => ReadonlyMap<string, ChannelHealth>
  /** What the server of a mailbox showed when it was last compared with the inbox; null: not yet. */
  serverCounts: (mailbox: string) => Promise<{ seen: number; stored: number; missing: number; at: Instant } | null>
  announce: (changes: readonly Change[]) => void
  onTrouble: (error: unknown) => void
}

/** Rings when a channel was added, changed or switched. */
export const channelsTopic = 'channels'

const mailId = 'email'
const byId = z.object({ id: z.string().min(1).max(100) })
/** Each test signs in somewhere: nobody hammers a mail server from here. */
const tests = { rateLimit: { max: 30, timeWindow: '1 minute' } }
const mostListed = 200
/** Every open workspace asks: the outbox is counted once for all of them. */
const countEvery = 3 * second

const wordsOf = (language: 'ru' | 'en') => (language === 'en' ? english : russian)

export function channelRoutes(app: App, house: ChannelHouse): void {
  const { db, time, bell, kept, sealing, practice } = house
  const room = { db, sealing, practice }
  const nameOf = (id: string, words: typeof russian): string => kept.all().find(({ row }) => row.id === id)?.row.title ?? words.names[house.channel(id)?.kind ?? id] ?? id
  /** The answer shows what was changed: this process looks at once, the others when the bell has rung. */
  const followed = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work
    await kept.refresh()
    bell.ring(channelsTopic)
    return done
  }

  let counted: { at: number; backlog: Promise<readonly Backlog[]> } | null = null
  const backlogNow = (): Promise<readonly Backlog[]> => {
    if (counted === null || performance.now() - counted.at > countEvery) {
      const backlog = backlogByChannel(db, time.now())
      counted = { at: performance.now(), backlog }
      backlog.catch(() => {
        counted = null
      })
    }
    return counted.backlog
  }

  app.route({
    method: 'GET', url: '/api/channels', schema: { response: { 200: channelList } },
    handler: async request => {
      await kept.refresh()
      const [backlog, checks, members] = await Promise.all([backlogNow(), allChecks(db), listMembers(db, { all: true })])
      const names = new Map(members.map(({ id, name }) => [id, name]))
      const mail = house.fixed.length > 0 || kept.all().some(({ row }) => row.kind === 'mailbox') ? wireBacklog(backlog.find(({ channelId }) => channelId === mailId)) : null
      return { channels: cardsOf({ open: house.open(), kept: kept.all(), fixed: house.fixed, parts: house.parts(), backlog, checks, names, sealedWords: wordsOf(whoOf(request).language).sealed }), mail, origin: house.origin }
    },
  })

  app.route({
    method: 'POST', url: '/api/channels', schema: { body: newChannel, response: { 201: made } },
    handler: async (request, reply) => reply.status(201).send(await followed(addChannel(room, request.body, { by: whoOf(request).id, now: time.now() }))),
  })

  app.route({
    method: 'PATCH', url: '/api/channels/:id', schema: { params: byId, body: channelChanges, response: { 200: made } },
    handler: request => followed(changeChannel(room, request.params.id, request.body, { by: whoOf(request).id, now: time.now() })),
  })

  app.route({
    method: 'POST', url: '/api/channels/:id/switch', schema: { params: byId, body: channelSwitch, response: { 200: made } },
    handler: request => followed(switchChannel(room, request.params.id, request.body, { by: whoOf(request).id, now: time.now() })),
  })

  app.route({
    method: 'POST', url: '/api/channels/test', config: tests, schema: { body: unsavedCheck, response: { 200: findings } },
    handler: async request => {
      const { id, part, channel } = request.body
      const { language } = whoOf(request)
      const opened = await unsaved(room, id, channel)
      return [...await tested(() => check(opened, part, house.testers, { words: wordsOf(language), isOpen: isOpenDoor(opened) }), language)]
    },
  })

  app.route({
    method: 'POST', url: '/api/channels/:id/test', config: tests, schema: { params: byId, body: savedCheck, response: { 200: findings } },
    handler: async request => {
      const who = whoOf(request)
      const found = await tested(() => testSaved(request.params.id, request.body.part, who.language), who.language)
      if (request.body.part === 'connection') {
        await tx(db, async inner => {
          await keepCheck(inner, request.params.id, found, who.id, time.now())
          await record(inner, { at: time.now(), actor: who.id, act: 'channel_tested', subject: request.params.id })
        })
      }
      return [...found]
    },
  })

  async function testSaved(id: string, part: CheckPart, language: 'ru' | 'en'): Promise<readonly Finding[]> {
    const added = kept.all().find(({ row }) => row.id === id)
    if (added === undefined) {
      const mailbox = house.fixed.find(one => one.id === id)
      if (mailbox !== undefined) return checkMailbox(mailbox, part, house.testers.verifyMailbox)
      const channel = house.channel(id)
      if (channel === null) throw new Refusal('not_found')
      return part === 'letter' ? [] : channel.verify()
    }
    if (added.opened === null) return [{ level: 'error', code: 'sealed', detail: wordsOf(language).sealed }]
    return check(added.opened, part, house.testers, { words: wordsOf(language), isOpen: isOpenDoor(added.opened) })
  }

  /** A test that breaks says so; it never becomes an error of the page. */
  async function tested(work: () => Promise<readonly Finding[]>, language: 'ru' | 'en'): Promise<readonly Finding[]> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Refusal) throw error
      house.onTrouble(error)
      return [{ level: 'error', code: 'broke', detail: wordsOf(language).broke }]
    }
  }

  const isOpenDoor = (opened: Parameters<typeof check>[0]): boolean => {
    const standing = kept.all().find(({ row }) => row.kind === 'mail_door' && row.state === 'on')?.row
    return opened.kind === 'mail_door' && standing?.kind === 'mail_door' && standing.settings.host === opened.settings.host && standing.settings.port === opened.settings.port && house.parts().get('door')?.state === 'live'
  }

  app.route({
    method: 'GET', url: '/api/channels/:id/counts', schema: { params: byId, response: { 200: mailboxCounts } },
    handler: async ({ params: { id } }): Promise<MailboxCounts> => {
      if (![...house.fixed.map(one => one.id), ...kept.all().flatMap(({ row }) => (row.kind === 'mailbox' ? [row.id] : []))].includes(id)) throw new Refusal('not_found')
      const [inbox, server] = await Promise.all([inboxCounts(db, id), house.serverCounts(id)])
      return { ...inbox, server: server === null ? null : { ...server, at: wireInstant(server.at) } }
    },
  })

  app.route({
    method: 'GET', url: '/api/channels/backlog', schema: { response: { 200: backlogs } },
    handler: async (): Promise<Backlogs> => {
      const backlog = await backlogNow()
      // A page fetches its own; mail without a mailbox is no channel yet.
      const open = house.open().filter(({ id, kind, health }) => kind !== 'portal' && (id !== mailId || health().state !== 'stopped' || house.parts().size > 0))
      const known = new Set(open.map(({ id }) => id))
      const channels = [
        ...open.map(channel => ({ channel, ...wireBacklog(backlog.find(({ channelId }) => channelId === channel.id)), health: channel.health() })).map(({ channel, health, ...late }) => ({
          ...late, id: channel.id, kind: channel.kind, title: kept.all().find(({ row }) => row.id === channel.id)?.row.title ?? null, state: wireOpenHealth(health).state, detail: health.detail,
        })),
        // Switched off, or of another server: what waits there waits for somebody to do something.
        ...backlog.filter(({ channelId, waiting }) => !known.has(channelId) && waiting > 0).map(late => ({
          ...wireBacklog(late), id: late.channelId, kind: late.channelId.split('-')[0]!, title: kept.all().find(({ row }) => row.id === late.channelId)?.row.title ?? null, state: 'stopped' as const, detail: null,
        })),
      ]
      const oldest = backlog.reduce<Instant | null>((first, one) => (one.oldest === null ? first : Math.min(first ?? one.oldest, one.oldest)), null)
      return {
        show: channels.some(({ state }) => state === 'failed') || (oldest !== null && time.now() - oldest >= channelValues.bar),
        waiting: backlog.reduce((sum, { waiting }) => sum + waiting, 0), oldest: wireInstantOrNull(oldest), channels,
      }
    },
  })

  app.route({
    method: 'GET', url: '/api/channels/:id/ways', schema: { params: byId, response: { 200: ways } },
    handler: async ({ params: { id } }) => {
      const found = await waysFrom(db, id, time.now())
      return {
        ...found, ways: found.ways.flatMap(({ channelId, people }) => {
          const channel = house.channel(channelId)
          return channel === null || !house.sends(channel) ? [] : [{ id: channelId, kind: channel.kind, title: kept.all().find(({ row }) => row.id === channelId)?.row.title ?? null, people }]
        }),
      }
    },
  })

  app.route({
    method: 'POST', url: '/api/channels/:id/reroute', schema: { params: byId, body: rerouteShape, response: { 200: rerouted } },
    handler: async request => {
      const { params: { id: from }, body: { to } } = request
      const target = house.channel(to)
      if (target === null || to === from || !house.sends(target) || target.health().state === 'failed') throw new Refusal('channel_not_open')
      const note = russian.rerouted(nameOf(from, russian), nameOf(to, russian))
      const { parcels, tickets, without } = await reroute(house.tickets, db, { from, to }, { by: whoOf(request).id, now: time.now(), note }, house.announce)
      counted = null
      bell.ring('outbox')
      return {
        parcels, tickets, withoutCount: without.length,
        without: without.slice(0, mostListed).map(one => ({ ticket: { id: one.ticketId, number: one.number, subject: one.subject }, contact: one.contact, phone: one.phone })),
      }
    },
  })
}
