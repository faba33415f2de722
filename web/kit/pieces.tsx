import { Button, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Instant } from '../../src/lib/instant.ts'
import { Refused } from './api.ts'
import { deskZone, clockTime, moment, sameWallTime, zoneLabel, dayMonth } from './moments.ts'
import { phoneWords } from './phone-words.ts'
import { now, useTick } from './time.ts'
import { useWords, type Say } from './words.ts'

/** Pieces shared by all rooms. */

export const cx = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ')

/** «Анна Ковалёва» to «Анна К.» where room is short. */
export const shortName = (name: string): string => {
  const [first = '', second] = name.split(' ')
  return second !== undefined && /^\p{Lu}/u.test(second) ? `${first} ${second.slice(0, 1)}.` : name
}

/** Wire instant to epoch milliseconds. */
export const at = (wire: string): Instant => Date.parse(wire)

/** A refusal in words with the next step; our own words where no server spoke. */
export function refusalWords(error: unknown, say: Say): { message: string; next: string } {
  if (error instanceof Refused) {
    if (error.code === 'offline') return { message: say('kit.refused.offline'), next: say('kit.refused.offlineNext') }
    if (error.message !== '') return { message: error.message, next: error.next ?? '' }
    if (error.code === 'unavailable') return { message: say('kit.refused.unavailable'), next: say('kit.refused.unavailableNext') }
  }
  return { message: say('kit.refused.unknown'), next: say('kit.refused.unknownNext') }
}

export function ErrorNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { say } = useWords()
  const { message, next } = refusalWords(error, say)
  return (
    <div className="error-note" role="alert">
      <div>{message}</div>
      {next !== '' && <div className="next">{next}</div>}
      {retry !== undefined && <Button mt={8} variant="default" onClick={retry}>{say('kit.retry')}</Button>}
    </div>
  )
}

/** `heading`: the screen has no other heading of its own. */
export function Empty({ title, text, heading = false, children }: { title: string; text?: string; heading?: boolean; children?: ReactNode }) {
  const Title = heading ? 'h1' : 'b'
  return (
    <div className="empty">
      <Title className="empty-title">{title}</Title>
      {text !== undefined && <span>{text}</span>}
      {children}
    </div>
  )
}

export const Bone = ({ width = '100%', height = 12 }: { width?: number | string; height?: number }) => <div className="bone" style={{ width, height }} aria-hidden />

export const Key = ({ children }: { children: ReactNode }) => <kbd className="kbd">{children}</kbd>

export const zoneNames = (say: Say): Record<string, string> => ({ [deskZone]: say('kit.zones.Europe/Moscow') })
export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Instants in the reader's language; all in the desk's zone and saying so. */
export function useTimes() {
  const { say, language } = useWords()
  const names = zoneNames(say)
  return {
    /** `24 ноя, 14:07 МСК` */
    moment: (instant: Instant) => moment(instant, now(), language, deskZone, names),
    /** `14:07 МСК` */
    time: (instant: Instant) => `${clockTime(instant, language)} ${zoneLabel(instant, language, deskZone, names)}`,
    /** `14:07`: only where the day separator or a heading names the zone. */
    bareTime: (instant: Instant) => clockTime(instant, language),
    day: (instant: Instant) => dayMonth(instant, now(), language),
    /** The same instant in the viewer's own zone, or null when it reads the same. */
    viewer: (instant: Instant) => (sameWallTime(instant, deskZone, viewerZone) ? null : moment(instant, now(), language, viewerZone, names)),
  }
}

/** An instant with its full form, and the viewer's own time, on hover. */
export function Moment({ at: instant, bare = false }: { at: Instant; bare?: boolean }) {
  const times = useTimes()
  const viewer = times.viewer(instant)
  const full = viewer === null ? times.moment(instant) : `${times.moment(instant)} · ${viewer}`
  return (
    <Tooltip label={full}>
      <time className="num nowrap" dateTime={new Date(instant).toISOString()}>{bare ? times.bareTime(instant) : times.moment(instant)}</time>
    </Tooltip>
  )
}

/** «40 мин», «3 ч 12 мин», «2 дня»: ordinary time since an instant. */
export function useAge(since: Instant): string {
  const { say } = useWords()
  return useTick(current => ageWords(current - since, say))
}

export function ageWords(length: number, say: Say): string {
  const minutes = Math.floor(Math.max(0, length) / 60_000)
  if (minutes < 1) return say('kit.span.instant')
  if (minutes < 60) return say('kit.span.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? say('kit.span.hours', { hours }) : say('kit.span.hoursMinutes', { hours, minutes: minutes % 60 })
  return say('kit.span.plainDays', { count: Math.floor(hours / 24) })
}

export const PhoneLink = ({ phone }: { phone: string | null }) => (phone === null ? null : <a href={`tel:${phone}`} className="num">{phoneWords(phone)}</a>)

export function sizeWords(bytes: number | null, say: Say): string {
  if (bytes === null) return say('kit.size.unknown')
  if (bytes < 1024) return say('kit.size.b', { n: bytes })
  if (bytes < 1024 * 1024) return say('kit.size.kb', { n: Math.round(bytes / 1024) })
  const mb = bytes / 1024 / 1024
  return say('kit.size.mb', { n: mb < 10 ? mb.toFixed(1).replace('.', ',') : Math.round(mb) })
}
