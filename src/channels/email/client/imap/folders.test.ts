import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDovecot, startDovecot, type Dovecot } from '../../../../../test/dovecot.ts'
import { handTime, systemTime } from '../../../../lib/time.ts'
import { email as ru } from '../../../../words/ru/email.ts'
import { openSentFolder } from './sent.ts'
import { mailboxOf, password } from './testing.ts'
import { verifyImap } from './verify.ts'

describe.skipIf(!hasDovecot('folders of a mailbox'))('a mailbox on a real server', () => {
  const help = 'help@desk.example'
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { [help]: 'secret' }, tls: true })
  })
  afterAll(() => dovecot?.end())

  it('the self-test says in words what stands and what does not', async () => {
    await dovecot.deliver(help, { subject: 'раз', text: 'x' })
    const safe = { host: 'localhost', security: 'tls', port: dovecot.imaps, ca: dovecot.ca } as const
    const verify = async (more: Parameters<typeof mailboxOf>[2], folder = 'INBOX'): Promise<string[]> => {
      const { imap } = mailboxOf(dovecot, help, more)
      return (await verifyImap({ imap: { ...imap!, folder } }, { time: systemTime }, ru)).map(({ level, detail }) => `${level}: ${detail}`)
    }
    const say = ru.imap.findings
    const met = [`ok: ${say.imap_name_ok('localhost')}`, `ok: ${say.imap_tls_ok}`, `ok: ${say.imap_sign_in_ok(help)}`, `ok: ${say.imap_idle}`, `ok: ${say.imap_move}`]
    const folder = `ok: ${say.imap_folder_ok('INBOX', 1)}`
    const sent = `ok: ${say.imap_sent_ok('Sent')}`
    expect(await verify(safe)).toEqual([...met, folder, sent])
    expect(await verify({ ...safe, processed: 'Записано' })).toEqual([...met, folder, `ok: ${say.imap_processed_made('Записано')}`, sent])
    expect(await verify({ ...safe, processed: 'Записано' })).toEqual([...met, folder, `ok: ${say.imap_processed_ok('Записано')}`, sent])
    expect(await verify(safe, 'Заявки')).toEqual([...met, `error: ${say.imap_folder_missing('Заявки')}`])
    expect(await verify({ ...safe, login: password(help, 'wrong') })).toEqual([...met.slice(0, 2), `error: ${say.imap_password('Authentication failed.')}`])
    expect((await verify({ ...safe, ca: undefined })).at(-1)).toMatch(/^error: Сертификату сервера нельзя верить/)
    expect((await verify({ ...safe, security: 'starttls', port: dovecot.imap }))[1]).toBe(`ok: ${say.imap_tls_ok}`)
  })

  it('copies of what went out lie among the sent letters, read, in their order', async () => {
    const sent = openSentFolder({ time: handTime(1_764_155_000_000) })
    const mailbox = mailboxOf(dovecot, help)
    const letter = (subject: string): Uint8Array => Buffer.from(`From: ${help}\r\nSubject: ${subject}\r\n\r\nготово\r\n`)
    await Promise.all(['one', 'two', 'three'].map(subject => sent.keep(mailbox, letter(subject))))
    expect(await dovecot.folder(help, 'Sent')).toEqual(['one', 'two', 'three'].map((subject, i) => ({ uid: i + 1, subject, flags: ['\\Seen'] })))
    expect(await dovecot.sessions(help)).toBe(0)
  })

  it('a copy that cannot be kept holds up no other', async () => {
    const sent = openSentFolder({ time: systemTime })
    const mailbox = mailboxOf(dovecot, help)
    const lost = sent.keep({ ...mailbox, imap: { ...mailbox.imap!, login: password(help, 'wrong') } }, Buffer.from('Subject: lost\r\n\r\n'))
    const kept = sent.keep(mailbox, Buffer.from('Subject: kept\r\n\r\n'))
    await expect(lost).rejects.toThrow()
    await kept
    expect((await dovecot.folder(help, 'Sent')).at(-1)).toMatchObject({ subject: 'kept' })
    await expect(sent.keep({ ...mailbox, imap: null }, new Uint8Array())).rejects.toThrow()
  })
})
