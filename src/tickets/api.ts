import { z } from 'zod'
import { id, instant, limits, text } from '../lib/wire.ts'
import { states } from '../regulation/view.ts'
import type { Policy } from '../regulation/policy.ts'
import { delayReasons, resultKinds } from '../regulation/signals.ts'
import { contactCard, pointCard, pointRoles } from '../contacts/api.ts'
import { itemKinds } from './asked.ts'
import { message } from './conversation.ts'

export const category = z.union([z.literal(1), z.literal(2), z.literal(3)])
export const state = z.enum(states)
export const clockName = z.enum(['triage', 'reaction', 'result'])

/** Views of the queue; `hot`: due within two service hours or overdue. */
export const queueViews = ['triage', 'mine', 'hot', 'waiting', 'awaiting', 'all'] as const
export type QueueView = (typeof queueViews)[number]

export const person = z.object({ id, name: z.string() })

/** One row of the queue (`GET /api/queue?view=&after=&limit=`), in the order of product.md 3. */
export const queueRow = z.object({
  id, number: z.number(), version: z.number(), state, base: state, category: category.nullable(),
  topic: z.string().nullable(), subject: z.string(), channel: z.string(),
  point: person.nullable(), contact: person.nullable(), owner: person.nullable(),
  /** The nearest due of a running clock; null when no clock runs to a due. */
  due: z.object({ clock: clockName, at: instant }).nullable(),
  breached: z.boolean(),
  stopReported: z.boolean(),
  receivedAt: instant,
  /** Since when the customer waits for our answer; null when the last word is ours. */
  unansweredSince: instant.nullable(),
  callTask: z.boolean(),
  /** An answer to a result waits for a person to read it. */
  toJudge: z.boolean(),
  /** A date has come: look at it again. */
  cameBack: z.boolean(),
  incident: z.number().nullable(),
})
export type QueueRow = z.infer<typeof queueRow>
export const queueQuery = z.object({ view: z.enum(queueViews).default('all'), after: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(limits.page).default(50) })
export const queuePage = z.object({ rows: z.array(queueRow), next: z.string().nullable() })
/** `GET /api/queue/counts` */
export const queueCounts = z.object({ triage: z.number(), mine: z.number(), hot: z.number(), waiting: z.number(), awaiting: z.number(), all: z.number() })

export const clock = z.object({
  startedAt: instant, dueAt: instant.nullable(), endedAt: instant.nullable(), breachedAt: instant.nullable(),
  /** Milliseconds of the clock's own working time; `remaining` is negative when overdue. */
  elapsed: z.number(), remaining: z.number(), running: z.boolean(),
  stoppedBy: z.enum(['closed_hours', 'suspended', 'awaiting_confirmation', 'ended']).nullable(),
})
export const clocks = z.object({
  cycle: z.number(), state, base: state, category: category.nullable(), registeredAt: instant, workFrom: instant,
  triage: clock, reaction: clock.nullable(), result: clock.nullable(),
  silence: z.object({ since: instant, boundary: instant }).nullable(),
  suspendedAt: instant.nullable(), autoConfirmAt: instant.nullable(), toJudge: z.array(z.string()),
  resolvedAt: instant.nullable(), resolvedHow: z.enum(['confirmed', 'auto_confirmed']).nullable(), closedAt: instant.nullable(),
  history: z.array(z.object({ clock: clockName, due: instant.nullable(), from: instant, cause: z.string() })),
  nextWakeAt: instant.nullable(),
})
export type Clocks = z.infer<typeof clocks>

/** One fact of the ticket's history, newest last; `data` has the fields of the event of that type, instants as text, with `ownerName` and `pointName` beside such ids. */
export const timelineEntry = z.object({
  id, seq: z.number(), type: z.string(), at: instant,
  actor: z.object({ kind: z.enum(['customer', 'staff', 'machine']), id: z.string().nullable(), name: z.string().nullable() }),
  data: z.record(z.string(), z.unknown()), struck: z.boolean(),
})

export const pause = z.object({
  asked: z.object({ at: instant, by: z.string().nullable(), delivered: z.enum(['yes', 'no', 'pending', 'call', 'agreed']), deliveredAt: instant.nullable() }),
  /** What was asked for, and which of it had not come when the wait ended. */
  items: z.array(z.object({ text: z.string(), missing: z.boolean() })),
  /** When the wait began and where its boundary lies. */
  since: instant, boundary: instant,
  suspendedAt: instant.nullable(), endedAt: instant.nullable(),
  /** What ended it. */
  endedBy: z.enum(['answer', 'lifted', 'agreed', 'result', 'closed', 'struck']).nullable(),
  reason: z.string().nullable(),
  /** Milliseconds of service time under suspension. */
  paused: z.number(),
})
export type Pause = z.infer<typeof pause>

/** `GET /api/tickets/:number` (also the answer of every command). */
export const ticketPage = z.object({
  ticket: z.object({
    id, number: z.number(), version: z.number(), state, base: state, category: category.nullable(), effect: z.string().nullable(),
    topic: z.string().nullable(), subject: z.string(), channel: z.string(), channelId: z.string().nullable(),
    owner: person.nullable(), edition: z.object({ id: z.number(), version: z.string() }),
    stopReported: z.boolean(), receivedAt: instant, unansweredSince: instant.nullable(),
    /** The required facts R-6.1.2-5 as far as known. */
    facts: z.object({ what: z.string().nullable(), since: z.string().nullable(), tried: z.string().nullable() }),
    /** Can the desk write to the customer: null = no written channel (call), else its state. */
    written: z.object({ channelId: z.string(), blockedAt: instant.nullable() }).nullable(),
    result: z.object({ kind: z.enum(resultKinds), text: z.string(), at: instant }).nullable(),
    disputes: z.number(), leadCalled: z.boolean(), rated: z.number().nullable(),
    /** `question`: the message that asks. */
    asked: z.array(z.object({ id, kind: z.enum(itemKinds), text: z.string(), question: z.string().nullable(), at: instant, state: z.enum(['open', 'done', 'waived']), message: z.string().nullable() })),
    steps: z.array(z.object({ id, text: z.string(), question: z.string().nullable(), at: instant, state: z.enum(['open', 'done', 'failed']) })),
    answerBy: instant.nullable(),
    procedure: z.record(z.string(), z.boolean()), preconditions: z.record(z.string(), z.boolean()),
    deliverable: z.object({ fields: z.record(z.string(), z.string()), files: z.array(z.object({ id: z.string(), name: z.string(), mime: z.string(), size: z.number() })) }).nullable(),
    comesBack: z.object({ on: instant, why: z.enum(['return', 'look_again', 'help']), staff: person.nullable(), note: z.string() }).nullable(),
    cameBackAt: instant.nullable(), helpAt: instant.nullable(),
    party: z.object({ who: z.string(), request: z.string() }).nullable(),
    development: z.object({ id: z.string(), title: z.string() }).nullable(),
    delays: z.array(z.enum(delayReasons)),
    incident: z.object({ id: z.string(), number: z.number() }).nullable(),
    morePoints: z.array(person),
    /** Everybody of this ticket, the main person first. `conversation` null: cannot be written to. */
    people: z.array(z.object({ contact: person, conversation: id.nullable(), main: z.boolean() })),
  }),
  /** Every wait and pause of this ticket, oldest first: who asked, what was missing, whether it was delivered, how long. */
  pauses: z.array(pause),
  clocks, contact: contactCard.nullable(), point: pointCard.nullable(),
  messages: z.array(message), timeline: z.array(timelineEntry),
  callTasks: z.array(z.object({ id, reason: z.string(), createdAt: instant, doneAt: instant.nullable() })),
  /** Other open tickets of the same contact. */
  alsoOpen: z.array(z.object({ number: z.number(), subject: z.string(), state })),
  /** Whom else to call, likeliest first; empty when the main person has a number. `role` null: a person of the ticket who has none at its points. */
  otherPhones: z.array(z.object({ id, name: z.string(), role: z.enum(pointRoles).nullable(), phone: z.string(), extension: z.string().nullable() })),
  /** Names of commands that this person may give now. */
  may: z.array(z.string()),
})
export type TicketPage = z.infer<typeof ticketPage>

const asking = {
  /** what exactly is asked for: what to do, step by step. */
  items: z.array(z.object({ kind: z.enum(itemKinds), text: text(300) })).max(12).default([]),
  steps: z.array(text(500)).max(20).default([]),
  /** The answer is expected, by agreement, not before this instant. */
  until: instant.nullable().default(null),
}
const party = z.object({ who: text(limits.name), request: z.string().trim().max(100).default('') })

const triage = { category, effect: text(limits.reason), topic: z.string().max(40).nullable().default(null) }

const fileIds = z.array(id).max(limits.filesPerMessage).default([])

/** Everything a person can do to a ticket: `POST /api/tickets/:number/commands`. Each is one line of `tickets/decide.ts`. */
export const command = z.discriminatedUnion('type', [
  z.object({ type: z.literal('triage'), ...triage }),
  z.object({ type: z.literal('recategorise'), category, basis: z.enum(['changed', 'corrected']), reason: text(limits.reason) }),
  z.object({ type: z.literal('set_topic'), topic: z.string().max(40).nullable() }),
  z.object({ type: z.literal('take') }),
  z.object({ type: z.literal('assign'), owner: id.nullable() }),
  z.object({ type: z.literal('answer'), text: z.string().trim().max(limits.messageText), fileIds, asks: z.boolean().default(false), ...asking, /** A conversation of this ticket other than the main person's. */ to: id.nullable().default(null) }),
  z.object({ type: z.literal('note'), text: z.string().trim().max(limits.noteText), fileIds }),
  z.object({ type: z.literal('call_held'), note: z.string().trim().max(limits.noteText).default(''), asks: z.boolean().default(false), ...asking }),
  z.object({
    type: z.literal('report_result'), kind: z.enum(resultKinds), text: text(limits.messageText), fileIds, told: z.enum(['written', 'call']).default('written'),
    /** The ticket is assessed in the same breath: what is outside is answered at once, and the customer reads the answer alone. */
    triage: z.object(triage).optional(),
  }),
  z.object({ type: z.literal('confirm'), note: z.string().trim().max(limits.reason).default('') }),
  z.object({ type: z.literal('dispute'), note: text(limits.reason) }),
  z.object({ type: z.literal('judge'), message: id, as: z.enum(['confirm', 'dispute', 'neutral']) }),
  z.object({ type: z.literal('lift'), reason: text(limits.reason) }),
  z.object({
    type: z.literal('hand_over'), to: z.enum(['developers', 'third_party']), note: text(limits.reason),
    /** Who and under which number there; when to look again; the development item that the ticket waits for. */
    party: party.nullable().default(null), lookAt: instant.nullable().default(null), development: id.nullable().default(null),
  }),
  z.object({ type: z.literal('agree_wait'), until: instant, note: z.string().trim().max(limits.reason).default('') }),
  z.object({ type: z.literal('tick_item'), item: id }),
  z.object({ type: z.literal('waive_item'), item: id }),
  z.object({ type: z.literal('mark_step'), step: id, as: z.enum(['done', 'failed']) }),
  z.object({ type: z.literal('tick_procedure'), step: z.string().min(1).max(60), done: z.boolean() }),
  z.object({ type: z.literal('check_precondition'), precondition: z.string().min(1).max(60), met: z.boolean() }),
  z.object({ type: z.literal('give_deliverable'), fields: z.record(z.string().max(60), z.string().trim().max(500)), fileIds }),
  z.object({ type: z.literal('schedule_help'), at: instant, note: z.string().trim().max(limits.reason).default('') }),
  /** `me`: back to the one who asks; otherwise to the common queue. */
  z.object({ type: z.literal('return_on'), on: instant, me: z.boolean().default(true), note: z.string().trim().max(limits.reason).default('') }),
  z.object({ type: z.literal('cancel_return') }),
  z.object({ type: z.literal('hand_to_shift'), to: id.nullable(), done: z.string().trim().max(limits.reason).default(''), waiting: z.string().trim().max(limits.reason).default(''), next: z.string().trim().max(limits.reason).default('') }),
  z.object({ type: z.literal('link_development'), development: id }),
  z.object({ type: z.literal('unlink_development') }),
  z.object({ type: z.literal('note_delay'), reason: z.enum(delayReasons) }),
  z.object({ type: z.literal('revise_due'), due: instant, reason: z.enum(delayReasons), told: z.enum(['written', 'call']).default('written') }),
  z.object({ type: z.literal('add_point'), point: id }),
  z.object({ type: z.literal('remove_point'), point: id }),
  z.object({ type: z.literal('set_main_person'), contact: id }),
  z.object({ type: z.literal('remove_person'), contact: id }),
  z.object({ type: z.literal('detach_incident') }),
  z.object({ type: z.literal('answer_stop'), holds: z.boolean() }),
  z.object({ type: z.literal('take_back'), note: z.string().trim().max(limits.reason).default('') }),
  z.object({ type: z.literal('withdraw'), note: z.string().trim().max(limits.reason).default('') }),
  z.object({ type: z.literal('close_spam') }),
  z.object({ type: z.literal('reopen'), reason: text(limits.reason) }),
  z.object({ type: z.literal('strike'), event: id, reason: text(limits.reason) }),
  z.object({ type: z.literal('set_point'), point: id.nullable() }),
])
export type StaffCommand = z.infer<typeof command>
/** `version`: the one the person saw; when the ticket has moved on since, an answer is still taken, a triage is refused as `stale`. */
export const commandBody = z.object({ command, version: z.number().int().optional() })

/** `POST /api/tickets`: a ticket by hand for a caller. Idempotency-Key header: repeated posts give the same ticket. */
export const newTicket = z.object({
  contactId: id.nullable().default(null), name: z.string().trim().max(limits.name).default(''), phone: z.string().trim().max(40).default(''),
  pointId: id.nullable().default(null), text: text(limits.messageText), stopReported: z.boolean().default(false), take: z.boolean().default(false),
})
export const registered = z.object({ id, number: z.number() })

/** `GET /api/tickets/:number/ledger/:clock`: why this due (pain 19). Lines of `regulation/ledger.ts` with instants as text, and their words. */
export const ledger = z.object({ clock: clockName, due: instant.nullable(), lines: z.array(z.object({ kind: z.string(), from: instant.nullable(), to: instant.nullable(), counted: z.number(), left: z.number(), text: z.string() })) })

/** `GET /api/triage-hints`: what the triage card offers: categories and topics of the edition in force, and the category that each answer of the bot's buttons speaks for. */
export const triageHints = z.object({
  categories: z.array(z.object({ category, name: z.string(), effect: z.string(), examples: z.array(z.string()) })),
  /** `words`: what the topic says in full, for finding it. */
  topics: z.array(z.object({ id: z.string(), title: z.string(), words: z.string(), group: z.string(), category: category.nullable(), outside: z.boolean(), reply: z.string().nullable() })),
  /** `label`: as it stands in `facts.what` of a ticket whose author pressed it. */
  facts: z.array(z.object({ label: z.string(), category })),
})

/** `GET /api/judging`: answers to a result that wait for a person, oldest first. `files`: how many came with the words. */
export const judgingList = z.array(z.object({ number: z.number(), subject: z.string(), contact: z.string(), message: id, text: z.string(), files: z.number(), at: instant, result: z.string() }))

/** `GET /api/policy`: what the clocks obey now, for countdowns in service time (the type `Policy` of `regulation/policy.ts`). */
export const policyInForce = z.object({ id: z.number(), version: z.string(), policy: z.looseObject({}) as unknown as z.ZodType<Policy> })
