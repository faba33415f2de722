import { badRequest } from './failure.ts'
import type { Args, Method, Upload } from './shapes.ts'

/** How a parameter comes over the wire. `absent`: the API has it, the simulator does not; using it is reported. */
export type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'chat' | 'json' | 'file' | 'absent'

type Table<M extends Method> = Record<keyof Args<M>, Kind>

const markup = { reply_markup: 'json' } as const
const formatted = { parse_mode: 'string' } as const
const target = {
  chat_id: 'chat', message_thread_id: 'integer', business_connection_id: 'absent', direct_messages_topic_id: 'absent',
} as const
const sending = {
  ...target, ...markup, disable_notification: 'boolean', protect_content: 'boolean', reply_parameters: 'json', reply_to_message_id: 'integer',
  ephemeral_message_parameters: 'absent', allow_paid_broadcast: 'absent', suggested_post_parameters: 'absent', message_effect_id: 'absent',
} as const
const captioned = { ...formatted, caption: 'string', caption_entities: 'json' } as const
const editing = { chat_id: 'chat', message_id: 'integer', ...markup, business_connection_id: 'absent', inline_message_id: 'absent' } as const
const passing = {
  chat_id: 'chat', message_thread_id: 'integer', from_chat_id: 'chat', disable_notification: 'boolean', protect_content: 'boolean',
  direct_messages_topic_id: 'absent',
} as const

/** Every method that the simulator knows, with every parameter that the types list for it. */
export const parameters = {
  getUpdates: { offset: 'integer', limit: 'integer', timeout: 'integer', allowed_updates: 'json' } satisfies Table<'getUpdates'>,
  setWebhook: {
    url: 'string', max_connections: 'integer', allowed_updates: 'json', drop_pending_updates: 'boolean', secret_token: 'string',
    ip_address: 'string', certificate: 'absent',
  } satisfies Table<'setWebhook'>,
  deleteWebhook: { drop_pending_updates: 'boolean' } satisfies Table<'deleteWebhook'>,
  getWebhookInfo: {} satisfies Table<'getWebhookInfo'>,
  getMe: {} satisfies Table<'getMe'>,
  logOut: {} satisfies Table<'logOut'>,
  close: {} satisfies Table<'close'>,
  sendMessage: { ...sending, ...formatted, text: 'string', entities: 'json', link_preview_options: 'json' } satisfies Table<'sendMessage'>,
  sendPhoto: { ...sending, ...captioned, photo: 'file', show_caption_above_media: 'boolean', has_spoiler: 'boolean' } satisfies Table<'sendPhoto'>,
  sendDocument: { ...sending, ...captioned, document: 'file', thumbnail: 'file', disable_content_type_detection: 'boolean' } satisfies Table<'sendDocument'>,
  sendVoice: { ...sending, ...captioned, voice: 'file', duration: 'integer' } satisfies Table<'sendVoice'>,
  sendVideo: {
    ...sending, ...captioned, video: 'file', duration: 'integer', width: 'integer', height: 'integer', thumbnail: 'file',
    show_caption_above_media: 'boolean', has_spoiler: 'boolean', supports_streaming: 'boolean', cover: 'absent', start_timestamp: 'absent',
  } satisfies Table<'sendVideo'>,
  sendMediaGroup: {
    ...target, media: 'json', disable_notification: 'boolean', protect_content: 'boolean', reply_parameters: 'json',
    reply_to_message_id: 'integer', allow_paid_broadcast: 'absent', message_effect_id: 'absent',
  } satisfies Table<'sendMediaGroup'>,
  sendLocation: {
    ...sending, latitude: 'number', longitude: 'number', horizontal_accuracy: 'number', live_period: 'absent', heading: 'absent',
    proximity_alert_radius: 'absent',
  } satisfies Table<'sendLocation'>,
  sendContact: { ...sending, phone_number: 'string', first_name: 'string', last_name: 'string', vcard: 'string' } satisfies Table<'sendContact'>,
  sendChatAction: { chat_id: 'chat', message_thread_id: 'integer', action: 'string', business_connection_id: 'absent' } satisfies Table<'sendChatAction'>,
  editMessageText: {
    ...editing, ...formatted, text: 'string', entities: 'json', link_preview_options: 'json', rich_message: 'absent',
  } satisfies Table<'editMessageText'>,
  editMessageCaption: { ...editing, ...captioned, show_caption_above_media: 'boolean' } satisfies Table<'editMessageCaption'>,
  editMessageReplyMarkup: { ...editing } satisfies Table<'editMessageReplyMarkup'>,
  deleteMessage: { chat_id: 'chat', message_id: 'integer' } satisfies Table<'deleteMessage'>,
  deleteMessages: { chat_id: 'chat', message_ids: 'json' } satisfies Table<'deleteMessages'>,
  copyMessage: {
    ...passing, ...captioned, ...markup, message_id: 'integer', reply_parameters: 'json', reply_to_message_id: 'integer',
    show_caption_above_media: 'boolean', video_start_timestamp: 'absent', allow_paid_broadcast: 'absent', message_effect_id: 'absent',
    suggested_post_parameters: 'absent',
  } satisfies Table<'copyMessage'>,
  copyMessages: { ...passing, message_ids: 'json', remove_caption: 'boolean' } satisfies Table<'copyMessages'>,
  forwardMessage: {
    ...passing, message_id: 'integer', video_start_timestamp: 'absent', message_effect_id: 'absent', suggested_post_parameters: 'absent',
  } satisfies Table<'forwardMessage'>,
  answerCallbackQuery: {
    callback_query_id: 'string', text: 'string', show_alert: 'boolean', url: 'string', cache_time: 'integer',
  } satisfies Table<'answerCallbackQuery'>,
  setMessageReaction: { chat_id: 'chat', message_id: 'integer', reaction: 'json', is_big: 'boolean' } satisfies Table<'setMessageReaction'>,
  getFile: { file_id: 'string' } satisfies Table<'getFile'>,
  getChat: { chat_id: 'chat' } satisfies Table<'getChat'>,
  getChatMember: { chat_id: 'chat', user_id: 'integer' } satisfies Table<'getChatMember'>,
  setMyCommands: { commands: 'json', scope: 'json', language_code: 'string' } satisfies Table<'setMyCommands'>,
  createForumTopic: { chat_id: 'chat', name: 'string', icon_color: 'integer', icon_custom_emoji_id: 'absent' } satisfies Table<'createForumTopic'>,
  editForumTopic: { chat_id: 'chat', message_thread_id: 'integer', name: 'string', icon_custom_emoji_id: 'absent' } satisfies Table<'editForumTopic'>,
  closeForumTopic: { chat_id: 'chat', message_thread_id: 'integer' } satisfies Table<'closeForumTopic'>,
  deleteForumTopic: { chat_id: 'chat', message_thread_id: 'integer' } satisfies Table<'deleteForumTopic'>,
} as const

export type Implemented = keyof typeof parameters
export const isImplemented = (name: string): name is Implemented => Object.hasOwn(parameters, name)

export interface Decoded {
  args: Record<string, unknown>
  /** Parameters that the simulator does not know or does not act on. */
  strange: string[]
}

/**
 * Brings raw parameters (text from a query or a form, values from JSON) to the types that the method table names.
 * @throws ApiFailure 400 when a value cannot be read.
 */
export function decode(table: Record<string, Kind>, raw: Record<string, unknown>, files: Record<string, Upload>): Decoded {
  const args: Record<string, unknown> = {}
  const strange: string[] = []
  for (const [name, value] of Object.entries({ ...raw, ...filesNamed(table, files) })) {
    if (value === undefined || value === null) continue
    const kind = table[name]
    if (kind === undefined || kind === 'absent') strange.push(name)
    else args[name] = read(name, kind, value, files)
  }
  return { args, strange }
}

/** A file may stand in the form under the parameter's own name, without `attach://`. */
function filesNamed(table: Record<string, Kind>, files: Record<string, Upload>): Record<string, Upload> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => table[name] === 'file'))
}

function read(name: string, kind: Exclude<Kind, 'absent'>, value: unknown, files: Record<string, Upload>): unknown {
  switch (kind) {
    case 'string': return typeof value === 'string' ? value : String(value)
    case 'integer': return readNumber(name, value, Number.isSafeInteger)
    case 'number': return readNumber(name, value, Number.isFinite)
    case 'boolean': return value === true || ['true', '1', 'yes', 't'].includes(String(value).toLowerCase())
    case 'chat': return typeof value === 'number' || /^-?\d+$/.test(String(value)) ? Number(value) : String(value)
    case 'file': return attached(value, files)
    case 'json': return attached(typeof value === 'string' ? parseJson(name, value) : value, files)
  }
}

function readNumber(name: string, value: unknown, fits: (number: number) => boolean): number {
  const number = typeof value === 'number' ? value : value === '' ? Number.NaN : Number(value)
  if (!fits(number)) throw badRequest(`can't parse ${name}: expected a number`)
  return number
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(name === 'reply_markup' ? "can't parse reply keyboard markup JSON object" : `can't parse ${name} JSON object`)
  }
}

/** Puts the files of the request in the places that point at them with `attach://`, at any depth. */
function attached(value: unknown, files: Record<string, Upload>): unknown {
  if (typeof value === 'string') return value.startsWith('attach://') ? (files[value.slice(9)] ?? value) : value
  if (Array.isArray(value)) return value.map((item: unknown) => attached(item, files))
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || 'bytes' in value) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, attached(item, files)]))
}
