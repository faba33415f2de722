import { sql } from 'kysely'
import { sightOf } from '../contacts/meeting/store.ts'
import type { Db, Write } from '../lib/db.ts'
import { json, stamp } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import { cut } from '../lib/text.ts'
import type { Candidate, Focus } from './route.ts'

/** A raw event with its keys, as a channel hands it in. */
export type Arrival = { key: string; lane: string; raw: unknown }
/** `raw`: as it came, or as the channel has prepared it. */
export type InboxRow = { id: number; channelId: string; eventKey: string; raw: unknown; receivedAt: Instant; tries: number }

/** Records what came in, in one statement; an event that is already here is passed over. `as` raw: it has to be prepared first. */
export async function record(db: Db, channelId: string, arrivals: readonly Arrival[], now: Instant, as: 'raw' | 'new' = 'new'): Promise<void> {
  if (arrivals.length === 0) return
  await sql`
    insert into inbox (channel_id, event_key, lane, raw, received_at, state)
    select ${channelId}, a.key, a.lane, a.raw, ${stamp(now)}::timestamptz, ${as}
    from jsonb_to_recordset(${json(arrivals)}) as a(key text, lane text, raw jsonb)
    on conflict (channel_id, event_key) do nothing`.execute(db)
}

/** Locks the first unhandled events of up to `limit` lanes that nobody else is handling, oldest first: order holds inside a lane, lanes go side by side. */
export async function takeHeads(db: Db, channels: readonly string[], now: Instant, limit: number): Promise<readonly InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    select i.id, i.channel_id, i.event_key, coalesce(i.prepared, i.raw) as raw, i.received_at, i.tries from inbox i
    where i.state = 'new' and i.channel_id = any(${[...channels]}::text[]) and (i.not_before is null or i.not_before <= ${stamp(now)}::timestamptz)
      -- Event by event: a join would be planned for the empty inbox that statistics know.
      and (select e.id from inbox e where e.state in ('raw', 'new') and e.channel_id = i.channel_id and e.lane = i.lane and e.id < i.id limit 1) is null
    order by i.id limit ${limit} for update skip locked`.execute(db)
  return rows
}

/**
 * Names an event that waits to be prepared and that nobody else is at, and counts the try before it is made: a process that an event ends cannot count it
 * afterwards. The oldest, or the first one of the lane that began last, so that a sender with many slow letters does not stop those who write after him. `inHand`: what this process is at.
 */
export async function takeRaw(db: Db, channels: readonly string[], now: Instant, which: 'oldest' | 'latest' = 'oldest', inHand: readonly number[] = []): Promise<InboxRow | null> {
  const isLatest = which === 'latest'
  const { rows } = await sql<InboxRow>`
    update inbox set tries = tries + 1 where id = (
      select i.id from inbox i
      where i.state = 'raw' and i.channel_id = any(${[...channels]}::text[]) and i.id <> all(${[...inHand]}::bigint[]) and (i.not_before is null or i.not_before <= ${stamp(now)}::timestamptz)
        ${isLatest ? sql`and (select e.id from inbox e where e.state in ('raw', 'new') and e.channel_id = i.channel_id and e.lane = i.lane and e.id < i.id limit 1) is null` : sql``}
      order by i.id ${isLatest ? sql`desc` : sql``} limit 1 for update skip locked)
    returning id, channel_id, event_key, raw, received_at, tries`.execute(db)
  return rows[0] ?? (isLatest ? await takeRaw(db, channels, now, 'oldest', inHand) : null)
}

/** Locks such an event for its preparing; false: somebody else was quicker. */
export async function lockRaw(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql`select 1 from inbox where id = ${id} and state = 'raw' for update skip locked`.execute(db)
  return rows.length > 0
}

/** It may be read now. */
export const keepPrepared = (id: number, prepared: unknown): Write => to =>
  to.updateTable('inbox').set({ prepared: json(prepared), state: 'new', tries: 0, notBefore: null, reason: null }).where('id', '=', id).where('state', '=', 'raw')

/** Out of the way, for people to look at: it found no ticket and may open none. */
export const setAside = (channelId: string, eventKey: string, reason: string, now: Instant): Write => to =>
  to.updateTable('inbox').set({ state: 'aside', reason: cut(reason, 500), finishedAt: stamp(now) }).where('channelId', '=', channelId).where('eventKey', '=', eventKey).where('state', '=', 'new')

export const finish = (ids: readonly number[], state: 'done' | 'ignored' | 'aside' | 'quarantined', reason: string | null, now: Instant): Write => to =>
  to.updateTable('inbox').set({ state, reason: reason === null ? null : cut(reason, 500), finishedAt: stamp(now) }).where('id', '=', sql<number>`any(${[...ids]}::bigint[])`).where('state', 'in', ['raw', 'new'])

/** A failed try, the `tries`th: again later, the lane waits. */
export async function postpone(db: Db, id: number, tries: number, reason: string, until: Instant): Promise<void> {
  await db.updateTable('inbox').set({ tries, reason: cut(reason, 500), notBefore: stamp(until) }).where('id', '=', id).where('state', 'in', ['raw', 'new']).execute()
}

/** When the next postponed event may be tried; null when none waits. */
export async function nextTry(db: Db): Promise<Instant | null> {
  const row = await db.selectFrom('inbox').select(of => of.fn.min('notBefore').as('at')).where('state', 'in', ['raw', 'new']).where('notBefore', 'is not', null).executeTakeFirst()
  return row?.at ?? null
}

/** A ticket of the conversation with what the dialogue says of it. */
export type Known = Candidate & { subject: string; isDue: boolean }

/**
 * Tickets of a conversation for routing, newest first: the open ones and the last that ended; and the current one. `at`: when the message came; an end by
 * time alone that lies after it does not count. `isDue`: time has something to do to the ticket first.
 */
export async function candidates(db: Db, conversationId: string, at: Instant): Promise<{ tickets: readonly Known[]; focus: Focus }> {
  const { rows } = await sql<{ tickets: Known[] | null; focus: Focus }>`
    select (select coalesce(ticket_id::text, 'new') from conversation_focus where conversation_id = ${conversationId}) as focus,
      (select json_agg(json_build_object('id', t.id, 'number', t.number, 'subject', t.subject, 'isDue', coalesce(t.next_wake_at <= ${stamp(at)}::timestamptz, false),
          'endedAt', case when t.clocks->>'resolvedHow' = 'auto_confirmed' and t.resolved_at > ${stamp(at)}::timestamptz then null else (extract(epoch from t.resolved_at) * 1000)::bigint end) order by t.resolved_at is null desc, t.received_at desc)
         from (
           (select * from tickets where conversation_id = ${conversationId} and queue_group < 9 order by received_at desc limit 20)
           union all
           (select * from tickets where conversation_id = ${conversationId} and queue_group >= 9 order by received_at desc limit 3)
           union all
           -- Tickets of others that this person has joined.
           (select o.* from ticket_people p join tickets o on o.id = p.ticket_id where p.conversation_id = ${conversationId} and o.queue_group < 9 order by o.received_at desc limit 20)
         ) t) as tickets`.execute(db)
  return { tickets: rows[0]?.tickets ?? [], focus: rows[0]?.focus ?? null }
}

/** `ticketId` null: the next message opens a new ticket. */
export const setFocus = (conversationId: string, ticketId: string | null, now: Instant): Write => to =>
  to.insertInto('conversationFocus').values({ conversationId, ticketId, at: stamp(now) })
    .onConflict(conflict => conflict.column('conversationId').doUpdateSet({ ticketId, at: stamp(now) }))

/**
 * One ticket as a candidate (the ticket of a replied message may be of another conversation of the same person). One that was closed because the message that
 * had opened it stands elsewhere is that other ticket: its number was told, and what answers it belongs there.
 */
export async function candidate(db: Db, ticketId: string): Promise<Candidate | null> {
  const { rows: [row] } = await sql<{ id: string; number: number; resolvedAt: Instant | null; queueGroup: number }>`
    with recursive way (id, steps) as (
      select ${ticketId}::uuid, 0
      union all
      select m.ticket_id, way.steps + 1 from way join tickets t on t.id = way.id and t.state = 'closed'
        join ticket_events began on began.ticket_id = t.id and began.seq = 1 join messages m on m.id = (began.data ->> 'message')::uuid and m.ticket_id <> t.id
        where way.steps < 5 and exists (select from ticket_events e where e.ticket_id = t.id and e.type = 'closed_as_moved'))
    select t.id, t.number, t.resolved_at, t.queue_group from way join tickets t on t.id = way.id order by way.steps desc limit 1`.execute(db)
  return row === undefined ? null : { id: row.id, number: row.number, endedAt: row.queueGroup >= 9 ? row.resolvedAt : null }
}

/** A ticket by its number, and whether this person takes part in it: it is his, he was joined to it, or a role of his lets him see its points. Null: there is none. */
export async function ticketTo(db: Db, number: number, contactId: string): Promise<{ id: string; takesPart: boolean } | null> {
  const { rows } = await sql<{ id: string; pointIds: string[]; takesPart: boolean }>`
    select t.id, t.contact_id = ${contactId} or exists (select 1 from ticket_people p where p.ticket_id = t.id and p.contact_id = ${contactId}) as takes_part,
      array(select t.point_id where t.point_id is not null union select q.point_id from ticket_points q where q.ticket_id = t.id) as point_ids
    from tickets t where t.number = ${number}`.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  if (row.takesPart || row.pointIds.length === 0) return { id: row.id, takesPart: row.takesPart === true }
  const { pointIds } = await sightOf(db, contactId)
  return { id: row.id, takesPart: row.pointIds.some(point => pointIds.includes(point)) }
}

/** The parcel whose letter is one of these, the nearest id first, and whom it was written to. Null: none is a letter of ours. */
export async function parcelOfLetters(db: Db, letterIds: readonly string[]): Promise<{ parcelId: string; address: string } | null> {
  if (letterIds.length === 0) return null
  const { rows } = await sql<{ parcelId: string; address: string }>`
    select u.parcel_id, u.address from unnest(${[...letterIds]}::text[]) with ordinality as named (id, place) join mail_out u on u.letter_id = named.id order by named.place limit 1`.execute(db)
  return rows[0] ?? null
}

/** The conversation of this address, if a copy of the parcel's letter may have gone there: it takes part in its ticket. Null: it does not. */
export async function copyOf(db: Db, parcelId: string, channelId: string, address: string): Promise<string | null> {
  const row = await db.selectFrom('outbox').innerJoin('ticketPeople', 'ticketPeople.ticketId', 'outbox.ticketId').innerJoin('conversations', 'conversations.id', 'ticketPeople.conversationId')
    .select('conversations.id').where('outbox.id', '=', parcelId).where('conversations.channelId', '=', channelId).where('conversations.externalId', '=', address).executeTakeFirst()
  return row?.id ?? null
}
