import { beforeEach, describe, expect, it, test } from 'vitest'
import type { RawEvent } from '../../channel.ts'
import type { Outgoing, OutgoingFile, SendResult } from '../../../delivery/outbound.ts'
import { pngOf, practiceBot } from '../../../../sim/telegram/index.ts'
import type { Sim } from '../../../../sim/telegram/index.ts'
import type { telegramChannel } from '../index.ts'
import { bytesOf, channelOf, lines, listening, noFiles, olga, serve, sim, stage, stored, until } from './testing.ts'

stage()

const say = (text: string, more: Partial<Extract<Outgoing, { kind: 'send' }>> = {}): Outgoing => ({ kind: 'send', text, ...more })
const to = (): string => String(olga.id)

async function card(channel: ReturnType<typeof telegramChannel>): Promise<string> {
  await olga.opensLink()
  const sent = await channel.send(to(), { kind: 'send', text: 'Принята', buttons: [[{ label: 'Уже не нужно', choice: 'w_1' }]] }, noFiles)
  if (!sent.ok) throw new Error(sent.detail)
  return sent.externalIds[0]!
}

describe('sending', () => {
  beforeEach(async () => {
    await olga.opensLink()
  })

  it('escapes, sets the title apart, keeps buttons and silence', async () => {
    const result = await channelOf().send(to(), say('5 < 7 & <b>', { title: '№ 1042', silent: true, buttons: [[{ label: 'Помогло', choice: 'c_9' }, { label: 'Регламент', url: 'https://desk.example/r' }]] }), noFiles)
    const line = await olga.sees('№ 1042\n5 < 7 & <b>')
    expect(result).toEqual({ ok: true, externalIds: [String(line.messageId)] })
    expect(line).toMatchObject({
      silent: true, entities: [{ type: 'bold', offset: 0, length: 6 }],
      buttons: [[{ label: 'Помогло', data: 'c_9' }, { label: 'Регламент', url: 'https://desk.example/r' }]],
    })
  })

  it('splits at 4,096 and gives all ids in order', async () => {
    const result = await channelOf().send(to(), say(`${'я'.repeat(4_000)}\n${'ж'.repeat(4_096)}`), noFiles)
    const bot = await olga.botLines()
    expect(bot.map(line => line.text.length)).toEqual([4_000, 4_096])
    expect(result).toEqual({ ok: true, externalIds: bot.map(line => String(line.messageId)) })
  })

  it('uploads an album and a log with Cyrillic names whole', async () => {
    const png = pngOf()
    const log21 = new Uint8Array(300_000).fill(65)
    const files = [stored('экран 1.png', png, 'photo', 'image/png'), stored('экран; 2.png', png, 'photo', 'image/png'), stored('Лог смены №7.txt', log21, 'document', 'text/plain')]
    const opened: string[] = []
    const result = await channelOf().send(to(), say('Вот шаги', { files: files.map(one => one.file) }), id => {
      opened.push(id)
      return bytesOf(files.find(one => one.file.fileId === id)!.bytes)
    })
    const bot = await olga.botLines()
    expect(bot.map(line => [line.kind, line.text])).toEqual([['photo', ''], ['photo', ''], ['document', ''], ['text', 'Вот шаги']])
    expect(bot[2]?.file).toMatchObject({ name: 'Лог смены №7.txt', size: 300_000 })
    expect(bot[0]?.mediaGroupId).toBe(bot[1]?.mediaGroupId)
    expect(result).toMatchObject({ ok: true, externalIds: { length: 4 } })
    expect(opened).toEqual(['экран 1.png', 'экран; 2.png', 'Лог смены №7.txt'])
    const album = (await sim.calls({ method: 'sendMediaGroup' }))[0]
    expect(JSON.stringify(album?.params)).toContain('экран; 2.png')
  })

  it('goes on without the message it answers', async () => {
    const result = await channelOf().send(to(), say('да', { replyTo: '999999' }), noFiles)
    expect(result.ok).toBe(true)
    expect((await olga.sees('да')).replyTo).toBeNull()
  })

  it('asks for the phone and takes the keyboard away', async () => {
    const channel = channelOf()
    await channel.send(to(), say('Ваш номер?', { askPhone: { label: 'Поделиться номером', skip: 'Пропустить' } }), noFiles)
    await channel.send(to(), say('Спасибо', { endAsk: true }), noFiles)
    const [ask, end] = (await sim.calls({ method: 'sendMessage' })).map(call => call.params['reply_markup'])
    expect(ask).toMatchObject({ keyboard: [[{ text: 'Поделиться номером', request_contact: true }], [{ text: 'Пропустить' }]] })
    expect(end).toEqual({ remove_keyboard: true })
  })

  test.each<[string, Parameters<Sim['fault']>[0], object]>([
    ['429 is told to the second', { answer: { status: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } } }, { class: 'retry_after', seconds: 7 }],
    ['500 is temporary', { answer: { status: 500, description: 'Internal Server Error' } }, { class: 'temporary' }],
    ['a connection cut after the effect is unknown', { drop: 'after' }, { class: 'unknown' }],
    ['a connection cut before the effect is unknown too: it looks the same', { drop: 'before' }, { class: 'unknown' }],
    ['a token taken back stops the channel', { answer: { status: 401, description: 'Unauthorized' } }, { class: 'auth' }],
    ['a moved chat names the new one', { answer: { status: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: -100_7 } } }, { class: 'moved', to: '-1007' }],
  ])('%s', async (_, fault, expected) => {
    await sim.fault({ method: 'sendMessage', ...fault })
    expect(await channelOf().send(to(), say('Готово'), noFiles)).toMatchObject({ ok: false, ...expected })
    expect((await sim.calls({ method: 'sendMessage' })).length).toBe(1)
  })

  it('silence after the request left is unknown', async () => {
    const silent = await serve(() => {})
    const result = await channelOf({ apiRoot: silent.address, answerWithin: 300 }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'unknown' })
  })

  it('nobody listening is temporary: nothing left', async () => {
    const gone = await serve(() => {})
    await gone.close()
    const result = await channelOf({ apiRoot: gone.address }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
    expect(!result.ok && result.detail).toContain('ECONNREFUSED')
  })

  it('a name that does not resolve is temporary', async () => {
    const result = await channelOf({ apiRoot: 'http://no-such-host.invalid' }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a server that speaks no TLS is temporary: nothing of ours left', async () => {
    const plain = await serve(() => {})
    const result = await channelOf({ apiRoot: plain.address.replace('http:', 'https:') }).send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a page of somebody else after the request left is unknown', async () => {
    const page = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Оплатите интернет</h1>'))
    expect(await channelOf({ apiRoot: page.address }).send(to(), say('Готово'), noFiles)).toMatchObject({ ok: false, class: 'unknown' })
  })

  it('a blocked bot, a deleted account, a stranger', async () => {
    const channel = channelOf()
    const stranger = await sim.person({ firstName: 'Пётр' })
    expect(await channel.send(String(stranger.id), say('Здравствуйте'), noFiles)).toMatchObject({ class: 'undeliverable' })
    await olga.blocks()
    expect(await channel.send(to(), say('Готово'), noFiles)).toMatchObject({ class: 'undeliverable', reason: 'blocked' })
    await olga.deletesAccount()
    expect(await channel.send(to(), say('Готово'), noFiles)).toMatchObject({ class: 'undeliverable', reason: 'deleted' })
  })

  it('a real migration names the new chat', async () => {
    const chat = await sim.group({ title: 'Кафе', type: 'group', members: { [olga.id]: 'creator', [sim.engine.bot().user.id]: 'member' } })
    const next = await sim.migrate(chat)
    expect(await channelOf().send(String(chat), say('Готово'), noFiles)).toMatchObject({ ok: false, class: 'moved', to: String(next) })
  })

  it('refused markup goes out once more as plain text, and the log says so', async () => {
    await sim.fault({ method: 'sendMessage', answer: { status: 400, description: "Bad Request: can't parse entities: Unsupported start tag" } })
    const result = await channelOf().send(to(), say('5 < 7', { title: 'Итог' }), noFiles)
    expect(result).toMatchObject({ ok: true, degraded: expect.stringContaining('plain_text') })
    expect((await olga.sees('Итог\n5 < 7')).html).toBeNull()
    expect(lines.join('\n')).toContain('plain_text')
  })

  it('never repeats the token, even if the other side does', async () => {
    const leak = `can't parse entities at /bot${practiceBot.token}/sendMessage`
    await sim.fault({ method: 'sendMessage', times: 2, answer: { status: 400, description: `Bad Request: ${leak}` } })
    const result = await channelOf().send(to(), say('Готово'), noFiles)
    expect(result).toMatchObject({ ok: false, class: 'invalid_content' })
    expect(JSON.stringify(result)).not.toContain(practiceBot.token)
    expect(lines.join('\n')).toContain('[secret]')
  })

  it('a photo of odd shape goes out as a document, read from the store again', async () => {
    await sim.fault({ method: 'sendPhoto', answer: { status: 400, description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' } })
    const shot = stored('длинный экран.png', pngOf(), 'photo', 'image/png')
    const result = await channelOf().send(to(), say('Вот', { files: [shot.file] }), () => bytesOf(shot.bytes))
    expect(result).toMatchObject({ ok: true, degraded: expect.stringContaining('as_document') })
    expect((await olga.botLines()).at(-1)).toMatchObject({ kind: 'document', text: 'Вот', file: { name: 'длинный экран.png' } })
  })

  it('a stored file that breaks off is temporary, and nothing arrives', async () => {
    const file = stored('a.log', new Uint8Array(200_000), 'document', 'text/plain').file
    const result = await channelOf().send(to(), say('', { files: [file] }), async function* () {
      yield new Uint8Array(70_000)
      throw new Error('disk')
    })
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
    expect(await olga.botLines()).toEqual([])
  })

  it('a file over the limit is refused without a call', async () => {
    const file: OutgoingFile = { fileId: 'f', name: 'a.zip', mime: 'application/zip', size: 50 * 1024 * 1024 + 1, as: 'document' }
    expect(await channelOf().send(to(), say('x', { files: [file] }), noFiles)).toMatchObject({ ok: false, class: 'too_large' })
    expect(await sim.calls({ method: 'sendDocument' })).toEqual([])
  })

  it('a message that broke off in the middle says what is out, and the next attempt goes on after it', async () => {
    const channel = channelOf()
    const shots = ['a.png', 'b.png'].map(name => stored(name, pngOf(), 'photo', 'image/png'))
    const what = say('я'.repeat(5_000), { files: shots.map(one => one.file) })
    const open = (id: string): AsyncIterable<Uint8Array> => bytesOf(shots.find(one => one.file.fileId === id)!.bytes)
    await sim.fault({ method: 'sendMessage', skip: 1, answer: { status: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } } })
    const broken = await channel.send(to(), what, open)
    expect(broken).toMatchObject({ ok: false, class: 'retry_after', sent: { length: 3 } })
    const again: SendResult = await channel.send(to(), { ...what, ...(!broken.ok && broken.sent !== undefined && { sent: broken.sent }) } as Outgoing, open)
    const bot = await olga.botLines()
    expect(bot.map(line => line.kind)).toEqual(['photo', 'photo', 'text', 'text'])
    expect(bot.map(line => line.text.length)).toEqual([0, 0, 4_096, 904])
    expect(again).toEqual({ ok: true, externalIds: bot.map(line => String(line.messageId)) })
  })
})

describe('editing, answering presses, typing', () => {

  it('edits in place, and the same again is success', async () => {
    const channel = channelOf()
    const target = await card(channel)
    const edit: Outgoing = { kind: 'edit', target, title: '№ 1042', text: 'В работе' }
    expect(await channel.send(to(), edit, noFiles)).toEqual({ ok: true, externalIds: [target] })
    expect(await channel.send(to(), edit, noFiles)).toEqual({ ok: true, externalIds: [target] })
    expect(await olga.sees('№ 1042\nВ работе')).toMatchObject({ messageId: Number(target), buttons: [] })
  })

  it('an edit into the void, an edit cut short, an edit of a lost connection', async () => {
    const channel = channelOf()
    const target = await card(channel)
    expect(await channel.send(to(), { kind: 'edit', target: '999999', text: 'x' }, noFiles)).toMatchObject({ ok: false, class: 'target_gone' })
    expect(await channel.send(to(), { kind: 'edit', target, text: 'я'.repeat(5_000) }, noFiles)).toMatchObject({ ok: true, degraded: expect.any(String) })
    await sim.fault({ method: 'editMessageText', drop: 'after' })
    expect(await channel.send(to(), { kind: 'edit', target, text: 'y' }, noFiles)).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a press is answered; answered again or late it does no harm', async () => {
    const channel = channelOf()
    await card(channel)
    const got: RawEvent[] = []
    listening(channel, async events => void got.push(...events))
    const press = await olga.presses('Уже не нужно')
    await until(() => expect(got.some(event => 'callback_query' in (event.raw as object))).toBe(true))
    const [pressed] = got.map(event => channel.read(event.raw, { receivedAt: 1 })).flatMap(reading => ('events' in reading ? reading.events : [])).filter(event => event.kind === 'pressed')
    const ack: Outgoing = { kind: 'ack', interaction: pressed!.interaction, text: 'Сняли', alert: true }
    expect(await channel.send(to(), ack, noFiles)).toEqual({ ok: true, externalIds: [] })
    expect(await press.answer()).toMatchObject({ text: 'Сняли', alert: true })
    expect(await channel.send(to(), { kind: 'ack', interaction: '404404' }, noFiles)).toEqual({ ok: true, externalIds: [] })
  })

  it('shows typing', async () => {
    await olga.opensLink()
    expect(await channelOf().send(to(), { kind: 'typing' }, noFiles)).toEqual({ ok: true, externalIds: [] })
    expect((await sim.calls({ method: 'sendChatAction' }))[0]?.params).toMatchObject({ action: 'typing' })
  })
})
