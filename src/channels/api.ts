import { z } from 'zod'
import { id, instant, text } from '../lib/wire.ts'
import { doorSettings, mailboxSettings, settingKinds, settingLimits, telegramSettings, typed } from './settings.ts'

const channelId = z.string().min(1).max(100)
const level = z.enum(['ok', 'warning', 'error'])
export const finding = z.object({ level, code: z.string(), detail: z.string() })
const health = z.object({ state: z.enum(['starting', 'live', 'waiting', 'failed', 'stopped']), since: instant, lastEventAt: instant.nullable(), detail: z.string().nullable() })
/** Messages to customers that wait to be sent, since when the oldest does, and how many were given up in the last day. */
const backlog = z.object({ waiting: z.number(), oldest: instant.nullable(), failed: z.number() })

/**
 * A channel as the workspace shows it. `source` server: of the environment or built in, nothing of it can be changed here. `secrets`: names of those that are
 * set, never the secrets themselves; `sealed`: they cannot be opened, since the secret of the desk is another one.
 */
export const channelCard = z.object({
  id: channelId, kind: z.enum([...settingKinds, 'portal', 'email', 'phone', 'api']), title: z.string().nullable(), source: z.enum(['workspace', 'server']), state: z.enum(['on', 'off']),
  set: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('telegram'), settings: telegramSettings, bot: z.string(), address: z.string().nullable() }),
    z.object({ kind: z.literal('mailbox'), settings: mailboxSettings }),
    z.object({ kind: z.literal('mail_door'), settings: doorSettings }),
  ]).nullable(),
  secrets: z.array(z.string()), sealed: z.boolean(), version: z.number().nullable(),
  changed: z.object({ at: instant, by: z.string().nullable() }).nullable(),
  health: health.nullable(), backlog: backlog.nullable(),
  check: z.object({ at: instant, findings: z.array(finding) }).nullable(),
})
export type ChannelCard = z.infer<typeof channelCard>

/** `GET /api/channels`. `mail`: the backlog of all mailboxes together. `origin`: where the desk is reached from outside, as far as it knows. */
export const channelList = z.object({ channels: z.array(channelCard), mail: backlog.nullable(), origin: z.string().nullable() })
export type ChannelList = z.infer<typeof channelList>

const title = text(settingLimits.title)
/** `POST /api/channels`. Refuses `already_exists` (the bot, the mailbox, a second door), `secret_missing`, `practice_stays_here`, `too_many_channels`. */
export const newChannel = z.strictObject({ title, channel: typed })
/** `PATCH /api/channels/:id`: the kind stays. Secrets that are left out stay as they are, unless the server that they are for has changed. Refuses `stale`, `other_channel` too. */
export const channelChanges = z.strictObject({ version: z.int(), title: title.optional(), channel: typed.optional() })
/** `POST /api/channels/:id/switch`. */
export const channelSwitch = z.strictObject({ version: z.int(), state: z.enum(['on', 'off']) })
export const made = z.object({ id: channelId, version: z.number() })

/** The self-test has two parts: the connection at once, the letter to itself, which takes up to a minute. */
export const checkPart = z.enum(['connection', 'letter'])
export type CheckPart = z.infer<typeof checkPart>
/** `POST /api/channels/test`: settings that nobody has saved; with `id`, secrets that are left out are those of that channel. */
export const unsavedCheck = z.strictObject({ id: channelId.nullable(), part: checkPart, channel: typed })
/** `POST /api/channels/:id/test`: a channel as it stands; what its connection says is kept. */
export const savedCheck = z.strictObject({ part: checkPart })
export const findings = z.array(finding)
export type WireFinding = z.infer<typeof finding>

/**
 * `GET /api/channels/:id/counts`: letters of a mailbox. `server`: what its server showed when it was last compared, how much of that the inbox holds and how much
 * it lacks; null: not compared yet. `stored`: all that ever came from it, the sum of what follows.
 */
export const mailboxCounts = z.object({
  server: z.object({ seen: z.number(), stored: z.number(), missing: z.number(), at: instant }).nullable(), stored: z.number(),
  onTickets: z.number(), known: z.number(), aside: z.number(), quarantined: z.number(), pending: z.number(),
})
export type MailboxCounts = z.infer<typeof mailboxCounts>

/** `GET /api/channels/backlog`, for everybody at the desk. `show`: there is something to be told on top of the screen. */
export const backlogs = z.object({
  show: z.boolean(), waiting: z.number(), oldest: instant.nullable(),
  channels: z.array(backlog.extend({ id: channelId, kind: z.string(), title: z.string().nullable(), state: health.shape.state, detail: z.string().nullable() })),
})
export type Backlogs = z.infer<typeof backlogs>

/** `GET /api/channels/:id/ways`: where the people can be reached to whom something waits in this channel. */
export const ways = z.object({ parcels: z.number(), people: z.number(), ways: z.array(z.object({ id: channelId, title: z.string().nullable(), kind: z.string(), people: z.number() })) })
export type Ways = z.infer<typeof ways>

/** `POST /api/channels/:id/reroute`: what waits goes another way where there is one. `without`: people who have none, to be called; at most 200 of `withoutCount`. Refuses `channel_not_open`. */
export const reroute = z.strictObject({ to: channelId })
export const rerouted = z.object({
  parcels: z.number(), tickets: z.number(), withoutCount: z.number(),
  without: z.array(z.object({ ticket: z.object({ id, number: z.number(), subject: z.string() }), contact: z.string(), phone: z.string().nullable() })),
})
export type Rerouted = z.infer<typeof rerouted>
