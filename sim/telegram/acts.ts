import type { ReactionTypeEmoji } from '@grammyjs/types'
import { z } from 'zod'

/**
 * What a person can do, as plain JSON: the same acts come from tests inside the process, from stories in another
 * process and from the chat page. `person` is a user id; `bot` a username (the first bot unless told); `chat` a group.
 */
const who = { person: z.number().int(), bot: z.string().optional(), chat: z.number().int().optional(), thread: z.number().int().optional() }
const answering = {
  replyTo: z.number().int().optional(),
  /** Somebody else's words, passed on: a person of the simulator, or the name of one who hides himself. `at`: when he wrote them (epoch milliseconds). */
  forwarded: z.object({ from: z.union([z.number().int(), z.string().min(1).max(64)]), at: z.number().int().optional() }).optional(),
}
/** `base64` are the bytes; `size` alone stands for a file whose bytes do not matter. */
const file = z.object({ name: z.string().min(1).max(255), mime: z.string().max(200), base64: z.string().optional(), size: z.number().int().min(0).optional() })

export const actSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('says'), ...who, ...answering, text: z.string().min(1).max(100_000) }),
  z.object({
    act: z.literal('sends'), ...who, ...answering, kind: z.enum(['photo', 'document', 'voice', 'video', 'video_note', 'audio', 'sticker']),
    file, caption: z.string().optional(), mediaGroupId: z.string().optional(), emoji: z.string().optional(),
  }),
  z.object({
    act: z.literal('sendsLocation'), ...who, ...answering, latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180),
    title: z.string().optional(), address: z.string().optional(),
  }),
  z.object({
    act: z.literal('sharesContact'), ...who, ...answering,
    /** Somebody else's card; the person's own one when absent. */
    contact: z.object({ phone: z.string(), firstName: z.string(), lastName: z.string().optional(), userId: z.number().int().optional() }).optional(),
  }),
  /** An empty text takes a caption away; a message of text alone cannot be emptied. */
  z.object({ act: z.literal('edits'), ...who, messageId: z.number().int(), text: z.string().max(4_096) }),
  z.object({
    act: z.literal('presses'), ...who,
    /** Label, or `callback_data`. */
    button: z.string().min(1), messageId: z.number().int().optional(),
  }),
  z.object({ act: z.literal('reacts'), ...who, messageId: z.number().int(), emoji: z.string().nullable() }),
  z.object({ act: z.literal('opensLink'), ...who, payload: z.string().max(64).optional() }),
  z.object({ act: z.literal('blocks'), ...who }),
  z.object({ act: z.literal('unblocks'), ...who }),
  z.object({ act: z.literal('deletesAccount'), ...who }),
])
export type Act = z.infer<typeof actSchema>
export type ActOf<K extends Act['act']> = Extract<Act, { act: K }>
export type SentFile = z.infer<typeof file>
export type Emoji = ReactionTypeEmoji['emoji']

/** What came of an act: the messages it made, in order, and what a button led to. */
export interface Outcome {
  messageIds: number[]
  mediaGroupId?: string
  /** A callback button was pressed: ask for its answer by this id. */
  callbackId?: string
  /** A link button was pressed. */
  url?: string
}
