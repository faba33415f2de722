/** SQL of what waits to be sent, channel by channel, and of who can be reached another way. */
import { sql } from 'kysely'
import { stamp, type Db } from '../../lib/db.ts'
import { day, type Instant } from '../../lib/instant.ts'

export type Backlog = { channelId: string; waiting: number; oldest: Instant | null; failed: number }

/** A message to a customer. What a page fetches itself waits for its reader, not for us; a line that we have put off ourselves is not late. */
const isLate = (now: Instant) => sql`o.state in ('queued', 'sending') and o.ticket_id is not null and o.purpose in ('receipt', 'notice', 'reply')
  and (o.tries > 0 or o.not_before is null or o.not_before <= ${stamp(now)}::timestamptz)`

/** Channels in which something waits or was given up in the last day. */
export async function backlogByChannel(db: Db, now: Instant): Promise<readonly Backlog[]> {
  const { rows } = await sql<Backlog>`
    with late as (
      select c.channel_id, count(*)::int as waiting, min(o.created_at) as oldest from outbox o join conversations c on c.id = o.conversation_id
      where ${isLate(now)} and c.kind <> 'portal' group by c.channel_id),
    given_up as (
      select c.channel_id, count(*)::int as failed from outbox o join conversations c on c.id = o.conversation_id
      where o.state = 'failed' and o.finished_at > ${stamp(now - day)}::timestamptz and o.ticket_id is not null and o.purpose in ('receipt', 'notice', 'reply')
        and o.failure not in ('not_seen', 'taken_back') and c.kind <> 'portal' group by c.channel_id)
    select coalesce(l.channel_id, g.channel_id) as channel_id, coalesce(l.waiting, 0) as waiting, l.oldest, coalesce(g.failed, 0) as failed
    from late l full join given_up g on g.channel_id = l.channel_id`.execute(db)
  return rows
}

/** What may go another way: nothing of it has gone out, and it is no change of a message that stands in the old chat. */
const isWhole = (now: Instant) => sql`${isLate(now)} and o.state = 'queued' and not o.may_be_doubled and o.payload ->> 'kind' = 'send' and o.payload -> 'sent' is null`

/** Conversations `x` of the same person in another channel, not blocked and not known to be dead. */
const isReachable = sql`x.contact_id = c.contact_id and x.kind in ('private', 'email') and x.blocked_at is null
  and not exists (select 1 from addresses a where a.channel_id = x.channel_id and a.external_id = x.external_id and a.undeliverable_since is not null)`

/** How much waits in a channel, for how many people, and how many of them can be reached in each other one. */
export async function waysFrom(db: Db, from: string, now: Instant): Promise<{ parcels: number; people: number; ways: readonly { channelId: string; people: number }[] }> {
  const { rows: [sum] } = await sql<{ parcels: number; people: number }>`
    select count(*)::int as parcels, count(distinct c.id)::int as people from outbox o join conversations c on c.id = o.conversation_id where c.channel_id = ${from} and ${isWhole(now)}`.execute(db)
  const { rows } = await sql<{ channelId: string; people: number }>`
    select x.channel_id, count(distinct c.id)::int as people from outbox o join conversations c on c.id = o.conversation_id join conversations x on ${isReachable} and x.channel_id <> ${from}
    where c.channel_id = ${from} and ${isWhole(now)} group by x.channel_id order by people desc, x.channel_id`.execute(db)
  return { parcels: sum?.parcels ?? 0, people: sum?.people ?? 0, ways: rows }
}

/** A ticket with something that waits in a conversation of the channel, and where its person can be reached instead (null: nowhere). */
export type Stranded = { ticketId: string; number: number; subject: string; conversationId: string; contactId: string | null; contact: string; phone: string | null; to: string | null }

export async function strandedIn(db: Db, from: string, to: string, now: Instant, limit: number): Promise<readonly Stranded[]> {
  const { rows } = await sql<Stranded>`
    select o.ticket_id, t.number, t.subject, c.id as conversation_id, c.contact_id, coalesce(k.name, '') as contact, k.phone,
      (select x.id from conversations x where ${isReachable} and x.channel_id = ${to} order by x.created_at desc limit 1) as to
    from outbox o join conversations c on c.id = o.conversation_id join tickets t on t.id = o.ticket_id left join contacts k on k.id = c.contact_id
    where c.channel_id = ${from} and ${isWhole(now)}
    group by o.ticket_id, t.number, t.subject, c.id, k.name, k.phone order by min(o.position) limit ${limit}`.execute(db)
  return rows
}
