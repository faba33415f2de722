import { createHash } from 'node:crypto'
import type { Preparation } from '../../channel.ts'
import type { Instant } from '../../../lib/instant.ts'
import type { Verdict } from '../../../messages/letters/letter.ts'
import { inboundOf, type StoredPart } from '../inbound.ts'
import type { LetterKind } from '../kinds/kind.ts'
import type { Letter } from '../letter.ts'
import { mailLimits } from '../limits.ts'
import type { Mailbox } from '../mailbox.ts'
import { readHead, valueOf } from '../mime/head.ts'
import { rawLetter, type RawLetter } from '../raw.ts'
import { isOurs } from '../recipients.ts'
import { stubOf } from '../stub.ts'
import type { MailHouse } from './config.ts'

/** What the preparing of letters needs. `read`: in isolation; `judge`: inside its time; `tokenOf`: the ticket number that an address of ours names; `returnedOf`: the letter of ours whose report comes to such an address. */
export type Preparing = {
  channelId: string
  house: Pick<MailHouse, 'keepFile' | 'openFile'>
  mailboxes: () => readonly Mailbox[]
  read: (bytes: Uint8Array) => Promise<{ letter: Letter; kind: LetterKind } | { failed: string; detail: string }>
  judge: (letter: { mailbox: Mailbox | null; bytes: Uint8Array; raw: RawLetter; letter: Letter }) => Promise<Verdict>
  tokenOf: (addresses: readonly string[], mailbox: Mailbox | null) => number | null
  returnedOf?: (addresses: readonly string[], mailbox: Mailbox | null) => string | null
  /** This desk in `X-Desk-Id`. */
  deskId?: string
}

/** What a person makes of a letter of any kind. */
const request: LetterKind = { kind: 'message', automatic: false }

/** A prepared letter: what the hall makes of it, as JSON. */
export type PreparedLetter = { kind: 'prepared'; reading: ReturnType<typeof inboundOf> }

/**
 * Reads a letter, has its sender judged, stores its files. What cannot be read goes to quarantine with its reason; the source stays in the inbox. Throws
 * when a disk or a database is away: then it is tried again.
 */
export async function prepare(raw: unknown, { receivedAt, key }: { receivedAt: Instant; key: string }, { channelId, house, mailboxes, read, judge, tokenOf, returnedOf = () => null, deskId }: Preparing): Promise<Preparation> {
  const parsed = rawLetter.safeParse(raw)
  // What was done on a page needs no work.
  if (!parsed.success) return { ok: true, prepared: raw }
  const letterRow = parsed.data
  const bytes = await sourceOf(letterRow, house)
  if (bytes === null) return { ok: false, reason: 'the source of the letter is gone' }
  const asked = letterRow.asked !== undefined
  const answer = await read(bytes)
  if ('failed' in answer && !asked) return { ok: false, reason: `${answer.failed}: ${answer.detail}` }
  const { letter, kind } = 'failed' in answer ? { letter: stubOf(bytes), kind: request } : { letter: letterRow.cut === undefined ? answer.letter : { ...answer.letter, gaps: [...answer.letter.gaps, letterRow.cut] }, kind: asked ? request : answer.kind }
  const all = mailboxes()
  const mailbox = all.find(({ id }) => id === letterRow.mailbox) ?? null
  const verdict = await judge({ mailbox, bytes, raw: letterRow, letter })
  const isMessage = kind.kind === 'message' || kind.kind === 'auto-reply'
  const stored: (StoredPart | null)[] = []
  // Files of what becomes no message lie in its source.
  if (isMessage) for (const file of letter.attachments) stored.push(await house.keepFile({ name: file.filename ?? nameless(file.contentType), mime: file.contentType, bytes: file.bytes }))
  const addresses = [
    ...(letterRow.envelope?.to ?? []), ...letter.fields.filter(({ name }) => name === 'delivered-to' || name === 'x-original-to').map(({ value }) => value), ...letter.to.map(({ address }) => address), ...letter.cc.map(({ address }) => address),
  ]
  const reading = inboundOf(letter, kind, {
    channelId, eventKey: key, mailbox: letterRow.mailbox, receivedAt, takenAt: letterRow.takenAt, contentHash: contentHashOf(bytes), token: tokenOf(addresses, mailbox), returned: returnedOf(addresses, mailbox), ...(deskId === undefined ? {} : { deskId }), verdict,
    ours: address => isOurs(address, all), stored, speaks: speaksOf(letter), asked,
  })
  return { ok: true, prepared: { kind: 'prepared', reading } satisfies PreparedLetter }
}

async function sourceOf({ base64, file }: RawLetter, house: Preparing['house']): Promise<Uint8Array | null> {
  if (base64 !== null) return Buffer.from(base64, 'base64')
  if (file === null) return null
  const chunks: Uint8Array[] = []
  for await (const chunk of house.openFile(file)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Fields that a letter has on every way to every mailbox. */
const lasting = ['message-id', 'date', 'from', 'subject', 'in-reply-to']

/** SHA-256 of what was written, without the marks of the way. */
function contentHashOf(bytes: Uint8Array): string {
  const { fields, body } = readHead(bytes, 0, bytes.length, mailLimits, true)
  const hash = createHash('sha256')
  for (const name of lasting) hash.update(`${name}:${(valueOf(fields, name) ?? '').trim()}\n`)
  // Servers end a letter with one line end or two.
  let end = bytes.length
  while (end > body && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end--
  return hash.update(bytes.subarray(body, end)).digest('hex')
}

const endings: Readonly<Record<string, string>> = { 'message/rfc822': 'eml', 'text/calendar': 'ics', 'text/plain': 'txt', 'text/html': 'html', 'application/pdf': 'pdf', 'image/jpeg': 'jpg' }
const nameless = (mime: string): string => `file.${endings[mime] ?? /^[a-z]+\/([a-z0-9]{2,5})$/.exec(mime)?.[1] ?? 'bin'}`

/** Whoever writes without one Cyrillic letter is spoken to in English. */
function speaksOf({ subject, text }: Letter): 'ru' | 'en' {
  const words = `${subject} ${text.slice(0, 4_000)}`
  return /\p{Script=Cyrillic}/u.test(words) || !/\p{Script=Latin}{3}/u.test(words) ? 'ru' : 'en'
}
