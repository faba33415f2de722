import type { InputMediaAudio, InputMediaDocument, InputMediaLivePhoto, InputMediaPhoto, InputMediaVideo, Message, MessageEntity } from '@grammyjs/types'
import { audioContent, captionContent, documentContent, formatted, photoContent, videoContent, voiceContent } from '../content.ts'
import type { Engine } from '../engine.ts'
import { badRequest } from '../failure.ts'
import { limits } from '../limits.ts'
import { send, tooLarge, writable } from '../outgoing.ts'
import { isUpload } from '../shapes.ts'
import type { Args, Result, Upload } from '../shapes.ts'
import type { BotRecord, FileRecord, MediaKind } from '../state.ts'
import { asHtml } from './messages.ts'

export function sendPhoto(engine: Engine, bot: BotRecord, args: Args<'sendPhoto'>): Result<'sendPhoto'> {
  const conversation = writable(engine, bot, args.chat_id)
  const caption = captionOf(args)
  const file = fileOf(engine, 'photo', args.photo)
  return send(engine, bot, conversation, args, { ...photoContent(file, file), ...caption, ...spoiler(args.has_spoiler) }, { html: asHtml(args.caption, args.parse_mode) })
}

export function sendDocument(engine: Engine, bot: BotRecord, args: Args<'sendDocument'>): Result<'sendDocument'> {
  const conversation = writable(engine, bot, args.chat_id)
  const caption = captionOf(args)
  return send(engine, bot, conversation, args, { ...documentContent(fileOf(engine, 'document', args.document)), ...caption }, { html: asHtml(args.caption, args.parse_mode) })
}

export function sendVoice(engine: Engine, bot: BotRecord, args: Args<'sendVoice'>): Result<'sendVoice'> {
  const conversation = writable(engine, bot, args.chat_id)
  const caption = captionOf(args)
  return send(engine, bot, conversation, args, { ...voiceContent(fileOf(engine, 'voice', args.voice), args.duration), ...caption }, { html: asHtml(args.caption, args.parse_mode) })
}

export function sendVideo(engine: Engine, bot: BotRecord, args: Args<'sendVideo'>): Result<'sendVideo'> {
  const conversation = writable(engine, bot, args.chat_id)
  const caption = captionOf(args)
  return send(engine, bot, conversation, args, { ...videoContent(fileOf(engine, 'video', args.video), args), ...caption, ...spoiler(args.has_spoiler) }, { html: asHtml(args.caption, args.parse_mode) })
}

type AlbumItem = InputMediaAudio<Upload> | InputMediaDocument<Upload> | InputMediaLivePhoto<Upload> | InputMediaPhoto<Upload> | InputMediaVideo<Upload>
type AlbumMessage = Result<'sendMediaGroup'>[number]

/** All or nothing: every item is checked before the first one appears in the chat. */
export function sendMediaGroup(engine: Engine, bot: BotRecord, args: Args<'sendMediaGroup'>): Result<'sendMediaGroup'> {
  const conversation = writable(engine, bot, args.chat_id)
  const items: readonly AlbumItem[] = Array.isArray(args.media) ? args.media : []
  if (items.length < limits.albumItems.least) throw badRequest('too few messages to send as an album')
  if (items.length > limits.albumItems.most) throw badRequest('too many messages to send as an album')
  const kinds = new Set(items.map((item) => item.type))
  const mixes = kinds.size > 1 && (kinds.has('document') || kinds.has('audio'))
  if (mixes) throw badRequest("can't use the media of the specified type in the album")
  const contents = items.map((item) => ({ item, caption: captionOf(item) }))
    .map(({ item, caption }) => ({ content: { ...itemContent(engine, item), ...caption }, html: asHtml(item.caption, item.parse_mode) }))
  const mediaGroupId = `1${String(engine.state.nextFile).padStart(16, '0')}`
  return contents.map(({ content, html }): AlbumMessage => send(engine, bot, conversation, args, content, { html, mediaGroupId }))
}

type ItemContent = Pick<Message.PhotoMessage, 'photo'> | Pick<Message.VideoMessage, 'video'> | Pick<Message.DocumentMessage, 'document'> | Pick<Message.AudioMessage, 'audio'>

function itemContent(engine: Engine, item: AlbumItem): ItemContent {
  switch (item.type) {
    case 'photo': {
      const file = fileOf(engine, 'photo', item.media)
      return photoContent(file, file)
    }
    case 'video': return videoContent(fileOf(engine, 'video', item.media), item)
    case 'document': return documentContent(fileOf(engine, 'document', item.media))
    case 'audio': return audioContent(fileOf(engine, 'audio', item.media))
    default: {
      engine.unexpected.push(`sendMediaGroup: item of type ${String(item.type)}`)
      throw badRequest(`type "${String(item.type)}" of album items is not simulated`)
    }
  }
}

/** The file of a parameter: an upload is stored, a string must be a known `file_id` of the same kind. */
function fileOf(engine: Engine, kind: MediaKind, value: Upload | string | undefined): FileRecord {
  if (value === undefined || value === '') throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`)
  if (typeof value === 'string') {
    if (/^https?:/.test(value)) {
      engine.unexpected.push(`${kind} by URL`)
      throw badRequest('failed to get HTTP URL content')
    }
    const known = engine.state.files[value]
    if (known === undefined) throw badRequest('wrong file identifier/HTTP URL specified')
    if (known.kind !== kind) throw badRequest(`can't use file of type ${title(known.kind)} as ${title(kind)}`)
    return known
  }
  if (!isUpload(value)) throw badRequest('wrong file identifier/HTTP URL specified')
  if (value.bytes.length === 0) throw badRequest('file must be non-empty')
  if (value.bytes.length > limits.upload) throw tooLarge()
  if (kind === 'photo' && value.bytes.length > limits.photoUpload) {
    throw badRequest(`file of size ${value.bytes.length} bytes is too big for a photo; the maximum size is ${limits.photoUpload} bytes`)
  }
  return engine.files.put(engine.state, kind, { name: value.name, mime: mimeOf(kind, value), bytes: value.bytes })
}

const title = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1)

const guesses: Record<string, string> = {
  pdf: 'application/pdf', txt: 'text/plain', log: 'text/plain', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', zip: 'application/zip',
  csv: 'text/csv', json: 'application/json', mp4: 'video/mp4', ogg: 'audio/ogg', mp3: 'audio/mpeg', webm: 'video/webm', gif: 'image/gif',
}

/** Telegram decides by the name, not by the type that the sender claims. */
function mimeOf(kind: MediaKind, upload: Upload): string {
  if (kind === 'photo') return 'image/jpeg'
  if (kind === 'voice') return 'audio/ogg'
  return guesses[upload.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? upload.mime
}

interface Captioned {
  caption?: string
  parse_mode?: string
  caption_entities?: MessageEntity[]
}

export function captionOf(args: Captioned): { caption?: string; caption_entities?: MessageEntity[] } {
  const parsed = formatted(args.caption ?? '', args.parse_mode, args.caption_entities)
  if (parsed.text.length > limits.caption) throw badRequest('message caption is too long')
  return captionContent(parsed)
}

function spoiler(wanted: boolean | undefined): { has_media_spoiler?: true } {
  return wanted === true ? { has_media_spoiler: true } : {}
}
