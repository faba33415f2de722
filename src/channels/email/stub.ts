import type { Glance } from '../../intake/quarantine/glance.ts'
import type { Letter } from './letter.ts'
import { mailLimits } from './limits.ts'
import { bytesOf } from './mime/bytes.ts'
import { readHead } from './mime/head.ts'
import { headBytes } from './raw-letter.ts'
import { rawLetter } from './raw.ts'
import { read } from './read.ts'

/** The head alone, as a letter without a body: whatever broke the reader stands further below, or is cut off here. */
function headOf(bytes: Uint8Array): Letter {
  const beginning = bytes.subarray(0, headBytes)
  const { body } = readHead(beginning, 0, beginning.length, mailLimits, true)
  return read(beginning.subarray(0, body))
}

/** A letter of which only the head could be read (pain 4): who wrote it and what about, with its source as a file. */
export function stubOf(bytes: Uint8Array): Letter {
  return {
    ...headOf(bytes), fresh: { text: '', signature: '', history: '' }, text: '', html: '', gaps: ['source_only'],
    attachments: [{ filename: 'letter.eml', contentType: 'message/rfc822', bytes, contentId: null, inline: false, from: 'letter' }],
  }
}

/** What a raw letter says of itself to whoever looks for it in quarantine. Of one that lies in a file only what the sending server said. */
export function glanceAt(raw: unknown): Glance | null {
  const parsed = rawLetter.safeParse(raw)
  if (!parsed.success) return null
  const { base64, size, envelope } = parsed.data
  const sentBy = envelope === null || envelope.from === '' ? null : { name: '', address: envelope.from }
  if (base64 === null) return { from: sentBy, subject: '', size }
  // Base64 goes by fours.
  const { from, subject } = headOf(bytesOf(atob(base64.slice(0, Math.ceil(headBytes / 3) * 4))))
  return { from: from === null || from.address === '' ? sentBy : from, subject, size }
}
