import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labels, type Guest } from './guest.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

async function newcomer(name = 'Тимур'): Promise<Guest> {
  await stage.at('2026-03-17T14:07+03:00')
  return stage.guest(name)
}

/** Lines of the form only, as they stand now. */
const question = (guest: Guest) => guest.line(line => /Где это|Нашли|Что сейчас|По какому|С какого времени|передали специалистам/.test(line.text))

describe('the questions after a ticket has its number', () => {
  it('R-6.1.2-5, R-3.2.3d, A-26 point by words with a misprint, facts by a tap, phone by its button, then one line that may be skipped', async () => {
    const timur = await newcomer()
    await timur.says('Касса не пробивает чек')
    const { number } = await stage.ticketOf(timur)
    expect((await question(timur)).text).toBe(`№ ${number}\nГде это случилось? Напишите название точки или улицу.`)

    await timur.says('березка арбад')
    const found = await question(timur)
    expect(found.text).toBe(`№ ${number}\nНашли похожие точки. Какая ваша?`)
    expect(labels(found)[0]).toEqual(['Кафе «Берёзка» на Арбате, Москва, Арбат, 24'])
    expect(labels(found).at(-1)).toEqual(['Нет в списке'])
    expect(await timur.presses('Кафе «Берёзка» на Арбате, Москва, Арбат, 24')).toContain('Записали')
    expect((await stage.ticketOf(timur)).ticket.pointId).toBe(stage.points.arbat)

    const facts = await question(timur)
    expect(facts.messageId).toBe(found.messageId)
    expect(facts.text).toBe(`№ ${number} · Записали: Кафе «Берёзка» на Арбате, Москва, Арбат, 24.\nЧто сейчас происходит?`)
    expect(labels(facts)).toEqual([
      ['Не можем рассчитать гостей'], ['Не приходят заказы'], ['Смена не открывается или не закрывается'], ['Работаем, но с трудом'], ['Вопрос или настройка'], ['Пропустить'],
    ])
    await timur.presses('Работаем, но с трудом')
    expect((await stage.ticketOf(timur)).ticket).toMatchObject({ subject: 'Касса не пробивает чек', facts: { what: 'Работаем, но с трудом' } })
    expect((await timur.now(facts)).text).toBe(`№ ${number} · Записали: Работаем, но с трудом.`)
    expect(labels(await timur.now(facts))).toEqual([])

    expect((await question(timur)).text).toBe(`№ ${number}\nПо какому телефону с вами связаться?`)
    expect((await timur.person.chat()).keyboard).toEqual([[{ label: 'Отправить мой номер', asks: 'contact' }], [{ label: 'Пропустить', asks: 'text' }]])
    await timur.taps('Отправить мой номер')
    expect((await timur.line('записали номер')).text).toMatch(/^Спасибо, записали номер \+7 916/)
    expect((await timur.person.chat()).keyboard).toBeNull()

    const since = await question(timur)
    expect(since.text).toBe(`№ ${number}\nС какого времени это началось и что уже пробовали? Можно ответить голосом или пропустить.`)
    await timur.says('С десяти утра, перезагружали')
    expect((await stage.ticketOf(timur)).ticket.facts.since).toBe('С десяти утра, перезагружали')
    expect((await timur.now(since)).text).toBe(`№ ${number}\nСпасибо, передали специалистам.`)
    expect(labels(await timur.now(since))).toEqual([])
    expect(await stage.ticketsOf(timur)).toEqual([number])
  })

  it('R-6.1.4, A-36, product 4.2 a fact that means a stop raises the ticket at once', async () => {
    const timur = await newcomer()
    await timur.opensLink(stage.qr('arbat'))
    await timur.says('Всё пропало')
    await timur.presses('Не можем рассчитать гостей')
    const shown = await stage.ticketOf(timur)
    expect(shown.ticket).toMatchObject({ stopReported: true, facts: { what: 'Не можем рассчитать гостей' } })
    expect(shown.queueGroup).toBe(1)
  })

  it('product 4.2 the QR at the till carries the point: it is not asked for, and known from then on', async () => {
    const timur = await newcomer()
    await timur.opensLink(stage.qr('arbat'))
    expect(await timur.heard()).toEqual(['Здравствуйте! Это поддержка «Юпитера». Точка: Кафе «Берёзка» на Арбате. Напишите, что случилось: текстом, фото или голосом. Номер пришлём сразу, срок сообщим, как только оценим срочность.'])
    await timur.says('Не печатает')
    expect((await stage.ticketOf(timur)).ticket.pointId).toBe(stage.points.arbat)
    expect((await question(timur)).text).toContain('Что сейчас происходит?')
  })

  it('product 4.2 who is known at one point and by phone is asked nothing about them', async () => {
    const olga = await newcomer('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.sharesContact()
    await olga.says('Не печатает')
    const { number } = await stage.ticketOf(olga)
    await olga.presses('Уже не нужно')
    await olga.news()
    await olga.says('А вот теперь правда не печатает')
    const again = await stage.ticketOf(olga)
    expect(again.number).not.toBe(number)
    expect(again.ticket.pointId).toBe(stage.points.berezka)
    await olga.presses('Вопрос или настройка')
    expect((await olga.heard()).join('\n')).not.toMatch(/Где это|По какому/)
    expect((await question(olga)).text).toContain('С какого времени')
  })

  it('product 4.2 who works at two points chooses with one tap', async () => {
    const olga = await newcomer('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await stage.advance('PT1M')
    await olga.opensLink(stage.qr('arbat'))
    await olga.says('Не печатает')
    await olga.presses('Уже не нужно')
    await olga.says('Опять не печатает')
    const asked = await question(olga)
    expect(labels(asked)).toEqual([['Кафе «Берёзка» на Арбате'], ['Кафе «Берёзка»'], ['Другая точка', 'Пропустить']])
    await olga.presses('Кафе «Берёзка»', asked.messageId)
    expect((await stage.ticketOf(olga)).ticket.pointId).toBe(stage.points.berezka)
  })

  it('product 4.2 «Другая точка» asks for words and can be passed over as well', async () => {
    const olga = await newcomer('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.opensLink(stage.qr('arbat'))
    await olga.says('Не печатает')
    await olga.presses('Уже не нужно')
    await olga.says('Опять не печатает')
    const asked = await question(olga)
    await olga.presses('Другая точка', asked.messageId)
    const words = await olga.now(asked)
    expect(words.text).toContain('Где это случилось? Напишите название точки или улицу.')
    expect(labels(words)).toEqual([['Пропустить']])
    await olga.presses('Пропустить', asked.messageId)
    expect((await olga.now(asked)).text).toContain('Что сейчас происходит?')
  })

  it('A-26, product 4.2 everything can be passed over, the phone too, and leaves no trace on the ticket', async () => {
    const timur = await newcomer()
    await timur.says('Касса не пробивает чек')
    const { number } = await stage.ticketOf(timur)
    await timur.presses('Пропустить')
    const facts = await question(timur)
    await timur.presses('Пропустить')
    expect((await timur.now(facts)).text).toBe(`№ ${number}\nЧто сейчас происходит?`)
    expect(labels(await timur.now(facts))).toEqual([])
    expect((await question(timur)).text).toContain('По какому телефону')
    await timur.taps('Пропустить')
    expect((await timur.person.chat()).keyboard).toBeNull()
    const since = await question(timur)
    expect(since.text).toContain('С какого времени')
    await timur.news()
    await timur.presses('Пропустить')
    const shown = await stage.ticketOf(timur)
    expect(shown.messages.filter(message => message.direction === 'in').map(message => message.text)).toEqual(['Касса не пробивает чек'])
    expect(await timur.heard()).toEqual([])
    expect((await timur.now(since)).text).toBe(since.text)
    expect(labels(await timur.now(since))).toEqual([])
    expect(await stage.ticketsOf(timur)).toHaveLength(1)
  })

  it('«Пропустить» after the ticket has ended opens nothing', async () => {
    const timur = await newcomer()
    await timur.says('Касса не пробивает чек')
    await timur.presses('Позвоните мне')
    await timur.presses('Уже не нужно')
    // The keyboard's button sends its label as words; an inline one of the same name stands above.
    await timur.says('Пропустить')
    expect(await stage.ticketsOf(timur)).toHaveLength(1)
    expect((await timur.person.chat()).keyboard).toBeNull()
  })

  it('product 4.4 the questions stop as soon as a specialist writes, and lose their buttons', async () => {
    const timur = await newcomer()
    await timur.says('Касса не пробивает чек')
    const { number } = await stage.ticketOf(timur)
    const asked = await question(timur)
    await stage.does('anna', number, { type: 'answer', text: 'Здравствуйте! Смотрю.', fileIds: [], asks: false })
    expect(labels(await timur.now(asked))).toEqual([])
    await timur.news()
    await timur.says('Берёзка на Арбате')
    await timur.says('с десяти утра')
    expect(await timur.heard()).toEqual([])
  })

  it('product 4.4 the keyboard for the phone goes with the specialist\'s first words', async () => {
    const timur = await newcomer()
    await timur.says('Касса не пробивает чек')
    await timur.presses('Пропустить')
    await timur.presses('Пропустить')
    expect((await timur.person.chat()).keyboard).not.toBeNull()
    await stage.does('anna', (await stage.ticketOf(timur)).number, { type: 'answer', text: 'Здравствуйте! Смотрю.', fileIds: [], asks: false })
    expect((await timur.person.chat()).keyboard).toBeNull()
  })

  it('R-6.1.2 words that name no point leave the question where it stands: nothing is said again, its buttons still count', async () => {
    const olga = await newcomer('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.opensLink(stage.qr('arbat'))
    await olga.says('Не печатает')
    await olga.presses('Уже не нужно')
    await olga.says('Опять не печатает')
    const asked = await question(olga)
    await olga.news()
    await olga.says('Ещё забыла: ошибка 12')
    expect(await olga.heard()).toEqual([])
    expect(labels(await olga.now(asked))).toEqual(labels(asked))
    await olga.presses('Кафе «Берёзка»', asked.messageId)
    const shown = await stage.ticketOf(olga)
    expect(shown.ticket.pointId).toBe(stage.points.berezka)
    expect(shown.messages.filter(message => message.direction === 'in').map(message => message.text)).toContain('Ещё забыла: ошибка 12')
    expect((await olga.now(asked)).text).toContain('Что сейчас происходит?')
  })

  it('an older question answered late is recorded and does not push the present one on', async () => {
    const olga = await newcomer('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.opensLink(stage.qr('arbat'))
    await olga.says('Не печатает')
    await olga.presses('Уже не нужно')
    await olga.says('Опять не печатает')
    const asked = await question(olga)
    await olga.says('березка арбад')
    await olga.presses('Кафе «Берёзка» на Арбате, Москва, Арбат, 24')
    const facts = await question(olga)
    expect(facts.text).toContain('Что сейчас происходит?')
    await olga.presses('Кафе «Берёзка»', asked.messageId)
    expect((await stage.ticketOf(olga)).ticket.pointId).toBe(stage.points.berezka)
    expect((await olga.now(facts)).text).toContain('Что сейчас происходит?')
  })

  it('R-6.1.3 somebody else\'s card is a message, never the guest\'s own phone', async () => {
    const timur = await newcomer()
    await timur.says('Касса не пробивает чек')
    await timur.sharesContact({ phone: '+79035550011', firstName: 'Глеб', userId: 77 })
    expect((await stage.ticketOf(timur)).messages.filter(message => message.direction === 'in')).toHaveLength(2)
    const contact = await stage.db.selectFrom('contacts').select('phone').where('id', '=', (await stage.ticketOf(timur)).ticket.contactId!).executeTakeFirstOrThrow()
    expect(contact.phone).toBeNull()
  })
})

describe('the status card', () => {
  it('product 4.4 is the receipt itself, edited in place and without a sound', async () => {
    const olga = await newcomer('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.news()
    await olga.says('Не печатает принтер')
    const { number } = await stage.ticketOf(olga)
    const receipt = await olga.line('принята в')
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
    expect((await olga.now(receipt)).text).toBe([
      `Заявка № ${number} принята в 14:07 МСК.`, 'Сейчас: В работе.', 'Точка: Кафе «Берёзка».', 'Категория: 2, важная.', 'Срок: до 22 марта, 14:07 МСК.',
    ].join('\n'))
    await stage.advance('P1D')
    await stage.does('anna', number, { type: 'answer', text: 'Какая модель?', fileIds: [], asks: true })
    expect((await olga.now(receipt)).text).toBe([
      `Заявка № ${number} принята 17 марта в 14:07 МСК.`, 'Сейчас: Ждём вас.', 'Точка: Кафе «Берёзка».', 'Категория: 2, важная.', 'Срок: до 22 марта, 14:07 МСК.', 'Вашим вопросом занимается Анна Орлова.',
    ].join('\n'))
    await stage.advance('P1DT1S')
    expect((await olga.now(receipt)).text).toContain('Сейчас: Ждём вас.\nТочка: Кафе «Берёзка».\nКатегория: 2, важная.\nСрок подвинется на время паузы.')
    await olga.says('TM-T20')
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Готово.', fileIds: [], told: 'written' })
    expect((await olga.now(receipt)).text).toContain('Сейчас: Проверьте результат.')
    expect(labels(await olga.now(receipt))).toEqual([['Позвоните мне']])
    await olga.presses('Всё работает')
    const last = await olga.now(receipt)
    expect(last.text).toContain('Сейчас: Закрыта.')
    expect(labels(last)).toEqual([])
    const lines = await olga.person.botLines()
    expect(lines.filter(line => line.text.includes('Сейчас:'))).toHaveLength(1)
    expect(last.edits.length).toBeGreaterThan(3)
  })
})
