import type { Engine } from '../engine.ts'
import { badRequest } from '../failure.ts'
import { limits } from '../limits.ts'
import { writable } from '../outgoing.ts'
import type { Args, Result } from '../shapes.ts'
import type { BotRecord, Conversation, Topic } from '../state.ts'

export function createForumTopic(engine: Engine, bot: BotRecord, args: Args<'createForumTopic'>): Result<'createForumTopic'> {
  const conversation = forum(engine, bot, args.chat_id)
  const topic: Topic = { id: 0, name: topicName(args.name), iconColor: args.icon_color ?? 0x6fb9f0, closed: false, deleted: false }
  const message = engine.append(conversation, {
    message_id: engine.nextMessageId(conversation), from: bot.user, chat: conversation.chat, date: engine.date,
    forum_topic_created: { name: topic.name, icon_color: topic.iconColor },
  }).message
  // A topic is named by the service message that opened it.
  topic.id = message.message_id
  message.message_thread_id = topic.id
  message.is_topic_message = true
  conversation.topics.push(topic)
  engine.changed(conversation.key)
  return { message_thread_id: topic.id, name: topic.name, icon_color: topic.iconColor }
}

export function editForumTopic(engine: Engine, bot: BotRecord, args: Args<'editForumTopic'>): true {
  const { conversation, topic } = living(engine, bot, args)
  if (args.name !== undefined && args.name !== '') {
    if (args.name === topic.name) throw badRequest('TOPIC_NOT_MODIFIED')
    topic.name = topicName(args.name)
  }
  engine.changed(conversation.key)
  return true
}

export function closeForumTopic(engine: Engine, bot: BotRecord, args: Args<'closeForumTopic'>): true {
  const { conversation, topic } = living(engine, bot, args)
  if (conversation.botId !== null) throw badRequest('the chat is not a forum')
  if (topic.closed) throw badRequest('TOPIC_NOT_MODIFIED')
  topic.closed = true
  engine.changed(conversation.key)
  return true
}

export function deleteForumTopic(engine: Engine, bot: BotRecord, args: Args<'deleteForumTopic'>): true {
  const { conversation, topic } = living(engine, bot, args)
  topic.deleted = true
  for (const entry of conversation.messages) {
    if (entry.message.message_thread_id === topic.id) entry.deletedAt ??= engine.now
  }
  engine.changed(conversation.key)
  return true
}

function forum(engine: Engine, bot: BotRecord, chatId: number | string): Conversation {
  const conversation = writable(engine, bot, chatId)
  if (conversation.botId !== null) {
    if (!bot.hasTopics) throw badRequest('the chat is not a forum')
    return conversation
  }
  if (conversation.chat.is_forum !== true) throw badRequest('the chat is not a forum')
  if (!['administrator', 'creator'].includes(conversation.members[bot.user.id] ?? '')) throw badRequest('not enough rights to manage topics')
  return conversation
}

function living(engine: Engine, bot: BotRecord, args: { chat_id: number | string; message_thread_id: number }): { conversation: Conversation; topic: Topic } {
  const conversation = forum(engine, bot, args.chat_id)
  const topic = conversation.topics.find((one) => one.id === args.message_thread_id && !one.deleted)
  if (topic === undefined) throw badRequest('message thread not found')
  return { conversation, topic }
}

function topicName(name: string | undefined): string {
  const trimmed = (name ?? '').trim()
  if (trimmed === '' || trimmed.length > limits.topicName) throw badRequest('TOPIC_TITLE_EMPTY')
  return trimmed
}
