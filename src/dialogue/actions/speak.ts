import { newId, newToken } from '../../lib/ids.ts'
import { together, type Db, type Write } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { enqueue, type Parcel } from '../../delivery/store.ts'
import type { Content, Outgoing, OutgoingFile } from '../../delivery/outbound.ts'
import type { Purpose } from '../../delivery/retry.ts'
import type { SentFile } from '../../tickets/files.ts'
import { ticketOf, type Act, type Saying } from '../acts.ts'
import { offer } from '../store.ts'

/**
 * Turns what the bot wants to say into a parcel; its buttons get opaque ids (`offers` keeps what they mean). Parcels of one change go into the outbox in
 * one insert: writes that travel together have no order.
 */
export function speak(conversationId: string, saying: Saying, as: { purpose: Purpose; ticketId: string | null; messageId?: string; edit?: string; notBefore?: Instant; files?: readonly OutgoingFile[]; replyTo?: string }, now: Instant): { parcel: Parcel; offers: Write[] } {
  const id = newId()
  const choices: { id: string; conversationId: string; ticketId: string | null; act: Act }[] = []
  const buttons = saying.buttons?.map(row => row.map(button => {
    if ('url' in button) return button
    const choice = newToken(9)
    choices.push({ id: choice, conversationId, ticketId: ticketOf(button.act), act: button.act })
    return { label: button.label, choice }
  }))
  const content: Content = {
    ...(saying.title === undefined ? {} : { title: saying.title }), text: saying.text,
    ...(buttons === undefined || buttons.length === 0 ? {} : { buttons }),
    ...(saying.askPhone === undefined ? {} : { askPhone: saying.askPhone }),
    ...(saying.endAsk === undefined ? {} : { endAsk: saying.endAsk }),
  }
  const payload: Outgoing = as.edit === undefined
    ? { kind: 'send', ...(saying.silent === true ? { silent: true } : {}), ...(as.files === undefined || as.files.length === 0 ? {} : { files: as.files }), ...(as.replyTo === undefined ? {} : { replyTo: as.replyTo }), ...content }
    : { kind: 'edit', target: as.edit, ...content }
  const parcel: Parcel = {
    id, conversationId, ticketId: as.ticketId, messageId: as.messageId ?? null, purpose: as.purpose, payload, ...(as.notBefore === undefined ? {} : { notBefore: as.notBefore }),
  }
  return { parcel, offers: choices.length === 0 ? [] : [offer(choices, now)] }
}

/** An edit of what an earlier parcel of this conversation sent; it is looked up when its turn comes, since it may still be on its way. */
export const sentBy = (outboxId: string): string => `outbox:${outboxId}`

export const outgoingFiles = (files: readonly SentFile[]): OutgoingFile[] =>
  files.map(({ id, name, mime, size }) => ({ fileId: id, name, mime, size, as: /^image\/(jpeg|png|webp)$/.test(mime) ? 'photo' : 'document' }))

/** Says one thing in a conversation, outside any change of a ticket. */
export async function sayNow(db: Db, conversationId: string, saying: Saying, now: Instant, as: { purpose?: Purpose; ticketId?: string | null; edit?: string; notBefore?: Instant } = {}): Promise<string> {
  const { parcel, offers } = speak(conversationId, saying, {
    purpose: as.purpose ?? 'dialogue', ticketId: as.ticketId ?? null,
    ...(as.edit === undefined ? {} : { edit: as.edit }), ...(as.notBefore === undefined ? {} : { notBefore: as.notBefore }),
  }, now)
  await together(db, [enqueue([parcel], now), ...offers])
  return parcel.id
}
