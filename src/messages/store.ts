import { sql } from 'kysely'
import type { Db, Write } from '../lib/db.ts'
import { json, stamp, stampOrNull } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import { cut } from '../lib/text.ts'

/** What is neither text nor file. */
export type Extra = {
  place?: { latitude: number; longitude: number; title?: string; address?: string }
  card?: { phone: string; name: string; own: boolean }
  sticker?: true
}

export type NewMessage = {
  id: string
  ticketId: string
  conversationId: string | null
  direction: 'in' | 'out' | 'note'
  authorKind: 'customer' | 'staff' | 'machine'
  authorId: string | null
  notice: string | null
  text: string
  extra: Extra
  at: Instant
  replyTo: string | null
  groupKey: string | null
}

export type NewAttachment = {
  id: string
  messageId: string
  position: number
  kind: string
  name: string
  mime: string
  size: number | null
  durationSec: number | null
  channelId: string | null
  remoteRef: string | null
  fileId: string | null
  state: 'pending' | 'stored' | 'too_large'
}

export const addMessage = (message: NewMessage, now: Instant): Write => to =>
  to.insertInto('messages').values({ ...message, text: cut(message.text, 20_000), extra: json(message.extra), at: stamp(message.at), recordedAt: stamp(now) })

export const addRefs = (conversationId: string, messageId: string, externalIds: readonly string[]): Write => to =>
  to.insertInto('messageRefs').values(externalIds.map(externalId => ({ conversationId, externalId, messageId }))).onConflict(conflict => conflict.doNothing())

export const addAttachments = (attachments: readonly NewAttachment[]): Write => to => to.insertInto('attachments').values([...attachments])

/** Rows for stored files that a message of ours carries; none for none. */
export function attachStored(messageId: string, files: readonly { id: string; name: string; mime: string; size: number }[]): Write[] {
  if (files.length === 0) return []
  return [addAttachments(files.map(({ id, name, mime, size }, position) => ({
    id: newId(), messageId, position, kind: mime.startsWith('image/') ? 'photo' : 'document', name, mime, size, durationSec: null,
    channelId: null, remoteRef: null, fileId: id, state: 'stored',
  })))]
}

/** Keeps the wording that an edit replaces. */
export const keepVersion = (messageId: string, version: number, text: string, at: Instant): Write => to =>
  to.insertInto('messageVersions').values({ messageId, version, text, at: stamp(at) })

export const setText = (messageId: string, text: string, editedAt: Instant | null): Write => to =>
  to.updateTable('messages').set({ text: cut(text, 20_000), ...(editedAt === null ? {} : { editedAt: stampOrNull(editedAt) }) }).where('id', '=', messageId)

/** It stands on another ticket from now on, with its files and everything that answers find it by. */
export const setTicket = (messageId: string, ticketId: string): Write => to => to.updateTable('messages').set({ ticketId }).where('id', '=', messageId)

/** A message found by the channel's id of it, with the ticket it is on. */
export type Found = { id: string; ticketId: string; text: string; at: Instant; editedAt: Instant | null; versions: number; direction: 'in' | 'out' | 'note'; files: number; authorKind: string }

const foundColumns = sql<Found>`m.id, m.ticket_id, m.text, m.at, m.edited_at, m.direction, m.author_kind,
  (select count(*)::int from message_versions v where v.message_id = m.id) as versions, (select count(*)::int from attachments f where f.message_id = m.id) as files`

export async function findByRef(db: Db, conversationId: string, externalId: string): Promise<Found | null> {
  const { rows } = await sql<Found>`select ${foundColumns} from message_refs r join messages m on m.id = r.message_id
    where r.conversation_id = ${conversationId} and r.external_id = ${externalId}`.execute(db)
  return rows[0] ?? null
}

/** The message that items of this album belong to. */
export async function findByGroup(db: Db, conversationId: string, groupKey: string): Promise<Found | null> {
  const { rows } = await sql<Found>`select ${foundColumns} from messages m
    where m.conversation_id = ${conversationId} and m.group_key = ${groupKey} order by m.id limit 1`.execute(db)
  return rows[0] ?? null
}

/** Files that a message is about to carry: known, and not more than it may. */
export async function filesFor(db: Db, ids: readonly string[]): Promise<readonly { id: string; name: string; mime: string; size: number }[]> {
  if (ids.length === 0) return []
  return await db.selectFrom('files').select(['id', 'name', 'mime', 'size']).where('id', 'in', [...ids]).execute()
}
