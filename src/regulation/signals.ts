import type { Instant } from '../lib/instant.ts'

/** exactly three. 1 critical, 2 important, 3 development. */
export type Category = 1 | 2 | 3
export const categories: readonly Category[] = [1, 2, 3]

/** reasons that may lengthen the work; a label, never a pause. */
export const delayReasons = ['6.5.1', '6.5.2', '6.5.3', '6.5.4'] as const
export type DelayReason = (typeof delayReasons)[number]

export const resultKinds = ['done', 'workaround', 'refused'] as const
export type ResultKind = (typeof resultKinds)[number]

/** `at`: when it happened; the clock reads only this. `seq`: order inside one instant. */
export type SignalBase = { id: string; seq: number; at: Instant }

/**
 * What the clock hears about one ticket. `tickets/clocks.ts` translates ticket events into these; the clock knows no tickets.
 * A `message` is the id of the message that carried the event out or in: `delivered` and `not_delivered` refer to it.
 */
export type Signal = SignalBase & (
  | { type: 'received' }                                        // opens a cycle; in an open cycle it is one more message of the customer
  | { type: 'triaged'; category: Category }
  | { type: 'recategorised'; category: Category; basis: 'changed' | 'corrected' }
  | { type: 'taken' }
  | { type: 'reacted'; how: 'reply' | 'call' | 'remote'; message?: string }
  | { type: 'info_requested'; by: 'specialist' | 'bot'; message?: string; notBefore?: Instant }
  | { type: 'customer_replied'; message?: string }
  | { type: 'lifted' }                                          // a specialist ends a wait or a suspension by hand
  | { type: 'handed_over'; to: 'developers' | 'third_party' }
  | { type: 'returned' }
  | { type: 'due_revised'; due: Instant }                       // result clock only
  | { type: 'result_reported'; kind: ResultKind; message?: string }
  | { type: 'delivered'; message: string }                      // accepted by the channel: starts the wait or the day; without it the event's own `at` does
  | { type: 'not_delivered'; message: string }                  // acts like `struck` on the wait, suspension, confirmation and reaction that the message made
  | { type: 'unclear_answer'; message: string }                 // an answer to a result that a person has to read: auto-confirmation stands still
  | { type: 'judged'; message: string; as: 'confirm' | 'dispute' | 'neutral' }
  | { type: 'confirmed' }
  | { type: 'disputed' }                                        // in time only; after the end a new `received` opens the next cycle
  | { type: 'closed'; reason: 'withdrawn' | 'duplicate' | 'spam' }
  | ({ type: 'merged_in' } & MergedFacts)
  | { type: 'struck'; event: string })                          // id of an event recorded by mistake

/**
 * What a duplicate brings with it. The optional facts are those of its own clocks at the merge; without them
 * the survivor's stand alone. `breached`: the dues it had missed.
 */
export type MergedFacts = {
  receivedAt: Instant
  category?: Category
  triagedAt?: Instant
  reactedAt?: Instant
  breached?: { triage?: Instant; reaction?: Instant; result?: Instant }
}

export type SignalType = Signal['type']
