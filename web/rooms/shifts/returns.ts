import { hour, type Instant } from '../../../src/lib/instant.ts'
import { weekdayOf } from '../../../src/regulation/wall.ts'
import { zoneOf } from '../../../src/regulation/zone.ts'
import { deskZone } from '../../kit/moments.ts'

export type Usual = 'todayEvening' | 'tomorrow' | 'monday'

/** Dates that are asked for all the time, by the desk's wall clock, as far as they lie ahead; on Sunday tomorrow is Monday and stands once. Pure. */
export function usualReturns(at: Instant, timeZone: string = deskZone): readonly { name: Usual; at: Instant }[] {
  const zone = zoneOf(timeZone)
  const today = zone.dayOf(at)
  const monday = today + 7 - weekdayOf(today)
  const all: readonly { name: Usual; at: Instant }[] = [
    { name: 'todayEvening', at: zone.instantOf(today, 18 * hour) }, { name: 'tomorrow', at: zone.instantOf(today + 1, 9 * hour) },
    ...(monday === today + 1 ? [] : [{ name: 'monday' as const, at: zone.instantOf(monday, 9 * hour) }]),
  ]
  return all.filter(one => one.at > at)
}
