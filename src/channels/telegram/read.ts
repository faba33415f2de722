import type { Message } from '@grammyjs/types'
import type { RawEvent } from '../channel.ts'
import type { Author, Envelope, Inbound, Reading } from '../../intake/inbound.ts'
import type { Instant } from '../../lib/instant.ts'
import type { TelegramWords } from '../../words/ru/telegram.ts'
import { contentOf, personName } from './content.ts'
import { updateShape } from './update.ts'
import type { ReadableChat, ReadableMessage, ReadableUpdate, ReadableUser } from './update.ts'

/** What `read` has to know besides the update. */
export type ReadContext = { channelId: string; receivedAt: Instant; words: TelegramWords }

/**
 * A raw Bot API update to things that came in (`channels.md` 2.4). Never throws: what is not of the known shape is `{ok: false}` with the place.
 * Groups, channels and business accounts are left aside with a reason; the desk works in private chats.
 */
export function readUpdate(raw: unknown, context: ReadContext): Reading {
  const parsed = updateShape.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { ok: false, reason: issue === undefined ? 'not an update' : `${issue.path.join('.') || 'update'}: ${issue.message}` }
  }
  const update = parsed.data
  const envelope = envelopes(update, context)
  if (update.message !== undefined) return readMessage(update.message, envelope, context)
  if (update.edited_message !== undefined) return readEdit(update.edited_message, envelope, context)
  if (update.callback_query !== undefined) return readPress(update.callback_query, envelope, context)
  if (update.my_chat_member !== undefined) return readMembership(update.my_chat_member, envelope)
  if (update.message_reaction !== undefined) return readReaction(update.message_reaction, envelope)
  const kind = Object.keys(update).find(name => name !== 'update_id')
  return ignore(kind === undefined ? 'empty update' : `update of kind ${kind}`)
}

/** Inbox key and lane of an update: one chat is one lane. Works on anything that has an `update_id`. */
export function keyed(update: { update_id: number }): RawEvent {
  return { key: String(update.update_id), lane: laneOf(update), raw: update }
}

function laneOf(update: object): string {
  for (const body of Object.values(update)) {
    const chat = chatIdOf(body) ?? chatIdOf(fieldOf(body, 'message')) ?? idOf(fieldOf(body, 'from')) ?? idOf(fieldOf(body, 'user'))
    if (chat !== undefined) return String(chat)
  }
  return 'bot'
}

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined
const idOf = (body: unknown): number | undefined => {
  const id = fieldOf(body, 'id')
  return typeof id === 'number' ? id : undefined
}
const chatIdOf = (body: unknown): number | undefined => idOf(fieldOf(body, 'chat'))

type Envelopes = (chat: { id: number; type: ReadableChat['type'] }, author: ReadableUser | undefined, occurredAt: Instant) => Envelope

function envelopes(update: ReadableUpdate, { channelId, receivedAt }: ReadContext): Envelopes {
  return (chat, author, occurredAt) => ({
    channelId,
    channel: 'telegram',
    eventKey: String(update.update_id),
    occurredAt,
    receivedAt,
    conversation: { externalId: String(chat.id), type: chat.type === 'private' ? 'private' : 'group' },
    author: author === undefined ? null : authorOf(author),
  })
}

function authorOf(user: ReadableUser): Author {
  return {
    externalId: String(user.id),
    displayName: personName(user) || user.username || String(user.id),
    ...(user.username !== undefined && { username: user.username }),
    ...(user.language_code !== undefined && { language: user.language_code }),
    verified: 'channel',
  }
}

const ignore = (reason: string): Reading => ({ ok: true, ignored: reason })
const came = (event: Inbound): Reading => ({ ok: true, events: [event] })
const moment = (unixTime: number): Instant => unixTime * 1000

/** Notices of the application itself: nobody said anything. Every other content, known or not, becomes a message. */
const serviceFields = [
  'checklist_tasks_done', 'checklist_tasks_added', 'community_chat_added', 'community_chat_removed', 'community_chat_joined', 'suggested_post_info',
  'suggested_post_approved', 'suggested_post_approval_failed', 'suggested_post_declined', 'suggested_post_paid', 'suggested_post_refunded',
  'chat_owner_left', 'chat_owner_changed', 'new_chat_members', 'left_chat_member', 'new_chat_title', 'new_chat_photo', 'delete_chat_photo',
  'group_chat_created', 'supergroup_chat_created', 'channel_chat_created', 'managed_bot_created', 'poll_option_added', 'poll_option_deleted',
  'message_auto_delete_timer_changed', 'migrate_from_chat_id', 'pinned_message', 'successful_payment', 'refunded_payment', 'users_shared',
  'chat_shared', 'connected_website', 'write_access_allowed', 'passport_data', 'proximity_alert_triggered', 'boost_added', 'chat_background_set',
  'forum_topic_created', 'forum_topic_edited', 'forum_topic_closed', 'forum_topic_reopened', 'general_forum_topic_hidden',
  'general_forum_topic_unhidden', 'giveaway_created', 'giveaway_winners', 'giveaway_completed', 'gift', 'gift_upgrade_sent', 'unique_gift',
  'paid_message_price_changed', 'direct_message_price_changed', 'video_chat_scheduled', 'video_chat_started', 'video_chat_ended',
  'video_chat_participants_invited',
] as const satisfies readonly (keyof Message)[]

function whyAside(message: ReadableMessage): string | null {
  if (message.chat.type === 'channel') return 'a channel post'
  if (message.chat.type !== 'private') return 'a group chat'
  if (message.from?.is_bot === true && message.sender_chat === undefined) return 'written by a bot'
  return null
}

/** Posts in the name of a chat (anonymous administrators, channels) have no person behind them that we may name. */
const personBehind = (message: ReadableMessage): ReadableUser | undefined => (message.sender_chat === undefined ? message.from : undefined)

function readMessage(message: ReadableMessage, envelope: Envelopes, { words }: ReadContext): Reading {
  const common = envelope(message.chat, personBehind(message), moment(message.date))
  const externalId = String(message.message_id)
  if (message.migrate_to_chat_id !== undefined) return came({ ...common, kind: 'migrated', to: String(message.migrate_to_chat_id) })
  const aside = whyAside(message)
  if (aside !== null) return ignore(aside)
  const replyTo = message.reply_to_message === undefined ? {} : { replyTo: String(message.reply_to_message.message_id) }

  const command = commandOf(message)
  if (command?.name === 'start') return came({ ...common, kind: 'started', payload: command.rest === '' ? null : command.rest, externalId })
  if (command !== null) return came({ ...common, kind: 'command', ...command, externalId, ...replyTo })

  const content = contentOf(message, words)
  if (content === null) {
    const service = serviceFields.find(field => field in message)
    if (service !== undefined) return ignore(`service message ${service}`)
  }
  return came({
    ...common,
    kind: 'message',
    externalId,
    ...replyTo,
    ...(message.media_group_id !== undefined && { groupKey: message.media_group_id }),
    ...(content ?? { text: words.content.unknown, files: [] }),
  })
}

/** `/name rest`, only as the first thing of a text that the author typed himself. */
function commandOf(message: ReadableMessage): { name: string; rest: string } | null {
  const marked = message.entities?.some(entity => entity.type === 'bot_command' && entity.offset === 0) === true
  if (!marked || message.forward_origin !== undefined) return null
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/.exec(message.text ?? '')
  return match?.[1] === undefined ? null : { name: match[1].toLowerCase(), rest: (match[2] ?? '').trim() }
}

function readEdit(message: ReadableMessage, envelope: Envelopes, { words }: ReadContext): Reading {
  const aside = whyAside(message)
  if (aside !== null) return ignore(aside)
  // A live location sends an edit every few seconds; the place of the first message is what was said.
  if (message.location !== undefined) return ignore('a live location moved')
  const content = contentOf(message, words)
  if (content === null) return ignore('an edit without content')
  const editedAt = moment(message.edit_date ?? message.date)
  return came({
    ...envelope(message.chat, personBehind(message), editedAt),
    kind: 'edited',
    externalId: String(message.message_id),
    editedAt,
    ...content,
  })
}

function readPress(query: NonNullable<ReadableUpdate['callback_query']>, envelope: Envelopes, { receivedAt }: ReadContext): Reading {
  if (query.data === undefined) return ignore('a button without data')
  const chat = query.message?.chat ?? { id: query.from.id, type: 'private' as const }
  if (chat.type !== 'private') return ignore('a group chat')
  return came({
    ...envelope(chat, query.from, receivedAt),
    kind: 'pressed',
    choice: query.data,
    interaction: query.id,
    ...(query.message !== undefined && { externalId: String(query.message.message_id) }),
  })
}

function readMembership(change: NonNullable<ReadableUpdate['my_chat_member']>, envelope: Envelopes): Reading {
  if (change.chat.type !== 'private') return ignore('a group chat')
  const common = envelope(change.chat, change.from, moment(change.date))
  switch (change.new_chat_member.status) {
    case 'kicked': return came({ ...common, kind: 'blocked' })
    case 'member': return came({ ...common, kind: 'unblocked' })
    default: return ignore(`membership ${change.new_chat_member.status}`)
  }
}

function readReaction(change: NonNullable<ReadableUpdate['message_reaction']>, envelope: Envelopes): Reading {
  if (change.chat.type !== 'private') return ignore('a group chat')
  const common = envelope(change.chat, change.user, moment(change.date))
  const externalId = String(change.message_id)
  if (change.new_reaction.length === 0) return came({ ...common, kind: 'reacted', externalId, emoji: null })
  const emoji = change.new_reaction.find(one => one.emoji !== undefined)?.emoji
  return emoji === undefined ? ignore('a reaction without a plain emoji') : came({ ...common, kind: 'reacted', externalId, emoji })
}
