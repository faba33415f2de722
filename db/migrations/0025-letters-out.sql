-- Letters that the desk sends. Each has its Message-ID before it is sent, the same for every attempt, so that answers and reports of undelivered mail find it.
create table mail_out (
  parcel_id uuid primary key references outbox,
  -- Message-ID with its angle brackets.
  letter_id text not null unique check (length(letter_id) between 5 and 320),
  -- In lower case.
  address text not null check (length(address) between 3 and 320),
  -- No person wrote it: it counts against what one address may get in an hour.
  by_machine boolean not null,
  made_at timestamptz not null
);
create index mail_out_budget on mail_out (address, made_at) where by_machine;
