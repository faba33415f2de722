import { sql } from 'kysely'
import type { Act } from '../dialogue/acts.ts'
import type { Outgoing } from '../delivery/outbound.ts'
import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { View } from '../regulation/view.ts'
import type { Parcel } from './said.ts'

/** `externalId`: in the channel; of letters the address, in lower case. */
export type Conversation = { id: string; channelId: string; externalId: string; contactId: string; language: 'ru' | 'en'; phone: string | null; createdAt: Instant }

const conversations = (db: Db) => db.selectFrom('conversations').innerJoin('contacts', 'contacts.id', 'conversations.contactId')
  .select(['conversations.id', 'conversations.channelId', 'conversations.externalId', 'contacts.id as contactId', 'contacts.language', 'contacts.phone', 'conversations.createdAt'])

/** A conversation of the form by its id in the channel. */
export async function findConversation(db: Db, channelId: string, externalId: string): Promise<Conversation | null> {
  const row = await conversations(db).where('conversations.channelId', '=', channelId).where('conversations.externalId', '=', externalId).executeTakeFirst()
  return row === undefined ? null : row as Conversation
}

/** A conversation of letters. */
export async function findLetters(db: Db, id: string): Promise<Conversation | null> {
  const row = await conversations(db).where('conversations.id', '=', id).where('conversations.kind', '=', 'email').executeTakeFirst()
  return row === undefined ? null : row as Conversation
}

export type TicketRow = { id: string; number: number; subject: string; point: string | null; view: View; isOver: boolean; endedAt: Instant | null; cardOutboxId: string | null }

/** Tickets of a conversation and those that its person has joined by it, open ones first, newest first. */
export async function ticketsOf(db: Db, conversationId: string): Promise<readonly TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select t.id, t.number, t.subject, p.name as point, t.clocks as view, t.queue_group >= 9 as is_over, t.resolved_at as ended_at, sc.outbox_id as card_outbox_id
    from tickets t left join points p on p.id = t.point_id left join status_cards sc on sc.ticket_id = t.id and sc.conversation_id = ${conversationId}
    where t.id in (select id from tickets where conversation_id = ${conversationId} union all select ticket_id from ticket_people where conversation_id = ${conversationId})
    order by t.queue_group >= 9, t.received_at desc, t.id desc limit 20`.execute(db)
  return rows
}

/** A file as the page shows it; `fileId` null: its bytes are not here. */
export type PageFile = { fileId: string | null; name: string; size: number | null; state: string; scan: string | null }
export type Written = { key: string; ticketId: string; at: Instant; text: string; files: readonly PageFile[] }

const shown = 300

/** What the customer wrote in this conversation, oldest first; `key`: the channel's id of it. */
export async function writtenIn(db: Db, conversationId: string): Promise<readonly Written[]> {
  const { rows } = await sql<Written>`
    select * from (
      select coalesce((select min(r.external_id) from message_refs r where r.message_id = m.id and r.conversation_id = m.conversation_id), '') as key, m.ticket_id, m.at, m.text,
        (select coalesce(json_agg(json_build_object('fileId', a.file_id, 'name', a.name, 'size', a.size, 'state', a.state, 'scan', f.scan) order by a.position), '[]')
           from attachments a left join files f on f.id = a.file_id where a.message_id = m.id) as files
      from messages m where m.conversation_id = ${conversationId} and m.direction = 'in' order by m.at desc, m.id desc limit ${shown}) w order by w.at`.execute(db)
  return rows
}

/** The channel's id of the latest message of this ticket in the conversation, whoever wrote it: what an answer to the ticket answers. */
export async function latestRef(db: Db, conversationId: string, ticketId: string): Promise<string | null> {
  const { rows } = await sql<{ externalId: string }>`
    select r.external_id from messages m join message_refs r on r.message_id = m.id and r.conversation_id = ${conversationId}
    where m.ticket_id = ${ticketId} and m.direction <> 'note' order by m.at desc, m.id desc limit 1`.execute(db)
  return rows[0]?.externalId ?? null
}

/** What the desk said in it, oldest first, also what nobody has fetched yet. What waits for its time to come is not said yet. */
export async function saidIn(db: Db, conversationId: string, now: Instant): Promise<readonly Parcel[]> {
  const { rows } = await sql<{ id: string; ticketId: string | null; payload: Outgoing; at: Instant }>`
    select * from (
      select o.id, o.ticket_id, o.payload, o.created_at as at, o.position from outbox o
      where o.conversation_id = ${conversationId} and (o.not_before is null or o.not_before <= ${new Date(now).toISOString()}::timestamptz)
      order by o.position desc limit ${shown * 2}) s order by s.position`.execute(db)
  return rows
}

/** What the buttons of this conversation mean, and which were used. */
export async function choicesOf(db: Db, conversationId: string): Promise<ReadonlyMap<string, { act: Act; isUsed: boolean }>> {
  const rows = await db.selectFrom('choices').select(['id', 'act', 'usedAt']).where('conversationId', '=', conversationId).execute()
  return new Map(rows.map(row => [row.id, { act: row.act as Act, isUsed: row.usedAt !== null }]))
}

/** Was this file written or sent in the conversation? */
export async function isFileOf(db: Db, conversationId: string, fileId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from attachments a join messages m on m.id = a.message_id
    where a.file_id = ${fileId} and m.conversation_id = ${conversationId} and m.direction <> 'note' limit 1`.execute(db)
  return rows.length > 0
}

/** How far the hall is with an event: null when it never came. */
export async function eventState(db: Db, channelId: string, key: string): Promise<string | null> {
  const row = await db.selectFrom('inbox').select('state').where('channelId', '=', channelId).where('eventKey', '=', key).executeTakeFirst()
  return row?.state ?? null
}

/** The name of a point in use; null when there is none with this id. */
export async function pointName(db: Db, id: string): Promise<string | null> {
  return (await db.selectFrom('points').select('name').where('id', '=', id).where('archivedAt', 'is', null).executeTakeFirst())?.name ?? null
}
