/** SQL of people outside and of points: cards, search by words, changes by staff. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { stamp, tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import { wireTime } from '../lib/sql-wire.ts'
import type { contactFound, ContactCard, PointCard, pointFound, pointRoles } from './api.ts'
import type { Wanted } from './words.ts'

export type PointFound = z.infer<typeof pointFound>
export type ContactFound = z.infer<typeof contactFound>
export type ContactRole = (typeof pointRoles)[number]

/** A point as it lies here: `linkToken` becomes links where channels are known (`pointCardOf`). */
export type PointRow = Omit<PointCard, 'links'> & { linkToken: string }

/** The card of the contact whose id stands in `column` (a column name), as one JSON value inside another statement; null when the id is null. */
export const contactCardJson = (column: string): RawBuilder<ContactCard | null> => sql<ContactCard | null>`(
  select json_build_object('id', c.id, 'name', c.name, 'position', c.position, 'phone', c.phone, 'extension', c.phone_extension, 'language', c.language,
    'company', (select json_build_object('id', o.id, 'name', o.name) from companies o where o.id = c.company_id),
    'addresses', (select coalesce(json_agg(json_build_object('id', a.id, 'channelId', a.channel_id, 'externalId', a.external_id, 'display', a.display, 'verified', a.verified,
      'undeliverableSince', ${wireTime('a.undeliverable_since')}, 'undeliverableReason', a.undeliverable_reason) order by a.created_at, a.id), '[]') from addresses a where a.contact_id = c.id),
    'points', (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'role', k.role) order by k.at desc, p.id), '[]')
      from contact_points k join points p on p.id = k.point_id where k.contact_id = c.id))
  from contacts c where c.id = ${sql.raw(column)})`

/** The same for a point. */
export const pointCardJson = (column: string): RawBuilder<PointRow | null> => sql<PointRow | null>`(
  select json_build_object('id', p.id, 'name', p.name, 'address', p.address, 'timeZone', p.time_zone, 'softwareVersion', p.software_version, 'note', p.note, 'linkToken', p.link_token,
    'company', (select json_build_object('id', o.id, 'name', o.name) from companies o where o.id = p.company_id))
  from points p where p.id = ${sql.raw(column)})`

const found = 20
/** So many rows are ranked at most: a common word must not rank a whole town. */
const ranked = 300
/** How alike a word and a part of a text must be: one or two wrong letters pass, another word does not. */
const alike = '0.3'

/** Where words are looked for: `text` is what likeness is measured by, the two conditions use its indexes. */
type Place<Row> = {
  columns: RawBuilder<Row>
  from: RawBuilder<unknown>
  text: RawBuilder<unknown>
  holds(pattern: string): RawBuilder<boolean>
  isLike(word: string): RawBuilder<boolean>
}

/**
 * Rows by words, best first: those that hold every word as it stands; if there are none, those where every word is like one of theirs; if there are none
 * of these either, those where any word is.
 */
async function search<Row>(db: Db, { columns, from, text, holds, isLike }: Place<Row>, words: readonly Wanted[]): Promise<Row[]> {
  if (words.length === 0) return []
  const each = (condition: (word: string) => RawBuilder<boolean>) => words.map(readings => sql<boolean>`(${sql.join(readings.map(condition), sql` or `)})`)
  const likeness = sql.join(words.map(readings => sql`greatest(${sql.join(readings.map(reading => sql`word_similarity(${reading}, found.text)`))})`), sql` + `)
  const rowsWhere = async (inner: Db, condition: RawBuilder<unknown>): Promise<Row[]> => {
    const { rows } = await sql<Row>`
      select found.row from (select ${columns} as row, ${text} as text from ${from} and ${condition} limit ${ranked}) found
      order by ${likeness} desc, length(found.text), found.row ->> 'id' limit ${found}`.execute(inner)
    return (rows as { row: Row }[]).map(({ row }) => row)
  }
  const exact = await rowsWhere(db, sql.join(each(word => holds(`%${word.replace(/[\\%_]/g, '\\$&')}%`)), sql` and `))
  if (exact.length > 0) return exact
  return tx(db, async inner => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${alike}, true)`.execute(inner)
    const every = await rowsWhere(inner, sql.join(each(isLike), sql` and `))
    return every.length > 0 || words.length === 1 ? every : rowsWhere(inner, sql`(${sql.join(each(isLike), sql` or `)})`)
  })
}

/** As the indexes keep the words of a text. */
const indexed = (text: string): RawBuilder<string> => sql.raw(`translate(lower(${text}), 'ё', 'е')`)
const [pointText, companyText, contactText] = [indexed(`p.name || ' ' || p.address`), indexed('o.name'), indexed('c.name')]

const points: Place<PointFound> = {
  columns: sql`json_build_object('id', p.id, 'name', p.name, 'address', p.address, 'company', o.name)`,
  from: sql`points p left join companies o on o.id = p.company_id where p.archived_at is null`,
  text: sql`${pointText} || ' ' || coalesce(${companyText}, '')`,
  holds: pattern => sql`(${pointText} like ${pattern} or p.company_id in (select o.id from companies o where ${companyText} like ${pattern}))`,
  isLike: word => sql`(${pointText} %> ${word} or p.company_id in (select o.id from companies o where ${companyText} %> ${word}))`,
}

/** Points by words of their name, address and company, best first, at most 20. */
export const findPoints = (db: Db, words: readonly Wanted[]): Promise<PointFound[]> => search(db, points, words)

const contactFoundJson = sql<ContactFound>`json_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'position', c.position, 'point', (
  select json_build_object('id', p.id, 'name', p.name, 'address', p.address, 'company', (select o.name from companies o where o.id = p.company_id))
  from contact_points k join points p on p.id = k.point_id where k.contact_id = c.id and p.archived_at is null order by k.at desc limit 1))`

const contacts: Place<ContactFound> = {
  columns: contactFoundJson, from: sql`contacts c where true`, text: contactText,
  holds: pattern => sql`${contactText} like ${pattern}`, isLike: word => sql`${contactText} %> ${word}`,
}

/** Contacts by words of their name, best first, at most 20. */
export const findContacts = (db: Db, words: readonly Wanted[]): Promise<ContactFound[]> => search(db, contacts, words)

/** Contacts whose phone has these digits in a row; the newest first, at most 20. */
export async function findContactsByPhone(db: Db, digits: string): Promise<ContactFound[]> {
  const { rows } = await sql<{ row: ContactFound }>`
    select ${contactFoundJson} as row from contacts c where c.phone is not null and c.phone like ${`%${digits.replace(/\D/g, '')}%`} order by c.created_at desc, c.id limit ${found}`.execute(db)
  return rows.map(({ row }) => row)
}

/** Throws `not_found`. */
export async function readContact(db: Db, id: string): Promise<ContactCard> {
  const { rows } = await sql<{ card: ContactCard }>`select ${contactCardJson('k.id')} as card from contacts k where k.id = ${id}`.execute(db)
  if (rows[0] === undefined) throw new Refusal('not_found')
  return rows[0].card
}

/** Throws `not_found`. */
export async function readPoint(db: Db, id: string): Promise<PointRow> {
  const { rows } = await sql<{ card: PointRow }>`select ${pointCardJson('k.id')} as card from points k where k.id = ${id}`.execute(db)
  if (rows[0] === undefined) throw new Refusal('not_found')
  return rows[0].card
}

/** What was chosen from a list may be gone by now: throws `not_found` when the contact or the point is; null asks for none. */
export async function refuseGone(db: Db, { contactId, pointId }: { contactId: string | null; pointId: string | null }): Promise<void> {
  if (contactId === null && pointId === null) return
  const { rows } = await sql<{ known: boolean }>`select (${contactId}::uuid is null or exists (select 1 from contacts where id = ${contactId}::uuid))
    and (${pointId}::uuid is null or exists (select 1 from points where id = ${pointId}::uuid)) as known`.execute(db)
  if (rows[0]?.known !== true) throw new Refusal('not_found')
}

/** The company of this name, made if there is none; '' for no company. Case does not matter. */
export async function companyNamed(db: Db, name: string, now: Instant): Promise<string | null> {
  if (name === '') return null
  const known = () => sql<{ id: string }>`select id from companies where lower(name) = lower(${name}) order by external_id nulls last, created_at limit 1`.execute(db)
  const before = (await known()).rows[0]
  if (before !== undefined) return before.id
  await db.insertInto('companies').values({ id: newId(), name, createdAt: stamp(now) }).onConflict(conflict => conflict.doNothing()).execute()
  return (await known()).rows[0]!.id
}

export type PointChanges = Partial<{ name: string; address: string; companyId: string | null; timeZone: string; softwareVersion: string; note: string }>

export async function addPoint(db: Db, point: PointChanges & { id: string; name: string; linkToken: string }, now: Instant): Promise<void> {
  await db.insertInto('points').values({ ...point, createdAt: stamp(now) }).execute()
}

/** Throws `not_found`. */
export async function changePoint(db: Db, id: string, changes: PointChanges): Promise<void> {
  const known = Object.keys(changes).length === 0
    ? await db.selectFrom('points').select('id').where('id', '=', id).executeTakeFirst()
    : await db.updateTable('points').set(changes).where('id', '=', id).returning('id').executeTakeFirst()
  if (known === undefined) throw new Refusal('not_found')
}

export type ContactChanges = Partial<{ name: string; position: string; phone: string | null; phoneExtension: string | null; language: 'ru' | 'en' }>

/** Throws `not_found`. */
export async function changeContact(db: Db, id: string, changes: ContactChanges): Promise<void> {
  const known = Object.keys(changes).length === 0
    ? await db.selectFrom('contacts').select('id').where('id', '=', id).executeTakeFirst()
    : await db.updateTable('contacts').set(changes).where('id', '=', id).returning('id').executeTakeFirst()
  if (known === undefined) throw new Refusal('not_found')
}

/** What this person is at this point, as staff know it; returns what he was there before. Throws `not_found` for an unknown contact or point. */
export async function setRole(db: Db, contactId: string, pointId: string, role: ContactRole, now: Instant): Promise<ContactRole | null> {
  const { rows } = await sql<{ before: ContactRole | null }>`
    with before as (select role from contact_points where contact_id = ${contactId} and point_id = ${pointId})
    insert into contact_points (contact_id, point_id, role, source, at)
    select c.id, p.id, ${role}, 'staff', ${stamp(now)}::timestamptz from contacts c, points p where c.id = ${contactId} and p.id = ${pointId}
    on conflict (contact_id, point_id) do update set role = excluded.role, source = excluded.source
    returning (select role from before) as before`.execute(db)
  if (rows[0] === undefined) throw new Refusal('not_found')
  return rows[0].before
}
