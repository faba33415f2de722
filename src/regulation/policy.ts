import type { Instant } from '../lib/instant.ts'
import type { Category } from './signals.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** Wall-clock opening, half-open: `['09:00', '23:00']`; the close may be `'24:00'`. */
export type Window = readonly [open: string, close: string]

/** `holidays`: local dates without windows; `overrides`: local date to the windows that replace the weekly ones, also on a holiday. */
export type Calendar = {
  timezone: string
  weekly: Partial<Record<Weekday, readonly Window[]>>
  holidays: readonly string[]
  overrides?: Record<string, readonly Window[]>
}

/** ISO duration of service time, or whole working days. */
export type Term = { service: string } | { workingDays: number }

/**
 * What the clocks obey: the machine half of one edition of the regulation. Everything here is a value of the document.
 */
export type Policy = {
  /** `state` is the five-day week with the production calendar, used where a switch says so. */
  calendars: { service: Calendar; state: Calendar }
  /** whose «рабочий день» counts terms in days. */
  workingDay: 'service' | 'state'
  /** service-time budget, or Civil Code 191/194 (day of receipt not counted, due when the n-th day closes). */
  dayCount: 'service-time' | 'civil'
  /** */
  triage: Term
  /** R-6.2.7-9, A-07: from receipt. */
  reaction: Record<Category, Term>
  /** A-08, S-3: none for category 1. */
  result: Partial<Record<Category, Term>>
  /** which missed clock the customer's view calls a breach of the regulation. */
  breachShown: 'both' | 'reaction' | 'result'
  /** a refusal is due within the reaction term of its category, or has no term of its own. */
  refusal: 'reaction' | 'none'
  /** the wait, and whose days it counts (`workingDay` follows A-03). */
  silence: { term: Term; calendar: 'workingDay' | 'service' | 'state' }
  /** ISO duration of ordinary time; of service time; or the end of the next local day. */
  confirm: { ordinary: string } | { service: string } | 'end-of-next-day'
  /** A-20, S-1: how long after the end a reference reopens the ticket (ISO duration, ordinary time). */
  reopenWindow: string
  /** shares of a running clock's term, in its own time, at which staff are warned. Ascending, inside (0, 1). */
  warnAt: readonly number[]
  /** How long before the suspension, and before auto-confirmation, the customer is reminded (ISO; service time, ordinary time). */
  remind: {
    beforeSuspension: string
    beforeConfirmation: string
    /** A-38, S-5: how often a suspended customer is reminded (ISO, ordinary time); never when absent. */
    whileSuspended?: string
  }
  /** weekday of the weekly update, or null while unknown; no clock. */
  releaseWeekday: Weekday | null
}

export type Edition = { version: string; validFrom: Instant; policy: Policy }
