import type { RawEvent } from '../channel.ts'
import type { Instant } from '../../lib/instant.ts'
import { mailLimits } from './limits.ts'
import { readAddresses } from './mime/addresses.ts'
import { binary } from './mime/bytes.ts'
import { readHead } from './mime/head.ts'
import { inlineBytes, type RawLetter } from './raw.ts'

/** A letter with where its source lies: its bytes (up to `inlineBytes`), a stored file, or, where it is larger than the desk takes, its head alone. */
export type LetterSource =
  | { bytes: Uint8Array }
  | { file: string; size: number; head: Uint8Array }
  | { tooLarge: true; size: number; head: Uint8Array }

/** How it came: from a folder, or through the desk's own door (`digest`: of its source and the recipient, hex). */
export type LetterWay =
  | { uid: NonNullable<RawLetter['uid']>; takenAt: Instant | null }
  | { digest: string; envelope: NonNullable<RawLetter['envelope']> }

/** How much of a letter tells who wrote it and is enough for a stub of one that is too large. */
export const headBytes = 64 * 1024

/**
 * The raw event of a letter. Its key names where it lay, so that the same letter fetched twice is one event; its lane is the sender, whose letters are
 * handled one after another.
 */
export function letterEvent(mailbox: string, way: LetterWay, source: LetterSource): RawEvent {
  const head = 'bytes' in source ? source.bytes : source.head.subarray(0, inlineBytes)
  if (head.length > inlineBytes) throw new Error('a letter of this size lies in a file')
  const raw: RawLetter = {
    kind: 'letter',
    mailbox,
    uid: 'uid' in way ? way.uid : null,
    size: 'bytes' in source ? source.bytes.length : source.size,
    base64: 'file' in source ? null : btoa(binary(head)),
    file: 'file' in source ? source.file : null,
    envelope: 'envelope' in way ? way.envelope : null,
    takenAt: 'uid' in way ? way.takenAt : null,
    ...('tooLarge' in source && { cut: 'too_large' }),
  }
  return { key: 'uid' in way ? uidKey(mailbox, way.uid) : `smtp ${way.digest}`, lane: laneOf(mailbox, head), raw }
}

export const uidKey = (mailbox: string, { validity, uid }: { validity: number; uid: number }): string => `${uidKeys(mailbox, validity)}${uid}`
/** What the keys of all letters of a folder begin with; the UID follows. */
export const uidKeys = (mailbox: string, validity: number): string => `imap ${mailbox} ${validity} `

/** The address that the letter says it is from (or to be answered at); letters that name none share the lane of their mailbox. */
function laneOf(mailbox: string, letter: Uint8Array): string {
  const { fields } = readHead(letter, 0, Math.min(letter.length, headBytes), mailLimits, true)
  for (const name of ['from', 'reply-to', 'sender']) {
    const boxes = fields.filter(field => field.name === name).flatMap(field => readAddresses(field.value, mailLimits.addresses))
    const named = boxes.find(({ address }) => address.includes('@'))
    if (named !== undefined) return `from ${named.address.toLowerCase().slice(0, 320)}`
  }
  return `mailbox ${mailbox}`
}
