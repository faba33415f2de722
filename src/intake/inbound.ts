import type { Instant } from '../lib/instant.ts'
import type { Box, LetterFacts } from '../messages/letters/letter.ts'

/**
 * What a channel makes of a raw event: the closed list of things that can come in. Pure data; a channel's `read` returns it, the hall (`receive`) takes it.
 */
export type ChannelKind = 'telegram' | 'email' | 'phone' | 'portal' | 'api'

/** How sure the channel is that the author is who the address says. */
export type Verified = 'none' | 'channel' | 'dmarc' | 'login'

export type Author = {
  /** The handle in this channel: Telegram user id, mailbox, phone. */
  externalId: string
  displayName: string
  /** Telegram user name without `@`, for people to find the person; never an identity. */
  username?: string
  /** BCP 47 language of the author's application; a hint only. */
  language?: string
  /** What he wrote of himself in a form: the phone (E.164) to call him back, the language to speak with him. Taken when he is made known. */
  phone?: string
  speaks?: 'ru' | 'en'
  verified: Verified
}

/** `inline`: an image that stands in the text of a letter. */
export type AttachmentKind = 'photo' | 'document' | 'voice' | 'video' | 'video_note' | 'audio' | 'animation' | 'inline'

/** A file named by the channel, not yet fetched. `size` in bytes, null when the channel does not say. `stored`: its bytes are here already, under this id. */
export type IncomingFile = {
  fileRef: string
  stored?: string
  name: string
  mime: string
  size: number | null
  kind: AttachmentKind
  durationSec?: number
}

export type Place = { latitude: number; longitude: number; title?: string; address?: string }
/** `own`: the card is the author's own (the channel vouches), so the phone is his. */
export type ContactCard = { phone: string; name: string; own: boolean }

export type Envelope = {
  channelId: string
  channel: ChannelKind
  /** Unique inside the channel: the inbox key. */
  eventKey: string
  occurredAt: Instant
  receivedAt: Instant
  conversation: { externalId: string; type: 'private' | 'group' | 'email' | 'call' | 'portal' }
  author: Author | null
}

export type MessageContent = {
  text: string
  files: readonly IncomingFile[]
  place?: Place
  card?: ContactCard
  /** A sticker or a lone emoji reaction: is shown, is no request (its emoji stands in `text`). */
  sticker?: true
  /** The author passes on what somebody else wrote. */
  forwarded?: Forwarded
}

/**
 * Whose words these are: his handle in this channel (null when he hides it) and the name he shows, when he wrote them, and the words without the line that
 * names him. `isBot`: no person wrote them.
 */
export type Forwarded = { externalId: string | null; name: string | null; at: Instant; text: string; isBot?: true }

/**
 * What a form asked for in fields of its own: the point (by its id, chosen or carried by a link), what is happening (a fact of the document), the phone (E.164)
 * to call back, since when it is so. The bot asks for none of it again.
 */
export type Told = { point: { id: string; source: 'chosen' | 'link' } | null; happening: string | null; phone?: string | undefined; since?: string | undefined }

/**
 * A letter of ours did not arrive, or is late. `ids`: of the letters that the report names, the parcel's own first; `address`: whom it did not reach, null when
 * the report hides it. `status` as RFC 3463 has it (`5.1.1`), null when it says none; `reason`: the server's own words.
 */
export type Bounced = { severity: 'permanent' | 'temporary' | 'delayed'; ids: readonly string[]; address: string | null; status: string | null; reason: string; report: { from: Box; subject: string; text: string } }

/** `insisted`: a person at the desk has made a request of it, whatever it says. */
export type Inbound = Envelope & (
  | ({ kind: 'message'; externalId: string; replyTo?: string; groupKey?: string; automatic?: true; insisted?: true; told?: Told; letter?: LetterFacts } & MessageContent)
  | ({ kind: 'edited'; externalId: string; editedAt: Instant } & MessageContent)
  | { kind: 'pressed'; choice: string; interaction: string; externalId?: string }
  | { kind: 'started'; payload: string | null; externalId: string }
  | { kind: 'command'; name: string; rest: string; externalId: string; replyTo?: string }
  | { kind: 'reacted'; externalId: string; emoji: string | null }
  | { kind: 'blocked' }
  | { kind: 'unblocked' }
  | { kind: 'migrated'; to: string }
  | ({ kind: 'bounced' } & Bounced)
)
export type InboundKind = Inbound['kind']

/** What `read` says of a raw event: things that came in, nothing of interest (with a reason), something for a box of its own, or not readable. */
export type Reading =
  | { ok: true; events: readonly Inbound[] }
  | { ok: true; ignored: string }
  /** For people, in a box of its own: on no ticket (a list, a complaint). `events`: what it would be if it were a request, for them to look at. */
  | { ok: true; aside: string; events?: readonly Inbound[] }
  | { ok: false; reason: string }

/** A message, new or with another wording. */
export type MessageEvent = Extract<Inbound, { kind: 'message' | 'edited' }>
