import { InputFile, InputMediaBuilder } from 'grammy'
import type { Bot } from 'grammy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { pngOf } from './sample.ts'
import type { Sim } from './sim.ts'
import { polls, simWithBot } from './testing.ts'

let sim: Sim
let bot: Bot
let end: () => Promise<void>
let olga: Person

beforeEach(async () => {
  ({ sim, bot, end } = await simWithBot())
  olga = await sim.person({ firstName: 'Ольга', phone: '+79161234567' })
})
afterEach(async () => {
  const left = await sim.unexpected()
  await end()
  expect(left).toEqual([])
})

test('a deep link brings its payload, the answer appears in the chat', async () => {
  bot.command('start', (ctx) => ctx.reply(`Точка: ${ctx.match}`))
  await polls(sim, bot)
  await olga.opensLink('qr-7Fa_2')
  const line = await olga.sees('Точка: qr-7Fa_2')
  expect(line.from).toBe('bot')
  expect((await olga.transcript())[0]?.entities).toEqual([{ type: 'bot_command', offset: 0, length: 6 }])
})

test('a button press is answered, the card is edited in place and keeps its earlier text', async () => {
  bot.on('message', (ctx) => ctx.reply('Заявка № 1', { reply_markup: { inline_keyboard: [[{ text: 'Уже не нужно', callback_data: 'w:1' }]] } }))
  bot.on('callback_query:data', async (ctx) => {
    await ctx.answerCallbackQuery({ text: 'Сняли' })
    await ctx.editMessageText(`Снята: ${ctx.callbackQuery.data}`)
  })
  await polls(sim, bot)
  await olga.says('касса не печатает')
  await olga.sees('Заявка № 1')
  const press = await olga.presses('Уже не нужно')
  expect(await press.answer()).toMatchObject({ text: 'Сняли', alert: false })
  const card = await olga.sees('Снята: w:1')
  expect(card.buttons).toEqual([])
  expect(card.edits).toMatchObject([{ text: 'Заявка № 1', buttons: [[{ label: 'Уже не нужно', data: 'w:1' }]] }])
})

test('an album comes as one update per item with the same group, the caption on the first', async () => {
  const got: { group: string | undefined; caption: string | undefined }[] = []
  bot.on('message:photo', (ctx) => void got.push({ group: ctx.message.media_group_id, caption: ctx.message.caption }))
  await polls(sim, bot)
  const first = await olga.sendsAlbum([{ bytes: pngOf(), caption: 'ошибка на кассе' }, { bytes: pngOf() }])
  await olga.sendsAlbum([{ bytes: pngOf() }], { mediaGroupId: first.mediaGroupId ?? '' })
  await sim.when(async () => got.length === 3)
  expect(new Set(got.map((item) => item.group))).toEqual(new Set([first.mediaGroupId]))
  expect(got.map((item) => item.caption)).toEqual(['ошибка на кассе', undefined, undefined])
})

test('an edited message comes whole, with its edit date and its old id', async () => {
  const edits: unknown[] = []
  bot.on('edited_message:text', (ctx) => void edits.push({ id: ctx.editedMessage.message_id, text: ctx.editedMessage.text, isDated: ctx.editedMessage.edit_date > 0 }))
  await polls(sim, bot)
  const { messageId } = await olga.says('не печатает')
  await olga.edits(messageId, 'не печатает кухонный принтер')
  await sim.when(async () => edits.length === 1)
  expect(edits).toEqual([{ id: messageId, text: 'не печатает кухонный принтер', isDated: true }])
  expect((await olga.transcript())[0]?.edits.map((version) => version.text)).toEqual(['не печатает'])
})

test('a reply carries the replied message, without that one\'s own reply', async () => {
  const replies: unknown[] = []
  bot.on('message:text', (ctx) => void replies.push(ctx.message.reply_to_message))
  await polls(sim, bot)
  const first = await olga.says('первое')
  const second = await olga.repliesTo(first.messageId, 'второе')
  await olga.repliesTo(second.messageId, 'третье')
  await sim.when(async () => replies.length === 3)
  expect(replies[2]).toMatchObject({ message_id: second.messageId, text: 'второе' })
  expect(replies[2]).not.toHaveProperty('reply_to_message')
})

test.each(['Счёт.pdf', 'Счёт за ноябрь.pdf', 'report (1).pdf', 'журнал "кассы".log'])('an upload keeps the file name %s', async (name) => {
  await olga.opensLink()
  const sent = await bot.api.sendDocument(olga.chatId, new InputFile(Buffer.from('содержимое'), name), { caption: 'Файл <b>тут</b>', parse_mode: 'HTML' })
  expect(sent.document.file_name).toBe(name)
  expect(sent.caption_entities).toEqual([{ type: 'bold', offset: 5, length: 3 }])
  const file = await bot.api.getFile(sent.document.file_id)
  const bytes = await fetch(`${sim.apiRoot}/file/bot${bot.token}/${file.file_path}`).then((response) => response.text())
  expect(bytes).toBe('содержимое')
  expect((await sim.calls({ method: 'sendDocument' }))[0]?.params['document']).toEqual({ file: name, size: Buffer.byteLength('содержимое') })
})

test('an album of the bot is sent whole', async () => {
  await olga.opensLink()
  const sent = await bot.api.sendMediaGroup(olga.chatId, [
    InputMediaBuilder.photo(new InputFile(pngOf(), 'a.png'), { caption: 'Было' }), InputMediaBuilder.photo(new InputFile(pngOf(), 'b.png')),
  ])
  expect(sent).toHaveLength(2)
  expect(new Set((await olga.botLines()).map((line) => line.mediaGroupId)).size).toBe(1)
  expect((await olga.botLines()).map((line) => [line.kind, line.text])).toEqual([['photo', 'Было'], ['photo', '']])
})

test('everything a person can send arrives under its own key', async () => {
  const kinds: string[] = []
  const keys = ['photo', 'document', 'voice', 'video_note', 'video', 'sticker', 'location', 'contact'] as const
  bot.on('message', (ctx) => void kinds.push(keys.find((key) => ctx.message[key] !== undefined) ?? 'text'))
  await polls(sim, bot)
  await olga.sendsPhoto({ bytes: pngOf(640, 480) }, { caption: 'экран' })
  await olga.sendsDocument({ name: 'лог.txt', bytes: Buffer.from('строка') })
  await olga.sendsVoice()
  await olga.sendsVideoNote()
  await olga.sendsVideo()
  await olga.sendsSticker()
  await olga.sendsLocation({ latitude: 59.93, longitude: 30.31 })
  await olga.sharesContact()
  await sim.when(async () => kinds.length === 8)
  expect(kinds).toEqual(['photo', 'document', 'voice', 'video_note', 'video', 'sticker', 'location', 'contact'])
})

test('an own contact carries the sender\'s user id, a foreign card carries its own', async () => {
  const contacts: unknown[] = []
  bot.command('start', (ctx) => ctx.reply('Телефон?', { reply_markup: { keyboard: [[{ text: 'Отправить номер', request_contact: true }]], one_time_keyboard: true } }))
  bot.on('message:contact', (ctx) => void contacts.push(ctx.message.contact))
  await polls(sim, bot)
  await olga.opensLink()
  await olga.sees('Телефон?')
  await olga.presses('Отправить номер')
  await olga.sharesContact({ phone: '+74950000000', firstName: 'Бухгалтерия' })
  await sim.when(async () => contacts.length === 2)
  expect(contacts).toEqual([
    { phone_number: '+79161234567', first_name: 'Ольга', user_id: olga.id },
    { phone_number: '+74950000000', first_name: 'Бухгалтерия' },
  ])
  expect((await olga.chat()).keyboard).toBeNull()
})

test('copying passes content on by id, forwarding names the author', async () => {
  const timur = await sim.person({ firstName: 'Тимур' })
  await timur.opensLink()
  const { messageId } = await olga.sendsDocument({ name: 'base.bak', size: 900_000_000 }, { caption: 'копия базы' })
  await bot.api.copyMessage(timur.chatId, olga.chatId, messageId)
  const forwarded = await bot.api.forwardMessage(timur.chatId, olga.chatId, messageId)
  expect(forwarded.forward_origin).toMatchObject({ type: 'user', sender_user: { id: olga.id } })
  expect((await timur.botLines()).map((line) => [line.file?.name, line.file?.size, line.text])).toEqual([
    ['base.bak', 900_000_000, 'копия базы'], ['base.bak', 900_000_000, 'копия базы'],
  ])
})

test('a person passes on what another wrote: known by his account, or hiding behind a name; an album keeps its author', async () => {
  const timur = await sim.person({ firstName: 'Тимур' })
  await olga.says('не печатает', { forwarded: { from: timur.id, at: 1_773_745_200_000 } })
  await olga.sendsAlbum([{ size: 10 }, { size: 20 }], { forwarded: { from: 'Шеф' } })
  const messages = (await bot.api.getUpdates({ offset: -3 })).flatMap((update) => update.message ?? [])
  expect(messages.map((message) => message.forward_origin)).toMatchObject([
    { type: 'user', sender_user: { id: timur.id }, date: 1_773_745_200 }, { type: 'hidden_user', sender_user_name: 'Шеф' }, { type: 'hidden_user', sender_user_name: 'Шеф' },
  ])
  expect(messages.map((message) => message.from?.id)).toEqual([olga.id, olga.id, olga.id])
})

test('a deleted message is gone for both sides and cannot be deleted twice', async () => {
  await olga.opensLink()
  const { message_id } = await bot.api.sendMessage(olga.chatId, 'лишнее')
  await bot.api.deleteMessage(olga.chatId, message_id)
  expect(await olga.botLines()).toEqual([])
  await expect(bot.api.deleteMessage(olga.chatId, message_id)).rejects.toThrow('message to delete not found')
})

test('a reaction comes only to a bot that asked for it', async () => {
  const { messageId } = await olga.says('спасибо')
  await olga.reacts(messageId, '👍')
  expect((await bot.api.getUpdates()).map((update) => Object.keys(update)[1])).toEqual(['message'])
  await bot.api.getUpdates({ offset: -1, allowed_updates: ['message', 'message_reaction'] })
  await olga.reacts(messageId, '❤')
  const updates = await bot.api.getUpdates()
  expect(updates.at(-1)?.message_reaction).toMatchObject({ message_id: messageId, new_reaction: [{ type: 'emoji', emoji: '❤' }] })
})
