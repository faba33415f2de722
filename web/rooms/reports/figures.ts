/** Figures of a report as the page asks for them. Pure. */
export type Figures = Readonly<Record<string, number>>

export const figure = (figures: Figures, key: string): number => figures[key] ?? 0

export type Slice = { key: string; id: string; count: number }

/** Figures right under a key, biggest first: `slices(figures, 'topic')`. */
export function slices(figures: Figures, prefix: string): Slice[] {
  const depth = prefix.split('/').length + 1
  return Object.entries(figures)
    .filter(([key]) => key.startsWith(`${prefix}/`) && key.split('/').length === depth)
    .map(([key, count]) => ({ key, id: key.slice(prefix.length + 1), count }))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
}

export type TermRow = { clock: 'triage' | 'reaction' | 'result'; category: 1 | 2 | 3 | null; kept: number; broken: number; running: number; share: number | null }

/** Each clock that the report speaks of: all categories together, then each category that it met. */
export function terms(figures: Figures): TermRow[] {
  return (['triage', 'reaction', 'result'] as const).flatMap(clock => ([null, 1, 2, 3] as const).flatMap((category): TermRow[] => {
    const of = (standing: string) => figure(figures, `clock/${clock}/${standing}${category === null ? '' : `/${category}`}`)
    const [kept, broken, running] = [of('kept'), of('broken'), of('running')]
    if (kept + broken + running === 0) return []
    return [{ clock, category, kept, broken, running, share: kept + broken === 0 ? null : kept / (kept + broken) }]
  }))
}

export const termKey = ({ clock, category }: Pick<TermRow, 'clock' | 'category'>, standing: string): string => `clock/${clock}/${standing}${category === null ? '' : `/${category}`}`

/** Reasons of one clock under one name each: the page shows them together, each opens its own list. */
export const reasonSlices = (figures: Figures): (Slice & { clock: TermRow['clock'] })[] =>
  (['triage', 'reaction', 'result'] as const).flatMap(clock => slices(figures, `reason/${clock}`).map(slice => ({ ...slice, clock }))).sort((a, b) => b.count - a.count)

/** Seven rows of twenty-four hours, and the busiest hour's count. */
export function load(figures: Figures): { rows: number[][]; most: number } {
  const rows = Array.from({ length: 7 }, (_, weekday) => Array.from({ length: 24 }, (_hour, hour) => figure(figures, `hour/${weekday}/${hour}`)))
  return { rows, most: Math.max(0, ...rows.flat()) }
}

/** The months that may be asked for, the current one first. */
export function monthsBack(current: string, count: number): string[] {
  const [year = 0, month = 1] = current.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + month - 1 - back
    return `${Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, '0')}`
  })
}

/** Is it a month as an address writes it? */
export const isMonth = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
