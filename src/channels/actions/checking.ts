import { createServer } from 'node:net'
import { createSecureContext } from 'node:tls'
import { never } from '../../lib/never.ts'
import type { ChannelWords } from '../../words/ru/channels.ts'
import type { CheckPart } from '../api.ts'
import type { Channel, Finding } from '../channel.ts'
import type { Mailbox, MailDoor } from '../email/mailbox.ts'
import { doorOf, mailboxOf, type Opened } from '../settings.ts'

/** Those who know how to test a channel from within. `makeBot` opens no connection before it is asked for something. */
export type Testers = {
  makeBot: (bot: Extract<Opened, { kind: 'telegram' }>) => Channel
  /** Receiving, sending, and where both go well a letter to itself that has to arrive, which takes its time. */
  verifyMailbox: (mailbox: Mailbox) => Promise<readonly Finding[]>
}

/** A live self-test of settings, saved or not. `isOpen`: this very door is open in this process, so its port is not free. */
export async function check(opened: Opened, part: CheckPart, { makeBot, verifyMailbox }: Testers, { words, isOpen }: { words: ChannelWords; isOpen: boolean }): Promise<readonly Finding[]> {
  switch (opened.kind) {
    case 'telegram': return part === 'letter' ? [] : makeBot(opened).verify()
    case 'mailbox': return checkMailbox(mailboxOf(opened.id, opened.settings, opened.secrets), part, verifyMailbox)
    case 'mail_door': return part === 'letter' ? [] : checkDoor(doorOf(opened.settings, opened.secrets), isOpen, words.door)
    default: return never(opened)
  }
}

/** The letter to itself is a part of its own: each side alone writes none. */
export async function checkMailbox(mailbox: Mailbox, part: CheckPart, verify: Testers['verifyMailbox']): Promise<readonly Finding[]> {
  const hasBoth = mailbox.imap !== null && mailbox.smtp !== null
  if (part === 'letter') return hasBoth ? (await verify(mailbox)).filter(({ code }) => code.startsWith('self_')) : []
  if (!hasBoth) return verify(mailbox)
  const [receiving, sending] = await Promise.all([verify({ ...mailbox, smtp: null }), verify({ ...mailbox, imap: null })])
  return [...receiving.filter(({ code }) => !code.startsWith('smtp_')), ...sending]
}

async function checkDoor({ host, port, tls }: MailDoor, isOpen: boolean, say: ChannelWords['door']): Promise<readonly Finding[]> {
  const found: Finding[] = []
  if (tls === null) found.push({ level: 'warning', code: 'door_no_tls', detail: say.noTls })
  else {
    try {
      createSecureContext({ key: tls.key.reveal(), cert: tls.certificate })
      found.push({ level: 'ok', code: 'door_tls_ok', detail: say.tlsOk })
    } catch {
      found.push({ level: 'error', code: 'door_tls_bad', detail: say.tlsBad })
    }
  }
  if (isOpen) return [{ level: 'ok', code: 'door_open', detail: say.open(host, port) }, ...found]
  const fault = await faultOfListening(host, port)
  if (fault === null) return [{ level: 'ok', code: 'door_free', detail: say.free(host, port) }, ...found]
  const detail = fault === 'EADDRINUSE' ? say.busy(port) : fault === 'EACCES' ? say.forbidden(port) : fault === 'EADDRNOTAVAIL' || fault === 'ENOTFOUND' ? say.noAddress(host) : say.failed(fault)
  return [{ level: 'error', code: 'door_closed', detail }, ...found]
}

/** Null: the port can be taken; it is given back at once. */
function faultOfListening(host: string, port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const server = createServer()
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  server.listen(port, host, () => server.close(() => resolve(null)))
  return promise
}
