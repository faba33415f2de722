import { day, type Instant, type Millis } from '../lib/instant.ts'

/**
 * Who works when. Pure: entries of the roster in, stretches of duty out. All stretches are half-open, so that a night that begins where a shift ends
 * neither overlaps it nor leaves a hole.
 */

export const entryKinds = ['shift', 'on_call', 'absence'] as const
export type EntryKind = (typeof entryKinds)[number]
/** Kinds of duty: what an absence takes away. */
export type Duty = Exclude<EntryKind, 'absence'>

/** `substituteId`: who stands in for the shifts and nights of an absent person; null otherwise. */
export type Entry = { staffId: string; from: Instant; to: Instant; kind: EntryKind; substituteId: string | null }

/** `insteadOf`: whose shift it is when a substitute has it. */
export type Stretch = { staffId: string; from: Instant; to: Instant; insteadOf: string | null }
export type Span = { from: Instant; to: Instant }

/** A roster is kept for a time when somebody's shift lies within this of it: nights and a weekend between shifts count, a month nobody planned does not. */
export const keptAround: Millis = day

/** Who really has this duty and when: without the hours in which the person is away, with those in which somebody stands in for him. Oldest first. */
export function dutyOf(entries: readonly Entry[], kind: Duty): readonly Stretch[] {
  const absences = entries.filter(entry => entry.kind === 'absence')
  const away = new Map<string, Span[]>()
  for (const { staffId, from, to } of absences) away.set(staffId, [...(away.get(staffId) ?? []), { from, to }])
  const present = (staffId: string, spans: readonly Span[]): readonly Span[] => without(spans, away.get(staffId) ?? [])

  return entries.filter(entry => entry.kind === kind).flatMap((duty): Stretch[] => [
    ...present(duty.staffId, [duty]).map(({ from, to }) => ({ staffId: duty.staffId, from, to, insteadOf: null })),
    // A substitute who is away himself covers nothing; nobody stands in for a substitute.
    ...absences.filter(absence => absence.staffId === duty.staffId).flatMap(({ substituteId, ...absence }) => (
      substituteId === null ? [] : present(substituteId, common(duty, absence)).map(({ from, to }) => ({ staffId: substituteId, from, to, insteadOf: duty.staffId }))
    )),
  ]).sort((a, b) => a.from - b.from || a.to - b.to)
}

/** Who has this duty at an instant, each once. */
export const onDuty = (entries: readonly Entry[], kind: Duty, at: Instant): readonly string[] =>
  [...new Set(dutyOf(entries, kind).filter(holds(at)).map(stretch => stretch.staffId))]

/** Is this colleague at work? Null: no roster is kept for this time, so nobody is off; who is written down as away is off all the same. */
export function isOnShift(entries: readonly Entry[], staffId: string, at: Instant): boolean | null {
  if (onDuty(entries, 'shift', at).includes(staffId)) return true
  if (awayAt(entries, at).includes(staffId)) return false
  return isKept(entries, at) ? false : null
}

/** Who is written down as away at an instant, roster or not. */
export const awayAt = (entries: readonly Entry[], at: Instant): readonly string[] =>
  [...new Set(entries.filter(entry => entry.kind === 'absence' && holds(at)(entry)).map(entry => entry.staffId))]

export const isKept = (entries: readonly Entry[], at: Instant): boolean =>
  entries.some(entry => entry.kind === 'shift' && entry.from < at + keptAround && entry.to > at - keptAround)

/**
 * Who can be given work: those on shift; where no roster is kept, every specialist who is not written down as away. `members`: those who work here.
 */
export function presentAt(entries: readonly Entry[], members: readonly { id: string; role: string }[], at: Instant): { kept: boolean; ids: readonly string[] } {
  const kept = isKept(entries, at)
  const on = new Set(onDuty(entries, 'shift', at))
  const there = members.filter(({ id, role }) => (kept ? on.has(id) : role === 'specialist' && isOnShift(entries, id, at) !== false))
  return { kept, ids: there.map(member => member.id) }
}

/** Parts of the service time that nobody's shift covers: what a lead wants to see before it happens. */
export function holesIn(entries: readonly Entry[], serviceTime: readonly Span[]): readonly Span[] {
  return without(serviceTime, dutyOf(entries, 'shift'))
}

const holds = (at: Instant) => ({ from, to }: Span): boolean => from <= at && at < to

function common(one: Span, other: Span): readonly Span[] {
  const from = Math.max(one.from, other.from)
  const to = Math.min(one.to, other.to)
  return from < to ? [{ from, to }] : []
}

/** What is left of `spans` when all of `taken` is cut out of them; the order of `taken` does not matter. */
export function without(spans: readonly Span[], taken: readonly Span[]): readonly Span[] {
  return taken.reduce<readonly Span[]>((left, cut) => left.flatMap(({ from, to }) => (
    cut.to <= from || to <= cut.from ? [{ from, to }] : [{ from, to: cut.from }, { from: cut.to, to }].filter(part => part.from < part.to)
  )), spans.map(({ from, to }) => ({ from, to })))
}
