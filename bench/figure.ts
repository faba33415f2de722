/** A figure of the bench, and the small arithmetic behind it. */

export type Figure = { name: string; value: number; unit: string }

/** One JSON line on stdout; everything else the bench says goes to stderr. */
export function print({ name, value, unit }: Figure): void {
  process.stdout.write(`${JSON.stringify({ name, value: rounded(value), unit })}\n`)
}

export function chat(words: string): void {
  process.stderr.write(`${words}\n`)
}

/** The value below which `share` of the values lie (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Three digits tell more than the machine is steady. */
function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))
}
