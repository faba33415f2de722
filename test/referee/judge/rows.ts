/** The raw rows, by plain SQL: what the desk has written down, before any code of the desk has read it. Instants in epoch milliseconds. */
import type { Actor, EventRow } from './facts.ts'

/** All that the judge needs of a database. */
export type Reader = { query(text: string): Promise<{ rows: unknown[] }> }

export type StoredClock = { dueAt: number | null; endedAt: number | null; breachedAt: number | null; startedAt: number; elapsed: number; remaining: number }
export type StoredClocks = {
  cycle: number; state: string; base: string; category: number | null; registeredAt: number; workFrom: number
  triage: StoredClock; reaction: StoredClock | null; result: StoredClock | null
  silence: { since: number; boundary: number } | null; suspendedAt: number | null; autoConfirmAt: number | null; toJudge: string[]
  resolvedAt: number | null; resolvedHow: string | null; closedAt: number | null
}
export type TicketRow = {
  id: string; number: number; state: string; base: string; category: number | null; channel: string; ownerId: string | null; stopReported: boolean
  receivedAt: number; unansweredSince: number | null; breached: boolean; nextWakeAt: number | null; updatedAt: number; clocks: StoredClocks
}
export type MessageRow = { id: string; ticketId: string; direction: 'in' | 'out' | 'note'; notice: string | null; text: string; sticker: boolean; files: number; at: number }
export type ParcelRow = { id: string; chat: string; ticketId: string | null; messageId: string | null; purpose: string; kind: string; state: string; marked: boolean; externalIds: string[]; text: string }
export type RefRow = { chat: string; externalId: string; messageId: string; direction: string }
export type CallRow = { id: string; ticketId: string; open: boolean }

export type Rows = { tickets: TicketRow[]; events: Map<string, EventRow[]>; messages: MessageRow[]; parcels: ParcelRow[]; refs: RefRow[]; calls: CallRow[] }

const ms = (column: string): string => `(case when ${column} is not null and isfinite(${column}) then round(extract(epoch from ${column}) * 1000)::float8 end)`

export async function readRows(reader: Reader): Promise<Rows> {
  const read = async <T>(text: string): Promise<T[]> => (await reader.query(text)).rows as T[]
  const events = await read<EventRow & { actor: Actor }>(`
    select id, ticket_id as "ticketId", seq, type, ${ms('at')} as at, ${ms('recorded_at')} as "recordedAt", actor_kind as actor, actor_id as "actorId", data
    from ticket_events order by ticket_id, seq`)
  return {
    events: Map.groupBy(events, event => event.ticketId),
    tickets: await read<TicketRow>(`
      select id, number::float8 as number, state, base, category::int as category, channel, owner_id as "ownerId", stop_reported as "stopReported", ${ms('received_at')} as "receivedAt",
        ${ms('unanswered_since')} as "unansweredSince", breached, ${ms('next_wake_at')} as "nextWakeAt", ${ms('updated_at')} as "updatedAt", clocks
      from tickets order by number`),
    messages: await read<MessageRow>(`
      select id, ticket_id as "ticketId", direction, notice, text, coalesce((extra ->> 'sticker')::boolean, false) as sticker, ${ms('at')} as at,
        (select count(*)::int from attachments a where a.message_id = m.id) + (case when extra ? 'place' or extra ? 'card' then 1 else 0 end) as files
      from messages m order by m.at, m.id`),
    parcels: await read<ParcelRow>(`
      select o.id, c.external_id as chat, o.ticket_id as "ticketId", o.message_id as "messageId", o.purpose, o.payload ->> 'kind' as kind, o.state, o.may_be_doubled as marked,
        coalesce(o.external_ids, '[]') as "externalIds", coalesce(o.payload ->> 'text', '') as text
      from outbox o join conversations c on c.id = o.conversation_id order by o.position`),
    refs: await read<RefRow>(`
      select c.external_id as chat, r.external_id as "externalId", r.message_id as "messageId", m.direction
      from message_refs r join conversations c on c.id = r.conversation_id join messages m on m.id = r.message_id`),
    calls: await read<CallRow>('select id, ticket_id as "ticketId", done_at is null as open from call_tasks'),
  }
}
