/** SQL of people outside and of points: cards, search by words, changes by staff. */
import { sql, type RawBuilder } from 'kysely'
import { wireTime } from '../lib/sql-wire.ts'
import type { ContactCard, PointCard } from './api.ts'

/** A point as it lies here: `linkToken` becomes links where channels are known (`pointCardOf`). */
export type PointRow = Omit<PointCard, 'links'> & { linkToken: string }

/** The card of the contact whose id stands in `column` (a column name), as one JSON value inside another statement; null when the id is null. */
export const contactCardJson = (column: string): RawBuilder<ContactCard | null> => sql<ContactCard | null>`(
  select json_build_object('id', c.id, 'name', c.name, 'position', c.position, 'phone', c.phone, 'language', c.language,
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
