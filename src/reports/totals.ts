import type { Millis } from '../lib/instant.ts'
import { clockNames, type ClockName } from '../regulation/view.ts'
import { clocksShown, figuresOf, type Scope } from './figures.ts'
import type { Period } from './period.ts'
import type { Named, ReportRow } from './row.ts'

/** A row as a figure's list names it. */
export type Ref = { number: number; cycle: number }

/**
 * A month's totals: nothing but sums over rows. `figures`: places in `refs` by the keys of `figures.ts`; a figure is the length of its list.
 * `took`: service time of ended clocks. Rows are added one by one and not kept, so that a month of any size can be counted.
 */
export type Totals = {
  period: Period
  scope: Scope
  refs: Ref[]
  figures: Map<string, number[]>
  pauses: { count: number; open: Millis }
  took: Record<ClockName, Millis[]>
  companies: Map<string, Named>
  points: Map<string, Named>
}

export const noTotals = (period: Period, scope: Scope): Totals => ({
  period, scope, refs: [], figures: new Map(), pauses: { count: 0, open: 0 }, took: { triage: [], reaction: [], result: [] }, companies: new Map(), points: new Map(),
})

/** Counts one row in; changes `totals`. A row of another month changes nothing. Returns the figures it counts in. */
export function count(totals: Totals, row: ReportRow): readonly string[] {
  const keys = figuresOf(row, totals.period, totals.scope)
  if (keys.length === 0) return keys
  const place = totals.refs.push({ number: row.number, cycle: row.cycle }) - 1
  for (const key of keys) {
    const list = totals.figures.get(key)
    if (list === undefined) totals.figures.set(key, [place])
    else list.push(place)
  }
  if (row.company !== null) totals.companies.set(row.company.id, row.company)
  if (row.point !== null) totals.points.set(row.point.id, row.point)
  if (!keys.includes('received')) return keys
  for (const { open } of row.pauses) {
    totals.pauses.count++
    totals.pauses.open += open
  }
  for (const name of clocksShown(row, totals.scope)) {
    const clock = row.clocks[name]!
    if (clock.endedAt !== null && clock.standing !== 'none') totals.took[name].push(clock.took)
  }
  return keys
}

export const figure = (totals: Totals, key: string): number => totals.figures.get(key)?.length ?? 0

/** The tickets behind a figure, in the order in which they first came. */
export const behind = (totals: Totals, key: string): Ref[] => (totals.figures.get(key) ?? []).map(place => totals.refs[place]!)

/** Figures under a key, biggest first: `under(totals, 'topic')` gives `[['4.4.2', 54], …]`. */
export function under(totals: Totals, prefix: string): [string, number][] {
  const depth = prefix.split('/').length + 1
  return [...totals.figures]
    .filter(([key]) => key.startsWith(`${prefix}/`) && key.split('/').length === depth)
    .map(([key, list]): [string, number] => [key.slice(prefix.length + 1), list.length])
    .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
}

/** Kept among those that have been decided; null while none has. */
export function share(totals: Totals, clock: ClockName, category?: number): { kept: number; of: number } | null {
  const tail = category === undefined ? '' : `/${category}`
  const kept = figure(totals, `clock/${clock}/kept${tail}`)
  const of = kept + figure(totals, `clock/${clock}/broken${tail}`)
  return of === 0 ? null : { kept, of }
}

/** Half of the clocks ended within this service time; null when none has ended. */
export function median(lengths: readonly Millis[]): Millis | null {
  return lengths.length === 0 ? null : lengths.toSorted((a, b) => a - b)[Math.floor((lengths.length - 1) / 2)]!
}

/** Why terms were broken, over all clocks that the month speaks of, biggest first. */
export function reasons(totals: Totals): [string, number][] {
  const sums = new Map<string, number>()
  for (const clock of clockNames) for (const [reason, times] of under(totals, `reason/${clock}`)) sums.set(reason, (sums.get(reason) ?? 0) + times)
  return [...sums].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
}
