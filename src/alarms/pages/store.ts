import { sql } from 'kysely'
import { stamp, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { About, AlarmKind, EndReason } from '../alarm.ts'

/** An alarm as a page shows it. */
export type AlarmShown = {
  id: string; kind: AlarmKind; about: About; level: number; raisedAt: Instant; rings: boolean
  ticketId: string | null; number: number | null; subject: string | null; category: 1 | 2 | 3 | null; stopReported: boolean | null
  pointName: string | null; contactName: string | null; ownerId: string | null; ownerName: string | null; receivedAt: Instant | null; unansweredSince: Instant | null
  endedAt: Instant | null; endedByName: string | null; endReason: EndReason | null
  told: readonly { name: string; at: Instant }[]
}

const shown = (me: string) => sql`
  select a.id, a.kind, a.about, a.level, a.raised_at, exists (select 1 from alarm_notices n where n.alarm_id = a.id and n.staff_id = ${me}) as rings,
    t.id as ticket_id, t.number, t.subject, t.category, t.stop_reported, p.name as point_name, k.name as contact_name, o.id as owner_id, o.name as owner_name,
    t.received_at, t.unanswered_since, a.ended_at, e.name as ended_by_name, a.end_reason,
    (select coalesce(json_agg(json_build_object('name', x.name, 'at', x.at) order by x.at, x.name), '[]') from (
      select s.name, (extract(epoch from min(n.at)) * 1000)::bigint as at from alarm_notices n join staff s on s.id = n.staff_id where n.alarm_id = a.id group by s.id, s.name) x) as told
  from alarms a left join tickets t on t.id = a.ticket_id left join points p on p.id = t.point_id left join contacts k on k.id = t.contact_id
    left join staff o on o.id = t.owner_id left join staff e on e.id = a.ended_by`

/** Urgent ones first, then what leads have to see, then the rest; each by age. */
export async function openOnes(db: Db, me: string, limit: number): Promise<readonly AlarmShown[]> {
  const { rows } = await sql<AlarmShown>`${shown(me)}
    where a.ended_at is null and a.level > 0 and a.kind not in ('triage', 'digest', 'warning')
    order by a.kind in ('stop', 'critical', 'disputed') desc, a.kind in ('second_dispute', 'lead_called') desc, a.raised_at, a.id limit ${limit}`.execute(db)
  return rows
}

/** Those that ended, latest first; groups that only told something are not among them, warnings are. */
export async function endedOnes(db: Db, me: string, before: { at: Instant; id: string } | null, limit: number): Promise<readonly AlarmShown[]> {
  const { rows } = await sql<AlarmShown>`${shown(me)}
    where a.ended_at is not null and a.level > 0 and a.kind not in ('triage', 'digest')
      and ${before === null ? sql`true` : sql`(a.ended_at, a.id) < (${stamp(before.at)}::timestamptz, ${before.id}::uuid)`}
    order by a.ended_at desc, a.id desc limit ${limit}`.execute(db)
  return rows
}

/** Has the group of the untriaged been told and not been dealt with? `rings`: to this member. */
export async function triageOpen(db: Db, me: string): Promise<{ open: boolean; rings: boolean }> {
  const { rows } = await sql<{ open: boolean; rings: boolean }>`
    select count(*) > 0 as open, coalesce(bool_or(exists (select 1 from alarm_notices n where n.alarm_id = a.id and n.staff_id = ${me})), false) as rings
    from alarms a where a.kind = 'triage' and a.ended_at is null and a.level > 0`.execute(db)
  return rows[0]!
}
