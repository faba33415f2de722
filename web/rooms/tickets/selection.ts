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

/** Rows chosen for one act on all of them. `last`: the one marked last, from which a stretch is drawn. */
export type Marks = { numbers: ReadonlySet<number>; last: number | null }
export const noMarks: Marks = { numbers: new Set(), last: null }

/** Marks a row, or takes its mark away. */
export function toggleMark(marks: Marks, number: number): Marks {
  const numbers = new Set(marks.numbers)
  if (!numbers.delete(number)) numbers.add(number)
  return { numbers, last: number }
}

/** Marks everything from the row marked last to this one; without one, this one alone. */
export function markStretch(marks: Marks, number: number, rows: readonly Pick<QueueRow, 'number'>[]): Marks {
  const to = rows.findIndex(row => row.number === number)
  const from = marks.last === null ? -1 : rows.findIndex(row => row.number === marks.last)
  const stretch = from < 0 ? [number] : rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(row => row.number)
  return { numbers: new Set([...marks.numbers, ...stretch]), last: number }
}

/** What has left the list is no longer chosen: nobody acts on what he does not see. */
export function keepMarks(marks: Marks, rows: readonly Pick<QueueRow, 'number'>[]): Marks {
  const shown = new Set(rows.map(row => row.number))
  const numbers = [...marks.numbers].filter(number => shown.has(number))
  return numbers.length === marks.numbers.size ? marks : { numbers: new Set(numbers), last: marks.last }
}
