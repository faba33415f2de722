-- Editions of the regulation (R-7.1, R-7.2, A-31). A ticket pins the edition in force at its receipt, so an edition never changes once it is
-- a row: a due that was promised under it can be recomputed for ever. `source` is the file as it was published, `document` the same as data.
create table regulation_editions (
  id int primary key check (id > 0),
  version text not null unique check (length(version) between 1 and 20),
  title text not null check (length(title) between 1 and 300),
  valid_from timestamptz not null unique,
  published_at timestamptz not null,
  source text not null check (length(source) <= 400000),
  document jsonb not null,
  -- SHA-256 of `source`, hexadecimal.
  hash text not null check (hash ~ '^[0-9a-f]{64}$')
);

create function refuse_edition_change() returns trigger language plpgsql as $$
begin
  raise exception 'editions of the regulation never change' using errcode = 'restrict_violation';
end
$$;

create trigger regulation_editions_immutable before update or delete on regulation_editions
  for each row execute function refuse_edition_change();
create trigger regulation_editions_not_emptied before truncate on regulation_editions
  for each statement execute function refuse_edition_change();
