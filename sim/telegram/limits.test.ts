import { InputFile, InputMediaBuilder } from 'grammy'
import type { Bot } from 'grammy'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { handClock } from './clock.ts'
import { limits } from './limits.ts'
import type { Person } from './person.ts'
import { pngOf } from './sample.ts'
import type { Sim } from './sim.ts'
import { simWithBot } from './testing.ts'

const clock = handClock(Date.parse('2026-11-25T09:00:00Z'))
let sim: Sim
let bot: Bot
let end: () => Promise<void>
let olga: Person

beforeAll(async () => {
  ({ sim, bot, end } = await simWithBot({ clock }))
})
beforeEach(async () => {
  olga = await sim.person({ firstName: 'Ольга' })
  await olga.opensLink()
})
afterAll(() => end())

const picture = (): InputFile => new InputFile(pngOf(), 'p.png')
const photo = () => InputMediaBuilder.photo(picture())
const document = () => InputMediaBuilder.document(new InputFile(Buffer.from('x'), 'd.txt'))
const html = (text: string): Promise<unknown> => bot.api.sendMessage(olga.chatId, text, { parse_mode: 'HTML' })

test('text is 1 to 4,096 UTF-16 units after entities are parsed', async () => {
  await html(`<b>${'я'.repeat(limits.text)}</b>`)
  await expect(html(`<b>${'я'.repeat(limits.text + 1)}</b>`)).rejects.toThrow('400: Bad Request: message is too long')
  await html('🙂'.repeat(limits.text / 2))
  await expect(html('🙂'.repeat(limits.text / 2 + 1))).rejects.toThrow('message is too long')
  await expect(html('<b> \n </b>')).rejects.toThrow('400: Bad Request: message text is empty')
})

test('a caption is at most 1,024 units', async () => {
  await bot.api.sendPhoto(olga.chatId, picture(), { caption: 'я'.repeat(limits.caption) })
  await expect(bot.api.sendPhoto(olga.chatId, picture(), { caption: 'я'.repeat(limits.caption + 1) })).rejects.toThrow('message caption is too long')
})

test.each([
  ['32 Cyrillic letters', 'я'.repeat(32), true],
  ['33 Cyrillic letters', 'я'.repeat(33), false],
  ['64 Latin letters', 'a'.repeat(64), true],
  ['65 Latin letters', 'a'.repeat(65), false],
  ['nothing', '', false],
] as const)('callback data counts bytes: %s', async (_name, data, isGood) => {
  const sending = bot.api.sendMessage(olga.chatId, 'x', { reply_markup: { inline_keyboard: [[{ text: 'да', callback_data: data }]] } })
  await (isGood ? expect(sending).resolves.toBeDefined() : expect(sending).rejects.toThrow('BUTTON_DATA_INVALID'))
})

test.each([
  ['an unknown tag', 'a <foo>x</foo>', 'Unsupported start tag "foo" at byte offset 2'],
  ['a place counted in bytes', 'да <x', 'Unclosed start tag at byte offset 5'],
  ['a tag left open', 'касса <b>не печатает', `Can't find end tag corresponding to start tag "b"`],
  ['crossed tags', '<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
  ['an end without a start', 'x</b>', 'Unexpected end tag at byte offset 1'],
  ['an end cut off', '<b>x</b', 'Unclosed end tag at byte offset 4'],
  ['a comparison', '2 < 3', 'Unsupported start tag "" at byte offset 2'],
  ['a foreign class', '<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
] as const)('broken HTML is refused in Telegram\'s words: %s', async (_name, text, reason) => {
  await expect(html(text)).rejects.toThrow(`400: Bad Request: can't parse entities: ${reason}`)
})

test('HTML becomes text and entities counted in UTF-16 units', async () => {
  const sent = await bot.api.sendMessage(
    olga.chatId, '🙂 <b>№ 1042</b> &lt;b&gt; <a href="https://example.org/a?b=1&amp;c=2">ссылка</a> <i>а <u>б</u></i> &#8470; &copy;', { parse_mode: 'HTML' },
  )
  expect(sent.text).toBe('🙂 № 1042 <b> ссылка а б № &copy;')
  expect(sent.entities).toEqual([
    { type: 'bold', offset: 3, length: 6 }, { type: 'text_link', offset: 14, length: 6, url: 'https://example.org/a?b=1&c=2' },
    { type: 'italic', offset: 21, length: 3 }, { type: 'underline', offset: 23, length: 1 },
  ])
})

test('code with a language, quotes and links found by themselves', async () => {
  const sent = await bot.api.sendMessage(olga.chatId, '<pre><code class="language-sql">select 1</code></pre>\n<blockquote>цитата</blockquote> https://example.org/x. @JupiterHelp_bot', { parse_mode: 'HTML' })
  expect(sent.entities).toEqual([
    { type: 'pre', offset: 0, length: 8, language: 'sql' }, { type: 'blockquote', offset: 9, length: 6 },
    { type: 'url', offset: 16, length: 21 }, { type: 'mention', offset: 39, length: 16 },
  ])
})

test('a file above 20 MiB is known by name and size but cannot be read', async () => {
  await olga.sendsDocument({ name: 'log.zip', size: limits.download + 1 })
  await olga.sendsDocument({ name: 'small.zip', size: limits.download })
  const [big, small] = (await bot.api.getUpdates({ offset: -2 })).map((update) => update.message?.document)
  expect(big).toMatchObject({ file_name: 'log.zip', file_size: limits.download + 1 })
  await expect(bot.api.getFile(big?.file_id ?? '')).rejects.toThrow('400: Bad Request: file is too big')
  const { file_path } = await bot.api.getFile(small?.file_id ?? '')
  const bytes = await fetch(`${sim.apiRoot}/file/bot${bot.token}/${file_path}`).then((response) => response.arrayBuffer())
  expect(bytes.byteLength).toBe(limits.download)
})

test('a photo of the person can be read back byte for byte', async () => {
  const picture = pngOf(640, 480)
  await olga.sendsPhoto({ bytes: picture })
  const photo = (await bot.api.getUpdates({ offset: -1 }))[0]?.message?.photo?.at(-1)
  expect(photo).toMatchObject({ width: 640, height: 480, file_size: picture.length })
  const { file_path } = await bot.api.getFile(photo?.file_id ?? '')
  const bytes = await fetch(`${sim.apiRoot}/file/bot${bot.token}/${file_path}`).then((response) => response.arrayBuffer())
  expect(Buffer.from(bytes).equals(Buffer.from(picture))).toBe(true)
  expect((await fetch(`${sim.apiRoot}/file/bot${bot.token}/${file_path}x`)).status).toBe(404)
})

test('uploads: a photo up to 10 MiB, a document up to 50 MiB', async () => {
  await expect(bot.api.sendPhoto(olga.chatId, new InputFile(Buffer.alloc(limits.photoUpload + 1), 'p.jpg'))).rejects.toThrow('is too big for a photo')
  await expect(bot.api.sendDocument(olga.chatId, new InputFile(Buffer.alloc(limits.upload + 1), 'd.bin'))).rejects.toThrow('413')
  await expect(bot.api.sendDocument(olga.chatId, new InputFile(Buffer.alloc(0), 'd.bin'))).rejects.toThrow('file must be non-empty')
})

test('an album has 2 to 10 items of kinds that go together', async () => {
  await expect(bot.api.sendMediaGroup(olga.chatId, [photo()])).rejects.toThrow('too few messages')
  await expect(bot.api.sendMediaGroup(olga.chatId, Array.from({ length: 11 }, photo))).rejects.toThrow('too many messages')
  // @ts-expect-error the types forbid what a program without types may still send
  await expect(bot.api.sendMediaGroup(olga.chatId, [photo(), document()])).rejects.toThrow("can't use the media of the specified type in the album")
  expect(await olga.botLines()).toEqual([])
})

test('a reply needs its target unless told otherwise', async () => {
  await expect(bot.api.sendMessage(olga.chatId, 'x', { reply_parameters: { message_id: 999_999 } })).rejects.toThrow('400: Bad Request: message to be replied not found')
  const sent = await bot.api.sendMessage(olga.chatId, 'x', { reply_parameters: { message_id: 999_999, allow_sending_without_reply: true } })
  expect(sent.reply_to_message).toBeUndefined()
})

test('an edit to the same content is refused, an edit of a foreign or missing message too', async () => {
  const { messageId } = await olga.says('моё')
  const { message_id } = await bot.api.sendMessage(olga.chatId, 'карточка')
  await expect(bot.api.editMessageText(olga.chatId, message_id, 'карточка')).rejects.toThrow('message is not modified')
  await expect(bot.api.editMessageText(olga.chatId, messageId, 'x')).rejects.toThrow("message can't be edited")
  await expect(bot.api.editMessageText(olga.chatId, 999_999, 'x')).rejects.toThrow('message to edit not found')
  await expect(bot.api.editMessageCaption(olga.chatId, message_id, { caption: 'x' })).rejects.toThrow('there is no caption in the message to edit')
})

test('a message older than 48 hours cannot be deleted', async () => {
  const { message_id } = await bot.api.sendMessage(olga.chatId, 'старое')
  clock.advance(limits.deleteWithin + 1_000)
  await expect(bot.api.deleteMessage(olga.chatId, message_id)).rejects.toThrow("message can't be deleted for everyone")
})

test('a chat that nobody opened is not found', async () => {
  const stranger = await sim.person({ firstName: 'Никто' })
  await expect(bot.api.sendMessage(stranger.chatId, 'x')).rejects.toThrow('400: Bad Request: chat not found')
  await expect(bot.api.sendMessage(1, 'x')).rejects.toThrow('400: Bad Request: chat not found')
})

test('a blocked bot gets 403 until Start is pressed again, and hears of both', async () => {
  await olga.blocks()
  await expect(bot.api.sendMessage(olga.chatId, 'x')).rejects.toThrow('403: Forbidden: bot was blocked by the user')
  await expect(olga.says('x')).rejects.toThrow('blocked')
  await olga.opensLink()
  await bot.api.sendMessage(olga.chatId, 'снова здесь')
  const statuses = (await bot.api.getUpdates({ offset: -3 })).map((update) => update.my_chat_member?.new_chat_member.status ?? update.message?.text)
  expect(statuses).toEqual(['kicked', 'member', '/start'])
})

test('a deleted account is 403 of its own kind', async () => {
  await olga.deletesAccount()
  await expect(bot.api.sendMessage(olga.chatId, 'x')).rejects.toThrow('403: Forbidden: user is deactivated')
})

test.each([
  ['a link button to this machine by name', { inline_keyboard: [[{ text: 'x', url: 'http://localhost:8080/' }]] }, 'Wrong HTTP URL'],
  ['a button that does nothing', { inline_keyboard: [[{ text: 'x' }]] }, 'text buttons are unallowed'],
] as const)('a keyboard is refused: %s', async (_name, markup, reason) => {
  const body = new URLSearchParams({ chat_id: String(olga.chatId), text: 'x', reply_markup: JSON.stringify(markup) })
  const answer: unknown = await fetch(`${sim.apiRoot}/bot${bot.token}/sendMessage`, { method: 'POST', body }).then((response) => response.json())
  expect(answer).toMatchObject({ ok: false, error_code: 400, description: expect.stringContaining(reason) as string })
})

test('a client cuts a long text into messages of the allowed length', async () => {
  const { messageIds } = await olga.says('я'.repeat(10_000))
  const lines = (await olga.transcript()).filter((line) => messageIds.includes(line.messageId))
  expect(lines.map((line) => line.text.length)).toEqual([4_096, 4_096, 1_808])
})

test('a deep link carries at most 64 safe characters', async () => {
  await expect(olga.opensLink('точка')).rejects.toThrow('deep link')
  await olga.opensLink('a'.repeat(64))
  expect((await olga.transcript()).at(-1)?.text).toBe(`/start ${'a'.repeat(64)}`)
})

test('logOut ends the bot on this server, close is refused in the first ten minutes', async () => {
  const { sim: other, bot: leaving, end: stop } = await simWithBot({ clock })
  await expect(leaving.api.close()).rejects.toThrow('429')
  clock.advance(limits.closeNotBefore)
  expect(await leaving.api.close()).toBe(true)
  await leaving.api.logOut()
  await expect(leaving.api.getMe()).rejects.toThrow('400: Logged out')
  expect(await other.unexpected()).toEqual([])
  await stop()
})
