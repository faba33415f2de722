import { z } from 'zod'
import { id, instant } from '../lib/wire.ts'

export const deliveryStates = ['queued', 'sending', 'sent', 'failed', 'unknown'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** `state` of the bytes: `pending` (being fetched), `stored`, `too_large` (name and size only), `gone`, `failed`. `scan`: no scanner yet. */
export const attachment = z.object({
  id, fileId: id.nullable(), name: z.string(), mime: z.string(), size: z.number().nullable(),
  kind: z.enum(['photo', 'document', 'voice', 'video', 'video_note', 'audio', 'animation']),
  durationSec: z.number().nullable(),
  state: z.enum(['pending', 'stored', 'too_large', 'gone', 'failed']),
  scan: z.enum(['not_scanned', 'clean', 'infected']),
})
export type Attachment = z.infer<typeof attachment>

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
  /** Waits for a person to read it as an answer to a result. */
  toJudge: z.boolean(),
})
export type Message = z.infer<typeof message>
