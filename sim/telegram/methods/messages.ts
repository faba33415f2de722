import type { Message } from '@grammyjs/types'
import { captionContent, contentOf, formatted, isCaptionable, textContent } from '../content.ts'
import type { Engine } from '../engine.ts'
import { badRequest } from '../failure.ts'
import { limits } from '../limits.ts'
import { existing, send, visible, writable } from '../outgoing.ts'
import type { Args, Result } from '../shapes.ts'
import type { BotRecord, StoredMessage } from '../state.ts'

export function sendMessage(engine: Engine, bot: BotRecord, args: Args<'sendMessage'>): Result<'sendMessage'> {
  if (args.text === undefined || args.text === '') throw badRequest('message text is empty')
  const conversation = writable(engine, bot, args.chat_id)
  const parsed = formatted(args.text, args.parse_mode, args.entities)
  if (parsed.text === '') throw badRequest('message text is empty')
  if (parsed.text.length > limits.text) throw badRequest('message is too long')
  return send(engine, bot, conversation, args, textContent(parsed), { html: asHtml(args.text, args.parse_mode) })
}

export function sendLocation(engine: Engine, bot: BotRecord, args: Args<'sendLocation'>): Result<'sendLocation'> {
  const { latitude, longitude } = args
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    throw badRequest('invalid location specified')
  }
  return send(engine, bot, writable(engine, bot, args.chat_id), args, { location: { latitude, longitude } })
}

export function sendContact(engine: Engine, bot: BotRecord, args: Args<'sendContact'>): Result<'sendContact'> {
  if (!args.phone_number) throw badRequest('phone number is not specified')
  if (!args.first_name) throw badRequest('first name is not specified')
  const contact: NonNullable<Message['contact']> = { phone_number: args.phone_number, first_name: args.first_name }
  if (args.last_name !== undefined) contact.last_name = args.last_name
  if (args.vcard !== undefined) contact.vcard = args.vcard
  return send(engine, bot, writable(engine, bot, args.chat_id), args, { contact })
}

const actions: readonly Args<'sendChatAction'>['action'][] = [
  'typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document', 'choose_sticker',
  'find_location', 'record_video_note', 'upload_video_note',
]

export function sendChatAction(engine: Engine, bot: BotRecord, args: Args<'sendChatAction'>): true {
  const conversation = writable(engine, bot, args.chat_id)
  if (!actions.includes(args.action)) throw badRequest('wrong parameter action in request')
  conversation.action = { action: args.action, at: engine.now }
  engine.changed(conversation.key)
  return true
}

export function copyMessage(engine: Engine, bot: BotRecord, args: Args<'copyMessage'>): Result<'copyMessage'> {
  const conversation = writable(engine, bot, args.chat_id)
  const { message } = existing(engine, visible(engine, bot, args.from_chat_id), args.message_id, 'copy')
  if (message.has_protected_content === true) throw badRequest("message can't be copied")
  const content = contentOf(message)
  if (args.caption !== undefined && isCaptionable(message)) {
    const parsed = formatted(args.caption, args.parse_mode, args.caption_entities)
    if (parsed.text.length > limits.caption) throw badRequest('message caption is too long')
    delete content.caption
    delete content.caption_entities
    Object.assign(content, captionContent(parsed))
  }
  return { message_id: send(engine, bot, conversation, args, content).message_id }
}

export function copyMessages(engine: Engine, bot: BotRecord, args: Args<'copyMessages'>): Result<'copyMessages'> {
  const conversation = writable(engine, bot, args.chat_id)
  const source = visible(engine, bot, args.from_chat_id)
  const ids = checkedIds(args.message_ids)
  const found = ids.map((id) => engine.stored(source, id)).filter((entry) => entry !== undefined)
  if (found.length === 0) throw badRequest('there are no messages to copy')
  return found.map(({ message }) => {
    const content = contentOf(message)
    if (args.remove_caption === true) delete content.caption
    return { message_id: send(engine, bot, conversation, args, content).message_id }
  })
}

export function forwardMessage(engine: Engine, bot: BotRecord, args: Args<'forwardMessage'>): Result<'forwardMessage'> {
  const conversation = writable(engine, bot, args.chat_id)
  const { message } = existing(engine, visible(engine, bot, args.from_chat_id), args.message_id, 'forward')
  if (message.has_protected_content === true) throw badRequest("message can't be forwarded")
  const sender = message.from ?? bot.user
  return send(engine, bot, conversation, args, contentOf(message), {
    forwardOrigin: message.forward_origin ?? { type: 'user', sender_user: sender, date: message.date },
  })
}

export function deleteMessage(engine: Engine, bot: BotRecord, args: Args<'deleteMessage'>): true {
  const conversation = visible(engine, bot, args.chat_id)
  const entry = existing(engine, conversation, args.message_id, 'delete')
  remove(engine, entry)
  engine.changed(conversation.key)
  return true
}

export function deleteMessages(engine: Engine, bot: BotRecord, args: Args<'deleteMessages'>): true {
  const conversation = visible(engine, bot, args.chat_id)
  const entries = checkedIds(args.message_ids).map((id) => engine.stored(conversation, id)).filter((entry) => entry !== undefined)
  for (const entry of entries) remove(engine, entry)
  engine.changed(conversation.key)
  return true
}

export function setMessageReaction(engine: Engine, bot: BotRecord, args: Args<'setMessageReaction'>): true {
  const conversation = writable(engine, bot, args.chat_id)
  const entry = existing(engine, conversation, args.message_id, 'react')
  const reactions = args.reaction ?? []
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY')
  entry.reactions = [...entry.reactions.filter((one) => one.by !== bot.user.id), ...(reactions.length > 0 ? [{ by: bot.user.id, reactions }] : [])]
  engine.changed(conversation.key)
  return true
}

/** Text as sent, when it was HTML: what a reader of the transcript wants to see beside the entities. */
export function asHtml(text: string | undefined, parseMode: string | undefined): string | undefined {
  return parseMode?.toLowerCase() === 'html' ? text : undefined
}

function remove(engine: Engine, entry: StoredMessage): void {
  if (engine.now - entry.message.date * 1_000 > limits.deleteWithin) throw badRequest("message can't be deleted for everyone")
  entry.deletedAt = engine.now
}

function checkedIds(ids: unknown): number[] {
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified')
  if (ids.length > limits.deleteAtOnce) throw badRequest('too many message identifiers specified')
  return ids.map(Number)
}
