import type { ChatMember, File, User } from '@grammyjs/types'
import type { Engine } from '../engine.ts'
import { badRequest } from '../failure.ts'
import { limits } from '../limits.ts'
import { visible } from '../outgoing.ts'
import type { Args, Result } from '../shapes.ts'
import type { BotRecord, Member } from '../state.ts'

export function answerCallbackQuery(engine: Engine, bot: BotRecord, args: Args<'answerCallbackQuery'>): true {
  const callback = engine.state.callbacks[args.callback_query_id]
  const stale = callback === undefined || callback.botId !== bot.user.id || callback.answer !== null || engine.now - callback.at > limits.callbackLives
  if (stale) throw badRequest('query is too old and response timeout expired or query ID is invalid')
  if ((args.text?.length ?? 0) > limits.callbackAnswer) throw badRequest('MESSAGE_TOO_LONG')
  callback.answer = { at: engine.now, text: args.text ?? null, alert: args.show_alert ?? false, url: args.url ?? null }
  engine.changed()
  return true
}

export function getFile(engine: Engine, _bot: BotRecord, args: Args<'getFile'>): File {
  const file = args.file_id === undefined ? undefined : engine.state.files[args.file_id]
  if (file === undefined) throw badRequest('invalid file_id')
  if (file.size > limits.download) throw badRequest('file is too big')
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path }
}

const gifts = { unlimited_gifts: false, limited_gifts: false, unique_gifts: false, premium_subscription: false, gifts_from_channels: false }

export function getChat(engine: Engine, bot: BotRecord, args: Args<'getChat'>): Result<'getChat'> {
  const { chat } = visible(engine, bot, args.chat_id)
  const full = { accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: gifts }
  switch (chat.type) {
    case 'private': return { ...chat, ...full }
    case 'group': return { ...chat, ...full }
    case 'supergroup': return { ...chat, ...full }
  }
}

export function getChatMember(engine: Engine, bot: BotRecord, args: Args<'getChatMember'>): ChatMember {
  const conversation = visible(engine, bot, args.chat_id)
  const user = engine.state.people[args.user_id]?.user ?? engine.state.bots.find((one) => one.user.id === args.user_id)?.user
  if (user === undefined) throw badRequest('PARTICIPANT_ID_INVALID')
  if (conversation.botId !== null) return asMember(user, [conversation.chat.id, conversation.botId].includes(user.id) ? 'member' : 'left')
  return asMember(user, conversation.members[user.id] ?? 'left')
}

export function asMember(user: User, status: Member): ChatMember {
  switch (status) {
    case 'creator': return { status, user, is_anonymous: false }
    case 'administrator': return {
      status, user, can_be_edited: false, is_anonymous: false, can_manage_chat: true, can_delete_messages: true, can_manage_video_chats: true,
      can_restrict_members: true, can_promote_members: false, can_change_info: true, can_invite_users: true, can_post_stories: false,
      can_edit_stories: false, can_delete_stories: false, can_manage_topics: true, can_pin_messages: true,
      can_send_welcome_messages: false,
    }
    case 'member': return { status, user }
    case 'left': return { status, user }
    case 'kicked': return { status, user, until_date: 0 }
  }
}

export function setMyCommands(engine: Engine, bot: BotRecord, args: Args<'setMyCommands'>): true {
  if (!Array.isArray(args.commands)) throw badRequest('commands must be an Array')
  for (const { command, description } of args.commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
    if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  const scope = args.scope ?? { type: 'default' }
  const language = args.language_code ?? ''
  const others = bot.commands.filter((one) => one.language !== language || JSON.stringify(one.scope) !== JSON.stringify(scope))
  bot.commands = [...others, { scope, language, commands: [...args.commands] }]
  engine.changed()
  return true
}
