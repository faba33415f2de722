/** SQL of imports: what the desk knows, what a plan writes, and the way back. */
import { sql, type RawBuilder } from 'kysely'
import { json, stamp, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newToken } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Row } from './check.ts'
import type { Columns } from './columns.ts'
import { draftKeptFor, undoneWithin } from './limits.ts'
import type { Known, KnownCompany, KnownContact, KnownPoint, KnownTie } from './known.ts'
import type { Counts, Step, StepKind, Values } from './plan.ts'
import type { Left, Written } from './undo.ts'

/** Rows written by one statement: a list of them stays far below what one message to the database may hold. */
const chunk = 2_000
const chunks = <T>(rows: readonly T[]): T[][] => Array.from({ length: Math.ceil(rows.length / chunk) }, (_, index) => rows.slice(index * chunk, (index + 1) * chunk))

const instantOf = (column: string): RawBuilder<number | null> => sql.raw(`(extract(epoch from ${column}) * 1000)::bigint`)

/** One import or undo at a time; nobody changes points and people under it, tickets go on being registered. */
export async function lockForImport(db: Db): Promise<void> {
  await sql`lock table companies, points, contacts, contact_points in share row exclusive mode`.execute(db)
}

const companyValues = sql.raw(`'name', c.name, 'externalId', c.external_id`)
const pointValues = sql`'name', p.name, 'address', p.address, 'companyId', p.company_id, 'timeZone', p.time_zone, 'softwareVersion', p.software_version, 'note', p.note, 'externalId', p.external_id, 'archivedAt', ${instantOf('p.archived_at')}`
const contactValues = sql.raw(`'name', k.name, 'position', k.position, 'phone', k.phone, 'phoneExtension', k.phone_extension, 'companyId', k.company_id, 'externalId', k.external_id`)
const proven = sql.raw(`exists (select 1 from addresses a where a.contact_id = k.id and a.verified in ('channel', 'dmarc', 'login'))`)

/** All companies and points; people by the codes and phones of these rows and those of the points. */
export async function readKnown(db: Db, rows: readonly Row[]): Promise<Known> {
  const codes = rows.flatMap(({ contactId }) => (contactId === undefined ? [] : [contactId]))
  const phones = rows.flatMap(({ phone }) => (phone === undefined ? [] : [phone.number]))
  const { rows: companies } = await sql<KnownCompany>`select c.id, c.name, c.external_id from companies c`.execute(db)
  const { rows: points } = await sql<KnownPoint>`
    select p.id, p.name, p.address, p.company_id, p.time_zone, p.software_version, p.note, p.external_id, ${instantOf('p.archived_at')} as archived_at from points p`.execute(db)
  const { rows: contacts } = await sql<KnownContact>`
    select k.id, k.name, k.position, k.phone, k.phone_extension, k.company_id, k.external_id, ${proven} as proven from contacts k
    where k.external_id = any(${codes}) or k.phone = any(${phones}) or k.id in (select contact_id from contact_points)`.execute(db)
  const { rows: ties } = await sql<KnownTie>`select contact_id, point_id, role, source from contact_points`.execute(db)
  return { companies, points, contacts, ties }
}

/** Writes a plan in its order and keeps each step for the way back. */
export async function writeSteps(db: Db, importId: string, steps: readonly Step[], now: Instant): Promise<void> {
  for (const kind of ['company', 'point', 'contact', 'tie'] as const) {
    const own = steps.filter(step => step.kind === kind)
    for (const some of chunks(own.filter(({ before }) => before === null))) await insertRows(db, kind, some, now)
    for (const some of chunks(own.filter(({ before }) => before !== null))) await putValues(db, kind, some.map(({ subject, pointId, after }) => ({ subject, pointId, values: after })))
  }
  for (const [index, some] of chunks(steps).entries()) {
    await sql`insert into import_changes (import_id, seq, kind, subject, point_id, before, after)
      select ${importId}::uuid, ${index * chunk}::int + s.place, s.kind, s.subject, s."pointId", s.before, s.after
      from rows from (jsonb_to_recordset(${json(some)}) as (kind text, subject uuid, "pointId" uuid, before jsonb, after jsonb)) with ordinality s (kind, subject, "pointId", before, after, place)`.execute(db)
  }
}

async function insertRows(db: Db, kind: StepKind, steps: readonly Step[], now: Instant): Promise<void> {
  const at = stamp(now)
  switch (kind) {
    case 'company': {
      const given = json(steps.map(({ subject, after }) => ({ id: subject, ...after })))
      await sql`insert into companies (id, name, external_id, created_at) select id, name, "externalId", ${at}::timestamptz
        from jsonb_to_recordset(${given}) as (id uuid, name text, "externalId" text)`.execute(db)
      return
    }
    case 'point': {
      // Twelve characters, as a point made by hand has them.
      const given = json(steps.map(({ subject, after }) => ({ id: subject, linkToken: newToken(9), ...after })))
      await sql`insert into points (id, link_token, name, address, company_id, time_zone, software_version, note, external_id, created_at)
        select id, "linkToken", name, address, "companyId", "timeZone", "softwareVersion", note, "externalId", ${at}::timestamptz
        from jsonb_to_recordset(${given}) as (id uuid, "linkToken" text, name text, address text, "companyId" uuid, "timeZone" text, "softwareVersion" text, note text, "externalId" text)`.execute(db)
      return
    }
    case 'contact': {
      const given = json(steps.map(({ subject, after }) => ({ id: subject, ...after })))
      await sql`insert into contacts (id, name, position, phone, phone_extension, company_id, external_id, created_at)
        select id, name, position, phone, "phoneExtension", "companyId", "externalId", ${at}::timestamptz
        from jsonb_to_recordset(${given}) as (id uuid, name text, position text, phone text, "phoneExtension" text, "companyId" uuid, "externalId" text)`.execute(db)
      return
    }
    case 'tie': {
      const given = json(steps.map(({ subject, pointId, after }) => ({ contactId: subject, pointId, ...after })))
      await sql`insert into contact_points (contact_id, point_id, role, source, at) select "contactId", "pointId", role, source, ${at}::timestamptz
        from jsonb_to_recordset(${given}) as ("contactId" uuid, "pointId" uuid, role text, source text)`.execute(db)
    }
  }
}

/** The column with the value that a row has under this name, if it has one. */
const text = (column: string, field: string) => sql`case when x.values ? ${sql.lit(field)} then x.values ->> ${sql.lit(field)} else ${sql.raw(column)} end`
const uuid = (column: string, field: string) => sql`case when x.values ? ${sql.lit(field)} then (x.values ->> ${sql.lit(field)})::uuid else ${sql.raw(column)} end`

/** Sets the columns named in `values`, in either direction; the others stay. */
export async function putValues(db: Db, kind: StepKind, rows: readonly { subject: string; pointId: string | null; values: Values }[]): Promise<void> {
  for (const some of chunks(rows)) {
    const given = sql`jsonb_to_recordset(${json(some)}) as x (subject uuid, "pointId" uuid, values jsonb)`
    switch (kind) {
      case 'company':
        await sql`update companies set name = ${text('companies.name', 'name')}, external_id = ${text('companies.external_id', 'externalId')} from ${given} where companies.id = x.subject`.execute(db)
        break
      case 'point':
        await sql`update points set name = ${text('points.name', 'name')}, address = ${text('points.address', 'address')}, company_id = ${uuid('points.company_id', 'companyId')},
          time_zone = ${text('points.time_zone', 'timeZone')}, software_version = ${text('points.software_version', 'softwareVersion')}, note = ${text('points.note', 'note')},
          external_id = ${text('points.external_id', 'externalId')},
          archived_at = case when x.values ? 'archivedAt' then to_timestamp((x.values ->> 'archivedAt')::float8 / 1000) else points.archived_at end
          from ${given} where points.id = x.subject`.execute(db)
        break
      case 'contact':
        await sql`update contacts set name = ${text('contacts.name', 'name')}, position = ${text('contacts.position', 'position')}, phone = ${text('contacts.phone', 'phone')},
          phone_extension = ${text('contacts.phone_extension', 'phoneExtension')}, company_id = ${uuid('contacts.company_id', 'companyId')}, external_id = ${text('contacts.external_id', 'externalId')}
          from ${given} where contacts.id = x.subject`.execute(db)
        break
      case 'tie':
        await sql`update contact_points set role = ${text('contact_points.role', 'role')}, source = ${text('contact_points.source', 'source')}
          from ${given} where contact_points.contact_id = x.subject and contact_points.point_id = x."pointId"`.execute(db)
    }
  }
}

/** What an import wrote, last first. */
export async function readWritten(db: Db, importId: string): Promise<readonly Written[]> {
  const rows = await db.selectFrom('importChanges').select(['kind', 'subject', 'pointId', 'before', 'after']).where('importId', '=', importId).orderBy('seq', 'desc').execute()
  return rows.map(row => ({ kind: row.kind as StepKind, subject: row.subject, pointId: row.pointId, before: row.before as Values | null, after: row.after as Values }))
}

/** The rows of one kind as they are now, by id (of a tie: contact and point with a blank between). */
export async function readCurrent(db: Db, kind: StepKind, ids: readonly string[]): Promise<ReadonlyMap<string, Values>> {
  const wanted = [...new Set(ids)]
  const { rows } = await ({
    company: () => sql<{ id: string; values: Values }>`select c.id, json_build_object(${companyValues}) as values from companies c where c.id = any(${wanted})`,
    point: () => sql<{ id: string; values: Values }>`select p.id, json_build_object(${pointValues}) as values from points p where p.id = any(${wanted})`,
    contact: () => sql<{ id: string; values: Values }>`select k.id, json_build_object(${contactValues}) as values from contacts k where k.id = any(${wanted})`,
    tie: () => sql<{ id: string; values: Values }>`select contact_id || ' ' || point_id as id, json_build_object('role', role, 'source', source) as values from contact_points where contact_id = any(${wanted})`,
  } satisfies Record<StepKind, () => RawBuilder<{ id: string; values: Values }>>)[kind]().execute(db)
  return new Map(rows.map(({ id, values }) => [id, values]))
}

const tableOf = { company: 'companies', point: 'points', contact: 'contacts' } as const

/** Which of these rows anything hangs on: every reference that the database knows of, whatever room it belongs to, and the buttons of the bot. */
export async function readUsed(db: Db, kind: keyof typeof tableOf, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows: references } = await sql<{ table: string; column: string }>`
    select r.conrelid::regclass::text as table, quote_ident(a.attname) as column from pg_constraint r join pg_attribute a on a.attrelid = r.conrelid and a.attnum = r.conkey[1]
    where r.contype = 'f' and r.confrelid = ${tableOf[kind]}::regclass and array_length(r.conkey, 1) = 1`.execute(db)
  const asked = references.map(({ table, column }) => sql<{ id: string }>`select ${sql.raw(column)} as id from ${sql.raw(table)} where ${sql.raw(column)} = any(${ids})`)
  // A button that was offered, or a link that was followed, names the point without a reference.
  if (kind === 'point') asked.push(sql`select (act ->> 'point')::uuid from choices where act ->> 'point' = any(${ids})`, sql`select (state ->> 'nextPoint')::uuid from dialogues where state ->> 'nextPoint' = any(${ids})`)
  const { rows } = await sql<{ id: string }>`select distinct id from (${sql.join(asked, sql` union all `)}) used`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Companies whose name, without a code, another one has by now. */
export async function readTakenNames(db: Db, restored: readonly { subject: string; name: string }[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select x.subject as id from jsonb_to_recordset(${json(restored)}) as x (subject uuid, name text)
    where exists (select 1 from companies c where c.external_id is null and c.id <> x.subject and lower(c.name) = lower(x.name))`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

export async function removeRows(db: Db, kind: StepKind, rows: readonly { subject: string; pointId: string | null }[]): Promise<void> {
  const ids = rows.map(({ subject }) => subject)
  if (ids.length === 0) return
  switch (kind) {
    case 'company': await db.deleteFrom('companies').where('id', 'in', sql<string>`(select unnest(${ids}::uuid[]))`).execute(); return
    case 'point': await db.deleteFrom('points').where('id', 'in', sql<string>`(select unnest(${ids}::uuid[]))`).execute(); return
    case 'contact': await db.deleteFrom('contacts').where('id', 'in', sql<string>`(select unnest(${ids}::uuid[]))`).execute(); return
    case 'tie': await sql`delete from contact_points using jsonb_to_recordset(${json(rows)}) as x (subject uuid, "pointId" uuid) where contact_id = x.subject and point_id = x."pointId"`.execute(db)
  }
}

export async function archivePoints(db: Db, ids: readonly string[], now: Instant): Promise<void> {
  await sql`update points set archived_at = ${stamp(now)}::timestamptz where id = any(${ids}) and archived_at is null`.execute(db)
}

export type NewImport = { id: string; fileName: string; columns: Columns; rowCount: number; rows: Draft; counts: Counts }
/** What was read of the table: the rows that may be taken and what is wrong with the others. */
export type Draft = { rows: readonly Row[]; problems: readonly unknown[] }

export async function addImport(db: Db, { columns, rows, counts, ...made }: NewImport, by: string, now: Instant): Promise<void> {
  await db.insertInto('imports').values({ ...made, state: 'checked', uploadedAt: stamp(now), uploadedBy: by, columns: json(columns), rows: json(rows), counts: json(counts) }).execute()
}

/** Takes away what tables said once nobody may load them, and what was there before a load once nobody may undo it; the history keeps the counts. */
export async function forgetOld(db: Db, now: Instant): Promise<void> {
  await sql`update imports set state = 'given_up', rows = null where state = 'checked' and uploaded_at <= ${stamp(now - draftKeptFor)}::timestamptz`.execute(db)
  await sql`delete from import_changes c using imports i where i.id = c.import_id and (i.state = 'undone' or (i.state = 'applied' and i.applied_at <= ${stamp(now - undoneWithin)}::timestamptz))`.execute(db)
}

/** When there is something to forget next; null: nothing is kept. */
export async function nextForgotten(db: Db): Promise<Instant | null> {
  const { rows } = await sql<{ draft: Instant | null; load: Instant | null }>`
    select (select min(uploaded_at) from imports where state = 'checked') as draft,
      (select min(applied_at) from imports i where state = 'applied' and exists (select 1 from import_changes c where c.import_id = i.id)) as load`.execute(db)
  const { draft, load } = rows[0]!
  const ends = [...(draft === null ? [] : [draft + draftKeptFor]), ...(load === null ? [] : [load + undoneWithin])]
  return ends.length === 0 ? null : Math.min(...ends)
}

export type ImportAsKept = {
  id: string; fileName: string; state: 'checked' | 'applied' | 'undone'; uploadedAt: Instant; uploadedBy: { id: string; name: string }; appliedAt: Instant | null; undoneAt: Instant | null
  undoneBy: { id: string; name: string } | null; columns: Columns; rowCount: number; draft: Draft | null; counts: Counts; left: readonly Left[] | null
}

const columns = sql`i.id, i.file_name, i.state, i.uploaded_at, json_build_object('id', u.id, 'name', u.name) as uploaded_by, i.applied_at, i.undone_at,
  case when x.id is null then null else json_build_object('id', x.id, 'name', x.name) end as undone_by, i.columns, i.row_count, i.counts, i.left_behind as left`
const joined = sql`imports i join staff u on u.id = i.uploaded_by left join staff x on x.id = i.undone_by`

/** Throws `not_found`. `lock`: nobody else ends it meanwhile. */
export async function readImport(db: Db, id: string, { lock = false } = {}): Promise<ImportAsKept> {
  if (lock) await sql`select 1 from imports where id = ${id} for update`.execute(db)
  const { rows } = await sql<ImportAsKept>`select ${columns}, i.rows as draft from ${joined} where i.id = ${id} and i.state <> 'given_up'`.execute(db)
  if (rows[0] === undefined) throw new Refusal('not_found')
  return rows[0]
}

/** The newest first; `after` is the place where the page before ended. */
export async function listImports(db: Db, after: { at: Instant; id: string } | null, limit: number): Promise<readonly ImportAsKept[]> {
  const { rows } = await sql<ImportAsKept>`select ${columns}, null as draft from ${joined} where i.state <> 'given_up'
    and (${after === null}::boolean or (i.uploaded_at, i.id) < (${stamp(after?.at ?? 0)}::timestamptz, ${after?.id ?? null}::uuid)) order by i.uploaded_at desc, i.id desc limit ${limit}`.execute(db)
  return rows
}

export async function endImport(db: Db, id: string, counts: Counts, by: string, now: Instant): Promise<void> {
  await db.updateTable('imports').set({ state: 'applied', rows: null, counts: json(counts), appliedAt: stamp(now), appliedBy: by }).where('id', '=', id).execute()
}

export async function endUndo(db: Db, id: string, left: readonly Left[], by: string, now: Instant): Promise<void> {
  await db.updateTable('imports').set({ state: 'undone', undoneAt: stamp(now), undoneBy: by, leftBehind: json(left) }).where('id', '=', id).execute()
  await db.deleteFrom('importChanges').where('importId', '=', id).execute()
}

/** How people call these things, by id: for what an undo had to leave. */
export async function readNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from companies where id = any(${ids}) union all select id, name from points where id = any(${ids})
    union all select id, coalesce(nullif(name, ''), phone, '') from contacts where id = any(${ids})`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
