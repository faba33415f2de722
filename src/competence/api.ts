import { z } from 'zod'
import { instant, text } from '../lib/wire.ts'
import { modes } from '../regulation/document/schema.ts'
import { cardLimits } from './limits.ts'

/** The topic card on the wire: what the desk does for a topic of the regulation. */

/** Id of a step, a question or a field inside its card; a ticket remembers ticks under it, so it stays when words or order change. */
const ownId = z.string().regex(/^[a-z0-9-]{1,60}$/)
/** Number of a topic or of an out-of-scope item, `4.4.1`. */
export const topicId = z.string().regex(/^\d{1,3}(\.\d{1,3}){1,3}$/).max(40)
const category = z.literal([1, 2, 3])
const lines = z.array(text(cardLimits.text)).max(cardLimits.lines)
const optional = (most: number) => z.string().trim().max(most).nullable().default(null)

export const step = z.object({
  id: ownId, text: text(cardLimits.text),
  /** Only for this sub-topic of the regulation (R-4.4.2 a-d); null: for all of them. */
  part: z.string().max(60).nullable().default(null),
  /** Ready text to send. */
  snippet: optional(cardLimits.snippet),
})

/** asked of the specialist, not of the cashier. `outside`: the out-of-scope item whose reply fits when it is not met. */
export const precondition = z.object({ id: ownId, question: text(cardLimits.text), outside: topicId.nullable().default(null) })

export const fieldKinds = ['text', 'number', 'date'] as const
export type FieldKind = (typeof fieldKinds)[number]
export const field = z.object({ id: ownId, label: text(cardLimits.label), kind: z.enum(fieldKinds), required: z.boolean() })

/** what the procedure gives out; it has to be there before the result. */
export const deliverable = z.object({ title: text(cardLimits.label), fields: z.array(field).max(cardLimits.fields), fileRequired: z.boolean() })
export type DeliverableForm = z.infer<typeof deliverable>

export const topicCard = z.object({
  procedure: z.object({ steps: z.array(step).max(cardLimits.steps) }),
  preconditions: z.array(precondition).max(cardLimits.preconditions),
  deliverable: deliverable.nullable(),
  /** Proposed at triage, never imposed; null: by effect alone. */
  proposedCategory: category.nullable(),
  /** Why this category, in a word or two. */
  reason: z.string().trim().max(cardLimits.label).default(''),
  /** what is answered when it is not ours; edited before it is sent. Null: no ready reply. */
  replyText: optional(cardLimits.reply),
  /** Where the customer turns then. */
  recommendation: optional(cardLimits.text),
  /** what we explain, and what we do not do ourselves. */
  advised: lines, notPerformed: lines,
  /** help is agreed for a date. */
  scheduled: z.boolean(),
  /** Words by which people look for it. */
  synonyms: z.array(z.string().trim().min(1).max(cardLimits.word)).max(cardLimits.synonyms),
})
export type TopicCard = z.infer<typeof topicCard>

const words = (most: number) => z.string().max(most).nullable()
/** As it lies in the table. Null: as shipped or as the regulation in force says, also after its next edition; empty words: none on purpose. */
export const storedCard = topicCard.extend({ preconditions: topicCard.shape.preconditions.nullable(), replyText: words(cardLimits.reply), recommendation: words(cardLimits.text) })
export type StoredCard = z.infer<typeof storedCard>

const person = z.object({ id: z.uuid(), name: z.string() })

/** A topic of the edition in force with its card (`GET /api/topics`, `GET /api/topics/:id`). */
export const topicRow = z.object({
  id: z.string(), kind: z.enum(['topic', 'outside']),
  /** Id and title of its section; empty for what lies outside. */
  group: z.object({ id: z.string(), title: z.string() }),
  /** The regulation's short name and its sentence. */
  short: z.string(), title: z.string(),
  /** Null for what lies outside. */
  mode: z.enum(modes).nullable(),
  categories: z.array(category),
  /** may the procedure ask for access data. */
  accessData: z.boolean(),
  parts: z.array(z.object({ id: z.string(), title: z.string() })),
  /** What of an out-of-scope item is done all the same. */
  exception: z.string().nullable(),
  card: topicCard,
  /** 0: never edited. `edited` false: as shipped. */
  version: z.int(), edited: z.boolean(),
  updatedAt: instant.nullable(), updatedBy: person.nullable(),
})
export type TopicRow = z.infer<typeof topicRow>
export const topicList = z.array(topicRow)

/** `PUT /api/topics/:id`; `version`: the one the person saw. Refuses `stale`. */
export const cardChange = z.object({ version: z.int().min(0), card: topicCard })
/** `POST /api/topics/:id/restore`; `to` 0: as it was shipped. */
export const cardRestore = z.object({ version: z.int().min(0), to: z.int().min(0) })

/** `GET /api/topics/:id/history`: newest first; `shipped`: what stood before the first of them. */
export const topicHistory = z.object({
  versions: z.array(z.object({ version: z.int(), at: instant, by: person, card: topicCard })),
  shipped: topicCard,
})
export type TopicHistory = z.infer<typeof topicHistory>
