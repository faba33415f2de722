-- The hall: what came in, raw, before anybody judges it. Unique by channel and event, acknowledged after commit, handled after that; one lane
-- (conversation) at a time and in order. What cannot be read waits in quarantine for people.
create table inbox (
  id bigint generated always as identity primary key,
  channel_id text not null,
  event_key text not null check (length(event_key) <= 200),
  lane text not null check (length(lane) <= 400),
  raw jsonb not null,
  received_at timestamptz not null,
  state text not null check (state in ('new', 'done', 'ignored', 'quarantined')),
  tries int not null default 0,
  not_before timestamptz,
  reason text,
  finished_at timestamptz,
  unique (channel_id, event_key)
);
create index inbox_new on inbox (lane, id) where state = 'new';
create index inbox_queue on inbox (id) where state = 'new';
create index inbox_quarantine on inbox (id) where state = 'quarantined';

-- Which open ticket a conversation's next plain message belongs to; without a ticket: the next message opens a new one.
create table conversation_focus (
  conversation_id uuid primary key references conversations,
  ticket_id uuid references tickets,
  at timestamptz not null
);
