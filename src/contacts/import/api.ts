import { z } from 'zod'
import { id, instant } from '../../lib/wire.ts'
import { problemKinds } from './check.ts'
import { fields } from './columns.ts'
import { taxIdFaults } from './tax-id.ts'
import { leftReasons } from './undo.ts'

const field = z.enum(fields)
export const importStates = ['checked', 'applied', 'undone'] as const
const stepKind = z.enum(['company', 'point', 'contact', 'tie'])

const tally = { new: z.number(), changed: z.number(), same: z.number() }
export const importCounts = z.object({ company: z.object(tally), point: z.object(tally), contact: z.object(tally), tie: z.object(tally), rows: z.object({ ...tally, refused: z.number() }) })

const person = z.object({ id, name: z.string() })

/** One upload (`GET /api/imports?after=`), the newest first. */
export const importRow = z.object({
  id, fileName: z.string(), state: z.enum(importStates), uploadedAt: instant, uploadedBy: person, appliedAt: instant.nullable(), /** Until when it may be taken back; null: it may not. */ undoUntil: instant.nullable(), undoneAt: instant.nullable(), undoneBy: person.nullable(),
  rowCount: z.number(), counts: importCounts,
})
export type ImportRow = z.infer<typeof importRow>
export const importPage = z.object({ rows: z.array(importRow), next: z.string().nullable() })
export type ImportPage = z.infer<typeof importPage>

/** One cell that changes; `field` is a column of the table, or `archived` for a point that comes back. */
const difference = z.object({ field: z.union([field, z.literal('archived')]), before: z.string(), after: z.string() })
/** What one row would do to one thing. `name`: how people call it. */
const change = z.object({ row: z.number(), kind: stepKind, isNew: z.boolean(), name: z.string(), fields: z.array(difference) })
export type ImportChange = z.infer<typeof change>

/** Why a row is not taken; the words of the reader's language stand in the workspace. */
const problem = z.object({ row: z.number(), field: field.nullable(), heading: z.string().nullable(), value: z.string(), kind: z.enum(problemKinds), max: z.number().optional(), other: z.number().optional() })
export type ImportProblem = z.infer<typeof problem>

/** What is loaded all the same, but is worth a second look: the first row that says it, and of how many. */
const doubt = z.object({ row: z.number(), rows: z.number(), heading: z.string(), value: z.string(), kind: z.enum(taxIdFaults) })
export type ImportDoubt = z.infer<typeof doubt>

const left = z.object({ kind: stepKind, name: z.string(), field: z.union([field, z.literal('archived')]).nullable(), reason: z.enum(leftReasons) })
export type ImportLeft = z.infer<typeof left>

/** `GET /api/imports/:id`, and the answer of upload, apply and undo. `dryRun`: only while it is not applied; `fingerprint` goes back with `apply`. At most 500 of each list. */
export const importCard = importRow.extend({
  columns: z.object({ read: z.array(z.object({ field, heading: z.string() })), unread: z.array(z.string()) }),
  dryRun: z.object({
    fingerprint: z.string(), changes: z.array(change), changesInAll: z.number(), problems: z.array(problem), problemsInAll: z.number(),
    notes: z.array(z.object({ row: z.number(), kind: z.enum(['known_in_channel']), name: z.string() })), doubts: z.array(doubt), doubtsInAll: z.number(), byName: z.number(),
  }).nullable(),
  left: z.array(left),
})
export type ImportCard = z.infer<typeof importCard>
export const applyImport = z.object({ fingerprint: z.string().max(100) })
