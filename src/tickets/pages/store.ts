/** SQL that reads tickets for the workspace: pages of the queue, its counts, the page of one ticket. Nothing here writes. */
import { sql, type RawBuilder } from 'kysely'
import { stamp, type Db } from '../../lib/db.ts'
import { minute, type Instant } from '../../lib/instant.ts'
import { wireTime } from '../../lib/sql-wire.ts'
import { contactCardJson, pointCardJson, type PointRow } from '../../contacts/store.ts'
import type { ContactCard } from '../../contacts/api.ts'
import type { z } from 'zod'
import type { judgingList, QueueView, TicketPage } from '../api.ts'
import { groups } from '../queue.ts'
import type { Letter, Message } from '../conversation.ts'
import type { Verdict } from '../letters.ts'
import { eventOf, eventsOf, type EventRow } from '../store.ts'
import type { TicketEvent } from '../ticket.ts'
import { orderOf, writePlace, type Place } from './cursor.ts'

/** Who looks, and the instant before which a due counts as hot (two service hours from now). */
export type Looking = { me: string; hotUntil: Instant }

/** How much later than other dues a triage becomes hot: at two hours before the others, at ten minutes before this one. */
const triageCalm = 110 * minute

/** Bounds stand as literals: so the planner sees that a partial index answers the view. */
function inView(view: QueueView, { me, hotUntil }: Looking): RawBuilder<boolean> {
  switch (view) {
    case 'triage': return sql`t.category is null and t.queue_group < 7`
    case 'mine': return sql`t.owner_id = ${me} and t.queue_group < 7`
    // Triage has half an hour from the first minute: it burns only near its end, or everything new would.
    case 'hot': return sql`t.queue_group < 4 and t.queue_due < ${stamp(hotUntil)}::timestamptz and (t.queue_group = 1 or t.due_clock is distinct from 'triage' or t.queue_due < ${stamp(hotUntil - triageCalm)}::timestamptz)`
    case 'waiting': return sql`t.queue_group >= 4 and t.queue_group < 7`
    case 'awaiting': return sql`t.queue_group = 7`
    case 'all': return sql`t.queue_group < 7`
  }
}

const queueKey = sql.raw('t.queue_group, t.queue_due, t.queue_category, t.queue_channel, t.received_at, t.id')
const dueKey = sql.raw('t.queue_due, t.id')

function after(place: Place | null): RawBuilder<unknown> {
  if (place === null) return sql``
  if (place.by === 'due') return sql`and (${dueKey}) > (${stamp(place.due)}::timestamptz, ${place.id}::uuid)`
  return sql`and (${queueKey}) > (${place.group}::smallint, ${stamp(place.due)}::timestamptz, ${place.category}::smallint, ${place.channel}::smallint, ${stamp(place.receivedAt)}::timestamptz, ${place.id}::uuid)`
}

type LastKey = { group: number; due: number | null; category: number; channel: number; receivedAt: number; id: string }

/**
 * One page of the queue: `rows` is JSON text of `queueRow[]`, made by PostgreSQL because this list is asked for all day; `next` the cursor of the
 * following page. Only the page's own rows are joined to their names.
 */
export async function queuePage(db: Db, view: QueueView, looking: Looking, place: Place | null, limit: number): Promise<{ rows: string; next: string | null }> {
  const { rows } = await pageQuery(view, looking, place, limit).execute(db)
  const { rows: page, last, more } = rows[0]!
  return { rows: page, next: more && last !== null ? writePlace(placeOf(last, orderOf(view))) : null }
}

const placeOf = (last: LastKey, by: Place['by']): Place =>
  (by === 'due' ? { by, due: last.due ?? Infinity, id: last.id } : { ...last, by, due: last.due ?? Infinity })

/** The statement behind `queuePage`; a test looks at its plan. */
export function pageQuery(view: QueueView, looking: Looking, place: Place | null, limit: number): RawBuilder<{ rows: string; last: LastKey | null; more: boolean }> {
  const key = orderOf(view) === 'due' ? dueKey : queueKey
  return sql`
    with page as materialized (
      select t.*, row_number() over (order by ${key}) as place from (
        select t.id, t.number, t.version, t.state, t.base, t.category, t.topic, t.subject, t.channel, t.point_id, t.contact_id, t.owner_id, t.due_clock,
          t.breached, t.stop_reported, t.received_at, t.unanswered_since, t.queue_group, t.queue_due, t.queue_category, t.queue_channel,
          t.came_back, t.incident_number, jsonb_array_length(t.clocks -> 'toJudge') > 0 as to_judge
        from tickets t where ${inView(view, looking)} ${after(place)} order by ${key} limit ${limit + 1}) t)
    select
      coalesce(json_agg(json_build_object(
        'id', t.id, 'number', t.number, 'version', t.version, 'state', t.state, 'base', t.base, 'category', t.category,
        'topic', t.topic, 'subject', t.subject, 'channel', t.channel,
        'point', case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end,
        'contact', case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end,
        'owner', case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end,
        'due', case when t.due_clock is not null and isfinite(t.queue_due) and t.queue_group < 7 then json_build_object('clock', t.due_clock, 'at', ${wireTime('t.queue_due')}) end,
        'breached', t.breached, 'stopReported', t.stop_reported, 'receivedAt', ${wireTime('t.received_at')}, 'unansweredSince', ${wireTime('t.unanswered_since')},
        'toJudge', t.to_judge, 'cameBack', t.came_back, 'incident', t.incident_number, 'callTask', exists (select from call_tasks k where k.ticket_id = t.id and k.done_at is null)
      ) order by t.place) filter (where t.place <= ${limit}), '[]')::text as rows,
      (json_agg(json_build_object('group', t.queue_group, 'due', case when isfinite(t.queue_due) then round(extract(epoch from t.queue_due) * 1000) end, 'category', t.queue_category,
        'channel', t.queue_channel, 'receivedAt', round(extract(epoch from t.received_at) * 1000), 'id', t.id)) filter (where t.place = ${limit})) -> 0 as last,
      count(*) > ${limit} as more
    from page t
      left join points p on p.id = t.point_id
      left join contacts c on c.id = t.contact_id
      left join staff s on s.id = t.owner_id`
}

export type CommonCounts = { triage: number; hot: number; waiting: number; awaiting: number; all: number }

/** What stands in each view for everybody, from partial indexes only: never a count over ended tickets. */
export async function commonCounts(db: Db, hotUntil: Instant): Promise<CommonCounts> {
  const looking = { me: '', hotUntil }
  const countOf = (view: QueueView) => sql`(select count(*) from tickets t where ${inView(view, looking)})`
  const { rows } = await sql<CommonCounts>`select ${countOf('triage')} as triage, ${countOf('hot')} as hot, ${countOf('waiting')} as waiting,
    ${countOf('awaiting')} as awaiting, ${countOf('all')} as "all"`.execute(db)
  return rows[0]!
}

export async function myCount(db: Db, me: string): Promise<number> {
  const { rows } = await sql<{ mine: number }>`select count(*) as mine from tickets t where ${inView('mine', { me, hotUntil: 0 })}`.execute(db)
  return rows[0]!.mine
}

/** Answers to results that a person has to read, oldest first; at most a hundred: more than one reads in a sitting. */
export async function judgingRows(db: Db): Promise<z.infer<typeof judgingList>> {
  const { rows } = await sql<z.infer<typeof judgingList>[number]>`
    select t.number, t.subject, coalesce(c.name, '') as contact, m.id as message, m.text, (select count(*)::int from attachments f where f.message_id = m.id) as files, ${wireTime('m.at')} as at,
      coalesce((select e.data ->> 'text' from ticket_events e where e.ticket_id = t.id and e.type = 'result_reported' and e.at <= m.at order by e.seq desc limit 1), '') as result
    from tickets t cross join lateral jsonb_array_elements_text(t.clocks -> 'toJudge') as waiting (id) join messages m on m.id = waiting.id::uuid left join contacts c on c.id = t.contact_id
    where t.queue_group = ${sql.raw(String(groups.awaiting))} and jsonb_array_length(t.clocks -> 'toJudge') > 0 order by m.at, m.id limit 100`.execute(db)
  return rows
}

/** A ticket with everything around it, as it lies in the database. */
export type PageRow = {
  id: string
  version: number
  editionId: number
  events: readonly TicketEvent[]
  /** Null: nobody can be written to. */
  conversation: { channelId: string; kind: string; blockedAt: string | null } | null
  contact: ContactCard | null
  point: PointRow | null
  messages: (Omit<Message, 'toJudge' | 'joined' | 'letter'> & { letter: LetterRow | null })[]
  callTasks: TicketPage['callTasks']
  alsoOpen: TicketPage['alsoOpen']
  otherPhones: TicketPage['otherPhones']
  /** Names of staff, contacts and points that the history mentions, by id. */
  names: Readonly<Record<string, string>>
}

/** A letter as it lies in the database. */
export type LetterRow = Pick<Letter, 'from' | 'to' | 'cc' | 'placed' | 'automatic' | 'hasHtml' | 'hasHistory' | 'hasSignature' | 'gaps'> & { subject: string; verdict: Verdict }

const conversationOf = sql<PageRow['conversation']>`(
  select json_build_object('channelId', v.channel_id, 'kind', v.kind, 'blockedAt', ${wireTime('v.blocked_at')}) from conversations v where v.id = tickets.conversation_id)`

const authorOf = sql`json_build_object('kind', m.author_kind, 'id', m.author_id, 'name', coalesce(case m.author_kind
  when 'staff' then (select s.name from staff s where s.id = m.author_id)
  when 'customer' then (select coalesce(nullif(c.name, ''), (select a.display from addresses a where a.contact_id = c.id and a.display <> '' order by a.created_at limit 1))
    from contacts c where c.id = coalesce(m.author_id, tickets.contact_id)) end, ''))`

const attachmentsOf = sql`(
  select coalesce(json_agg(json_build_object('id', a.id, 'fileId', a.file_id, 'name', a.name, 'mime', a.mime, 'size', coalesce(f.size, a.size), 'kind', a.kind,
    'durationSec', a.duration_sec, 'state', a.state, 'scan', coalesce(f.scan, 'not_scanned')) order by a.position, a.id), '[]')
  from attachments a left join files f on f.id = a.file_id where a.message_id = m.id)`

/** A text that was split or sent again has several parcels: the latest says how the message stands. */
const deliveryOf = sql`(
  select json_build_object('state', o.state, 'error', o.failure, 'mayBeDoubled', o.may_be_doubled, 'at', ${wireTime('o.finished_at')})
  from outbox o where o.message_id = m.id order by o.position desc limit 1)`

/** Its facts are taken out of the row once: the page of a letter may be large. */
const letterOf = sql`(
  select json_build_object('subject', l.subject, 'from', f."from", 'to', f."to", 'cc', f.cc, 'placed', l.placed, 'verdict', f.verdict, 'automatic', coalesce(f.automatic, false), 'hasHtml', f.shown ->> 'html' <> '',
    'hasHistory', f.shown ->> 'history' <> '', 'hasSignature', f.shown ->> 'signature' <> '', 'gaps', f.shown -> 'gaps')
  from letters l cross join lateral jsonb_to_record(l.facts) as f ("from" jsonb, "to" jsonb, cc jsonb, verdict jsonb, automatic boolean, shown jsonb) where l.message_id = m.id)`

const messagesOf = sql<PageRow['messages']>`(
  select coalesce(json_agg(json_build_object(
    'id', m.id, 'direction', m.direction, 'author', ${authorOf}, 'notice', m.notice, 'channelId', v.channel_id, 'text', m.text,
    'at', ${wireTime('m.at')}, 'editedAt', ${wireTime('m.edited_at')},
    'versions', (select coalesce(json_agg(json_build_object('text', w.text, 'at', ${wireTime('w.at')}) order by w.version), '[]') from message_versions w where w.message_id = m.id),
    -- What it answers may stand on another ticket.
    'replyTo', (select r.id from messages r where r.id = m.reply_to and r.ticket_id = m.ticket_id), 'attachments', ${attachmentsOf},
    'place', m.extra -> 'place', 'card', m.extra -> 'card', 'sticker', coalesce((m.extra ->> 'sticker')::boolean, false),
    'letter', ${letterOf}, 'delivery', case when m.direction = 'out' then ${deliveryOf} end) order by m.at, m.id), '[]')
  from messages m left join conversations v on v.id = m.conversation_id where m.ticket_id = tickets.id)`

const callTasksOf = sql<PageRow['callTasks']>`(
  select coalesce(json_agg(json_build_object('id', k.id, 'reason', k.reason, 'createdAt', ${wireTime('k.created_at')}, 'doneAt', ${wireTime('k.done_at')}) order by k.created_at, k.id), '[]')
  from call_tasks k where k.ticket_id = tickets.id)`

/** At most so many: who finds nobody among the first finds nobody. */
const mostOthers = 8

/** Whom to call when the main person left no number: who decides at its points first, whoever only named one last. */
const otherPhonesOf = sql<TicketPage['otherPhones']>`(
  select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name, 'role', o.role, 'phone', o.phone, 'extension', o.phone_extension) order by o.rank, o.name, o.id), '[]') from (
    select * from (
      select distinct on (c.id) c.id, c.name, c.phone, c.phone_extension, w.role, coalesce(array_position(array['owner', 'manager', 'staff'], w.role), 4) as rank
      from (
        select k.contact_id, k.role from contact_points k where k.point_id = tickets.point_id or k.point_id in (select x.point_id from ticket_points x where x.ticket_id = tickets.id)
        union all select j.contact_id, null from ticket_people j where j.ticket_id = tickets.id) w
      join contacts c on c.id = w.contact_id
      where c.phone is not null and c.id is distinct from tickets.contact_id and not exists (select 1 from contacts m where m.id = tickets.contact_id and m.phone is not null)
      order by c.id, rank) found
    order by rank, name, id limit ${mostOthers}) o)`

/** The same of one ticket alone. */
export async function otherPhones(db: Db, ticketId: string): Promise<TicketPage['otherPhones']> {
  const row = await db.selectFrom('tickets').where('tickets.id', '=', ticketId).select(otherPhonesOf.as('others')).executeTakeFirst()
  return row?.others ?? []
}

const alsoOpenOf = sql<PageRow['alsoOpen']>`(
  select coalesce(json_agg(json_build_object('number', o.number, 'subject', o.subject, 'state', o.state)), '[]')
  from (select o.number, o.subject, o.state from tickets o where o.contact_id = tickets.contact_id and o.id <> tickets.id and o.queue_group < 9
    order by o.received_at desc limit 20) o)`

const namesOf = sql<PageRow['names']>`(
  select coalesce(json_object_agg(ids.id, n.name), '{}') from (
    select tickets.owner_id as id where tickets.owner_id is not null
    union select x.id from ticket_events e
      cross join lateral (values (e.actor_id), ((e.data ->> 'owner')::uuid), ((e.data ->> 'pointId')::uuid), ((e.data ->> 'contactId')::uuid), ((e.data ->> 'staff')::uuid), ((e.data ->> 'signedBy')::uuid),
        (case when e.type = 'handed_to_shift' then (e.data ->> 'to')::uuid end)) x (id)
      where e.ticket_id = tickets.id and x.id is not null) ids
  cross join lateral (
    select s.name from staff s where s.id = ids.id
    union all select c.name from contacts c where c.id = ids.id
    union all select p.name from points p where p.id = ids.id) n)`

/** The whole page in one statement and one snapshot; null when there is no such number. */
export async function readPage(db: Db, number: number): Promise<PageRow | null> {
  const row = await db.selectFrom('tickets').where('number', '=', number).select([
    'tickets.id', 'tickets.version', 'tickets.editionId', eventsOf.as('events'), conversationOf.as('conversation'),
    contactCardJson('tickets.contact_id').as('contact'), pointCardJson('tickets.point_id').as('point'),
    messagesOf.as('messages'), callTasksOf.as('callTasks'), alsoOpenOf.as('alsoOpen'), otherPhonesOf.as('otherPhones'), namesOf.as('names'),
  ]).executeTakeFirst()
  if (row === undefined) return null
  return { ...row, events: (row.events as EventRow[]).map(eventOf) }
}
