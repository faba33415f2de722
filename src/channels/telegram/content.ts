import type { TelegramWords } from '../../words/ru/telegram.ts'
import type { AttachmentKind, Forwarded, IncomingFile, MessageContent } from '../../intake/inbound.ts'
import { cut } from '../../lib/text.ts'
import { limits } from './limits.ts'
import { richText } from './rich.ts'
import type { ReadableEntity, ReadableMessage, ReadableOrigin } from './update.ts'

/** What a message says and carries; null when it holds nothing that the desk knows (a service message or news of a later Bot API). */
export function contentOf(message: ReadableMessage, words: TelegramWords): MessageContent | null {
  const bare = bareContent(message, words)
  if (bare === null) return null
  const above = contextLines(message, words)
  const forwarded = message.forward_origin === undefined ? {} : { forwarded: forwardedOf(message.forward_origin, message.date, bare.text) }
  return { ...bare, ...forwarded, ...(above === '' ? {} : { text: bare.text === '' ? above : `${above}\n${bare.text}` }) }
}

/** A bot has no handle that anybody could be found by. */
function forwardedOf(origin: ReadableOrigin, date: number, text: string): Forwarded {
  const { sender_user: author } = origin
  const isBot = author?.is_bot === true
  return { externalId: author === undefined || isBot ? null : String(author.id), name: nameOfOrigin(origin), at: (origin.date ?? date) * 1000, text, ...(isBot ? { isBot } : {}) }
}

function bareContent(message: ReadableMessage, words: TelegramWords): MessageContent | null {
  if (message.text !== undefined) return say(withLinks(message.text, message.entities))
  if (message.rich_message !== undefined) return say(richText(message.rich_message.blocks) || words.content.unknown)
  const file = fileOf(message)
  if (file !== null) return { text: withLinks(message.caption ?? '', message.caption_entities), files: [file] }
  if (message.sticker !== undefined) return { text: message.sticker.emoji ?? words.content.sticker, files: [], sticker: true }
  if (message.dice !== undefined) return { text: `${message.dice.emoji} ${message.dice.value}`, files: [], sticker: true }
  if (message.venue !== undefined) {
    const { location: { latitude, longitude }, title, address } = message.venue
    return { text: '', files: [], place: { latitude, longitude, title, address } }
  }
  if (message.location !== undefined) {
    const { latitude, longitude } = message.location
    return { text: '', files: [], place: { latitude, longitude } }
  }
  if (message.contact !== undefined) return { text: '', files: [], card: cardOf(message.contact, message) }
  if (message.poll !== undefined) return say(words.content.poll(message.poll.question, message.poll.options.map(option => option.text)))
  if (message.checklist !== undefined) {
    const tasks = message.checklist.tasks.map(({ text, completion_date }) => ({ text, done: completion_date !== undefined }))
    return say(words.content.checklist(message.checklist.title, tasks))
  }
  if (message.game !== undefined) return say(words.content.game(message.game.title))
  if (message.invoice !== undefined) return say(words.content.invoice(message.invoice.title))
  if (message.web_app_data !== undefined) return say(`${words.content.formData} ${message.web_app_data.data}`)
  if ('story' in message) return say(words.content.story)
  if ('paid_media' in message) return say(words.content.paidMedia)
  if ('giveaway' in message) return say(words.content.giveaway)
  return null
}

const say = (text: string): MessageContent => ({ text, files: [] })

/** Who wrote what is forwarded or quoted stands above the words themselves, as people see it in their application. */
function contextLines(message: ReadableMessage, words: TelegramWords): string {
  const lines: string[] = []
  if (message.forward_origin !== undefined) lines.push(words.forwarded(nameOfOrigin(message.forward_origin)))
  if (message.external_reply !== undefined) lines.push(words.repliedElsewhere(nameOfOrigin(message.external_reply.origin)))
  // Telegram adds a quote by itself to some replies; only one that the author chose, or one we have nowhere else, says something.
  const { quote } = message
  if (quote !== undefined && (quote.is_manual === true || message.external_reply !== undefined)) {
    lines.push(quote.text.split('\n').map(line => `> ${line}`).join('\n'))
  }
  return lines.join('\n')
}

function nameOfOrigin(origin: ReadableOrigin): string | null {
  if (origin.sender_user !== undefined) return personName(origin.sender_user)
  if (origin.sender_user_name !== undefined && origin.sender_user_name !== '') return origin.sender_user_name
  return (origin.sender_chat ?? origin.chat)?.title ?? null
}

/** First and last name as one, cut to what a list can show. */
export function personName(person: { first_name: string; last_name?: string | undefined }): string {
  return cut([person.first_name, person.last_name].filter(part => part !== undefined && part !== '').join(' ').toWellFormed(), limits.displayName)
}

/** Telegram hides the address of a named link in an entity; the specialist has to see where it leads. Offsets are UTF-16 units. */
function withLinks(text: string, entities: readonly ReadableEntity[] = []): string {
  const links = entities
    .filter(entity => entity.type === 'text_link' && entity.url !== undefined && entity.offset >= 0 && entity.offset + entity.length <= text.length)
    .sort((a, b) => b.offset - a.offset)
  return links.reduce((said, { offset, length, url }) => {
    const end = offset + length
    const label = said.slice(offset, end)
    return label === url || `${label}/` === url ? said : `${said.slice(0, end)} (${url})${said.slice(end)}`
  }, text)
}

type Media = NonNullable<ReadableMessage['document']>

const fallbackMime: Readonly<Record<AttachmentKind, string>> = {
  photo: 'image/jpeg', document: 'application/octet-stream', voice: 'audio/ogg', video: 'video/mp4',
  video_note: 'video/mp4', audio: 'audio/mpeg', animation: 'video/mp4', inline: 'image/jpeg',
}

/** The one file of a message. An animation also comes as a document, a live photo also as a photo: the first that fits is taken. */
function fileOf(message: ReadableMessage): IncomingFile | null {
  const photo = message.photo ?? message.live_photo?.photo
  if (photo !== undefined && photo.length > 0) {
    const largest = photo.reduce((best, next) => (next.width * next.height > best.width * best.height ? next : best))
    return { fileRef: largest.file_id, name: madeUpName('photo', 'image/jpeg', message), mime: 'image/jpeg', size: largest.file_size ?? null, kind: 'photo' }
  }
  if (message.animation !== undefined) return mediaFile('animation', message.animation, message)
  if (message.video !== undefined) return mediaFile('video', message.video, message)
  if (message.live_photo !== undefined) return mediaFile('video', message.live_photo, message)
  if (message.video_note !== undefined) return mediaFile('video_note', message.video_note, message)
  if (message.voice !== undefined) return mediaFile('voice', message.voice, message)
  if (message.audio !== undefined) return mediaFile('audio', message.audio, message)
  if (message.document !== undefined) return mediaFile('document', message.document, message)
  return null
}

function mediaFile(kind: AttachmentKind, media: Media, message: ReadableMessage): IncomingFile {
  const mime = media.mime_type ?? fallbackMime[kind]
  return {
    fileRef: media.file_id,
    name: cleanName(media.file_name) ?? madeUpName(kind, mime, message),
    mime,
    size: media.file_size ?? null,
    kind,
    ...(media.duration !== undefined && { durationSec: media.duration }),
  }
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/gif': 'gif', 'audio/ogg': 'ogg', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a',
  'video/mp4': 'mp4', 'video/quicktime': 'mov', 'video/webm': 'webm', 'application/pdf': 'pdf', 'text/plain': 'txt', 'application/zip': 'zip',
}

/** `photo-2026-11-26-417.jpg`: day (UTC) and number of the message, so that names of one chat differ. */
function madeUpName(kind: AttachmentKind, mime: string, { date, message_id: number }: ReadableMessage): string {
  const day = new Date(date * 1000).toISOString().slice(0, 10)
  return `${kind.replace('_', '-')}-${day}-${number}.${extensions[mime] ?? 'bin'}`
}

/** A name as it was given, Cyrillic and all, without what would make it a path or break a line; long ones keep their ending. */
function cleanName(name: string | undefined): string | undefined {
  const clean = name?.toWellFormed().replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069/\\]/gu, '_').trim()
  if (clean === undefined || clean === '' || /^\.+$/.test(clean)) return undefined
  if (clean.length <= limits.fileName) return clean
  const ending = /\.[^.]{1,16}$/.exec(clean)?.[0] ?? ''
  return cut(clean, limits.fileName - ending.length) + ending
}

/** Own only if Telegram says so: anybody can share the card of anybody. Own numbers come in international form, often without the plus. */
function cardOf(contact: NonNullable<ReadableMessage['contact']>, message: ReadableMessage): NonNullable<MessageContent['card']> {
  const own = contact.user_id !== undefined && contact.user_id === message.from?.id && message.forward_origin === undefined
  const phone = own && /^\d/.test(contact.phone_number) ? `+${contact.phone_number}` : contact.phone_number
  return { phone, name: personName(contact), own }
}
