/** SQL of outages themselves: rows, touched points, updates. */
import { sql } from 'kysely'
import { json, stamp, stampOrNull, type Db, type Write } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Component, IncidentState, Source, UpdateKind } from '../kinds.ts'
import type { Why } from '../why.ts'

/** An outage as a row, with the ids of its points (none when all are touched). */
export type Incident = {
  id: string; number: number; title: string; components: readonly Component[]; scope: 'all' | 'points'; points: readonly string[]
  topic: string | null; category: 1 | 2 | 3; facts: readonly string[]; words: readonly string[]; public: boolean
  state: IncidentState; source: Source; why: Why | null
  createdAt: Instant; startedAt: Instant; openedAt: Instant | null; openedBy: string | null; endedAt: Instant | null; endedBy: string | null
  rejectedAt: Instant | null; rejectedBy: string | null; nextUpdateAt: Instant | null; endProposedAt: Instant | null
}

/** What may be edited while it goes on. */
export type Traits = Pick<Incident, 'title' | 'components' | 'scope' | 'points' | 'topic' | 'category' | 'facts' | 'words' | 'public'>

const columns = ['id', 'number', 'title', 'components', 'scope', 'topic', 'category', 'facts', 'words', 'public', 'state', 'source', 'why', 'createdAt', 'startedAt', 'openedAt', 'openedBy', 'endedAt', 'endedBy', 'rejectedAt', 'rejectedBy', 'nextUpdateAt', 'endProposedAt'] as const
const pointIds = sql<string[]>`(select coalesce(array_agg(ip.point_id), '{}') from incident_points ip where ip.incident_id = incidents.id)`.as('points')

const select = (db: Db) => db.selectFrom('incidents').select(columns.map(column => `incidents.${column}` as const)).select(pointIds)
const incidentOf = (row: object): Incident => row as Incident

export async function nextIncidentNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ number: number }>`select nextval('incident_numbers') as number`.execute(db)
  return rows[0]!.number
}

export const insertIncident = ({ points: _points, why, ...row }: Incident): Write => to =>
  to.insertInto('incidents').values({
    ...row, components: [...row.components], facts: [...row.facts], words: [...row.words], why: why === null ? null : json(why), createdAt: stamp(row.createdAt), startedAt: stamp(row.startedAt),
    openedAt: stampOrNull(row.openedAt), endedAt: stampOrNull(row.endedAt), rejectedAt: stampOrNull(row.rejectedAt), nextUpdateAt: stampOrNull(row.nextUpdateAt), endProposedAt: stampOrNull(row.endProposedAt),
  })

/** Points that are gone since they were chosen are passed over. */
export const insertPoints = (incidentId: string, points: readonly string[]): Write => to =>
  to.insertInto('incidentPoints').columns(['incidentId', 'pointId'])
    .expression(from => from.selectFrom('points').select([sql<string>`${incidentId}::uuid`.as('incidentId'), 'points.id']).where('points.id', '=', sql<string>`any(${[...points]}::uuid[])`))
    .onConflict(conflict => conflict.doNothing())

export const removeOtherPoints = (incidentId: string, points: readonly string[]): Write => to =>
  to.deleteFrom('incidentPoints').where('incidentId', '=', incidentId).where(sql<boolean>`not (point_id = any(${[...points]}::uuid[]))`)

export const setTraits = (id: string, { title, components, scope, topic, category, facts, words, public: isPublic, startedAt }: Omit<Traits, 'points'> & { startedAt: Instant }): Write => to =>
  to.updateTable('incidents').set({ title, components: [...components], scope, topic, category, facts: [...facts], words: [...words], public: isPublic, startedAt: stamp(startedAt) }).where('id', '=', id)

export type Turn =
  | { to: 'open'; by: string; nextUpdateAt: Instant | null }
  | { to: 'ended'; by: string }
  | { to: 'rejected'; by: string }
  /** Ended by mistake. */
  | { to: 'reopened'; nextUpdateAt: Instant | null }

export const turn = (id: string, what: Turn, now: Instant): Write => to => to.updateTable('incidents').set(
  what.to === 'open' ? { state: 'open', openedAt: stamp(now), openedBy: what.by, nextUpdateAt: stampOrNull(what.nextUpdateAt) }
    : what.to === 'ended' ? { state: 'ended', endedAt: stamp(now), endedBy: what.by, nextUpdateAt: null, endProposedAt: null }
    : what.to === 'rejected' ? { state: 'rejected', rejectedAt: stamp(now), rejectedBy: what.by, endProposedAt: null }
    : { state: 'open', endedAt: null, endedBy: null, nextUpdateAt: stampOrNull(what.nextUpdateAt) },
).where('id', '=', id)

export const setNextUpdate = (id: string, at: Instant | null): Write => to => to.updateTable('incidents').set({ nextUpdateAt: stampOrNull(at) }).where('id', '=', id)
/** What monitoring says of it: resolved since then, or (null) not. */
export const proposeEnd = (id: string, at: Instant | null): Write => to => to.updateTable('incidents').set({ endProposedAt: stampOrNull(at) }).where('id', '=', id)
export const setWhy = (id: string, why: Why): Write => to => to.updateTable('incidents').set({ why: json(why) }).where('id', '=', id)

/** Locks it for a change; who only hangs something on it need not wait (`docs/decisions/0018-one-order-of-locks.md`). Refuses `not_found`. */
export async function lockIncident(db: Db, id: string): Promise<Incident> {
  const row = await select(db).where('incidents.id', '=', id).forNoKeyUpdate('incidents').executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found')
  return incidentOf(row)
}

/** Keeps these outages from changing until the transaction ends, beside others that do the same; returns those that are still open. */
export async function holdOpen(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('incidents').select(['id', 'state']).where('id', 'in', [...new Set(ids)]).orderBy('id').forShare().execute()
  return new Set(rows.filter(row => row.state === 'open').map(row => row.id))
}

export async function findIncident(db: Db, id: string): Promise<Incident | null> {
  const row = await select(db).where('incidents.id', '=', id).executeTakeFirst()
  return row === undefined ? null : incidentOf(row)
}

/** Proposed and open ones, and what was ended or rejected after `since`: few rows, read for every new report. */
export async function liveIncidents(db: Db, since: Instant): Promise<readonly Incident[]> {
  const rows = await select(db).where(sql<boolean>`state in ('proposed', 'open') or ended_at > ${stamp(since)}::timestamptz or rejected_at > ${stamp(since)}::timestamptz`)
    .orderBy('incidents.createdAt').orderBy('incidents.id').execute()
  return rows.map(incidentOf)
}

/** Open ones that touch one of these points, or all, newest first: for the bot and for people. `public` ones only where strangers look. */
export async function openAt(db: Db, points: readonly string[]): Promise<readonly (Pick<Incident, 'id' | 'number' | 'title' | 'startedAt' | 'nextUpdateAt'> & { text: string })[]> {
  const { rows } = await sql<Pick<Incident, 'id' | 'number' | 'title' | 'startedAt' | 'nextUpdateAt'> & { text: string }>`
    select i.id, i.number, i.title, i.started_at, i.next_update_at, coalesce(u.text, '') as text from incidents i
      left join lateral (select text from incident_updates where incident_id = i.id and struck_at is null order by at desc, id desc limit 1) u on true
    where i.state = 'open' and ((i.scope = 'all' and i.public) or exists (select from incident_points p where p.incident_id = i.id and p.point_id = any(${[...points]}::uuid[])))
    order by i.started_at desc limit 5`.execute(db)
  return rows
}

/** The words as they stand now, corrections included. */
export type UpdateRow = {
  id: string; incidentId: string; kind: UpdateKind; text: string; signedBy: string; at: Instant; nextUpdateAt: Instant | null; toAllPoints: boolean
  struckAt: Instant | null; struckBy: string | null; struckReason: string | null
}
export type NewUpdate = Omit<UpdateRow, 'struckAt' | 'struckBy' | 'struckReason'>

export const insertUpdate = (row: NewUpdate): Write => to =>
  to.insertInto('incidentUpdates').values({ ...row, at: stamp(row.at), nextUpdateAt: stampOrNull(row.nextUpdateAt) })

/** An update with the names of who signed and who struck it. */
export type NamedUpdate = UpdateRow & { signer: string; struckByName: string | null }

/** All updates of these outages with the names of those who signed, oldest first. */
export async function updatesOf(db: Db, incidentIds: readonly string[]): Promise<readonly NamedUpdate[]> {
  if (incidentIds.length === 0) return []
  const rows = await db.selectFrom('incidentUpdates').innerJoin('staff', 'staff.id', 'incidentUpdates.signedBy').leftJoin('staff as striker', 'striker.id', 'incidentUpdates.struckBy')
    .selectAll('incidentUpdates').select(['staff.name as signer', 'striker.name as struckByName'])
    .where('incidentUpdates.incidentId', 'in', [...incidentIds]).orderBy('incidentUpdates.at').orderBy('incidentUpdates.id').execute()
  return rows as NamedUpdate[]
}

/** Locks one update of this outage. Refuses `not_found`. */
export async function lockUpdate(db: Db, incidentId: string, id: string): Promise<UpdateRow> {
  const row = await db.selectFrom('incidentUpdates').selectAll().where('id', '=', id).where('incidentId', '=', incidentId).forNoKeyUpdate().executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found')
  return row as UpdateRow
}

export const strikeUpdateRow = (id: string, { by, reason }: { by: string; reason: string }, now: Instant): Write => to =>
  to.updateTable('incidentUpdates').set({ struckAt: stamp(now), struckBy: by, struckReason: reason }).where('id', '=', id)

export type Correction = { id: string; updateId: string; version: number; before: string; after: string; signedBy: string; at: Instant; told: boolean }

export const insertCorrection = (row: Correction): Write => to => to.insertInto('incidentCorrections').values({ ...row, at: stamp(row.at) })
export const setUpdateText = (id: string, text: string): Write => to => to.updateTable('incidentUpdates').set({ text }).where('id', '=', id)

/** Corrections of these outages' updates with the names of those who made them, oldest first. */
export async function correctionsOf(db: Db, incidentIds: readonly string[]): Promise<readonly (Correction & { signer: string })[]> {
  if (incidentIds.length === 0) return []
  const rows = await db.selectFrom('incidentCorrections').innerJoin('staff', 'staff.id', 'incidentCorrections.signedBy').innerJoin('incidentUpdates', 'incidentUpdates.id', 'incidentCorrections.updateId')
    .selectAll('incidentCorrections').select('staff.name as signer').where('incidentUpdates.incidentId', 'in', [...incidentIds]).orderBy('incidentCorrections.version').execute()
  return rows as (Correction & { signer: string })[]
}

/** The last word that was not struck: what a new report is told at once. */
export async function latestUpdate(db: Db, incidentId: string): Promise<UpdateRow | null> {
  const row = await db.selectFrom('incidentUpdates').selectAll().where('incidentId', '=', incidentId).where('struckAt', 'is', null).orderBy('at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return (row as UpdateRow | undefined) ?? null
}

export async function isKnownUpdate(db: Db, id: string): Promise<boolean> {
  return await db.selectFrom('incidentUpdates').select('id').where('id', '=', id).executeTakeFirst() !== undefined
}

/** What strangers may see: opened, public, not older than `since`, newest first. */
export async function publicIncidents(db: Db, since: Instant): Promise<readonly Incident[]> {
  const rows = await select(db).where('public', '=', true).where('openedAt', 'is not', null).where(sql<boolean>`(state = 'open' or ended_at > ${stamp(since)}::timestamptz)`)
    .orderBy('incidents.startedAt', 'desc').orderBy('incidents.id').limit(200).execute()
  return rows.map(incidentOf)
}

/** The last outage that the same alert of monitoring has brought about. */
export async function byAlert(db: Db, title: string): Promise<Incident | null> {
  const row = await select(db).where(sql<boolean>`why ->> 'kind' = 'monitoring' and lower(why ->> 'alert') = lower(${title})`)
    .orderBy('incidents.createdAt', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? null : incidentOf(row)
}

/** Takes a call of monitoring in; false: this id was here before. */
export async function takeCall(db: Db, id: string, now: Instant): Promise<boolean> {
  const found = await db.insertInto('monitoringCalls').values({ id, at: stamp(now) }).onConflict(conflict => conflict.doNothing()).executeTakeFirst()
  return (found.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Ids older than any repeat that the tolerance lets in are forgotten. */
export const forgetCalls = (before: Instant): Write => to => to.deleteFrom('monitoringCalls').where('at', '<', sql<number>`${stamp(before)}::timestamptz`)

/** Points by the customer's own codes; codes that nobody has are left out. */
export async function pointsByCode(db: Db, codes: readonly string[]): Promise<readonly { id: string; code: string }[]> {
  const rows = await db.selectFrom('points').select(['id', 'externalId']).where('externalId', '=', sql<string>`any(${[...codes]}::text[])`).where('archivedAt', 'is', null).execute()
  return rows.map(row => ({ id: row.id, code: row.externalId ?? '' }))
}

/** One radar at a time over all processes: the same burst is proposed once. Held until the transaction ends. */
export async function holdRadar(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(72003, 1)`.execute(db)
}
