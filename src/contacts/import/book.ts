/** What the desk knows, while a table is heard row by row: as it was, as it is now, and which row said so. Pure. */

/** A row of the database while the table is read: as it was, as it is now, and which row of the table said what. */
export type Entry<T> = { was: T | null; now: T; told: Map<keyof T, number>; row: number }

export type Book<T> = {
  of(id: string): Entry<T> | undefined
  add(id: string, now: T, told: readonly (keyof T)[], row: number): void
  /** Takes what a row says; the row that said otherwise before, if there is one, and then nothing is taken. */
  tell(id: string, says: Partial<T>, row: number): { field: string; other: number } | null
  /** Touched entries in the order of their first row. */
  touched(): [string, Entry<T>][]
}

export function openBook<T extends object>(known: Iterable<[string, T]>): Book<T> {
  const entries = new Map<string, Entry<T>>([...known].map(([id, was]) => [id, { was, now: was, told: new Map(), row: 0 }]))
  const touched = new Set<string>()
  return {
    of: id => entries.get(id),
    add(id, now, told, row) {
      entries.set(id, { was: null, now, told: new Map(told.map(field => [field, row])), row })
      touched.add(id)
    },
    tell(id, says, row) {
      const entry = entries.get(id)!
      const given = Object.entries(says).filter(([, value]) => value !== undefined) as [keyof T, T[keyof T]][]
      for (const [field, value] of given) {
        const other = entry.told.get(field)
        if (other !== undefined && entry.now[field] !== value) return { field: String(field), other }
      }
      if (!touched.has(id)) entry.row = row
      touched.add(id)
      for (const [field, value] of given) {
        if (entry.now[field] !== value) entry.row = entry.was === null || differs(entry) ? entry.row : row
        entry.now = { ...entry.now, [field]: value }
        if (!entry.told.has(field)) entry.told.set(field, row)
      }
      return null
    },
    touched: () => [...touched].map(id => [id, entries.get(id)!]),
  }
}

const differs = <T extends object>({ was, now }: Entry<T>): boolean => was !== null && (Object.keys(now) as (keyof T)[]).some(field => was[field] !== now[field])

/** Ids by a key, kept while names change. */
export function openIndex(pairs: Iterable<readonly [string, string]> = []) {
  const index = new Map<string, Set<string>>()
  const add = (key: string, id: string) => void index.set(key, (index.get(key) ?? new Set()).add(id))
  for (const [key, id] of pairs) add(key, id)
  return { add, of: (key: string): readonly string[] => [...(index.get(key) ?? [])] }
}
