-- What a lead has told everybody of an outage can be corrected or struck; its history stays.

alter table incident_updates
  add column struck_at timestamptz,
  add column struck_by uuid references staff,
  add column struck_reason text check (length(struck_reason) between 1 and 500),
  add check ((struck_at is null) = (struck_by is null)),
  add check ((struck_at is null) = (struck_reason is null));

-- Each correction; the update itself holds the text that counts.
create table incident_corrections (
  -- Made by the client: the same wish sent twice is carried out once. The tickets' history names it.
  id uuid primary key,
  update_id uuid not null references incident_updates,
  version smallint not null check (version >= 2),
  before text not null check (length(before) between 1 and 2000),
  after text not null check (length(after) between 1 and 2000),
  signed_by uuid not null references staff,
  at timestamptz not null,
  -- Who had the older text was told of the correction.
  told boolean not null,
  unique (update_id, version)
);

-- A line tells the update, or (from version 2 on) a correction of it to somebody who had it already.
alter table incident_notices add column version smallint not null default 1 check (version >= 1);
drop index incident_notices_ticket;
drop index incident_notices_conversation;
create unique index incident_notices_ticket on incident_notices (update_id, version, ticket_id) where ticket_id is not null;
create unique index incident_notices_conversation on incident_notices (update_id, version, conversation_id) where conversation_id is not null;
