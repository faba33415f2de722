-- The conversation of a ticket. A row is one message as people see it; message_refs knows it by the channel's own ids (an album or a split text has
-- several). Wordings are never lost: an edit adds a version.
create table messages (
  id uuid primary key,
  ticket_id uuid not null references tickets,
  conversation_id uuid references conversations,
  direction text not null check (direction in ('in', 'out', 'note')),
  author_kind text not null check (author_kind in ('customer', 'staff', 'machine')),
  author_id uuid,
  notice text,
  text text not null check (length(text) <= 20000),
  -- place, card, sticker: what is neither text nor file.
  extra jsonb not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  edited_at timestamptz,
  reply_to uuid,
  group_key text
);
create index messages_ticket on messages (ticket_id, at, id);
create index messages_group on messages (conversation_id, group_key) where group_key is not null;

create table message_versions (
  message_id uuid not null references messages,
  version int not null,
  text text not null,
  at timestamptz not null,
  primary key (message_id, version)
);

create table message_refs (
  conversation_id uuid not null references conversations,
  external_id text not null,
  message_id uuid not null references messages,
  primary key (conversation_id, external_id)
);
create index message_refs_message on message_refs (message_id);

create table attachments (
  id uuid primary key,
  message_id uuid not null references messages,
  position smallint not null,
  kind text not null,
  name text not null check (length(name) between 1 and 255),
  mime text not null check (length(mime) <= 255),
  size bigint,
  duration_sec int,
  -- Where the bytes can be asked for, until they are here.
  channel_id text,
  remote_ref text,
  file_id uuid references files,
  state text not null check (state in ('pending', 'stored', 'too_large', 'gone', 'failed'))
);
create index attachments_message on attachments (message_id);
create index attachments_file on attachments (file_id) where file_id is not null;
