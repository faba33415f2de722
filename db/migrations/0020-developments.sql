-- Development items (R-6.3.5): what the developers have to do, and the tickets that wait for it. The outside tracker is known by the id of its entry,
-- because addresses move (pains.md); the release is a name until releases get a room of their own. A telling is one message to all that wait.
create sequence development_numbers as bigint start 1;

create table developments (
  id uuid primary key,
  number bigint not null unique,
  version int not null,
  title text not null check (length(title) between 1 and 200),
  note text not null default '' check (length(note) <= 4000),
  state text not null check (state in ('open', 'in_work', 'done', 'declined')),
  tracker_id text not null default '' check (length(tracker_id) <= 100),
  tracker_url text not null default '' check (length(tracker_url) <= 500),
  release_name text not null default '' check (length(release_name) <= 100),
  created_by uuid references staff,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index developments_state on developments (state, number desc);
create index developments_words on developments using gin (lower(title) gin_trgm_ops);

create table development_tellings (
  id uuid primary key,
  development_id uuid not null references developments,
  text text not null check (length(text) between 1 and 4000),
  by uuid not null references staff,
  at timestamptz not null,
  -- The wish of a client that sends it again because the answer was lost.
  request_key text unique check (length(request_key) between 1 and 200)
);
create index development_tellings_of on development_tellings (development_id, at);

-- Whom a telling is for, decided when it was made; `outcome` null: not yet.
create table development_told (
  telling_id uuid not null references development_tellings,
  ticket_id uuid not null references tickets,
  outcome text check (outcome in ('told', 'no_channel', 'ended', 'failed')),
  at timestamptz,
  primary key (telling_id, ticket_id)
);
create index development_told_open on development_told (telling_id) where outcome is null;
