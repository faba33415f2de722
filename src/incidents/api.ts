import { z } from 'zod'
import { id, instant, text } from '../lib/wire.ts'
import { category } from '../tickets/api.ts'
import { components, limits, sources, states, updateKinds } from './kinds.ts'

const component = z.enum(components)
const list = <T extends z.ZodType>(item: T, max: number) => z.array(item).max(max)
const named = z.object({ id, name: z.string() })

/** One outage in a list (`GET /api/incidents?list=live|past&after=`); `live`: proposed and open, for the banner too. */
export const incidentRow = z.object({
  id, number: z.number(), title: z.string(), components: z.array(component), scope: z.enum(['all', 'points']), points: z.number(), state: z.enum(states), source: z.enum(sources),
  startedAt: instant, openedAt: instant.nullable(), endedAt: instant.nullable(), nextUpdateAt: instant.nullable(), endProposedAt: instant.nullable(),
  /** Tickets that hang on it; for a proposal the reports that it was made of. */
  tickets: z.number(), lastText: z.string().nullable(),
})
export type IncidentRow = z.infer<typeof incidentRow>
export const incidentQuery = z.object({ list: z.enum(['live', 'past']).default('live'), after: id.optional() })
/** `facts`: what a customer may choose in the bot, by id, so that an outage can name some. */
export const incidentList = z.object({ rows: z.array(incidentRow), next: id.nullable(), facts: z.array(z.object({ id: z.string(), label: z.string(), topic: z.string().nullable() })) })

const counted = z.array(z.object({ reason: z.string(), count: z.number() }))
/** How far an update has come: everybody on its list once. `reasons`: why people were not reached; `passedReasons`: why nobody wrote to the others. */
export const progress = z.object({
  tickets: z.number(), people: z.number(), reached: z.number(), underWay: z.number(), notReached: z.number(), passed: z.number(), reasons: counted, passedReasons: counted,
})
/** `text` counts now, with its corrections, oldest first; `progress` of a correction: null where nobody was told of it. `struck`: taken back. */
export const incidentUpdate = z.object({
  id, kind: z.enum(updateKinds), text: z.string(), signer: z.string(), at: instant, nextUpdateAt: instant.nullable(), toAllPoints: z.boolean(), progress,
  corrections: z.array(z.object({ id, before: z.string(), after: z.string(), signer: z.string(), at: instant, progress: progress.nullable() })),
  struck: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
})
export type IncidentUpdate = z.infer<typeof incidentUpdate>

const because = z.object({ by: z.enum(['topic', 'fact', 'words']), what: z.string() })
/** A ticket of it. `attachedBy`: the machine found it alike, a person said so, or it was one of the proposal that `openedBy` confirmed. `because`: why a report looks like it, for those that are not attached. */
export const incidentTicket = z.object({
  number: z.number(), subject: z.string(), state: z.string(), point: z.string().nullable(), contact: z.string().nullable(), at: instant, attachedBy: z.enum(['machine', 'staff', 'proposal']).nullable(),
  detachedAt: instant.nullable(), because: because.nullable(), callTask: z.boolean(),
})
export type IncidentTicket = z.infer<typeof incidentTicket>

export const why = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('radar'), by: z.enum(['fact', 'words']), what: z.string(), points: z.number(), people: z.number(), since: instant, until: instant }),
  z.object({ kind: z.literal('monitoring'), alert: z.string(), startedAt: instant, unknown: z.array(z.string()) }),
])

/** One outage (`GET /api/incidents/:id`), live. Lists are cut: `counts` say how many there are. */
export const incidentPage = incidentRow.extend({
  /** Who opened or confirmed it. */
  openedBy: z.string().nullable(),
  topic: z.string().nullable(), category, facts: z.array(z.string()), words: z.array(z.string()), public: z.boolean(), why: why.nullable(), touched: z.array(named),
  updates: z.array(incidentUpdate), attached: z.array(incidentTicket),
  /** Reports of a proposal; open reports like it that hang on nothing. */
  similar: z.array(incidentTicket),
  missed: z.array(z.object({ updateId: id, ticket: z.number().nullable(), contact: z.string(), point: z.string().nullable(), phone: z.string().nullable(), reason: z.string(), callTask: z.boolean() })),
  canReopenUntil: instant.nullable(),
})
export type IncidentPage = z.infer<typeof incidentPage>

const traits = z.object({
  title: text(limits.title), components: list(component, components.length), scope: z.enum(['all', 'points']), points: list(id, limits.points),
  topic: z.string().max(20).nullable(), category, facts: list(z.string().min(1).max(60), 12), words: list(text(limits.phrase), limits.phrases), public: z.boolean(),
})
/** `id`: made by the client; the same wish sent twice is carried out once. */
const words = z.object({ id, text: text(limits.text), nextUpdateAt: instant.nullable().default(null), toAllPoints: z.boolean().default(false) })

/** `startedAt`: null where nobody knows better than the tickets. `POST /api/incidents` opens one; `POST /api/incidents/:id/open` confirms a proposal. */
export const opening = traits.extend({ startedAt: instant.nullable().default(null), first: words, tickets: list(z.number().int().min(1), limits.attach).default([]) })
export const newIncident = opening.extend({ id, source: z.enum(['ticket', 'hand']).default('hand') })
/** `PATCH /api/incidents/:id` */
export const incidentEdit = traits.extend({ startedAt: instant }).partial()
/** `POST /api/incidents/:id/updates`, `.../end`, `.../reopen` */
export const updateBody = words
export const endBody = words.omit({ nextUpdateAt: true })
/** `POST /api/incidents/:id/updates/:update/correct`, `.../strike`. `tell`: those who have it read the correction. */
export const updateId = z.object({ id, update: id })
export const correctionBody = z.object({ id, text: text(limits.text), tell: z.boolean().default(true) })
export const strikeBody = z.object({ reason: text(limits.reason) })
/** `POST /api/incidents/:id/attach`, `.../detach` */
export const numbersBody = z.object({ numbers: z.array(z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)).min(1).max(limits.attach) })
export const incidentId = z.object({ id })
export const opened = z.object({ id, number: z.number() })

/** `GET /status.json`: what everybody may see; no names of points. */
export const publicStatus = z.object({
  asOf: instant, ok: z.boolean(),
  incidents: z.array(z.object({
    title: z.string(), components: z.array(component), startedAt: instant, endedAt: instant.nullable(), nextUpdateAt: instant.nullable(),
    updates: z.array(z.object({ kind: z.enum(updateKinds), text: z.string(), at: instant, correctedAt: instant.nullable() })),
  })),
})
export type PublicStatus = z.infer<typeof publicStatus>
