-- The ticket: its history is ticket_events, everything else in its row is derived from them and can be rebuilt (clauses.md part 2).
-- Numbers come from a sequence: short, never reused, no hot counter row.
create sequence ticket_numbers as bigint start 1001;

create table tickets (
  id uuid primary key,
  number bigint not null unique,
  version int not null,
  edition_id int not null references regulation_editions,
  state text not null,
  base text not null,
  category smallint check (category in (1, 2, 3)),
  effect text check (length(effect) <= 1000),
  topic text check (length(topic) <= 40),
  owner_id uuid references staff,
  contact_id uuid references contacts,
  point_id uuid references points,
  company_id uuid references companies,
  -- Where notices go: the customer's main conversation (R-2.4.4); null for a caller without a written channel.
  conversation_id uuid references conversations,
  channel text not null,
  subject text not null check (length(subject) <= 200),
  -- The customer said that work has stopped: alarms before triage (product.md 4.3).
  stop_reported boolean not null,
  facts jsonb not null,
  received_at timestamptz not null,
  unanswered_since timestamptz,
  resolved_at timestamptz,
  -- Place in the queue, ascending (tickets/queue.ts). 'infinity' where no clock runs to a due.
  queue_group smallint not null,
  queue_due timestamptz not null,
  queue_category smallint not null,
  queue_channel smallint not null,
  due_clock text,
  breached boolean not null,
  -- The earliest instant at which something must happen by itself; the waker sleeps until the smallest.
  next_wake_at timestamptz,
  -- The last folded view (regulation/view.ts), for the page and for lists.
  clocks jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index tickets_queue on tickets (queue_group, queue_due, queue_category, queue_channel, received_at, id) where queue_group < 9;
create index tickets_mine on tickets (owner_id, queue_group, queue_due, queue_category, queue_channel, received_at, id) where queue_group < 9;
create index tickets_hot on tickets (queue_due) where queue_group < 4;
create index tickets_wake on tickets (next_wake_at) where next_wake_at is not null;
create index tickets_contact on tickets (contact_id, received_at desc);
create index tickets_conversation on tickets (conversation_id, received_at desc) where conversation_id is not null;
create index tickets_point on tickets (point_id, received_at desc) where point_id is not null;

create table ticket_events (
  ticket_id uuid not null references tickets,
  seq int not null,
  id uuid not null unique,
  type text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'machine')),
  actor_id uuid,
  data jsonb not null,
  primary key (ticket_id, seq)
);

-- Somebody must be told by voice: his channel did not accept what we sent, or he has no written one.
create table call_tasks (
  id uuid primary key,
  ticket_id uuid not null references tickets,
  reason text not null,
  message_id uuid,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid references staff
);
create index call_tasks_ticket on call_tasks (ticket_id);
create index call_tasks_open on call_tasks (created_at) where done_at is null;

-- A repeated request of an API client (same key) gets the ticket it made the first time.
create table ticket_requests (
  key text primary key check (length(key) between 1 and 200),
  ticket_id uuid not null references tickets,
  at timestamptz not null
);
