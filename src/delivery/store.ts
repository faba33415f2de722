import { sql } from 'kysely'
import type { Db, Write } from '../lib/db.ts'
import { json, stamp, stampOrNull } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import { cut } from '../lib/text.ts'
import type { Outgoing } from './outbound.ts'
import type { Purpose } from './retry.ts'

/** One thing to be sent, as it waits in the outbox. */
export type Parcel = {
  id: string
  conversationId: string
  ticketId: string | null
  messageId: string | null
  purpose: Purpose
  payload: Outgoing
  notBefore?: Instant
}

/** A parcel taken for sending, with where it goes. */
export type Taken = {
  id: string; conversationId: string; channelId: string; to: string; ticketId: string | null; ticketNumber: number | null; messageId: string | null
  purpose: Purpose; payload: Outgoing; tries: number; createdAt: Instant; mayBeDoubled: boolean
  /** It has followed the conversation to a new address once. */
  moved: boolean
}

export type ParcelState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown'

/** Puts parcels into the outbox; they travel with the change that asks for them. */
export const enqueue = (parcels: readonly Parcel[], now: Instant): Write => to =>
  to.insertInto('outbox').values(parcels.map(({ payload, notBefore, ...parcel }) => ({
    ...parcel, payload: json(payload), state: 'queued', notBefore: stampOrNull(notBefore ?? null), createdAt: stamp(now),
  })))

/** Parcels of channels that are not open in this process wait for one where they are. */
const goesBy = (channels: readonly string[]) => sql`(select v.channel_id from conversations v where v.id = o.conversation_id) = any(${[...channels]}::text[])`

/**
 * No parcel of the conversation has to go before `o`. One that we have put off ourselves (a line that waits for a burst to end) lets others pass; a failed one
 * does not. Asked parcel by parcel: statistics say that the queue is empty, as it mostly is, and a join planned for that reads a long queue once for each of it.
 */
const isFirst = (at: string) => sql`(select e.id from outbox e where e.conversation_id = o.conversation_id and e.position < o.position and e.state in ('queued', 'sending')
  and not (e.state = 'queued' and e.tries = 0 and e.not_before is not null and e.not_before > ${at}::timestamptz) limit 1) is null`

/** A parcel `o` with its conversation `c`, as `Taken`. */
const takenColumns = sql`o.id, o.conversation_id, c.channel_id, c.external_id as to, o.ticket_id, (select t.number from tickets t where t.id = o.ticket_id) as ticket_number, o.message_id, o.purpose, o.payload, o.tries, o.created_at, o.may_be_doubled, o.failure is not distinct from 'moved' as moved`

/**
 * Takes the first pending parcel of up to `limit` conversations. Nobody else can send to such a conversation until its outcome is stored: a later
 * parcel is never first while an earlier one is `sending`.
 */
export async function takeHeads(db: Db, sender: number, channels: readonly string[], now: Instant, limit: number): Promise<readonly Taken[]> {
  const at = stamp(now)
  const { rows } = await sql<Taken>`
    with heads as (
      select o.id from outbox o
      where o.state = 'queued' and (o.not_before is null or o.not_before <= ${at}::timestamptz) and ${goesBy(channels)}
        and ${isFirst(at)}
        and not exists (select 1 from delivery_pauses p where p.conversation_id = o.conversation_id and p.until > ${at}::timestamptz)
      order by o.position limit ${limit} for update skip locked)
    update outbox o set state = 'sending', sender = ${sender}, tries = o.tries + 1
    from heads h, conversations c where o.id = h.id and c.id = o.conversation_id
    returning ${takenColumns}`
    .execute(db)
  return rows
}

/** When the next waiting parcel may go; null when none waits for a time. */
export async function nextDue(db: Db, channels: readonly string[], now: Instant): Promise<Instant | null> {
  const { rows } = await sql<{ at: number | null }>`
    select min(greatest(coalesce(o.not_before, ${stamp(now)}::timestamptz), coalesce(p.until, ${stamp(now)}::timestamptz))) as at
    from outbox o left join delivery_pauses p on p.conversation_id = o.conversation_id
    where o.state = 'queued' and ${goesBy(channels)} and ${isFirst(stamp(now))}`
    .execute(db)
  return rows[0]?.at ?? null
}

/** Ends a parcel. A late word of the sender itself (`sent` after somebody thought him dead) is taken. */
export const endParcel = (id: string, state: 'sent' | 'failed' | 'unknown', found: { externalIds?: readonly string[]; failure?: string; detail?: string; mayBeDoubled?: boolean }, now: Instant): Write => to =>
  to.updateTable('outbox').set({
    state, sender: null, finishedAt: stamp(now), failure: found.failure ?? null, detail: found.detail === undefined ? null : cut(found.detail, 500),
    ...(found.externalIds === undefined ? {} : { externalIds: json(found.externalIds) }),
    ...(found.mayBeDoubled === true ? { mayBeDoubled: true } : {}),
  }).where('id', '=', id).where('state', 'in', ['sending', 'unknown', 'queued'])

/**
 * Locks what a conversation whose reader fetches it himself (a page) has for him, oldest first; also what was given up because he had not looked, which waits
 * again. What another look is at is passed over.
 */
export async function takeForReader(db: Db, conversationId: string): Promise<readonly Taken[]> {
  await db.updateTable('outbox').set({ state: 'queued', failure: null, finishedAt: null }).where('conversationId', '=', conversationId).where('state', '=', 'failed').where('failure', '=', notSeen).execute()
  const { rows } = await sql<Taken>`
    select ${takenColumns} from outbox o join conversations c on c.id = o.conversation_id
    where o.conversation_id = ${conversationId} and o.state = 'queued' order by o.position for update of o skip locked`.execute(db)
  return rows
}

/** Why a parcel was given up whose reader has not looked. */
export const notSeen = 'not_seen'

/** Why a parcel was given up that is not to go any more. */
export const takenBack = 'taken_back'

/**
 * Stops parcels, given by their ids or by the messages that they carry, of which nothing has gone out. Returns what was stopped: the parcels and their messages;
 * the others are under way or out.
 */
export async function recall(db: Db, { messages, parcels }: { messages: readonly string[]; parcels: readonly string[] }, now: Instant): Promise<{ messages: readonly string[]; parcels: readonly string[] }> {
  const { rows } = await sql<{ id: string; messageId: string | null }>`
    update outbox set state = 'failed', failure = ${takenBack}, finished_at = ${stamp(now)}::timestamptz
    where (id = any(${[...parcels]}::uuid[]) or message_id = any(${[...messages]}::uuid[])) and ((state = 'queued' and not may_be_doubled and payload -> 'sent' is null) or (state = 'failed' and failure = ${notSeen}))
    returning id, message_id`.execute(db)
  return { messages: rows.flatMap(row => row.messageId ?? []), parcels: rows.map(row => row.id) }
}

/**
 * What waits in a conversation about a ticket goes to another conversation instead, at once: whole messages of which nothing has gone out. Returns the ids of
 * what was moved and of the choices behind its buttons.
 */
export async function redirect(db: Db, { ticketId, from, to }: { ticketId: string; from: string; to: string }): Promise<{ parcels: readonly string[]; choices: readonly string[] }> {
  const { rows } = await sql<{ id: string; choices: readonly string[] }>`
    update outbox set conversation_id = ${to}, not_before = null, tries = 0, failure = null, detail = null
    where ticket_id = ${ticketId} and conversation_id = ${from} and state = 'queued' and purpose in ('receipt', 'notice', 'reply')
      and not may_be_doubled and payload ->> 'kind' = 'send' and payload -> 'sent' is null
    returning id, array(select jsonb_array_elements_text(jsonb_path_query_array(payload, '$.buttons[*][*].choice'))) as choices`.execute(db)
  return { parcels: rows.map(({ id }) => id), choices: rows.flatMap(({ choices }) => choices) }
}

/** Locks a parcel, whatever has become of it. Null: there is none. */
export async function lockParcel(db: Db, id: string): Promise<(Taken & { state: ParcelState }) | null> {
  const { rows } = await sql<Taken & { state: ParcelState }>`
    select ${takenColumns}, o.state from outbox o join conversations c on c.id = o.conversation_id where o.id = ${id} for update of o`.execute(db)
  return rows[0] ?? null
}

/** What was out has come back (`failed`), or is late (`sent`, with a word about it). */
export const noteReturn = (id: string, state: 'failed' | 'sent' | 'unknown', { failure, detail }: { failure: string; detail: string }, now: Instant): Write => to =>
  to.updateTable('outbox').set({ state, sender: null, failure, detail: cut(detail, 500), ...(state === 'failed' ? { finishedAt: stamp(now) } : {}) }).where('id', '=', id)

/** Locks up to `limit` parcels of a channel that have waited for their reader since before `since`. */
export async function takeUnseen(db: Db, channelId: string, since: Instant, limit: number): Promise<readonly Taken[]> {
  const { rows } = await sql<Taken>`
    select ${takenColumns} from outbox o join conversations c on c.id = o.conversation_id
    where o.state = 'queued' and c.channel_id = ${channelId} and o.created_at <= ${stamp(since)}::timestamptz order by o.position limit ${limit} for update of o skip locked`.execute(db)
  return rows
}

/** Since when the oldest parcel of a channel waits for its reader; null when none does. */
export async function unseenSince(db: Db, channelId: string): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`
    select min(o.created_at) as at from outbox o join conversations c on c.id = o.conversation_id where o.state = 'queued' and c.channel_id = ${channelId}`.execute(db)
  return rows[0]?.at ?? null
}

/** Puts a parcel back for a later attempt. */
export const requeue = (id: string, notBefore: Instant | null, found: { failure: string; detail: string; mayBeDoubled?: boolean; sent?: readonly string[] }): Write => to =>
  to.updateTable('outbox').set({
    // Parts that are out already must not go out again.
    ...(found.sent === undefined ? {} : { payload: sql`payload || ${json({ sent: found.sent })}` }),
    state: 'queued', sender: null, notBefore: stampOrNull(notBefore), failure: found.failure, detail: cut(found.detail, 500),
    ...(found.mayBeDoubled === true ? { mayBeDoubled: true } : {}),
  }).where('id', '=', id).where('state', '=', 'sending')

export const pauseConversation = (conversationId: string, until: Instant): Write => to =>
  to.insertInto('deliveryPauses').values({ conversationId, until: stamp(until) })
    .onConflict(conflict => conflict.column('conversationId').doUpdateSet({ until: stamp(until) }))

/**
 * Takes over parcels that are `sending` in nobody's hands: their process died (its advisory lock is free), or they are ours and we are not at it.
 * From now on they are ours, so that of several processes one settles them.
 */
export async function takeAbandoned(db: Db, own: { sender: number; inHand: readonly string[] }, living: (sender: number) => Promise<boolean>): Promise<readonly Taken[]> {
  const { rows: sending } = await sql<{ id: string; sender: number }>`select id, sender from outbox where state = 'sending' and sender is not null`.execute(db)
  const lives = new Map<number, boolean>([[own.sender, true]])
  for (const { sender } of sending) if (!lives.has(sender)) lives.set(sender, await living(sender))
  const left = sending.filter(({ id, sender }) => (sender === own.sender ? !own.inHand.includes(id) : lives.get(sender) === false))
  if (left.length === 0) return []
  const { rows } = await sql<Taken>`
    update outbox o set sender = ${own.sender} from conversations c, unnest(${left.map(row => row.id)}::uuid[], ${left.map(row => row.sender)}::int[]) as l (id, sender)
    where c.id = o.conversation_id and o.id = l.id and o.sender = l.sender and o.state = 'sending'
    returning ${takenColumns}`.execute(db)
  return rows
}

/** A parcel that has not been taken yet waits longer (one acknowledgement for a burst of messages). False: it is on its way already. */
export async function putOff(db: Db, id: string, notBefore: Instant): Promise<boolean> {
  const found = await db.updateTable('outbox').set({ notBefore: stamp(notBefore) })
    .where('id', '=', id).where('state', '=', 'queued').where('tries', '=', 0).executeTakeFirst()
  return found.numUpdatedRows > 0n
}

/** What a later edit must know of a parcel: what it sent, or, when it was an edit itself, what it aimed at and whether that was gone. */
export async function parcelOf(db: Db, id: string): Promise<{ externalIds: readonly string[]; editOf: string | null; failure: string | null } | null> {
  const row = await db.selectFrom('outbox').select(['externalIds', 'failure', sql<string | null>`payload ->> 'target'`.as('target')]).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : { externalIds: (row.externalIds ?? []) as string[], editOf: row.target, failure: row.failure }
}
