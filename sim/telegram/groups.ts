import type { Chat, Message } from '@grammyjs/types'
import { isInside } from './engine.ts'
import type { Engine } from './engine.ts'
import { Misuse } from './failure.ts'
import { asMember } from './methods/people.ts'
import type { BotRecord, Conversation, Member } from './state.ts'

export interface GroupSpec {
  title: string
  /** A supergroup unless told. */
  type?: 'group' | 'supergroup'
  /** Topics are on (supergroups). */
  isForum?: boolean
  /** User ids of people and bots and what they are there. */
  members: Record<number, Member>
}

/** Makes a group; every bot in it learns that it was added. */
export function addGroup(engine: Engine, spec: GroupSpec): number {
  const number = engine.state.nextGroup++
  const id = spec.type === 'group' ? -number : -1_000_000_000_000 - number
  const chat: Chat.GroupChat | Chat.SupergroupChat = spec.type === 'group'
    ? { id, type: 'group', title: spec.title }
    : { id, type: 'supergroup', title: spec.title, ...(spec.isForum === true ? { is_forum: true as const } : {}) }
  const conversation = engine.addGroup(chat)
  for (const [userId, member] of Object.entries(spec.members)) setMember(engine, id, Number(userId), member)
  engine.changed(conversation.key)
  return id
}

/** Adds, promotes, removes; a bot hears of itself by `my_chat_member`, an administrator bot of others by `chat_member`. */
export function setMember(engine: Engine, chatId: number, userId: number, member: Member): void {
  const conversation = engine.group(chatId)
  if (conversation === undefined) throw new Misuse(`no group ${chatId}`)
  const bot = engine.state.bots.find((one) => one.user.id === userId)
  const user = bot?.user ?? engine.person(userId).user
  const before = conversation.members[userId] ?? 'left'
  conversation.members[userId] = member
  engine.changed(conversation.key)
  const from = Object.keys(conversation.members).map((id) => engine.state.people[Number(id)]?.user).find((one) => one !== undefined) ?? user
  const update = { chat: conversation.chat, from, date: engine.date, old_chat_member: asMember(user, before), new_chat_member: asMember(user, member) }
  if (bot !== undefined) engine.push(bot, { my_chat_member: update }, `chat:${chatId}`)
  for (const admin of engine.botsIn(conversation)) {
    if (admin !== bot && isAdmin(conversation, admin)) engine.push(admin, { chat_member: update }, `chat:${chatId}`)
  }
}

/** A basic group becomes a supergroup with a new id; both chats get their service message. */
export function migrate(engine: Engine, chatId: number): number {
  const old = engine.group(chatId)
  if (old === undefined || old.chat.type !== 'group') throw new Misuse(`chat ${chatId} is not a basic group`)
  const number = engine.state.nextGroup++
  const id = -1_000_000_000_000 - number
  const next = engine.addGroup({ id, type: 'supergroup', title: old.chat.title })
  next.members = { ...old.members }
  const userId = Object.keys(old.members).map(Number).find((one) => engine.state.people[one] !== undefined)
  if (userId === undefined) throw new Misuse('a group needs a person')
  const from = engine.person(userId).user
  service(engine, old, { message_id: engine.nextMessageId(old), from, chat: old.chat, date: engine.date, migrate_to_chat_id: id })
  old.migratedTo = id
  service(engine, next, { message_id: engine.nextMessageId(next), from, chat: next.chat, date: engine.date, migrate_from_chat_id: chatId })
  return id
}

function service(engine: Engine, conversation: Conversation, message: Message & { from: NonNullable<Message['from']>; chat: Conversation['chat'] }): void {
  engine.append(conversation, message)
  for (const bot of engine.botsIn(conversation)) engine.push(bot, { message }, `chat:${conversation.chat.id}`)
}

/**
 * Whether a bot hears a person's message. In groups privacy mode lets through commands and replies to the bot; an
 * administrator, or a bot with the mode off, hears everything.
 */
export function botHears(conversation: Conversation, bot: BotRecord, message: Message): boolean {
  if (conversation.botId !== null || bot.readsAllGroupMessages || isAdmin(conversation, bot)) return true
  if (!isInside(conversation, bot.user.id)) return false
  if (message.reply_to_message?.from?.id === bot.user.id) return true
  const command = /^\/[A-Za-z0-9_]+(?:@([A-Za-z0-9_]+))?/.exec(message.text ?? message.caption ?? '')
  return command !== null && (command[1] === undefined || command[1].toLowerCase() === bot.user.username.toLowerCase())
}

function isAdmin(conversation: Conversation, bot: BotRecord): boolean {
  return ['administrator', 'creator'].includes(conversation.members[bot.user.id] ?? '')
}
