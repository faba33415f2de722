import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labels, type Guest } from './guest.ts'
import { eventsOf, instant, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

/** A guest whose first message came on Tuesday, 17 March, at 14:07 Moscow; the bot's form is passed over. */
async function guestWith(words = 'Не печатает принтер'): Promise<{ guest: Guest; number: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Ольга')
  await guest.says(words)
  const { number } = await stage.ticketOf(guest)
  await guest.news()
  return { guest, number }
}

const triage = (number: number, category: 1 | 2 | 3) => stage.does('anna', number, { type: 'triage', category, effect: 'так сказал гость', topic: null })
const ask = (number: number, text = 'Пришлите, пожалуйста, модель принтера: она на наклейке снизу.') =>
  stage.does('anna', number, { type: 'answer', text, fileIds: [], asks: true })
const answer = (number: number, text: string) => stage.does('anna', number, { type: 'answer', text, fileIds: [], asks: false })
const result = (number: number, kind: 'done' | 'workaround' | 'refused' = 'done', text = 'Кухонный принтер настроили, пробный чек напечатан.') =>
  stage.does('anna', number, { type: 'report_result', kind, text, fileIds: [], told: 'written' })

describe('triage and answer', () => {
  it('R-6.2.7 category 1 is told with the hour by which a specialist calls, and can be heard', async () => {
    const { guest, number } = await guestWith('Касса не пробивает чеки')
    await stage.advance('PT10M')
    await triage(number, 1)
    const [line] = await guest.news()
    expect(line?.text).toBe(`№ ${number}: критичная. Специалист свяжется с вами до 15:07 МСК. По какому номеру позвонить? Отправьте его кнопкой ниже или напишите.`)
    expect(line?.silent).toBe(false)
  })

  it('R-6.2.7 whom the specialist has answered before is not promised a contact that he had', async () => {
    const { guest, number } = await guestWith('Касса не пробивает чеки')
    await answer(number, 'Уже смотрим, никуда не уходите.')
    await guest.news()
    await triage(number, 1)
    expect(await guest.heard()).toEqual([`№ ${number}: критичная. Занимаемся ею прямо сейчас. По какому номеру позвонить? Отправьте его кнопкой ниже или напишите.`])
  })

  it('R-6.2.8 category 2 is told with its due, silently, and with the button for "worse"', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    const [line] = await guest.news()
    expect(line?.text).toBe(`№ ${number}: категория 2, важная. Срок по регламенту: до 22 марта, 14:07 МСК. Станет хуже, нажмите «Не можем работать».`)
    expect(line?.silent).toBe(true)
    expect(labels(line!)).toEqual([['Не можем работать']])
  })

  it('R-6.2.5 another category is told as a second look', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 3)
    await guest.news()
    await stage.does('marina', number, { type: 'recategorise', category: 2, basis: 'corrected', reason: 'печатают на одном принтере из трёх' })
    expect(await guest.heard()).toEqual([`№ ${number}: срочность пересмотрели, теперь категория 2, важная. Срок по регламенту: до 22 марта, 14:07 МСК. Станет хуже, нажмите «Не можем работать».`])
  })

  it('R-6.3.2 an answer arrives with the number and the name, can be heard, and is delivered', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await guest.news()
    await stage.does('igor', number, { type: 'answer', text: 'Выключите принтер на минуту и включите снова.', fileIds: [], asks: false })
    const [line] = await guest.news()
    expect(line?.text).toBe(`№ ${number} · Игорь Лапин\nВыключите принтер на минуту и включите снова.`)
    expect(line?.silent).toBe(false)
    const shown = await stage.ticketOf(guest)
    expect(eventsOf(shown, 'delivered')).toHaveLength(1)
    expect(shown.ticket.ownerId).toBe(stage.staff.igor)
    expect(shown.view.reaction?.endedAt).toBe(stage.time.now())
  })
})

describe('a question and silence', () => {
  it('R-3.3.1-3, R-6.3.3, R-6.3.4, A-13, A-15, A-16 question, reminder, pause at its instant, answer at night with old and new due', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await ask(number)
    await guest.news()
    expect((await stage.ticketOf(guest)).view).toMatchObject({ state: 'waiting_customer', silence: { boundary: instant('2026-03-18T14:07+03:00') } })

    await stage.at('2026-03-18T10:06:59+03:00')
    expect(await guest.heard()).toEqual([])
    await stage.at('2026-03-18T10:07+03:00')
    const [reminder] = await guest.news()
    expect(reminder?.text).toBe(`№ ${number}. Ждём вашего ответа, чтобы продолжить. Если не ответите до 14:07 МСК, приостановим работу. Если нужно больше времени, напишите, до какого дня.`)
    expect(reminder?.silent).toBe(false)

    await stage.at('2026-03-18T14:07+03:00')
    expect((await stage.ticketOf(guest)).view.state).toBe('waiting_customer')
    await stage.advance(1)
    expect((await stage.ticketOf(guest)).view).toMatchObject({ state: 'suspended', suspendedAt: instant('2026-03-18T14:07+03:00') })
    const [pause] = await guest.news()
    expect(pause?.text).toBe(`№ ${number} на паузе: ждём вашего ответа. Заявка не закрыта. Ответьте, когда будет удобно, и мы продолжим; срок сдвинется на время паузы.`)
    expect(pause?.silent).toBe(false)

    await stage.at('2026-03-20T03:15+03:00')
    await guest.says('Модель TM-T20')
    const shown = await stage.ticketOf(guest)
    expect(shown.view).toMatchObject({ state: 'in_work', suspendedAt: null })
    expect(shown.view.result?.dueAt).toBe(instant('2026-03-23T23:00+03:00'))
    expect(await guest.heard()).toEqual([`Спасибо, продолжаем. № ${number}: новый срок до 23 марта, 23:00 МСК (было 22 марта, 14:07 МСК).`])
  })

  it('R-6.3.3, A-13 an answer exactly at the boundary comes in time', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await ask(number)
    await stage.at('2026-03-18T14:07+03:00')
    await guest.says('Модель TM-T20')
    await stage.advance('PT1H')
    const shown = await stage.ticketOf(guest)
    expect(shown.view.state).toBe('in_work')
    expect(eventsOf(shown, 'suspended')).toEqual([])
  })

  it('A-38, S-5 a pause that goes on is remembered after a week, quietly, with a way out', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await ask(number)
    await stage.advance('P2D')
    await guest.news()
    await stage.at('2026-03-25T14:08+03:00')
    const [line] = await guest.news()
    expect(line?.text).toBe(`№ ${number} всё ещё на паузе: ждём вашего ответа. Если вопрос больше не актуален, нажмите «Уже не нужно».`)
    expect(line?.silent).toBe(true)
    expect(labels(line!)).toEqual([['Уже не нужно']])
  })

  it('R-3.3.2, R-3.3.3, A-16 a pause that the specialist ends himself is not thanked for', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await ask(number)
    await stage.at('2026-03-19T14:07+03:00')
    await guest.news()
    await stage.does('anna', number, { type: 'lift', reason: 'модель нашлась в карточке точки' })
    expect(await guest.heard()).toEqual([`№ ${number}: продолжаем работу. Новый срок до 23 марта, 14:07 МСК (было 22 марта, 14:07 МСК).`])
  })

  it('R-6.4.1 a result out of a pause is the only thing said', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await ask(number)
    await stage.at('2026-03-19T14:07+03:00')
    await guest.news()
    await result(number)
    expect(await guest.heard()).toHaveLength(1)
  })

  it('product 4.4 at night in the point\'s own zone a reminder makes no sound', async () => {
    await stage.at('2026-03-17T19:30+03:00')
    const gleb = await stage.guest('Глеб')
    await gleb.opensLink(stage.qr('priboy'))
    await gleb.says('Не открывается смена')
    const { number } = await stage.ticketOf(gleb)
    await triage(number, 2)
    await ask(number)
    await gleb.news()
    await stage.at('2026-03-18T15:30+03:00')
    const [reminder] = await gleb.news()
    expect(reminder?.text).toContain('Ждём вашего ответа')
    expect(reminder?.silent).toBe(true)
  })
})

describe('a result', () => {
  it('R-3.1.6, R-6.4.1, R-6.4.2, R-6.4.3, A-18 result, reminder, the end by itself after 24 hours', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await guest.news()
    await stage.at('2026-03-17T16:10+03:00')
    await result(number)
    const [told] = await guest.news()
    expect(told?.text).toBe(`№ ${number}. Кухонный принтер настроили, пробный чек напечатан.\n\nПроверьте, пожалуйста. Если не ответите до 18 марта, 16:10 МСК, будем считать вопрос решённым.`)
    expect(labels(told!)).toEqual([['Всё работает', 'Не помогло']])
    expect(told?.silent).toBe(false)

    await stage.at('2026-03-18T13:10+03:00')
    const [reminder] = await guest.news()
    expect(reminder?.text).toBe(`№ ${number}. Получилось проверить? Если не ответите до 16:10 МСК, будем считать вопрос решённым.`)
    expect(labels(reminder!)).toEqual([['Всё работает', 'Не помогло']])

    await stage.at('2026-03-18T16:10:00.001+03:00')
    const [end] = await guest.news()
    expect(end?.text).toBe(`Заявка № ${number} закрыта: за сутки вы не сообщили о проблемах. Если что-то осталось, нажмите «Не помогло». Номер не изменится.`)
    expect((await stage.ticketOf(guest)).view).toMatchObject({ state: 'resolved', resolvedHow: 'auto_confirmed', resolvedAt: instant('2026-03-18T16:10+03:00') })
  })

  it('R-3.2.6, R-6.4.2 «Всё работает» ends it, once, however often it is pressed', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await result(number)
    await guest.news()
    await Promise.all([guest.person.presses('Всё работает'), guest.person.presses('Всё работает')])
    expect((await guest.heard()).filter(text => text.startsWith('Спасибо'))).toEqual([`Спасибо! Заявка № ${number} закрыта. Если что-то вернётся, ответьте на это сообщение: номер не изменится.`])
    expect(eventsOf(await stage.ticketOf(guest), 'confirmed')).toHaveLength(1)
  })

  it('R-3.2.6, R-6.4.2 «Не помогло» before the end goes on in the same cycle', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await result(number)
    await guest.news()
    await stage.advance('PT20H')
    await guest.presses('Не помогло')
    expect((await guest.heard())).toEqual([`Поняли, возвращаемся к № ${number}. Напишите, пожалуйста, что осталось: можно фото или голосом.`])
    await guest.says('Печатает через раз')
    const shown = await stage.ticketOf(guest)
    expect(shown.view).toMatchObject({ state: 'in_work', cycle: 1 })
    expect(shown.messages.at(-1)?.text).toBe('Печатает через раз')
  })

  it('A-20, S-1, R-6.2.3 «Не помогло» after the end opens a new cycle under the same number', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await result(number)
    await stage.advance('P2D')
    await guest.news()
    await guest.presses('Не помогло')
    expect((await stage.ticketOf(guest)).view).toMatchObject({ state: 'registered', cycle: 2 })
    const receipt = await guest.line('снова открыта')
    expect(receipt.text).toContain(`Заявка № ${number} снова открыта`)
    await triage(number, 2)
    expect((await guest.now(receipt)).text).toMatch(new RegExp(`^Заявка № ${number} снова открыта (19 марта )?в 14:07 МСК\\.\nСейчас: В работе\\.`))
  })

  it('A-20 after the window the button says so and where to go', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await result(number)
    await stage.advance('P5D')
    expect(await guest.presses('Не помогло')).toBe('Эта заявка давно закрыта. Напишите, что случилось, и мы откроем новую.')
    expect((await stage.ticketOf(guest)).view.state).toBe('resolved')
  })

  it('A-20 an unclear answer stops the end by itself until a person has judged it', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await result(number)
    await guest.says('Пока вроде печатает, но официанты жалуются')
    await stage.advance('P2D')
    const waiting = await stage.ticketOf(guest)
    expect(waiting.view).toMatchObject({ state: 'awaiting_confirmation', autoConfirmAt: null })
    await stage.does('anna', number, { type: 'judge', message: waiting.view.toJudge[0]!, as: 'neutral' })
    await stage.advance(1)
    expect((await stage.ticketOf(guest)).view.resolvedHow).toBe('auto_confirmed')
  })

  it('A-20 an unclear answer judged as a dispute is told', async () => {
    const { guest, number } = await guestWith()
    await triage(number, 2)
    await result(number)
    await guest.says('Пока вроде печатает, но официанты жалуются')
    await guest.news()
    await stage.does('anna', number, { type: 'judge', message: (await stage.ticketOf(guest)).view.toJudge[0]!, as: 'dispute' })
    expect(await guest.heard()).toEqual([`Поняли, возвращаемся к № ${number}.`])
    expect((await stage.ticketOf(guest)).view.state).toBe('in_work')
  })

  it('R-3.1.6 a recommendation is neither tried nor confirmed: the question is solved or remains', async () => {
    const { guest, number } = await guestWith('Поставьте нам Windows')
    await triage(number, 3)
    await guest.news()
    await result(number, 'refused', 'Windows мы не устанавливаем (раздел 5 регламента). Обратитесь к системному администратору.')
    const [told] = await guest.news()
    expect(labels(told!)).toEqual([['Вопрос решён', 'Вопрос остался']])
    expect(told?.text).toBe(`№ ${number}. Windows мы не устанавливаем (раздел 5 регламента). Обратитесь к системному администратору.\n\nЕсли вопрос остался, напишите до 18 марта, 14:07 МСК. Иначе закроем заявку.`)
  })

  it('S-7 «Уже не нужно», then «Вернуть»', async () => {
    const { guest, number } = await guestWith()
    await guest.presses('Уже не нужно')
    const [gone] = await guest.news()
    expect(gone?.text).toBe(`Хорошо, № ${number} закрыли по вашей просьбе. Если передумаете, нажмите «Вернуть».`)
    expect((await stage.ticketOf(guest)).view.state).toBe('closed')
    await guest.presses('Вернуть')
    expect((await stage.ticketOf(guest)).view).toMatchObject({ state: 'registered', cycle: 2 })
    expect((await guest.heard())[0]).toContain(`Заявка № ${number} снова открыта`)
  })
})

describe('what the guest may press at any time', () => {
  it('A-12, product 4.3 «Не можем работать» raises the ticket over all others before anybody has looked at it', async () => {
    const { guest, number } = await guestWith()
    expect((await stage.ticketOf(guest)).queueGroup).toBe(2)
    await guest.presses('Не можем работать')
    const raised = await stage.ticketOf(guest)
    expect([raised.queueGroup, raised.ticket.category]).toEqual([1, null])
    expect(await guest.heard()).toEqual([`№ ${number}: поняли, работа стоит. Передали дежурной смене как срочное.`])
    expect(labels(await guest.line('принята в'))).toEqual([['Уже не нужно'], ['Позвоните мне', 'Почему такой срок?']])
  })

  it('«Не можем работать» at night says when the shift begins', async () => {
    await stage.at('2026-03-17T02:17+03:00')
    const guest = await stage.guest('Ольга')
    await guest.says('Не пробиваются чеки')
    const { number } = await stage.ticketOf(guest)
    await guest.news()
    await guest.presses('Не можем работать')
    expect(await guest.heard()).toEqual([`№ ${number}: поняли, работа стоит. Смена начинается в 09:00 МСК, с вашей заявки и начнём.`])
  })

  it('R-2.2.3 «Позвоните мне» without a phone asks for it, by button or in words, and a call is on the list', async () => {
    const { guest, number } = await guestWith()
    await guest.presses('Позвоните мне')
    const [line] = await guest.news()
    expect(line?.text).toBe(`№ ${number}: перезвоним. По какому номеру? Отправьте его кнопкой ниже или напишите.`)
    expect((await stage.ticketOf(guest)).openCallTasks).toEqual(['asked'])
    await guest.says('8 916 123-45-01')
    expect(await guest.heard()).toEqual(['Спасибо, записали номер +7 916 123 45 01.'])
  })

  it('R-2.2.3 «Позвоните мне» with a phone promises the call; again, it is not promised twice', async () => {
    const { guest, number } = await guestWith()
    await guest.sharesContact()
    await guest.news()
    await guest.presses('Позвоните мне')
    expect((await guest.heard())[0]).toMatch(new RegExp(`^№ ${number}: перезвоним по номеру \\+7 916 \\d{3} \\d{2} \\d{2}\\.$`))
    await guest.presses('Позвоните мне')
    expect((await stage.ticketOf(guest)).openCallTasks).toEqual(['asked'])
    expect(await guest.heard()).toEqual([])

    await stage.does('anna', number, { type: 'call_held', note: 'договорились на завтра', asks: false })
    expect((await stage.ticketOf(guest)).openCallTasks).toEqual([])
    await stage.advance('P1D')
    await guest.presses('Позвоните мне')
    expect((await stage.ticketOf(guest)).openCallTasks).toEqual(['asked'])
  })

  it('R-6.2.2, R-6.2.8, product 4.6 «Почему такой срок?» before and after triage', async () => {
    const { guest, number } = await guestWith()
    await guest.presses('Почему такой срок?')
    expect(await guest.heard()).toEqual(['Срочность оцениваем в течение 30 минут рабочего времени поддержки (ежедневно с 09:00 до 23:00 МСК). Поэтому до 14:37 МСК.'])
    await triage(number, 2)
    await guest.news()
    await guest.presses('Почему такой срок?')
    expect((await guest.heard())[0]).toBe('Категория 2, важная: 5 рабочих дней с момента обращения. Считаем только рабочее время поддержки: ежедневно с 09:00 до 23:00 МСК. Поэтому срок до 22 марта, 14:07 МСК.')
  })
})
