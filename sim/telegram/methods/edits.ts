import type { InlineKeyboardMarkup, Message } from '@grammyjs/types'
import { formatted, isCaptionable, textContent } from '../content.ts'
import type { Engine } from '../engine.ts'
import { badRequest } from '../failure.ts'
import { checkMarkup } from '../keyboards.ts'
import { limits } from '../limits.ts'
import { existing, writable } from '../outgoing.ts'
import type { Args, Result } from '../shapes.ts'
import type { BotRecord, Conversation, StoredMessage } from '../state.ts'
import { asHtml } from './messages.ts'
import { captionOf } from './media.ts'

export function editMessageText(engine: Engine, bot: BotRecord, args: Args<'editMessageText'>): Result<'editMessageText'> {
  const { conversation, entry } = own(engine, bot, args)
  if (entry.message.text === undefined) throw badRequest('there is no text in the message to edit')
  if (args.text === undefined || args.text === '') throw badRequest('message text is empty')
  const parsed = formatted(args.text, args.parse_mode, args.entities)
  if (parsed.text === '') throw badRequest('message text is empty')
  if (parsed.text.length > limits.text) throw badRequest('message is too long')
  const { entities: _entities, ...rest } = entry.message
  return apply(engine, conversation, entry, { ...rest, ...textContent(parsed) }, args.reply_markup, asHtml(args.text, args.parse_mode))
}

export function editMessageCaption(engine: Engine, bot: BotRecord, args: Args<'editMessageCaption'>): Result<'editMessageCaption'> {
  const { conversation, entry } = own(engine, bot, args)
  if (!isCaptionable(entry.message)) throw badRequest('there is no caption in the message to edit')
  const { caption: _caption, caption_entities: _entities, ...rest } = entry.message
  return apply(engine, conversation, entry, { ...rest, ...captionOf(args) }, args.reply_markup, asHtml(args.caption, args.parse_mode))
}

export function editMessageReplyMarkup(engine: Engine, bot: BotRecord, args: Args<'editMessageReplyMarkup'>): Result<'editMessageReplyMarkup'> {
  const { conversation, entry } = own(engine, bot, args)
  return apply(engine, conversation, entry, { ...entry.message }, args.reply_markup, entry.html ?? undefined)
}

function own(engine: Engine, bot: BotRecord, args: { chat_id?: number | string; message_id?: number }): { conversation: Conversation; entry: StoredMessage } {
  const conversation = writable(engine, bot, args.chat_id)
  const entry = existing(engine, conversation, args.message_id, 'edit')
  if (entry.message.from?.id !== bot.user.id || entry.message.forward_origin !== undefined) throw badRequest("message can't be edited")
  return { conversation, entry }
}

function apply<T extends Message>(engine: Engine, conversation: Conversation, entry: StoredMessage, next: T, markup: InlineKeyboardMarkup | undefined, html: string | undefined): T & { edit_date: number } {
  checkMarkup(markup, conversation.botId !== null, (what) => engine.unexpected.push(what))
  delete next.reply_markup
  if (markup !== undefined && markup.inline_keyboard.length > 0) next.reply_markup = markup
  if (shape(next) === shape(entry.message)) {
    throw badRequest('message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message')
  }
  entry.versions.push(versionOf(entry.message, engine.now))
  const edited = { ...next, edit_date: engine.date }
  entry.message = edited
  entry.html = html ?? null
  engine.changed(conversation.key)
  return edited
}

export function versionOf(message: Message, until: number): StoredMessage['versions'][number] {
  return {
    until,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: message.reply_markup ?? null,
  }
}

function shape(message: Message): string {
  return JSON.stringify([message.text, message.entities ?? [], message.caption, message.caption_entities ?? [], message.reply_markup?.inline_keyboard ?? []])
}
