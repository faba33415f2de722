-- Import of companies, points and people from tables, with a way back; search by sound and by who called last.

-- A person's code in the customer's own books; like that of a company or a point, it says which row of a table he is.
alter table contacts add column external_id text unique check (length(external_id) between 1 and 100);
alter table contact_points drop constraint contact_points_source_check;
alter table contact_points add constraint contact_points_source_check check (source in ('chosen', 'link', 'staff', 'import'));

-- How Russian words sound, each word apart: the same steps, in the same order, as `soundOf` in src/contacts/sound.ts. A test compares the two.
create function sound_of(words text) returns text language sql immutable strict parallel safe as $$
  select trim(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    translate(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
    regexp_replace(
      translate(lower(words), 'ё', 'е'),
      '[^a-zа-я0-9]+', ' ', 'g'),
      '[ъь]', '', 'g'),
      'йо', 'е', 'g'),
      'й(?=[аеиоуыэюя])', '', 'g'),
      '([жцчшщ])я', '\1а', 'g'),
      '([жцчшщ])ю', '\1у', 'g'),
      'оеэыйяю', 'аиииииу'),
      'щ|[сзжш]ч', 'ш', 'g'),
      'стн', 'сн', 'g'),
      'здн', 'сн', 'g'),
      'лнц', 'нц', 'g'),
      'вств', 'ств', 'g'),
      '[тд]+[сц]', 'ц', 'g'),
      'чт', 'шт', 'g'),
      'чн', 'шн', 'g'),
      'б(?=[бвгджзкпстфхцчш]| |$)', 'п', 'g'),
      'в(?=[бвгджзкпстфхцчш]| |$)', 'ф', 'g'),
      'г(?=[бвгджзкпстфхцчш]| |$)', 'к', 'g'),
      'д(?=[бвгджзкпстфхцчш]| |$)', 'т', 'g'),
      'ж(?=[бвгджзкпстфхцчш]| |$)', 'ш', 'g'),
      'з(?=[бвгджзкпстфхцчш]| |$)', 'с', 'g'),
      '([а-я])\1+', '\1', 'g'),
      ' +', ' ', 'g'))
$$;

-- Every word after a blank, so that the beginning of a word is found by `like '% key%'`.
alter table points add column sounds text not null generated always as (' ' || sound_of(name || ' ' || address)) stored;
create index points_sounds on points using gin (sounds gin_trgm_ops) where archived_at is null;
alter table companies add column sounds text not null generated always as (' ' || sound_of(name)) stored;
create index companies_sounds on companies using gin (sounds gin_trgm_ops);
alter table contacts add column sounds text not null generated always as (' ' || sound_of(name)) stored;
create index contacts_sounds on contacts using gin (sounds gin_trgm_ops);
-- The list of points in the order of their names.
create index points_named on points (lower(name), id);

-- One row per table that was uploaded: who, when, what came of it.
create table imports (
  id uuid primary key,
  file_name text not null check (length(file_name) between 1 and 255),
  state text not null check (state in ('checked', 'applied', 'undone', 'given_up')),
  uploaded_at timestamptz not null,
  uploaded_by uuid not null references staff,
  applied_at timestamptz,
  applied_by uuid references staff,
  undone_at timestamptz,
  undone_by uuid references staff,
  -- Which heading was read as what, and how many rows the table had.
  columns jsonb not null,
  row_count integer not null check (row_count >= 0),
  -- The rows as they were read, kept until they are applied or given up.
  rows jsonb,
  -- What was (or, while only checked, would be) new, changed, the same, refused.
  counts jsonb not null,
  -- What an undo had to leave, and why.
  left_behind jsonb
);
create index imports_uploaded on imports (uploaded_at desc, id desc);

-- What an import wrote, in its order: the way back. `before` null: there was no such row; it holds the changed fields only.
create table import_changes (
  import_id uuid not null references imports,
  seq integer not null,
  kind text not null check (kind in ('company', 'point', 'contact', 'tie')),
  subject uuid not null,
  -- Of a tie: the point that the contact belongs to.
  point_id uuid,
  before jsonb,
  after jsonb not null,
  primary key (import_id, seq)
);
