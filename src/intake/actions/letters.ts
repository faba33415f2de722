/** Which ticket a letter belongs to (channels.md 5.3). */
import { meetByAddress } from '../../contacts/meeting/actions.ts'
import type { Db } from '../../lib/db.ts'
import { isProven, plainSubject, type LetterFacts, type PlacedBy } from '../../messages/letters/letter.ts'
import { participantsOf } from '../../messages/letters/participants.ts'
import { messageOfLetters } from '../../messages/letters/store.ts'
import { change, type Context, type TicketRoom } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { mostPeople } from '../../tickets/decide/owning.ts'
import { suretyOf } from '../../tickets/letters.ts'
import type { Weight } from '../../tickets/ticket.ts'
import { ticketTo } from '../store.ts'

/** `replied`: the ticket that it answers, and the message, where one is named. */
export type Thread = { by: PlacedBy; replied: { id: string | null; ticketId: string } | null }

/**
 * In this order: our own signed address; the ids of letters that it answers, those that customers have chosen only from whoever takes part; the number in
 * its subject, but only of a ticket that its sender takes part in, and only where his address is proven. What is no proof is a suggestion to people. Never by
 * the subject's words.
 */
export async function threadOf(db: Db, { threads, verdict }: LetterFacts, contactId: string): Promise<Thread> {
  const signed = threads.token === null ? null : await ticketTo(db, threads.token, contactId)
  if (signed !== null) return { by: { why: 'token', suggested: null }, replied: { id: null, ticketId: signed.id } }
  const answered = await messageOfLetters(db, threads.ids, contactId)
  if (answered?.isProof === true) return { by: { why: 'reference', suggested: null }, replied: answered }
  const named = threads.subject === null ? null : await ticketTo(db, threads.subject, contactId)
  if (named === null) return { by: { why: 'new', suggested: answered?.number ?? null }, replied: null }
  if (named.takesPart && isProven(verdict)) return { by: { why: 'subject', suggested: null }, replied: { id: null, ticketId: named.id } }
  return { by: { why: 'new', suggested: threads.subject }, replied: null }
}

/** A letter that begins something is a request by its subject alone, too. */
export function weighLetter(weight: Weight, letter: LetterFacts | undefined, thread: Thread | null): Weight {
  if (letter === undefined || thread?.replied !== null || (weight !== 'thanks' && weight !== 'nothing')) return weight
  return plainSubject(letter.subject) === '' ? weight : 'real'
}

/** A letter that has found its ticket: who wrote it, to whom, and the change that placed it. */
export type Joining = { ticket: Change['after']['ticket']; channelId: string; sender: { contactId: string; conversationId: string }; letter: Pick<LetterFacts, 'from' | 'to' | 'cc' | 'verdict'>; message: string }

/**
 * Its sender and everybody whom it was written to take part in its ticket (pain 8): what they answer finds it, and nothing is told them by itself. The main
 * person stays. By a letter whose sender is known not to be who he says, nobody does: copies of answers go to those who take part. Null: nobody is new.
 */
export async function joinByLetter(room: TicketRoom, db: Db, { ticket, channelId, sender, letter, message }: Joining, context: Context): Promise<Change | null> {
  if (suretyOf(letter.verdict) === 'failed') return null
  const isIn = (contactId: string): boolean => ticket.contactId === contactId || ticket.people.some(one => one.contactId === contactId)
  const free = mostPeople - ticket.people.length - (isIn(sender.contactId) ? 0 : 1)
  const { people, writes } = await meetByAddress(db, channelId, participantsOf(letter).slice(0, Math.max(0, free)), context.now)
  const fresh = [sender, ...people].filter(one => !isIn(one.contactId))
  return fresh.length === 0 ? null : change(room, db, ticket.id, { type: 'join_people', people: fresh, message }, context, writes)
}
