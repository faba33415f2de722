import type { Instant, Millis } from '../lib/instant.ts'
import type { Category } from './signals.ts'

export const states = [
  'registered', 'triaged', 'in_work', 'waiting_customer', 'suspended', 'with_developers', 'with_third_party',
  'awaiting_confirmation', 'resolved', 'closed',
] as const
export type State = (typeof states)[number]

export const clockNames = ['triage', 'reaction', 'result'] as const
export type ClockName = (typeof clockNames)[number]

/**
 * One clock at one instant. `elapsed + remaining = term`, in the clock's own working time (negative `remaining`: overdue).
 * `dueAt` is null while the result stands still by a suspension. `breachedAt`, once set, stays; it is the due that was missed.
 * The result's `endedAt` is set when its ticket ends; until then a reported result is `stoppedBy: 'awaiting_confirmation'`.
 */
export type Clock = {
  startedAt: Instant
  dueAt: Instant | null
  endedAt: Instant | null
  breachedAt: Instant | null
  elapsed: Millis
  remaining: Millis
  running: boolean
  stoppedBy: 'closed_hours' | 'suspended' | 'awaiting_confirmation' | 'ended' | null
}

/** Why a due is what it is: every due ever promised, oldest first. */
export type DuePromise = { clock: ClockName; due: Instant | null; from: Instant; cause: DueCause }
/** `changed` and `corrected`: a new category; `reported`: a result was told out of a suspension, or a refusal set its own due. */
export type DueCause = 'received' | 'triaged' | 'changed' | 'corrected' | 'suspended' | 'resumed' | 'disputed' | 'revised' | 'merged' | 'reported'

/** All that the clocks say about a ticket at one instant: a pure fold of its signals. */
export type View = {
  cycle: number
  state: State
  /** The state the ticket is in once the customer's answer comes; equals `state` when nothing lies over it. */
  base: State
  category: Category | null
  registeredAt: Instant
  /** `nextOpen(receipt)` of the service calendar. */
  workFrom: Instant
  triage: Clock
  reaction: Clock | null
  result: Clock | null
  /** The open wait for the customer: from the first delivered question to its boundary. */
  silence: { since: Instant; boundary: Instant } | null
  suspendedAt: Instant | null
  /** null also while an unclear answer waits to be judged; after an automatic confirmation its instant. */
  autoConfirmAt: Instant | null
  /** Message ids of answers to a result that a person has to judge. */
  toJudge: readonly string[]
  resolvedAt: Instant | null
  resolvedHow: 'confirmed' | 'auto_confirmed' | null
  closedAt: Instant | null
  history: readonly DuePromise[]
  /** Earliest instant at which time alone changes this view (breach, suspension, confirmation); null when nothing will. */
  nextWakeAt: Instant | null
}
