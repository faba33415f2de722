import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Chat, Message, MessageEntity, Update, User } from '@grammyjs/types'
import type { z } from 'zod'
import { telegram as en } from '../../words/en/telegram.ts'
import { telegram as ru } from '../../words/ru/telegram.ts'
import type { Inbound, Reading } from '../../intake/inbound.ts'
import { keyed, readUpdate } from './read.ts'
import type { updateShape } from './update.ts'

/** Does not compile when an upgrade of the types makes an update that our shape would refuse. */
const everyUpdateFits = (update: Plain<Update>): z.input<typeof updateShape> => update
/** Interfaces as type literals: only those may stand for a shape that lets unknown fields pass. */
type Plain<T> = T extends readonly (infer Item)[] ? Plain<Item>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T

const at = 1_764_155_045
const olga: User = { id: 5001, is_bot: false, first_name: 'Ольга', last_name: 'Ким', username: 'olga_kim', language_code: 'ru' }
const chat: Chat.PrivateChat = { id: 5001, type: 'private', first_name: 'Ольга' }
const club: Chat.GroupChat = { id: -77, type: 'group', title: 'Кафе «Ель»' }

type Given = Message & Update.NonChannel
const message = (fields: Partial<Message>): Given => ({ message_id: 417, date: at, chat, from: olga, ...fields } as Given)
const incoming = (fields: Partial<Message>): Update => ({ update_id: 900, message: message(fields) })
const read = (raw: unknown, words = ru): Reading => readUpdate(raw, { channelId: 'main', receivedAt: at * 1000 + 350, words })
function only(raw: unknown, words = ru): Inbound {
  const reading = read(raw, words)
  if (!('events' in reading) || reading.events.length !== 1) throw new Error(`expected one event: ${JSON.stringify(reading)}`)
  return reading.events[0]!
}
const pdf = { file_id: 'DOC', file_unique_id: 'd' }

describe('what a person sends', () => {
  it('keeps who, where and when of a text', () => {
    expect(only(incoming({ text: 'Касса не печатает' }))).toEqual({
      channelId: 'main', channel: 'telegram', eventKey: '900', occurredAt: at * 1000, receivedAt: at * 1000 + 350,
      conversation: { externalId: '5001', type: 'private' },
      author: { externalId: '5001', displayName: 'Ольга Ким', username: 'olga_kim', language: 'ru', verified: 'channel' },
      kind: 'message', externalId: '417', text: 'Касса не печатает', files: [],
    })
  })

  const cases: readonly [string, Partial<Message>, Partial<Inbound>][] = [
    ['the largest size of a photo, with its caption', {
      caption: 'вот экран',
      photo: [
        { file_id: 'S', file_unique_id: 's', width: 90, height: 60, file_size: 900 },
        { file_id: 'L', file_unique_id: 'l', width: 1280, height: 853, file_size: 190_000 },
        { file_id: 'M', file_unique_id: 'm', width: 320, height: 213, file_size: 9_000 },
      ],
    }, { text: 'вот экран', files: [{ fileRef: 'L', name: 'photo-2025-11-26-417.jpg', mime: 'image/jpeg', size: 190_000, kind: 'photo' }] }],
    ['a document with its Cyrillic name', {
      document: { ...pdf, file_name: 'Логи смены №7.zip', mime_type: 'application/zip', file_size: 22_020_096 },
    }, { text: '', files: [{ fileRef: 'DOC', name: 'Логи смены №7.zip', mime: 'application/zip', size: 22_020_096, kind: 'document' }] }],
    ['a document whose name would be a path', {
      document: { ...pdf, file_name: '../../etc/passwd' },
    }, { files: [{ fileRef: 'DOC', name: '.._.._etc_passwd', mime: 'application/octet-stream', size: null, kind: 'document' }] }],
    ['a voice message with its length', {
      voice: { file_id: 'V', file_unique_id: 'v', duration: 12, mime_type: 'audio/ogg', file_size: 40_000 },
    }, { files: [{ fileRef: 'V', name: 'voice-2025-11-26-417.ogg', mime: 'audio/ogg', size: 40_000, kind: 'voice', durationSec: 12 }] }],
    ['a video note, which never has a caption', {
      video_note: { file_id: 'N', file_unique_id: 'n', length: 240, duration: 9 },
    }, { text: '', files: [{ fileRef: 'N', name: 'video-note-2025-11-26-417.mp4', mime: 'video/mp4', size: null, kind: 'video_note', durationSec: 9 }] }],
    ['a video', {
      video: { file_id: 'W', file_unique_id: 'w', width: 1, height: 1, duration: 30, file_name: 'касса.mov', mime_type: 'video/quicktime', file_size: 5 },
    }, { files: [{ fileRef: 'W', name: 'касса.mov', mime: 'video/quicktime', size: 5, kind: 'video', durationSec: 30 }] }],
    ['music as a sound file', {
      audio: { file_id: 'A', file_unique_id: 'a', duration: 3, file_name: 'писк.mp3', mime_type: 'audio/mpeg' },
    }, { files: [{ fileRef: 'A', name: 'писк.mp3', mime: 'audio/mpeg', size: null, kind: 'audio', durationSec: 3 }] }],
    ['an animation once, though it also comes as a document', {
      animation: { file_id: 'G', file_unique_id: 'g', width: 1, height: 1, duration: 2 }, document: { ...pdf, file_name: 'g.mp4' },
    }, { files: [{ fileRef: 'G', name: 'animation-2025-11-26-417.mp4', mime: 'video/mp4', size: null, kind: 'animation', durationSec: 2 }] }],
    ['a sticker as its emoji, marked as no request', {
      sticker: { file_id: 'T', file_unique_id: 't', type: 'regular', width: 1, height: 1, is_animated: false, is_video: false, emoji: '🙏' },
    }, { text: '🙏', files: [], sticker: true }],
    ['a sticker without emoji in words', {
      sticker: { file_id: 'T', file_unique_id: 't', type: 'regular', width: 1, height: 1, is_animated: false, is_video: false },
    }, { text: '[стикер]', sticker: true }],
    ['a die as no request', { dice: { emoji: '🎲', value: 5 } }, { text: '🎲 5', sticker: true }],
    ['a place', { location: { latitude: 55.75, longitude: 37.61 } }, { place: { latitude: 55.75, longitude: 37.61 } }],
    ['a named place', {
      location: { latitude: 55.75, longitude: 37.61 },
      venue: { location: { latitude: 55.75, longitude: 37.61 }, title: 'Кафе «Ель»', address: 'Лесная, 5' },
    }, { place: { latitude: 55.75, longitude: 37.61, title: 'Кафе «Ель»', address: 'Лесная, 5' } }],
    ['the own number of the author, in international form', {
      contact: { phone_number: '79161234567', first_name: 'Ольга', user_id: 5001 },
    }, { card: { phone: '+79161234567', name: 'Ольга', own: true } }],
    ['the card of somebody else as it is', {
      contact: { phone_number: '8 (916) 765-43-21', first_name: 'Пётр', last_name: 'Лис', user_id: 6002 },
    }, { card: { phone: '8 (916) 765-43-21', name: 'Пётр Лис', own: false } }],
    ['a card without a Telegram account as foreign', {
      contact: { phone_number: '+79160000000', first_name: 'Склад' },
    }, { card: { phone: '+79160000000', name: 'Склад', own: false } }],
    ['an item of an album', { media_group_id: 'G77', photo: [{ file_id: 'L', file_unique_id: 'l', width: 1, height: 1 }] }, { groupKey: 'G77' }],
    ['an answer to an older message', {
      text: 'да', reply_to_message: { message_id: 400, date: at - 9, chat, text: 'Помогло?' } as Message['reply_to_message'] & object,
    }, { text: 'да', replyTo: '400' }],
    ['a quote that the author chose', {
      text: 'вот это', quote: { text: 'перезагрузите\nкассу', position: 3, is_manual: true },
    }, { text: '> перезагрузите\n> кассу\nвот это' }],
    ['no quote that Telegram added by itself', { text: 'да', quote: { text: 'Помогло?', position: 0 } }, { text: 'да' }],
    ['a reply to another chat with its words', {
      text: 'у нас так же',
      external_reply: { origin: { type: 'channel', date: at, message_id: 3, chat: { id: -1, type: 'channel', title: 'Новости Юпитера' } } },
      quote: { text: 'вышла версия 9', position: 0 },
    }, { text: '[ответ на сообщение из другого чата, автор: Новости Юпитера]\n> вышла версия 9\nу нас так же' }],
    ['a forward with its author', {
      text: 'Касса висит', forward_origin: { type: 'user', date: at, sender_user: { id: 1, is_bot: false, first_name: 'Иван' } },
    }, { text: '[переслано от: Иван]\nКасса висит', forwarded: { externalId: '1', name: 'Иван', at: at * 1000, text: 'Касса висит' } }],
    ['a forward of a hidden author by the name he shows', {
      text: 'Касса висит', forward_origin: { type: 'hidden_user', date: at, sender_user_name: 'Шеф' },
    }, { text: '[переслано от: Шеф]\nКасса висит', forwarded: { externalId: null, name: 'Шеф', at: at * 1000, text: 'Касса висит' } }],
    ['a forward of a bot, whom nobody can be found by', {
      text: 'Заявка принята', forward_origin: { type: 'user', date: at, sender_user: { id: 7, is_bot: true, first_name: 'Бот' } },
    }, { forwarded: { externalId: null, name: 'Бот', at: at * 1000, text: 'Заявка принята', isBot: true } }],
    ['a forwarded card, which is never one\'s own', {
      contact: { phone_number: '79161234567', first_name: 'Ольга', user_id: 5001 },
      forward_origin: { type: 'user', date: at, sender_user: olga },
    }, { card: { phone: '79161234567', name: 'Ольга', own: false }, text: '[переслано от: Ольга Ким]' }],
    ['where a named link leads', {
      text: 'тут 📎 лог и сайт example.org', entities: [
        { type: 'text_link', offset: 4, length: 6, url: 'https://disk.example/1' }, { type: 'url', offset: 18, length: 11 },
        { type: 'bold', offset: 0, length: 3 },
      ] satisfies MessageEntity[],
    }, { text: 'тут 📎 лог (https://disk.example/1) и сайт example.org' }],
    ['a link that names its own address once', {
      text: 'https://a.example', entities: [{ type: 'text_link', offset: 0, length: 17, url: 'https://a.example/' }],
    }, { text: 'https://a.example' }],
    ['a poll in words', {
      poll: { id: 'p', question: 'Когда?', options: [{ text: 'сейчас' }, { text: 'вечером' }] } as Message['poll'] & object,
    }, { text: '[опрос] Когда?\n– сейчас\n– вечером' }],
    ['a checklist in words', {
      checklist: { title: 'Проверили', tasks: [{ id: 1, text: 'кабель', completion_date: at }, { id: 2, text: 'бумага' }] } as Message['checklist'] & object,
    }, { text: '[список дел] Проверили\n☑ кабель\n☐ бумага' }],
    ['a story that cannot be opened', { story: { chat, id: 1 } }, { text: '[история из Telegram: здесь её не открыть]' }],
    ['the words of a rich message', {
      rich_message: {
        blocks: [
          { type: 'heading', text: 'Не работает', size: 1 },
          { type: 'paragraph', text: ['принтер ', { type: 'bold', text: 'на кухне' }] },
        ],
      } as unknown as Message['rich_message'] & object,
    }, { text: 'Не работает\nпринтер на кухне' }],
    ['a live photo as a photo', {
      live_photo: {
        file_id: 'LV', file_unique_id: 'lv', width: 2, height: 2, duration: 3,
        photo: [{ file_id: 'LP', file_unique_id: 'lp', width: 2, height: 2 }],
      },
    }, { files: [{ fileRef: 'LP', name: 'photo-2025-11-26-417.jpg', mime: 'image/jpeg', size: null, kind: 'photo' }] }],
    ['an unknown content, so that somebody asks', { hologram: { file_id: 'H' } } as Partial<Message>, {
      text: '[сообщение, которое здесь не показать: попросите прислать его текстом или фото]', files: [],
    }],
  ]
  test.each(cases)('is read: %s', (_, fields, expected) => {
    expect(only(incoming(fields))).toMatchObject({ kind: 'message', ...expected })
  })

  it('describes it in English on an English channel', () => {
    expect(only(incoming({ game: { title: 'Chess' } as Message['game'] & object }), en)).toMatchObject({ text: '[game] Chess' })
  })

  it('cuts an endless file name but keeps its ending', () => {
    const event = only(incoming({ document: { ...pdf, file_name: `${'я'.repeat(400)}.log` } }))
    expect(event.kind === 'message' && event.files[0]?.name).toBe(`${'я'.repeat(196)}.log`)
  })

  it('names a person without a name by user name', () => {
    const nameless = { ...olga, first_name: '', last_name: '' }
    expect(only({ update_id: 1, message: message({ text: 'x', from: nameless }) })).toMatchObject({ author: { displayName: 'olga_kim' } })
  })
})

const command: MessageEntity[] = [{ type: 'bot_command', offset: 0, length: 6 }]
describe('acts', () => {
  test.each<[string, Update, Partial<Inbound>]>([
    ['a start by a link carries its payload', incoming({ text: '/start p_9fK-3', entities: command }), { kind: 'started', payload: 'p_9fK-3', externalId: '417' }],
    ['a bare start carries none', incoming({ text: '/start', entities: command }), { kind: 'started', payload: null }],
    ['a command with the bot named and words after it', incoming({ text: '/New@jupiter_bot принтер\nмолчит', entities: command }), { kind: 'command', name: 'new', rest: 'принтер\nмолчит' }],
    ['a forwarded command is a text', incoming({ text: '/start x', entities: command, forward_origin: { type: 'hidden_user', date: at, sender_user_name: 'Шеф' } }), { kind: 'message' }],
    ['a path that looks like a command is a text', incoming({ text: '/var/log полон' }), { kind: 'message', text: '/var/log полон' }],
    ['an edit carries the whole new text and its time', { update_id: 901, edited_message: message({ text: 'Касса №2', edit_date: at + 60 }) as Update['edited_message'] & object }, { kind: 'edited', externalId: '417', text: 'Касса №2', editedAt: (at + 60) * 1000, occurredAt: (at + 60) * 1000 }],
    ['an edited command stays an edit', { update_id: 901, edited_message: message({ text: '/new касса', entities: command, edit_date: at + 60 }) as Update['edited_message'] & object }, { kind: 'edited', text: '/new касса' }],
    ['a pressed button', { update_id: 902, callback_query: { id: 'Q1', from: olga, chat_instance: 'c', data: 'ch_8Hd', message: message({ text: 'Помогло?' }) as Message } as Update['callback_query'] & object }, { kind: 'pressed', choice: 'ch_8Hd', interaction: 'Q1', externalId: '417', conversation: { externalId: '5001', type: 'private' } }],
    ['a button under a message that Telegram no longer shows', { update_id: 903, callback_query: { id: 'Q2', from: olga, chat_instance: 'c', data: 'ch_1', message: { chat, message_id: 12, date: 0 } } }, { kind: 'pressed', externalId: '12' }],
    ['the bot blocked', { update_id: 904, my_chat_member: { chat, from: olga, date: at, old_chat_member: { user: olga, status: 'member' }, new_chat_member: { user: olga, status: 'kicked', until_date: 0 } } }, { kind: 'blocked' }],
    ['the bot let in again', { update_id: 905, my_chat_member: { chat, from: olga, date: at, old_chat_member: { user: olga, status: 'kicked', until_date: 0 }, new_chat_member: { user: olga, status: 'member' } } }, { kind: 'unblocked' }],
    ['a reaction', { update_id: 906, message_reaction: { chat, message_id: 410, user: olga, date: at, old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] } }, { kind: 'reacted', externalId: '410', emoji: '👍' }],
    ['a reaction taken back', { update_id: 907, message_reaction: { chat, message_id: 410, user: olga, date: at, old_reaction: [{ type: 'emoji', emoji: '👍' }], new_reaction: [] } }, { kind: 'reacted', emoji: null }],
    ['a group that moved', { update_id: 908, message: message({ chat: club, migrate_to_chat_id: -100_500 }) }, { kind: 'migrated', to: '-100500', conversation: { externalId: '-77', type: 'group' } }],
  ])('%s', (_, update, expected) => {
    expect(only(update)).toMatchObject(expected)
  })
})

describe('what is left aside, with a reason', () => {
  test.each<[string, Update, string]>([
    ['a text in a group', { update_id: 1, message: message({ chat: club, text: 'всем привет' }) }, 'a group chat'],
    ['an anonymous administrator of a group', { update_id: 1, message: message({ chat: club, sender_chat: club, text: 'x' }) }, 'a group chat'],
    ['the bot put into a group', { update_id: 1, my_chat_member: { chat: club, from: olga, date: at, old_chat_member: { user: olga, status: 'left' }, new_chat_member: { user: olga, status: 'member' } } }, 'a group chat'],
    ['another bot', { update_id: 1, message: message({ from: { ...olga, is_bot: true }, text: 'x' }) }, 'written by a bot'],
    ['a pinned message', incoming({ pinned_message: { chat, message_id: 1, date: 0 } }), 'service message pinned_message'],
    ['a live location that moves', { update_id: 1, edited_message: message({ location: { latitude: 1, longitude: 2 }, edit_date: at }) as Update['edited_message'] & object }, 'a live location moved'],
    ['a paid reaction', { update_id: 1, message_reaction: { chat, message_id: 4, user: olga, date: at, old_reaction: [], new_reaction: [{ type: 'paid' }] } }, 'a reaction without a plain emoji'],
    ['a business message', { update_id: 1, business_message: { ...message({ text: 'x' }), chat } as Update['business_message'] & object }, 'update of kind business_message'],
  ])('%s', (_, update, reason) => {
    expect(read(update)).toEqual({ ok: true, ignored: reason })
  })

  it('a channel author behind a message is no person', () => {
    const event = only(incoming({ text: 'x', sender_chat: { id: -9, type: 'channel', title: 'Сеть' } }))
    expect(event.author).toBeNull()
  })
})

describe('what is not an update', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'update: '],
    ['no number', { message: message({ text: 'x' }) }, 'update_id: '],
    ['a message without chat', { update_id: 1, message: { message_id: 1, date: at } }, 'message.chat: '],
    ['a photo without sizes', { update_id: 1, message: message({ photo: [] }) }, 'message.photo: '],
    ['a date outside the calendar', { update_id: 1, message: message({ date: 9e14, photo: [{ file_id: 'L', file_unique_id: 'l', width: 1, height: 1 }] }) }, 'message.date: '],
  ])('%s is not readable, with the place', (_, raw, place) => {
    const reading = read(raw)
    expect(reading.ok).toBe(false)
    expect(reading.ok || reading.reason).toContain(place)
  })

  it('never throws, whatever stands where', () => {
    const keys = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction', 'update_id', 'chat', 'from', 'id', 'date', 'photo', 'rich_message', 'blocks', 'text', 'entities', 'message_id', 'type']
    const anything = fc.letrec(tie => ({
      node: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 6 })),
    })).node
    fc.assert(fc.property(anything, raw => {
      expect(typeof read(raw).ok).toBe('boolean')
    }), { numRuns: 500 })
  })

  it('never throws on a real update with one place spoiled', () => {
    const whole = incoming({
      text: 'да', entities: command, quote: { text: 'a', position: 0, is_manual: true }, photo: [{ file_id: 'L', file_unique_id: 'l', width: 1, height: 1 }],
      forward_origin: { type: 'hidden_user', date: at, sender_user_name: 'Шеф' }, contact: { phone_number: '1', first_name: 'a' },
    })
    const places = paths(everyUpdateFits(whole))
    fc.assert(fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
      expect(typeof read(spoil(whole, path, value)).ok).toBe('boolean')
    }), { numRuns: 500 })
  })
})

describe('key and lane', () => {
  test.each<[string, Update, string]>([
    ['a message', incoming({ text: 'x' }), '5001'],
    ['a press, by the chat of its message', { update_id: 5, callback_query: { id: 'Q', from: { ...olga, id: 7 }, chat_instance: 'c', message: { chat, message_id: 1, date: 0 } } }, '5001'],
    ['a press under an inline message, by its author', { update_id: 5, callback_query: { id: 'Q', from: { ...olga, id: 7 }, chat_instance: 'c', inline_message_id: 'i' } }, '7'],
    ['a block', { update_id: 5, my_chat_member: { chat, from: olga, date: at, old_chat_member: { user: olga, status: 'member' }, new_chat_member: { user: olga, status: 'kicked', until_date: 0 } } }, '5001'],
    ['news without a chat', { update_id: 5, poll: { id: 'p' } as Update['poll'] & object }, 'bot'],
  ])('of %s', (_, update, lane) => {
    expect(keyed(update)).toEqual({ key: String(update.update_id), lane, raw: update })
  })
})

function paths(node: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [path]
  return [path, ...Object.entries(node).flatMap(([key, value]) => paths(value, [...path, key]))]
}

function spoil(node: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value
  if (Array.isArray(node)) return node.map((item, index) => (String(index) === first ? spoil(item, rest, value) : item))
  if (typeof node !== 'object' || node === null) return value
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, key === first ? spoil(item, rest, value) : item]))
}
