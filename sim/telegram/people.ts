import type { Message, ReactionType } from '@grammyjs/types'
import type { Act, ActOf, Emoji, Outcome } from './acts.ts'
import { audioContent, captionContent, documentContent, isCaptionable, photoContent, stickerContent, textContent, videoContent, videoNoteContent, voiceContent } from './content.ts'
import type { Content } from './content.ts'
import { isInside } from './engine.ts'
import type { Engine } from './engine.ts'
import { detectEntities } from './entities.ts'
import { Misuse } from './failure.ts'
import type { NewFile } from './files.ts'
import { buttonText } from './keyboards.ts'
import { limits } from './limits.ts'
import { versionOf } from './methods/edits.ts'
import { asMember } from './methods/people.ts'
import { asReply } from './outgoing.ts'
import type { BotRecord, Conversation, Member, MediaKind, PersonRecord, StoredMessage } from './state.ts'
import { botHears } from './groups.ts'

interface Scene {
  engine: Engine
  person: PersonRecord
  bot: BotRecord
  conversation: Conversation
}

/** Plays one act of a person. @throws Misuse when a real client would not allow it. */
export function perform(engine: Engine, act: Act): Outcome {
  const scene = sceneOf(engine, act)
  switch (act.act) {
    case 'says': return says(scene, act)
    case 'sends': return sends(scene, act)
    case 'sendsLocation': return sendsLocation(scene, act)
    case 'sharesContact': return sharesContact(scene, act)
    case 'edits': return edits(scene, act)
    case 'presses': return presses(scene, act)
    case 'reacts': return reacts(scene, act)
    case 'opensLink': return opensLink(scene, act)
    case 'blocks': return setBlocked(scene, true)
    case 'unblocks': return setBlocked(scene, false)
    case 'deletesAccount':
      scene.person.deleted = true
      engine.changed(scene.conversation.key)
      return { messageIds: [] }
  }
}

function sceneOf(engine: Engine, act: Act): Scene {
  const person = engine.person(act.person)
  const bot = engine.bot(act.bot)
  if (person.deleted) throw new Misuse('this account is deleted')
  if (act.chat === undefined) return { engine, person, bot, conversation: engine.privateChat(bot, act.person) }
  const conversation = engine.group(act.chat)
  if (conversation === undefined || !isInside(conversation, act.person)) throw new Misuse(`person ${act.person} is not in chat ${act.chat}`)
  return { engine, person, bot, conversation }
}

function says(scene: Scene, act: ActOf<'says'>): Outcome {
  const messageIds: number[] = []
  // Clients cut a long text into messages of the allowed length.
  for (let from = 0; from < act.text.length; from += limits.text) {
    const text = act.text.slice(from, from + limits.text).trim()
    if (text !== '') messageIds.push(post(scene, act, textContent({ text, entities: detectEntities(text) })))
  }
  return { messageIds }
}

function sends(scene: Scene, act: ActOf<'sends'>): Outcome {
  const { engine } = scene
  const file = newFile(act.file)
  const record = engine.files.put(engine.state, act.kind, file)
  const caption = act.caption === undefined || act.caption === '' ? {} : captionContent({ text: act.caption, entities: detectEntities(act.caption) })
  const content: Content = { ...mediaContent(engine, act.kind, record, file, act.emoji), ...caption }
  const messageId = post(scene, act, content, act.mediaGroupId === undefined ? {} : { media_group_id: act.mediaGroupId })
  return { messageIds: [messageId], ...(act.mediaGroupId === undefined ? {} : { mediaGroupId: act.mediaGroupId }) }
}

function mediaContent(engine: Engine, kind: Exclude<MediaKind, 'thumbnail'>, record: Parameters<typeof documentContent>[0], file: NewFile, emoji = '👍'): Content {
  switch (kind) {
    case 'photo': return photoContent(engine.files.put(engine.state, 'photo', file), record)
    case 'document': return documentContent(record)
    case 'voice': return voiceContent(record)
    case 'video': return videoContent(record)
    case 'video_note': return videoNoteContent(record)
    case 'audio': return audioContent(record)
    case 'sticker': return stickerContent(record, emoji)
  }
}

/** Bytes above the download limit can be read by no bot, so only their number is kept. */
function newFile(file: ActOf<'sends'>['file']): NewFile {
  const { name, mime } = file
  if (file.base64 === undefined) return { name, mime, size: file.size ?? 0 }
  const bytes = Uint8Array.from(Buffer.from(file.base64, 'base64'))
  return bytes.length > limits.download ? { name, mime, size: bytes.length } : { name, mime, bytes }
}

function sendsLocation(scene: Scene, act: ActOf<'sendsLocation'>): Outcome {
  const location = { latitude: act.latitude, longitude: act.longitude }
  const venue = act.title === undefined ? {} : { venue: { location, title: act.title, address: act.address ?? '' } }
  return { messageIds: [post(scene, act, { location, ...venue })] }
}

function sharesContact(scene: Scene, act: ActOf<'sharesContact'>): Outcome {
  return { messageIds: [post(scene, act, { contact: contactOf(scene, act.contact) })] }
}

function contactOf({ person }: Scene, card: ActOf<'sharesContact'>['contact']): NonNullable<Message['contact']> {
  if (card !== undefined) {
    return {
      phone_number: card.phone, first_name: card.firstName,
      ...(card.lastName === undefined ? {} : { last_name: card.lastName }), ...(card.userId === undefined ? {} : { user_id: card.userId }),
    }
  }
  if (person.phone === null) throw new Misuse(`${person.user.first_name} has no phone to share`)
  return {
    phone_number: person.phone, first_name: person.user.first_name, user_id: person.user.id,
    ...(person.user.last_name === undefined ? {} : { last_name: person.user.last_name }),
  }
}

function edits(scene: Scene, act: ActOf<'edits'>): Outcome {
  const { engine, person, conversation } = scene
  const entry = seen(engine, conversation, act.messageId)
  if (entry.message.from?.id !== person.user.id) throw new Misuse('only own messages can be edited')
  const { text: _text, entities: _entities, caption: _caption, caption_entities: _captionEntities, ...rest } = entry.message
  const next = { text: act.text, entities: detectEntities(act.text) }
  if (entry.message.text !== undefined && act.text === '') throw new Misuse('a text cannot be edited away')
  if (entry.message.text === undefined && !isCaptionable(entry.message)) throw new Misuse('this message has no text to edit')
  const content = entry.message.text !== undefined ? textContent(next) : act.text === '' ? {} : captionContent(next)
  entry.versions.push(versionOf(entry.message, engine.now))
  const edited = { ...rest, ...content, edit_date: engine.date }
  entry.message = edited
  engine.changed(conversation.key)
  for (const bot of engine.botsIn(conversation)) {
    if (!botHears(conversation, bot, edited)) continue
    engine.push(bot, { edited_message: { ...edited, from: person.user, chat: conversation.chat } }, laneOf(conversation), entry.message.date * 1_000)
  }
  return { messageIds: [act.messageId] }
}

function presses(scene: Scene, act: ActOf<'presses'>): Outcome {
  const { engine, person, conversation } = scene
  const inline = inlineButton(conversation, act)
  if (inline === undefined) return pressesKeyboard(scene, act)
  const { entry, button } = inline
  if ('url' in button) return { messageIds: [], url: button.url }
  if ('copy_text' in button) return { messageIds: [] }
  if (!('callback_data' in button)) throw new Misuse(`button «${button.text}» is of a kind that the simulator does not play`)
  if (conversation.blocked) throw new Misuse('the bot is blocked: unblock it first')
  const id = `${7_000_000_000_000 + engine.state.nextCallback++}`
  const owner = engine.state.bots.find((bot) => bot.user.id === entry.message.from?.id) ?? scene.bot
  const query = { id, from: person.user, message: entry.message, chat_instance: `${conversation.chat.id}`, data: button.callback_data }
  engine.state.callbacks[id] = { query, botId: owner.user.id, at: engine.now, answer: null }
  engine.changed(conversation.key)
  engine.push(owner, { callback_query: query }, `callback:${person.user.id}`)
  return { messageIds: [], callbackId: id }
}

/** The newest button with this label or data, in the named message if one is named. */
function inlineButton(conversation: Conversation, act: ActOf<'presses'>): { entry: StoredMessage; button: InlineButton } | undefined {
  for (const entry of conversation.messages.toReversed()) {
    if (entry.deletedAt !== null || (act.messageId !== undefined && entry.message.message_id !== act.messageId)) continue
    const button = entry.message.reply_markup?.inline_keyboard.flat()
      .find((one) => one.text === act.button || ('callback_data' in one && one.callback_data === act.button))
    if (button !== undefined) return { entry, button }
  }
  return undefined
}
type InlineButton = NonNullable<Message['reply_markup']>['inline_keyboard'][number][number]

function pressesKeyboard(scene: Scene, act: ActOf<'presses'>): Outcome {
  const { keyboard } = scene.conversation
  const button = act.messageId === undefined ? keyboard?.buttons.flat().find((one) => buttonText(one) === act.button) : undefined
  if (keyboard === null || button === undefined) throw new Misuse(`there is no button «${act.button}» to press`)
  if (keyboard.once) scene.conversation.keyboard = null
  const replyTo = { ...act, replyTo: keyboard.messageId }
  if (typeof button !== 'string' && 'request_contact' in button) return { messageIds: [post(scene, replyTo, { contact: contactOf(scene, undefined) })] }
  if (typeof button !== 'string' && 'request_location' in button) {
    return { messageIds: [post(scene, replyTo, { location: { latitude: 55.7558, longitude: 37.6176 } })] }
  }
  return says(scene, { ...act, act: 'says', text: buttonText(button) })
}

function reacts({ engine, person, conversation }: Scene, act: ActOf<'reacts'>): Outcome {
  const entry = seen(engine, conversation, act.messageId)
  const before = entry.reactions.find((one) => one.by === person.user.id)?.reactions ?? []
  const after: ReactionType[] = act.emoji === null ? [] : [{ type: 'emoji', emoji: act.emoji as Emoji }]
  entry.reactions = [...entry.reactions.filter((one) => one.by !== person.user.id), ...(after.length === 0 ? [] : [{ by: person.user.id, reactions: after }])]
  engine.changed(conversation.key)
  for (const bot of engine.botsIn(conversation)) {
    const isAllowed = conversation.botId !== null || ['administrator', 'creator'].includes(conversation.members[bot.user.id] ?? '')
    if (!isAllowed) continue
    engine.push(bot, {
      message_reaction: { chat: conversation.chat, message_id: act.messageId, user: person.user, date: engine.date, old_reaction: before, new_reaction: after },
    }, laneOf(conversation))
  }
  return { messageIds: [] }
}

/** Opens `t.me/<bot>?start=<payload>` and presses Start; a blocked bot is unblocked by that. */
function opensLink(scene: Scene, act: ActOf<'opensLink'>): Outcome {
  const payload = act.payload ?? ''
  if (!limits.deepLink.test(payload)) throw new Misuse('a deep link carries up to 64 characters of A-Z, a-z, 0-9, _ and -')
  if (scene.conversation.blocked) setBlocked(scene, false)
  return says(scene, { ...act, act: 'says', text: payload === '' ? '/start' : `/start ${payload}` })
}

const statusOf = (isBlocked: boolean): Member => (isBlocked ? 'kicked' : 'member')

function setBlocked({ engine, person, bot, conversation }: Scene, blocked: boolean): Outcome {
  if (conversation.botId === null) throw new Misuse('a bot is blocked in its private chat')
  if (conversation.blocked === blocked) return { messageIds: [] }
  conversation.blocked = blocked
  engine.changed(conversation.key)
  engine.push(bot, {
    my_chat_member: {
      chat: conversation.chat, from: person.user, date: engine.date,
      old_chat_member: asMember(bot.user, statusOf(!blocked)), new_chat_member: asMember(bot.user, statusOf(blocked)),
    },
  }, laneOf(conversation))
  return { messageIds: [] }
}

/** Puts the person's message into the conversation and hands it to every bot that may hear it. */
function post({ engine, person, conversation }: Scene, act: Pick<ActOf<'says'>, 'replyTo' | 'thread' | 'forwarded'>, content: Content, extra: Pick<Message, 'media_group_id'> = {}): number {
  if (conversation.blocked) throw new Misuse('the bot is blocked: unblock it first')
  if (conversation.migratedTo !== null) throw new Misuse(`the group has become ${conversation.migratedTo}`)
  const reply = act.replyTo === undefined ? undefined : seen(engine, conversation, act.replyTo)
  conversation.started = true
  const message = {
    message_id: engine.nextMessageId(conversation), from: person.user, chat: conversation.chat, date: engine.date, ...content, ...extra,
    ...(reply === undefined ? {} : { reply_to_message: asReply(reply.message) }),
    ...(act.thread === undefined ? {} : { message_thread_id: act.thread, is_topic_message: true }),
    ...(act.forwarded === undefined ? {} : { forward_origin: originOf(engine, act.forwarded) }),
  }
  engine.append(conversation, message)
  for (const bot of engine.botsIn(conversation)) {
    if (botHears(conversation, bot, message)) engine.push(bot, { message }, laneOf(conversation))
  }
  return message.message_id
}

function originOf(engine: Engine, { from, at }: NonNullable<ActOf<'says'>['forwarded']>): NonNullable<Message['forward_origin']> {
  const date = at === undefined ? engine.date : Math.floor(at / 1_000)
  return typeof from === 'string' ? { type: 'hidden_user', sender_user_name: from, date } : { type: 'user', sender_user: engine.person(from).user, date }
}

function seen(engine: Engine, conversation: Conversation, messageId: number): StoredMessage {
  const entry = engine.stored(conversation, messageId)
  if (entry === undefined) throw new Misuse(`there is no message ${messageId} in this chat`)
  return entry
}

export const laneOf = (conversation: Conversation): string => `chat:${conversation.chat.id}`
