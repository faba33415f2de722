/** Letters of ours in tests that need no mail server: put into the outbox, taken, and told to be out. */
import { letterIdOf } from '../src/channels/store/letters.ts'
import { settleAttempt } from '../src/delivery/actions.ts'
import type { ParcelAbout, SendResult } from '../src/delivery/outbound.ts'
import type { Purpose } from '../src/delivery/retry.ts'
import { enqueue, takeHeads, type Taken } from '../src/delivery/store.ts'
import { together, type Db } from '../src/lib/db.ts'
import { newId } from '../src/lib/ids.ts'
import type { Instant } from '../src/lib/instant.ts'
import { hearDelivery } from '../src/messages/actions.ts'
import { addMessage } from '../src/messages/store.ts'
import { change, type TicketRoom } from '../src/tickets/actions.ts'

export const deskDomain = 'support.example'

export type Out = { message: string; parcel: Taken; about: ParcelAbout; letterId: string }

/** A message on a ticket that goes to a conversation: a specialist's words (a question, if he `asks`) or a notice. */
export async function writeOut(room: TicketRoom, db: Db, of: { ticketId: string; conversationId: string; purpose?: Purpose; asks?: boolean; text?: string }, now: Instant): Promise<{ message: string; parcelId: string }> {
  const { ticketId, conversationId, purpose = 'reply', asks = false, text = 'Проверьте, пожалуйста, кабель' } = of
  const [message, parcelId] = [newId(), newId()]
  const rows = [
    addMessage({ id: message, ticketId, conversationId, direction: 'out', authorKind: purpose === 'reply' ? 'staff' : 'machine', authorId: null, notice: purpose === 'reply' ? null : 'receipt', text, extra: {}, at: now, replyTo: null, groupKey: null }, now),
    enqueue([{ id: parcelId, conversationId, ticketId, messageId: message, purpose, payload: { kind: 'send', text } }], now),
  ]
  if (purpose === 'reply') await change(room, db, ticketId, { type: 'answer', message, text, files: [], asks, items: [], steps: [], until: null, to: null }, { now, actor: { kind: 'staff', id: null } }, rows)
  else await together(db, rows)
  return { message, parcelId }
}

/** The sender takes it and gives it its id; nothing is stored of what came of it. */
export async function takeOut(db: Db, parcelId: string, now: Instant): Promise<Omit<Out, 'message'>> {
  const parcel = (await takeHeads(db, 1, ['email'], now, 16)).find(({ id }) => id === parcelId)
  if (parcel === undefined) throw new Error('the parcel is not first')
  const { id, conversationId, ticketId, ticketNumber, messageId, purpose, tries } = parcel
  const about: ParcelAbout = { parcelId: id, conversationId, ticketId, ticketNumber, messageId, purpose, first: tries <= 1 }
  return { parcel, about, letterId: await letterIdOf(db, about, deskDomain, now) }
}

/** The whole way: written, taken, told by the server as `result`, accepted unless said otherwise. */
export async function sendOut(room: TicketRoom, db: Db, of: Parameters<typeof writeOut>[2], now: Instant, result?: SendResult): Promise<Out> {
  const { message, parcelId } = await writeOut(room, db, of, now)
  const out = await takeOut(db, parcelId, now)
  await settleAttempt(db, out.parcel, result ?? { ok: true, externalIds: [out.letterId] }, hearDelivery(room), now)
  return { message, ...out }
}
