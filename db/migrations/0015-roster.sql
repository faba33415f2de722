-- Who works when. A shift, a night on call, an absence: each one row with its own beginning and end, so that a change of one day touches nothing else.
create extension if not exists btree_gist;

create table roster (
  id uuid primary key,
  staff_id uuid not null references staff,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  kind text not null check (kind in ('shift', 'on_call', 'absence')),
  -- Who stands in for the absent person's shifts and nights.
  substitute_id uuid references staff,
  note text not null default '' check (length(note) <= 200),
  created_by uuid references staff,
  created_at timestamptz not null,
  check (starts_at < ends_at and isfinite(starts_at) and isfinite(ends_at)),
  check (substitute_id is null or (kind = 'absence' and substitute_id <> staff_id)),
  -- Nobody is on duty twice at once, and nobody is away twice; an absence may lie over shifts, that is what it is for.
  constraint roster_one_duty exclude using gist (staff_id with =, tstzrange(starts_at, ends_at) with &&) where (kind <> 'absence'),
  constraint roster_one_absence exclude using gist (staff_id with =, tstzrange(starts_at, ends_at) with &&) where (kind = 'absence')
);
create index roster_span on roster using gist (tstzrange(starts_at, ends_at));
create index roster_substitute on roster (substitute_id) where substitute_id is not null;
