/** The roster of the practice desk: today and the week after it, as seen from now. Pure. */
import { hour, type Instant } from '../lib/instant.ts'
import { zoneOf } from '../regulation/zone.ts'
import type { Entry } from '../shifts/roster.ts'

/** Ids of those who work at the practice desk; `newcomer` is there once the practice link was opened. */
export type PracticePeople = { anna: string; igor: string; marina: string; newcomer: string | null }
export type PracticeEntry = Entry & { note: string }

const zone = zoneOf('Europe/Moscow')
/** Today, and so many days after it. */
const ahead = 7
const days = Array.from({ length: ahead + 1 }, (_, place) => place)

/** What the roster of practice may touch: whoever has an entry of his own in it is left alone. */
export function practiceWeek(now: Instant): { from: Instant; to: Instant } {
  const today = zone.dayOf(now)
  return { from: zone.instantOf(today, 0), to: zone.instantOf(today + ahead + 1, 0) }
}

/**
 * Two specialists two days on and two off, the lead every evening and on call at night, one absence with a substitute. The newcomer works every day, and
 * is on shift now, whatever the hour.
 */
export function practiceRoster({ anna, igor, marina, newcomer }: PracticePeople, now: Instant): readonly PracticeEntry[] {
  const today = zone.dayOf(now)
  const on = (staffId: string, kind: Entry['kind'], offset: number, opens: number, closes: number): PracticeEntry =>
    ({ staffId, kind, from: zone.instantOf(today + offset, opens * hour), to: closes < 24 ? zone.instantOf(today + offset, closes * hour) : zone.instantOf(today + offset + 1, (closes - 24) * hour), substituteId: null, note: '' })
  const hourNow = Math.floor(now / hour) * hour
  return [
    ...days.map(offset => on(offset % 4 < 2 ? anna : igor, 'shift', offset, 9, 21)),
    ...days.map(offset => on(marina, 'shift', offset, 13, 23)), ...days.map(offset => on(marina, 'on_call', offset, 23, 33)),
    { staffId: igor, kind: 'absence', from: zone.instantOf(today + 2, 0), to: zone.instantOf(today + 4, 0), substituteId: anna, note: 'Отпуск' },
    ...(newcomer === null ? [] : days.map(offset => on(newcomer, 'shift', offset, 9, 21)).map((shift, offset) =>
      (offset > 0 ? shift : { ...shift, from: Math.min(shift.from, hourNow), to: Math.max(shift.to, hourNow + 2 * hour) }))),
  ]
}
