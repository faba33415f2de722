-- Stored files: bytes lie in DATA_DIR/files by their SHA-256, the row is one use of them (a name given by a person). A file is written and synced
-- before its row. `scan` stays 'not_scanned' until a scanner comes; such files are served sandboxed.
create table files (
  id uuid primary key,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size >= 0),
  name text not null check (length(name) between 1 and 255),
  mime text not null check (length(mime) <= 255),
  scan text not null default 'not_scanned' check (scan in ('not_scanned', 'clean', 'infected')),
  uploaded_by uuid,
  created_at timestamptz not null
);
create index files_content on files (sha256);
