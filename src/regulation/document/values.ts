/**
 * Duration and date texts of a document. ISO 8601 both ways; days are 24 hours here, working days are a term of their own.
 */
export const isoDuration = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?$/

export type DurationParts = { days: number; hours: number; minutes: number; seconds: number }

/** Parts of an ISO duration, or null when the text is none, or is empty (`P`, `PT`) or zero. */
export function durationParts(text: string): DurationParts | null {
  const match = isoDuration.exec(text)
  if (!match || text.endsWith('T')) return null
  const [days, hours, minutes, seconds] = match.slice(1).map(part => Number(part ?? 0)) as [number, number, number, number]
  return days + hours + minutes + seconds > 0 ? { days, hours, minutes, seconds } : null
}

export function durationMillis(parts: DurationParts): number {
  return (((parts.days * 24 + parts.hours) * 60 + parts.minutes) * 60 + parts.seconds) * 1000
}

/** Minutes of the day of `HH:MM`; `24:00` is 1440. Null when the text is no time. */
export function minutesOf(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (match) return Number(match[1]) * 60 + Number(match[2])
  return time === '24:00' ? 1440 : null
}

/** Does the local date exist? */
export function isDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/** The weekday of a local date. */
export function weekdayOf(date: string): 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' {
  return (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[new Date(`${date}T00:00:00Z`).getUTCDay()]!
}
