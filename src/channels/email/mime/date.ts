import type { Instant } from '../../../lib/instant.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zones: Readonly<Record<string, number>> = { ut: 0, utc: 0, gmt: 0, z: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, msk: 180, msd: 240, cet: 60, cest: 120, eet: 120, eest: 180, bst: 60 }
const form = /(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*[\s-]+(\d{2,4})(?:[\s,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?(?:\s*([+-]\d{2}):?(\d{2})|\s+"?([A-Za-z]{1,5}))?/

/** A Date field (RFC 5322, also old and damaged forms, also ISO 8601). Without a zone it counts as UTC; null when it is no date. */
export function readDate(value: string): Instant | null {
  const text = value.slice(0, 200)
  const found = form.exec(text)
  if (found === null) {
    const iso = /(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?/.exec(text)
    if (iso === null) return null
    const parsed = Date.parse(`${iso[1]}T${iso[2]}${iso[3] ?? 'Z'}`)
    return Number.isFinite(parsed) ? parsed : null
  }
  const [, day, month = '', year = '', hour = '0', minute = '0', second = '0', offsetHours, offsetMinutes, zone] = found
  const index = months.indexOf(month.toLowerCase())
  if (index < 0) return null
  const fullYear = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900)
  const offset = offsetHours !== undefined ? (Math.abs(Number(offsetHours)) * 60 + Number(offsetMinutes)) * (offsetHours.startsWith('-') ? -1 : 1) : (zones[(zone ?? 'z').toLowerCase()] ?? 0)
  const instant = Date.UTC(fullYear, index, Number(day), Number(hour), Number(minute), Math.min(59, Number(second))) - offset * 60_000
  return Number.isFinite(instant) ? instant : null
}
