import type { KeyboardButton, Message, MessageEntity } from '@grammyjs/types'
import type { Engine } from './engine.ts'
import { buttonText } from './keyboards.ts'
import type { Conversation, StoredMessage } from './state.ts'

/** One message of a chat as its reader sees it now. */
export interface Line {
  messageId: number
  from: 'bot' | 'person' | 'service'
  /** User id of the author. */
  authorId: number
  author: string
  /** Epoch milliseconds, whole seconds as Telegram dates messages. */
  at: number
  kind: LineKind
  /** Text or caption, without markup. */
  text: string
  entities: MessageEntity[]
  /** What the bot sent, when it sent HTML. */
  html: string | null
  /** Inline buttons, row by row. */
  buttons: LineButton[][]
  file: LineFile | null
  contact: { phone: string; name: string; userId: number | null } | null
  location: { latitude: number; longitude: number; title: string | null } | null
  replyTo: number | null
  mediaGroupId: string | null
  silent: boolean
  /** Contents before each edit, oldest first; empty when never edited. */
  edits: { until: number; text: string; entities: MessageEntity[]; buttons: LineButton[][] }[]
  deleted: boolean
  /** Emoji put under the message. */
  reactions: string[]
  thread: number | null
}

export type LineKind = 'text' | 'photo' | 'document' | 'voice' | 'video' | 'video_note' | 'audio' | 'sticker' | 'location' | 'contact' | 'service'

export interface LineButton {
  label: string
  /** `callback_data`, null for link buttons. */
  data: string | null
  url: string | null
}

export interface LineFile {
  fileId: string
  name: string | null
  mime: string
  size: number
  width: number
  height: number
  duration: number
  /** The bytes are at hand; false for a file that was given by its size alone or is above the download limit. */
  isStored: boolean
}

/** A chat as one of its people sees it. */
export interface ChatView {
  chatId: number
  bot: string
  title: string
  blocked: boolean
  started: boolean
  /** What the bot is doing right now, e.g. `typing`. */
  action: string | null
  keyboard: { label: string; asks: 'text' | 'contact' | 'location' }[][] | null
  lines: Line[]
}

const actionShown = 5_000
const kinds = ['photo', 'video_note', 'video', 'voice', 'audio', 'sticker', 'document', 'contact', 'location', 'text'] as const

export function viewOf(engine: Engine, conversation: Conversation): ChatView {
  const bot = engine.botsIn(conversation)[0]
  const { chat, action } = conversation
  return {
    chatId: chat.id,
    bot: bot?.user.username ?? '',
    title: chat.type === 'private' ? (bot?.user.first_name ?? '') : chat.title,
    blocked: conversation.blocked,
    started: conversation.started,
    action: action !== null && engine.now - action.at < actionShown ? action.action : null,
    keyboard: conversation.keyboard?.buttons.map((row) => row.map((button) => ({ label: buttonText(button), asks: asks(button) }))) ?? null,
    lines: conversation.messages.map((entry) => lineOf(engine, entry)),
  }
}

function asks(button: KeyboardButton): 'text' | 'contact' | 'location' {
  if (typeof button === 'string') return 'text'
  return 'request_contact' in button ? 'contact' : 'request_location' in button ? 'location' : 'text'
}

function lineOf(engine: Engine, entry: StoredMessage): Line {
  const { message } = entry
  const kind = kinds.find((key) => message[key] !== undefined) ?? 'service'
  const author = message.from
  return {
    messageId: message.message_id,
    from: kind === 'service' ? 'service' : author?.is_bot === true ? 'bot' : 'person',
    authorId: author?.id ?? 0,
    author: [author?.first_name, author?.last_name].filter((part) => part !== undefined).join(' '),
    at: message.date * 1_000,
    kind,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    html: entry.html,
    buttons: buttonsOf(message.reply_markup),
    file: fileOf(engine, message),
    contact: message.contact === undefined ? null : {
      phone: message.contact.phone_number,
      name: [message.contact.first_name, message.contact.last_name].filter((part) => part !== undefined).join(' '),
      userId: message.contact.user_id ?? null,
    },
    location: message.location === undefined ? null
      : { latitude: message.location.latitude, longitude: message.location.longitude, title: message.venue?.title ?? null },
    replyTo: message.reply_to_message?.message_id ?? null,
    mediaGroupId: message.media_group_id ?? null,
    silent: entry.silent,
    edits: entry.versions.map(({ until, text, entities, buttons }) => ({ until, text, entities, buttons: buttonsOf(buttons ?? undefined) })),
    deleted: entry.deletedAt !== null,
    reactions: entry.reactions.flatMap(({ reactions }) => reactions.map((one) => (one.type === 'emoji' ? one.emoji : '⭐'))),
    thread: message.message_thread_id ?? null,
  }
}

function buttonsOf(markup: Message['reply_markup']): LineButton[][] {
  return markup?.inline_keyboard.map((row) => row.map((button) => ({
    label: button.text,
    data: 'callback_data' in button ? button.callback_data : null,
    url: 'url' in button ? button.url : null,
  }))) ?? []
}

function fileOf(engine: Engine, message: Message): LineFile | null {
  const id = (message.photo?.at(-1) ?? message.document ?? message.voice ?? message.video ?? message.video_note ?? message.audio ?? message.sticker)?.file_id
  const record = id === undefined ? undefined : engine.state.files[id]
  if (record === undefined) return null
  const { name, mime, size, width, height, duration } = record
  return { fileId: record.id, name, mime, size, width, height, duration, isStored: engine.files.has(record) }
}
