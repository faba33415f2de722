-- Made by `npm run db:types` from the migrated database, for reading. Changes go into db/migrations.

create extension btree_gist;
create extension pg_trgm;

create sequence development_numbers as bigint start 1 increment 1;
create sequence incident_numbers as bigint start 1 increment 1;
create sequence ticket_numbers as bigint start 1001 increment 1;

CREATE OR REPLACE FUNCTION public.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'audit rows never change';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_edition_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'editions of the regulation never change' using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION public.sound_of(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
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
$function$;

create table addresses (
  id uuid not null,
  contact_id uuid not null,
  channel_id text not null,
  external_id text not null,
  display text default ''::text not null,
  verified text not null,
  undeliverable_since timestamp with time zone,
  undeliverable_reason text,
  created_at timestamp with time zone not null,
  constraint addresses_pkey PRIMARY KEY (id),
  constraint addresses_channel_id_external_id_key UNIQUE (channel_id, external_id),
  constraint addresses_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint addresses_display_check CHECK ((length(display) <= 320)),
  constraint addresses_external_id_check CHECK ((length(external_id) <= 320)),
  constraint addresses_verified_check CHECK ((verified = ANY (ARRAY['none'::text, 'channel'::text, 'dmarc'::text, 'login'::text, 'staff'::text])))
);
CREATE INDEX addresses_contact ON public.addresses USING btree (contact_id);

create table alarm_notices (
  alarm_id uuid not null,
  staff_id uuid not null,
  level integer not null,
  at timestamp with time zone not null,
  outbox_id uuid,
  constraint alarm_notices_pkey PRIMARY KEY (alarm_id, staff_id, level),
  constraint alarm_notices_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES alarms(id),
  constraint alarm_notices_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id),
  constraint alarm_notices_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX alarm_notices_staff ON public.alarm_notices USING btree (staff_id, at DESC);

create table alarms (
  id uuid not null,
  kind text not null,
  ticket_id uuid,
  cycle integer default 0 not null,
  occasion text not null,
  about jsonb not null,
  raised_at timestamp with time zone not null,
  level integer default 0 not null,
  told_at timestamp with time zone,
  next_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by uuid,
  end_reason text,
  constraint alarms_pkey PRIMARY KEY (id),
  constraint alarms_ticket_id_cycle_kind_occasion_key UNIQUE NULLS NOT DISTINCT (ticket_id, cycle, kind, occasion),
  constraint alarms_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff(id),
  constraint alarms_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint alarms_check CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
  constraint alarms_kind_check CHECK ((kind = ANY (ARRAY['stop'::text, 'critical'::text, 'disputed'::text, 'second_dispute'::text, 'lead_called'::text, 'came_back'::text, 'triage'::text, 'warning'::text, 'digest'::text, 'incident'::text, 'channel'::text]))),
  constraint alarms_occasion_check CHECK (((length(occasion) >= 1) AND (length(occasion) <= 200)))
);
CREATE INDEX alarms_ended ON public.alarms USING btree (ended_at DESC, id DESC) WHERE ((ended_at IS NOT NULL) AND (level > 0));
CREATE INDEX alarms_next ON public.alarms USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE UNIQUE INDEX alarms_one_urgent ON public.alarms USING btree (ticket_id) WHERE ((ended_at IS NULL) AND (kind = ANY (ARRAY['stop'::text, 'critical'::text, 'disputed'::text])));
CREATE INDEX alarms_open ON public.alarms USING btree (kind, raised_at) WHERE (ended_at IS NULL);
CREATE INDEX alarms_told ON public.alarms USING btree (kind, told_at DESC) WHERE (told_at IS NOT NULL);

create table attachments (
  id uuid not null,
  message_id uuid not null,
  "position" smallint not null,
  kind text not null,
  name text not null,
  mime text not null,
  size bigint,
  duration_sec integer,
  channel_id text,
  remote_ref text,
  file_id uuid,
  state text not null,
  constraint attachments_pkey PRIMARY KEY (id),
  constraint attachments_file_id_fkey FOREIGN KEY (file_id) REFERENCES files(id),
  constraint attachments_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  constraint attachments_mime_check CHECK ((length(mime) <= 255)),
  constraint attachments_name_check CHECK (((length(name) >= 1) AND (length(name) <= 255))),
  constraint attachments_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'stored'::text, 'too_large'::text, 'gone'::text, 'failed'::text])))
);
CREATE INDEX attachments_file ON public.attachments USING btree (file_id) WHERE (file_id IS NOT NULL);
CREATE INDEX attachments_message ON public.attachments USING btree (message_id);

create table audit (
  id uuid not null,
  at timestamp with time zone not null,
  actor uuid,
  act text not null,
  subject text,
  details jsonb default '{}'::jsonb not null,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_act_check CHECK ((length(act) <= 60)),
  constraint audit_details_check CHECK ((length((details)::text) <= 8000)),
  constraint audit_subject_check CHECK ((length(subject) <= 320))
);
CREATE INDEX audit_at ON public.audit USING btree (at DESC, id DESC);
CREATE INDEX audit_subject ON public.audit USING btree (subject, at DESC) WHERE (subject IS NOT NULL);
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

create table auth_accounts (
  id uuid not null,
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint auth_accounts_pkey PRIMARY KEY (id),
  constraint auth_accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint auth_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_users(id) ON DELETE CASCADE
);
CREATE INDEX auth_accounts_user ON public.auth_accounts USING btree (user_id);

create table auth_failures (
  id uuid not null,
  email_hash bytea not null,
  address text not null,
  at timestamp with time zone not null,
  constraint auth_failures_pkey PRIMARY KEY (id),
  constraint auth_failures_address_check CHECK ((length(address) <= 64))
);
CREATE INDEX auth_failures_address ON public.auth_failures USING btree (address, at);
CREATE INDEX auth_failures_at ON public.auth_failures USING btree (at);
CREATE INDEX auth_failures_email ON public.auth_failures USING btree (email_hash, at);

create table auth_sessions (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint auth_sessions_pkey PRIMARY KEY (id),
  constraint auth_sessions_token_key UNIQUE (token),
  constraint auth_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_users(id) ON DELETE CASCADE
);
CREATE INDEX auth_sessions_user ON public.auth_sessions USING btree (user_id);

create table auth_users (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean default false not null,
  image text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint auth_users_pkey PRIMARY KEY (id),
  constraint auth_users_email_key UNIQUE (email),
  constraint auth_users_email_check CHECK (((length(email) <= 320) AND (email = lower(email)))),
  constraint auth_users_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);

create table auth_verifications (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint auth_verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX auth_verifications_identifier ON public.auth_verifications USING btree (identifier);

create table call_tasks (
  id uuid not null,
  ticket_id uuid not null,
  reason text not null,
  message_id uuid,
  created_at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by uuid,
  constraint call_tasks_pkey PRIMARY KEY (id),
  constraint call_tasks_done_by_fkey FOREIGN KEY (done_by) REFERENCES staff(id),
  constraint call_tasks_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id)
);
CREATE INDEX call_tasks_open ON public.call_tasks USING btree (created_at) WHERE (done_at IS NULL);
CREATE INDEX call_tasks_ticket ON public.call_tasks USING btree (ticket_id);

create table channel_checks (
  channel_id text not null,
  checked_at timestamp with time zone not null,
  checked_by uuid,
  findings jsonb not null,
  constraint channel_checks_pkey PRIMARY KEY (channel_id),
  constraint channel_checks_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES staff(id),
  constraint channel_checks_channel_id_check CHECK (((length(channel_id) >= 1) AND (length(channel_id) <= 100))),
  constraint channel_checks_findings_check CHECK ((length((findings)::text) <= 20000))
);

create table channel_settings (
  id text not null,
  kind text not null,
  title text not null,
  settings jsonb not null,
  secrets text,
  state text not null,
  version integer default 1 not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  constraint channel_settings_pkey PRIMARY KEY (id),
  constraint channel_settings_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES staff(id),
  constraint channel_settings_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id),
  constraint channel_settings_id_check CHECK (((id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'::text) AND ((length(id) >= 3) AND (length(id) <= 40)))),
  constraint channel_settings_kind_check CHECK ((kind = ANY (ARRAY['telegram'::text, 'mailbox'::text, 'mail_door'::text]))),
  constraint channel_settings_secrets_check CHECK ((length(secrets) <= 60000)),
  constraint channel_settings_settings_check CHECK ((length((settings)::text) <= 20000)),
  constraint channel_settings_state_check CHECK ((state = ANY (ARRAY['on'::text, 'off'::text]))),
  constraint channel_settings_title_check CHECK (((length(title) >= 1) AND (length(title) <= 80)))
);
CREATE UNIQUE INDEX channel_settings_bot ON public.channel_settings USING btree (((settings ->> 'bot'::text))) WHERE ((kind = 'telegram'::text) AND (state = 'on'::text));
CREATE UNIQUE INDEX channel_settings_door ON public.channel_settings USING btree (kind) WHERE ((kind = 'mail_door'::text) AND (state = 'on'::text));
CREATE UNIQUE INDEX channel_settings_mailbox ON public.channel_settings USING btree (((settings ->> 'address'::text))) WHERE ((kind = 'mailbox'::text) AND (state = 'on'::text));

create table choices (
  id text not null,
  conversation_id uuid not null,
  ticket_id uuid,
  act jsonb not null,
  made_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint choices_pkey PRIMARY KEY (id),
  constraint choices_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint choices_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint choices_id_check CHECK ((length(id) <= 32))
);
CREATE INDEX choices_ticket ON public.choices USING btree (ticket_id) WHERE (ticket_id IS NOT NULL);

create table companies (
  id uuid not null,
  name text not null,
  external_id text,
  created_at timestamp with time zone not null,
  sounds text generated always as ((' '::text || sound_of(name))) stored not null,
  constraint companies_pkey PRIMARY KEY (id),
  constraint companies_external_id_key UNIQUE (external_id),
  constraint companies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE UNIQUE INDEX companies_name ON public.companies USING btree (lower(name)) WHERE (external_id IS NULL);
CREATE INDEX companies_sounds ON public.companies USING gin (sounds gin_trgm_ops);
CREATE INDEX companies_words ON public.companies USING gin (translate(lower(name), 'ё'::text, 'е'::text) gin_trgm_ops);

create table contact_points (
  contact_id uuid not null,
  point_id uuid not null,
  role text default 'named'::text not null,
  source text not null,
  at timestamp with time zone not null,
  constraint contact_points_pkey PRIMARY KEY (contact_id, point_id),
  constraint contact_points_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint contact_points_point_id_fkey FOREIGN KEY (point_id) REFERENCES points(id),
  constraint contact_points_role_check CHECK ((role = ANY (ARRAY['named'::text, 'staff'::text, 'manager'::text, 'owner'::text]))),
  constraint contact_points_source_check CHECK ((source = ANY (ARRAY['chosen'::text, 'link'::text, 'staff'::text, 'import'::text])))
);
CREATE INDEX contact_points_point ON public.contact_points USING btree (point_id);

create table contacts (
  id uuid not null,
  name text default ''::text not null,
  "position" text default ''::text not null,
  phone text,
  language text default 'ru'::text not null,
  company_id uuid,
  created_at timestamp with time zone not null,
  phone_extension text,
  external_id text,
  sounds text generated always as ((' '::text || sound_of(name))) stored not null,
  rating_asked_at timestamp with time zone,
  constraint contacts_pkey PRIMARY KEY (id),
  constraint contacts_external_id_key UNIQUE (external_id),
  constraint contacts_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
  constraint contacts_external_id_check CHECK (((length(external_id) >= 1) AND (length(external_id) <= 100))),
  constraint contacts_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
  constraint contacts_name_check CHECK ((length(name) <= 200)),
  constraint contacts_phone_check CHECK ((phone ~ '^\+[0-9]{5,15}$'::text)),
  constraint contacts_phone_extension_check CHECK ((phone_extension ~ '^[0-9]{1,8}$'::text)),
  constraint contacts_position_check CHECK ((length("position") <= 200))
);
CREATE INDEX contacts_company ON public.contacts USING btree (company_id) WHERE (company_id IS NOT NULL);
CREATE INDEX contacts_digits ON public.contacts USING gin (phone gin_trgm_ops) WHERE (phone IS NOT NULL);
CREATE INDEX contacts_phone ON public.contacts USING btree (phone) WHERE (phone IS NOT NULL);
CREATE INDEX contacts_sounds ON public.contacts USING gin (sounds gin_trgm_ops);
CREATE INDEX contacts_words ON public.contacts USING gin (translate(lower(name), 'ё'::text, 'е'::text) gin_trgm_ops);

create table conversation_aliases (
  channel_id text not null,
  external_id text not null,
  conversation_id uuid not null,
  at timestamp with time zone not null,
  constraint conversation_aliases_pkey PRIMARY KEY (channel_id, external_id),
  constraint conversation_aliases_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id)
);

create table conversation_focus (
  conversation_id uuid not null,
  ticket_id uuid,
  at timestamp with time zone not null,
  constraint conversation_focus_pkey PRIMARY KEY (conversation_id),
  constraint conversation_focus_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint conversation_focus_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id)
);

create table conversations (
  id uuid not null,
  channel_id text not null,
  external_id text not null,
  kind text not null,
  contact_id uuid,
  blocked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint conversations_pkey PRIMARY KEY (id),
  constraint conversations_channel_id_external_id_key UNIQUE (channel_id, external_id),
  constraint conversations_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint conversations_external_id_check CHECK ((length(external_id) <= 320)),
  constraint conversations_kind_check CHECK ((kind = ANY (ARRAY['private'::text, 'group'::text, 'email'::text, 'call'::text, 'portal'::text])))
);
CREATE INDEX conversations_contact ON public.conversations USING btree (contact_id);

create table delivery_pauses (
  conversation_id uuid not null,
  until timestamp with time zone not null,
  constraint delivery_pauses_pkey PRIMARY KEY (conversation_id),
  constraint delivery_pauses_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id)
);

create table development_tellings (
  id uuid not null,
  development_id uuid not null,
  text text not null,
  by uuid not null,
  at timestamp with time zone not null,
  request_key text,
  constraint development_tellings_pkey PRIMARY KEY (id),
  constraint development_tellings_request_key_key UNIQUE (request_key),
  constraint development_tellings_by_fkey FOREIGN KEY (by) REFERENCES staff(id),
  constraint development_tellings_development_id_fkey FOREIGN KEY (development_id) REFERENCES developments(id),
  constraint development_tellings_request_key_check CHECK (((length(request_key) >= 1) AND (length(request_key) <= 200))),
  constraint development_tellings_text_check CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
);
CREATE INDEX development_tellings_of ON public.development_tellings USING btree (development_id, at);

create table development_told (
  telling_id uuid not null,
  ticket_id uuid not null,
  outcome text,
  at timestamp with time zone,
  constraint development_told_pkey PRIMARY KEY (telling_id, ticket_id),
  constraint development_told_telling_id_fkey FOREIGN KEY (telling_id) REFERENCES development_tellings(id),
  constraint development_told_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint development_told_outcome_check CHECK ((outcome = ANY (ARRAY['told'::text, 'no_channel'::text, 'ended'::text, 'failed'::text])))
);
CREATE INDEX development_told_open ON public.development_told USING btree (telling_id) WHERE (outcome IS NULL);

create table developments (
  id uuid not null,
  number bigint not null,
  version integer not null,
  title text not null,
  note text default ''::text not null,
  state text not null,
  tracker_id text default ''::text not null,
  tracker_url text default ''::text not null,
  release_name text default ''::text not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint developments_pkey PRIMARY KEY (id),
  constraint developments_number_key UNIQUE (number),
  constraint developments_created_by_fkey FOREIGN KEY (created_by) REFERENCES staff(id),
  constraint developments_note_check CHECK ((length(note) <= 4000)),
  constraint developments_release_name_check CHECK ((length(release_name) <= 100)),
  constraint developments_state_check CHECK ((state = ANY (ARRAY['open'::text, 'in_work'::text, 'done'::text, 'declined'::text]))),
  constraint developments_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint developments_tracker_id_check CHECK ((length(tracker_id) <= 100)),
  constraint developments_tracker_url_check CHECK ((length(tracker_url) <= 500))
);
CREATE INDEX developments_state ON public.developments USING btree (state, number DESC);
CREATE INDEX developments_words ON public.developments USING gin (lower(title) gin_trgm_ops);

create table dialogues (
  conversation_id uuid not null,
  state jsonb not null,
  updated_at timestamp with time zone not null,
  constraint dialogues_pkey PRIMARY KEY (conversation_id),
  constraint dialogues_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id)
);

create table files (
  id uuid not null,
  sha256 text not null,
  size bigint not null,
  name text not null,
  mime text not null,
  scan text default 'not_scanned'::text not null,
  uploaded_by uuid,
  created_at timestamp with time zone not null,
  constraint files_pkey PRIMARY KEY (id),
  constraint files_mime_check CHECK ((length(mime) <= 255)),
  constraint files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 255))),
  constraint files_scan_check CHECK ((scan = ANY (ARRAY['not_scanned'::text, 'clean'::text, 'infected'::text]))),
  constraint files_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint files_size_check CHECK ((size >= 0))
);
CREATE INDEX files_content ON public.files USING btree (sha256);

create table import_changes (
  import_id uuid not null,
  seq integer not null,
  kind text not null,
  subject uuid not null,
  point_id uuid,
  before jsonb,
  after jsonb not null,
  constraint import_changes_pkey PRIMARY KEY (import_id, seq),
  constraint import_changes_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint import_changes_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'point'::text, 'contact'::text, 'tie'::text])))
);

create table imports (
  id uuid not null,
  file_name text not null,
  state text not null,
  uploaded_at timestamp with time zone not null,
  uploaded_by uuid not null,
  applied_at timestamp with time zone,
  applied_by uuid,
  undone_at timestamp with time zone,
  undone_by uuid,
  columns jsonb not null,
  row_count integer not null,
  rows jsonb,
  counts jsonb not null,
  left_behind jsonb,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_applied_by_fkey FOREIGN KEY (applied_by) REFERENCES staff(id),
  constraint imports_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES staff(id),
  constraint imports_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES staff(id),
  constraint imports_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 255))),
  constraint imports_row_count_check CHECK ((row_count >= 0)),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['checked'::text, 'applied'::text, 'undone'::text, 'given_up'::text])))
);
CREATE INDEX imports_uploaded ON public.imports USING btree (uploaded_at DESC, id DESC);

create table inbox (
  id bigint generated always as identity not null,
  channel_id text not null,
  event_key text not null,
  lane text not null,
  raw jsonb not null,
  received_at timestamp with time zone not null,
  state text not null,
  tries integer default 0 not null,
  not_before timestamp with time zone,
  reason text,
  finished_at timestamp with time zone,
  prepared jsonb,
  constraint inbox_pkey PRIMARY KEY (id),
  constraint inbox_channel_id_event_key_key UNIQUE (channel_id, event_key),
  constraint inbox_event_key_check CHECK ((length(event_key) <= 200)),
  constraint inbox_lane_check CHECK ((length(lane) <= 400)),
  constraint inbox_state_check CHECK ((state = ANY (ARRAY['raw'::text, 'new'::text, 'done'::text, 'ignored'::text, 'aside'::text, 'quarantined'::text])))
);
CREATE INDEX inbox_aside ON public.inbox USING btree (id) WHERE (state = 'aside'::text);
CREATE INDEX inbox_imap ON public.inbox USING btree (event_key text_pattern_ops) INCLUDE (state) WHERE (event_key ~~ 'imap %'::text);
CREATE INDEX inbox_new ON public.inbox USING btree (lane, id) WHERE (state = ANY (ARRAY['raw'::text, 'new'::text]));
CREATE INDEX inbox_quarantine ON public.inbox USING btree (id) WHERE (state = 'quarantined'::text);
CREATE INDEX inbox_queue ON public.inbox USING btree (id) WHERE (state = 'new'::text);
CREATE INDEX inbox_raw ON public.inbox USING btree (id) WHERE (state = 'raw'::text);

create table incident_corrections (
  id uuid not null,
  update_id uuid not null,
  version smallint not null,
  before text not null,
  after text not null,
  signed_by uuid not null,
  at timestamp with time zone not null,
  told boolean not null,
  constraint incident_corrections_pkey PRIMARY KEY (id),
  constraint incident_corrections_update_id_version_key UNIQUE (update_id, version),
  constraint incident_corrections_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES staff(id),
  constraint incident_corrections_update_id_fkey FOREIGN KEY (update_id) REFERENCES incident_updates(id),
  constraint incident_corrections_after_check CHECK (((length(after) >= 1) AND (length(after) <= 2000))),
  constraint incident_corrections_before_check CHECK (((length(before) >= 1) AND (length(before) <= 2000))),
  constraint incident_corrections_version_check CHECK ((version >= 2))
);

create table incident_looks (
  id bigint generated always as identity not null,
  ticket_id uuid not null,
  constraint incident_looks_pkey PRIMARY KEY (id),
  constraint incident_looks_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id)
);

create table incident_notices (
  id bigint generated always as identity not null,
  incident_id uuid not null,
  update_id uuid not null,
  ticket_id uuid,
  conversation_id uuid,
  attach text,
  attach_by uuid,
  state text not null,
  reason text,
  message_id uuid,
  outbox_id uuid,
  settled_at timestamp with time zone,
  version smallint default 1 not null,
  constraint incident_notices_pkey PRIMARY KEY (id),
  constraint incident_notices_attach_by_fkey FOREIGN KEY (attach_by) REFERENCES staff(id),
  constraint incident_notices_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint incident_notices_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id),
  constraint incident_notices_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint incident_notices_update_id_fkey FOREIGN KEY (update_id) REFERENCES incident_updates(id),
  constraint incident_notices_attach_check CHECK ((attach = ANY (ARRAY['machine'::text, 'staff'::text]))),
  constraint incident_notices_check CHECK (((ticket_id IS NULL) <> (conversation_id IS NULL))),
  constraint incident_notices_reason_check CHECK ((length(reason) <= 60)),
  constraint incident_notices_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'told'::text, 'passed'::text]))),
  constraint incident_notices_version_check CHECK ((version >= 1))
);
CREATE UNIQUE INDEX incident_notices_conversation ON public.incident_notices USING btree (update_id, version, conversation_id) WHERE (conversation_id IS NOT NULL);
CREATE INDEX incident_notices_incident ON public.incident_notices USING btree (incident_id);
CREATE INDEX incident_notices_message ON public.incident_notices USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX incident_notices_of_ticket ON public.incident_notices USING btree (ticket_id) WHERE (ticket_id IS NOT NULL);
CREATE INDEX incident_notices_outbox ON public.incident_notices USING btree (outbox_id) WHERE (outbox_id IS NOT NULL);
CREATE UNIQUE INDEX incident_notices_ticket ON public.incident_notices USING btree (update_id, version, ticket_id) WHERE (ticket_id IS NOT NULL);
CREATE INDEX incident_notices_waiting ON public.incident_notices USING btree (((ticket_id IS NULL)), id) WHERE (state = 'waiting'::text);

create table incident_points (
  incident_id uuid not null,
  point_id uuid not null,
  constraint incident_points_pkey PRIMARY KEY (incident_id, point_id),
  constraint incident_points_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id),
  constraint incident_points_point_id_fkey FOREIGN KEY (point_id) REFERENCES points(id)
);
CREATE INDEX incident_points_point ON public.incident_points USING btree (point_id);

create table incident_tickets (
  incident_id uuid not null,
  ticket_id uuid not null,
  attached_at timestamp with time zone not null,
  attached_by text not null,
  detached_at timestamp with time zone,
  constraint incident_tickets_pkey PRIMARY KEY (incident_id, ticket_id),
  constraint incident_tickets_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id),
  constraint incident_tickets_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint incident_tickets_attached_by_check CHECK ((attached_by = ANY (ARRAY['machine'::text, 'staff'::text])))
);
CREATE INDEX incident_tickets_ticket ON public.incident_tickets USING btree (ticket_id);

create table incident_updates (
  id uuid not null,
  incident_id uuid not null,
  kind text not null,
  text text not null,
  signed_by uuid not null,
  at timestamp with time zone not null,
  next_update_at timestamp with time zone,
  to_all_points boolean default false not null,
  struck_at timestamp with time zone,
  struck_by uuid,
  struck_reason text,
  constraint incident_updates_pkey PRIMARY KEY (id),
  constraint incident_updates_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id),
  constraint incident_updates_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES staff(id),
  constraint incident_updates_struck_by_fkey FOREIGN KEY (struck_by) REFERENCES staff(id),
  constraint incident_updates_check CHECK (((struck_at IS NULL) = (struck_by IS NULL))),
  constraint incident_updates_check1 CHECK (((struck_at IS NULL) = (struck_reason IS NULL))),
  constraint incident_updates_kind_check CHECK ((kind = ANY (ARRAY['opened'::text, 'update'::text, 'ended'::text]))),
  constraint incident_updates_struck_reason_check CHECK (((length(struck_reason) >= 1) AND (length(struck_reason) <= 500))),
  constraint incident_updates_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000)))
);
CREATE INDEX incident_updates_incident ON public.incident_updates USING btree (incident_id, at);

create table incidents (
  id uuid not null,
  number integer not null,
  title text not null,
  components text[] default '{}'::text[] not null,
  scope text not null,
  topic text,
  category smallint default 1 not null,
  facts text[] default '{}'::text[] not null,
  words text[] default '{}'::text[] not null,
  public boolean default true not null,
  state text not null,
  source text not null,
  why jsonb,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  opened_by uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  rejected_at timestamp with time zone,
  rejected_by uuid,
  next_update_at timestamp with time zone,
  end_proposed_at timestamp with time zone,
  constraint incidents_pkey PRIMARY KEY (id),
  constraint incidents_number_key UNIQUE (number),
  constraint incidents_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff(id),
  constraint incidents_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES staff(id),
  constraint incidents_rejected_by_fkey FOREIGN KEY (rejected_by) REFERENCES staff(id),
  constraint incidents_category_check CHECK (((category >= 1) AND (category <= 3))),
  constraint incidents_check CHECK (((state = 'open'::text) <= (opened_at IS NOT NULL))),
  constraint incidents_check1 CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
  constraint incidents_check2 CHECK (((state = 'rejected'::text) = (rejected_at IS NOT NULL))),
  constraint incidents_components_check CHECK ((components <@ ARRAY['central'::text, 'call_centre'::text, 'site'::text, 'aggregators'::text, 'mobile'::text, 'other'::text])),
  constraint incidents_facts_check CHECK ((cardinality(facts) <= 12)),
  constraint incidents_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'points'::text]))),
  constraint incidents_source_check CHECK ((source = ANY (ARRAY['ticket'::text, 'hand'::text, 'radar'::text, 'monitoring'::text]))),
  constraint incidents_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'open'::text, 'ended'::text, 'rejected'::text]))),
  constraint incidents_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120))),
  constraint incidents_topic_check CHECK ((length(topic) <= 20)),
  constraint incidents_why_check CHECK ((length((why)::text) <= 40000)),
  constraint incidents_words_check CHECK ((cardinality(words) <= 20))
);
CREATE INDEX incidents_listed ON public.incidents USING btree (created_at DESC, id DESC);
CREATE INDEX incidents_live ON public.incidents USING btree (created_at) WHERE (state = ANY (ARRAY['proposed'::text, 'open'::text]));

create table letters (
  message_id uuid not null,
  inbox_id bigint,
  letter_id text not null,
  content_hash text not null,
  mailbox text not null,
  subject text not null,
  facts jsonb not null,
  placed jsonb not null,
  constraint letters_pkey PRIMARY KEY (message_id),
  constraint letters_content_hash_key UNIQUE (content_hash),
  constraint letters_inbox_id_fkey FOREIGN KEY (inbox_id) REFERENCES inbox(id),
  constraint letters_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  constraint letters_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint letters_letter_id_check CHECK (((length(letter_id) >= 3) AND (length(letter_id) <= 1000))),
  constraint letters_mailbox_check CHECK (((length(mailbox) >= 1) AND (length(mailbox) <= 64))),
  constraint letters_subject_check CHECK ((length(subject) <= 1000))
);
CREATE INDEX letters_letter_id ON public.letters USING btree (letter_id);
CREATE INDEX letters_mailbox ON public.letters USING btree (mailbox);

create table mail_counts (
  mailbox text not null,
  seen integer not null,
  stored integer not null,
  missing integer not null,
  counted_at timestamp with time zone not null,
  constraint mail_counts_pkey PRIMARY KEY (mailbox),
  constraint mail_counts_mailbox_check CHECK (((length(mailbox) >= 1) AND (length(mailbox) <= 64))),
  constraint mail_counts_missing_check CHECK ((missing >= 0)),
  constraint mail_counts_seen_check CHECK ((seen >= 0)),
  constraint mail_counts_stored_check CHECK ((stored >= 0))
);

create table mail_cursors (
  mailbox text not null,
  validity bigint not null,
  highest bigint not null,
  moved_at timestamp with time zone not null,
  constraint mail_cursors_pkey PRIMARY KEY (mailbox),
  constraint mail_cursors_highest_check CHECK ((highest >= 0)),
  constraint mail_cursors_mailbox_check CHECK (((length(mailbox) >= 1) AND (length(mailbox) <= 64))),
  constraint mail_cursors_validity_check CHECK ((validity >= 0))
);

create table mail_out (
  parcel_id uuid not null,
  letter_id text not null,
  address text not null,
  by_machine boolean not null,
  made_at timestamp with time zone not null,
  constraint mail_out_pkey PRIMARY KEY (parcel_id),
  constraint mail_out_letter_id_key UNIQUE (letter_id),
  constraint mail_out_parcel_id_fkey FOREIGN KEY (parcel_id) REFERENCES outbox(id),
  constraint mail_out_address_check CHECK (((length(address) >= 3) AND (length(address) <= 320))),
  constraint mail_out_letter_id_check CHECK (((length(letter_id) >= 5) AND (length(letter_id) <= 320)))
);
CREATE INDEX mail_out_budget ON public.mail_out USING btree (address, made_at) WHERE by_machine;

create table message_refs (
  conversation_id uuid not null,
  external_id text not null,
  message_id uuid not null,
  constraint message_refs_pkey PRIMARY KEY (conversation_id, external_id),
  constraint message_refs_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint message_refs_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id)
);
CREATE INDEX message_refs_letters ON public.message_refs USING btree (external_id) WHERE (external_id ~~ '<%'::text);
CREATE INDEX message_refs_message ON public.message_refs USING btree (message_id);

create table message_versions (
  message_id uuid not null,
  version integer not null,
  text text not null,
  at timestamp with time zone not null,
  constraint message_versions_pkey PRIMARY KEY (message_id, version),
  constraint message_versions_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id)
);

create table messages (
  id uuid not null,
  ticket_id uuid not null,
  conversation_id uuid,
  direction text not null,
  author_kind text not null,
  author_id uuid,
  notice text,
  text text not null,
  extra jsonb not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  edited_at timestamp with time zone,
  reply_to uuid,
  group_key text,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint messages_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint messages_author_kind_check CHECK ((author_kind = ANY (ARRAY['customer'::text, 'staff'::text, 'machine'::text]))),
  constraint messages_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text, 'note'::text]))),
  constraint messages_text_check CHECK ((length(text) <= 20000))
);
CREATE INDEX messages_group ON public.messages USING btree (conversation_id, group_key) WHERE (group_key IS NOT NULL);
CREATE INDEX messages_ticket ON public.messages USING btree (ticket_id, at, id);

create table monitoring_calls (
  id text not null,
  at timestamp with time zone not null,
  constraint monitoring_calls_pkey PRIMARY KEY (id),
  constraint monitoring_calls_id_check CHECK (((length(id) >= 1) AND (length(id) <= 200)))
);
CREATE INDEX monitoring_calls_at ON public.monitoring_calls USING btree (at);

create table outbox (
  id uuid not null,
  "position" bigint generated always as identity not null,
  conversation_id uuid not null,
  ticket_id uuid,
  message_id uuid,
  purpose text not null,
  payload jsonb not null,
  state text not null,
  tries integer default 0 not null,
  not_before timestamp with time zone,
  sender integer,
  external_ids jsonb,
  failure text,
  detail text,
  may_be_doubled boolean default false not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint outbox_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  constraint outbox_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint outbox_purpose_check CHECK ((purpose = ANY (ARRAY['receipt'::text, 'notice'::text, 'reply'::text, 'card'::text, 'dialogue'::text, 'ack'::text]))),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text])))
);
CREATE INDEX outbox_failed ON public.outbox USING btree (finished_at) WHERE (state = 'failed'::text);
CREATE INDEX outbox_message ON public.outbox USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX outbox_pending ON public.outbox USING btree (conversation_id, "position") WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX outbox_queue ON public.outbox USING btree ("position") WHERE (state = 'queued'::text);
CREATE INDEX outbox_ticket ON public.outbox USING btree (ticket_id) WHERE (ticket_id IS NOT NULL);

create table points (
  id uuid not null,
  company_id uuid,
  name text not null,
  address text default ''::text not null,
  time_zone text default 'Europe/Moscow'::text not null,
  software_version text default ''::text not null,
  note text default ''::text not null,
  external_id text,
  link_token text not null,
  created_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  sounds text generated always as ((' '::text || sound_of(((name || ' '::text) || address)))) stored not null,
  constraint points_pkey PRIMARY KEY (id),
  constraint points_external_id_key UNIQUE (external_id),
  constraint points_link_token_key UNIQUE (link_token),
  constraint points_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
  constraint points_address_check CHECK ((length(address) <= 500)),
  constraint points_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint points_note_check CHECK ((length(note) <= 4000)),
  constraint points_software_version_check CHECK ((length(software_version) <= 100))
);
CREATE INDEX points_company ON public.points USING btree (company_id);
CREATE INDEX points_named ON public.points USING btree (lower(name), id);
CREATE INDEX points_sounds ON public.points USING gin (sounds gin_trgm_ops) WHERE (archived_at IS NULL);
CREATE INDEX points_words ON public.points USING gin (translate(lower(((name || ' '::text) || address)), 'ё'::text, 'е'::text) gin_trgm_ops) WHERE (archived_at IS NULL);

create table regulation_editions (
  id integer not null,
  version text not null,
  title text not null,
  valid_from timestamp with time zone not null,
  published_at timestamp with time zone not null,
  source text not null,
  document jsonb not null,
  hash text not null,
  constraint regulation_editions_pkey PRIMARY KEY (id),
  constraint regulation_editions_valid_from_key UNIQUE (valid_from),
  constraint regulation_editions_version_key UNIQUE (version),
  constraint regulation_editions_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint regulation_editions_id_check CHECK ((id > 0)),
  constraint regulation_editions_source_check CHECK ((length(source) <= 400000)),
  constraint regulation_editions_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  constraint regulation_editions_version_check CHECK (((length(version) >= 1) AND (length(version) <= 20)))
);
CREATE TRIGGER regulation_editions_immutable BEFORE DELETE OR UPDATE ON public.regulation_editions FOR EACH ROW EXECUTE FUNCTION refuse_edition_change();
CREATE TRIGGER regulation_editions_not_emptied BEFORE TRUNCATE ON public.regulation_editions FOR EACH STATEMENT EXECUTE FUNCTION refuse_edition_change();

create table roster (
  id uuid not null,
  staff_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  kind text not null,
  substitute_id uuid,
  note text default ''::text not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  constraint roster_pkey PRIMARY KEY (id),
  constraint roster_created_by_fkey FOREIGN KEY (created_by) REFERENCES staff(id),
  constraint roster_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint roster_substitute_id_fkey FOREIGN KEY (substitute_id) REFERENCES staff(id),
  constraint roster_one_absence EXCLUDE USING gist (staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((kind = 'absence'::text)),
  constraint roster_one_duty EXCLUDE USING gist (staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((kind <> 'absence'::text)),
  constraint roster_check CHECK (((starts_at < ends_at) AND isfinite(starts_at) AND isfinite(ends_at))),
  constraint roster_check1 CHECK (((substitute_id IS NULL) OR ((kind = 'absence'::text) AND (substitute_id <> staff_id)))),
  constraint roster_kind_check CHECK ((kind = ANY (ARRAY['shift'::text, 'on_call'::text, 'absence'::text]))),
  constraint roster_note_check CHECK ((length(note) <= 200))
);
CREATE INDEX roster_span ON public.roster USING gist (tstzrange(starts_at, ends_at));
CREATE INDEX roster_substitute ON public.roster USING btree (substitute_id) WHERE (substitute_id IS NOT NULL);

create table schema_migrations (
  number integer not null,
  name text not null,
  hash text not null,
  applied_at timestamp with time zone not null,
  constraint schema_migrations_pkey PRIMARY KEY (number)
);

create table staff (
  id uuid not null,
  name text not null,
  email text not null,
  role text not null,
  language text default 'ru'::text not null,
  active boolean default true not null,
  practice boolean default false not null,
  created_at timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_email_key UNIQUE (email),
  constraint staff_id_fkey FOREIGN KEY (id) REFERENCES auth_users(id),
  constraint staff_email_check CHECK (((length(email) <= 320) AND (email = lower(email)))),
  constraint staff_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
  constraint staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint staff_role_check CHECK ((role = ANY (ARRAY['specialist'::text, 'lead'::text, 'admin'::text])))
);
CREATE INDEX staff_names ON public.staff USING btree (name COLLATE "ru-x-icu") WHERE active;
CREATE UNIQUE INDEX staff_one_practice_admin ON public.staff USING btree (practice) WHERE practice;

create table staff_chat_links (
  token_hash bytea not null,
  staff_id uuid not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint staff_chat_links_pkey PRIMARY KEY (token_hash),
  constraint staff_chat_links_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX staff_chat_links_staff ON public.staff_chat_links USING btree (staff_id);

create table staff_chats (
  staff_id uuid not null,
  conversation_id uuid not null,
  channel_id text not null,
  linked_at timestamp with time zone not null,
  forwarded_at timestamp with time zone,
  forwarded_of text,
  forwarded_to uuid,
  constraint staff_chats_pkey PRIMARY KEY (staff_id),
  constraint staff_chats_conversation_id_key UNIQUE (conversation_id),
  constraint staff_chats_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint staff_chats_forwarded_to_fkey FOREIGN KEY (forwarded_to) REFERENCES tickets(id),
  constraint staff_chats_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

create table status_cards (
  ticket_id uuid not null,
  conversation_id uuid not null,
  outbox_id uuid not null,
  body jsonb not null,
  constraint status_cards_pkey PRIMARY KEY (ticket_id, conversation_id),
  constraint status_cards_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint status_cards_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id),
  constraint status_cards_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id)
);

create table ticket_events (
  ticket_id uuid not null,
  seq integer not null,
  id uuid not null,
  type text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  data jsonb not null,
  constraint ticket_events_pkey PRIMARY KEY (ticket_id, seq),
  constraint ticket_events_id_key UNIQUE (id),
  constraint ticket_events_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint ticket_events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['customer'::text, 'staff'::text, 'machine'::text])))
);

create table ticket_people (
  ticket_id uuid not null,
  contact_id uuid not null,
  conversation_id uuid,
  constraint ticket_people_pkey PRIMARY KEY (ticket_id, contact_id),
  constraint ticket_people_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint ticket_people_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint ticket_people_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id)
);
CREATE INDEX ticket_people_conversation ON public.ticket_people USING btree (conversation_id) WHERE (conversation_id IS NOT NULL);

create table ticket_points (
  ticket_id uuid not null,
  point_id uuid not null,
  constraint ticket_points_pkey PRIMARY KEY (ticket_id, point_id),
  constraint ticket_points_point_id_fkey FOREIGN KEY (point_id) REFERENCES points(id),
  constraint ticket_points_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id)
);
CREATE INDEX ticket_points_point ON public.ticket_points USING btree (point_id);

create table ticket_requests (
  key text not null,
  ticket_id uuid not null,
  at timestamp with time zone not null,
  constraint ticket_requests_pkey PRIMARY KEY (key),
  constraint ticket_requests_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint ticket_requests_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);

create table tickets (
  id uuid not null,
  number bigint not null,
  version integer not null,
  edition_id integer not null,
  state text not null,
  base text not null,
  category smallint,
  effect text,
  topic text,
  owner_id uuid,
  contact_id uuid,
  point_id uuid,
  company_id uuid,
  conversation_id uuid,
  channel text not null,
  subject text not null,
  stop_reported boolean not null,
  facts jsonb not null,
  received_at timestamp with time zone not null,
  unanswered_since timestamp with time zone,
  resolved_at timestamp with time zone,
  queue_group smallint not null,
  queue_due timestamp with time zone not null,
  queue_category smallint not null,
  queue_channel smallint not null,
  due_clock text,
  breached boolean not null,
  next_wake_at timestamp with time zone,
  clocks jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  development_id uuid,
  incident_id uuid,
  incident_number integer,
  came_back boolean default false not null,
  comes_back_at timestamp with time zone,
  constraint tickets_pkey PRIMARY KEY (id),
  constraint tickets_number_key UNIQUE (number),
  constraint tickets_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
  constraint tickets_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint tickets_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id),
  constraint tickets_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES regulation_editions(id),
  constraint tickets_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES staff(id),
  constraint tickets_point_id_fkey FOREIGN KEY (point_id) REFERENCES points(id),
  constraint tickets_category_check CHECK ((category = ANY (ARRAY[1, 2, 3]))),
  constraint tickets_effect_check CHECK ((length(effect) <= 1000)),
  constraint tickets_subject_check CHECK ((length(subject) <= 200)),
  constraint tickets_topic_check CHECK ((length(topic) <= 40))
);
CREATE INDEX tickets_came_back ON public.tickets USING btree (queue_group, queue_due) WHERE came_back;
CREATE INDEX tickets_company ON public.tickets USING btree (company_id) WHERE (company_id IS NOT NULL);
CREATE INDEX tickets_contact ON public.tickets USING btree (contact_id, received_at DESC);
CREATE INDEX tickets_conversation ON public.tickets USING btree (conversation_id, received_at DESC) WHERE (conversation_id IS NOT NULL);
CREATE INDEX tickets_development ON public.tickets USING btree (development_id) WHERE (development_id IS NOT NULL);
CREATE INDEX tickets_hot ON public.tickets USING btree (queue_due, id) WHERE (queue_group < 4);
CREATE INDEX tickets_incident ON public.tickets USING btree (incident_id) WHERE (incident_id IS NOT NULL);
CREATE INDEX tickets_mine ON public.tickets USING btree (owner_id, queue_group, queue_due, queue_category, queue_channel, received_at, id) WHERE (queue_group < 9);
CREATE INDEX tickets_point ON public.tickets USING btree (point_id, received_at DESC) WHERE (point_id IS NOT NULL);
CREATE INDEX tickets_queue ON public.tickets USING btree (queue_group, queue_due, queue_category, queue_channel, received_at, id) WHERE (queue_group < 9);
CREATE INDEX tickets_report ON public.tickets USING btree (created_at, id) INCLUDE (resolved_at, company_id);
CREATE INDEX tickets_triage ON public.tickets USING btree (queue_group, queue_due, queue_category, queue_channel, received_at, id) WHERE ((category IS NULL) AND (queue_group < 7));
CREATE INDEX tickets_wake ON public.tickets USING btree (next_wake_at) WHERE (next_wake_at IS NOT NULL);

create table topic_card_versions (
  topic_id text not null,
  version integer not null,
  body jsonb,
  changed_by uuid not null,
  changed_at timestamp with time zone not null,
  constraint topic_card_versions_pkey PRIMARY KEY (topic_id, version),
  constraint topic_card_versions_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES staff(id),
  constraint topic_card_versions_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES topic_cards(topic_id),
  constraint topic_card_versions_body_check CHECK ((length((body)::text) <= 200000)),
  constraint topic_card_versions_version_check CHECK ((version > 0))
);

create table topic_cards (
  topic_id text not null,
  body jsonb,
  version integer not null,
  updated_by uuid not null,
  updated_at timestamp with time zone not null,
  constraint topic_cards_pkey PRIMARY KEY (topic_id),
  constraint topic_cards_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES staff(id),
  constraint topic_cards_body_check CHECK ((length((body)::text) <= 200000)),
  constraint topic_cards_topic_id_check CHECK (((length(topic_id) >= 1) AND (length(topic_id) <= 40))),
  constraint topic_cards_version_check CHECK ((version > 0))
);

create table welcome_links (
  id uuid not null,
  token_hash bytea not null,
  kind text not null,
  email text,
  name text,
  role text,
  created_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  used_by uuid,
  member_id uuid,
  constraint welcome_links_pkey PRIMARY KEY (id),
  constraint welcome_links_token_hash_key UNIQUE (token_hash),
  constraint welcome_links_created_by_fkey FOREIGN KEY (created_by) REFERENCES staff(id),
  constraint welcome_links_member_id_fkey FOREIGN KEY (member_id) REFERENCES staff(id),
  constraint welcome_links_used_by_fkey FOREIGN KEY (used_by) REFERENCES staff(id),
  constraint welcome_links_check CHECK (((kind = 'invitation'::text) = (email IS NOT NULL))),
  constraint welcome_links_email_check CHECK ((length(email) <= 320)),
  constraint welcome_links_kind_check CHECK ((kind = ANY (ARRAY['first_admin'::text, 'invitation'::text, 'reset'::text]))),
  constraint welcome_links_name_check CHECK ((length(name) <= 200)),
  constraint welcome_links_others_give_role CHECK (((kind = 'reset'::text) = (role IS NULL))),
  constraint welcome_links_reset_names_member CHECK (((kind = 'reset'::text) = (member_id IS NOT NULL))),
  constraint welcome_links_role_check CHECK ((role = ANY (ARRAY['specialist'::text, 'lead'::text, 'admin'::text])))
);
CREATE UNIQUE INDEX welcome_links_one_reset ON public.welcome_links USING btree (member_id) WHERE ((kind = 'reset'::text) AND (used_at IS NULL));
