import type { Message, MessageEntity, PhotoSize } from '@grammyjs/types'
import { detectEntities, trimFormatted } from './entities.ts'
import type { Formatted } from './entities.ts'
import { badRequest } from './failure.ts'
import { parseHtml } from './html.ts'
import type { FileRecord } from './state.ts'

/** Text of a bot as Telegram will keep it: parsed, trimmed, links and commands found. */
export function formatted(text: string, parseMode: string | undefined, entities: readonly MessageEntity[] | undefined): Formatted {
  const parsed = parsedAs(text, parseMode, entities)
  const trimmed = trimFormatted(parsed)
  return { text: trimmed.text, entities: detectEntities(trimmed.text, trimmed.entities) }
}

function parsedAs(text: string, parseMode: string | undefined, entities: readonly MessageEntity[] | undefined): Formatted {
  if (parseMode === undefined || parseMode === '') return { text, entities: [...(entities ?? [])] }
  if (parseMode.toLowerCase() === 'html') return parseHtml(text)
  throw badRequest(['markdown', 'markdownv2'].includes(parseMode.toLowerCase())
    ? `parse_mode ${parseMode} is not simulated, send HTML`
    : 'unsupported parse_mode')
}

/** The fields of a message that are what it says, without who, when and where. */
const contentKeys = [
  'text', 'entities', 'caption', 'caption_entities', 'photo', 'document', 'voice', 'video', 'video_note', 'audio', 'sticker',
  'location', 'venue', 'contact', 'show_caption_above_media', 'has_media_spoiler',
] as const satisfies readonly (keyof Message)[]
export type Content = Pick<Message, (typeof contentKeys)[number]>

export function contentOf(message: Message): Content {
  return Object.fromEntries(contentKeys.filter((key) => message[key] !== undefined).map((key) => [key, structuredClone(message[key])]))
}

export const isCaptionable = (message: Message): boolean =>
  message.photo !== undefined || message.document !== undefined || message.voice !== undefined || message.video !== undefined || message.audio !== undefined

export function textContent({ text, entities }: Formatted): { text: string; entities?: MessageEntity[] } {
  return entities.length === 0 ? { text } : { text, entities }
}

export function captionContent({ text, entities }: Formatted): { caption?: string; caption_entities?: MessageEntity[] } {
  if (text === '') return {}
  return entities.length === 0 ? { caption: text } : { caption: text, caption_entities: entities }
}

const common = (file: FileRecord): { file_id: string; file_unique_id: string; file_size: number } =>
  ({ file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size })

/** A photo in two sizes, the larger last, as Telegram lists them. */
export function photoContent(small: FileRecord, large: FileRecord): { photo: PhotoSize[] } {
  const scale = Math.min(1, 90 / Math.max(large.width, large.height))
  return {
    photo: [
      { ...common(small), width: Math.max(1, Math.round(large.width * scale)), height: Math.max(1, Math.round(large.height * scale)) },
      { ...common(large), width: large.width, height: large.height },
    ],
  }
}

export function documentContent(file: FileRecord): { document: NonNullable<Message['document']> } {
  return { document: { ...common(file), ...(file.name === null ? {} : { file_name: file.name }), mime_type: file.mime } }
}

export function voiceContent(file: FileRecord, duration?: number): { voice: NonNullable<Message['voice']> } {
  return { voice: { ...common(file), duration: duration ?? file.duration, mime_type: file.mime } }
}

export function videoContent(file: FileRecord, size: { width?: number; height?: number; duration?: number } = {}): { video: NonNullable<Message['video']> } {
  return {
    video: {
      ...common(file), width: size.width ?? file.width, height: size.height ?? file.height, duration: size.duration ?? file.duration,
      ...(file.name === null ? {} : { file_name: file.name }), mime_type: file.mime,
    },
  }
}

export function audioContent(file: FileRecord): { audio: NonNullable<Message['audio']> } {
  return { audio: { ...common(file), duration: file.duration, ...(file.name === null ? {} : { file_name: file.name }), mime_type: file.mime } }
}

export function videoNoteContent(file: FileRecord): { video_note: NonNullable<Message['video_note']> } {
  return { video_note: { ...common(file), length: file.width, duration: file.duration } }
}

export function stickerContent(file: FileRecord, emoji: string): { sticker: NonNullable<Message['sticker']> } {
  return { sticker: { ...common(file), type: 'regular', width: 512, height: 512, is_animated: false, is_video: false, emoji } }
}
