import { createHash } from 'node:crypto'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import type { RawEvent, Sink } from '../../../channel.ts'
import { doorLimits, mailLimits } from '../../limits.ts'
import type { Mailbox } from '../../mailbox.ts'
import { readHead } from '../../mime/head.ts'
import { inlineBytes, type RawLetter } from '../../raw.ts'
import { headBytes, letterEvent, type LetterSource } from '../../raw-letter.ts'
import { tagIn } from '../../tags.ts'
import type { MailHouse } from '../config.ts'
import { answered, tooLarge, unknownRecipient } from './answers.ts'

type Taking = {
  /** Whoever delivers by LMTP is the server of our own mailboxes: his address says nothing about the sender. */
  lmtp: boolean
  mailboxes: () => readonly Mailbox[]
  house: Pick<MailHouse, 'keepFile'>
  sink: Sink
  /** Called when far more comes than any letter may have. */
  tooMuch(): void
}

/** How far above the limit a sender may go on before the line is cut; the answer 552 needs its end. */
const overrun = 2

/**
 * Takes one letter in: stores it and writes its events, one for each mailbox, all in one commit. Gives the result for each recipient of the session in
 * their order. Throws an answer, or what kept it from being stored.
 */
export async function take(stream: SMTPServerDataStream, session: SMTPServerSession, { lmtp, mailboxes, house, sink, tooMuch }: Taking): Promise<(string | Error)[]> {
  const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
  const { source, sha256 } = await sourceOf(stream, traceOf(from), { house, tooMuch })
  if (source === null) return session.envelope.rcptTo.map(() => tooLarge())
  const head = 'bytes' in source ? source.bytes : source.head
  const hops = readHead(head, 0, Math.min(head.length, headBytes), mailLimits, true).fields.filter(({ name }) => name === 'received').length
  if (hops > doorLimits.hops) throw answered(554, 'The letter has passed too many servers, it goes round in circles')
  // Mailboxes as they are now: one may have gone since its recipient was taken.
  const found = session.envelope.rcptTo.map(({ address }) => ({ address, mailbox: mailboxes().find(mailbox => tagIn(address, mailbox) !== null) ?? null }))
  const byMailbox = Map.groupBy(found.filter(({ mailbox }) => mailbox !== null), ({ mailbox }) => mailbox!.id)
  const events = [...byMailbox].map(([id, recipients]): RawEvent => {
    const envelope: NonNullable<RawLetter['envelope']> = {
      from: from.slice(0, 320), to: recipients.map(({ address }) => address.slice(0, 320)), ip: lmtp ? '' : session.remoteAddress.slice(0, 64), helo: (session.hostNameAppearsAs || '').slice(0, 255),
    }
    return letterEvent(id, { digest: createHash('sha256').update(`${sha256} ${id}`).digest('hex'), envelope }, source)
  })
  if (events.length > 0) await sink(events)
  return found.map(({ mailbox }) => (mailbox === null ? unknownRecipient() : 'Stored'))
}

/** What the last server writes above a letter (RFC 5321, 4.4): its sender by the envelope, so that one from nowhere is known. */
const traceOf = (from: string): Buffer => Buffer.from(`Return-Path: <${from}>\r\n`)

type Taken = { source: Exclude<LetterSource, { tooLarge: true }> | null; sha256: string }

/**
 * The letter with the trace above it, small ones as bytes, large ones as a stored file that is never whole in memory; `sha256` is of the letter alone, so that
 * a repetition has the same. `source` null: larger than the desk takes.
 */
async function sourceOf(stream: SMTPServerDataStream, trace: Buffer, { house, tooMuch }: Pick<Taking, 'house' | 'tooMuch'>): Promise<Taken> {
  const hash = createHash('sha256')
  const coming = { size: trace.length, over: false }
  // By hand: `for await` would end the stream with the loop, and the sender is answered only after he has said everything.
  const chunks = stream[Symbol.asyncIterator]()
  const next = async (): Promise<Buffer | null> => {
    const { value, done } = await chunks.next() as IteratorResult<Buffer, undefined>
    if (done === true) return null
    hash.update(value)
    coming.size += value.length
    return value
  }
  const held: Buffer[] = [trace]
  for (;;) {
    const chunk = await next()
    if (chunk === null) return { source: { bytes: Buffer.concat(held) }, sha256: hash.digest('hex') }
    held.push(chunk)
    if (coming.size > inlineBytes) break
  }
  const begun = Buffer.concat(held.splice(0))
  const head = Uint8Array.from(begun.subarray(0, headBytes))
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield begun
    for (let chunk = await next(); chunk !== null; chunk = await next()) {
      coming.over = stream.sizeExceeded
      if (coming.over) throw new Error('larger than the desk takes')
      yield chunk
    }
  }
  try {
    const { id } = await house.keepFile({ name: 'letter.eml', mime: 'message/rfc822', bytes: whole() })
    return { source: { file: id, size: coming.size, head }, sha256: hash.digest('hex') }
  } catch (error) {
    for (let chunk = await next(); chunk !== null; chunk = await next()) if (coming.size > mailLimits.size * overrun) tooMuch()
    if (coming.over) return { source: null, sha256: '' }
    throw error
  }
}
