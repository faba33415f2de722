import type { Instant, Millis } from '../lib/instant.ts'
import type { Category, DelayReason, ResultKind } from '../regulation/signals.ts'
import type { ClockName, State } from '../regulation/view.ts'
import type { TicketEvent } from '../tickets/ticket.ts'

/** What has a name of its own in a report. */
export type Named = { id: string; name: string }

/** A ticket as it is laid before the judge: its whole history, and the names that stand in its row. */
export type Case = {
  number: number
  point: Named | null
  company: Named | null
  events: readonly TicketEvent[]
}

/** `none`: the ticket ended before the term could be kept or broken. `running`: not ended yet and in time so far. */
export const standings = ['kept', 'broken', 'running', 'none'] as const
export type Standing = (typeof standings)[number]

/**
 * Why a term was broken. A reason of is what a specialist has noted; the others are what the history says, the weightiest first:
 * `incident` (an outage), `late_triage` (the desk's own half hour ate the term, A-07), `raised` (a more urgent category moved the due nearer, A-11),
 * `not_delivered`, `third_party`, `developers`, `disputed` (a result was told in time and did not hold), `suspended` (a pause lay in between),
 * `untaken` (nobody took it before its due), `late`.
 */
export const ledgerReasons = ['incident', 'late_triage', 'raised', 'not_delivered', 'third_party', 'developers', 'disputed', 'suspended', 'untaken', 'late'] as const
export type BrokenReason = DelayReason | (typeof ledgerReasons)[number]

/** `took` and `overBy` in the clock's own working time; `due` is null while the result stands still by a pause. */
export type ClockRow = {
  due: Instant | null
  endedAt: Instant | null
  standing: Standing
  took: Millis
  overBy: Millis
  reason: BrokenReason | null
  /** does the customer's month speak of this clock? */
  shown: boolean
}

/** A pause by silence: `to` null while it goes on, `open` is service time. `missing`: what was asked and had not come when it began. */
export type PauseRow = {
  from: Instant
  to: Instant | null
  open: Millis
  /** Who had asked. */
  askedBy: string | null
  missing: readonly string[]
  /** What of it came before the pause ended. */
  came: readonly string[]
  endedBy: 'customer' | 'staff' | 'end' | null
}

export type CategoryStep = { category: Category; at: Instant; how: 'triaged' | 'changed' | 'corrected'; reason: string }

export const ends = ['confirmed', 'auto_confirmed', 'withdrawn', 'spam', 'duplicate'] as const
export type End = (typeof ends)[number]

/** One cycle of one ticket: from receipt, or reopening, to its end. */
export type ReportRow = {
  number: number
  /** 1, or higher after reopenings. */
  cycle: number
  subject: string
  point: Named | null
  company: Named | null
  channel: string
  edition: number
  /** Staff id. */
  owner: string | null
  receivedAt: Instant
  category: Category | null
  categories: readonly CategoryStep[]
  topic: string | null
  /** the topic lies outside of what support does. */
  outside: boolean
  stopReported: boolean
  clocks: Readonly<Record<ClockName, ClockRow | null>>
  pauses: readonly PauseRow[]
  result: { kind: ResultKind; at: Instant } | null
  state: State
  end: End | null
  endedAt: Instant | null
  disputes: number
  rated: number | null
  delays: readonly DelayReason[]
  /** Number of the outage that it was attached to. */
  incident: number | null
}
