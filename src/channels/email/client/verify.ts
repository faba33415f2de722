import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Finding } from '../../channel.ts'
import { second } from '../../../lib/instant.ts'
import { email as en } from '../../../words/en/email.ts'
import { email as ru } from '../../../words/ru/email.ts'
import { selfTestField } from '../inbound.ts'
import type { Mailbox } from '../mailbox.ts'
import { openAccessTokens, type AccessTokens } from './access-tokens.ts'
import type { EmailConfig } from './config.ts'
import { openFolder, openSession } from './imap/session.ts'
import { verifyImap } from './imap/index.ts'
import { openLine, SmtpTrouble } from './smtp/line.ts'
import { verifySmtp } from './smtp/verify.ts'

/** How long a letter to oneself may be on its way, and how often it is looked for. */
const onItsWay = 45 * second
const lookEvery = second

/**
 * A live self-test of a mailbox, saved or not, in plain words: receiving, sending, and a letter to itself that has to arrive. The letter is removed again.
 */
export async function verifyMailbox(mailbox: Mailbox, { time }: Pick<EmailConfig, 'time'>, language: 'ru' | 'en', within = onItsWay): Promise<readonly Finding[]> {
  const tokens = openAccessTokens({ time })
  const [receiving, sending] = await Promise.all([mailbox.imap === null ? [] : verifyImap(mailbox, { time }, language === 'en' ? en : ru), verifySmtp(mailbox, { tokens, language })])
  const found = [...receiving, ...sending]
  if (mailbox.imap === null || mailbox.smtp === null || found.some(({ level }) => level === 'error')) return found
  return [...found, await writeToItself({ ...mailbox, imap: mailbox.imap, smtp: mailbox.smtp }, tokens, language, within)]
}

type Whole = Mailbox & { imap: NonNullable<Mailbox['imap']>; smtp: NonNullable<Mailbox['smtp']> }

async function writeToItself(mailbox: Whole, tokens: AccessTokens, language: 'ru' | 'en', within: number): Promise<Finding> {
  const say = (language === 'en' ? en : ru).self
  const domain = mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)
  const id = `<test.${randomUUID()}@${domain}>`
  try {
    const letter = await new MailComposer({
      from: { name: mailbox.name, address: mailbox.address }, to: mailbox.address, subject: say.subject, text: say.text, messageId: id, headers: { [selfTestField]: 'yes', 'Auto-Submitted': 'auto-generated' },
    }).compile().build()
    const line = await openLine(mailbox.smtp, { name: domain, tokens })
    try {
      const { refused } = await line.send({ from: mailbox.address, to: [mailbox.address] }, letter)
      if (refused[0] !== undefined) return { level: 'error', code: 'self_refused', detail: say.refused(`${refused[0].failure.code} ${refused[0].failure.text}`) }
    } finally {
      line.close()
    }
  } catch (error) {
    if (error instanceof SmtpTrouble) return { level: 'error', code: 'self_refused', detail: say.refused(error.failure.kind === 'refused' ? `${error.failure.code} ${error.failure.text}` : error.failure.kind) }
    throw error
  }
  return await arrives(mailbox, id, tokens, within) ? { level: 'ok', code: 'self_arrived', detail: say.arrived } : { level: 'warning', code: 'self_late', detail: say.late(Math.round(within / second)) }
}

/** Looks for the letter where letters come in, and where they are moved to; takes it away. */
async function arrives(mailbox: Whole, id: string, tokens: AccessTokens, within: number): Promise<boolean> {
  const client = await openSession(mailbox.imap, tokens)
  try {
    const folders = [mailbox.imap.folder, ...(mailbox.imap.processed === null ? [] : [mailbox.imap.processed])]
    for (const end = performance.now() + within; performance.now() < end;) {
      for (const folder of folders) {
        const isOpen = await openFolder(client, { ...mailbox.imap, folder }, { readOnly: false }).then(() => true, () => false)
        if (!isOpen) continue
        const found = await client.search({ header: { 'message-id': id } }, { uid: true })
        if (found === false || found === undefined || found.length === 0) continue
        // A letter that nobody wrote; whoever may not delete leaves it.
        await client.messageDelete(found.join(','), { uid: true }).catch(() => false)
        return true
      }
      await sleep(lookEvery)
    }
    return false
  } finally {
    await client.logout().catch(() => client.close())
  }
}
