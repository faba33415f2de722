import type { Instant } from '../../src/lib/instant.ts'
import type { Language } from '../../src/staff/api.ts'

/** Instants as people read them: «24 ноя, 14:07 МСК». Pure; the zone is always named, the desk's own first. */
export const deskZone = 'Europe/Moscow'

const formats = new Map<string, Intl.DateTimeFormat>()
function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${Object.values(options).join()} ${Object.keys(options).join()}`
  const known = formats.get(key)
  if (known !== undefined) return known
  // `en-GB`: day before month and 24 hours, as in the Russian wording.
  const made = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: zone, hourCycle: 'h23', ...options })
  formats.set(key, made)
  return made
}

/** `14:07` */
export const clockTime = (at: Instant, language: Language, zone: string = deskZone): string =>
  format(language, zone, { hour: '2-digit', minute: '2-digit' }).format(at)

/** `24 ноя`, with the year when it is not the year of `now`. */
export function dayMonth(at: Instant, now: Instant, language: Language, zone: string = deskZone): string {
  const parts = (of: Instant) => Object.fromEntries(format(language, zone, { day: 'numeric', month: 'short', year: 'numeric' }).formatToParts(of).map(part => [part.type, part.value]))
  const { day = '', month = '', year = '' } = parts(at)
  // Three letters make every month equally wide: ICU writes «нояб.», «июня», «мая».
  const short = `${day} ${month.slice(0, 3)}`
  return parts(now)['year'] === year ? short : `${short} ${year}`
}

/** `2026-11-24`: the local date, for comparing days. */
export const localDate = (at: Instant, zone: string = deskZone): string =>
  format('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at).filter(part => part.type !== 'literal').map(part => part.value).toReversed().join('-')

/** `МСК`, `GMT+5`: the zone as people write it; `names` maps zones that have a customary name. */
export function zoneLabel(at: Instant, language: Language, zone: string, names: Readonly<Record<string, string>>): string {
  const own = names[zone]
  if (own !== undefined) return own
  return format(language, zone, { hour: 'numeric', timeZoneName: 'short' }).formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? zone
}

/** `24 ноя, 14:07 МСК` */
export const moment = (at: Instant, now: Instant, language: Language, zone: string, names: Readonly<Record<string, string>>): string =>
  `${dayMonth(at, now, language, zone)}, ${clockTime(at, language, zone)} ${zoneLabel(at, language, zone, names)}`

/** Do two zones show the same wall time at this instant? Then one of them is enough. */
export const sameWallTime = (at: Instant, one: string, other: string): boolean =>
  clockTime(at, 'en', one) === clockTime(at, 'en', other) && localDate(at, one) === localDate(at, other)
