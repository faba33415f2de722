/** Reads the two formats of SLA vectors and says of each vector whether the clocks agree. Pure: the file is given as parsed JSON. */
import { openCalendar, type OpenCalendar } from '../regulation/calendar.ts'
import { formatDuration, readDuration } from '../regulation/duration.ts'
import { fold } from '../regulation/fold.ts'
import { weekdays, type Calendar, type Policy, type Window } from '../regulation/policy.ts'
import type { Category, Signal } from '../regulation/signals.ts'
import type { View } from '../regulation/view.ts'
import { formatLocalDate, readLocalDate } from '../regulation/wall.ts'

/** `failure` is null when the vector passes, else one line: what was expected and what came. */
export type Outcome = { id: string; failure: string | null }

/** Thrown inside the reader for anything that the formats do not know; becomes the failure of its vector. */
class Unreadable extends Error {}

type Json = Record<string, unknown>

/** The outcome of every vector of a file; a file of neither shape is one failure named after it. */
export function checkVectors(file: unknown, name: string): Outcome[] {
  if (Array.isArray(file)) return file.map((vector: unknown, i) => checked(vector, `${name}[${i}]`, calendarFailure))
  if (isObject(file) && Array.isArray(file['vectors'])) {
    const calendars = attempt(() => headOf(file))
    if (typeof calendars === 'string') return [{ id: name, failure: calendars }]
    return file['vectors'].map((vector: unknown, i) => checked(vector, `${name}[${i}]`, (json) => clockFailure(json, calendars)))
  }
  return [{ id: name, failure: 'neither a list of calendar vectors nor a file of clock vectors' }]
}

function checked(vector: unknown, place: string, failureOf: (vector: Json) => string | null): Outcome {
  const id = isObject(vector) && typeof vector['id'] === 'string' ? vector['id'] : place
  return { id, failure: attempt(() => failureOf(object(vector, 'the vector'))) }
}

/** What a reader throws becomes its text: a vector that cannot be read fails, the others go on. */
function attempt<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

// ---- calendar vectors ------------------------------------------------------------------------------------------

function calendarFailure(vector: Json): string | null {
  onlyKeys(vector, ['id', 'source', 'calendar', 'op', 'from', 'amount', 'to', 'expect'], 'vector')
  const calendar = openCalendar(readCalendar(vector['calendar']))
  const { op, expect } = vector
  const from = readMoment(vector['from'], calendar)
  switch (op) {
    case 'isOpen':
      return differs(expect, calendar.isOpen(from))
    case 'nextOpen':
      return momentDiffers(expect, orNull(() => calendar.nextOpen(from)), calendar)
    case 'between':
      // `[from, to)` holds nothing when `to` comes first.
      return durationDiffers(expect, Math.max(0, calendar.between(from, readMoment(vector['to'], calendar))))
    case 'add':
      return momentDiffers(expect, orNull(() => add(calendar, from, vector['amount'])), calendar)
    default:
      throw new Unreadable(`unknown op ${show(op)}`)
  }
}

function add(calendar: OpenCalendar, from: number, amount: unknown): number {
  if (typeof amount === 'string') return calendar.add(from, length(amount))
  const { workingDays } = onlyKeys(object(amount, 'amount'), ['workingDays'], 'amount')
  if (!Number.isInteger(workingDays)) throw new Unreadable(`unknown amount ${show(amount)}`)
  return calendar.addWorkingDays(from, Number(workingDays))
}

/** A calendar that never opens has no such instant. */
function orNull(ask: () => number): number | null {
  try {
    return ask()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readCalendar(json: unknown): Calendar {
  const calendar = onlyKeys(object(json, 'calendar'), ['timezone', 'weekly', 'holidays', 'overrides'], 'calendar')
  const overrides = calendar['overrides'] === undefined ? {} : object(calendar['overrides'], 'overrides')
  return {
    timezone: text(calendar['timezone'], 'timezone'),
    weekly: readWindows(onlyKeys(object(calendar['weekly'], 'weekly'), weekdays, 'weekly')),
    holidays: list(calendar['holidays'] ?? [], 'holidays').map((date) => text(date, 'holiday')),
    overrides: readWindows(overrides),
  }
}

function readWindows(table: Json): Record<string, Window[]> {
  return Object.fromEntries(Object.entries(table).map(([key, windows]) => [key, list(windows, key).map((window): Window => {
    const [open, close, ...rest] = list(window, `window of ${key}`)
    if (rest.length > 0) throw new Unreadable(`unknown window ${show(window)}`)
    return [text(open, 'opening'), text(close, 'closing')]
  })]))
}

// ---- clock vectors ---------------------------------------------------------------------------------------------

type Calendars = Policy['calendars']

function headOf(file: Json): Calendars {
  onlyKeys(file, ['format', 'note', 'calendars', 'vectors'], 'file')
  if (file['format'] !== 'jupiter-clock-vectors/1') throw new Unreadable(`unknown format ${show(file['format'])}`)
  const { service, state } = onlyKeys(object(file['calendars'], 'calendars'), ['service', 'state'], 'calendars')
  return { service: readCalendar(service), state: readCalendar(state) }
}

function clockFailure(vector: Json, calendars: Calendars): string | null {
  onlyKeys(vector, ['id', 'title', 'clauses', 'policy', 'events', 'now', 'expect', 'why'], 'vector')
  const policy = readPolicy(vector['policy'] ?? {}, calendars)
  const signals = list(vector['events'], 'events').map(readSignal)
  const last = signals.at(-1)
  if (last === undefined) throw new Unreadable('no events')
  const now = vector['now'] === undefined ? last.at : instant(vector['now'])
  const view = fold(signals, policy, now)
  const failures = Object.entries(object(vector['expect'], 'expect')).flatMap(([key, expected]) => {
    const answer = Object.hasOwn(answers, key) ? answers[key as keyof typeof answers] : undefined
    if (answer === undefined) return [`unknown expectation ${key}`]
    const failure = answer(view, expected)
    return failure === null ? [] : [`${key}: ${failure}`]
  })
  return failures.length === 0 ? null : failures.join('; ')
}

/** The Jupiter regulation, in the reading a vector names. */
function readPolicy(json: unknown, calendars: Calendars): Policy {
  const { workingDay, dayCount } = onlyKeys(object(json, 'policy'), ['workingDay', 'dayCount'], 'policy')
  return {
    calendars,
    workingDay: oneOf(workingDay ?? 'service', ['service', 'state'], 'workingDay'),
    dayCount: oneOf(dayCount ?? 'service-time', ['service-time', 'civil'], 'dayCount'),
    triage: { service: 'PT30M' },
    reaction: { 1: { service: 'PT1H' }, 2: { workingDays: 5 }, 3: { workingDays: 10 } },
    result: { 2: { workingDays: 5 }, 3: { workingDays: 10 } },
    breachShown: 'both', refusal: 'reaction',
    silence: { term: { workingDays: 1 }, calendar: 'workingDay' },
    confirm: { ordinary: 'PT24H' }, reopenWindow: 'PT72H',
    warnAt: [0.5, 0.8], remind: { beforeSuspension: 'PT2H', beforeConfirmation: 'PT4H' },
    releaseWeekday: null,
  }
}

function readSignal(json: unknown, seq: number): Signal {
  const event = onlyKeys(object(json, 'event'), ['type', 'at', 'channel', 'category', 'by', 'basis'], 'event')
  const base = { id: String(seq), seq, at: instant(event['at']) }
  const { type } = event
  switch (type) {
    case 'received': return { ...base, type }
    case 'triaged': return { ...base, type, category: category(event['category']) }
    case 'recategorised':
      return { ...base, type, category: category(event['category']), basis: oneOf(event['basis'], ['changed', 'corrected'], 'basis') }
    case 'reacted': return { ...base, type, how: 'reply' }
    case 'info_requested': return { ...base, type, by: oneOf(event['by'], ['specialist', 'bot'], 'by') }
    case 'customer_replied': return { ...base, type }
    case 'result_reported': return { ...base, type, kind: 'done' }
    case 'disputed': return { ...base, type }
    default: throw new Unreadable(`unknown event type ${show(type)}`)
  }
}

function category(json: unknown): Category {
  if (json !== 1 && json !== 2 && json !== 3) throw new Unreadable(`unknown category ${show(json)}`)
  return json
}

const at = (pick: (view: View) => number | null) => (view: View, expected: unknown) => instantDiffers(expected, pick(view))
const lasting = (pick: (view: View) => number | null) => (view: View, expected: unknown) => durationDiffers(expected, pick(view))
const being = (pick: (view: View) => string | number | null) => (view: View, expected: unknown) => differs(expected, pick(view))

const answers = {
  registeredAt: at((view) => view.registeredAt),
  workFrom: at((view) => view.workFrom),
  triageDueAt: at((view) => view.triage.dueAt),
  reactionDueAt: at((view) => view.reaction?.dueAt ?? null),
  reactionBreachedAt: at((view) => view.reaction?.breachedAt ?? null),
  resultDueAt: at((view) => view.result?.dueAt ?? null),
  resultElapsed: lasting((view) => view.result?.elapsed ?? null),
  resultRemaining: lasting((view) => view.result?.remaining ?? null),
  suspendedAt: at((view) => view.suspendedAt),
  autoConfirmAt: at((view) => view.autoConfirmAt),
  resolvedHow: being((view) => view.resolvedHow),
  resolvedAt: at((view) => view.resolvedAt),
  state: being((view) => view.state),
  cycles: being((view) => view.cycle),
} as const

// ---- comparing -------------------------------------------------------------------------------------------------

const differs = (expected: unknown, got: unknown): string | null => (expected === got ? null : `expected ${show(expected)}, got ${show(got)}`)

function instantDiffers(expected: unknown, got: number | null): string | null {
  const same = expected === null ? got === null : instant(expected) === got
  return same ? null : `expected ${show(expected)}, got ${got === null ? 'null' : new Date(got).toISOString()}`
}

/** A bare date is compared with the local date of the answer. */
function momentDiffers(expected: unknown, got: number | null, calendar: OpenCalendar): string | null {
  if (got !== null && typeof expected === 'string' && readLocalDate(expected) !== null) return differs(expected, formatLocalDate(calendar.dayOf(got)))
  return instantDiffers(expected, got)
}

function durationDiffers(expected: unknown, got: number | null): string | null {
  const same = expected === null ? got === null : length(expected) === got
  return same ? null : `expected ${show(expected)}, got ${got === null ? 'null' : formatDuration(got)}`
}

// ---- reading ---------------------------------------------------------------------------------------------------

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

const isObject = (json: unknown): json is Json => typeof json === 'object' && json !== null && !Array.isArray(json)

function object(json: unknown, what: string): Json {
  if (!isObject(json)) throw new Unreadable(`${what} is not an object: ${show(json)}`)
  return json
}

function list(json: unknown, what: string): unknown[] {
  if (!Array.isArray(json)) throw new Unreadable(`${what} is not a list: ${show(json)}`)
  return json
}

function text(json: unknown, what: string): string {
  if (typeof json !== 'string') throw new Unreadable(`${what} is not a text: ${show(json)}`)
  return json
}

function onlyKeys(json: Json, known: readonly string[], what: string): Json {
  const unknown = Object.keys(json).find((key) => !known.includes(key))
  if (unknown !== undefined) throw new Unreadable(`unknown key ${unknown} in ${what}`)
  return json
}

function oneOf<T extends string>(json: unknown, known: readonly T[], what: string): T {
  const found = known.find((value) => value === json)
  if (found === undefined) throw new Unreadable(`unknown ${what} ${show(json)}`)
  return found
}

function length(json: unknown): number {
  const found = typeof json === 'string' ? readDuration(json) : null
  if (found === null) throw new Unreadable(`not a duration: ${show(json)}`)
  return found
}

function instant(json: unknown): number {
  const found = typeof json === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(json) ? Date.parse(json) : Number.NaN
  if (Number.isNaN(found)) throw new Unreadable(`not an instant: ${show(json)}`)
  return found
}

/** An instant, or a bare date: its first instant in the calendar's zone. */
function readMoment(json: unknown, calendar: OpenCalendar): number {
  const localDay = typeof json === 'string' ? readLocalDate(json) : null
  return localDay === null ? instant(json) : calendar.startOfDay(localDay)
}
