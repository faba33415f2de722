/** SQL of whom an update is told: the list, its working off, its progress. */
import { sql } from 'kysely'
import { stamp, type Db, type Write } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { UpdateKind } from '../kinds.ts'

/** One line of the list with what telling it needs. */
export type NoticeRow = {
  id: number; incidentId: string; updateId: string; ticketId: string | null; conversationId: string | null; attach: 'machine' | 'staff' | null; attachBy: string | null
  /** What the ticket's history names: the update, or the correction of it that this line tells. */
  said: string
  isCorrection: boolean
  /** Struck: nothing is told. `messageId`: what was told already and was stopped before it went out. */
  struck: string | null; messageId: string | null
  kind: UpdateKind; text: string; /** What was said when the outage was opened. */ opening: string | null; signedBy: string; signer: string; nextUpdateAt: Instant | null
  number: number; title: string; topic: string | null; category: 1 | 2 | 3
  /** This ticket has been told of the outage before. */
  toldBefore: boolean
  language: 'ru' | 'en'
  blocked: boolean
  /** Somebody of a touched point has a ticket of the outage by now, and hears of it there. */
  hasTicket: boolean
  /** Of a point of this person, where he has one. */
  zone: string | null
}

/** Puts every ticket that hangs on the outage on the list of an update. */
export const listTickets = (incidentId: string, updateId: string): Write => to =>
  to.insertInto('incidentNotices').columns(['incidentId', 'updateId', 'ticketId', 'state'])
    .expression(from => from.selectFrom('incidentTickets').select([sql<string>`${incidentId}::uuid`.as('i'), sql<string>`${updateId}::uuid`.as('u'), 'ticketId', sql<string>`'waiting'`.as('s')])
      .where('incidentId', '=', incidentId).where('detachedAt', 'is', null).orderBy('ticketId'))
    .onConflict(conflict => conflict.doNothing())

/** These tickets as well; with `attach` they are made tickets of the outage in passing. */
export const listMore = (incidentId: string, updateId: string, tickets: readonly string[], attach: { as: 'machine' | 'staff'; by: string | null } | null): Write => to =>
  to.insertInto('incidentNotices').values(tickets.toSorted().map(ticketId => ({ incidentId, updateId, ticketId, attach: attach?.as ?? null, attachBy: attach?.by ?? null, state: 'waiting' })))
    // Passed over because it was taken off, and attached again since: the last word is told after all.
    .onConflict(conflict => conflict.columns(['updateId', 'version', 'ticketId']).where('ticketId', 'is not', null)
      .doUpdateSet({ state: 'waiting', reason: null, attach: attach?.as ?? null, attachBy: attach?.by ?? null }).where('incidentNotices.state', '=', 'passed').where('incidentNotices.reason', '=', 'taken_off'))

/** Takes a ticket off the list of an update before anybody was told. */
export const unlist = (updateId: string, ticketId: string): Write => to =>
  to.deleteFrom('incidentNotices').where('updateId', '=', updateId).where('ticketId', '=', ticketId).where('state', '=', 'waiting')

/**
 * Everybody at the touched points with a private chat and no ticket of this outage; one chat a person, the newest that he has not blocked. Who blocked all of
 * them stands on the list as well, so that he is counted.
 */
export const listPeople = (incidentId: string, updateId: string, scope: 'all' | 'points'): Write => to => {
  const touched = scope === 'all' ? sql<boolean>`true` : sql<boolean>`cp.point_id in (select point_id from incident_points where incident_id = ${incidentId}::uuid)`
  return to.insertInto('incidentNotices').columns(['incidentId', 'updateId', 'conversationId', 'state'])
    .expression(from => from.selectFrom(sql<{ id: string }>`(
      select distinct on (v.contact_id) v.id from conversations v
      where v.kind = 'private' and v.contact_id in (select cp.contact_id from contact_points cp where ${touched})
        and not exists (select from incident_tickets it join tickets t on t.id = it.ticket_id where it.incident_id = ${incidentId}::uuid and it.detached_at is null and t.contact_id = v.contact_id)
        and not exists (select from incident_notices n join tickets t on t.id = n.ticket_id where n.incident_id = ${incidentId}::uuid and n.state = 'waiting' and t.contact_id = v.contact_id)
      order by v.contact_id, (v.blocked_at is not null), v.created_at desc)`.as('people'))
      .select([sql<string>`${incidentId}::uuid`.as('i'), sql<string>`${updateId}::uuid`.as('u'), 'people.id', sql<string>`'waiting'`.as('s')]))
    .onConflict(conflict => conflict.doNothing())
}

/**
 * A newer word says it all: what has not been told of the older ones is passed over. What still has to be attached goes on to the newer one, and so do
 * people without a ticket who were promised a word, unless it is over: who has heard of nothing need not hear of its end.
 */
export async function supersede(db: Db, incidentId: string, updateId: string, now: Instant): Promise<void> {
  await sql`
    with older as (
      update incident_notices set state = 'passed', reason = 'newer', settled_at = ${stamp(now)}::timestamptz
      where incident_id = ${incidentId} and update_id <> ${updateId} and state = 'waiting' returning ticket_id, conversation_id, attach, attach_by)
    insert into incident_notices (incident_id, update_id, ticket_id, conversation_id, attach, attach_by, state)
      select ${incidentId}, ${updateId}, ticket_id, conversation_id, attach, attach_by, 'waiting' from older
      where attach is not null or (conversation_id is not null and not exists (select from incident_updates u where u.id = ${updateId} and u.kind = 'ended'))
    on conflict do nothing`.execute(db)
}

/**
 * Everybody who was told this update, or a correction of it, is told the newest correction. Who waits for an older one reads the newest words there.
 */
export const listTold = (incidentId: string, updateId: string, version: number): Write => to =>
  to.insertInto('incidentNotices').columns(['incidentId', 'updateId', 'version', 'ticketId', 'conversationId', 'state'])
    .expression(from => from.selectFrom(sql<{ ticketId: string | null; conversationId: string | null }>`(
      select distinct n.ticket_id, n.conversation_id from incident_notices n where n.update_id = ${updateId}::uuid and n.state = 'told'
        and not exists (select from incident_notices w where w.update_id = n.update_id and w.state = 'waiting' and w.ticket_id is not distinct from n.ticket_id and w.conversation_id is not distinct from n.conversation_id)
      order by n.ticket_id)`.as('had'))
      .select([sql<string>`${incidentId}::uuid`.as('i'), sql<string>`${updateId}::uuid`.as('u'), sql<number>`${version}::smallint`.as('n'), 'had.ticketId', 'had.conversationId', sql<string>`'waiting'`.as('s')]))
    .onConflict(conflict => conflict.doNothing())

/** Waits for those who are telling this update just now, and keeps others from beginning. */
export async function holdLines(db: Db, updateId: string): Promise<void> {
  await sql`select id from incident_notices where update_id = ${updateId} and state = 'waiting' order by id for update`.execute(db)
}

/** What carries this update to those who were told: messages of tickets, parcels of people without one. */
export async function carriersOf(db: Db, updateId: string): Promise<{ messages: readonly string[]; parcels: readonly string[] }> {
  const rows = await db.selectFrom('incidentNotices').select(['messageId', 'outboxId']).where('updateId', '=', updateId).where('state', '=', 'told').execute()
  return { messages: rows.flatMap(row => row.messageId ?? []), parcels: rows.flatMap(row => row.outboxId ?? []) }
}

/** What was stopped on its way. */
export type Stopped = { messages: readonly string[]; parcels: readonly string[] }

/**
 * An update is struck: nobody is told it any more. Who was not, or whose message was stopped on its way, hears `instead`, the update before it, unless he has;
 * null: nothing. What still has to be attached stays on the list for that, and so does a ticket whose history has to forget the stopped message.
 */
export async function stopLines(db: Db, incidentId: string, updateId: string, instead: string | null, { messages, parcels }: Stopped, now: Instant): Promise<void> {
  await sql`
    with stopped as (
      update incident_notices n set
        state = case when n.message_id is not null or (n.attach is not null and ${instead}::uuid is null) then 'waiting' else 'passed' end,
        reason = case when n.message_id is not null or (n.attach is not null and ${instead}::uuid is null) then null else 'struck' end,
        settled_at = case when n.message_id is not null or (n.attach is not null and ${instead}::uuid is null) then null else ${stamp(now)}::timestamptz end
      from incident_notices o
      where o.id = n.id and n.update_id = ${updateId} and (n.state = 'waiting' or (n.state = 'told' and (n.message_id = any(${[...messages]}::uuid[]) or n.outbox_id = any(${[...parcels]}::uuid[]))))
      returning n.ticket_id, n.conversation_id, n.attach, n.attach_by, n.version, o.state as was),
    people as (
      update incident_notices n set state = 'waiting', reason = null, settled_at = null from stopped s
      where n.update_id = ${instead}::uuid and n.conversation_id = s.conversation_id and n.version = 1 and n.state = 'passed' and n.reason = 'newer')
    insert into incident_notices (incident_id, update_id, ticket_id, attach, attach_by, state)
      select ${incidentId}::uuid, ${instead}::uuid, ticket_id, case when was = 'waiting' then attach end, case when was = 'waiting' then attach_by end, 'waiting' from stopped
      where ${instead}::uuid is not null and version = 1 and ticket_id is not null order by ticket_id
    on conflict (update_id, version, ticket_id) where ticket_id is not null
      do update set state = 'waiting', reason = null, attach = excluded.attach, attach_by = excluded.attach_by where incident_notices.state = 'passed' and incident_notices.reason = 'newer'`.execute(db)
}

/** How many parcels of outages are in the outbox and not out yet: the brake that keeps answers of people quick. What waits for a page to be opened holds up nobody. */
export async function inFlight(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from outbox o where o.state in ('queued', 'sending') and o.tries < 2 and not exists (select from conversations c where c.id = o.conversation_id and c.kind = 'portal')
      and exists (select from incident_notices n where n.state = 'told' and (n.outbox_id = o.id or n.message_id = o.message_id))`.execute(db)
  return rows[0]!.count
}

/** Locks the next lines of the list, tickets first and by id (`docs/decisions/0018-one-order-of-locks.md`). What another process is at is passed over. */
export async function takeNotices(db: Db, limit: number): Promise<readonly NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    with taken as (select id from incident_notices where state = 'waiting' order by (ticket_id is null), id limit ${limit} for update skip locked)
    select n.id, n.incident_id, n.update_id, n.ticket_id, n.conversation_id, n.attach, n.attach_by, n.message_id,
      u.kind, u.text, coalesce(c.id, u.id) as said, c.id is not null as is_correction, u.struck_reason as struck, coalesce(c.signed_by, u.signed_by) as signed_by, s.name as signer, u.next_update_at,
      (select o.text from incident_updates o where o.incident_id = n.incident_id and o.kind = 'opened' and o.struck_at is null order by o.at, o.id limit 1) as opening,
      i.number, i.title, i.topic, i.category,
      exists (select from incident_notices f where f.incident_id = n.incident_id and f.ticket_id = n.ticket_id and f.state = 'told') as told_before,
      coalesce(k.language, 'ru') as language, v.blocked_at is not null as blocked,
      n.conversation_id is not null and exists (select from tickets h join incident_tickets it on it.ticket_id = h.id where h.contact_id = v.contact_id and it.incident_id = n.incident_id and it.detached_at is null) as has_ticket,
      (select p.time_zone from contact_points cp join points p on p.id = cp.point_id where cp.contact_id = v.contact_id order by cp.at desc limit 1) as zone
    from taken join incident_notices n on n.id = taken.id join incident_updates u on u.id = n.update_id join incidents i on i.id = n.incident_id
      left join lateral (select id, signed_by from incident_corrections where n.version > 1 and update_id = n.update_id order by version desc limit 1) c on true
      join staff s on s.id = coalesce(c.signed_by, u.signed_by)
      left join tickets t on t.id = n.ticket_id left join conversations v on v.id = coalesce(n.conversation_id, t.conversation_id) left join contacts k on k.id = v.contact_id
    order by (n.ticket_id is null), n.ticket_id, n.id`.execute(db)
  return rows
}

/** `told` with what carries it, or `passed` over with the reason. */
export type Settled = { id: number } & ({ state: 'told'; messageId: string | null; outboxId: string | null } | { state: 'passed'; reason: string })

export const settle = (settled: readonly Settled[], now: Instant): Write => to =>
  to.updateTable('incidentNotices').from(sql<{ id: number; state: string; reason: string | null; messageId: string | null; outboxId: string | null }>`
      unnest(${settled.map(one => one.id)}::bigint[], ${settled.map(one => one.state)}::text[], ${settled.map(one => (one.state === 'passed' ? one.reason : null))}::text[],
        ${settled.map(one => (one.state === 'told' ? one.messageId : null))}::uuid[], ${settled.map(one => (one.state === 'told' ? one.outboxId : null))}::uuid[])`.as<'s'>(sql`s (id, state, reason, message_id, outbox_id)`))
    .set({ state: sql<string>`s.state`, reason: sql<string | null>`s.reason`, messageId: sql<string | null>`s.message_id`, outboxId: sql<string | null>`s.outbox_id`, settledAt: stamp(now) })
    .whereRef('incidentNotices.id', '=', sql<number>`s.id`)

export async function hasNotices(db: Db): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from incident_notices where state = 'waiting') as has`.execute(db)
  return rows[0]!.has
}

/**
 * How far an update has come: everybody on its list is counted once. `reasons`: why people were not reached, with how many; `passedReasons`: why nobody wrote to
 * the others. `version` from 2 on: the same of a correction.
 */
export type Progress = { updateId: string; version: number; tickets: number; people: number; reached: number; underWay: number; notReached: number; passed: number; reasons: readonly Counted[]; passedReasons: readonly Counted[] }
type Counted = { reason: string; count: number }

const outcome = sql`case
  when n.state = 'waiting' then 'under_way'
  when n.state = 'passed' then case when n.reason in ('no_channel', 'blocked') then 'not_reached' else 'passed' end
  when o.state = 'sent' then 'reached' when o.state in ('queued', 'sending') then 'under_way' else 'not_reached' end`
const joined = sql`incident_notices n left join lateral (
  select state, failure from outbox o where (n.outbox_id is not null and o.id = n.outbox_id) or (n.message_id is not null and o.message_id = n.message_id) order by o.position limit 1) o on true`

const whyOf = (kind: 'not_reached' | 'passed') => sql`(select coalesce(json_agg(json_build_object('reason', r.reason, 'count', r.count) order by r.count desc, r.reason), '[]') from (
        select reason, count(*) as count from lines inside where inside.update_id = lines.update_id and inside.version = lines.version and inside.outcome = ${kind} group by reason) r)`

export async function progressOf(db: Db, incidentId: string): Promise<readonly Progress[]> {
  const { rows } = await sql<Progress>`
    with lines as (select n.update_id, n.version, n.ticket_id, ${outcome} as outcome, coalesce(n.reason, o.failure, 'unknown') as reason from ${joined} where n.incident_id = ${incidentId})
    select update_id, version, count(ticket_id) as tickets, count(*) - count(ticket_id) as people,
      count(*) filter (where outcome = 'reached') as reached, count(*) filter (where outcome = 'under_way') as under_way,
      count(*) filter (where outcome = 'not_reached') as not_reached, count(*) filter (where outcome = 'passed') as passed,
      ${whyOf('not_reached')} as reasons, ${whyOf('passed')} as passed_reasons
    from lines group by update_id, version`.execute(db)
  return rows
}

/** Who was not reached by an update, with his ticket and whether a call task is open. */
export type Missed = { updateId: string; ticket: number | null; contact: string; point: string | null; phone: string | null; reason: string; callTask: boolean }

export async function missedOf(db: Db, incidentId: string, limit: number): Promise<readonly Missed[]> {
  const { rows } = await sql<Missed>`
    select * from (
      select n.update_id, t.number as ticket, coalesce(k.name, '') as contact, p.name as point, k.phone, coalesce(n.reason, o.failure, 'unknown') as reason,
        exists (select from call_tasks c where c.ticket_id = t.id and c.done_at is null) as call_task, ${outcome} as outcome, n.id
      from ${joined} left join tickets t on t.id = n.ticket_id left join conversations v on v.id = n.conversation_id
        left join contacts k on k.id = coalesce(t.contact_id, v.contact_id) left join points p on p.id = t.point_id
      where n.incident_id = ${incidentId}) m
    where outcome = 'not_reached' order by m.id desc limit ${limit}`.execute(db)
  return rows
}
