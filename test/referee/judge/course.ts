/**
 * What the desk must have done by itself, and told: the judge goes through a ticket's facts one by one and, between them, through the instants at which
 * the desk was awake (product.md 3: "at the exact instant, with the application down or up").
 */
import { clockNames, judge, type Alarm, type Ruling } from './clocks.ts'
import { isPress, type Fact } from './facts.ts'
import { remembered } from './memory.ts'

/** A fact that time alone made true. `at`: when it became true; `seenAt`: when the desk was awake to write it down. */
export type Derived = { what: string; at: number; seenAt: number }
/** `certain` false: at the very instant of its sending something happened that made it needless; it may be there or not. */
export type Notice = { kind: string; at: number; certain: boolean }
/** `came`: ids of the dates that have come. */
export type Course = { derived: readonly Derived[]; notices: readonly Notice[]; resumed: readonly number[]; came: ReadonlySet<string> }

/** `awake`: instants, ascending, at which the desk was at rest with its clock; `now` the last of them. */
export function courseOf(facts: readonly Fact[], awake: readonly number[], now: number): Course {
  const derived = new Map<string, Derived>()
  const notices: Notice[] = []
  const resumed: number[] = []
  const came = new Set<string>()
  const first = facts[0]
  const isWritten = first?.type === 'registered' && first.conversationId !== null
  const tell = (kind: string, at: number, certain = true): void => {
    if (isWritten) notices.push({ kind, at, certain })
  }

  facts.forEach((fact, index) => {
    const before = index === 0 ? null : judge(facts.slice(0, index), fact.recordedAt)
    for (const kind of saidAbout(fact)) tell(kind, fact.recordedAt)
    // whatever ends a pause is told with the old and the new due; a result says more.
    if (before?.state === 'suspended' && endsPause(fact)) {
      resumed.push(fact.recordedAt)
      if (fact.type !== 'result_reported') tell('resumed', fact.recordedAt)
    }
    const known = facts.slice(0, index + 1)
    const until = facts[index + 1]?.recordedAt ?? now
    // What else happened at the instant at which the next fact was written down.
    const after = facts.filter(one => one.recordedAt <= until)
    for (let at = fact.recordedAt; ;) {
      const ruling = judge(known, at)
      const fresh = [...doneByTime(ruling), ...alarmsOf(known, ruling).filter(alarm => alarm.at <= at).map(alarmed(ruling))].filter(({ what }) => !derived.has(onceOnly(what)))
      for (const one of fresh) derived.set(onceOnly(one.what), { what: one.what, at: one.at, seenAt: at })
      for (const alarm of remembered(known, ruling)) if (alarm.of === 'return' && alarm.at <= at) came.add(alarm.share)
      const hasSuspended = fresh.some(({ kind }) => kind === 'suspended')
      for (const { kind, due } of fresh) {
        if (kind === null || !stillHolds(kind, due, ruling, at) || (kind === 'still_suspended' && hasSuspended)) continue
        tell(kind, at, at < until || (stillHolds(kind, due, judge(after, at), at) && !(kind === 'stop_question' && after.some(one => one.type === 'stop_answered' && one.seq > fact.seq))))
      }
      if (at >= until) break
      const wakes = [...(ruling.next === null ? [] : [ruling.next + 1]), ...alarmsOf(known, ruling).map(alarm => alarm.at)].filter(wake => wake > at)
      const wake = Math.min(...wakes)
      at = Math.min(until, firstFrom(awake, wake) ?? until)
    }
  })
  return { derived: [...derived.values()], notices, resumed, came }
}

/** A strike may make one cycle of two: what was written down under the later receipt is not said again under the earlier one. */
const onceOnly = (what: string): string => what.replace(/^of \S+: /, '')

/** The first instant at or after `from`, of an ascending list. */
function firstFrom(awake: readonly number[], from: number): number | undefined {
  let [low, high] = [0, awake.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (awake[middle]! < from) low = middle + 1
    else high = middle
  }
  return awake[low]
}

/** Everything that somebody has to be told when its time comes: ends that are near, and what was promised for a date. */
export const alarmsOf = (known: readonly Fact[], ruling: Ruling): readonly Alarm[] => [...ruling.alarms, ...remembered(known, ruling)]

/** The notices that an act of a person asks for (product.md 4, "Model notices"). */
function saidAbout(fact: Fact): readonly string[] {
  switch (fact.type) {
    case 'registered': case 'reopened': return ['receipt']
    case 'triaged': case 'recategorised': return ['category']
    case 'result_reported': return fact.message === null ? [] : ['result']
    case 'confirmed': return ['confirmed']
    case 'disputed': return ['disputed']
    case 'withdrawn': return ['withdrawn']
    case 'customer_asked_call': return ['call_promised']
    case 'work_stopped': return ['stop_noted']
    case 'stop_answered': return [fact.holds ? 'stop_noted' : 'stop_cleared']
    case 'lead_called': return ['lead_called']
    case 'wait_agreed': return ['wait_agreed']
    //
    case 'handed_over': return ['handed_over']
    case 'delay_noted': return ['delay']
    case 'due_revised': return fact.message === null ? [] : ['due_revised']
    case 'help_scheduled': return ['help_scheduled']
    case 'judged': return fact.as === 'confirm' ? ['confirmed'] : fact.as === 'dispute' ? ['disputed'] : []
    default: return []
  }
}

/** any word that is not automatic; a sticker is none. A specialist may lift it; a result ends it, too. */
function endsPause(fact: Fact): boolean {
  switch (fact.type) {
    case 'customer_wrote': return fact.weight === 'real' || fact.weight === 'thanks'
    case 'work_stopped': case 'customer_asked_call': case 'lifted': case 'wait_agreed': case 'result_reported': return true
    default: return isPress(fact)
  }
}

type Fresh = { what: string; at: number; due: number; kind: string | null }

function doneByTime(ruling: Ruling): Fresh[] {
  const done: Fresh[] = clockNames.flatMap(name => {
    const missed = ruling[name]?.missed ?? null
    return missed === null ? [] : [{ what: breachOf(ruling.receivedAt, name, missed), at: missed, due: missed, kind: null }]
  })
  if (ruling.suspendedAt !== null) done.push({ what: suspensionOf(ruling.receivedAt, ruling.suspendedAt), at: ruling.suspendedAt, due: ruling.suspendedAt, kind: 'suspended' })
  if (ruling.resolvedHow === 'auto_confirmed' && ruling.resolvedAt !== null) {
    done.push({ what: confirmationOf(ruling.receivedAt, ruling.resolvedAt), at: ruling.resolvedAt, due: ruling.resolvedAt, kind: 'auto_confirmed' })
  }
  return done
}

const kinds: Readonly<Partial<Record<Alarm['of'], string>>> = { suspension: 'suspension_ahead', confirmation: 'confirmation_ahead', still_suspended: 'still_suspended', stop: 'stop_question', help: 'help_ahead' }
const alarmed = (ruling: Ruling) => (alarm: Alarm): Fresh => ({ what: spelt(ruling, alarm), at: alarm.at, due: alarm.due, kind: kinds[alarm.of] ?? null })

/** An alarm as a row says that it was told. */
export function spelt({ receivedAt }: Ruling, { of, share, due }: Alarm): string {
  if (of === 'return') return returnOf(share, due)
  return (kinds[of] === undefined ? warningOf : reminderOf)(receivedAt, of, share, due)
}

/** One spelling for what the judge expects and what the rows say. `receipt` tells the cycle: its number may change when something older is struck. */
export const breachOf = (receipt: number, clock: string, due: number): string => `of ${say(receipt)}: ${clock} missed ${say(due)}`
export const suspensionOf = (receipt: number, since: number): string => `of ${say(receipt)}: suspended ${say(since)}`
export const confirmationOf = (receipt: number, at: number): string => `of ${say(receipt)}: confirmed by silence ${say(at)}`
export const warningOf = (receipt: number, clock: string, share: string, due: number): string => `of ${say(receipt)}: ${clock} ${share} of ${say(due)} warned`
export const reminderOf = (receipt: number, of: string, share: string, due: number): string => `of ${say(receipt)}: ${of} ${share} ${say(due)} reminded`
export const returnOf = (set: string, on: number): string => `came back ${say(on)} by ${set}`
export const say = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : 'never')

function stillHolds(kind: string, due: number, ruling: Ruling, at: number): boolean {
  switch (kind) {
    case 'suspended': return ruling.suspendedAt === due
    case 'still_suspended': return ruling.suspendedAt !== null
    case 'auto_confirmed': return ruling.resolvedHow === 'auto_confirmed'
    case 'suspension_ahead': return ruling.suspendedAt === null && ruling.wait?.boundary === due
    case 'confirmation_ahead': return ruling.resolvedAt === null && ruling.confirmsAt === due
    case 'stop_question': return ruling.category === null
    case 'help_ahead': return ruling.resolvedAt === null && due > at
    default: throw new Error(`no notice of time is called ${kind}`)
  }
}
