import type { Instant } from '../../lib/instant.ts'
import type { AttachmentKind, Bounced, Inbound, IncomingFile, Reading } from '../../intake/inbound.ts'
import { isProven, numberInSubject, type Box, type LetterFacts, type Verdict } from '../../messages/letters/letter.ts'
import { hopsIn, isWrittenBy } from './hops.ts'
import type { LetterKind } from './kinds/kind.ts'
import type { Attachment, Letter } from './letter.ts'

/**
 * What a letter is for the hall. Pure: the letter has been read, its sender judged, its files stored before.
 */

export type Arrived = {
  channelId: string
  eventKey: string
  mailbox: string
  receivedAt: Instant
  takenAt: Instant | null
  contentHash: string
  /** Ticket number that our own signed address names. */
  token: number | null
  /** Message-ID of our letter that the address of a bounce names. */
  returned?: string | null
  /** This desk in `X-Desk-Id`. */
  deskId?: string
  verdict: Verdict
  /** Does this address reach the desk? It takes part in nothing. */
  ours: (address: string) => boolean
  /** Stored file of each attachment, by its place in the letter; null: it could not be kept. */
  stored: readonly (StoredPart | null)[]
  /** A person wants it to be a request. */
  asked?: boolean
  speaks: 'ru' | 'en'
}
export type StoredPart = { id: string; name: string; mime: string; size: number }

/** In the letter that a mailbox writes to itself at its self-test. */
export const selfTestField = 'x-desk-self-test'

/** RFC 5322 has lines of at most 998 signs, RFC 5321 addresses of at most 320: what is longer is not kept. */
const longestId = 998
const longestAddress = 320

/** How many other people of one letter are remembered. */
const mostPeople = 20

export function inboundOf(letter: Letter, kind: LetterKind, arrived: Arrived): Reading {
  const from = senderOf(letter)
  switch (kind.kind) {
    case 'list': case 'complaint': return { ok: true, aside: kind.kind, ...(from.address === '' ? {} : { events: [message(letter, false, from, arrived)] }) }
    case 'bounce':
      return kind.severity === 'delivered' ? { ok: true, ignored: 'a server says that a letter has arrived' } : { ok: true, events: [{ ...envelope(arrived, from), author: null, kind: 'bounced', ...bounced(letter, kind, from, kind.severity, arrived.returned ?? null) }] }
    case 'auto-reply': case 'message': {
      if (from.address === '') return { ok: false, reason: 'the letter names no sender' }
      // What we have sent ourselves (a copy, a loop) is no request.
      if (arrived.ours(from.address) || (arrived.deskId !== undefined && isWrittenBy(letter.fields, arrived.deskId))) return letter.fields.some(({ name }) => name === selfTestField) ? { ok: true, ignored: 'a letter of the self-test' } : { ok: true, aside: 'own', events: [message(letter, true, from, arrived)] }
      return { ok: true, events: [message(letter, kind.kind === 'auto-reply' || kind.automatic, from, arrived)] }
    }
  }
}

/** Whoever asks to be answered elsewhere is still himself: the address that letters come from. */
const senderOf = ({ from }: Letter): Box => (from === null || from.address.length > longestAddress ? { name: '', address: '' } : { name: from.name, address: from.address })

const envelope = ({ channelId, eventKey, receivedAt, takenAt }: Arrived, from: Box) => ({
  channelId, channel: 'email' as const, eventKey, receivedAt, occurredAt: Math.min(takenAt ?? receivedAt, receivedAt),
  conversation: { externalId: from.address.toLowerCase(), type: 'email' as const },
})

function message(letter: Letter, automatic: boolean, from: Box, arrived: Arrived): Inbound {
  const facts: LetterFacts = { ...factsOf(letter, from, arrived), ...(automatic ? { automatic: true as const } : {}) }
  const address = from.address.toLowerCase()
  return {
    ...envelope(arrived, from), kind: 'message', externalId: facts.letterId, text: wordsOf(letter), files: filesOf(letter.attachments, arrived.stored),
    ...(automatic ? { automatic: true as const } : {}), ...(arrived.asked === true ? { insisted: true as const } : {}), letter: facts,
    author: { externalId: address, displayName: from.name === '' ? from.address : from.name, speaks: arrived.speaks, verified: isProven(arrived.verdict) ? 'dmarc' : 'none' },
  }
}

/** What was written this time; a letter that only hands on another one is what it hands on. */
function wordsOf(letter: Letter): string {
  const { fresh, text } = letter
  if (fresh.text.trim() !== '') return fresh.text
  return letter.forward === null && letter.inReplyTo.length > 0 ? '' : text
}

function factsOf(letter: Letter, from: Box, arrived: Arrived): LetterFacts {
  const others = (boxes: Letter['to']): Box[] => boxes
    .map(({ name, address }) => ({ name, address: address.toLowerCase() }))
    .filter(({ address }, index, all) => address.includes('@') && address !== from.address.toLowerCase() && !arrived.ours(address) && all.findIndex(one => one.address === address) === index)
    .slice(0, mostPeople)
  const hops = hopsIn(letter.fields)
  return {
    letterId: letter.messageId !== null && letter.messageId.length <= longestId ? letter.messageId : `<${arrived.contentHash}@no-id.invalid>`,
    contentHash: arrived.contentHash, mailbox: arrived.mailbox, subject: letter.subject, from, to: others(letter.to), cc: others(letter.cc),
    threads: { token: arrived.token, ids: [...new Set([...letter.inReplyTo, ...letter.references.toReversed()])].slice(0, 100), subject: numberInSubject(letter.subject) },
    verdict: arrived.verdict, ...(hops === 0 ? {} : { hops }),
    shown: {
      html: letter.html, history: letter.fresh.history, signature: letter.fresh.signature, remoteImages: letter.remoteImages,
      parts: Object.fromEntries(letter.attachments.flatMap((file, index) => (file.inline && arrived.stored[index] ? [[String(index), arrived.stored[index].id]] : []))),
      gaps: letter.gaps,
    },
  }
}

function filesOf(attachments: readonly Attachment[], stored: readonly (StoredPart | null)[]): IncomingFile[] {
  return attachments.flatMap((file, index): IncomingFile[] => {
    const kept = stored[index]
    if (kept === undefined || kept === null) return []
    return [{ fileRef: kept.id, stored: kept.id, name: kept.name, mime: kept.mime, size: kept.size, kind: file.inline ? 'inline' : kindOfFile(kept.mime) }]
  })
}

function kindOfFile(mime: string): AttachmentKind {
  if (/^image\/(?:jpeg|png|webp|heic|heif|gif)$/.test(mime)) return 'photo'
  return mime.startsWith('video/') ? 'video' : mime.startsWith('audio/') ? 'audio' : 'document'
}

function bounced(letter: Letter, bounce: Extract<LetterKind, { kind: 'bounce' }>, from: Box, severity: Bounced['severity'], returned: string | null): Bounced {
  return {
    severity, ids: [...new Set([...(returned === null ? [] : [returned]), ...bounce.originalIds])], address: bounce.addresses[0]?.address.toLowerCase() || null, status: bounce.status === '' ? null : bounce.status, reason: bounce.reason,
    report: { from, subject: letter.subject, text: letter.text.slice(0, 4_000) },
  }
}
