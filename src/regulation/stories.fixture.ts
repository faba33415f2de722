/** For tests: the Jupiter regulation as a policy, and short stories of one ticket. Times are Moscow wall time unless they carry an offset. */
import type { Instant } from '../lib/instant.ts'
import { fold } from './fold.ts'
import { weekdays, type Calendar, type Policy, type Weekday, type Window } from './policy.ts'
import type { Signal } from './signals.ts'
import type { View } from './view.ts'

const window: Window = ['09:00', '23:00']
const open = (days: readonly Weekday[]): Calendar['weekly'] => Object.fromEntries(days.map((name) => [name, [window]]))

/** Monday is 2026-06-01; Friday 06-12 is a holiday of the state, Saturday 06-20 a working one. */
export const service: Calendar = { timezone: 'Europe/Moscow', weekly: open(weekdays), holidays: [] }
export const state: Calendar = {
  timezone: 'Europe/Moscow', weekly: open(weekdays.slice(0, 5)), holidays: ['2026-06-12'], overrides: { '2026-06-20': [window] },
}

export const jupiter: Policy = {
  calendars: { service, state },
  workingDay: 'service', dayCount: 'service-time',
  triage: { service: 'PT30M' },
  reaction: { 1: { service: 'PT1H' }, 2: { workingDays: 5 }, 3: { workingDays: 10 } },
  result: { 2: { workingDays: 5 }, 3: { workingDays: 10 } },
  breachShown: 'both', refusal: 'reaction',
  silence: { term: { workingDays: 1 }, calendar: 'workingDay' },
  confirm: { ordinary: 'PT24H' }, reopenWindow: 'PT72H',
  warnAt: [0.5, 0.8], remind: { beforeSuspension: 'PT2H', beforeConfirmation: 'PT4H', whileSuspended: 'P7D' },
  releaseWeekday: null,
}
export const byState: Policy = { ...jupiter, workingDay: 'state' }
export const civil: Policy = { ...jupiter, dayCount: 'civil' }

/** `'06-01 10:00'` in Moscow in 2026, or a whole RFC 3339 instant. */
export function at(text: string): Instant {
  const short = /^(\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/.exec(text)
  return Date.parse(short === null ? text : `2026-${short[1]}T${short[2]!.length === 5 ? `${short[2]}:00` : short[2]}+03:00`)
}

/** Back to `'06-01 10:00'`, with seconds and milliseconds only where there are any. */
export function said(t: Instant | null | undefined): string | null {
  if (t === null || t === undefined) return null
  const text = new Date(t + 3 * 3_600_000).toISOString()
  const [seconds, millis] = [text.slice(17, 19), text.slice(20, 23)]
  return `${text.slice(5, 10)} ${text.slice(11, 16)}${seconds === '00' && millis === '000' ? '' : `:${seconds}`}${millis === '000' ? '' : `.${millis}`}`
}

/** A signal without what `story` fills in. */
export type Told = Signal extends infer S ? (S extends Signal ? Omit<S, 'id' | 'seq' | 'at'> & { id?: string } : never) : never

/** Signals in the order told; the id of each is `e1`, `e2`, … unless it has one. */
export function story(...lines: readonly (readonly [time: string, signal: Told])[]): Signal[] {
  return lines.map(([time, signal], i) => ({ id: `e${i + 1}`, ...signal, seq: i + 1, at: at(time) }) as Signal)
}

export const received: Told = { type: 'received' }
export const triaged = (category: 1 | 2 | 3): Told => ({ type: 'triaged', category })
export const changed = (category: 1 | 2 | 3): Told => ({ type: 'recategorised', category, basis: 'changed' })
export const corrected = (category: 1 | 2 | 3): Told => ({ type: 'recategorised', category, basis: 'corrected' })
export const reacted: Told = { type: 'reacted', how: 'reply' }
export const asked: Told = { type: 'info_requested', by: 'specialist' }
export const replied: Told = { type: 'customer_replied' }
export const reported: Told = { type: 'result_reported', kind: 'done' }
export const disputed: Told = { type: 'disputed' }

/** The view at a time, or at the last signal. */
export function viewAt(signals: readonly Signal[], time?: string | Instant, policy: Policy = jupiter): View {
  const now = time === undefined ? signals.at(-1)!.at : typeof time === 'number' ? time : at(time)
  return fold(signals, policy, now)
}
