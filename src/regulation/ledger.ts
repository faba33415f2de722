import type { Instant, Millis } from '../lib/instant.ts'
import type { OpenCalendar } from './calendar.ts'
import type { RunningClock } from './cycle.ts'
import { endOf } from './fold.ts'
import type { Reading } from './reading.ts'
import type { Stretch } from './stretches.ts'
import type { ClockName, DueCause } from './view.ts'

/**
 * One step of the reckoning of a due. `open`: milliseconds in the clock's own calendar. `ahead`: has not come yet, or came after the
 * clock had ended. The texts stand in `words`, part `ledger`.
 */
export type LedgerLine =
  | { kind: 'started'; at: Instant }
  | { kind: 'promised'; at: Instant; due: Instant | null; cause: DueCause }
  | { kind: 'counted'; from: Instant; to: Instant; open: Millis; ahead: boolean }
  | { kind: 'closed'; from: Instant; to: Instant; ahead: boolean }
  | { kind: 'paused'; from: Instant; to: Instant | null; open: Millis; why: 'suspended' | 'awaiting_confirmation' }
  | { kind: 'ended'; at: Instant }
  | { kind: 'remains'; open: Millis }
  | { kind: 'due'; at: Instant | null; missed: boolean }

/** Why a due is what it is: what was counted, plus what remains without a date, is the term; the last line is the due. */
export type Ledger = { clock: ClockName; term: Millis; lines: readonly LedgerLine[] }

/** Null when the ticket has no such clock. */
export function ledgerOf(reading: Reading, name: ClockName): Ledger | null {
  const { cycle } = reading
  const clock = cycle[name]
  if (clock === null) return null
  const stretches = name === 'result' ? cycle.stretches : cycle.whole
  const waiting = name === 'result' && cycle.suspendedAt !== null && endOf(cycle, clock) === null
  const steps = waiting ? stepsUntilPause(reading, clock, stretches) : stepsUntilDue(reading, clock, stretches)
  const counted = steps.reduce((sum, step) => (step.kind === 'counted' ? sum + step.open : sum), 0)
  const { limit } = clock.allowance
  const lines: LedgerLine[] = [
    { kind: 'started', at: cycle.start },
    ...inOrder([...remarks(reading, name, clock), ...steps]),
  ]
  if (counted !== limit) lines.push({ kind: 'remains', open: limit - counted })
  lines.push({ kind: 'due', at: waiting ? null : clock.due, missed: clock.breachedAt !== null })
  return { clock: name, term: limit, lines }
}

/** Where counting is cut, so that a change stands between the time before it and the time after. */
type Cuts = { marks: readonly Instant[]; present: Instant }

function cutsOf({ cycle, now }: Reading, clock: RunningClock, stretches: readonly Stretch[]): Cuts {
  const present = Math.min(now, endOf(cycle, clock) ?? now, stretches.at(-1)!.to ?? now)
  return { present, marks: [present, ...cycle.history.map((entry) => entry.from)].sort((a, b) => a - b) }
}

function stepsUntilDue(reading: Reading, clock: RunningClock, stretches: readonly Stretch[]): LedgerLine[] {
  const { due, allowance: { calendar } } = clock
  const cuts = cutsOf(reading, clock, stretches)
  const last = stretches.length - 1
  return stretches.flatMap(({ from, to, stop }, i): LedgerLine[] => {
    if (from >= due) return []
    const end = i === last || to === null ? due : Math.min(to, due)
    const next = stretches[i + 1]
    const pause = next !== undefined && next.from <= due ? pauses(calendar, end, next.from, stop) : []
    return [...reckon(calendar, from, end, cuts), ...pause]
  })
}

/** While suspended there is no due: what has been counted, the pause that goes on. */
function stepsUntilPause(reading: Reading, clock: RunningClock, stretches: readonly Stretch[]): LedgerLine[] {
  const { calendar } = clock.allowance
  const cuts = cutsOf(reading, clock, stretches)
  return stretches.flatMap(({ from, to, stop }, i): LedgerLine[] => {
    const next = stretches[i + 1]
    const pause: LedgerLine[] = next === undefined
      ? [{ kind: 'paused', from: to!, to: null, open: calendar.between(to!, reading.now), why: 'suspended' }]
      : pauses(calendar, to!, next.from, stop)
    return [...reckon(calendar, from, to!, cuts), ...pause]
  })
}

function pauses(calendar: OpenCalendar, from: Instant, to: Instant, stop: Stretch['stop']): LedgerLine[] {
  return from === to ? [] : [{ kind: 'paused', from, to, open: calendar.between(from, to), why: stop === 'suspended' ? 'suspended' : 'awaiting_confirmation' }]
}

/** Windows and the closed time between them, cut at the marks. */
function reckon(calendar: OpenCalendar, from: Instant, to: Instant, { marks, present }: Cuts): LedgerLine[] {
  const lines: LedgerLine[] = []
  let cursor = from
  const closedUntil = (end: Instant) => {
    if (end > cursor) lines.push({ kind: 'closed', from: cursor, to: end, ahead: cursor >= present })
    cursor = end
  }
  for (const window of calendar.windows(from, to)) {
    closedUntil(window.from)
    for (const end of [...marks.filter((mark) => mark > window.from && mark < window.to), window.to]) {
      if (end > cursor) lines.push({ kind: 'counted', from: cursor, to: end, open: end - cursor, ahead: cursor >= present })
      cursor = end
    }
  }
  closedUntil(to)
  return lines
}

function remarks({ cycle }: Reading, name: ClockName, clock: RunningClock): LedgerLine[] {
  const promised = cycle.history
    .filter((entry) => entry.clock === name)
    .map(({ from, due, cause }): LedgerLine => ({ kind: 'promised', at: from, due, cause }))
  const endedAt = endOf(cycle, clock)
  return endedAt === null ? promised : [...promised, { kind: 'ended', at: endedAt }]
}

/** By the instant each line begins at; what happened at an instant stands before the time that follows it. */
function inOrder(lines: LedgerLine[]): LedgerLine[] {
  return lines.sort((a, b) => beginOf(a) - beginOf(b))
}

function beginOf(line: LedgerLine): Instant {
  if ('from' in line) return line.from
  return line.kind === 'promised' || line.kind === 'ended' ? line.at : Infinity
}
