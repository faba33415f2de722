/** Which ticket a letter belongs to (channels.md 5.3). */
import type { Db } from '../../lib/db.ts'
import { isProven, plainSubject, type LetterFacts, type PlacedBy } from '../../messages/letters/letter.ts'
import { messageOfLetters } from '../../messages/letters/store.ts'
import type { Weight } from '../../tickets/ticket.ts'
import { ticketTo } from '../store.ts'

/** `replied`: the ticket that it answers, and the message, where one is named. */
export type Thread = { by: PlacedBy; replied: { id: string | null; ticketId: string } | null }

/**
 * In this order: our own signed address; the ids of letters that it answers; the number in its subject, but only of a ticket that its sender takes part in, and
 * only where his address is proven. A number without proof is a suggestion to people. Never by the subject's words.
 */
export async function threadOf(db: Db, { threads, verdict }: LetterFacts, contactId: string): Promise<Thread> {
  const signed = threads.token === null ? null : await ticketTo(db, threads.token, contactId)
  if (signed !== null) return { by: { why: 'token', suggested: null }, replied: { id: null, ticketId: signed.id } }
  const answered = await messageOfLetters(db, threads.ids)
  if (answered !== null) return { by: { why: 'reference', suggested: null }, replied: answered }
  const named = threads.subject === null ? null : await ticketTo(db, threads.subject, contactId)
  if (named === null) return { by: { why: 'new', suggested: null }, replied: null }
  if (named.takesPart && isProven(verdict)) return { by: { why: 'subject', suggested: null }, replied: { id: null, ticketId: named.id } }
  return { by: { why: 'new', suggested: threads.subject }, replied: null }
}

/** A letter that begins something is a request by its subject alone, too. */
export function weighLetter(weight: Weight, letter: LetterFacts | undefined, thread: Thread | null): Weight {
  if (letter === undefined || thread?.replied !== null || (weight !== 'thanks' && weight !== 'nothing')) return weight
  return plainSubject(letter.subject) === '' ? weight : 'real'
}
