import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding } from '../../../channel.ts'
import type { Outgoing, ParcelAbout, SendResult } from '../../../../delivery/outbound.ts'
import { second } from '../../../../lib/instant.ts'
import { never } from '../../../../lib/never.ts'
import { compose, type Composed } from '../../compose.ts'
import type { MailServer, Mailbox } from '../../mailbox.ts'
import { outcomeOf } from '../../outcome.ts'
import { isAddress, isMachine, isOurs } from '../../recipients.ts'
import { tagged } from '../../tags.ts'
import { openAccessTokens, type AccessTokens } from '../access-tokens.ts'
import { bounceTagOf, deskId, tagOf } from '../address-token.ts'
import type { EmailConfig, LetterThread } from '../config.ts'
import { openSentFolder } from '../imap/sent.ts'
import { assemble, largestLetter, sizeOf } from './assemble.ts'
import { openLine, SmtpTrouble, type Line } from './line.ts'
import { openPool, type Pool } from './pool.ts'
import { verifySmtp } from './verify.ts'

type Open = (fileId: string) => AsyncIterable<Uint8Array>

export type Sender = {
  /** One attempt at one letter (`channels.md` 5.3, 7.4). Never throws for what the other side says. */
  send(to: string, what: Outgoing, open: Open, about: ParcelAbout): Promise<SendResult>
  /** Live self-test of a mailbox's sending, saved or not, in plain words. */
  verify(mailbox: Mailbox): Promise<readonly Finding[]>
  close(): Promise<void>
}

/** `keepSent`: puts a copy of what went out where the mailbox's owner looks for it; into its folder by IMAP unless told. */
export type SenderParts = { config: EmailConfig; language?: 'ru' | 'en'; keepSent?: (mailbox: Mailbox, letter: Uint8Array) => Promise<void> }

/** How long the closing waits for copies that are being put aside. */
const lastCopies = 3 * second

export function openSender({ config, language = 'ru', keepSent = openSentFolder(config).keep }: SenderParts): Sender {
  const { house, settings, secret, time, log } = config
  const tokens = openAccessTokens({ time })
  const pools = openPools(tokens)
  const forget = settings.changed(() => pools.tidy(settings.now().mailboxes))
  const copies = new Set<Promise<void>>()

  /** A letter that is out is out: that its copy could not be put aside changes nothing. */
  const keep = (mailbox: Mailbox, letter: Uint8Array): void => {
    if (mailbox.imap === null) return
    const copying = keepSent(mailbox, letter)
      .catch((error: unknown) => log.warn({ mailbox: mailbox.id, error: error instanceof Error ? error.name : 'fault' }, 'no copy of a sent letter was kept'))
      .finally(() => copies.delete(copying))
    copies.add(copying)
  }

  const sendLetter = async (to: string, what: Extract<Outgoing, { kind: 'send' }>, open: Open, about: ParcelAbout): Promise<SendResult> => {
    const { mailboxes } = settings.now()
    if (!isAddress(to)) return { ok: false, class: 'undeliverable', reason: 'no_mailbox', detail: 'not an address' }
    if (isOurs(to, mailboxes) || (about.purpose !== 'reply' && isMachine(to))) return { ok: false, class: 'held', reason: 'loop', detail: 'an address that no letter of ours goes to' }
    const thread = await house.thread(about)
    if (thread === null) return { ok: false, class: 'invalid_content', detail: 'nothing is known of its conversation' }
    const mailbox = sendingMailbox(mailboxes, thread)
    if (mailbox === null) return { ok: false, class: 'auth', detail: 'no mailbox is set up to send' }
    const gate = await house.mayWrite(about, to)
    if (!gate.ok) return { ok: false, class: 'held', reason: gate.reason, detail: 'held by the gate' }
    const letterId = await house.letterId(about, domainOf(mailbox.address))
    const composed = (reader: 'self' | 'others'): Composed => compose({
      reader, to, content: what, about, thread: { ...thread, copies: thread.copies.filter(({ address }) => isAddress(address) && !isOurs(address, mailboxes)) }, mailbox, letterId,
      answerTo: mailbox.plusAddressing && about.ticketNumber !== null ? tagged(mailbox, tagOf(secret, about.ticketNumber)) : null,
      bouncesTo: bouncesTo(mailbox, letterId), deskId: deskId(secret), now: time.now(),
    })
    const letter = composed('self')
    if (sizeOf(letter) > largestLetter) return { ok: false, ...outcomeOf({ kind: 'too_large', size: sizeOf(letter), limit: largestLetter }) }
    return await pools.of(mailbox).use(line => handOver(line, mailbox, letter, letter.envelope.copies.length === 0 ? null : composed('others'), open))
  }

  /** A reports' address of its own where it surely reaches us; elsewhere what one signs in with, which many servers insist on. */
  const bouncesTo = (mailbox: Mailbox & { smtp: MailServer }, letterId: string): string => {
    const tag = mailbox.ownDomain && mailbox.plusAddressing ? bounceTagOf(secret, letterId) : null
    if (tag !== null) return tagged(mailbox, tag)
    const user = mailbox.smtp.login?.user ?? ''
    return !mailbox.ownDomain && isAddress(user) ? user : mailbox.address
  }

  /** Hands a letter to its reader, then its copy to the others: the links of the one speak for him alone. A copy that nobody takes undoes nothing. */
  const handOver = async (line: Line, mailbox: Mailbox, letter: Composed, copy: Composed | null, open: Open): Promise<SendResult> => {
    if (line.limit !== null && sizeOf(letter) > line.limit) throw new SmtpTrouble({ kind: 'too_large', size: sizeOf(letter), limit: line.limit })
    const bytes = await assemble(letter, open, mailbox.dkim)
    if (line.limit !== null && bytes.byteLength > line.limit) throw new SmtpTrouble({ kind: 'too_large', size: bytes.byteLength, limit: line.limit })
    const { to, from } = letter.envelope
    const { refused: [his] } = await line.send({ from, to: [to] }, bytes)
    if (his !== undefined) return { ok: false, ...outcomeOf(his.failure) }
    keep(mailbox, bytes)
    const missed = copy === null ? [] : await handCopies(line, mailbox, copy, open)
    return { ok: true, externalIds: [letter.messageId], ...(missed.length === 0 ? {} : { degraded: `no copy to ${missed.join('; ')}` }) }
  }

  /** Gives whom it did not reach, and why. */
  const handCopies = async (line: Line, mailbox: Mailbox, copy: Composed, open: Open): Promise<string[]> => {
    const { from, copies: others } = copy.envelope
    try {
      const { refused } = await line.send({ from, to: others }, await assemble(copy, open, mailbox.dkim))
      return refused.map(({ address, failure }) => `${address}: ${outcomeOf(failure).detail}`)
    } catch (error) {
      // His letter is out: what breaks now must not send it again.
      const why = error instanceof SmtpTrouble ? outcomeOf(error.failure).detail : 'the copy could not be made'
      if (!(error instanceof SmtpTrouble)) log.error({ mailbox: mailbox.id, error }, 'a copy of a letter could not be made')
      return others.map(address => `${address}: ${why}`)
    }
  }

  return {
    async send(to, what, open, about) {
      switch (what.kind) {
        case 'send':
          try {
            return await sendLetter(to, what, open, about)
          } catch (error) {
            if (error instanceof SmtpTrouble) return { ok: false, ...outcomeOf(error.failure) }
            // The desk's own rooms failed it before anything was said to the server.
            log.error({ parcel: about.parcelId, error }, 'a letter could not be made')
            return { ok: false, class: 'temporary', detail: 'the letter could not be made' }
          }
        // A letter that is out stays as it is; nobody waits at the other end.
        case 'edit': case 'ack': case 'typing': return { ok: true, externalIds: [] }
        default: return never(what)
      }
    },
    verify: mailbox => verifySmtp(mailbox, { tokens, language }),
    async close() {
      forget()
      pools.close()
      await Promise.race([Promise.allSettled(copies), sleep(lastCopies, undefined, { ref: false })])
    },
  }
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** The mailbox that the ticket's letters came to; the first that can send, where it has none or cannot. */
function sendingMailbox(mailboxes: readonly Mailbox[], { mailbox }: LetterThread): (Mailbox & { smtp: MailServer }) | null {
  const able = mailboxes.filter((one): one is Mailbox & { smtp: MailServer } => one.smtp !== null)
  return able.find(({ id }) => id === mailbox) ?? able[0] ?? null
}

/** A pool for each mailbox; one whose settings changed gets a new one. */
function openPools(tokens: AccessTokens): { of(mailbox: Mailbox & { smtp: MailServer }): Pool; tidy(mailboxes: readonly Mailbox[]): void; close(): void } {
  const pools = new Map<string, { mark: string; pool: Pool }>()
  const drop = (id: string): void => {
    pools.get(id)?.pool.close()
    pools.delete(id)
  }
  return {
    of(mailbox) {
      const mark = markOf(mailbox.smtp)
      const known = pools.get(mailbox.id)
      if (known?.mark === mark) return known.pool
      drop(mailbox.id)
      const pool = openPool(() => openLine(mailbox.smtp, { name: domainOf(mailbox.address), tokens }))
      pools.set(mailbox.id, { mark, pool })
      return pool
    },
    tidy(mailboxes) {
      for (const [id, { mark }] of pools) {
        const smtp = mailboxes.find(one => one.id === id)?.smtp ?? null
        if (smtp === null || markOf(smtp) !== mark) drop(id)
      }
    },
    close() {
      for (const id of pools.keys()) drop(id)
    },
  }
}

/** Two settings with the same mark are the same; secrets go into it and cannot be read from it. */
function markOf({ host, port, security, login, ca = '' }: MailServer): string {
  const secrets = login === null ? [] : login.kind === 'password' ? [login.user, login.password.reveal()] : [login.user, login.clientId, login.clientSecret.reveal(), login.refreshToken.reveal(), login.tokenUrl]
  return createHash('sha256').update(JSON.stringify([host, port, security, ca, ...secrets])).digest('base64url')
}
