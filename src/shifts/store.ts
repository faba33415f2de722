import { sql } from 'kysely'
import { stamp, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Instant } from '../lib/instant.ts'
import { wireTime } from '../lib/sql-wire.ts'
import { eventOf, eventsOf } from '../tickets/store.ts'
import { groups } from '../tickets/queue.ts'
import { replay, type Ticket } from '../tickets/ticket.ts'
import type { Board } from './api.ts'
import { noLoad, type Candidate, type Load } from './load.ts'
import { awayAt, isOnShift, keptAround, onDuty, type Duty, type Entry, type EntryKind } from './roster.ts'

/** A row of the roster with its id and its words. */
export type RosterEntry = Entry & { id: string; note: string }

const columns = ['id', 'staffId', 'startsAt as from', 'endsAt as to', 'kind', 'substituteId', 'note'] as const
const asEntry = (row: { id: string; staffId: string; from: Instant; to: Instant; kind: string; substituteId: string | null; note: string }): RosterEntry => ({ ...row, kind: row.kind as EntryKind })

/** Everything that touches `[from, to)`, oldest first. */
export async function entriesBetween(db: Db, from: Instant, to: Instant): Promise<RosterEntry[]> {
  const rows = await db.selectFrom('roster').select(columns)
    .where(sql<boolean>`tstzrange(starts_at, ends_at) && tstzrange(${stamp(from)}, ${stamp(to)})`).orderBy('startsAt').orderBy('id').execute()
  return rows.map(asEntry)
}

/** What decides who is on at an instant, and whether a roster is kept for it. */
export const entriesAround = (db: Db, at: Instant): Promise<RosterEntry[]> => entriesBetween(db, at - keptAround, at + keptAround)

/** Is this colleague at work? Null: no roster is kept for this time, so nobody is off, except who does not work here any more. */
export async function isOn(db: Db, staffId: string, at: Instant): Promise<boolean | null> {
  if (await db.selectFrom('staff').select('id').where('id', '=', staffId).where('active', '=', true).executeTakeFirst() === undefined) return false
  return isOnShift(await entriesAround(db, at), staffId, at)
}

/** Who is at work, substitutes included, by id; nobody where no roster is kept. */
export const onShift = (db: Db, at: Instant): Promise<readonly string[]> => working(db, 'shift', at)

/** Who is to be called outside the shifts. */
export const onCall = (db: Db, at: Instant): Promise<readonly string[]> => working(db, 'on_call', at)

/** Who is written down as away, by id; also where no roster is kept. */
export const away = async (db: Db, at: Instant): Promise<readonly string[]> => awayAt(await entriesAround(db, at), at)

/** Who was let go stands in old entries and is on no duty. */
async function working(db: Db, kind: Duty, at: Instant): Promise<readonly string[]> {
  const ids = onDuty(await entriesAround(db, at), kind, at)
  if (ids.length === 0) return []
  const rows = await db.selectFrom('staff').select('id').where('id', 'in', [...ids]).where('active', '=', true).execute()
  const active = new Set(rows.map(row => row.id))
  return ids.filter(id => active.has(id))
}

/** Refuses `not_found`. */
export async function lockEntry(db: Db, id: string): Promise<RosterEntry> {
  const row = await db.selectFrom('roster').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found')
  return asEntry(row)
}

type Authored = { by: string; at: Instant }

const rowOf = ({ id, staffId, from, to, kind, substituteId, note }: RosterEntry, { by, at }: Authored) =>
  ({ id, staffId, startsAt: stamp(from), endsAt: stamp(to), kind, substituteId, note, createdBy: by, createdAt: stamp(at) })

/** Refuses `roster_overlap` when the person has a duty, or is away, in that time already. */
export async function addEntry(db: Db, entry: RosterEntry, authored: Authored): Promise<void> {
  await refusingOverlap(() => db.insertInto('roster').values(rowOf(entry, authored)).execute())
}

/** Adds what fits and leaves out what would overlap; tells how many were added. */
export async function addFitting(db: Db, entries: readonly RosterEntry[], authored: Authored): Promise<number> {
  let added = 0
  for (let start = 0; start < entries.length; start += 500) {
    const part = entries.slice(start, start + 500).map(entry => rowOf(entry, authored))
    const { numInsertedOrUpdatedRows } = await db.insertInto('roster').values(part).onConflict(conflict => conflict.doNothing()).executeTakeFirst()
    added += Number(numInsertedOrUpdatedRows ?? 0)
  }
  return added
}

/** Refuses `roster_overlap`. */
export async function changeEntry(db: Db, { id, from, to, kind, substituteId, note }: RosterEntry): Promise<void> {
  await refusingOverlap(() => db.updateTable('roster').set({ startsAt: stamp(from), endsAt: stamp(to), kind, substituteId, note }).where('id', '=', id).execute())
}

export async function removeEntry(db: Db, id: string): Promise<void> {
  await db.deleteFrom('roster').where('id', '=', id).execute()
}

/** Duties of these people that begin inside `[from, to)`; tells how many went. */
export async function removeDuties(db: Db, staffIds: readonly string[], kind: Duty, from: Instant, to: Instant): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('roster').where('staffId', 'in', [...staffIds]).where('kind', '=', kind)
    .where('startsAt', '>=', sql<number>`${stamp(from)}::timestamptz`).where('startsAt', '<', sql<number>`${stamp(to)}::timestamptz`).executeTakeFirst()
  return Number(numDeletedRows)
}

async function refusingOverlap(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const fault = error as { code?: unknown; constraint?: unknown } | null
    if (fault?.code === '23P01') throw new Refusal('roster_overlap')
    throw error
  }
}

/** Until the transaction ends nobody else chooses an assignee: two who press at once see each other's choice. */
export async function lockChoice(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('shifts assign', 0))`.execute(db)
}

const inGroup = (group: number) => sql<number>`count(*) filter (where t.queue_group = ${sql.lit(group)})`

/** How much each of these people has on his hands, and when he last got a ticket that he still has. In the order of `ids`. */
export async function loadsOf(db: Db, ids: readonly string[]): Promise<Candidate[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Load & { id: string; newestAt: Instant | null }>`
    select t.owner_id as id, ${inGroup(groups.urgent)} as urgent, ${inGroup(groups.untriaged)} as untriaged, ${inGroup(groups.ready)} as ready,
      ${inGroup(groups.waiting)} as waiting, ${inGroup(groups.with_others)} as "withOthers", ${inGroup(groups.suspended)} as suspended,
      count(*) filter (where t.queue_group < ${sql.lit(groups.awaiting)} and t.unanswered_since is not null) as unanswered,
      min(t.unanswered_since) filter (where t.queue_group < ${sql.lit(groups.awaiting)}) as "oldestUnanswered",
      max((select max(e.at) from ticket_events e where e.ticket_id = t.id and e.type in ('taken', 'assigned', 'handed_to_shift', 'came_back'))) as "newestAt"
    from tickets t where t.owner_id = any(${[...ids]}::uuid[]) and t.queue_group < ${sql.lit(groups.ended)} group by t.owner_id`.execute(db)
  const known = new Map(rows.map(({ id, newestAt, ...load }) => [id, { id, load, newestAt }]))
  return ids.map(id => known.get(id) ?? { id, load: noLoad, newestAt: null })
}

export async function namesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('staff').select(['id', 'name']).where('id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map(row => [row.id, row.name]))
}

/** Most rows of a list on the board; what is further down stands in the queue. */
const briefRows = 50

const briefJson = sql<string>`json_build_object(
  'number', t.number, 'subject', t.subject, 'point', p.name, 'owner', case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end,
  'state', t.state, 'category', t.category, 'breached', t.breached,
  'due', case when t.due_clock is not null and isfinite(t.queue_due) and t.queue_group < 7 then json_build_object('clock', t.due_clock, 'at', ${wireTime('t.queue_due')}) end)`

/** Tickets that somebody has to do something about, due before `until` or overdue, by due. */
export async function dueBefore(db: Db, until: Instant): Promise<Board['ahead']> {
  const { rows } = await sql<{ row: Board['ahead'][number] }>`
    select ${briefJson} as row from (
      select * from tickets t where t.queue_group < 4 and t.queue_due < ${stamp(until)}::timestamptz order by t.queue_due, t.id limit ${briefRows}) t
      left join points p on p.id = t.point_id left join staff s on s.id = t.owner_id order by t.queue_due, t.id`.execute(db)
  return rows.map(one => one.row)
}

/** Tickets whose date has come and which nobody has touched since. */
export async function cameBack(db: Db): Promise<Board['cameBack']> {
  const { rows } = await sql<{ row: Board['cameBack'][number] }>`
    select ${briefJson} as row from (
      select * from tickets t where t.queue_group < 7 and t.came_back order by t.queue_group, t.queue_due, t.id limit ${briefRows}) t
      left join points p on p.id = t.point_id left join staff s on s.id = t.owner_id order by t.queue_group, t.queue_due, t.id`.execute(db)
  return rows.map(one => one.row)
}

export type MyTicket = {
  brief: Board['ahead'][number]
  ticket: Ticket
  lastWords: { by: 'customer' | 'desk' | 'note'; text: string; at: string } | null
  lastAnswer: string | null
}

/** A specialist's open tickets with what is needed to hand them over, in the order of the queue. */
export async function ticketsOf(db: Db, staffId: string, limit: number): Promise<MyTicket[]> {
  const { rows } = await sql<{ id: string; brief: MyTicket['brief']; events: Parameters<typeof eventOf>[0][]; lastWords: MyTicket['lastWords']; lastAnswer: string | null }>`
    select tickets.id, t.brief, ${eventsOf} as events,
      (select json_build_object('by', case m.direction when 'in' then 'customer' when 'out' then 'desk' else 'note' end, 'text', left(m.text, 300), 'at', ${wireTime('m.at')})
        from messages m where m.ticket_id = tickets.id and m.text <> '' order by m.at desc, m.id desc limit 1) as "lastWords",
      (select left(m.text, 300) from messages m where m.ticket_id = tickets.id and m.direction = 'out' and m.author_kind = 'staff' and m.text <> '' order by m.at desc, m.id desc limit 1) as "lastAnswer"
    from (
      select t.id, row_number() over (order by t.queue_group, t.queue_due, t.queue_category, t.queue_channel, t.received_at, t.id) as place, ${briefJson} as brief
      from tickets t left join points p on p.id = t.point_id left join staff s on s.id = t.owner_id
      where t.owner_id = ${staffId}::uuid and t.queue_group < ${sql.lit(groups.awaiting)}
      order by t.queue_group, t.queue_due, t.queue_category, t.queue_channel, t.received_at, t.id limit ${limit}) t
    join tickets on tickets.id = t.id order by t.place`.execute(db)
  return rows.map(({ id, brief, events, lastWords, lastAnswer }) => ({ brief, ticket: replay(events.map(eventOf), id), lastWords, lastAnswer }))
}
