-- People outside and where they can be reached (product.md, words). A point belongs to a company; a contact has addresses, one per channel
-- handle; a conversation is one chat, mailbox thread or call line of a channel. Naming a point is no proof of anything: it is a fact with a source.
create extension if not exists pg_trgm;

create table companies (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  external_id text unique,
  created_at timestamptz not null
);

create table points (
  id uuid primary key,
  company_id uuid references companies,
  name text not null check (length(name) between 1 and 200),
  address text not null default '' check (length(address) <= 500),
  time_zone text not null default 'Europe/Moscow',
  software_version text not null default '' check (length(software_version) <= 100),
  note text not null default '' check (length(note) <= 4000),
  external_id text unique,
  -- What the QR at the till carries; says which point, never who.
  link_token text not null unique,
  created_at timestamptz not null,
  archived_at timestamptz
);
create index points_company on points (company_id);
create index points_words on points using gin ((lower(name || ' ' || address)) gin_trgm_ops) where archived_at is null;

create table contacts (
  id uuid primary key,
  name text not null default '' check (length(name) <= 200),
  position text not null default '' check (length(position) <= 200),
  -- E.164; the number to call, not an identity.
  phone text check (phone ~ '^\+[0-9]{5,15}$'),
  language text not null default 'ru' check (language in ('ru', 'en')),
  company_id uuid references companies,
  created_at timestamptz not null
);
create index contacts_phone on contacts (phone) where phone is not null;

create table addresses (
  id uuid primary key,
  contact_id uuid not null references contacts,
  channel_id text not null,
  external_id text not null check (length(external_id) <= 320),
  display text not null default '' check (length(display) <= 320),
  verified text not null check (verified in ('none', 'channel', 'dmarc', 'login', 'staff')),
  undeliverable_since timestamptz,
  undeliverable_reason text,
  created_at timestamptz not null,
  unique (channel_id, external_id)
);
create index addresses_contact on addresses (contact_id);

create table contact_points (
  contact_id uuid not null references contacts,
  point_id uuid not null references points,
  -- Roles above 'named' are given by staff only (issue of access, not of place).
  role text not null default 'named' check (role in ('named', 'staff', 'manager', 'owner')),
  source text not null check (source in ('chosen', 'link', 'staff')),
  at timestamptz not null,
  primary key (contact_id, point_id)
);
create index contact_points_point on contact_points (point_id);

create table conversations (
  id uuid primary key,
  channel_id text not null,
  external_id text not null check (length(external_id) <= 320),
  kind text not null check (kind in ('private', 'group', 'email', 'call', 'portal')),
  contact_id uuid references contacts,
  blocked_at timestamptz,
  created_at timestamptz not null,
  unique (channel_id, external_id)
);
create index conversations_contact on conversations (contact_id);

-- A chat that moved (group to supergroup): letters to the old id still find the conversation.
create table conversation_aliases (
  channel_id text not null,
  external_id text not null,
  conversation_id uuid not null references conversations,
  at timestamptz not null,
  primary key (channel_id, external_id)
);
