-- Letters are prepared before they are read (parsed apart, judged, their files stored), and keep what other messages have not.

alter table inbox add column prepared jsonb;
alter table inbox drop constraint inbox_state_check;
-- raw: waits to be prepared; aside: seen by people in a box of its own, on no ticket.
alter table inbox add constraint inbox_state_check check (state in ('raw', 'new', 'done', 'ignored', 'aside', 'quarantined'));
drop index inbox_new;
create index inbox_new on inbox (lane, id) where state in ('raw', 'new');
create index inbox_raw on inbox (id) where state = 'raw';
create index inbox_aside on inbox (id) where state = 'aside';

create table letters (
  message_id uuid primary key references messages,
  inbox_id bigint references inbox,
  -- Message-ID with its angle brackets; made from the content where the sender gave none.
  letter_id text not null check (length(letter_id) between 3 and 1000),
  -- Of the letter without the marks of its way here: the same letter in two mailboxes has one.
  content_hash text not null unique check (content_hash ~ '^[0-9a-f]{64}$'),
  mailbox text not null check (length(mailbox) between 1 and 64),
  subject text not null check (length(subject) <= 1000),
  facts jsonb not null,
  -- Why it stands on its ticket.
  placed jsonb not null
);
create index letters_letter_id on letters (letter_id);

-- Letters are found by the ids that an answer names, whoever's conversation they stand in.
create index message_refs_letters on message_refs (external_id) where external_id like '<%';
