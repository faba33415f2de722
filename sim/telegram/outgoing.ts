import type { Message, ReplyParameters } from '@grammyjs/types'
import type { Content } from './content.ts'
import { isInside } from './engine.ts'
import type { Engine } from './engine.ts'
import { ApiFailure, badRequest, forbidden } from './failure.ts'
import { limits } from './limits.ts'
import { checkMarkup } from './keyboards.ts'
import type { AnyMarkup } from './keyboards.ts'
import type { BotRecord, Conversation } from './state.ts'

/** What all sending methods share. */
export interface Sending {
  chat_id: number | string
  message_thread_id?: number
  disable_notification?: boolean
  protect_content?: boolean
  reply_parameters?: ReplyParameters
  reply_to_message_id?: number
  reply_markup?: AnyMarkup
}

/** The conversation a bot may write to. @throws ApiFailure as Telegram would. */
export function writable(engine: Engine, bot: BotRecord, chatId: number | string | undefined): Conversation {
  const conversation = visible(engine, bot, chatId)
  if (conversation.migratedTo !== null) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: conversation.migratedTo })
  }
  if (conversation.botId === null) {
    if (isInside(conversation, bot.user.id)) return conversation
    const kind = conversation.chat.type === 'group' ? 'group' : 'supergroup'
    throw forbidden(conversation.members[bot.user.id] === 'kicked' ? `bot was kicked from the ${kind} chat` : `bot is not a member of the ${kind} chat`)
  }
  if (engine.person(conversation.chat.id).deleted) throw forbidden('user is deactivated')
  if (conversation.blocked) throw forbidden('bot was blocked by the user')
  return conversation
}

/** The conversation a bot may read. @throws ApiFailure 400 or 403. */
export function visible(engine: Engine, bot: BotRecord, chatId: number | string | undefined): Conversation {
  if (chatId === undefined || chatId === '') throw badRequest('chat_id is empty')
  if (typeof chatId === 'string') throw badRequest('chat not found')
  if (chatId < 0) {
    const group = engine.group(chatId)
    if (group === undefined || group.members[bot.user.id] === undefined) throw badRequest('chat not found')
    return group
  }
  if (engine.state.people[chatId] === undefined) {
    throw engine.state.bots.some((other) => other.user.id === chatId) ? forbidden("bots can't send messages to bots") : badRequest('chat not found')
  }
  const conversation = engine.privateChat(bot, chatId)
  if (conversation.started) return conversation
  const met = Object.values(engine.state.conversations).some((other) => other.botId === null && isInside(other, bot.user.id) && isInside(other, chatId))
  throw met ? forbidden("bot can't initiate conversation with a user") : badRequest('chat not found')
}

/** Puts one message of the bot into the conversation and returns it as Telegram would. */
export function send<C extends Content>(engine: Engine, bot: BotRecord, conversation: Conversation, options: Sending, content: C, extra: {
  html?: string | undefined
  mediaGroupId?: string
  forwardOrigin?: Message['forward_origin']
} = {}): Message.CommonMessage & C {
  checkMarkup(options.reply_markup, conversation.botId !== null, (what) => engine.unexpected.push(what))
  const thread = topicOf(conversation, bot, options.message_thread_id)
  const reply = replyTarget(engine, conversation, options)
  const message: Message.CommonMessage & C = {
    message_id: engine.nextMessageId(conversation),
    from: bot.user,
    chat: conversation.chat,
    date: engine.date,
    ...content,
  }
  if (thread !== undefined) Object.assign(message, { message_thread_id: thread, is_topic_message: true })
  if (reply !== undefined) message.reply_to_message = asReply(reply)
  if (options.reply_parameters?.quote !== undefined && reply !== undefined) message.quote = quoteOf(reply, options.reply_parameters.quote)
  if (options.protect_content === true) message.has_protected_content = true
  if (extra.forwardOrigin !== undefined) message.forward_origin = extra.forwardOrigin
  if (options.reply_markup !== undefined && 'inline_keyboard' in options.reply_markup) message.reply_markup = options.reply_markup
  if (extra.mediaGroupId !== undefined) Object.assign(message, { media_group_id: extra.mediaGroupId })
  keyboardFor(conversation, message.message_id, options.reply_markup)
  conversation.action = null
  engine.append(conversation, message, { silent: options.disable_notification ?? false, html: extra.html ?? null })
  return message
}

/** A message as it stands inside another one that replies to it: without its own reply. */
export function asReply(message: Message): Message & { reply_to_message: undefined } {
  const { reply_to_message: _own, ...rest } = message
  return { ...rest } as Message & { reply_to_message: undefined }
}

function keyboardFor(conversation: Conversation, messageId: number, markup: AnyMarkup | undefined): void {
  if (markup === undefined) return
  if ('keyboard' in markup) conversation.keyboard = { buttons: markup.keyboard, messageId, once: markup.one_time_keyboard ?? false }
  else if ('remove_keyboard' in markup) conversation.keyboard = null
}

function topicOf(conversation: Conversation, bot: BotRecord, thread: number | undefined): number | undefined {
  if (thread === undefined) return undefined
  // Private topics exist only while the bot has the mode on; the server ignores the number otherwise.
  if (conversation.botId !== null && !bot.hasTopics) return undefined
  const topic = conversation.topics.find((one) => one.id === thread)
  if (topic === undefined || topic.deleted) throw badRequest('message thread not found')
  const isAdmin = ['administrator', 'creator'].includes(conversation.members[bot.user.id] ?? '')
  if (topic.closed && !isAdmin) throw badRequest('TOPIC_CLOSED')
  return thread
}

function replyTarget(engine: Engine, conversation: Conversation, options: Sending): Message | undefined {
  const wanted = options.reply_parameters?.message_id ?? options.reply_to_message_id
  if (wanted === undefined) return undefined
  const { chat_id: otherChat, allow_sending_without_reply: without, message_id: _id, quote: _quote, ...unplayed } = options.reply_parameters ?? {}
  for (const name of Object.keys(unplayed)) engine.unexpected.push(`reply_parameters.${name}`)
  if (otherChat !== undefined && otherChat !== conversation.chat.id) engine.unexpected.push('reply_parameters.chat_id of another chat')
  const target = engine.stored(conversation, wanted)
  if (target === undefined && without !== true) throw badRequest('message to be replied not found')
  return target?.message
}

function quoteOf(message: Message, quote: string): NonNullable<Message['quote']> {
  const position = (message.text ?? message.caption ?? '').indexOf(quote)
  if (position < 0 || quote.length > limits.caption) throw badRequest('QUOTE_TEXT_INVALID')
  return { text: quote, position, is_manual: true }
}

/** The stored message of the bot's view, or Telegram's error for the act at hand. */
export function existing(engine: Engine, conversation: Conversation, messageId: number | undefined, act: string): ReturnType<Engine['stored']> & object {
  if (messageId === undefined) throw badRequest('message identifier is not specified')
  const entry = engine.stored(conversation, messageId)
  if (entry === undefined) throw badRequest(`message to ${act} not found`)
  return entry
}

export const tooLarge = (): ApiFailure => new ApiFailure(413, 'Request Entity Too Large')
