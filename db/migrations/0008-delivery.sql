-- What goes out: recorded before it is sent, one sender per conversation, in order. No channel here has an idempotency key, so the outcome of a
-- broken attempt is 'unknown' and people see it.
create table outbox (
  id uuid primary key,
  position bigint generated always as identity,
  conversation_id uuid not null references conversations,
  ticket_id uuid references tickets,
  message_id uuid references messages,
  -- What may be repeated after an unknown outcome: delivery/retry.ts.
  purpose text not null check (purpose in ('receipt', 'notice', 'reply', 'card', 'dialogue', 'ack')),
  payload jsonb not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  tries int not null default 0,
  not_before timestamptz,
  -- Key of the process that is sending (an advisory lock that dies with it).
  sender int,
  external_ids jsonb,
  failure text,
  detail text,
  may_be_doubled boolean not null default false,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index outbox_pending on outbox (conversation_id, position) where state in ('queued', 'sending');
create index outbox_message on outbox (message_id) where message_id is not null;
create index outbox_ticket on outbox (ticket_id) where ticket_id is not null;

-- A conversation (or with null conversation a channel) that must not be written to before an instant (429).
create table delivery_pauses (
  conversation_id uuid primary key references conversations,
  until timestamptz not null
);
