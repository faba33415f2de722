import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labels } from './guest.ts'
import { eventsOf, instant, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

describe('a first message in Telegram', () => {
  it('R-2.1.3, R-2.2.4, R-3.1.5, R-6.2.1-3, A-04 at 14:07 Moscow has its number in the same second, and the instant by which the urgency is assessed', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает чеки на кассе')
    const shown = await stage.ticketOf(olga)
    const [receipt, question] = await olga.news()
    expect(receipt?.text).toBe(`Заявка № ${shown.number} принята в 14:07 МСК. До 14:37 МСК оценим срочность и сообщим срок. Фото и голосовые можно присылать сразу.`)
    expect(receipt?.at).toBe(stage.time.now())
    expect(labels(receipt!)).toEqual([['Уже не нужно', 'Не можем работать'], ['Позвоните мне', 'Почему такой срок?']])
    expect(question?.text).toBe(`№ ${shown.number}\nГде это случилось? Напишите название точки или улицу.`)
    expect(shown.ticket.subject).toBe('Не печатает чеки на кассе')
    expect(shown.view).toMatchObject({ state: 'registered', workFrom: instant('2026-03-17T14:07+03:00'), triage: { dueAt: instant('2026-03-17T14:37+03:00') } })
  })

  it('R-2.1.3, R-2.1.4, R-3.1.5, A-02, A-04 at 02:17 Moscow has its number at once too, and is told when work begins', async () => {
    await stage.at('2026-03-17T02:17+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает чеки на кассе')
    const { number, view } = await stage.ticketOf(olga)
    expect((await olga.heard())[0]).toBe(`Заявка № ${number} принята в 02:17 МСК. Специалисты работают ежедневно с 09:00 до 23:00 МСК. Начнём в 09:00 МСК, срочность оценим до 09:30 МСК. Если вопрос решится раньше, нажмите «Уже не нужно».`)
    expect(view.workFrom).toBe(instant('2026-03-17T09:00+03:00'))
  })

  it('R-2.1.4 after closing names the next day', async () => {
    await stage.at('2026-03-17T23:40+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает чеки на кассе')
    expect((await olga.heard())[0]).toContain('Начнём 18 марта в 09:00 МСК, срочность оценим до 09:30 МСК.')
  })

  it('R-2.1.4, R-6.2.2, A-05 received a quarter of an hour before closing is assessed next morning', async () => {
    await stage.at('2026-03-17T22:45+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает чеки на кассе')
    expect((await olga.heard())[0]).toContain('принята в 22:45 МСК. До 18 марта, 09:15 МСК оценим срочность')
  })

  it('R-2.1.3, R-3.2.3b, A-26 a photo alone registers; the words that follow name the ticket', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const timur = await stage.guest('Тимур')
    await timur.sendsPhoto({ size: 120_000 })
    expect((await stage.ticketOf(timur)).ticket.subject).toBe('Фото без подписи')
    await timur.says('Такая ошибка на экране кассы')
    const shown = await stage.ticketOf(timur)
    expect(shown.ticket.subject).toBe('Такая ошибка на экране кассы')
    expect(await stage.ticketsOf(timur)).toHaveLength(1)
    expect(shown.attachments).toMatchObject([{ kind: 'photo', size: 120_000 }])
  })

  it('a greeting registers, and the next words name the ticket', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const nina = await stage.guest('Нина')
    await nina.says('Здравствуйте!')
    expect((await stage.ticketOf(nina)).ticket.subject).toBe('Обращение без описания')
    await nina.says('Добрый день, не открывается смена')
    expect((await stage.ticketOf(nina)).ticket.subject).toBe('не открывается смена')
    expect(await stage.ticketsOf(nina)).toHaveLength(1)
  })

  it('channels 2.4 an album of ten with a late item is one message with one receipt', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    const { mediaGroupId } = await olga.sendsAlbum(Array.from({ length: 9 }, (_, index) => ({ size: 1_000 + index, ...(index === 0 ? { caption: 'Ошибки за сегодня' } : {}) })))
    await stage.advance('PT3S')
    await olga.sendsPhoto({ size: 2_000 }, { mediaGroupId: mediaGroupId! })
    const shown = await stage.ticketOf(olga)
    const said = shown.messages.filter(message => message.direction === 'in')
    expect(said).toHaveLength(1)
    expect(said[0]?.text).toBe('Ошибки за сегодня')
    expect(shown.attachments.map(file => file.size)).toEqual([...Array.from({ length: 9 }, (_, index) => 1_000 + index), 2_000])
    expect(shown.messages.filter(message => message.notice === 'receipt')).toHaveLength(1)
    expect((await olga.heard()).filter(text => text.includes('принята'))).toHaveLength(1)
    expect(eventsOf(shown, 'customer_wrote')).toHaveLength(0)
    expect(await stage.ticketsOf(olga)).toHaveLength(1)
  })

  it('channels 2.4 an edit of one picture of an album leaves the words of the album; an edit of its caption changes them and keeps the old ones', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    const { messageIds } = await olga.sendsAlbum([{ size: 1_000, caption: 'Касса не печатает' }, { size: 1_001 }])
    const words = async () => (await stage.ticketOf(olga)).messages.filter(message => message.direction === 'in').map(message => message.text)
    await olga.edits(messageIds[1]!, '')
    expect(await words()).toEqual(['Касса не печатает'])
    await olga.edits(messageIds[0]!, 'Вторая касса не печатает')
    expect(await words()).toEqual(['Вторая касса не печатает'])
  })

  it('channels 2.4 a caption on a later item of an album joins the words of the message', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.sendsAlbum([{ size: 1_000 }, { size: 1_001, caption: 'Касса 2' }])
    const shown = await stage.ticketOf(olga)
    expect(shown.messages.filter(message => message.direction === 'in').map(message => message.text)).toEqual(['Касса 2'])
    expect(shown.ticket.subject).toBe('Касса 2')
  })

  it('R-2.2.3 voice, video note, video, place on the map and somebody else\'s card each register', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const subjects: string[] = []
    for (const act of [
      (guest: Awaited<ReturnType<Stage['guest']>>) => guest.sendsVoice({ size: 9_000 }),
      (guest: Awaited<ReturnType<Stage['guest']>>) => guest.sendsVideoNote(),
      (guest: Awaited<ReturnType<Stage['guest']>>) => guest.sendsVideo(),
      (guest: Awaited<ReturnType<Stage['guest']>>) => guest.sendsLocation({ latitude: 55.76, longitude: 37.61 }),
      (guest: Awaited<ReturnType<Stage['guest']>>) => guest.sharesContact({ phone: '+79035550011', firstName: 'Глеб' }),
    ]) {
      const gleb = await stage.guest('Глеб')
      await act(gleb)
      subjects.push((await stage.ticketOf(gleb)).ticket.subject)
    }
    expect(subjects).toEqual(['Голосовое сообщение', 'Видеосообщение', 'Видео', 'Место на карте', 'Контакт'])
  })

  it('channels 8.7 a document of 21 MiB stands on the ticket with name and size, is not fetched, and the guest is told at once', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.sendsDocument({ name: 'jupiter-backup.zip', size: 21 * 1024 * 1024 })
    const shown = await stage.ticketOf(olga)
    expect(shown.attachments).toEqual([{ name: 'jupiter-backup.zip', size: 21 * 1024 * 1024, kind: 'document', state: 'too_large' }])
    expect(await stage.sim.calls({ method: 'getFile' })).not.toContainEqual(expect.objectContaining({ params: expect.objectContaining({ file_id: expect.stringContaining('backup') }) }))
    expect((await olga.heard()).filter(text => text.includes('jupiter-backup.zip'))).toEqual([
      'Файл «jupiter-backup.zip» больше 20 МБ, такие Telegram боту не отдаёт. Название и размер специалист видит. Если получится, пришлите архив поменьше или только нужную часть.',
    ])
  })

  it('channels 2.4 a file too large in the middle of an album is told too', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.sendsAlbum([{ size: 1_000, kind: 'document', name: 'log.txt' }, { size: 30 * 1024 * 1024, kind: 'document', name: 'base.fbk' }])
    expect((await olga.heard()).filter(text => text.includes('«base.fbk»'))).toHaveLength(1)
  })

  it('thanks, an «ок», a sticker, /start and a reaction register nothing', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.opensLink()
    await olga.says('Спасибо!')
    await olga.says('ок')
    await olga.sendsSticker('👍')
    await olga.reacts((await olga.news())[0]!.messageId, '👍')
    expect(await stage.ticketsOf(olga)).toEqual([])
  })

  it('channels 2.3 what looks like markup arrives as it was written, both ways', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Ошибка <b>&amp; "код" в чеке <i>')
    const { number, messages } = await stage.ticketOf(olga)
    expect(messages.find(one => one.direction === 'in')?.text).toBe('Ошибка <b>&amp; "код" в чеке <i>')
    await stage.does('anna', number, { type: 'answer', text: 'Откройте <Настройки> & нажмите "Сброс" <b>дважды</b>', fileIds: [], asks: false })
    expect((await olga.line('Настройки')).text).toBe(`№ ${number} · Анна Орлова\nОткройте <Настройки> & нажмите "Сброс" <b>дважды</b>`)
  })

  it('an edit of the first message keeps both wordings and moves no clock', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    const { messageId } = await olga.says('Не печатает принтер')
    const { number } = await stage.ticketOf(olga)
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом принтере', topic: null })
    await stage.does('anna', number, { type: 'answer', text: 'Пришлите, пожалуйста, модель принтера', fileIds: [], asks: true })
    await olga.news()
    const before = (await stage.ticketOf(olga)).view
    await olga.edits(messageId, 'Не печатает принтер на кухне')
    const after = await stage.ticketOf(olga)
    expect(after.messages[0]?.text).toBe('Не печатает принтер на кухне')
    expect(await stage.db.selectFrom('messageVersions').select('text').where('messageId', '=', after.messages[0]!.id).execute()).toEqual([{ text: 'Не печатает принтер' }])
    expect(after.view).toEqual(before)
    expect(after.view.state).toBe('waiting_customer')
    expect(await olga.heard()).toEqual([])
  })

  it('an «ок» that is edited into a question becomes one', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    const { messageId } = await olga.says('ок')
    expect(await stage.ticketsOf(olga)).toEqual([])
    await olga.edits(messageId, 'ок, но касса не печатает')
    expect((await stage.ticketOf(olga)).ticket.subject).toBe('ок, но касса не печатает')
  })

  it('a group that the bot was put into makes nobody known, not even when it moves', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    const bot = stage.sim.engine.bot().user.id
    const chat = await stage.sim.group({ title: 'Кассиры', type: 'group', members: { [olga.person.id]: 'creator', [bot]: 'administrator' } })
    await olga.person.in({ chat }).says('Не печатает принтер')
    await stage.sim.migrate(chat)
    await stage.rests()
    expect(await stage.db.selectFrom('conversations').select('id').where('externalId', '=', String(chat)).execute()).toEqual([])
    expect(await stage.db.selectFrom('addresses').select('id').where('externalId', '=', String(olga.person.id)).execute()).toEqual([])
  })
})
