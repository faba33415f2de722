-- Who works here and how they sign in. The auth_* tables are better-auth's (names and columns as it asks for them, in our spelling);
-- staff is ours: one row per person with the role, kept for ever because tickets and audit rows point to it. A person who leaves becomes inactive.
create table auth_users (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (length(email) <= 320 and email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table auth_sessions (
  id uuid primary key,
  user_id uuid not null references auth_users on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_sessions_user on auth_sessions (user_id);

create table auth_accounts (
  id uuid primary key,
  user_id uuid not null references auth_users on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- Only for the provider 'credential': a scrypt hash.
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index auth_accounts_user on auth_accounts (user_id);

create table auth_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_verifications_identifier on auth_verifications (identifier);

-- Failed sign-ins of the last minutes: the brake on guessing, shared by all processes. The e-mail is kept as a hash only.
create table auth_failures (
  id uuid primary key,
  email_hash bytea not null,
  address text not null check (length(address) <= 64),
  at timestamptz not null
);
create index auth_failures_email on auth_failures (email_hash, at);
create index auth_failures_address on auth_failures (address, at);
create index auth_failures_at on auth_failures (at);

create table staff (
  id uuid primary key references auth_users,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (length(email) <= 320 and email = lower(email)),
  role text not null check (role in ('specialist', 'lead', 'admin')),
  language text not null default 'ru' check (language in ('ru', 'en')),
  active boolean not null default true,
  -- The newcomer of practice mode: no password, comes in only by the link that the console prints.
  practice boolean not null default false,
  created_at timestamptz not null
);
create unique index staff_one_practice_admin on staff (practice) where practice;
create index staff_names on staff (name collate "ru-x-icu") where active;

-- One-time links: the first admin sets up the desk, later members come by invitation. Only the hash of the token is kept.
create table welcome_links (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('first_admin', 'invitation')),
  email text check (length(email) <= 320),
  name text check (length(name) <= 200),
  role text not null check (role in ('specialist', 'lead', 'admin')),
  created_by uuid references staff,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references staff,
  check ((kind = 'invitation') = (email is not null))
);
