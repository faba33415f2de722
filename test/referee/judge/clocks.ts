/**
 * The clocks of one ticket, judged by walking through what happened (clauses.md 1.7, 1.9 and part 2). Plain and slow: every due is counted anew from
 * the receipt, pauses are a list that is subtracted.
 */
import { isPress, standing, type Fact } from './facts.ts'
import { afterOpen, beforeOpen, nextOpening, openBetween } from './hours.ts'
import { beforeConfirmation, beforeSuspension, checkTerm, reactionTerm, resultTerm, silenceTerm, triageTerm, warningShares, whileSuspended, type Category } from './promises.ts'

export type ClockName = 'triage' | 'reaction' | 'result'
export const clockNames: readonly ClockName[] = ['triage', 'reaction', 'result']

/** `due` null: absent while suspended (invariant 23). `elapsed` and `left`: service time. */
export type ClockRuling = { due: number | null; ended: number | null; missed: number | null; elapsed: number; left: number }

/** Somebody has to be told at `at` that an end is near. */
export type Alarm = { of: ClockName | 'suspension' | 'confirmation' | 'still_suspended' | 'stop' | 'help' | 'return'; share: string; at: number; due: number }

export type Ruling = {
  cycle: number
  state: string
  base: string
  category: Category | null
  receivedAt: number
  workFrom: number
  triage: ClockRuling
  reaction: ClockRuling | null
  result: ClockRuling | null
  wait: { since: number; boundary: number } | null
  suspendedAt: number | null
  confirmsAt: number | null
  unread: readonly string[]
  resolvedAt: number | null
  resolvedHow: 'confirmed' | 'auto_confirmed' | null
  closedAt: number | null
  /** The nearest due of a clock that still runs to one. */
  nearest: { clock: ClockName; at: number } | null
  /** Alarms that stand, told or not. */
  alarms: readonly Alarm[]
  /** After this instant time alone changes something. */
  next: number | null
}

/** A promise: due when `limit` of service time is used up; `from` had been used when it was given. */
type Promised = { limit: number; from: number }
type Running = { promised: Promised; ended: number | null; missed: number | null; held: Map<Category, Promised> }
/** The result's clock stands still in `[from, to)`. */
type Pause = { from: number; to: number | null; by: 'silence' | 'result' }

type Life = {
  number: number
  receipt: number
  category: Category | null
  work: 'registered' | 'triaged' | 'in_work' | 'with_developers' | 'with_third_party'
  pauses: Pause[]
  triage: Running
  reaction: Running | null
  result: Running | null
  contact: number | null
  /** Messages that would have been a contact and reached nobody. */
  lost: Set<string>
  wait: { since: number; boundary: number } | null
  /** A result that was told: from when silence confirms it (null: it reached nobody), and what a refusal put in the place of. */
  told: { at: number; confirmsAt: number | null; aside: Promised | 'none' | null } | null
  unread: string[]
  resolved: { at: number; how: 'confirmed' | 'auto_confirmed' } | null
  closed: number | null
}

const fromReceipt = (term: number): Promised => ({ limit: term, from: 0 })
const running = (promised: Promised, category?: Category): Running => ({ promised, ended: null, missed: null, held: new Map(category === undefined ? [] : [[category, promised]]) })

const begin = (number: number, receipt: number): Life => ({
  number, receipt, category: null, work: 'registered', pauses: [], triage: running(fromReceipt(triageTerm)), reaction: null, result: null, contact: null, lost: new Set(),
  wait: null, told: null, unread: [], resolved: null, closed: null,
})

const isOver = (life: Life): boolean => life.resolved !== null || life.closed !== null
const silentPause = (life: Life): Pause | null => {
  const last = life.pauses.at(-1)
  return last !== undefined && last.to === null && last.by === 'silence' ? last : null
}
const counts = (life: Life): boolean => life.told === null && silentPause(life) === null
const isAwaiting = (life: Life): boolean => life.told !== null && life.told.confirmsAt !== null
/** an unclear answer stops it until it was read. */
const confirmsAt = (life: Life): number | null => (life.told !== null && life.unread.length === 0 && !isOver(life) ? life.told.confirmsAt : null)

/** Service time that the result has used by `at`: all of it without the pauses (A-14, A-16, rule 3). */
function used(life: Life, at: number): number {
  return life.pauses.reduce((sum, { from, to }) => (from >= at ? sum : sum - openBetween(from, Math.min(at, to ?? at))), openBetween(life.receipt, at))
}

/** Triage and reaction never pause (rule 3). */
const plainDue = (life: Life, amount: number): number => afterOpen(life.receipt, amount)

/** The instant at which the result has used `amount`. A pause that goes on moves nothing yet. At the very instant of a report all is in time, so that a dispute finds the clock where it stands. */
function resultDue(life: Life, amount: number): number {
  let length = amount
  let due = afterOpen(life.receipt, length)
  for (const { from, to, by } of life.pauses) {
    if (to === null || (by === 'silence' ? from >= due : from > due)) break
    length += openBetween(from, to)
    due = afterOpen(life.receipt, length)
  }
  return due
}

const dueOf = (life: Life, name: ClockName, { promised }: Running): number => (name === 'result' ? resultDue : plainDue)(life, promised.limit)

/** All that can be said of a ticket at `now` by what happened until then. */
export function judge(history: readonly Fact[], now: number): Ruling {
  const facts = standing(history).filter(fact => fact.at <= now).sort((a, b) => a.at - b.at || a.seq - b.seq)
  const arrivals = arrivalsOf(facts)
  const revisions = new Map(facts.flatMap(fact => (fact.type === 'due_revised' && fact.message !== null ? [[fact.message, fact.due] as const] : [])))
  let life: Life | null = null
  for (const fact of facts) {
    if (life !== null) letTimePass(life, fact.at)
    if ((fact.type === 'registered' || fact.type === 'reopened') && (life === null || isOver(life))) life = begin((life?.number ?? 0) + 1, fact.at)
    else if (life !== null) happen(life, fact, arrivals, revisions)
  }
  if (life === null) throw new Error('nothing says that the ticket was received')
  letTimePass(life, now)
  return rulingOf(life, now)
}

type Arrival = { at: number | null; failed: boolean }
/** `by`: what arrived with which fact. */
type Arrivals = { of: ReadonlyMap<string, Arrival>; by: ReadonlyMap<string, readonly string[]> }

/**
 * No clock runs against a customer who was not reached (product.md 3). A message of which the channel said nothing arrived when it was sent; one that
 * failed arrived when it got through later, or when a call was held in which it was said.
 */
function arrivalsOf(facts: readonly Fact[]): Arrivals {
  const of = new Map<string, Arrival>()
  const by = new Map<string, string[]>()
  const arrive = (message: string, fact: Fact): void => {
    const before = of.get(message)
    if (before !== undefined && before.at !== null) return
    of.set(message, { at: fact.at, failed: before?.failed ?? false })
    by.set(fact.id, [...(by.get(fact.id) ?? []), message])
  }
  for (const fact of facts) {
    if (fact.type === 'not_delivered') of.set(fact.message, { at: null, failed: true })
    if (fact.type === 'delivered') arrive(fact.message, fact)
    if (fact.type === 'call_held') for (const [message, { at }] of of) if (at === null) arrive(message, fact)
  }
  return { of, by }
}

function arrived(arrivals: Arrivals, message: string | null, sentAt: number): number | null {
  const arrival = message === null ? undefined : arrivals.of.get(message)
  if (arrival === undefined) return sentAt
  return arrival.at === null ? null : Math.max(sentAt, arrival.at)
}

/** Rule 2: what time alone has done before `t`; at its very instant all is still in time. */
function letTimePass(life: Life, t: number): void {
  if (isOver(life)) return
  for (const name of ['triage', 'reaction'] as const) {
    const clock = life[name]
    if (clock !== null && clock.ended === null && dueOf(life, name, clock) < t) clock.missed ??= dueOf(life, name, clock)
  }
  if (counts(life)) {
    const boundary = life.wait !== null && life.wait.boundary < t ? life.wait.boundary : null
    const due = life.result === null ? Infinity : dueOf(life, 'result', life.result)
    if (life.result !== null && due < t && (boundary === null || due <= boundary)) life.result.missed ??= due
    if (boundary !== null) life.pauses.push({ from: boundary, to: null, by: 'silence' })
  }
  const confirms = confirmsAt(life)
  if (confirms !== null && confirms < t) life.resolved = { at: confirms, how: 'auto_confirmed' }
}

function happen(life: Life, fact: Fact, arrivals: Arrivals, revisions: ReadonlyMap<string, number>): void {
  if (fact.type === 'judged') return judged(life, fact)
  // After the end only a judgement counts.
  if (isOver(life)) return
  const { at } = fact
  switch (fact.type) {
    case 'registered': case 'reopened': case 'lifted': case 'work_stopped': case 'customer_asked_call': return goOn(life, at)
    case 'customer_wrote':
      // The inbound table: thanks end a wait, a sticker does not; only a real message is an unclear answer to a result.
      if (fact.weight === 'real' || fact.weight === 'thanks') goOn(life, at)
      if (fact.weight === 'real' && isAwaiting(life)) life.unread.push(fact.message)
      return
    case 'triaged': return grade(life, fact.category, 'corrected', at)
    case 'recategorised': return grade(life, fact.category, fact.basis, at)
    case 'taken': return startWork(life)
    case 'answered':
      touch(life, arrivals, fact.message, at)
      if (fact.asks) ask(life, arrived(arrivals, fact.message, at), fact.until)
      return
    case 'call_held':
      touch(life, arrivals, null, at)
      if (fact.asks) ask(life, at, fact.until)
      return arrive(life, fact, arrivals, revisions)
    case 'wait_agreed':
      // More time by agreement: nothing is waited for until then.
      goOn(life, at)
      touch(life, arrivals, null, at)
      return ask(life, at, fact.until)
    case 'item_ticked': case 'step_marked': case 'stop_answered': case 'lead_called':
      if (isPress(fact)) goOn(life, at)
      return
    case 'due_revised':
      // in writing it holds from the arrival of its notice.
      if (fact.message === null) revise(life, fact.due, at)
      return
    case 'handed_over':
      if (!isAwaiting(life)) life.work = fact.to === 'developers' ? 'with_developers' : 'with_third_party'
      return
    case 'taken_back':
      if (life.work === 'with_developers' || life.work === 'with_third_party') life.work = 'in_work'
      return
    case 'result_reported': return report(life, fact, arrivals)
    case 'delivered': return arrive(life, fact, arrivals, revisions)
    case 'confirmed':
      if (life.told !== null) life.resolved = { at, how: 'confirmed' }
      return
    case 'disputed': return dispute(life, at)
    case 'withdrawn': case 'closed_as_spam': case 'closed_as_moved':
      life.closed = at
      return
    case 'assigned': case 'not_delivered': case 'call_needed': case 'struck': case 'delay_noted': case 'help_scheduled': case 'return_set': case 'return_cancelled':
    case 'handed_to_shift': case 'other': return
  }
}

function startWork(life: Life): void {
  if (life.work === 'registered' || life.work === 'triaged') life.work = 'in_work'
}

/** a contact by a person ends the reaction term, unless it reached nobody. */
function touch(life: Life, arrivals: Arrivals, message: string | null, at: number): void {
  startWork(life)
  if (message !== null && arrivals.of.get(message)?.failed === true) life.lost.add(message)
  else meet(life, at)
}

/** What reached its reader with this fact: a contact, and a due that was set by hand. */
function arrive(life: Life, fact: Fact, arrivals: Arrivals, revisions: ReadonlyMap<string, number>): void {
  for (const message of arrivals.by.get(fact.id) ?? []) {
    if (life.lost.has(message)) meet(life, fact.at)
    const due = revisions.get(message)
    if (due !== undefined) revise(life, due, fact.at)
  }
}

function meet(life: Life, at: number): void {
  life.contact ??= at
  if (life.reaction !== null) life.reaction.ended ??= at
}

/** the wait runs from the first unanswered question that arrived. */
function ask(life: Life, arrival: number | null, until: number | null = null): void {
  if (life.told !== null || arrival === null) return
  // an agreed time in the future is not silence.
  const since = Math.max(arrival, until ?? arrival)
  if (life.wait !== null && life.wait.since <= since) return
  life.wait = { since, boundary: afterOpen(since, silenceTerm) }
}

/** set by hand; an instant in closed hours is the closing before it. */
function revise(life: Life, due: number, at: number): void {
  if (life.result === null || life.told !== null) return
  const from = used(life, at)
  life.result.promised = { limit: from + openBetween(at, due), from }
}

/** */
function goOn(life: Life, at: number): void {
  life.wait = null
  const pause = silentPause(life)
  if (pause !== null) pause.to = at
}

/** for a category that turned out different. */
function grade(life: Life, category: Category, basis: 'changed' | 'corrected', at: number): void {
  const before = life.category
  if (before === category) return
  life.category = category
  if (before === null) {
    life.triage.ended ??= at
    if (life.work === 'registered') life.work = 'triaged'
    life.reaction = running(fromReceipt(reactionTerm[category]), category)
    life.reaction.ended = life.contact
    const due = dueOf(life, 'reaction', life.reaction)
    if (life.contact !== null && life.contact > due) life.reaction.missed = due
    const term = resultTerm[category]
    if (term !== undefined) life.result = running(fromReceipt(term), category)
    return
  }
  if (life.reaction !== null && life.reaction.ended === null) {
    const elapsed = openBetween(life.receipt, at)
    regrade(life.reaction, reactionTerm[category], { before, category, basis, elapsed, own: true, past: limit => plainDue(life, limit) < at })
  }
  const term = resultTerm[category]
  if (term === undefined) return
  if (life.result === null) life.result = running(fromReceipt(term), category)
  else regrade(life.result, term, { before, category, basis, elapsed: used(life, at), own: resultTerm[before] !== undefined, past: limit => resultDue(life, limit) < at })
}

type Regrade = { before: Category; category: Category; basis: 'changed' | 'corrected'; elapsed: number; own: boolean; past: (limit: number) => boolean }

function regrade(clock: Running, term: number, { before, category, basis, elapsed, own, past }: Regrade): void {
  const old = clock.promised
  const held = clock.held.get(category)
  let next: Promised
  if (category < before) {
    // More urgent: a mistake counts from receipt; a change from itself, and never later than what was promised.
    if (basis === 'corrected') next = held ?? fromReceipt(term)
    else {
      const fresh = held ?? { limit: elapsed + term, from: elapsed }
      next = fresh.limit < old.limit ? fresh : old
    }
  } else {
    // Less urgent: from receipt, and never sooner than what was promised, unless that was another category's term that was only kept.
    const lower = held ?? fromReceipt(term)
    next = (own || past(lower.limit)) && lower.limit <= old.limit ? old : lower
  }
  clock.promised = next
  if (held === undefined) clock.held.set(category, next)
}

/** A second word about a result that stands is a better wording: only the day to check begins anew. */
function report(life: Life, fact: Fact & { type: 'result_reported' }, arrivals: Arrivals): void {
  const { at } = fact
  touch(life, arrivals, fact.message, at)
  if (life.category === null) return
  const arrival = arrived(arrivals, fact.message, at)
  const confirms = arrival === null ? null : arrival + checkTerm
  if (life.told !== null) {
    life.told.confirmsAt = confirms
    life.unread = []
    return
  }
  goOn(life, at)
  life.pauses.push({ from: at, to: null, by: 'result' })
  life.work = 'in_work'
  life.told = { at, confirmsAt: confirms, aside: null }
  if (fact.kind !== 'refused') return
  // A refusal is due as a reaction is.
  const term = fromReceipt(reactionTerm[life.category])
  life.told.aside = life.result?.promised ?? 'none'
  life.result ??= running(term)
  if (term.limit < life.result.promised.limit) life.result.promised = term
  const due = dueOf(life, 'result', life.result)
  if (at > due) life.result.missed ??= due
}

/** the same cycle goes on; the time between report and dispute does not count. */
function dispute(life: Life, at: number): void {
  const { told, result } = life
  if (told === null) return
  if (result !== null) {
    if (told.aside === 'none') life.result = result.missed === null ? null : result
    else if (told.aside !== null) result.promised = told.aside
  }
  life.pauses.at(-1)!.to = at
  life.told = null
  life.unread = []
  life.work = 'in_work'
}

/** A-20; also the undo of a confirmation by silence (rule 8). */
function judged(life: Life, { message, as, at }: Fact & { type: 'judged' }): void {
  if (life.told === null || life.closed !== null) return
  const waited = life.unread.includes(message)
  life.unread = life.unread.filter(one => one !== message)
  if (as === 'dispute') {
    life.resolved = null
    dispute(life, at)
  } else if (life.resolved === null) {
    if (as === 'confirm') life.resolved = { at, how: 'confirmed' }
    // Neutral: it confirms at the old instant, not before the judgement.
    else if (waited && life.told.confirmsAt !== null) life.told.confirmsAt = Math.max(life.told.confirmsAt, at)
  }
}

function rulingOf(life: Life, now: number): Ruling {
  const pause = silentPause(life)
  const state = life.closed !== null ? 'closed' : life.resolved !== null ? 'resolved' : isAwaiting(life) ? 'awaiting_confirmation'
    : pause !== null ? 'suspended' : life.wait !== null ? 'waiting_customer' : life.work
  const clock = (name: ClockName): ClockRuling | null => {
    const one = life[name]
    if (one === null) return null
    // A clock that nothing ended ends with its ticket; the result's at the report that was confirmed.
    const ended = one.ended ?? life.closed ?? (life.resolved === null ? null : name === 'result' && life.told !== null ? life.told.at : life.resolved.at)
    const until = ended === null ? now : Math.min(now, ended)
    const elapsed = name === 'result' ? used(life, until) : openBetween(life.receipt, until)
    const isHidden = name === 'result' && ended === null && life.told === null && pause !== null
    return { due: isHidden ? null : dueOf(life, name, one), ended, missed: one.missed, elapsed, left: one.promised.limit - elapsed }
  }
  const clocks = { triage: clock('triage')!, reaction: clock('reaction'), result: clock('result') }
  let nearest: Ruling['nearest'] = null
  for (const name of clockNames) {
    const one = clocks[name]
    if (one === null || one.ended !== null || one.due === null || (name === 'result' && life.told !== null)) continue
    if (nearest === null || one.due < nearest.at) nearest = { clock: name, at: one.due }
  }
  return {
    cycle: life.number, state, base: state === 'suspended' || state === 'waiting_customer' ? life.work : state, category: life.category,
    receivedAt: life.receipt, workFrom: nextOpening(life.receipt), ...clocks,
    wait: isOver(life) ? null : life.wait, suspendedAt: isOver(life) ? null : (pause?.from ?? null),
    confirmsAt: life.resolved?.how === 'auto_confirmed' ? life.resolved.at : confirmsAt(life),
    unread: isOver(life) ? [] : life.unread, resolvedAt: life.resolved?.at ?? null, resolvedHow: life.resolved?.how ?? null, closedAt: life.closed,
    nearest, alarms: isOver(life) ? [] : alarmsOf(life, now), next: isOver(life) ? null : nextOf(life),
  }
}

function alarmsOf(life: Life, now: number): Alarm[] {
  const alarms: Alarm[] = []
  for (const name of clockNames) {
    const clock = life[name]
    if (clock === null || clock.ended !== null || clock.missed !== null || (name === 'result' && !counts(life))) continue
    const due = dueOf(life, name, clock)
    const { limit, from } = clock.promised
    for (const share of warningShares) {
      // Never in closed hours (S-9): one that falls on the closing sounds at the opening.
      const at = nextOpening((name === 'result' ? resultDue : plainDue)(life, from + Math.round(share * (limit - from))))
      if (at < due) alarms.push({ of: name, share: `${Math.round(share * 100)}%`, at, due })
    }
  }
  const pause = silentPause(life)
  if (life.wait !== null && pause === null) {
    const { boundary } = life.wait
    alarms.push({ of: 'suspension', share: 'before', at: beforeOpen(boundary, beforeSuspension), due: boundary })
  }
  const confirms = confirmsAt(life)
  if (confirms !== null && life.told !== null && confirms - beforeConfirmation > life.told.at) alarms.push({ of: 'confirmation', share: 'before', at: confirms - beforeConfirmation, due: confirms })
  if (pause !== null) {
    for (let count = 1; pause.from + (count - 1) * whileSuspended <= now; count++) alarms.push({ of: 'still_suspended', share: String(count), at: pause.from + count * whileSuspended, due: pause.from })
  }
  return alarms
}

function nextOf(life: Life): number | null {
  const ends: number[] = []
  for (const name of clockNames) {
    const clock = life[name]
    if (clock !== null && clock.ended === null && clock.missed === null && (name !== 'result' || counts(life))) ends.push(dueOf(life, name, clock))
  }
  if (counts(life) && life.wait !== null) ends.push(life.wait.boundary)
  const confirms = confirmsAt(life)
  if (confirms !== null) ends.push(confirms)
  return ends.length === 0 ? null : Math.min(...ends)
}
