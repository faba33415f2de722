import type { Instant } from '../../src/lib/instant.ts'
import { day, minute } from '../../src/lib/instant.ts'
import { readLocalDate, readWallTime, formatLocalDate } from '../../src/regulation/wall.ts'
import { zoneOf } from '../../src/regulation/zone.ts'
import { deskZone } from './moments.ts'

/** What a field of date and time holds (`2026-11-24T18:00`), read by the desk's wall clock, wherever the browser stands. Pure. */
export function readWall(text: string, zone: string = deskZone): Instant | null {
  const [date = '', time = ''] = text.split('T')
  const localDay = readLocalDate(date)
  const wall = readWallTime(time.slice(0, 5))
  return localDay === null || wall === null ? null : zoneOf(zone).instantOf(localDay, wall)
}

export function writeWall(at: Instant, zone: string = deskZone): string {
  const { dayOf, offsetAt } = zoneOf(zone)
  const localDay = dayOf(at)
  const minutes = Math.floor((at + offsetAt(at) - localDay * day) / minute)
  return `${formatLocalDate(localDay)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

const two = (value: number): string => String(value).padStart(2, '0')
