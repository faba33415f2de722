import type { Instant } from '../lib/instant.ts'
import { dueOf, earlier, fromChange, fromReceipt, keptDue, later, type Allowance } from './allowance.ts'
import { miss, type Cycle, type RunningClock } from './cycle.ts'
import { promise } from './promises.ts'
import type { Category, MergedFacts } from './signals.ts'
import type { Stretch } from './stretches.ts'
import type { Measure, Rules } from './terms.ts'
import type { DueCause } from './view.ts'

/** the first category; ends triage and gives the reaction and result clocks their terms from receipt. */
export function grade(cycle: Cycle, rules: Rules, category: Category, at: Instant): void {
  cycle.category = category
  cycle.triage.endedAt ??= at
  cycle.reaction = clockFor(rules.reaction[category], category, cycle.start, cycle.whole)
  cycle.reaction.endedAt = cycle.contactAt
  judgeEnded(cycle.reaction)
  promise(cycle, 'reaction', cycle.reaction.due, at, 'triaged')
  giveResult(cycle, rules, category, at, 'triaged')
  if (cycle.base === 'registered') cycle.base = 'triaged'
}

/** the same category changes nothing; after the reaction no new reaction clock opens (rule 9). */
export function regrade(cycle: Cycle, rules: Rules, category: Category, basis: 'changed' | 'corrected', at: Instant): void {
  const before = cycle.category
  if (before === null) return grade(cycle, rules, category, at)
  if (before === category) return
  cycle.category = category
  if (cycle.reaction !== null && cycle.reaction.endedAt === null) {
    change(cycle.reaction, cycle, cycle.whole, rules.reaction[category], { before, category, basis, at, ownTerm: true })
    promise(cycle, 'reaction', cycle.reaction.due, at, basis)
  }
  const measure = rules.result[category]
  if (measure === undefined) return // S-3: no term of its own; one given before is kept.
  if (cycle.result === null) return giveResult(cycle, rules, category, at, basis)
  change(cycle.result, cycle, cycle.stretches, measure, { before, category, basis, at, ownTerm: rules.result[before] !== undefined })
  promiseResult(cycle, at, basis)
}

type Change = { before: Category; category: Category; basis: 'changed' | 'corrected'; at: Instant; ownTerm: boolean }

function change(clock: RunningClock, cycle: Cycle, stretches: readonly Stretch[], measure: Measure, how: Change): void {
  const { category } = how
  clock.allowance = changed(clock, cycle, stretches, measure, how)
  clock.held[category] ??= clock.allowance
  clock.due = dueOf(clock.allowance, stretches)
}

function changed(clock: RunningClock, cycle: Cycle, stretches: readonly Stretch[], measure: Measure, how: Change): Allowance {
  const { before, category, basis, at, ownTerm } = how
  const old = clock.allowance
  const held = clock.held[category]
  if (category < before) {
    if (basis === 'corrected') return held ?? fromReceipt(measure, cycle.start)
    return earlier(old, held ?? fromChange(measure, stretches, at), stretches)
  }
  const lower = held ?? fromReceipt(measure, cycle.start)
  // A term kept from another category gives way, unless the new one is past already; one's own due never gets earlier (invariant 19).
  return ownTerm || dueOf(lower, stretches) < at ? later(old, lower, stretches) : lower
}

function clockFor(measure: Measure, category: Category, start: Instant, stretches: readonly Stretch[]): RunningClock {
  const allowance = fromReceipt(measure, start)
  return { allowance, due: dueOf(allowance, stretches), endedAt: null, breachedAt: null, held: { [category]: allowance } }
}

function giveResult(cycle: Cycle, rules: Rules, category: Category, at: Instant, cause: DueCause): void {
  const measure = rules.result[category]
  if (measure === undefined) return
  cycle.result = clockFor(measure, category, cycle.start, cycle.stretches)
  promiseResult(cycle, at, cause)
}

/** While the ticket is suspended no due is promised; the resumption promises it. */
export function promiseResult(cycle: Cycle, at: Instant, cause: DueCause): void {
  if (cycle.result !== null && cycle.suspendedAt === null) promise(cycle, 'result', cycle.result.due, at, cause)
}

/** A clock that had ended before its due was known is judged at once (A-10: at the due is in time). */
function judgeEnded(clock: RunningClock): void {
  if (clock.endedAt !== null && clock.endedAt > clock.due) miss(clock, clock.due)
}

/** A-25, rule 6: the earliest receipt, the most urgent category, then as if corrected; a breach on either stays. */
export function merge(cycle: Cycle, rules: Rules, facts: MergedFacts, at: Instant): void {
  const { start: oldStart, category: oldCategory } = cycle
  const start = Math.min(oldStart, facts.receivedAt)
  const graded = [oldCategory, facts.category].filter((category) => category !== null && category !== undefined).sort()
  const category = graded[0] ?? null
  cycle.start = start
  cycle.whole[0].from = start
  cycle.stretches[0]!.from = start

  if (start !== oldStart) {
    cycle.triage.allowance = fromReceipt(rules.triage, start)
    cycle.triage.due = dueOf(cycle.triage.allowance, cycle.whole)
    promise(cycle, 'triage', cycle.triage.due, at, 'merged')
  }
  endAtFirst(cycle.triage, facts.triagedAt)
  if (facts.reactedAt !== undefined) cycle.contactAt = Math.min(cycle.contactAt ?? facts.reactedAt, facts.reactedAt)

  const moved = start !== oldStart || category !== oldCategory
  if (category !== null && moved) regradeMerged(cycle, rules, category, at)
  if (category !== null) mergeResult(cycle, rules, category, { other: graded.at(-1)!, moved, same: category === oldCategory, oldStart, at })
  if (cycle.reaction !== null) endAtFirst(cycle.reaction, facts.reactedAt)
  // What either had missed by itself stands before the merged dues are judged.
  keepBreach(cycle.triage, facts.breached?.triage)
  keepBreach(cycle.reaction, facts.breached?.reaction)
  keepBreach(cycle.result, facts.breached?.result)
  // Whether the duplicate's triage was late only its own facts can tell.
  if (facts.category === undefined || facts.triagedAt !== undefined) judgeEnded(cycle.triage)
  if (cycle.reaction !== null) judgeEnded(cycle.reaction)
}

function regradeMerged(cycle: Cycle, rules: Rules, category: Category, at: Instant): void {
  if (cycle.category === null) {
    cycle.triage.endedAt ??= at
    if (cycle.base === 'registered') cycle.base = 'triaged'
  }
  cycle.category = category
  cycle.reaction = restarted(cycle.reaction, clockFor(rules.reaction[category], category, cycle.start, cycle.whole))
  cycle.reaction.endedAt ??= cycle.contactAt
  promise(cycle, 'reaction', cycle.reaction.due, at, 'merged')
}

type Merge = { other: Category; moved: boolean; same: boolean; oldStart: Instant; at: Instant }

/** A result that either ticket was promised stays promised, also when the other is category 1; one set by hand keeps its due. */
function mergeResult(cycle: Cycle, rules: Rules, category: Category, { other, moved, same, oldStart, at }: Merge): void {
  const old = cycle.result
  if (old !== null && !moved) return
  const term = rules.result[category] === undefined ? other : category
  const measure = rules.result[term]
  if (old !== null && ((cycle.revised && same) || measure === undefined)) {
    old.allowance = keptDue(old.allowance, cycle.start, oldStart)
  } else if (measure !== undefined) {
    cycle.result = restarted(old, clockFor(measure, term, cycle.start, cycle.stretches))
    cycle.revised = false
  }
  promiseResult(cycle, at, 'merged')
}

function restarted(old: RunningClock | null, fresh: RunningClock): RunningClock {
  return old === null ? fresh : { ...fresh, endedAt: old.endedAt, breachedAt: old.breachedAt }
}

function endAtFirst(clock: RunningClock, at: Instant | undefined): void {
  if (at !== undefined) clock.endedAt = Math.min(clock.endedAt ?? at, at)
}

function keepBreach(clock: RunningClock | null, due: Instant | undefined): void {
  if (clock !== null && due !== undefined) clock.breachedAt = Math.min(clock.breachedAt ?? due, due)
}

