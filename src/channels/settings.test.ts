import { describe, expect, it } from 'vitest'
import { Secret } from '../lib/secret.ts'
import { openSealing } from './actions/sealing.ts'
import { botOf, hostsOf, isThisMachine, mailboxOf, mergeSecrets, missingSecrets, movedSecrets, typed, type MailboxSettings, type Settings } from './settings.ts'

const mailbox: MailboxSettings = {
  name: 'Поддержка Юпитера', address: 'help@jupiter.example',
  imap: { host: 'imap.jupiter.example', port: 993, security: 'tls', login: { kind: 'password', user: 'help' }, folder: 'INBOX', processed: null },
  smtp: { host: 'smtp.jupiter.example', port: 465, security: 'tls', login: { kind: 'password', user: 'help' } },
  plusAddressing: true, ownDomain: true, dkim: null, trustedServer: null,
}
const bot = (more: object = {}) => ({ kind: 'telegram', settings: { webhook: null, apiRoot: null, localServer: false }, secrets: { token: '123456:AAE-abcdefghijklmnopqrstuvwx' }, ...more })
const ofMailbox = (settings: MailboxSettings): Settings => ({ kind: 'mailbox', settings })

describe('what may be typed', () => {
  it('a token, a mailbox and a door are taken as they are meant', () => {
    expect(typed.parse(bot()).kind).toBe('telegram')
    expect(typed.parse({ kind: 'mailbox', settings: { ...mailbox, address: ' Help@Jupiter.Example ' }, secrets: { imapPassword: 'a', smtpPassword: 'b' } })).toMatchObject({ settings: { address: 'help@jupiter.example' } })
    expect(typed.parse({ kind: 'mail_door', settings: { host: '0.0.0.0', port: 2525, protocol: 'lmtp', tls: null }, secrets: {} }).kind).toBe('mail_door')
  })

  it.each<[string, unknown]>([
    ['a token that is none', bot({ secrets: { token: 'my bot' } })],
    ['a webhook without encryption', bot({ settings: { webhook: { base: 'http://desk.example' }, apiRoot: null, localServer: false } })],
    ['a proxy that is no address', bot({ secrets: { token: '123456:AAE-abcdefghijklmnopqrstuvwx', proxy: 'somewhere' } })],
    ['a secret of another kind of channel', { kind: 'mail_door', settings: { host: '0.0.0.0', port: 25, protocol: 'smtp', tls: null }, secrets: { token: 'x' } }],
    ['a host with a line break', { kind: 'mailbox', settings: { ...mailbox, smtp: { ...mailbox.smtp!, host: 'smtp.example\r\nQUIT' } }, secrets: {} }],
    ['a port that there is not', { kind: 'mail_door', settings: { host: '0.0.0.0', port: 70_000, protocol: 'smtp', tls: null }, secrets: {} }],
  ])('%s is refused', (_name, wish) => {
    expect(typed.safeParse(wish).success).toBe(false)
  })
})

describe('secrets', () => {
  it('what is typed stands over what is kept, null takes away, what was left out stays', () => {
    expect(mergeSecrets({ imapPassword: 'old', smtpPassword: 'old', dkimKey: 'key' }, { imapPassword: 'new', dkimKey: null })).toEqual({ imapPassword: 'new', smtpPassword: 'old' })
  })

  it('each sign-in asks for its own, a key only where letters are signed', () => {
    expect(missingSecrets(ofMailbox(mailbox), { imapPassword: 'a' })).toEqual(['smtpPassword'])
    expect(missingSecrets(ofMailbox({ ...mailbox, smtp: null, imap: { ...mailbox.imap!, login: { kind: 'oauth2', user: 'help', clientId: 'c', tokenUrl: 'https://id.example/token' } }, dkim: { domain: 'jupiter.example', selector: 's1' } }), {}))
      .toEqual(['imapClientSecret', 'imapRefreshToken', 'dkimKey'])
    expect(missingSecrets({ kind: 'telegram', settings: { webhook: null, apiRoot: null, localServer: false } }, {})).toEqual(['token'])
  })

  it('a kept password does not travel to another server: whoever knows it types it again', () => {
    const elsewhere = { ...mailbox, smtp: { ...mailbox.smtp!, host: 'smtp.stranger.example' } }
    expect(movedSecrets(ofMailbox(mailbox), ofMailbox(elsewhere))).toEqual(['smtpPassword', 'smtpClientSecret', 'smtpRefreshToken'])
    expect(movedSecrets(ofMailbox(mailbox), ofMailbox({ ...mailbox, name: 'Другое имя', plusAddressing: false }))).toEqual([])
    expect(movedSecrets({ kind: 'telegram', settings: { webhook: null, apiRoot: null, localServer: false } }, { kind: 'telegram', settings: { webhook: null, apiRoot: 'https://stranger.example', localServer: false } })).toEqual(['token'])
    // Where it would go in the open, it is typed again, too.
    expect(movedSecrets(ofMailbox(mailbox), ofMailbox({ ...mailbox, imap: { ...mailbox.imap!, security: 'none' } }))).toContain('imapPassword')
  })

  it('in a mailbox they are hidden from logs and JSON', () => {
    const whole = mailboxOf('mail-1', mailbox, { imapPassword: 'borsch', smtpPassword: 'borsch' })
    expect(JSON.stringify(whole)).not.toContain('borsch')
    expect(whole.imap?.login?.kind === 'password' ? whole.imap.login.password.reveal() : null).toBe('borsch')
  })

  it('a bot is known by the open half of its token, and servers by their names', () => {
    expect(botOf('123456:AAE-abc')).toBe('123456')
    expect(hostsOf(ofMailbox(mailbox))).toEqual(['imap.jupiter.example', 'smtp.jupiter.example'])
    expect(['127.0.0.1', 'localhost', '::1', '[::1]'].every(isThisMachine)).toBe(true)
    expect(['127.0.0.1.example.com', 'localhost.example', '10.0.0.1'].some(isThisMachine)).toBe(false)
  })
})

describe('sealing', () => {
  const one = openSealing(new Secret('the secret of one desk, thirty-two characters'))
  const sealed = one.seal('mail-1', { imapPassword: 'Щи да каша' })

  it('what was sealed opens again, and never looks the same', () => {
    expect(one.open('mail-1', sealed)).toEqual({ imapPassword: 'Щи да каша' })
    expect(one.seal('mail-1', { imapPassword: 'Щи да каша' })).not.toBe(sealed)
    expect(Buffer.from(sealed.split('.')[1]!, 'base64url').includes('imapPassword')).toBe(false)
  })

  it('another secret of the desk, another row or one changed byte open nothing, and nothing breaks', () => {
    expect(openSealing(new Secret('the secret of another desk, as long as that')).open('mail-1', sealed)).toBeNull()
    expect(one.open('mail-2', sealed)).toBeNull()
    const [form, packed = ''] = sealed.split('.')
    for (const at of [3, 20, 40]) {
      const bytes = Buffer.from(packed, 'base64url')
      bytes[at]! ^= 1
      expect(one.open('mail-1', `${form}.${bytes.toString('base64url')}`)).toBeNull()
    }
    for (const broken of ['', 'v1.', 'v1.AAAA', 'v2.' + packed, 'nonsense']) expect(one.open('mail-1', broken)).toBeNull()
  })
})
