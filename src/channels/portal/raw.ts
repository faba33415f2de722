import { z } from 'zod'
import { id } from '../../lib/wire.ts'
import { limits } from './limits.ts'

/** A raw event of the form, as the pages put it into the inbox. `conversation`: its secret-less id; `key`: unique, made by the desk for one sending. */
const key = z.string().regex(/^[\w-]{16,64}$/)
const conversation = z.string().regex(/^[\w-]{16,64}$/)
const file = z.object({ id, name: z.string().min(1).max(255), mime: z.string().max(255), size: z.int().min(0) })
const base = z.object({ conversation, key, at: z.number() })
export const answered = { text: z.string().max(limits.text + limits.place), files: z.array(file).max(limits.files) }
export const pressed = { choice: z.string().max(limits.choice) }
const point = z.object({ id, source: z.enum(['chosen', 'link']) }).nullable()
const happening = z.string().max(100).nullable()
/** What the fields of a page have told, beside the words of the message. `phone`: E.164. */
export const toldShape = z.object({ point, happening, phone: z.string().max(20).optional(), since: z.string().max(limits.since).optional() })

export const rawEvent = z.discriminatedUnion('kind', [
  base.extend({
    kind: z.literal('request'), ...answered, name: z.string().max(limits.name), phone: z.string().max(20).nullable(), language: z.enum(['ru', 'en']), point, happening,
  }),
  /** `replyTo`: the key of his own latest message on the ticket that the page shows. */
  base.extend({ kind: z.literal('answer'), ...answered, replyTo: key.nullable() }),
  base.extend({ kind: z.literal('press'), ...pressed }),
])
export type RawEvent = z.output<typeof rawEvent>
