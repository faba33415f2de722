import type { Db } from '../../lib/db.ts'
import type { RegulationDocument } from '../../regulation/document/schema.ts'
import { delayReasons, type DelayReason } from '../../regulation/signals.ts'
import { idOfNumber, readTicket } from '../../tickets/store.ts'
import type { DialogueRoom } from '../room.ts'
import { languageIn } from '../store.ts'
import { wordsIn, type DialogueWords } from '../words.ts'

/** in the reader's words: those of his language, otherwise those of the document. */
export const delayIn = ({ delays }: DialogueWords, { delayReasons: reasons }: RegulationDocument, reason: DelayReason): string =>
  delays[reason] ?? reasons.find(one => one.id === reason)?.customer ?? reason

/** What the customer of this ticket reads for each reason. Refuses `ticket_not_found`. */
export async function delaysOf(room: DialogueRoom, db: Db, number: number): Promise<{ reason: DelayReason; text: string }[]> {
  const { ticket } = await readTicket(db, await idOfNumber(db, number))
  const { document } = await room.editionById(ticket.edition)
  const words = wordsIn(ticket.conversationId === null ? 'ru' : await languageIn(db, ticket.conversationId))
  return delayReasons.map(reason => ({ reason, text: words.delay(number, delayIn(words, document, reason)) }))
}
