import type { BotCommand, BotCommandScope, CallbackQuery, Chat, KeyboardButton, Message, MessageEntity, ReactionType, Update, User } from '@grammyjs/types'
import type { UpdateType } from './shapes.ts'

/** Everything the simulator remembers. Plain JSON, so that a snapshot is `JSON.stringify(state)`. */
export interface State {
  bots: BotRecord[]
  people: Record<number, PersonRecord>
  /** By conversation key: `botId:userId` for private chats, the chat id for groups. */
  conversations: Record<string, Conversation>
  callbacks: Record<string, CallbackRecord>
  files: Record<string, FileRecord>
  nextFile: number
  nextPerson: number
  nextGroup: number
  nextCallback: number
}

export interface BotSpec {
  /** `<bot id>:<secret>` as BotFather gives it. */
  token: string
  username: string
  firstName: string
  /** Privacy mode off: the bot reads everything in its groups. */
  readsAllGroupMessages?: boolean
  /** Topics in private chats. */
  hasTopics?: boolean
}

export interface BotRecord {
  token: string
  user: User & { is_bot: true; username: string }
  readsAllGroupMessages: boolean
  hasTopics: boolean
  startedAt: number
  loggedOut: boolean
  commands: { scope: BotCommandScope; language: string; commands: BotCommand[] }[]
  /** null: all types but `chat_member`, `message_reaction`, `message_reaction_count`. */
  allowedUpdates: UpdateType[] | null
  pending: PendingUpdate[]
  nextUpdate: number
  nextMessage: number
  webhook: Webhook | null
}

export interface PendingUpdate {
  update: Update
  /** Webhook deliveries of one lane go one after another. */
  lane: string
  /** Epoch milliseconds; at and after it the update is gone. */
  expires: number
}

export interface Webhook {
  url: string
  secret: string | null
  maxConnections: number
  ipAddress: string | null
  lastError: { at: number; message: string } | null
  /** Since when the address has answered 410 without a break; null when it has not. */
  goneSince: number | null
}

export interface PersonRecord {
  user: User
  /** E.164, null when the person has none to share. */
  phone: string | null
  deleted: boolean
}

export interface Conversation {
  key: string
  chat: Chat.PrivateChat | Chat.GroupChat | Chat.SupergroupChat
  /** The bot of a private chat; null in groups. */
  botId: number | null
  /** A person has written or pressed Start. */
  started: boolean
  /** The person has blocked the bot (private chats). */
  blocked: boolean
  messages: StoredMessage[]
  /** Own numbering of groups; private chats are numbered per bot. */
  nextMessage: number
  members: Record<number, Member>
  topics: Topic[]
  migratedTo: number | null
  /** What the bot seems to be doing, e.g. `typing`, and when it said so. */
  action: { action: string; at: number } | null
  /** Reply keyboard that the person sees now. */
  keyboard: { buttons: KeyboardButton[][]; messageId: number; once: boolean } | null
}

export type Member = 'creator' | 'administrator' | 'member' | 'left' | 'kicked'

export interface Topic {
  id: number
  name: string
  iconColor: number
  closed: boolean
  deleted: boolean
}

export interface StoredMessage {
  message: Message
  /** Contents before each edit, oldest first. */
  versions: Version[]
  silent: boolean
  /** Text or caption as the bot sent it, when it was HTML. */
  html: string | null
  deletedAt: number | null
  reactions: { by: number; reactions: ReactionType[] }[]
}

export interface Version {
  /** Until when this content stood, epoch milliseconds. */
  until: number
  text: string
  entities: MessageEntity[]
  buttons: Message['reply_markup'] | null
}

export interface CallbackRecord {
  query: CallbackQuery
  botId: number
  at: number
  answer: { at: number; text: string | null; alert: boolean; url: string | null } | null
}

export type MediaKind = 'photo' | 'document' | 'voice' | 'video' | 'video_note' | 'audio' | 'sticker' | 'thumbnail'

export interface FileRecord {
  id: string
  uniqueId: string
  kind: MediaKind
  /** null where Telegram keeps no name (photo, voice, video note, sticker). */
  name: string | null
  mime: string
  size: number
  /** Pixels, for pictures and videos. */
  width: number
  height: number
  /** Seconds, for sound and video. */
  duration: number
  /** Path under `/file/bot<token>/`. */
  path: string
}

export function emptyState(): State {
  return {
    bots: [], people: {}, conversations: {}, callbacks: {}, files: {},
    nextFile: 1, nextPerson: 500_000_001, nextGroup: 4_000_000_001, nextCallback: 1,
  }
}

export const privateKey = (botId: number, userId: number): string => `${botId}:${userId}`
