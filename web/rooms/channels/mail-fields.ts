import type { ChannelCard, Mailbox, Typed } from './data.ts'

/** What the form of a mailbox holds, and how it becomes what the server takes. Pure. */
export const providers = ['mailru', 'yandex', 'gmail', 'other'] as const
export type Provider = (typeof providers)[number]
export type Security = 'tls' | 'starttls' | 'none'

type Preset = { imapHost: string; imapPort: string; imapSecurity: Security; smtpHost: string; smtpPort: string; smtpSecurity: Security; trustedServer: string; plusAddressing: boolean }

/** Hosts and ports as the services name them. */
export const presets: Record<Exclude<Provider, 'other'>, Preset> = {
  mailru: { imapHost: 'imap.mail.ru', imapPort: '993', imapSecurity: 'tls', smtpHost: 'smtp.mail.ru', smtpPort: '465', smtpSecurity: 'tls', trustedServer: '', plusAddressing: false },
  yandex: { imapHost: 'imap.yandex.ru', imapPort: '993', imapSecurity: 'tls', smtpHost: 'smtp.yandex.ru', smtpPort: '465', smtpSecurity: 'tls', trustedServer: '', plusAddressing: false },
  gmail: { imapHost: 'imap.gmail.com', imapPort: '993', imapSecurity: 'tls', smtpHost: 'smtp.gmail.com', smtpPort: '465', smtpSecurity: 'tls', trustedServer: 'mx.google.com', plusAddressing: true },
}

const domains: Record<string, Exclude<Provider, 'other'>> = {
  'mail.ru': 'mailru', 'inbox.ru': 'mailru', 'list.ru': 'mailru', 'bk.ru': 'mailru', 'internet.ru': 'mailru', 'yandex.ru': 'yandex', 'ya.ru': 'yandex', 'yandex.com': 'yandex', 'gmail.com': 'gmail', 'googlemail.com': 'gmail',
}
/** The service of an address, where its domain says it; null: it may be any. */
export const providerOf = (address: string): Exclude<Provider, 'other'> | null => domains[address.trim().toLowerCase().split('@')[1] ?? ''] ?? null

export type MailFields = Preset & {
  title: string; name: string; address: string; provider: Provider; receives: boolean; sends: boolean
  user: string; loginKind: 'password' | 'oauth2' | 'none'; password: string; ownPassword: boolean; smtpPassword: string
  clientId: string; tokenUrl: string; clientSecret: string; refreshToken: string
  folder: string; processed: string; /** A day (`2026-11-24`); empty: all letters. */ since: string; ca: string; ownDomain: boolean; signs: boolean; dkimDomain: string; dkimSelector: string; dkimKey: string
}

export const emptyFields: MailFields = {
  ...presets.mailru, title: '', name: '', address: '', provider: 'mailru', receives: true, sends: true, user: '', loginKind: 'password', password: '', ownPassword: false, smtpPassword: '',
  clientId: '', tokenUrl: '', clientSecret: '', refreshToken: '', folder: 'INBOX', processed: '', since: '', ca: '', ownDomain: false, signs: false, dkimDomain: '', dkimSelector: '', dkimKey: '',
}

/** The fields of a mailbox that is there; its secrets are not known here. */
export function fieldsOf(card: ChannelCard): MailFields {
  if (card.set?.kind !== 'mailbox') return emptyFields
  const { imap, smtp, dkim, trustedServer, ...own } = card.set.settings
  const login = imap === null ? smtp?.login ?? null : imap.login
  return {
    ...emptyFields, ...own, title: card.title ?? '', provider: providerOf(own.address) ?? 'other', receives: imap !== null, sends: smtp !== null,
    ...(imap === null ? {} : { imapHost: imap.host, imapPort: String(imap.port), imapSecurity: imap.security, folder: imap.folder, processed: imap.processed ?? '', since: imap.since ?? '' }),
    ...(smtp === null ? {} : { smtpHost: smtp.host, smtpPort: String(smtp.port), smtpSecurity: smtp.security }),
    user: login === null || login.user === own.address ? '' : login.user, loginKind: login?.kind ?? 'none', clientId: login?.kind === 'oauth2' ? login.clientId : '', tokenUrl: login?.kind === 'oauth2' ? login.tokenUrl : '',
    ca: (imap ?? smtp)?.ca ?? '', trustedServer: trustedServer ?? '', signs: dkim !== null, dkimDomain: dkim?.domain ?? '', dkimSelector: dkim?.selector ?? '',
  }
}

/** What is typed, as the server takes it. A secret that was left empty stays as it is there. */
export function typedOf(fields: MailFields): Extract<Typed, { kind: 'mailbox' }> {
  const user = fields.user.trim() === '' ? fields.address.trim().toLowerCase() : fields.user.trim()
  const login = fields.loginKind === 'none' ? null : fields.loginKind === 'password' ? { kind: 'password' as const, user } : { kind: 'oauth2' as const, user, clientId: fields.clientId, tokenUrl: fields.tokenUrl }
  const ca = fields.ca.trim() === '' ? {} : { ca: fields.ca }
  const settings: Mailbox = {
    name: fields.name.trim() === '' ? fields.title : fields.name, address: fields.address,
    imap: fields.receives ? { host: fields.imapHost, port: Number(fields.imapPort), security: fields.imapSecurity, login, ...ca, folder: fields.folder, processed: fields.processed.trim() === '' ? null : fields.processed, ...(fields.since === '' ? {} : { since: fields.since }) } : null,
    smtp: fields.sends ? { host: fields.smtpHost, port: Number(fields.smtpPort), security: fields.smtpSecurity, login, ...ca } : null,
    plusAddressing: fields.plusAddressing, ownDomain: fields.ownDomain, dkim: fields.signs ? { domain: fields.dkimDomain, selector: fields.dkimSelector } : null,
    trustedServer: fields.trustedServer.trim() === '' ? null : fields.trustedServer,
  }
  const smtpPassword = fields.ownPassword ? fields.smtpPassword : fields.password
  const typed = {
    ...(login?.kind === 'password' ? { imapPassword: fields.receives ? fields.password : '', smtpPassword: fields.sends ? smtpPassword : '' } : {}),
    ...(login?.kind === 'oauth2' ? { imapClientSecret: fields.receives ? fields.clientSecret : '', imapRefreshToken: fields.receives ? fields.refreshToken : '', smtpClientSecret: fields.sends ? fields.clientSecret : '', smtpRefreshToken: fields.sends ? fields.refreshToken : '' } : {}),
    ...(fields.signs ? { dkimKey: fields.dkimKey } : {}),
  }
  return { kind: 'mailbox', settings, secrets: Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== '')) }
}

/** Is there enough to try it? */
export const isFilled = (fields: MailFields): boolean =>
  fields.title.trim() !== '' && /^[^\s@]+@[^\s@]+$/.test(fields.address.trim()) && (fields.receives || fields.sends) && (!fields.receives || fields.imapHost.trim() !== '') && (!fields.sends || fields.smtpHost.trim() !== '')
