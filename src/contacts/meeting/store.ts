import { sql } from 'kysely'
import type { Db, Write } from '../../lib/db.ts'
import { stamp } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { sight, type Tie } from '../sight.ts'

/** Whom and where a channel's event comes from, as the hall needs it. */
export type Acquaintance = {
  contact: { id: string; name: string; position: string; phone: string | null; language: 'ru' | 'en' } | null
  conversation: { id: string; contactId: string | null; blockedAt: Instant | null } | null
  /** Points this person has to do with, latest first. */
  points: readonly { id: string; name: string; companyId: string | null }[]
}

/** One look: the author by his address, the conversation by its id (or an old id of a chat that moved), the points he named or belongs to. */
export async function findAcquaintance(db: Db, channelId: string, authorId: string | null, conversationId: string): Promise<Acquaintance> {
  const { rows } = await sql<Acquaintance>`
    select
      (select json_build_object('id', k.id, 'name', k.name, 'position', k.position, 'phone', k.phone, 'language', k.language)
         from addresses a join contacts k on k.id = a.contact_id where a.channel_id = ${channelId} and a.external_id = ${authorId}) as contact,
      (select json_build_object('id', c.id, 'contactId', c.contact_id, 'blockedAt', (extract(epoch from c.blocked_at) * 1000)::bigint)
         from conversations c where c.channel_id = ${channelId} and (c.external_id = ${conversationId}
           or c.id = (select x.conversation_id from conversation_aliases x where x.channel_id = ${channelId} and x.external_id = ${conversationId}))) as conversation,
      (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'companyId', p.company_id) order by cp.at desc), '[]')
         from addresses a join contact_points cp on cp.contact_id = a.contact_id join points p on p.id = cp.point_id
         where a.channel_id = ${channelId} and a.external_id = ${authorId} and p.archived_at is null) as points`.execute(db)
  return rows[0]!
}

/** Who is known by addresses of a channel where an address is a conversation (mail): one row for each that is. */
export async function knownByAddress(db: Db, channelId: string, addresses: readonly string[]): Promise<readonly { address: string; contactId: string | null; conversationId: string | null }[]> {
  const { rows } = await sql<{ address: string; contactId: string | null; conversationId: string | null }>`
    select asked.address, coalesce(a.contact_id, v.contact_id) as contact_id, v.id as conversation_id from unnest(${[...addresses]}::text[]) asked (address)
    left join addresses a on a.channel_id = ${channelId} and a.external_id = asked.address
    left join conversations v on v.channel_id = ${channelId} and v.external_id = asked.address
    where a.id is not null or v.id is not null`.execute(db)
  return rows
}

export const addContact = (contact: { id: string; name: string; phone: string | null; language: 'ru' | 'en' }, now: Instant): Write => to =>
  to.insertInto('contacts').values({ ...contact, createdAt: stamp(now) })

export const addAddress = (address: { id: string; contactId: string; channelId: string; externalId: string; display: string; verified: string }, now: Instant): Write => to =>
  to.insertInto('addresses').values({ ...address, createdAt: stamp(now) })

export const addConversation = (conversation: { id: string; channelId: string; externalId: string; kind: string; contactId: string | null }, now: Instant): Write => to =>
  to.insertInto('conversations').values({ ...conversation, createdAt: stamp(now) })

export async function setPhone(db: Db, contactId: string, phone: string): Promise<void> {
  await db.updateTable('contacts').set({ phone }).where('id', '=', contactId).execute()
}

export async function setLanguage(db: Db, contactId: string, language: 'ru' | 'en'): Promise<void> {
  await db.updateTable('contacts').set({ language }).where('id', '=', contactId).execute()
}

/** product.md 4.5: so that nobody is asked for a rating too often. */
export const markRatingAsked = (contactId: string, now: Instant): Write => to =>
  to.updateTable('contacts').set({ ratingAskedAt: stamp(now) }).where('id', '=', contactId)

/** Where this person can be written to: the chat used last that he has not blocked, else his mail where letters arrive; null when there is none. */
export async function writtenConversation(db: Db, contactId: string): Promise<string | null> {
  const row = await db.selectFrom('conversations').select('id').where('contactId', '=', contactId).where('kind', 'in', ['private', 'email']).where('blockedAt', 'is', null)
    .where(of => of.not(of.exists(of.selectFrom('addresses').select('addresses.id').whereRef('addresses.contactId', '=', 'conversations.contactId').whereRef('addresses.channelId', '=', 'conversations.channelId')
      .whereRef('addresses.externalId', '=', 'conversations.externalId').where('addresses.undeliverableSince', 'is not', null).where('conversations.kind', '=', 'email'))))
    .orderBy(of => of('kind', '=', 'private'), 'desc').orderBy('createdAt', 'desc').limit(1).executeTakeFirst()
  return row?.id ?? null
}

export async function setBlocked(db: Db, conversationId: string, at: Instant | null): Promise<void> {
  await db.updateTable('conversations').set({ blockedAt: at === null ? null : stamp(at) }).where('id', '=', conversationId).execute()
}

/** The addresses of the conversation's person in that channel can, or cannot, be written to; of a letter's conversation the one address that it is. */
export async function setReachable(db: Db, conversationId: string, undeliverable: { at: Instant; reason: string } | null): Promise<void> {
  await db.updateTable('addresses')
    .set({ undeliverableSince: undeliverable === null ? null : stamp(undeliverable.at), undeliverableReason: undeliverable?.reason ?? null })
    .from('conversations').whereRef('conversations.contactId', '=', 'addresses.contactId').whereRef('conversations.channelId', '=', 'addresses.channelId')
    .where('conversations.id', '=', conversationId)
    .where(of => of.or([of('conversations.kind', '<>', 'email'), of('addresses.externalId', '=', of.ref('conversations.externalId'))]))
    .$if(undeliverable === null, query => query.where('addresses.undeliverableSince', 'is not', null))
    .execute()
}

/** The chat got a new id; letters to the old one still find it. */
export async function moveConversation(db: Db, conversationId: string, to: string, now: Instant): Promise<void> {
  const { channelId, externalId } = await db.selectFrom('conversations').select(['channelId', 'externalId']).where('id', '=', conversationId).executeTakeFirstOrThrow()
  if (externalId === to) return
  // Somebody else's conversation stands there already: nothing is taken from it.
  if (await db.selectFrom('conversations').select('id').where('channelId', '=', channelId).where('externalId', '=', to).executeTakeFirst() !== undefined) return
  await db.insertInto('conversationAliases').values({ channelId, externalId, conversationId, at: stamp(now) }).onConflict(conflict => conflict.doNothing()).execute()
  await db.updateTable('conversations').set({ externalId: to }).where('id', '=', conversationId).execute()
}

/** A person named a point. A role given by staff is never lowered by that. */
export const namePoint = (contactId: string, pointId: string, source: 'chosen' | 'link' | 'staff', now: Instant): Write => to =>
  to.insertInto('contactPoints').values({ contactId, pointId, role: 'named', source, at: stamp(now) })
    .onConflict(conflict => conflict.columns(['contactId', 'pointId']).doUpdateSet({ at: stamp(now) }))

/** Points that this person has to do with, latest first, then the others of their companies and of his own, by name; at most `limit`. */
export async function pointsAround(db: Db, contactId: string, limit: number): Promise<readonly { id: string; name: string; address: string; isOwn: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; address: string; isOwn: boolean }>`
    with own as (select p.id, p.company_id, k.at from contact_points k join points p on p.id = k.point_id where k.contact_id = ${contactId}),
    companies as (select company_id from own union select company_id from contacts where id = ${contactId})
    select p.id, p.name, p.address, own.id is not null as is_own from points p left join own on own.id = p.id
    where p.archived_at is null and p.id in (select id from own union all select q.id from points q where q.company_id in (select company_id from companies))
    order by own.at desc nulls last, p.name, p.id limit ${limit}`.execute(db)
  return rows
}

export async function pointByToken(db: Db, token: string): Promise<{ id: string; name: string } | null> {
  return await db.selectFrom('points').select(['id', 'name']).where('linkToken', '=', token).where('archivedAt', 'is', null).executeTakeFirst() ?? null
}

/** The points whose tickets this person may see besides his own, by the roles that staff gave him; a point that he merely named is not among them. */
export async function sightOf(db: Db, contactId: string): Promise<{ pointIds: readonly string[] }> {
  const { rows: ties } = await sql<Tie>`
    select p.id as point_id, p.company_id, k.role from contact_points k join points p on p.id = k.point_id where k.contact_id = ${contactId} and k.role <> 'named'`.execute(db)
  const { points, companies } = sight(ties)
  if (companies.length === 0) return { pointIds: points }
  const { rows } = await sql<{ id: string }>`select id from points where company_id = any(${companies})`.execute(db)
  return { pointIds: [...new Set([...points, ...rows.map(({ id }) => id)])] }
}
