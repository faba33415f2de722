/** SQL of letters: what a message of the mail channel has besides its words. */
import { sql } from 'kysely'
import type { Db, Write } from '../../lib/db.ts'
import { json } from '../../lib/db.ts'
import { cut, storable } from '../../lib/text.ts'
import type { LetterFacts, PlacedBy } from './letter.ts'

/** `event`: the inbox row that brought it. */
export const addLetter = (messageId: string, facts: LetterFacts, placed: PlacedBy, event: { channelId: string; eventKey: string }): Write => to =>
  to.insertInto('letters').values({
    messageId, inboxId: sql<number | null>`(select id from inbox where channel_id = ${event.channelId} and event_key = ${event.eventKey})`, letterId: facts.letterId, contentHash: facts.contentHash, mailbox: facts.mailbox, subject: cut(storable(facts.subject), 1_000), facts: json(facts), placed: json(placed),
  })

/** Why it stands where it stands now; nothing for a message that is no letter. */
export const setPlaced = (messageId: string, placed: PlacedBy): Write => to => to.updateTable('letters').set({ placed: json(placed) }).where('messageId', '=', messageId)

/** Is this letter known: by another mailbox, or from a mailbox whose counting began anew? By its content, never by its subject. */
export async function isKnownLetter(db: Db, contentHash: string): Promise<boolean> {
  return await db.selectFrom('letters').select('messageId').where('contentHash', '=', contentHash).executeTakeFirst() !== undefined
}

/**
 * The message that one of these letters is: the nearest id that is known wins. Ours also while nobody knows whether they arrived: an answer tells. `isProof`:
 * the id is ours, which nobody invents, or whoever answers (`contactId`) takes part in its ticket; others choose ids as they like. Null: none is known.
 */
export async function messageOfLetters(db: Db, ids: readonly string[], contactId: string): Promise<{ id: string; ticketId: string; number: number; isProof: boolean } | null> {
  if (ids.length === 0) return null
  const { rows } = await sql<{ id: string; ticketId: string; number: number; isProof: boolean }>`
    select m.id, m.ticket_id, t.number,
      m.direction = 'out' or coalesce(t.contact_id = ${contactId}, false) or exists (select 1 from ticket_people p where p.ticket_id = t.id and p.contact_id = ${contactId}) as is_proof from unnest(${[...ids]}::text[]) with ordinality as named (id, place)
    join lateral (
      select r.message_id from message_refs r where r.external_id = named.id and r.external_id like '<%'
      union all select o.message_id from mail_out u join outbox o on o.id = u.parcel_id where u.letter_id = named.id) k on true
    join messages m on m.id = k.message_id join tickets t on t.id = m.ticket_id order by is_proof desc, named.place, m.at limit 1`.execute(db)
  return rows[0] ?? null
}

/** What is shown of a letter besides its fresh words. Null: no letter stands on that ticket under this id. */
export async function readLetter(db: Db, number: number, messageId: string): Promise<{ subject: string; shown: LetterFacts['shown'] } | null> {
  const row = await db.selectFrom('letters').innerJoin('messages', 'messages.id', 'letters.messageId').innerJoin('tickets', 'tickets.id', 'messages.ticketId')
    .select(['letters.subject', sql<LetterFacts['shown']>`letters.facts -> 'shown'`.as('shown')]).where('tickets.number', '=', number).where('letters.messageId', '=', messageId).executeTakeFirst()
  return row ?? null
}
