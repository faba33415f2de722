/** Lists in the editor. Pure. */

/** The same list with one row in another place; places outside the list leave it as it is. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  const row = rows[from]
  if (row === undefined || to < 0 || to >= rows.length) return [...rows]
  const rest = without(rows, from)
  return [...rest.slice(0, to), row, ...rest.slice(to)]
}

export const without = <T>(rows: readonly T[], index: number): T[] => rows.filter((_row, place) => place !== index)

/** «принтер, чек; кухня» to words: once each, without blanks, no more than fit. */
export const wordsOf = (typed: string, most: number): string[] => [...new Set(typed.split(/[,;\n]+/u).map(word => word.trim()).filter(word => word !== ''))].slice(0, most)
