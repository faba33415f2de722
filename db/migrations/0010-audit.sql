-- What people did to the desk itself: sign-ins, invitations, roles. Rows are only ever added; the triggers keep even our own mistakes from changing them.
create table audit (
  id uuid primary key,
  at timestamptz not null,
  -- The member of staff who acted; null when nobody is signed in (a failed sign-in) or the desk itself acted. No reference: the record outlives everything.
  actor uuid,
  act text not null check (length(act) <= 60),
  -- Whom or what it was done to.
  subject text check (length(subject) <= 320),
  details jsonb not null default '{}' check (length(details::text) <= 8000)
);
create index audit_at on audit (at desc, id desc);
create index audit_subject on audit (subject, at desc) where subject is not null;

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows never change';
end $$;
create trigger audit_is_append_only before update or delete on audit for each row execute function refuse_audit_change();
create trigger audit_is_never_emptied before truncate on audit for each statement execute function refuse_audit_change();
