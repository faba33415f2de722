import { z } from 'zod'
import { id, instant, limits as common } from '../lib/wire.ts'
import { clockName, category, person, state } from '../tickets/api.ts'
import { delayReasons } from '../regulation/signals.ts'
import { entryKinds } from './roster.ts'

/** Limits of the roster and of acts on many tickets. */
export const limits = {
  note: 200,
  /** Longest stretch that is asked for at once, and the longest absence. */
  days: 400,
  /** Longest period of one pattern. */
  patternDays: 190,
  shiftHours: 36,
  people: 50,
  /** Tickets of one bulk act. */
  tickets: 100,
} as const

const note = z.string().trim().max(limits.note)
const localDate = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const wallTime = z.string().regex(/^\d\d:\d\d$/)

export const entry = z.object({ id, staff: person, from: instant, to: instant, kind: z.enum(entryKinds), substitute: person.nullable(), note: z.string() })
export type Entry = z.infer<typeof entry>
export const span = z.object({ from: instant, to: instant })

/** `GET /api/roster?from=&to=`: everything that touches the period, the service time that nobody covers in it, and the zone of the desk's wall clock. */
export const rosterQuery = z.object({ from: instant, to: instant })
export const roster = z.object({ zone: z.string(), entries: z.array(entry), holes: z.array(span), people: z.array(person) })
export type Roster = z.infer<typeof roster>

/** `POST /api/roster`; a substitute only for an absence. `roster_overlap` when the person has a duty (or an absence) then already. */
export const newEntry = z.object({ staffId: id, from: instant, to: instant, kind: z.enum(entryKinds), substituteId: id.nullable().default(null), note: note.default('') })
/** `PATCH /api/roster/:id` */
export const entryChanges = z.object({ from: instant.optional(), to: instant.optional(), kind: z.enum(entryKinds).optional(), substituteId: id.nullable().optional(), note: note.optional() })

/**
 * `POST /api/roster/pattern`: «2 через 2 с 09:00 до 23:00», or days of the week, for several people at once. Dates and times are of the desk's wall clock.
 * `instead`: what these people have of this kind in the period and has not begun yet goes first; otherwise days that are taken stay as they are.
 */
export const newPattern = z.object({
  staffIds: z.array(id).min(1).max(limits.people), kind: z.enum(['shift', 'on_call']), first: localDate, last: localDate, opens: wallTime, closes: wallTime,
  days: z.discriminatedUnion('by', [
    z.object({ by: z.literal('cycle'), on: z.number().int().min(1).max(31), off: z.number().int().min(0).max(31) }),
    z.object({ by: z.literal('week'), weekdays: z.array(z.number().int().min(0).max(6)).min(1).max(7) }),
  ]),
  instead: z.boolean().default(false),
})
export const patternMade = z.object({ added: z.number(), /** Days on which the person has a duty already. */ passed: z.number(), removed: z.number() })

export const load = z.object({
  urgent: z.number(), untriaged: z.number(), ready: z.number(), waiting: z.number(), withOthers: z.number(), suspended: z.number(),
  unanswered: z.number(), oldestUnanswered: instant.nullable(),
})
/** `until`: end of the shift; null where no roster is kept. `open`: all of the load's tickets; `weight`: what the choice of the next assignee compares. */
export const worker = z.object({ person, until: instant.nullable(), insteadOf: person.nullable(), load, open: z.number(), weight: z.number() })
export type Worker = z.infer<typeof worker>
/** `GET /api/shifts/load`: who is at work now and with how much. `kept` false: no roster for this time, so every specialist counts as present. */
export const loads = z.object({ kept: z.boolean(), people: z.array(worker), onCall: z.array(person), next: id.nullable() })

export const brief = z.object({
  number: z.number(), subject: z.string(), point: z.string().nullable(), owner: person.nullable(), state, category: category.nullable(),
  due: z.object({ clock: clockName, at: instant }).nullable(), breached: z.boolean(),
})
/** `GET /api/shifts/board`: holes of the coming week, what is due within two service hours or overdue, what came back on its date. */
export const board = z.object({ holes: z.array(span), ahead: z.array(brief), cameBack: z.array(brief) })
export type Board = z.infer<typeof board>

const handOverWords = { done: z.string().trim().max(common.reason).default(''), waiting: z.string().trim().max(common.reason).default(''), next: z.string().trim().max(common.reason).default('') }
/** `GET /api/shifts/mine`: my open tickets for the form of the hand-over, with the newest words and what the state suggests. */
export const mine = z.array(brief.extend({
  lastWords: z.object({ by: z.enum(['customer', 'desk', 'note']), text: z.string(), at: instant }).nullable(),
  suggested: z.object({ done: z.string(), waiting: z.string(), next: z.string() }),
}))
export type Mine = z.infer<typeof mine>

const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const numbers = z.array(number).min(1).max(limits.tickets)

/** What became of one ticket of a bulk act; `message` says it in words. `done`: as wished, now or before. */
export const outcome = z.object({ number: z.number(), done: z.boolean(), message: z.string() })
export type Outcome = z.infer<typeof outcome>
export const outcomes = z.object({ results: z.array(outcome) })

/** `POST /api/shifts/hand-over` (Idempotency-Key: sent again, each ticket is handed over once). `to` null: to the common queue. */
export const handOver = z.object({ to: id.nullable(), tickets: z.array(z.object({ number, ...handOverWords })).min(1).max(limits.tickets) })
/** `POST /api/shifts/assign`, `POST /api/tickets/:number/assign-by-load`: to the least loaded of those present. Whoever works on it now keeps it. */
export const assignByLoad = z.object({ numbers })

/** Commands that make sense for many tickets at once; each is the command of `tickets/api.ts`. */
export const bulkCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('take') }),
  z.object({ type: z.literal('assign'), owner: id.nullable() }),
  z.object({ type: z.literal('set_topic'), topic: z.string().max(40).nullable() }),
  z.object({ type: z.literal('note_delay'), reason: z.enum(delayReasons) }),
  z.object({ type: z.literal('return_on'), on: instant, me: z.boolean().default(true), note: z.string().trim().max(common.reason).default('') }),
  z.object({ type: z.literal('cancel_return') }),
])
export type BulkCommand = z.infer<typeof bulkCommand>
/** `POST /api/tickets/bulk` (Idempotency-Key) */
export const bulk = z.object({ numbers, command: bulkCommand })
