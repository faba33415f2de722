-- Channels that people add in the workspace (bots, mailboxes, the door for letters), what their last self-test said, and alarms about channels.

create table channel_settings (
  -- Unchanging: it stands in conversations (a bot), in keys of the inbox (a mailbox).
  id text primary key check (id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(id) between 3 and 40),
  kind text not null check (kind in ('telegram', 'mailbox', 'mail_door')),
  title text not null check (length(title) between 1 and 80),
  -- Without any secret.
  settings jsonb not null check (length(settings::text) <= 20000),
  -- Sealed under a key of the desk's own secret (AES-256-GCM), bound to the id; null: none are needed.
  secrets text check (length(secrets) <= 60000),
  state text not null check (state in ('on', 'off')),
  version int not null default 1,
  made_at timestamptz not null,
  made_by uuid references staff,
  changed_at timestamptz not null,
  changed_by uuid references staff
);
-- Two pollers of one bot push each other out, two readers of one mailbox double its letters, and there is one door.
create unique index channel_settings_bot on channel_settings ((settings ->> 'bot')) where kind = 'telegram' and state = 'on';
create unique index channel_settings_mailbox on channel_settings ((settings ->> 'address')) where kind = 'mailbox' and state = 'on';
create unique index channel_settings_door on channel_settings (kind) where kind = 'mail_door' and state = 'on';

-- The last self-test of each channel, also of those that the environment configures.
create table channel_checks (
  channel_id text primary key check (length(channel_id) between 1 and 100),
  checked_at timestamptz not null,
  checked_by uuid references staff,
  findings jsonb not null check (length(findings::text) <= 20000)
);

alter table alarms drop constraint alarms_kind_check;
alter table alarms add constraint alarms_kind_check check (kind in ('stop', 'critical', 'disputed', 'second_dispute', 'lead_called', 'came_back', 'triage', 'warning', 'digest', 'incident', 'channel'));

-- What could not be delivered lately, counted for each channel.
create index outbox_failed on outbox (finished_at) where state = 'failed';

-- Letters of a mailbox that stand on tickets.
create index letters_mailbox on letters (mailbox);

-- Letters of a mailbox by their state, counted from the index alone.
create index inbox_imap on inbox (event_key text_pattern_ops) include (state) where event_key like 'imap %';
