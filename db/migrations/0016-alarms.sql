-- Alarms: what somebody at the desk has to know now. The machine that moves them stands in src/alarms/rules.ts.
create table alarms (
  id uuid primary key,
  kind text not null check (kind in ('stop', 'critical', 'disputed', 'second_dispute', 'lead_called', 'came_back', 'triage', 'warning', 'digest', 'incident')),
  ticket_id uuid references tickets,
  -- Life of the ticket (view.cycle); 0 for an alarm about no ticket.
  cycle int not null default 0,
  -- What raised it, as far as it must not be raised twice: an event, the key of a warning, a date.
  occasion text not null check (length(occasion) between 1 and 200),
  about jsonb not null,
  raised_at timestamptz not null,
  -- Waves of messages that have gone out, and when the last one in service hours did.
  level int not null default 0,
  told_at timestamptz,
  -- When somebody has to look at it again; null: it rests, or everything is done.
  next_at timestamptz,
  ended_at timestamptz,
  ended_by uuid references staff,
  end_reason text,
  unique nulls not distinct (ticket_id, cycle, kind, occasion),
  check ((ended_at is null) = (end_reason is null))
);
create index alarms_next on alarms (next_at) where next_at is not null;
create index alarms_open on alarms (kind, raised_at) where ended_at is null;
create index alarms_told on alarms (kind, told_at desc) where told_at is not null;
create index alarms_ended on alarms (ended_at desc, id desc) where ended_at is not null and level > 0;
-- However much burns about a ticket, one alarm runs for it.
create unique index alarms_one_urgent on alarms (ticket_id) where ended_at is null and kind in ('stop', 'critical', 'disputed');

-- Who was told of which level. outbox_id is null for a colleague without a linked chat: he saw it in the workspace only.
create table alarm_notices (
  alarm_id uuid not null references alarms,
  staff_id uuid not null references staff,
  level int not null,
  at timestamptz not null,
  outbox_id uuid references outbox,
  primary key (alarm_id, staff_id, level)
);
create index alarm_notices_staff on alarm_notices (staff_id, at desc);

-- The chat of a colleague with the bot, linked by a one-time link from the workspace.
create table staff_chats (
  staff_id uuid primary key references staff,
  conversation_id uuid not null unique references conversations,
  channel_id text not null,
  linked_at timestamptz not null,
  -- What he forwarded last: several messages of one person at once are one ticket.
  forwarded_at timestamptz,
  forwarded_of text,
  forwarded_to uuid references tickets
);

create table staff_chat_links (
  token_hash bytea primary key,
  staff_id uuid not null references staff,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index staff_chat_links_staff on staff_chat_links (staff_id);
