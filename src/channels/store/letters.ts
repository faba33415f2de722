/** SQL of letters that go out: the thread they belong to, their ids, what the gate looks at. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { stamp, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { ParcelAbout } from '../../delivery/outbound.ts'
import type { LetterThread } from '../email/client/config.ts'
import { budgetSpan, judgeGate, type GateFacts, type GateVerdict } from '../email/gate.ts'

/** `page`: where somebody follows his tickets, by his conversation; null: there is none. `sends`: mailboxes that can send. */
export type ThreadWork = { page: (conversationId: string) => string | null; sends: readonly string[] }

/** The thread of a parcel: it goes on from the mailbox that the ticket's letters came to. Null: nothing is known of its conversation. */
export async function threadOf(db: Db, about: ParcelAbout, { page, sends }: ThreadWork): Promise<LetterThread | null> {
  const row = await threadRow(db, about)
  return row === null ? null : { ...row, mailbox: sends.includes(row.mailbox) ? row.mailbox : (sends[0] ?? ''), page: page(about.conversationId) }
}

/** The gate's word on a letter to this address. */
export const mayWrite = async (db: Db, about: ParcelAbout, to: string, now: Instant): Promise<GateVerdict> => judgeGate(await gateFacts(db, about, to, now))

/** Ids that are looked at in one ticket; the letter itself names fewer. */
const mostIds = 200

/**
 * Letters of one conversation on one ticket in their order: what the customer wrote, what went out to him. Ours count up to his last letter: he answers what he
 * has, and we answer him; without a letter of his all of ours are the thread.
 */
const letterIds = ({ ticketId, conversationId, parcelId }: ParcelAbout) => sql`(
  select coalesce(json_agg(i.letter_id order by i.at, i.place), '[]') from (
    select h.letter_id, h.at, h.place from (
      select l.letter_id, m.at, 0 as place from letters l join messages m on m.id = l.message_id where m.ticket_id = ${ticketId} and m.conversation_id = ${conversationId}
      union all
      select u.letter_id, u.made_at, 1 from mail_out u join outbox o on o.id = u.parcel_id where o.ticket_id = ${ticketId} and o.conversation_id = ${conversationId} and o.id <> ${parcelId}
    ) h where h.place = 0 or h.at < coalesce((select max(m.at) from letters l join messages m on m.id = l.message_id where m.ticket_id = ${ticketId} and m.conversation_id = ${conversationId}), 'infinity')
    order by h.at desc, h.place desc limit ${mostIds}) i)`

/**
 * Others of the ticket who see this conversation anyway: somebody has named them to each other in the head of a letter. Whoever takes part otherwise sees his
 * own conversation only, and a letter to somebody else than the main person goes to him alone. A forged letter names nobody.
 */
const copies = sql`(
  select coalesce(json_agg(json_build_object('name', k.name, 'address', v.external_id) order by k.name, v.external_id), '[]')
  from ticket_people p join conversations v on v.id = p.conversation_id join contacts k on k.id = p.contact_id
  where p.ticket_id = t.id and v.channel_id = c.channel_id and v.id <> c.id and t.conversation_id = c.id
    and not exists (select 1 from addresses a where a.channel_id = v.channel_id and a.external_id = v.external_id and a.undeliverable_since is not null)
    and exists (
      select 1 from letters l join messages m on m.id = l.message_id, jsonb_array_elements((l.facts -> 'to') || (l.facts -> 'cc')) box
      where m.ticket_id = t.id and l.facts -> 'verdict' ->> 'dmarc' <> 'fail' and ((lower(box ->> 'address') = v.external_id and m.conversation_id = c.id) or (lower(box ->> 'address') = c.external_id and m.conversation_id = v.id))))`

async function threadRow(db: Db, about: ParcelAbout): Promise<Omit<LetterThread, 'page'> | null> {
  const { ticketId, conversationId } = about
  const { rows } = await sql<Omit<LetterThread, 'page'>>`
    select coalesce((select l.mailbox from letters l join messages m on m.id = l.message_id where m.ticket_id = t.id order by m.conversation_id <> c.id, m.at desc, m.id desc limit 1), '') as mailbox,
      coalesce((select l.subject from letters l join messages m on m.id = l.message_id where m.ticket_id = t.id order by m.at, m.id limit 1), t.subject, '') as subject,
      ${letterIds(about)} as "references",
      case when t.id is null then '[]'::json else ${copies} end as copies,
      coalesce(k.language, 'ru') as language, coalesce(k.name, '') as name,
      coalesce((select (l.facts ->> 'hops')::int from letters l join messages m on m.id = l.message_id where m.ticket_id = t.id and m.conversation_id = c.id order by m.at desc, m.id desc limit 1), 0) as hops
    from conversations c left join contacts k on k.id = c.contact_id left join tickets t on t.id = ${ticketId} where c.id = ${conversationId}`.execute(db)
  return rows[0] ?? null
}

/** The Message-ID of a parcel's letter: made once, before the letter goes, and the same for every attempt. */
export async function letterIdOf(db: Db, { parcelId, ticketNumber }: ParcelAbout, domain: string, now: Instant): Promise<string> {
  const { rows } = await sql<{ letterId: string }>`
    with made as (
      insert into mail_out (parcel_id, letter_id, address, by_machine, made_at)
      select o.id, ${newLetterId(ticketNumber, domain)}, c.external_id, o.purpose <> 'reply', ${stamp(now)}::timestamptz from outbox o join conversations c on c.id = o.conversation_id where o.id = ${parcelId}
      on conflict (parcel_id) do nothing returning letter_id)
    select letter_id from made union all select letter_id from mail_out where parcel_id = ${parcelId} limit 1`.execute(db)
  const row = rows[0]
  if (row === undefined) throw new Error('a parcel without a row')
  return row.letterId
}

/** `<t1042.k3j5h7ab2c4d@jupiter.example>`; small letters and digits only, so that it fits into an address. A letter of no ticket has 0 for its number. */
export const newLetterId = (ticketNumber: number | null, domain: string): string => `<t${ticketNumber ?? 0}.${[...randomBytes(16)].map(byte => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')}@${domain}>`

async function gateFacts(db: Db, { parcelId, conversationId, ticketId, purpose }: ParcelAbout, to: string, now: Instant): Promise<GateFacts> {
  const { rows } = await sql<Omit<GateFacts, 'purpose'>>`
    select exists (select 1 from mail_out where parcel_id = o.id) as has_passed,
      (select a.undeliverable_since from addresses a where a.channel_id = c.channel_id and a.external_id = c.external_id) as undeliverable_since,
      (select max(m.at) from messages m where m.conversation_id = c.id and m.direction = 'in'
        and not exists (select 1 from ticket_events e where e.ticket_id = m.ticket_id and e.type = 'customer_wrote' and e.data ->> 'message' = m.id::text and e.data ->> 'weight' = 'automatic')) as last_wrote_at,
      -- A letter and what follows from it are written down at one instant.
      exists (select 1 from messages m join ticket_events e on e.ticket_id = m.ticket_id and e.type = 'customer_wrote' and e.data ->> 'message' = m.id::text and e.data ->> 'weight' = 'automatic'
        where m.conversation_id = c.id and m.recorded_at = o.created_at) as answers_machine,
      coalesce((select (l.facts ->> 'hops')::int from letters l join messages m on m.id = l.message_id where m.ticket_id = ${ticketId} and m.conversation_id = c.id order by m.at desc, m.id desc limit 1), 0) as hops,
      (select count(*)::int from mail_out u where u.address = ${to} and u.by_machine and u.made_at > ${stamp(now - budgetSpan)}::timestamptz) as by_machine
    from outbox o join conversations c on c.id = o.conversation_id where o.id = ${parcelId} and c.id = ${conversationId}`.execute(db)
  const row = rows[0]
  if (row === undefined) throw new Error('a parcel without a row')
  return { purpose, ...row }
}
