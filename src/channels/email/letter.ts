import type { Instant } from '../../lib/instant.ts'

/** A mailbox as written in a header; `address` keeps its letters' case and is '' when there is only a name. */
export type Mailbox = { name: string; address: string }

/** A field of the head: name in lower case, value unfolded and decoded. */
export type Field = { name: string; value: string }

export type Attachment = {
  /** As the sender named it, in NFC; folders in it are the business of whoever stores the file. Null when nobody named it. */
  filename: string | null
  /** Type and subtype in lower case, as declared. */
  contentType: string
  bytes: Uint8Array
  /** Content-ID without its angle brackets. */
  contentId: string | null
  /** Belongs to the text (an image in it), not to the list of files. */
  inline: boolean
  /** Where it lay: in the letter itself or in its winmail.dat. */
  from: 'letter' | 'winmail'
}

/** What the sender wrote and what only travelled with it. All are lines joined by '\n'. */
export type Fresh = {
  /** What was written this time. */
  text: string
  signature: string
  /** The cut part: quoted letters, headers of quotes, what the mail program added. */
  history: string
}

/** The letter inside a forward, as its header block or its own head tells. */
export type Forward = { fromAddress: string; fromName: string; subject: string }

export type Invitation = {
  method: string
  summary: string
  /** As the calendar says them, in words that need no translation: `26.09.2026 10:00–11:00 (Europe/Moscow)`. */
  when: string
  place: string
  organizer: string
}

/** A machine's report: the fields of its parts, group by group (RFC 3464, RFC 5965). */
export type Report = { type: string; groups: readonly (readonly Field[])[] }

/** Why a part of a letter was left unread, or what was mended in it. */
export type Gap =
  | 'too_large' | 'too_many_parts' | 'too_deep' | 'head_too_large' | 'too_many_fields' | 'text_too_long' | 'too_many_nested' | 'took_too_long'
  | 'winmail_damaged' | 'winmail_too_large'
  /** Only its head was read; the letter itself is attached. */
  | 'source_only'

export type Letter = {
  from: Mailbox | null
  sender: Mailbox | null
  replyTo: readonly Mailbox[]
  to: readonly Mailbox[]
  cc: readonly Mailbox[]
  subject: string
  /** With angle brackets, as in every header of ids; null when there is none. */
  messageId: string | null
  inReplyTo: readonly string[]
  /** Oldest first, each once. */
  references: readonly string[]
  date: Instant | null
  /** Every field of the head in its order. */
  fields: readonly Field[]
  fresh: Fresh
  /** The whole text, quoted parts included. */
  text: string
  /** Safe to show: no scripts, no styles of the page, remote images only as numbers in `remoteImages`, images of the letter as `data-part`. '' without HTML. */
  html: string
  /** Addresses of images that lie elsewhere: shown only when a person asks, `data-remote` is the index. */
  remoteImages: readonly string[]
  attachments: readonly Attachment[]
  forward: Forward | null
  /** Letters that lie inside as files of their own (message/rfc822). */
  nested: readonly Letter[]
  invitation: Invitation | null
  reports: readonly Report[]
  contentType: string
  /** Empty when everything was read. */
  gaps: readonly Gap[]
}
