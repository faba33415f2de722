import { sql } from 'kysely'
import type { Db, Write } from '../lib/db.ts'
import { json, stamp, stampOrNull } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import { newId } from '../lib/ids.ts'
import type { Role } from '../auth/permissions.ts'
import type { About, AlarmKind, Ending, EndReason, NewAlarm } from './alarm.ts'

/** Raises alarms; one that is raised already, or an urgent one beside another of its ticket, stays as it is. */
export const addAlarms = (alarms: readonly NewAlarm[]): Write => to =>
  to.insertInto('alarms').values(alarms.map(({ lookAt, raisedAt, about, ...alarm }) => ({
    id: newId(), ...alarm, about: json(about), raisedAt: stamp(raisedAt), nextAt: stamp(lookAt),
  }))).onConflict(conflict => conflict.doNothing())

/** Ends what is open of a ticket. Alarms that were told are looked at once more, for the messages that stand in chats. */
export const endAlarms = (ticketId: string, { kinds, reason, by }: Ending, now: Instant): Write => to =>
  to.updateTable('alarms').set({ endedAt: stamp(now), endedBy: by, endReason: reason, nextAt: lastLook(now) })
    .where('ticketId', '=', ticketId).where('kind', 'in', [...kinds]).where('endedAt', 'is', null)

/** Messages about a group stay as they are. */
const lastLook = (now: Instant) => sql<string | null>`case when level > 0 and kind not in ('triage', 'warning', 'digest') then ${stamp(now)}::timestamptz end`

/** Ends one alarm, if it is open. */
export async function endAlarm(db: Db, id: string, reason: EndReason, by: string | null, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('alarms').set({ endedAt: stamp(now), endedBy: by, endReason: reason, nextAt: lastLook(now) })
    .where('id', '=', id).where('endedAt', 'is', null).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends what another room has raised, by kind and occasion. */
export const endRaised = (kind: AlarmKind, occasion: string, reason: EndReason, by: string | null, now: Instant): Write => to =>
  to.updateTable('alarms').set({ endedAt: stamp(now), endedBy: by, endReason: reason, nextAt: lastLook(now) })
    .where('ticketId', 'is', null).where('cycle', '=', 0).where('kind', '=', kind).where('occasion', '=', occasion).where('endedAt', 'is', null)

/** The last alarm that another room has raised about `subject`: occasions of that kind begin with it and a space. */
export async function lastRaised(db: Db, kind: AlarmKind, subject: string): Promise<{ occasion: string; raisedAt: Instant; endedAt: Instant | null; endReason: EndReason | null } | null> {
  const row = await db.selectFrom('alarms').select(['occasion', 'raisedAt', 'endedAt', 'endReason'])
    .where('ticketId', 'is', null).where('kind', '=', kind).where(sql<boolean>`starts_with(occasion, ${`${subject} `})`).orderBy('raisedAt', 'desc').limit(1).executeTakeFirst()
  return (row ?? null) as { occasion: string; raisedAt: Instant; endedAt: Instant | null; endReason: EndReason | null } | null
}

/** Occasions of what other rooms have raised of a kind and that is still open. */
export async function openOccasions(db: Db, kind: AlarmKind): Promise<readonly string[]> {
  const rows = await db.selectFrom('alarms').select('occasion').where('kind', '=', kind).where('ticketId', 'is', null).where('endedAt', 'is', null).execute()
  return rows.map(({ occasion }) => occasion)
}

/** An alarm as whoever looks at it has it. */
export type AlarmRow = {
  id: string; kind: AlarmKind; ticketId: string | null; about: About; raisedAt: Instant; level: number; toldAt: Instant | null
  endedAt: Instant | null; endedBy: string | null; endReason: EndReason | null
}
const columns = ['id', 'kind', 'ticketId', 'about', 'raisedAt', 'level', 'toldAt', 'endedAt', 'endedBy', 'endReason'] as const
const asAlarm = (row: object): AlarmRow => row as AlarmRow
const due = (now: Instant) => sql<number>`${stamp(now)}::timestamptz`

/** Alarms that somebody has to look at, earliest first, without those that are being looked at elsewhere. */
export async function dueAlarms(db: Db, now: Instant, limit: number, without: readonly string[]): Promise<readonly Pick<AlarmRow, 'id' | 'kind'>[]> {
  const rows = await db.selectFrom('alarms').select(['id', 'kind']).where('nextAt', '<=', due(now))
    .$if(without.length > 0, query => query.where('id', 'not in', [...without])).orderBy('nextAt').limit(limit).forUpdate().skipLocked().execute()
  return rows as Pick<AlarmRow, 'id' | 'kind'>[]
}

/** The smallest instant at which somebody has to look. */
export async function nextLook(db: Db, without: readonly string[]): Promise<Instant | null> {
  const row = await db.selectFrom('alarms').select('nextAt').where('nextAt', 'is not', null)
    .$if(without.length > 0, query => query.where('id', 'not in', [...without])).orderBy('nextAt').limit(1).executeTakeFirst()
  return row?.nextAt ?? null
}

/** Locks an alarm whose time has come; null when somebody else has it, or has been there. */
export async function lockDue(db: Db, id: string, now: Instant): Promise<AlarmRow | null> {
  const row = await db.selectFrom('alarms').select(columns).where('id', '=', id).where('nextAt', '<=', due(now)).forUpdate().skipLocked().executeTakeFirst()
  return row === undefined ? null : asAlarm(row)
}

/** Locks all alarms of a kind whose time has come by `until`, oldest first. One process at a time: null while another has them in hand. */
export async function lockGroup(db: Db, kind: AlarmKind, until: Instant): Promise<readonly AlarmRow[] | null> {
  const { rows: [lock] } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`alarms ${kind}`}, 0)) as mine`.execute(db)
  if (lock?.mine !== true) return null
  const rows = await db.selectFrom('alarms').select(columns).where('kind', '=', kind).where('nextAt', '<=', due(until)).orderBy('raisedAt').orderBy('id').limit(1_000).forUpdate().execute()
  return rows.map(asAlarm)
}

/** When a kind was told last: the group of those that nobody has triaged has one rhythm. */
export async function lastTold(db: Db, kind: AlarmKind): Promise<Instant | null> {
  const row = await db.selectFrom('alarms').select('toldAt').where('kind', '=', kind).where('toldAt', 'is not', null).orderBy('toldAt', 'desc').limit(1).executeTakeFirst()
  return row?.toldAt ?? null
}

/** After a look: level, wave and the next look. */
export const keepLook = (ids: readonly string[], { told, inHours, nextAt }: { told: boolean; inHours: boolean; nextAt: Instant | null }, now: Instant): Write => to =>
  to.updateTable('alarms').set({
    nextAt: stampOrNull(nextAt),
    ...(told ? { level: sql<number>`level + 1` } : {}), ...(told && inHours ? { toldAt: stamp(now) } : {}),
  }).where('id', 'in', [...ids])

/** After an alarm whose telling was all. */
export const keepDone = (ids: readonly string[], reason: 'told' | 'missed', now: Instant): Write => to =>
  to.updateTable('alarms').set({
    nextAt: null, endedAt: stamp(now), endReason: reason, ...(reason === 'told' ? { level: sql<number>`level + 1`, toldAt: stamp(now) } : {}),
  }).where('id', 'in', [...ids])

/** A flood has thousands: they go as lists, since a statement takes 65,535 values at most. */
export const addNotices = (notices: readonly { alarmId: string; staffId: string; level: number; outboxId: string | null }[], now: Instant): Write => to =>
  to.insertInto('alarmNotices').columns(['alarmId', 'staffId', 'level', 'outboxId', 'at']).expression(from => from.selectFrom(sql<{ alarmId: string; staffId: string; level: number; outboxId: string | null }>`
      unnest(${notices.map(one => one.alarmId)}::uuid[], ${notices.map(one => one.staffId)}::uuid[], ${notices.map(one => one.level)}::int[], ${notices.map(one => one.outboxId)}::uuid[])`.as<'n'>(sql`n (alarm_id, staff_id, level, outbox_id)`))
    .select(['n.alarmId', 'n.staffId', 'n.level', 'n.outboxId', sql<string>`${stamp(now)}::timestamptz`.as('at')]))

/** The last message about an alarm in each chat. `state`: of its parcel. */
export type Shown = { staffId: string; outboxId: string; conversationId: string; state: string; language: 'ru' | 'en' }
export async function lastMessages(db: Db, alarmId: string): Promise<readonly Shown[]> {
  const { rows } = await sql<Shown>`
    select distinct on (n.staff_id) n.staff_id, n.outbox_id, o.conversation_id, o.state, s.language
    from alarm_notices n join outbox o on o.id = n.outbox_id join staff s on s.id = n.staff_id
    where n.alarm_id = ${alarmId} order by n.staff_id, n.level desc`.execute(db)
  return rows
}

/** Everybody who works here, with the chat that he linked. `conversationId` null: none, or he has blocked the bot. */
export type Person = { id: string; name: string; role: Role; language: 'ru' | 'en'; conversationId: string | null }
export async function people(db: Db): Promise<readonly Person[]> {
  const { rows } = await sql<Person>`
    select s.id, s.name, s.role, s.language, v.id as conversation_id
    from staff s left join staff_chats c on c.staff_id = s.id left join conversations v on v.id = c.conversation_id and v.blocked_at is null
    where s.active order by s.created_at, s.id`.execute(db)
  return rows
}

/** What a message says of a ticket. */
export type TicketFacts = {
  id: string; number: number; subject: string; category: 1 | 2 | 3 | null; stopReported: boolean; ownerId: string | null; ownerName: string | null
  receivedAt: Instant; unansweredSince: Instant | null; pointName: string | null; pointAddress: string | null; contactName: string | null
}
export async function ticketFacts(db: Db, ids: readonly string[]): Promise<readonly TicketFacts[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('tickets as t').leftJoin('points as p', 'p.id', 't.pointId').leftJoin('contacts as k', 'k.id', 't.contactId').leftJoin('staff as s', 's.id', 't.ownerId')
    .select(['t.id', 't.number', 't.subject', 't.category', 't.stopReported', 't.ownerId', 's.name as ownerName', 't.receivedAt', 't.unansweredSince', 'p.name as pointName', 'p.address as pointAddress', 'k.name as contactName'])
    .where('t.id', 'in', [...ids]).execute()
  return rows.map(({ category, ...row }) => ({ ...row, category: category as 1 | 2 | 3 | null }))
}

/** All that waits for triage: how many, the nearest due, how many are over it. */
export type Untriaged = { count: number; due: Instant | null; overdue: number }
export async function untriaged(db: Db, now: Instant): Promise<Untriaged> {
  const { rows } = await sql<Untriaged>`
    select count(*)::int as count, min(queue_due) filter (where due_clock = 'triage') as due,
      count(*) filter (where due_clock = 'triage' and queue_due < ${stamp(now)}::timestamptz)::int as overdue
    from tickets where category is null and queue_group < 7`.execute(db)
  return rows[0]!
}

/** Open tickets of categories 2 and 3 that the day asks for. */
export type DayTicket = { id: string; number: number; subject: string; ownerId: string | null; pointName: string | null; due: Instant; breached: boolean; unansweredSince: Instant | null; cameBack: boolean }
export async function dayTickets(db: Db, endOfDay: Instant): Promise<readonly DayTicket[]> {
  const { rows } = await sql<DayTicket>`
    select t.id, t.number, t.subject, t.owner_id, p.name as point_name, t.queue_due as due, t.breached, t.unanswered_since, t.came_back
    from tickets t left join points p on p.id = t.point_id
    where t.queue_group < 7 and t.category in (2, 3)
      and ((t.queue_due < ${stamp(endOfDay)}::timestamptz and t.due_clock is not null) or t.unanswered_since is not null or t.came_back)
    order by t.queue_due, t.number limit 2000`.execute(db)
  return rows
}

/** Raises the digest of a day beforehand; it waits there for its minute. */
export const addDigest = (date: string, at: Instant): Write => addAlarms([{ kind: 'digest', ticketId: null, cycle: 0, occasion: date, about: { date }, raisedAt: at, lookAt: at }])

export async function readAlarm(db: Db, id: string): Promise<(AlarmRow & { endedByName: string | null }) | null> {
  const row = await db.selectFrom('alarms').leftJoin('staff', 'staff.id', 'alarms.endedBy')
    .select(columns.map(column => `alarms.${column}` as const)).select('staff.name as endedByName').where('alarms.id', '=', id).executeTakeFirst()
  return row === undefined ? null : { ...asAlarm(row), endedByName: row.endedByName }
}

/** Number of the ticket that an alarm is about. */
export async function ticketOfAlarm(db: Db, id: string): Promise<number | null> {
  const row = await db.selectFrom('alarms').innerJoin('tickets', 'tickets.id', 'alarms.ticketId').select('tickets.number').where('alarms.id', '=', id).executeTakeFirst()
  return row?.number ?? null
}
