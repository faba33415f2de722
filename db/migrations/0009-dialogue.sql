-- The bot's side of a conversation: where the questions stand, which buttons were offered, the one status card of a ticket.
create table dialogues (
  conversation_id uuid primary key references conversations,
  state jsonb not null,
  updated_at timestamptz not null
);

-- Opaque ids behind buttons: the state stays here (64 bytes of callback data hold no Cyrillic). A choice is used once; a second press is harmless.
create table choices (
  id text primary key check (length(id) <= 32),
  conversation_id uuid not null references conversations,
  ticket_id uuid references tickets,
  act jsonb not null,
  made_at timestamptz not null,
  used_at timestamptz
);
create index choices_ticket on choices (ticket_id) where ticket_id is not null;

create table status_cards (
  ticket_id uuid not null references tickets,
  conversation_id uuid not null references conversations,
  outbox_id uuid not null references outbox,
  body jsonb not null,
  primary key (ticket_id, conversation_id)
);
