import { z } from 'zod'
import { id, instant } from '../lib/wire.ts'
import { placings, sureties } from './letters.ts'

export const deliveryStates = ['queued', 'sending', 'sent', 'failed', 'unknown'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** `kind` inline: an image in the text of a letter, which its page shows. `state` of the bytes: `pending` (being fetched), `stored`, `too_large` (name and size only), `gone`, `failed`. `scan`: no scanner yet. */
export const attachment = z.object({
  id, fileId: id.nullable(), name: z.string(), mime: z.string(), size: z.number().nullable(),
  kind: z.enum(['photo', 'document', 'voice', 'video', 'video_note', 'audio', 'animation', 'inline']),
  durationSec: z.number().nullable(),
  state: z.enum(['pending', 'stored', 'too_large', 'gone', 'failed']),
  scan: z.enum(['not_scanned', 'clean', 'infected']),
})
export type Attachment = z.infer<typeof attachment>

const box = z.object({ name: z.string(), address: z.string() })

/** What a letter has besides its fresh words; the rest is asked for (`letterRest`). */
export const letter = z.object({
  /** Null where it says nothing new: the ticket has its name from it. */
  subject: z.string().nullable(),
  from: box, to: z.array(box), cc: z.array(box),
  /** Why it stands here; `suggested`: the ticket whose number it named without proof. */
  placed: z.object({ why: z.enum(placings), suggested: z.number().nullable() }),
  surety: z.enum(sureties),
  /** A program wrote it: it counts as no answer. */
  automatic: z.boolean(),
  hasHtml: z.boolean(), hasHistory: z.boolean(), hasSignature: z.boolean(),
  /** Reasons of the reader for what it left unread. */
  gaps: z.array(z.string()),
})
export type Letter = z.infer<typeof letter>

/**
 * `GET /api/tickets/:number/messages/:message/letter`: what only travelled with it, and how many images elsewhere its page shows when asked
 * (`.../letter.html?images=1`, a page of its own for a frame).
 */
export const letterRest = z.object({ history: z.string(), signature: z.string(), remoteImages: z.number() })
export const letterQuery = z.object({ images: z.enum(['0', '1']).default('0') })

/** One entry of a ticket's conversation. `direction` note: only staff see it. */
export const message = z.object({
  id, direction: z.enum(['in', 'out', 'note']),
  author: z.object({ kind: z.enum(['customer', 'staff', 'machine']), id: id.nullable(), name: z.string() }),
  /** Which automatic notice this is (`receipt`, `result` ...); null for what a person wrote. */
  notice: z.string().nullable(),
  channelId: z.string().nullable(),
  text: z.string(),
  at: instant,
  editedAt: instant.nullable(),
  /** Earlier wordings, oldest first, without the present one. */
  versions: z.array(z.object({ text: z.string(), at: instant })),
  replyTo: id.nullable(),
  attachments: z.array(attachment),
  place: z.object({ latitude: z.number(), longitude: z.number(), title: z.string().optional(), address: z.string().optional() }).nullable(),
  card: z.object({ phone: z.string(), name: z.string(), own: z.boolean() }).nullable(),
  sticker: z.boolean(),
  /** Only for `out`: what became of it; `error` is a class of `delivery/outbound.ts`; null before anything went out by a channel. */
  delivery: z.object({ state: z.enum(deliveryStates), error: z.string().nullable(), mayBeDoubled: z.boolean(), at: instant.nullable() }).nullable(),
  letter: letter.nullable(),
  /** Names of those who take part in the ticket since this message. */
  joined: z.array(z.string()),
  /** Waits for a person to read it as an answer to a result. */
  toJudge: z.boolean(),
})
export type Message = z.infer<typeof message>
