-- What the desk does for a topic of the regulation: its procedure, what it asks, gives out and answers (R-3.1.7, R-4, R-5). The regulation promises and
-- changes with an edition only; a card is the desk's own way of working and may be changed any day. A topic without a row is as the desk was shipped.
create table topic_cards (
  topic_id text primary key check (length(topic_id) between 1 and 40),
  -- Null: put back to how it was shipped.
  body jsonb check (length(body::text) <= 200000),
  version int not null check (version > 0),
  updated_by uuid not null references staff,
  updated_at timestamptz not null
);

-- Every state that a card has had, so that a change can be seen and undone. Rows are only added.
create table topic_card_versions (
  topic_id text not null references topic_cards,
  version int not null check (version > 0),
  body jsonb check (length(body::text) <= 200000),
  changed_by uuid not null references staff,
  changed_at timestamptz not null,
  primary key (topic_id, version)
);
