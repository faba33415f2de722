import { sql } from 'kysely'
import type { Db } from '../lib/db.ts'
import { stamp } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Instant } from '../lib/instant.ts'
import { wireTime } from '../lib/sql-wire.ts'
import type { Development, DevelopmentPage, DevelopmentState } from './api.ts'

const shown = sql`d.id, d.number, d.version, d.title, d.note, d.state, d.tracker_id, d.tracker_url, d.release_name, ${wireTime('d.created_at')} as created_at, ${wireTime('d.updated_at')} as updated_at,
  case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as created_by,
  (select count(*)::int from tickets t where t.development_id = d.id and t.queue_group < 9) as waiting`

/** Items whose title has these words, or whose number or tracker entry it is; newest first, at most 100. */
export async function findDevelopments(db: Db, words: string, states: readonly DevelopmentState[]): Promise<readonly Development[]> {
  const wanted = words.trim().toLowerCase()
  const number = /^#?\d{1,9}$/.test(wanted) ? Number(wanted.replace('#', '')) : null
  const { rows } = await sql<Development>`
    select ${shown} from developments d left join staff s on s.id = d.created_by
    where d.state = any(${states}) and (${wanted} = '' or lower(d.title) like ${`%${wanted.replaceAll(/[\\%_]/g, '')}%`} or d.number = ${number} or lower(d.tracker_id) = ${wanted})
    order by d.number desc limit 100`.execute(db)
  return rows
}

/** Refuses `not_found`. */
export async function readDevelopment(db: Db, id: string): Promise<Development> {
  const { rows } = await sql<Development>`select ${shown} from developments d left join staff s on s.id = d.created_by where d.id = ${id}`.execute(db)
  if (rows[0] === undefined) throw new Refusal('not_found')
  return rows[0]
}

/** The item as a ticket names it. Refuses `not_found`. */
export async function developmentOf(db: Db, id: string): Promise<{ id: string; title: string }> {
  const row = await db.selectFrom('developments').select(['id', 'number', 'title']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found')
  return { id: row.id, title: row.title }
}

export type NewDevelopment = { title: string; note: string; trackerId: string; trackerUrl: string; releaseName: string }

export async function addDevelopment(db: Db, id: string, item: NewDevelopment, by: string, now: Instant): Promise<void> {
  await db.insertInto('developments').values({
    ...item, id, number: sql<number>`nextval('development_numbers')`, version: 1, state: 'open', createdBy: by, createdAt: stamp(now), updatedAt: stamp(now),
  }).execute()
}

/** Changes what the person saw in `version`. Refuses `not_found`, `stale`. */
export async function changeDevelopment(db: Db, id: string, version: number, changes: Partial<NewDevelopment & { state: DevelopmentState }>, now: Instant): Promise<void> {
  const row = await db.updateTable('developments').set({ ...changes, version: version + 1, updatedAt: stamp(now) }).where('id', '=', id).where('version', '=', version).returning('id').executeTakeFirst()
  if (row === undefined) {
    await readDevelopment(db, id)
    throw new Refusal('stale')
  }
}

/** Tickets that were linked to the item, open ones first. */
export async function ticketsOf(db: Db, id: string): Promise<DevelopmentPage['tickets']> {
  const { rows } = await sql<DevelopmentPage['tickets'][number]>`
    select t.number, t.subject, t.state, t.category, case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as point, c.name as company, coalesce(p.software_version, '') as version
    from tickets t left join points p on p.id = t.point_id left join companies c on c.id = t.company_id
    where t.development_id = ${id} order by t.queue_group >= 9, t.number desc limit 500`.execute(db)
  return rows
}

/** How many points the list of affected ones shows. */
const shownPoints = 200

/** Who is affected: points that run a version of those that wait, and have no ticket of this item. */
export async function affectedBy(db: Db, id: string): Promise<DevelopmentPage['affected']> {
  const { rows } = await sql<DevelopmentPage['affected']>`
    with waiting as (select distinct p.id, p.software_version as version from tickets t join points p on p.id = t.point_id where t.development_id = ${id} and t.queue_group < 9),
      versions as (select w.version, count(*)::int as waiting from waiting w where w.version <> '' group by w.version),
      further as (select p.id, p.name, p.company_id, p.software_version as version from points p join versions v on v.version = p.software_version
        where p.archived_at is null and not exists (select from waiting w where w.id = p.id))
    select
      (select coalesce(json_agg(json_build_object('version', v.version, 'waiting', v.waiting, 'points', (select count(*) from points p where p.software_version = v.version and p.archived_at is null)) order by v.waiting desc), '[]') from versions v) as versions,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'company', c.name, 'version', f.version)), '[]')
        from (select * from further order by name limit ${shownPoints}) f left join companies c on c.id = f.company_id) as points,
      greatest((select count(*)::int from further) - ${shownPoints}, 0) as more`.execute(db)
  return rows[0]!
}

/** Tellings of the item with what became of each, newest first. */
export async function tellingsOf(db: Db, id: string): Promise<DevelopmentPage['tellings']> {
  const { rows } = await sql<DevelopmentPage['tellings'][number]>`
    select g.id, g.text, s.name as by, ${wireTime('g.at')} as at, count(*) filter (where w.outcome = 'told')::int as told, count(*) filter (where w.outcome = 'no_channel')::int as no_channel,
      count(*) filter (where w.outcome = 'ended')::int as ended, count(*) filter (where w.outcome = 'failed')::int as failed, count(*) filter (where w.ticket_id is not null and w.outcome is null)::int as left
    from development_tellings g join staff s on s.id = g.by left join development_told w on w.telling_id = g.id
    where g.development_id = ${id} group by g.id, s.name order by g.at desc limit 50`.execute(db)
  return rows
}

/** Keeps the telling and whom it is for: the tickets that wait now. Returns how many; null when this wish was kept before. */
export async function keepTelling(db: Db, telling: { id: string; developmentId: string; text: string; by: string; requestKey: string | null }, now: Instant): Promise<number | null> {
  const kept = await db.insertInto('developmentTellings').values({ ...telling, at: stamp(now) }).onConflict(conflict => conflict.column('requestKey').doNothing()).returning('id').executeTakeFirst()
  if (kept === undefined) return null
  const { numAffectedRows } = await sql`insert into development_told (telling_id, ticket_id) select ${telling.id}, t.id from tickets t where t.development_id = ${telling.developmentId} and t.queue_group < 9`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export async function tellingOfRequest(db: Db, requestKey: string): Promise<{ id: string; tickets: number } | null> {
  const { rows } = await sql<{ id: string; tickets: number }>`
    select g.id, (select count(*)::int from development_told w where w.telling_id = g.id) as tickets from development_tellings g where g.request_key = ${requestKey}`.execute(db)
  return rows[0] ?? null
}

/** The next ticket that a telling still has to reach, locked; null when none is left for us. */
export async function nextToTell(db: Db, tellingId: string): Promise<{ ticketId: string; number: number; text: string; by: string; written: boolean; ended: boolean } | null> {
  const { rows } = await sql<{ ticketId: string; number: number; text: string; by: string; written: boolean; ended: boolean }>`
    select w.ticket_id, t.number, g.text, g.by, t.conversation_id is not null as written, t.queue_group >= 9 as ended
    from development_told w join tickets t on t.id = w.ticket_id join development_tellings g on g.id = w.telling_id
    where w.telling_id = ${tellingId} and w.outcome is null order by w.ticket_id limit 1 for update of w skip locked`.execute(db)
  return rows[0] ?? null
}

export async function markTold(db: Db, tellingId: string, ticketId: string, outcome: 'told' | 'no_channel' | 'ended' | 'failed', now: Instant): Promise<void> {
  await db.updateTable('developmentTold').set({ outcome, at: stamp(now) }).where('tellingId', '=', tellingId).where('ticketId', '=', ticketId).execute()
}
