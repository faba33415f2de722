/** SQL of people outside and of points: cards and changes by staff. Looking for them: `search/store.ts`. */
import { sql, type RawBuilder } from 'kysely'
import { stamp, stampOrNull, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import { wireTime } from '../lib/sql-wire.ts'
import type { ContactCard, PointCard, PointPassport, pointRoles } from './api.ts'

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

export type PointChanges = Partial<{ name: string; address: string; companyId: string | null; timeZone: string; softwareVersion: string; note: string; archivedAt: Instant | null }>

export async function addPoint(db: Db, point: Omit<PointChanges, 'archivedAt'> & { id: string; name: string; linkToken: string }, now: Instant): Promise<void> {
  await db.insertInto('points').values({ ...point, createdAt: stamp(now) }).execute()
}

/** Throws `not_found`. */
export async function changePoint(db: Db, id: string, { archivedAt, ...others }: PointChanges): Promise<void> {
  const changes = { ...others, ...(archivedAt === undefined ? {} : { archivedAt: stampOrNull(archivedAt) }) }
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

/** Nothing arrived at this address, and somebody knows that it does again. Throws `not_found`. */
export async function trustAddress(db: Db, contactId: string, addressId: string): Promise<void> {
  const known = await db.updateTable('addresses').set({ undeliverableSince: null, undeliverableReason: null }).where('id', '=', addressId).where('contactId', '=', contactId).returning('id').executeTakeFirst()
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

/** Takes the person off the point; returns what he was there. Throws `not_found` when he was nothing. */
export async function removeTie(db: Db, contactId: string, pointId: string): Promise<ContactRole> {
  const row = await db.deleteFrom('contactPoints').where('contactId', '=', contactId).where('pointId', '=', pointId).returning('role').executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found')
  return row.role as ContactRole
}

/** So many people and tickets of a point are shown. */
const passportRows = { people: 200, tickets: 10 }

/** Who belongs to the point, those who may decide first, and its latest tickets. Throws `not_found`. */
export async function readPassport(db: Db, id: string): Promise<PointPassport> {
  const { rows } = await sql<{ passport: PointPassport }>`
    select json_build_object('externalId', p.external_id, 'archivedAt', ${wireTime('p.archived_at')},
      'people', (select coalesce(json_agg(x.row order by x.rank, x.at desc), '[]') from (
        select json_build_object('id', c.id, 'name', c.name, 'position', c.position, 'phone', c.phone, 'role', k.role,
          'writes', (select coalesce(json_agg(distinct a.channel_id), '[]') from addresses a where a.contact_id = c.id)) as row,
          array_position(array['owner', 'manager', 'staff', 'named'], k.role) as rank, k.at
        from contact_points k join contacts c on c.id = k.contact_id where k.point_id = p.id order by rank, k.at desc limit ${passportRows.people}) x),
      'tickets', (select coalesce(json_agg(x.row order by x.received_at desc), '[]') from (
        select json_build_object('number', t.number, 'subject', t.subject, 'state', t.state, 'category', t.category, 'receivedAt', ${wireTime('t.received_at')}, 'contact', c.name) as row, t.received_at
        from tickets t left join contacts c on c.id = t.contact_id where t.point_id = p.id order by t.received_at desc limit ${passportRows.tickets}) x)) as passport
    from points p where p.id = ${id}`.execute(db)
  if (rows[0] === undefined) throw new Refusal('not_found')
  return rows[0].passport
}
