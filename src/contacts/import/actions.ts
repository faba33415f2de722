/** A table is read and judged, loaded in one transaction, taken back. */
import { createHash } from 'node:crypto'
import { record } from '../../audit/store.ts'
import { tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { cut } from '../../lib/text.ts'
import { wireInstant, wireInstantOrNull } from '../../lib/wire.ts'
import type { ImportCard, ImportRow } from './api.ts'
import { checkRows, type Problem } from './check.ts'
import { readTable } from './client/table.ts'
import { findColumns, type Columns } from './columns.ts'
import type { Known } from './known.ts'
import { mostShown, undoneWithin } from './limits.ts'
import { planImport, type Plan } from './plan.ts'
import { changesOf, columnOfField } from './show.ts'
import { taxIdDoubts } from './tax-id.ts'
import {
  addImport, archivePoints, endImport, endUndo, lockForImport, putValues, readCurrent, readImport, readKnown, readNames, readTakenNames, readUsed, readWritten, removeRows, writeSteps,
  type Draft, type ImportAsKept,
} from './store.ts'
import { wayBack, type Left } from './undo.ts'

/** Reads a table and keeps what it says; nothing of it is written yet. Throws the refusals of `readTable`, and `table_columns`. */
export async function uploadTable(db: Db, { bytes, fileName }: { bytes: Uint8Array; fileName: string }, by: string, now: Instant): Promise<ImportCard> {
  const table = await readTable(bytes)
  const columns = findColumns(table)
  if (columns === null) throw new Refusal('table_columns', { seen: cut((table[0] ?? []).filter(cell => cell !== '').slice(0, 8).join(', '), 200) })
  const draft = checkRows(table, columns)
  const id = newId()
  const plan = await planOf(db, { columns, draft })
  await addImport(db, { id, fileName, columns, rowCount: draft.rows.length + rowsOf(draft.problems), rows: draft, counts: plan.counts }, by, now)
  return cardOf(db, await readImport(db, id), plan, now)
}

type Judged = Plan & { known: Known }

/** What loading it would do as things stand now. */
async function planOf(db: Db, { columns, draft }: { columns: Columns; draft: Draft }): Promise<Judged> {
  const known = await readKnown(db, draft.rows)
  const has = new Set(columns.read.map(({ field }) => field))
  const plan = planImport(draft.rows, field => has.has(field), known, newId)
  const problems = [...draft.problems as readonly Problem[], ...plan.problems].toSorted((one, other) => one.row - other.row)
  return { ...plan, known, problems, counts: { ...plan.counts, rows: { ...plan.counts.rows, refused: rowsOf(problems) } } }
}

/** A row may have several problems. */
const rowsOf = (problems: readonly Problem[]): number => new Set(problems.map(({ row }) => row)).size

/** The same for the same outcome; ids that are made anew each time do not count. */
function fingerprintOf({ steps, problems }: Plan): string {
  const made = new Map<string, string>()
  for (const { kind, subject, before } of steps) if (before === null && kind !== 'tie') made.set(subject, `new ${made.size}`)
  const said = JSON.stringify([steps, problems.map(({ row, kind }) => `${row} ${kind}`)], (_key, value: unknown) => (typeof value === 'string' ? made.get(value) ?? value : value))
  return createHash('sha256').update(said).digest('hex')
}

/** Throws `not_found`. */
export async function lookAtImport(db: Db, id: string, now: Instant): Promise<ImportCard> {
  const kept = await readImport(db, id)
  return cardOf(db, kept, kept.draft === null ? null : await planOf(db, { columns: kept.columns, draft: kept.draft }), now)
}

async function cardOf(db: Db, kept: ImportAsKept, plan: Judged | null, now: Instant): Promise<ImportCard> {
  const left = await leftOf(db, kept.left ?? [])
  const columns = { read: kept.columns.read.map(({ field, heading }) => ({ field, heading })), unread: [...kept.columns.unread] }
  if (plan === null) return { ...rowOf(kept, now), columns, dryRun: null, left }
  const changes = changesOf(plan.steps, plan.known)
  // Changes of what is there come first: somebody must look at them; new things are many and alike.
  const inOrder = [...changes.filter(({ isNew }) => !isNew), ...changes.filter(({ isNew }) => isNew)]
  const refused = new Set(plan.problems.map(({ row }) => row))
  const doubts = taxIdDoubts((kept.draft?.rows ?? []).filter(({ row }) => !refused.has(row)), kept.columns)
  return {
    ...rowOf({ ...kept, counts: plan.counts }, now), columns, left,
    dryRun: {
      fingerprint: fingerprintOf(plan), changes: inOrder.slice(0, mostShown), changesInAll: changes.length,
      problems: plan.problems.slice(0, mostShown).map(problem => ({ ...problem, heading: kept.columns.read.find(({ field }) => field === problem.field)?.heading ?? null })), problemsInAll: plan.problems.length,
      notes: plan.notes.slice(0, mostShown).map(note => ({ ...note })), doubts: doubts.slice(0, mostShown), doubtsInAll: doubts.length, byName: plan.byName,
    },
  }
}

/** Until when a load may be taken back; null when it may not. */
function undoUntil({ state, appliedAt }: Pick<ImportAsKept, 'state' | 'appliedAt'>, now: Instant): Instant | null {
  const until = (appliedAt ?? 0) + undoneWithin
  return state === 'applied' && now < until ? until : null
}

export const rowOf = ({ id, fileName, state, uploadedAt, uploadedBy, appliedAt, undoneAt, undoneBy, rowCount, counts }: ImportAsKept, now: Instant): ImportRow => ({
  id, fileName, state, uploadedAt: wireInstant(uploadedAt), uploadedBy, appliedAt: wireInstantOrNull(appliedAt), undoUntil: wireInstantOrNull(undoUntil({ state, appliedAt }, now)), undoneAt: wireInstantOrNull(undoneAt), undoneBy, rowCount, counts,
})

/** Loads what was shown: throws `import_moved` when it would be something else by now, `import_done` when it is over. */
export async function applyTable(db: Db, id: string, fingerprint: string, by: string, now: Instant): Promise<ImportCard> {
  await tx(db, async inner => {
    const { state, draft, columns } = await readImport(inner, id, { lock: true })
    if (state !== 'checked' || draft === null) throw new Refusal('import_done')
    await lockForImport(inner)
    const plan = await planOf(inner, { columns, draft })
    if (fingerprintOf(plan) !== fingerprint) throw new Refusal('import_moved')
    await writeSteps(inner, id, plan.steps, now)
    await endImport(inner, id, plan.counts, by, now)
    const { rows } = plan.counts
    await record(inner, { at: now, actor: by, act: 'import_applied', subject: id, details: { new: rows.new, changed: rows.changed, same: rows.same, refused: rows.refused } })
  })
  return lookAtImport(db, id, now)
}

/** Puts back what was there; what somebody changed or uses since stays, and the card says so. Throws `import_done`, also when its time is over. */
export async function undoImport(db: Db, id: string, by: string, now: Instant): Promise<ImportCard> {
  await tx(db, async inner => {
    const kept = await readImport(inner, id, { lock: true })
    if (undoUntil(kept, now) === null) throw new Refusal('import_done')
    await lockForImport(inner)
    const left = await putBack(inner, id, now)
    await endUndo(inner, id, left, by, now)
    await record(inner, { at: now, actor: by, act: 'import_undone', subject: id, details: { left: left.length } })
  })
  return lookAtImport(db, id, now)
}

/** Ties first and companies last, so that what only this import hung on a thing is gone when the thing itself is judged. */
async function putBack(db: Db, importId: string, now: Instant): Promise<Left[]> {
  const written = await readWritten(db, importId)
  const left: Left[] = []
  for (const kind of ['tie', 'contact', 'point', 'company'] as const) {
    const own = written.filter(one => one.kind === kind)
    const current = await readCurrent(db, kind, own.map(({ subject }) => subject))
    const way = wayBack(own, ({ subject, pointId }) => current.get(pointId === null ? subject : `${subject} ${pointId}`) ?? null)
    const taken = kind !== 'company' ? new Set<string>() : await readTakenNames(db, way.restore.filter(({ values }) => values['externalId'] === null).map(({ subject, values }) => ({ subject, name: String(values['name'] ?? current.get(subject)?.['name'] ?? '') })))
    await putValues(db, kind, way.restore.filter(({ subject }) => !taken.has(subject)))
    const used = kind === 'tie' ? new Set<string>() : await readUsed(db, kind, way.remove.map(({ subject }) => subject))
    await removeRows(db, kind, way.remove.filter(({ subject }) => !used.has(subject)))
    if (kind === 'point') await archivePoints(db, [...used], now)
    left.push(
      ...way.left, ...[...taken].map((subject): Left => ({ kind, subject, pointId: null, reason: 'name_taken', field: 'externalId' })),
      ...[...used].map((subject): Left => ({ kind, subject, pointId: null, reason: kind === 'point' ? 'archived' : 'in_use', field: null })),
    )
  }
  return left
}

async function leftOf(db: Db, left: readonly Left[]): Promise<ImportCard['left']> {
  if (left.length === 0) return []
  const names = await readNames(db, left.flatMap(({ subject, pointId }) => (pointId === null ? [subject] : [subject, pointId])))
  const named = (id: string | null): string => names.get(id ?? '') ?? ''
  return left.map(({ kind, subject, pointId, reason, field }) => ({ kind, reason, name: pointId === null ? named(subject) : `${named(subject)}, ${named(pointId)}`, field: field === null ? null : columnOfField(kind, field) }))
}
