import type { Instant } from './instant.ts'

/** Times as people read them: always with the zone said, in the language of the reader. Pure. */
export type SayTime = {
  /** `12:04 МСК` */
  clock(at: Instant): string
  /** `29 ноября, 12:04 МСК`; today only the clock; another year with the year. */
  when(at: Instant, now: Instant): string
  /** `в 09:00 МСК`; another day `18 марта в 09:00 МСК`: when something begins. */
  on(at: Instant, now: Instant): string
  /** Name of the zone at that instant: `МСК`. */
  zone(at: Instant): string
  /** `29 ноября` */
  date(at: Instant): string
}

const zoneNames: Readonly<Record<string, Record<'ru' | 'en', string>>> = { 'Europe/Moscow': { ru: 'МСК', en: 'MSK' } }
const made = new Map<string, SayTime>()

/** `zone` is IANA, `language` of the reader. */
export function sayTime(zone: string, language: 'ru' | 'en'): SayTime {
  const key = `${zone} ${language}`
  let say = made.get(key)
  if (say === undefined) {
    say = make(zone, language)
    made.set(key, say)
  }
  return say
}

function make(zone: string, language: 'ru' | 'en'): SayTime {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB'
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const dayMonth = new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'long' })
  const withYear = new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' })
  const ymd = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const short = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
  const name = (at: Instant) => zoneNames[zone]?.[language] ?? short.formatToParts(at).find(part => part.type === 'timeZoneName')!.value
  const clock = (at: Instant) => `${time.format(at)} ${name(at)}`
  /** Null for today. */
  const dayOf = (at: Instant, now: Instant): string | null => {
    const [day, today] = [ymd.format(at), ymd.format(now)]
    return day === today ? null : (day.slice(0, 4) === today.slice(0, 4) ? dayMonth : withYear).format(at)
  }
  return {
    clock,
    zone: name,
    date: at => dayMonth.format(at),
    when: (at, now) => {
      const day = dayOf(at, now)
      return day === null ? clock(at) : `${day}, ${clock(at)}`
    },
    on: (at, now) => {
      const day = dayOf(at, now)
      if (language === 'ru') return `${day === null ? '' : `${day} `}в ${clock(at)}`
      return `${day === null ? '' : `on ${day} `}at ${clock(at)}`
    },
  }
}

/** Hour of the day, 0 to 23, on the wall of that zone. */
export function hourIn(zone: string, at: Instant): number {
  let hours = clocks.get(zone)
  if (hours === undefined) {
    hours = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
    clocks.set(zone, hours)
  }
  return Number(hours.format(at))
}
/** Making one costs more than a hundred readings of it. */
const clocks = new Map<string, Intl.DateTimeFormat>()
