import type { Bot } from 'grammy'
import { GrammyError } from 'grammy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { practiceBot } from './sim.ts'
import type { Sim } from './sim.ts'
import { simWithBot } from './testing.ts'

const botId = Number(practiceBot.token.split(':')[0])
let sim: Sim
let bot: Bot
let end: () => Promise<void>
let olga: Person

beforeEach(async () => {
  ({ sim, bot, end } = await simWithBot())
  olga = await sim.person({ firstName: 'Ольга' })
})
afterEach(() => end())

test('privacy mode lets through commands and replies to the bot', async () => {
  const chat = await sim.group({ title: 'Кафе', members: { [olga.id]: 'creator', [botId]: 'member' } })
  const inGroup = olga.in({ chat })
  const { message_id } = await bot.api.sendMessage(chat, 'Здравствуйте')
  await inGroup.says('болтовня')
  await inGroup.says('/help')
  await inGroup.says('/help@JupiterHelp_bot')
  await inGroup.says('/help@Other_bot')
  await inGroup.repliesTo(message_id, 'ответ боту')
  expect((await bot.api.getUpdates()).flatMap((update) => update.message?.text ?? [])).toEqual(['/help', '/help@JupiterHelp_bot', 'ответ боту'])
  await sim.setMember(chat, botId, 'administrator')
  await inGroup.says('слышно всё')
  expect((await bot.api.getUpdates({ offset: -1 }))[0]?.message?.text).toBe('слышно всё')
})

test('a group that became a supergroup answers with its new id and tells both chats', async () => {
  const chat = await sim.group({ title: 'Кафе', type: 'group', members: { [olga.id]: 'creator', [botId]: 'member' } })
  const next = await sim.migrate(chat)
  const error: unknown = await bot.api.sendMessage(chat, 'x').catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(GrammyError)
  expect(error).toMatchObject({ error_code: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: next } })
  await bot.api.sendMessage(next, 'сюда')
  const moves = (await bot.api.getUpdates()).flatMap((update) => update.message?.migrate_to_chat_id ?? update.message?.migrate_from_chat_id ?? [])
  expect(moves).toEqual([next, chat])
})

test('a bot put out of a group hears of it and can no longer write', async () => {
  const chat = await sim.group({ title: 'Кафе', members: { [olga.id]: 'creator', [botId]: 'member' } })
  await sim.setMember(chat, botId, 'kicked')
  await expect(bot.api.sendMessage(chat, 'x')).rejects.toThrow('403: Forbidden: bot was kicked from the supergroup chat')
  expect((await bot.api.getUpdates()).map((update) => update.my_chat_member?.new_chat_member.status)).toEqual(['member', 'kicked'])
  await expect(bot.api.sendMessage(olga.chatId, 'x')).rejects.toThrow('400: Bad Request: chat not found')
})

test('someone met in a group only cannot be written to first', async () => {
  await sim.group({ title: 'Кафе', members: { [olga.id]: 'creator', [botId]: 'member' } })
  await expect(bot.api.sendMessage(olga.chatId, 'x')).rejects.toThrow("403: Forbidden: bot can't initiate conversation with a user")
})

test('topics: made, renamed, closed, and gone when deleted', async () => {
  const chat = await sim.group({ title: 'Служба', isForum: true, members: { [olga.id]: 'creator', [botId]: 'administrator' } })
  const topic = await bot.api.createForumTopic(chat, '№ 1042')
  const sent = await bot.api.sendMessage(chat, 'в теме', { message_thread_id: topic.message_thread_id })
  expect(sent).toMatchObject({ message_thread_id: topic.message_thread_id, is_topic_message: true })
  await bot.api.editForumTopic(chat, topic.message_thread_id, { name: '№ 1042, решена' })
  await bot.api.closeForumTopic(chat, topic.message_thread_id)
  await bot.api.deleteForumTopic(chat, topic.message_thread_id)
  await expect(bot.api.sendMessage(chat, 'x', { message_thread_id: topic.message_thread_id })).rejects.toThrow('400: Bad Request: message thread not found')
})

test('topics need a forum and the right to manage them', async () => {
  const plain = await sim.group({ title: 'Кафе', members: { [olga.id]: 'creator', [botId]: 'administrator' } })
  await expect(bot.api.createForumTopic(plain, 'x')).rejects.toThrow('the chat is not a forum')
  const forum = await sim.group({ title: 'Служба', isForum: true, members: { [olga.id]: 'creator', [botId]: 'member' } })
  await expect(bot.api.createForumTopic(forum, 'x')).rejects.toThrow('not enough rights')
})

test('in a private chat without topics a thread number is passed over in silence', async () => {
  await olga.opensLink()
  const sent = await bot.api.sendMessage(olga.chatId, 'x', { message_thread_id: 7 })
  expect(sent.message_thread_id).toBeUndefined()
})

test('getChat and getChatMember tell who is where', async () => {
  const chat = await sim.group({ title: 'Кафе', members: { [olga.id]: 'creator', [botId]: 'member' } })
  expect(await bot.api.getChat(chat)).toMatchObject({ id: chat, type: 'supergroup', title: 'Кафе' })
  expect(await bot.api.getChatMember(chat, olga.id)).toMatchObject({ status: 'creator', user: { first_name: 'Ольга' } })
  expect(await bot.api.getChatMember(chat, botId)).toMatchObject({ status: 'member' })
})
