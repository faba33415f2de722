import type { Instant } from '../../lib/instant.ts'
import type { AttachmentKind, Inbound, IncomingFile, Reading } from '../../intake/inbound.ts'
import { rawEvent, type RawEvent } from './raw.ts'

/** The person behind a link is whoever holds it: nothing is verified. His conversation is his address. Pure. */
export function readEvent(channelId: string, raw: unknown, { receivedAt }: { receivedAt: Instant }): Reading {
  const parsed = rawEvent.safeParse(raw)
  if (!parsed.success) return { ok: false, reason: `not an event of the form: ${parsed.error.issues[0]?.path.join('.') ?? ''}` }
  return { ok: true, events: [inbound(channelId, parsed.data, receivedAt)] }
}

function inbound(channelId: string, event: RawEvent, receivedAt: Instant): Inbound {
  const { conversation, key } = event
  const envelope = {
    channelId, channel: 'portal' as const, eventKey: key, occurredAt: event.at, receivedAt, conversation: { externalId: conversation, type: 'portal' as const },
  }
  const author = { externalId: conversation, displayName: '', verified: 'none' as const }
  switch (event.kind) {
    case 'request': return {
      ...envelope, kind: 'message', externalId: key, text: event.text, files: event.files.map(incomingOf), told: { point: event.point, happening: event.happening },
      author: { ...author, displayName: event.name, speaks: event.language, ...(event.phone === null ? {} : { phone: event.phone }) },
    }
    case 'answer': return {
      ...envelope, kind: 'message', externalId: key, text: event.text, files: event.files.map(incomingOf), author, ...(event.replyTo === null ? {} : { replyTo: event.replyTo }),
    }
    case 'press': return { ...envelope, kind: 'pressed', choice: event.choice, interaction: key, author }
  }
}

/** A file that a page has kept. */
export const incomingOf = ({ id, name, mime, size }: { id: string; name: string; mime: string; size: number }): IncomingFile => ({ fileRef: id, name, mime, size, kind: kindOf(mime) })

function kindOf(mime: string): AttachmentKind {
  if (/^image\/(jpeg|png|webp|heic|heif)$/.test(mime)) return 'photo'
  return mime.startsWith('video/') ? 'video' : mime.startsWith('audio/') ? 'audio' : 'document'
}
