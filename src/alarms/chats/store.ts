import { sql } from 'kysely'
import type { Db, Write } from '../../lib/db.ts'
import { stamp } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Person } from '../store.ts'

/** A colleague as his chat knows him. */
export type Member = Pick<Person, 'id' | 'name' | 'role' | 'language'>

/** Whose chat this is; null for a customer, and for one who does not work here any more. */
export async function memberOfChat(db: Db, conversationId: string): Promise<Member | null> {
  const row = await db.selectFrom('staffChats').innerJoin('staff', 'staff.id', 'staffChats.staffId').select(['staff.id', 'staff.name', 'staff.role', 'staff.language'])
    .where('staffChats.conversationId', '=', conversationId).where('staff.active', '=', true).executeTakeFirst()
  return row === undefined ? null : row as Member
}

/** The chat that a colleague linked; `name`: as its messenger shows him. */
export async function chatOf(db: Db, staffId: string): Promise<{ channelId: string; linkedAt: Instant; name: string; blocked: boolean } | null> {
  const row = await db.selectFrom('staffChats as c').innerJoin('conversations as v', 'v.id', 'c.conversationId').leftJoin('contacts as k', 'k.id', 'v.contactId')
    .select(['c.channelId', 'c.linkedAt', 'k.name', 'v.blockedAt']).where('c.staffId', '=', staffId).executeTakeFirst()
  return row === undefined ? null : { channelId: row.channelId, linkedAt: row.linkedAt, name: row.name ?? '', blocked: row.blockedAt !== null }
}

/** A new link ends the earlier ones of the same colleague, and those that nobody used in time. */
export async function keepLink(db: Db, link: { tokenHash: Buffer; staffId: string; expiresAt: Instant }, now: Instant): Promise<void> {
  await db.deleteFrom('staffChatLinks').where(of => of.or([of('staffId', '=', link.staffId), of('expiresAt', '<=', sql<number>`${stamp(now)}::timestamptz`)])).execute()
  await db.insertInto('staffChatLinks').values({ tokenHash: link.tokenHash, staffId: link.staffId, madeAt: stamp(now), expiresAt: stamp(link.expiresAt) }).execute()
}

/** Uses a link up: whose it is, or null when it was used, is too old or was never made. */
export async function spendLink(db: Db, tokenHash: Buffer, now: Instant): Promise<Member | null> {
  const spent = await db.deleteFrom('staffChatLinks').where('tokenHash', '=', tokenHash).returning(['staffId', 'expiresAt']).executeTakeFirst()
  if (spent === undefined || spent.expiresAt <= now) return null
  const row = await db.selectFrom('staff').select(['id', 'name', 'role', 'language']).where('id', '=', spent.staffId).where('active', '=', true).executeTakeFirst()
  return row === undefined ? null : row as Member
}

/** One colleague has one chat, one chat one colleague. */
export async function linkChat(db: Db, chat: { staffId: string; conversationId: string; channelId: string }, now: Instant): Promise<void> {
  await db.deleteFrom('staffChats').where(of => of.or([of('staffId', '=', chat.staffId), of('conversationId', '=', chat.conversationId)])).execute()
  await db.insertInto('staffChats').values({ ...chat, linkedAt: stamp(now) }).execute()
}

export async function unlinkChat(db: Db, staffId: string): Promise<boolean> {
  return (await db.deleteFrom('staffChats').where('staffId', '=', staffId).executeTakeFirst()).numDeletedRows > 0n
}

/** Whom a forwarded message comes from, as far as he is known by his handle: his contact, where he can be written to, the points he has to do with. */
export type Author = { contactId: string; name: string; conversationId: string | null; points: readonly string[]; isColleague: boolean }
export async function authorOf(db: Db, channelId: string, externalId: string): Promise<Author | null> {
  const { rows } = await sql<Author>`
    select k.id as contact_id, k.name,
      (select v.id from conversations v where v.contact_id = k.id and v.channel_id = ${channelId} and v.kind = 'private' and v.blocked_at is null order by v.created_at desc limit 1) as conversation_id,
      (select coalesce(json_agg(cp.point_id), '[]') from contact_points cp join points p on p.id = cp.point_id where cp.contact_id = k.id and p.archived_at is null) as points,
      exists (select 1 from staff_chats c join conversations v on v.id = c.conversation_id where v.contact_id = k.id) as is_colleague
    from addresses a join contacts k on k.id = a.contact_id where a.channel_id = ${channelId} and a.external_id = ${externalId}`.execute(db)
  return rows[0] ?? null
}

/** The open ticket that this colleague has just made of words of this author (`of`), if it was after `since`. */
export async function justForwarded(db: Db, staffId: string, of: string, since: Instant): Promise<{ id: string; number: number; contactId: string | null } | null> {
  const row = await db.selectFrom('staffChats as c').innerJoin('tickets as t', 't.id', 'c.forwardedTo').select(['t.id', 't.number', 't.contactId'])
    .where('c.staffId', '=', staffId).where('c.forwardedOf', '=', of).where('c.forwardedAt', '>', sql<number>`${stamp(since)}::timestamptz`).where('t.queueGroup', '<', 9).executeTakeFirst()
  return row ?? null
}

export const keepForwarded = (staffId: string, of: string, ticketId: string, now: Instant): Write => to =>
  to.updateTable('staffChats').set({ forwardedAt: stamp(now), forwardedOf: of, forwardedTo: ticketId }).where('staffId', '=', staffId)

/** The message of a ticket that items of a forwarded album belong to. */
export async function albumOf(db: Db, ticketId: string, groupKey: string): Promise<{ id: string; text: string; files: number } | null> {
  const { rows } = await sql<{ id: string; text: string; files: number }>`
    select m.id, m.text, (select count(*)::int from attachments f where f.message_id = m.id) as files from messages m where m.ticket_id = ${ticketId} and m.group_key = ${groupKey} limit 1`.execute(db)
  return rows[0] ?? null
}
