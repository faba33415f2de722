/** Rows of a message that came in. */
import type { Met } from '../../contacts/meeting/actions.ts'
import type { Write } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { cut, storable } from '../../lib/text.ts'
import { addLetter } from '../../messages/letters/store.ts'
import { addAttachments, addMessage, addRefs, type Extra, type NewAttachment } from '../../messages/store.ts'
import type { Hall } from '../hall.ts'
import type { IncomingFile, MessageContent, MessageEvent } from '../inbound.ts'
import type { PlacedBy } from '../../messages/letters/letter.ts'

/** What a message is written with. */
export type MessageRows = { id: string; ticketId: string; met: Met; event: MessageEvent; attachments: readonly NewAttachment[]; replyTo: string | null; /** Why a letter stands there. */ placedBy: PlacedBy }

export function messageRows({ id, ticketId, met, event, attachments, replyTo, placedBy }: MessageRows, now: Instant): Write[] {
  const letter = event.kind === 'message' ? event.letter : undefined
  return [
    addMessage({
      id, ticketId, conversationId: met.conversation.id, direction: 'in', authorKind: 'customer', authorId: met.contact.id, notice: null,
      text: storable(event.text), extra: extraOf(event), at: Math.min(event.receivedAt, now), replyTo, groupKey: event.kind === 'message' ? (event.groupKey ?? null) : null,
    }, now),
    addRefs(met.conversation.id, id, [event.externalId]),
    ...(attachments.length === 0 ? [] : [addAttachments(attachments)]),
    ...(letter === undefined ? [] : [addLetter(id, letter, placedBy, event)]),
  ]
}

function extraOf(content: MessageContent): Extra {
  return {
    ...(content.place === undefined ? {} : { place: content.place }),
    ...(content.card === undefined ? {} : { card: content.card }),
    ...(content.sticker === undefined ? {} : { sticker: content.sticker }),
  }
}

/** A file as it came, before its bytes are asked for. */
export function attachmentOf(hall: Pick<Hall, 'maxDownload'>, messageId: string, position: number, file: IncomingFile, channelId: string): NewAttachment {
  const tooLarge = file.stored === undefined && file.size !== null && file.size > hall.maxDownload(channelId)
  return {
    id: newId(), messageId, position, kind: file.kind, name: cut(storable(file.name), 255) || 'file', mime: file.mime.slice(0, 255),
    size: file.size, durationSec: file.durationSec ?? null, channelId, remoteRef: file.fileRef, fileId: file.stored ?? null, state: file.stored !== undefined ? 'stored' : tooLarge ? 'too_large' : 'pending',
  }
}

export const pendingIds = (attachments: readonly NewAttachment[]): string[] => attachments.filter(one => one.state === 'pending').map(one => one.id)

export const tooLarge = (attachments: readonly NewAttachment[]): string[] => attachments.filter(one => one.state === 'too_large').map(one => one.name)
