import { day, type Instant } from '../lib/instant.ts'
import { zoneOf } from '../regulation/zone.ts'

/**
 * A month as the report counts it: half-open, `from` and `to` are midnights of the desk's zone (pain 39). An instant at `to` belongs to the next month.
 * The zone is that of the service calendar: a customer's points may live in others, the promise does not.
 */
export type Period = { month: string; zone: string; from: Instant; to: Instant }

/** Years a report may be asked for: what a form can send and a calendar can count. */
const firstYear = 2000
const lastYear = 2999

const dayNumber = (year: number, month: number): number => Date.UTC(year, month - 1, 1) / day

/** `2026-11` in a zone; null when there is no such month. */
export function monthOf(month: string, zone: string): Period | null {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month)
  const [year, number] = [Number(parts?.[1]), Number(parts?.[2])]
  if (parts === null || year < firstYear || year > lastYear) return null
  const { instantOf } = zoneOf(zone)
  return { month, zone, from: instantOf(dayNumber(year, number), 0), to: instantOf(dayNumber(year, number + 1), 0) }
}

export const isIn = (period: Period, at: Instant): boolean => at >= period.from && at < period.to

/** The month of an instant on the wall of that zone: `2026-11`. */
export function monthAt(at: Instant, zone: string): string {
  return new Date(at + zoneOf(zone).offsetAt(at)).toISOString().slice(0, 7)
}

/** Weekday (0 Monday … 6 Sunday) and hour of the day on the wall of that zone. */
export function hourAt(at: Instant, zone: string): { weekday: number; hour: number } {
  const wall = new Date(at + zoneOf(zone).offsetAt(at))
  return { weekday: (wall.getUTCDay() + 6) % 7, hour: wall.getUTCHours() }
}
