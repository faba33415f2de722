import type { Instant } from '../lib/instant.ts'
import type { Allowance } from './allowance.ts'
import type { Category, ResultKind } from './signals.ts'
import type { Stretch } from './stretches.ts'
import type { DuePromise, State } from './view.ts'

/** One clock while the fold runs. `due` stands also while the view hides it; `held`: the allowance each category got first. */
export type RunningClock = {
  allowance: Allowance
  due: Instant
  endedAt: Instant | null
  breachedAt: Instant | null
  held: Partial<Record<Category, Allowance>>
}

/** A result that was told: `autoConfirmAt` null when it reached nobody. `withdrawn`: what a refusal put in place of the result's allowance. */
export type Report = { at: Instant; kind: ResultKind; autoConfirmAt: Instant | null; withdrawn: Allowance | 'none' | null }

/** Base states: what the ticket is in when nothing lies over it. */
export type BaseState = Extract<State, 'registered' | 'triaged' | 'in_work' | 'with_developers' | 'with_third_party'>

/** One cycle of a ticket while the fold runs; changed in place, never seen outside it. */
export type Cycle = {
  number: number
  /** Earliest receipt, merged duplicates included; `whole[0]` and `stretches[0]` begin here. */
  start: Instant
  category: Category | null
  base: BaseState
  /** Triage and reaction never pause: one stretch. */
  whole: [Stretch]
  /** What counts towards the result. */
  stretches: Stretch[]
  triage: RunningClock
  reaction: RunningClock | null
  result: RunningClock | null
  /** The result's due was set by hand. */
  revised: boolean
  /** First contact by a person, also when it came before the category. */
  contactAt: Instant | null
  /** Messages of contacts that reached nobody so far. */
  lostContacts: Set<string>
  /** From the earliest start among the open questions; see `ask`. */
  wait: { since: Instant; boundary: Instant } | null
  suspendedAt: Instant | null
  report: Report | null
  toJudge: string[]
  resolvedAt: Instant | null
  resolvedHow: 'confirmed' | 'auto_confirmed' | null
  closedAt: Instant | null
  history: DuePromise[]
}

export const isOver = (cycle: Cycle): boolean => cycle.resolvedAt !== null || cycle.closedAt !== null

/** The result was told and its time to check runs or waits for a judgement. */
export const isAwaiting = (cycle: Cycle): boolean => cycle.report !== null && cycle.report.autoConfirmAt !== null

/** When silence confirms the result; null while nothing was told, or an answer has to be judged first. */
export const autoConfirmAt = (cycle: Cycle): Instant | null =>
  cycle.report !== null && cycle.toJudge.length === 0 && !isOver(cycle) ? cycle.report.autoConfirmAt : null

/** Rule 5: the due that was missed; the first miss stays. */
export function miss(clock: RunningClock, due: Instant): void {
  clock.breachedAt ??= due
}
