import { addContact, namePoint, writtenConversation } from '../../contacts/meeting/store.ts'
import { tx, type Db } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import { addMessage } from '../../messages/store.ts'
import { change, register, type Context, type TicketRoom } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { keepRequest, ticketOfRequest } from '../../tickets/store.ts'

/** A ticket by hand for a caller: who, where, what. `contactId` null: a new contact with this name and phone. */
export type ByHand = { contactId: string | null; name: string; phone: string | null; pointId: string | null; text: string; stopReported: boolean; take: boolean }

/**
 * Registers what a caller says; the specialist's note of his words is the first message. Same number, same clocks, as in every channel. With `requestKey`
 * (an API client's Idempotency-Key) a repeated request gives the ticket of the first.
 */
export async function registerByHand(room: TicketRoom, db: Db, wish: ByHand, context: Context, requestKey: string | null): Promise<{ id: string; number: number; changes: readonly Change[] }> {
  return tx(db, async inner => {
    if (requestKey !== null) {
      const known = await ticketOfRequest(inner, requestKey)
      if (known !== null) return { ...known, changes: [] }
    }
    const contactId = wish.contactId ?? (wish.name === '' && wish.phone === null ? null : newId())
    const messageId = newId()
    // A caller whom we can write to gets the number and all that follows in his chat, too.
    const conversationId = wish.contactId === null ? null : await writtenConversation(inner, wish.contactId)
    const made = await register(room, inner, {
      channel: 'phone', subject: wish.text, weakSubject: false, contactId, pointId: wish.pointId, conversationId, stopReported: wish.stopReported, message: messageId,
    }, context, ticketId => [
      ...(wish.contactId !== null || contactId === null ? [] : [addContact({ id: contactId, name: wish.name, phone: wish.phone, language: 'ru' }, context.now)]),
      addMessage({
        id: messageId, ticketId, conversationId: null, direction: 'in', authorKind: 'customer', authorId: contactId, notice: null, text: wish.text,
        extra: {}, at: context.now, replyTo: null, groupKey: null,
      }, context.now),
      ...(requestKey === null ? [] : [keepRequest(requestKey, ticketId, context.now)]),
      ...(contactId !== null && wish.pointId !== null ? [namePoint(contactId, wish.pointId, 'staff', context.now)] : []),
    ])
    const taken = wish.take ? [await change(room, inner, made.id, { type: 'take' }, context)] : []
    return { id: made.id, number: made.after.ticket.number, changes: [made, ...taken] }
  })
}
