/** The way back of an import: what can be put back as it was, and what has gone its own way since. Pure. */
import type { StepKind, Values } from './plan.ts'

/** One write of the import, as it is kept. */
export type Written = { kind: StepKind; subject: string; pointId: string | null; before: Values | null; after: Values }

/** Why something stays: somebody changed it since; it is in use (tickets, conversations, other rows); a point in use is put away instead; its old name is taken by now. */
export const leftReasons = ['changed_since', 'in_use', 'archived', 'name_taken'] as const
export type Left = { kind: StepKind; subject: string; pointId: string | null; reason: (typeof leftReasons)[number]; field: string | null }

export type WayBack = {
  /** Values to be put back. */
  restore: readonly { kind: StepKind; subject: string; pointId: string | null; values: Values }[]
  /** Rows that the import made and nobody touched: they go, unless something has come to hang on them. */
  remove: readonly { kind: StepKind; subject: string; pointId: string | null }[]
  left: readonly Left[]
}

/** `current` gives a row as it is now; null when it is gone. */
export function wayBack(written: readonly Written[], current: (one: Written) => Values | null): WayBack {
  const restore: WayBack['restore'][number][] = []
  const remove: WayBack['remove'][number][] = []
  const left: Left[] = []
  for (const one of written) {
    const now = current(one)
    if (now === null) continue
    const { kind, subject, pointId, before, after } = one
    const changed = Object.keys(after).filter(field => now[field] !== after[field])
    if (before === null) {
      if (changed.length === 0) remove.push({ kind, subject, pointId })
      else left.push({ kind, subject, pointId, reason: 'changed_since', field: changed[0] ?? null })
      continue
    }
    const own = Object.keys(before).filter(field => !changed.includes(field))
    if (own.length > 0) restore.push({ kind, subject, pointId, values: Object.fromEntries(own.map(field => [field, before[field] ?? null])) })
    left.push(...changed.map((field): Left => ({ kind, subject, pointId, reason: 'changed_since', field })))
  }
  return { restore, remove, left }
}
