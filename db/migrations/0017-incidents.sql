-- Outages (R-4.1.1-2): one cause, many tickets. A lead opens one; the radar and monitoring only propose.

create sequence incident_numbers as bigint start 1;

create table incidents (
  id uuid primary key,
  number int not null unique,
  title text not null check (length(title) between 1 and 120),
  components text[] not null default '{}'
    check (components <@ array['central', 'call_centre', 'site', 'aggregators', 'mobile', 'other']),
  scope text not null check (scope in ('all', 'points')),
  -- What its reports are like: topic of the regulation, facts of the bot's form, phrases of customers. A report of the same kind gets topic and category.
  topic text check (length(topic) <= 20),
  category smallint not null default 1 check (category between 1 and 3),
  facts text[] not null default '{}' check (cardinality(facts) <= 12),
  words text[] not null default '{}' check (cardinality(words) <= 20),
  -- Stands on the public page.
  public boolean not null default true,
  state text not null check (state in ('proposed', 'open', 'ended', 'rejected')),
  source text not null check (source in ('ticket', 'hand', 'radar', 'monitoring')),
  -- What the radar or monitoring saw; null when a person opened it.
  why jsonb check (length(why::text) <= 40000),
  created_at timestamptz not null,
  -- Since when it is so, as far as anybody knows.
  started_at timestamptz not null,
  opened_at timestamptz,
  opened_by uuid references staff,
  ended_at timestamptz,
  ended_by uuid references staff,
  rejected_at timestamptz,
  rejected_by uuid references staff,
  next_update_at timestamptz,
  -- Monitoring says that it is over; a lead decides.
  end_proposed_at timestamptz,
  check ((state = 'open') <= (opened_at is not null)),
  check ((state = 'ended') = (ended_at is not null)),
  check ((state = 'rejected') = (rejected_at is not null))
);
-- Few are live at a time; every new report is held against them.
create index incidents_live on incidents (created_at) where state in ('proposed', 'open');
create index incidents_listed on incidents (created_at desc, id desc);

create table incident_points (
  incident_id uuid not null references incidents,
  point_id uuid not null references points,
  primary key (incident_id, point_id)
);
create index incident_points_point on incident_points (point_id);

create table incident_updates (
  id uuid primary key,
  incident_id uuid not null references incidents,
  kind text not null check (kind in ('opened', 'update', 'ended')),
  text text not null check (length(text) between 1 and 2000),
  signed_by uuid not null references staff,
  at timestamptz not null,
  next_update_at timestamptz,
  to_all_points boolean not null default false
);
create index incident_updates_incident on incident_updates (incident_id, at);

-- Which tickets hang on it: derived from `attached_to_incident` and `detached_from_incident` of the tickets.
create table incident_tickets (
  incident_id uuid not null references incidents,
  ticket_id uuid not null references tickets,
  attached_at timestamptz not null,
  attached_by text not null check (attached_by in ('machine', 'staff')),
  detached_at timestamptz,
  primary key (incident_id, ticket_id)
);
create index incident_tickets_ticket on incident_tickets (ticket_id);

-- The list of whom an update is told: written with the update, worked off in order, each line once.
create table incident_notices (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incidents,
  update_id uuid not null references incident_updates,
  ticket_id uuid references tickets,
  conversation_id uuid references conversations,
  -- The ticket still has to be made one of the outage (`staff`: a person said so).
  attach text check (attach in ('machine', 'staff')),
  attach_by uuid references staff,
  state text not null check (state in ('waiting', 'told', 'passed')),
  -- Why it was passed over.
  reason text check (length(reason) <= 60),
  message_id uuid,
  outbox_id uuid,
  settled_at timestamptz,
  check ((ticket_id is null) <> (conversation_id is null))
);
create unique index incident_notices_ticket on incident_notices (update_id, ticket_id) where ticket_id is not null;
create unique index incident_notices_conversation on incident_notices (update_id, conversation_id) where conversation_id is not null;
create index incident_notices_of_ticket on incident_notices (ticket_id) where ticket_id is not null;
create index incident_notices_incident on incident_notices (incident_id);
-- Tickets first: their clocks wait.
create index incident_notices_waiting on incident_notices ((ticket_id is null), id) where state = 'waiting';
create index incident_notices_outbox on incident_notices (outbox_id) where outbox_id is not null;
create index incident_notices_message on incident_notices (message_id) where message_id is not null;

-- Tickets that said something new and have to be looked at; written with the change, so that none is lost.
create table incident_looks (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets
);

-- Calls of monitoring that were taken in: a repeated one changes nothing.
create table monitoring_calls (
  id text primary key check (length(id) between 1 and 200),
  at timestamptz not null
);
create index monitoring_calls_at on monitoring_calls (at);
