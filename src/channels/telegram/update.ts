import { z } from 'zod'

/**
 * The part of a Bot API update that the desk reads, checked at the door: whatever is not of this shape is quarantined with a reason instead of
 * being guessed at. Unknown fields pass. `read.test.ts` proves at compile time that every `Update` of `@grammyjs/types` fits.
 */
const id = z.number().int()
/** Up to the year 9999, so that it is a date. */
const unixTime = z.number().int().min(0).max(253_402_300_799)
const size = z.number().int().nonnegative().optional()

const user = z.object({
  id,
  is_bot: z.boolean().optional(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})

const chat = z.object({ id, type: z.enum(['private', 'group', 'supergroup', 'channel']), title: z.string().optional(), first_name: z.string().optional() })

const entity = z.object({ type: z.string(), offset: z.number().int(), length: z.number().int(), url: z.string().optional() })

const photo = z.object({ file_id: z.string(), width: z.number(), height: z.number(), file_size: size })
const media = z.object({
  file_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: size,
  duration: z.number().optional(),
})

const origin = z.object({
  type: z.string(),
  date: unixTime.optional(),
  sender_user: user.optional(),
  sender_user_name: z.string().optional(),
  sender_chat: chat.optional(),
  chat: chat.optional(),
})

const place = z.object({ latitude: z.number(), longitude: z.number(), live_period: z.number().optional() })

const message = z.looseObject({
  message_id: id,
  date: unixTime,
  chat,
  from: user.optional(),
  sender_chat: chat.optional(),
  edit_date: unixTime.optional(),
  media_group_id: z.string().optional(),
  forward_origin: origin.optional(),
  reply_to_message: z.object({ message_id: id }).optional(),
  external_reply: z.object({ origin }).optional(),
  quote: z.object({ text: z.string(), is_manual: z.boolean().optional() }).optional(),
  text: z.string().optional(),
  entities: z.array(entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entity).optional(),
  photo: z.array(photo).min(1).optional(),
  live_photo: z.object({ ...media.shape, photo: z.array(photo).optional() }).optional(),
  document: media.optional(),
  voice: media.optional(),
  audio: media.optional(),
  video: media.optional(),
  video_note: media.optional(),
  animation: media.optional(),
  sticker: z.object({ emoji: z.string().optional() }).optional(),
  dice: z.object({ emoji: z.string(), value: z.number() }).optional(),
  location: place.optional(),
  venue: z.object({ location: place, title: z.string(), address: z.string() }).optional(),
  contact: z.object({ phone_number: z.string(), first_name: z.string(), last_name: z.string().optional(), user_id: id.optional() }).optional(),
  poll: z.object({ question: z.string(), options: z.array(z.object({ text: z.string() })) }).optional(),
  checklist: z.object({ title: z.string(), tasks: z.array(z.object({ text: z.string(), completion_date: z.number().optional() })) }).optional(),
  game: z.object({ title: z.string() }).optional(),
  invoice: z.object({ title: z.string() }).optional(),
  web_app_data: z.object({ data: z.string() }).optional(),
  rich_message: z.object({ blocks: z.array(z.unknown()) }).optional(),
  migrate_to_chat_id: id.optional(),
})

const reaction = z.object({ type: z.string(), emoji: z.string().optional() })

export const updateShape = z.looseObject({
  update_id: id,
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z.object({
    id: z.string(),
    from: user,
    message: z.object({ message_id: id, chat }).optional(),
    data: z.string().optional(),
  }).optional(),
  my_chat_member: z.object({ chat, from: user, date: unixTime, new_chat_member: z.object({ status: z.string() }) }).optional(),
  message_reaction: z.object({ chat, message_id: id, user: user.optional(), date: unixTime, new_reaction: z.array(reaction) }).optional(),
})

export type ReadableUpdate = z.infer<typeof updateShape>
export type ReadableMessage = z.infer<typeof message>
export type ReadableUser = z.infer<typeof user>
export type ReadableChat = z.infer<typeof chat>
export type ReadableEntity = z.infer<typeof entity>
export type ReadableOrigin = z.infer<typeof origin>
