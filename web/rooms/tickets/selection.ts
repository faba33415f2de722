import type { QueueRow } from './data.ts'

/** Which row the keyboard stands on. Kept by number, so that it survives the list being fetched again; pure. */
export type Selection = { number: number; index: number }

/** The row after the list changed: the same ticket, or what now stands in its place. */
export function keepSelection(selection: Selection | null, rows: readonly Pick<QueueRow, 'number'>[]): Selection | null {
  if (rows.length === 0) return null
  if (selection === null) return null
  const same = rows.findIndex(row => row.number === selection.number)
  if (same >= 0) return same === selection.index ? selection : { number: selection.number, index: same }
  return rowAt(rows, selection.index)
}

export function moveSelection(selection: Selection | null, by: 1 | -1, rows: readonly Pick<QueueRow, 'number'>[]): Selection | null {
  if (selection === null) return rowAt(rows, by === 1 ? 0 : rows.length - 1)
  return rowAt(rows, selection.index + by)
}

function rowAt(rows: readonly Pick<QueueRow, 'number'>[], index: number): Selection | null {
  const inside = Math.max(0, Math.min(rows.length - 1, index))
  const row = rows[inside]
  return row === undefined ? null : { number: row.number, index: inside }
}
