import { sql } from 'kysely'
import { namedPoints } from '../contacts/search/store.ts'
import { wantedWords } from '../contacts/words.ts'
import type { Db, Write } from '../lib/db.ts'
import { json, stamp } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Newcomer } from '../tickets/change.ts'
import type { Act, Saying } from './acts.ts'
import type { Form } from './form.ts'

/** Where the bot stands in a conversation. */
export type DialogueState = {
  form: Form | null
  /** The point that a link carried, for the ticket to come. */
  nextPoint: string | null
  /** The bot has asked for a phone to call back, outside the form: by button or in words. */
  phoneAsked?: boolean
  /** The «added to» line that still waits, so that an album or three quick messages give one. */
  added: { outboxId: string; ticketId: string } | null
}
export const freshState: DialogueState = { form: null, nextPoint: null, added: null }

/** All that the dialogue must know of a ticket's conversation to speak into it. */
export type Scene = {
  conversationId: string
  channelId: string
  contactId: string | null
  language: 'ru' | 'en'
  phone: string | null
  pointName: string | null
  pointZone: string | null
  ownerName: string | null
  /** The specialist who speaks in this change. */
  authorName: string | null
  /** When this person was last asked for a rating. */
  ratingAskedAt: Instant | null
  state: DialogueState
  card: { outboxId: string; body: Saying; receipt: string } | null
}

type SceneRow = Omit<Scene, 'state' | 'card'> & { state: DialogueState | null; card: { outboxId: string; body: { saying: Saying; receipt: string } } | null }

/** One look for one ticket; null when the conversation is unknown. Point and owner are those that the ticket has after the change. */
export async function sceneOf(db: Db, conversationId: string, ticketId: string, who: { point: string | null; owner: string | null; author: string | null }): Promise<Scene | null> {
  const { rows } = await sql<SceneRow>`
    select c.id as conversation_id, c.channel_id, c.contact_id, coalesce(k.language, 'ru') as language, k.phone, k.rating_asked_at,
      p.name as point_name, p.time_zone as point_zone, s.name as owner_name, a.name as author_name, d.state,
      (select json_build_object('outboxId', sc.outbox_id, 'body', sc.body) from status_cards sc where sc.ticket_id = ${ticketId} and sc.conversation_id = c.id) as card
    from conversations c left join contacts k on k.id = c.contact_id left join points p on p.id = ${who.point} left join staff s on s.id = ${who.owner} left join staff a on a.id = ${who.author}
      left join dialogues d on d.conversation_id = c.id
    where c.id = ${conversationId}`.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  return { ...row, state: row.state ?? freshState, card: row.card === null ? null : { outboxId: row.card.outboxId, body: row.card.body.saying, receipt: row.card.body.receipt } }
}

/** The language in which this conversation is spoken. */
export async function languageIn(db: Db, conversationId: string): Promise<'ru' | 'en'> {
  const row = await db.selectFrom('conversations').innerJoin('contacts', 'contacts.id', 'conversations.contactId').select('contacts.language').where('conversations.id', '=', conversationId).executeTakeFirst()
  return row?.language === 'en' ? 'en' : 'ru'
}

/** What there is to know of somebody who is being written down. */
export const sceneOfNewcomer = (conversationId: string, { contact, channelId }: Newcomer): Scene => ({
  conversationId, channelId, contactId: contact.id, language: contact.language, phone: contact.phone, pointName: null, pointZone: null, ownerName: null, authorName: null, ratingAskedAt: null, state: freshState, card: null,
})

/** The parcel by which a specialist's question went out, with its words and their author; null when it was none. */
export async function shownQuestion(db: Db, messageId: string): Promise<{ outboxId: string; conversationId: string; text: string; author: string | null } | null> {
  const { rows } = await sql<{ outboxId: string; conversationId: string; text: string; author: string | null }>`
    select o.id as outbox_id, o.conversation_id, m.text, s.name as author from messages m join outbox o on o.message_id = m.id and o.purpose = 'reply' left join staff s on s.id = m.author_id
    where m.id = ${messageId} order by o.position limit 1`.execute(db)
  return rows[0] ?? null
}

/** The parcel that brought this result to its reader as one message of words; null when it never arrived, or is of a form that cannot be edited whole. */
export async function shownResult(db: Db, messageId: string): Promise<{ outboxId: string; text: string } | null> {
  const { rows } = await sql<{ outboxId: string; text: string }>`
    select o.id as outbox_id, m.text from messages m join outbox o on o.message_id = m.id and o.purpose = 'reply' and o.state = 'sent'
    where m.id = ${messageId} and char_length(m.text) <= ${oneMessage} and not exists (select 1 from attachments a where a.message_id = m.id) limit 1`.execute(db)
  return rows[0] ?? null
}
/** Surely one message in every channel. */
const oneMessage = 3_000

export async function stateOf(db: Db, conversationId: string): Promise<DialogueState> {
  const row = await db.selectFrom('dialogues').select('state').where('conversationId', '=', conversationId).forUpdate().executeTakeFirst()
  return (row?.state as DialogueState | undefined) ?? freshState
}

export const keepState = (conversationId: string, state: DialogueState, now: Instant): Write => to =>
  to.insertInto('dialogues').values({ conversationId, state: json(state), updatedAt: stamp(now) })
    .onConflict(conflict => conflict.column('conversationId').doUpdateSet({ state: json(state), updatedAt: stamp(now) }))

export const keepCard = (ticketId: string, conversationId: string, outboxId: string, saying: Saying, receipt: string): Write => to =>
  to.insertInto('statusCards').values({ ticketId, conversationId, outboxId, body: json({ saying, receipt }) })
    .onConflict(conflict => conflict.columns(['ticketId', 'conversationId']).doUpdateSet({ outboxId, body: json({ saying, receipt }) }))

export const offer = (choices: readonly { id: string; conversationId: string; ticketId: string | null; act: Act }[], now: Instant): Write => to =>
  to.insertInto('choices').values(choices.map(({ act, ...choice }) => ({ ...choice, act: json(act), madeAt: stamp(now) })))

/** The choice behind a pressed button of this conversation, locked; null for one that was never offered here. */
export async function choiceOf(db: Db, id: string, conversationId: string): Promise<{ act: Act; usedAt: Instant | null } | null> {
  const row = await db.selectFrom('choices').select(['act', 'usedAt']).where('id', '=', id).where('conversationId', '=', conversationId).forUpdate().executeTakeFirst()
  return row === undefined ? null : { act: row.act as Act, usedAt: row.usedAt }
}

/** Buttons of a message that goes out in another conversation are pressed there. */
export async function moveChoices(db: Db, ids: readonly string[], to: string): Promise<void> {
  if (ids.length > 0) await db.updateTable('choices').set({ conversationId: to }).where('id', 'in', [...ids]).execute()
}

export const useChoice = (id: string, now: Instant): Write => to => to.updateTable('choices').set({ usedAt: stamp(now) }).where('id', '=', id)

export type OpenTicket = { id: string; number: number; subject: string; point: string | null; clocks: unknown }

/** Open tickets of a contact over all his conversations, and those that he has joined, newest first, for "my tickets". */
export async function openTicketsOf(db: Db, contactId: string): Promise<readonly OpenTicket[]> {
  const { rows } = await sql<OpenTicket>`
    select t.id, t.number, t.subject, p.name as point, t.clocks from tickets t left join points p on p.id = t.point_id
    where t.queue_group < 9 and (t.contact_id = ${contactId} or t.id in (select ticket_id from ticket_people where contact_id = ${contactId}))
    order by t.received_at desc limit 10`.execute(db)
  return rows
}

/** Open tickets of these points that are not his own, newest first: what a manager or an owner sees besides. */
export async function openTicketsAt(db: Db, pointIds: readonly string[], contactId: string): Promise<readonly OpenTicket[]> {
  if (pointIds.length === 0) return []
  const { rows } = await sql<OpenTicket>`
    select t.id, t.number, t.subject, p.name as point, t.clocks from tickets t left join points p on p.id = t.point_id
    where t.queue_group < 9 and t.contact_id is distinct from ${contactId} and t.id not in (select ticket_id from ticket_people where contact_id = ${contactId})
      and (t.point_id = any(${pointIds}::uuid[]) or t.id in (select ticket_id from ticket_points where point_id = any(${pointIds}::uuid[])))
    order by t.received_at desc limit 10`.execute(db)
  return rows
}

/** Points that these words name, best first, with their address: for the bot's question where it happened. */
export const likePoints = (db: Db, words: string, limit: number): Promise<readonly { id: string; name: string }[]> => namedPoints(db, words, wantedWords(words), limit)
