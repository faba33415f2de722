import type { IncidentRow, IncidentUpdate } from './data.ts'

type Progress = IncidentUpdate['progress']

/** Shares of a progress bar in percent; they add up to at most 100 and never round somebody away. */
export function sharesOf({ reached, underWay, notReached }: Pick<Progress, 'reached' | 'underWay' | 'notReached'>): { reached: number; underWay: number; notReached: number } {
  const all = reached + underWay + notReached
  const share = (count: number) => (all === 0 ? 0 : (count / all) * 100)
  return { reached: share(reached), underWay: share(underWay), notReached: share(notReached) }
}

/** Everybody who is to hear it; those to whom it no longer matters do not count. */
export const totalOf = ({ reached, underWay, notReached }: Pick<Progress, 'reached' | 'underWay' | 'notReached'>): number => reached + underWay + notReached

/** Numbers of tickets out of what was typed: `№ 1103, 1107` and line breaks; null when something else stands there. */
export function numbersIn(text: string): number[] | null {
  const parts = text.replaceAll('№', ' ').split(/[\s,;]+/).filter(part => part !== '')
  if (parts.length === 0 || !parts.every(part => /^\d{1,9}$/.test(part))) return null
  return [...new Set(parts.map(Number))]
}

/** How long a burst took, as people count it. */
export const minutesBetween = (since: string, until: string): number => Math.max(1, Math.ceil((Date.parse(until) - Date.parse(since)) / 60_000))

/**
 * What stands on top of every screen: one line an outage, the newest first. A proposal is for those who decide; it has no line of its own while an alarm tells of
 * it (`alarmed`: its page) or while an open outage names all its parts.
 */
export function linesOf<Row extends Pick<IncidentRow, 'id' | 'state' | 'components' | 'openedAt' | 'startedAt'>>(rows: readonly Row[], { decides, alarmed }: { decides: boolean; alarmed: string | null }): Row[] {
  const open = rows.filter(row => row.state === 'open')
  const isNamed = (row: Row) => row.components.length > 0 && open.some(one => row.components.every(component => one.components.includes(component)))
  const shown = rows.filter(row => row.state === 'open' || (decides && alarmed !== `/incidents/${row.id}` && !isNamed(row)))
  return shown.toSorted((one, other) => Date.parse(other.openedAt ?? other.startedAt) - Date.parse(one.openedAt ?? one.startedAt))
}
