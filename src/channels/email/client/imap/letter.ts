import type { ImapFlow } from 'imapflow'
import type { RawEvent } from '../../../channel.ts'
import { Refusal } from '../../../../lib/errors.ts'
import { mailLimits } from '../../limits.ts'
import { headBytes, letterEvent, type LetterSource } from '../../raw-letter.ts'
import { inlineBytes } from '../../raw.ts'
import type { MailHouse } from '../config.ts'
import { MailboxTrouble } from './trouble.ts'

const pieceBytes = 1024 * 1024

/**
 * Fetches one letter as it is, without marking it as read. A large one is streamed into a file; of one that is larger than the desk takes only the head is
 * taken. Null: it is no longer there.
 */
export async function fetchLetter(client: ImapFlow, place: { mailbox: string; validity: number; uid: number }, house: Pick<MailHouse, 'keepFile'>): Promise<RawEvent | null> {
  const { mailbox, validity, uid } = place
  // One byte more than lies in the inbox tells whether there is more; sizes that servers declare are not always right.
  const asked = inlineBytes + 1
  const found = await client.fetchOne(String(uid), { uid: true, size: true, internalDate: true, source: { start: 0, maxLength: asked } }, { uid: true })
  if (found === false) return null
  if (found.uid !== uid) throw new Error('the server answered with another letter')
  const { source = new Uint8Array(), size = 0 } = found
  if (source.length === 0 && size > 0) throw new Error('the server gave an empty letter')
  const way = { uid: { validity, uid }, takenAt: instantOf(found.internalDate) }
  const from = (letter: LetterSource): RawEvent => letterEvent(mailbox, way, letter)
  if (source.length <= inlineBytes) return from({ bytes: source })
  const head = source.subarray(0, headBytes)
  const tooLarge = (bytes: number): RawEvent => from({ tooLarge: true, size: bytes, head })
  if (Math.max(size, source.length) > mailLimits.size) return tooLarge(Math.max(size, source.length))
  const kept = await keep(source.length === asked ? download(client, uid) : [source], `letter-${uid}.eml`, house)
  return kept === 'too_large' ? tooLarge(Math.max(size, mailLimits.size + 1)) : from({ file: kept.id, size: kept.size, head })
}

/** Throws what the connection throws as it is, what the house throws as trouble of the database. */
async function keep(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, name: string, house: Pick<MailHouse, 'keepFile'>): Promise<{ id: string; size: number } | 'too_large'> {
  let broken: { error: unknown } | null = null
  async function* watched(): AsyncIterable<Uint8Array> {
    let size = 0
    try {
      for await (const piece of stream) {
        size += piece.length
        if (size > mailLimits.size) throw new Refusal('too_large')
        yield piece
      }
    } catch (error) {
      broken = { error }
      throw error
    }
  }
  try {
    return await house.keepFile({ name, mime: 'message/rfc822', bytes: watched() })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_large') return 'too_large'
    if (broken !== null) throw (broken as { error: unknown }).error
    throw new MailboxTrouble({ kind: 'database', detail: '' }, error)
  }
}

async function* download(client: ImapFlow, uid: number): AsyncIterable<Uint8Array> {
  const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: pieceBytes })
  if (content === undefined) throw new Error('the letter went away while it was fetched')
  for await (const piece of content) yield piece as Uint8Array
}

function instantOf(date: Date | string | undefined): number | null {
  const at = date === undefined ? Number.NaN : new Date(date).getTime()
  return Number.isNaN(at) ? null : at
}
