/**
 * What people set of a channel in the workspace: open settings, and secrets that are kept apart, sealed, and never given out again.
 * Shapes of the wire and of the stored row alike.
 */
import { z } from 'zod'
import { Secret } from '../lib/secret.ts'
import type { Mailbox, MailDoor, MailLogin, MailServer } from './email/mailbox.ts'

export const settingKinds = ['telegram', 'mailbox', 'mail_door'] as const
export type SettingKind = (typeof settingKinds)[number]

export const settingLimits = { title: 80, name: 120, host: 253, user: 320, url: 500, secret: 8_000, certificate: 16_000, channels: 50 } as const

const line = (most: number) => z.string().trim().max(most).refine(text => !/[\r\n\0]/.test(text))
const filled = (most: number) => line(most).refine(text => text !== '')
const host = filled(settingLimits.host).toLowerCase().refine(text => /^[\p{L}\p{N}.:_-]+$/u.test(text))
const port = z.int().min(1).max(65_535)
const httpUrl = filled(settingLimits.url).refine(text => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol))
const httpsUrl = httpUrl.refine(text => new URL(text).protocol === 'https:')

const withoutSlash = (text: string): boolean => !text.endsWith('/')

/**
 * `webhook` null: long polling; `base`: where the desk can be reached from outside, Telegram posts to `/hooks/<id>` there. `apiRoot` null: Telegram's own.
 * `localServer`: the server at `apiRoot` is one's own, in local mode.
 */
export const telegramSettings = z.strictObject({
  webhook: z.strictObject({ base: httpsUrl.refine(withoutSlash) }).nullable(),
  apiRoot: httpUrl.refine(withoutSlash).nullable(),
  localServer: z.boolean(),
})

const login = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), user: filled(settingLimits.user) }),
  z.strictObject({ kind: z.literal('oauth2'), user: filled(settingLimits.user), clientId: filled(settingLimits.name), tokenUrl: httpsUrl }),
])
const mailServer = z.strictObject({ host, port, security: z.enum(['tls', 'starttls', 'none']), login: login.nullable(), ca: z.string().max(settingLimits.certificate).optional() })
const mailAddress = filled(settingLimits.user).toLowerCase().refine(text => /^[^\s@<>"]+@[^\s@<>"]+$/.test(text))

export const mailboxSettings = z.strictObject({
  name: filled(settingLimits.name),
  address: mailAddress,
  imap: mailServer.extend({ folder: filled(settingLimits.name), processed: filled(settingLimits.name).nullable(), since: z.iso.date().optional() }).nullable(),
  smtp: mailServer.nullable(),
  plusAddressing: z.boolean(),
  ownDomain: z.boolean(),
  dkim: z.strictObject({ domain: host, selector: filled(63) }).nullable(),
  trustedServer: filled(settingLimits.host).nullable(),
})

export const doorSettings = z.strictObject({ host, port, protocol: z.enum(['smtp', 'lmtp']), tls: z.strictObject({ certificate: z.string().max(settingLimits.certificate) }).nullable() })

export type TelegramSettings = z.infer<typeof telegramSettings>
export type MailboxSettings = z.infer<typeof mailboxSettings>
export type DoorSettings = z.infer<typeof doorSettings>

/** Secrets of each kind, by name. `webhookSecret` is made by the desk itself. */
export const secretNames = {
  telegram: ['token', 'webhookSecret', 'proxy'],
  mailbox: ['imapPassword', 'imapClientSecret', 'imapRefreshToken', 'smtpPassword', 'smtpClientSecret', 'smtpRefreshToken', 'dkimKey'],
  mail_door: ['tlsKey'],
} as const satisfies Record<SettingKind, readonly string[]>
export type SecretName = (typeof secretNames)[SettingKind][number]
/** As they lie sealed. */
export type Secrets = Readonly<Partial<Record<SecretName, string>>>

const secret = z.string().min(1).max(settingLimits.secret)
/** Absent: stays as it is; null: taken away. */
const typedSecrets = <N extends SecretName>(names: readonly N[]) => z.strictObject(Object.fromEntries(names.map(name => [name, secret.nullable().optional()])) as Record<N, z.ZodOptional<z.ZodNullable<typeof secret>>>)

const token = secret.trim().refine(text => /^\d{5,20}:[\w-]{20,100}$/.test(text))
const proxy = secret.trim().refine(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))

/** Settings of one kind with the secrets that somebody typed. */
export const typed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('telegram'), settings: telegramSettings, secrets: z.strictObject({ token: token.nullable().optional(), proxy: proxy.nullable().optional() }) }),
  z.strictObject({ kind: z.literal('mailbox'), settings: mailboxSettings, secrets: typedSecrets(secretNames.mailbox) }),
  z.strictObject({ kind: z.literal('mail_door'), settings: doorSettings, secrets: typedSecrets(secretNames.mail_door) }),
])
export type Typed = z.infer<typeof typed>
export type Settings = { [K in Typed['kind']]: { kind: K; settings: Extract<Typed, { kind: K }>['settings'] } }[Typed['kind']]

/** A channel with its secrets in hand. */
export type Opened = Settings & { id: string; secrets: Secrets }

/** What was there, with what was typed over it. */
export function mergeSecrets(kept: Secrets, over: Typed['secrets']): Secrets {
  const merged: Record<string, string> = { ...kept }
  for (const [name, value] of Object.entries(over) as [string, string | null | undefined][]) {
    if (value === null) delete merged[name]
    else if (value !== undefined) merged[name] = value
  }
  return merged
}

const ofServer = (server: MailboxSettings['smtp'], side: 'imap' | 'smtp'): readonly SecretName[] =>
  (server === null || server.login === null ? [] : server.login.kind === 'password' ? [`${side}Password`] : [`${side}ClientSecret`, `${side}RefreshToken`])

/** Secrets without which these settings cannot work. */
export function neededSecrets(of: Settings): readonly SecretName[] {
  switch (of.kind) {
    case 'telegram': return ['token']
    case 'mailbox': return [...ofServer(of.settings.imap, 'imap'), ...ofServer(of.settings.smtp, 'smtp'), ...(of.settings.dkim === null ? [] : ['dkimKey' as const])]
    case 'mail_door': return of.settings.tls === null ? [] : ['tlsKey']
  }
}

export const missingSecrets = (of: Settings, secrets: Secrets): readonly SecretName[] => neededSecrets(of).filter(name => secrets[name] === undefined)

/** Where a secret goes to another place than it was typed for (another host, another server of the API), it has to be typed again: nobody sends a password that he does not know to a server of his own. */
export function movedSecrets(before: Settings, after: Settings): readonly SecretName[] {
  if (before.kind === 'telegram' && after.kind === 'telegram') return before.settings.apiRoot === after.settings.apiRoot ? [] : ['token']
  if (before.kind !== 'mailbox' || after.kind !== 'mailbox') return []
  const sides = ['imap', 'smtp'] as const
  return sides.flatMap(side => (placeOf(before.settings[side]) === placeOf(after.settings[side]) ? [] : [`${side}Password`, `${side}ClientSecret`, `${side}RefreshToken`] as const))
}

function placeOf(server: MailboxSettings['smtp']): string {
  if (server === null) return ''
  return [server.host, server.port, server.security, server.login?.kind === 'oauth2' ? server.login.tokenUrl : ''].join(' ')
}

/** Servers that these settings lead to. */
export function hostsOf(of: Settings): readonly string[] {
  switch (of.kind) {
    case 'telegram': return [of.settings.apiRoot === null ? 'api.telegram.org' : new URL(of.settings.apiRoot).hostname]
    case 'mailbox': return [of.settings.imap, of.settings.smtp].flatMap(server => (server === null ? [] : [server.host, ...(server.login?.kind === 'oauth2' ? [new URL(server.login.tokenUrl).hostname] : [])]))
    case 'mail_door': return [of.settings.host]
  }
}

export const isThisMachine = (host: string): boolean => /^(?:127(?:\.\d+){3}|\[?::1\]?|localhost)$/.test(host)

/** The numeric id of a bot: the open half of its token. */
export const botOf = (token: string): string => token.split(':')[0] ?? ''

const secretOf = (secrets: Secrets, name: SecretName): Secret => new Secret(secrets[name] ?? '')

function loginOf(login: NonNullable<MailboxSettings['smtp']>['login'], secrets: Secrets, side: 'imap' | 'smtp'): MailLogin | null {
  if (login === null) return null
  return login.kind === 'password'
    ? { ...login, password: secretOf(secrets, `${side}Password`) }
    : { ...login, clientSecret: secretOf(secrets, `${side}ClientSecret`), refreshToken: secretOf(secrets, `${side}RefreshToken`) }
}
const serverOf = <S extends NonNullable<MailboxSettings['smtp']>>(server: S, secrets: Secrets, side: 'imap' | 'smtp'): Omit<S, 'login'> & MailServer => ({ ...server, login: loginOf(server.login, secrets, side) })

/** The mailbox as the channel `email` works with it. Its id is the row's. */
export const mailboxOf = (id: string, { imap, smtp, dkim, ...settings }: MailboxSettings, secrets: Secrets): Mailbox => ({
  id, ...settings,
  imap: imap === null ? null : serverOf(imap, secrets, 'imap'),
  smtp: smtp === null ? null : serverOf(smtp, secrets, 'smtp'),
  dkim: dkim === null ? null : { ...dkim, key: secretOf(secrets, 'dkimKey') },
})

export const doorOf = ({ tls, ...settings }: DoorSettings, secrets: Secrets): MailDoor => ({ ...settings, tls: tls === null ? null : { ...tls, key: secretOf(secrets, 'tlsKey') } })
