-- How far each mailbox has been read, and what its server counted last.
create table mail_cursors (
  mailbox text primary key check (length(mailbox) between 1 and 64),
  -- UIDVALIDITY of the folder; every letter up to `highest` is in the inbox.
  validity bigint not null check (validity >= 0),
  highest bigint not null check (highest >= 0),
  moved_at timestamptz not null
);
create table mail_counts (
  mailbox text primary key check (length(mailbox) between 1 and 64),
  seen integer not null check (seen >= 0),
  stored integer not null check (stored >= 0),
  missing integer not null check (missing >= 0),
  counted_at timestamptz not null
);
