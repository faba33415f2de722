import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labels, type Guest } from './guest.ts'
import { eventsOf, instant, openStage, type Shown, type Stage, type StaffWish } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

type Asked = Omit<Extract<StaffWish, { type: 'answer' }>, 'type' | 'text'> & { text?: string }
const ask = (number: number, { text = 'Помогите найти причину.', ...wish }: Asked) => stage.does('anna', number, { type: 'answer', text, ...wish })
const ticket = (guest: Guest): Promise<Shown> => stage.ticketOf(guest)
const states = async (guest: Guest) => (await ticket(guest)).ticket.asked.map(item => item.state)

/** A guest whose ticket was triaged on Tuesday at 14:07. */
async function withTicket(category: 1 | 2 | 3 = 2): Promise<{ guest: Guest; number: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Ольга')
  await guest.says('Не печатает кухонный принтер')
  const { number } = await ticket(guest)
  await stage.does('anna', number, { type: 'triage', category, effect: 'печатают на кассе', topic: null })
  await guest.news()
  return { guest, number }
}

const picture = { size: 40_000 }
const twoItems: Asked = { text: 'Анна, поддержка.', items: [{ kind: 'photo', text: 'фото ошибки на экране кассы' }, { kind: 'text', text: 'модель принтера (наклейка снизу)' }] }

describe('a question is a list of what is asked for', () => {
  it('R-3.2.3, R-3.3.1 it reads as numbered items, and each is ticked by what brings it', async () => {
    const { guest, number } = await withTicket()
    await ask(number, twoItems)
    expect((await guest.heard()).at(-1)).toBe(`№ ${number} · Анна Орлова\nАнна, поддержка.\n\nПришлите, пожалуйста:\n1) фото ошибки на экране кассы\n2) модель принтера (наклейка снизу)\n\nМожно ответить прямо здесь.`)
    await guest.sendsPhoto(picture)
    expect(await states(guest)).toEqual(['done', 'open'])
    await guest.says('Epson TM-T20')
    expect(await states(guest)).toEqual(['done', 'done'])
    expect(eventsOf(await ticket(guest), 'item_ticked').every(event => event.actor.kind === 'customer' && event.message !== null)).toBe(true)
  })

  it('R-3.2.3b, R-3.2.3 an album brings one thing per picture; words do not tick what may have been meant otherwise', async () => {
    const { guest, number } = await withTicket()
    await ask(number, { items: [{ kind: 'screenshot', text: 'скриншот ошибки' }, { kind: 'photo', text: 'фото наклейки' }, { kind: 'text', text: 'что меняли вчера' }, { kind: 'text', text: 'кто был на смене' }] })
    await guest.sendsAlbum([picture, picture])
    expect(await states(guest)).toEqual(['done', 'done', 'open', 'open'])
    await guest.says('Ничего не меняли')
    expect(await states(guest)).toEqual(['done', 'done', 'open', 'open'])
    await guest.says('3) ничего\n4) Марина')
    expect(await states(guest)).toEqual(['done', 'done', 'done', 'done'])
  })

  it('R-6.3.3 the reminder and the pause name what is missing; R-6.3.4 the answer brings the old and the new due', async () => {
    const { guest, number } = await withTicket()
    await ask(number, twoItems)
    await guest.sendsPhoto(picture)
    // He answered, so nobody waits; the rest is asked for again.
    await ask(number, { text: 'Спасибо! Осталось одно.', items: [] , asks: true })
    await guest.news()
    await stage.at('2026-03-18T10:08+03:00')
    expect((await guest.heard()).at(-1)).toContain(`№ ${number}. Чтобы продолжить, не хватает: модель принтера (наклейка снизу). Если не ответите до 14:07 МСК, приостановим работу.`)
    await stage.at('2026-03-18T14:08+03:00')
    expect((await guest.heard()).at(-1)).toContain(`№ ${number} на паузе: не хватает: модель принтера (наклейка снизу). Заявка не закрыта.`)
    await stage.at('2026-03-18T15:07+03:00')
    await guest.says('Epson TM-T20')
    expect((await guest.heard()).find(text => text.startsWith('Спасибо, продолжаем'))).toMatch(/новый срок до .+ \(было .+\)/)
    const pauses = await pausesOf(number)
    expect(pauses.at(-1)).toMatchObject({ asked: { by: 'Анна Орлова', delivered: 'yes' }, items: [{ text: 'модель принтера (наклейка снизу)', missing: false }], endedBy: 'answer', paused: 3_600_000 })
  })

  it('R-3.3.2 more time by agreement: the wait begins at the agreed hour, and he is told', async () => {
    const { guest, number } = await withTicket()
    await ask(number, twoItems)
    await guest.news()
    await stage.does('anna', number, { type: 'agree_wait', until: '2026-03-20T12:00:00+03:00', note: 'администратор будет в пятницу' })
    expect((await guest.heard()).find(text => text.includes('ждём'))).toBe(`№ ${number}. Хорошо, ждём вашего ответа до 20 марта, 12:00 МСК. До этого времени заявка остаётся в работе.`)
    // Other words meanwhile ask nothing and name no term.
    await stage.does('anna', number, { type: 'answer', text: 'Спасибо, что предупредили.' })
    expect((await guest.heard()).at(-1)).not.toContain('Ответ ждём')
    await stage.at('2026-03-20T11:59+03:00')
    expect((await ticket(guest)).view.state).toBe('waiting_customer')
    expect((await ticket(guest)).view.silence).toMatchObject({ since: instant('2026-03-20T12:00+03:00'), boundary: instant('2026-03-21T12:00+03:00') })
    await stage.at('2026-03-21T12:01+03:00')
    expect((await ticket(guest)).view.state).toBe('suspended')
    await expect(stage.does('anna', number, { type: 'agree_wait', until: '2026-03-01T12:00:00+03:00' })).rejects.toMatchObject({ code: 'past_time' })
  })

  it('R-3.2.4 an answer that is expected by agreement starts no wait before its hour', async () => {
    const { guest, number } = await withTicket()
    await ask(number, { ...twoItems, until: '2026-03-19T10:00:00+03:00' })
    expect((await guest.heard()).at(-1)).toContain('Ответ ждём до 19 марта, 10:00 МСК.')
    expect((await ticket(guest)).view.silence?.since).toBe(instant('2026-03-19T10:00+03:00'))
  })

  it('R-3.2.3 a specialist who has the answer from elsewhere ticks it by hand; the last one ends the wait', async () => {
    const { guest, number } = await withTicket()
    await ask(number, twoItems)
    const [photo, model] = (await ticket(guest)).ticket.asked
    await stage.does('anna', number, { type: 'tick_item', item: photo!.id })
    expect((await ticket(guest)).view.silence).not.toBeNull()
    await stage.does('anna', number, { type: 'waive_item', item: model!.id })
    expect((await ticket(guest)).view.silence).toBeNull()
    expect(await states(guest)).toEqual(['done', 'waived'])
    expect((await pausesOf(number)).at(-1)).toMatchObject({ endedBy: 'lifted', reason: 'complete' })
  })

  it('R-3.2.5 steps are marked with buttons; the message shows what became of each, and the ticket knows', async () => {
    const { guest, number } = await withTicket()
    await ask(number, { text: 'Давайте перезапустим печать.', steps: ['Выключите принтер', 'Подождите минуту и включите'] })
    const question = await guest.line('Давайте перезапустим')
    expect(question.text).toContain('По шагам:\n1. Выключите принтер\n2. Подождите минуту и включите')
    expect(labels(question)).toEqual([['1. Получилось', '1. Не получилось']])
    expect(await guest.presses('1. Получилось')).toBe('Отметили')
    expect((await guest.now(question)).text).toContain('✅ 1. Выключите принтер')
    expect((await ticket(guest)).view.silence).toBeNull()
    await guest.presses('2. Не получилось')
    const shown = await ticket(guest)
    expect(shown.ticket.steps.map(step => step.state)).toEqual(['done', 'failed'])
    expect((await guest.now(question)).text).toContain('❌ 2. Подождите минуту и включите')
    expect(labels(await guest.now(question))).toEqual([])
    expect(shown.ticket.unansweredSince).not.toBeNull()
  })

  it('R-3.2.5 an act that is asked for is said to be done with a button', async () => {
    const { guest, number } = await withTicket()
    await ask(number, { text: '', items: [{ kind: 'action', text: 'перезагрузите кассу' }] })
    const question = await guest.line('перезагрузите кассу')
    expect(question.text).toContain('Сделайте, пожалуйста:\n1) перезагрузите кассу')
    await guest.presses('1) Сделано')
    expect(await states(guest)).toEqual(['done'])
    expect(labels(await guest.now(question))).toEqual([])
  })

  it('R-6.3.3 a pause is lifted with a reason, and the audit keeps who asked, what was missing, whether it arrived, how long', async () => {
    const { number } = await withTicket()
    await ask(number, twoItems)
    await stage.at('2026-03-18T16:07+03:00')
    await stage.does('marina', number, { type: 'lift', reason: 'модель нашли в прошлой заявке' })
    const [pause] = await pausesOf(number)
    expect(pause).toMatchObject({
      asked: { by: 'Анна Орлова', delivered: 'yes', at: '2026-03-17T11:07:00.000Z' }, items: [{ text: 'фото ошибки на экране кассы', missing: true }, { missing: true }],
      suspendedAt: '2026-03-18T11:07:00.000Z', endedAt: '2026-03-18T13:07:00.000Z', endedBy: 'lifted', reason: 'модель нашли в прошлой заявке', paused: 7_200_000,
    })
  })

  it('product 3 no wait ran against a customer whom the question did not reach', async () => {
    const { guest, number } = await withTicket()
    await guest.blocks()
    await ask(number, twoItems)
    expect((await ticket(guest)).view.silence).toBeNull()
    expect(await pausesOf(number)).toMatchObject([{ asked: { delivered: 'no' }, endedBy: 'struck', paused: 0, suspendedAt: null }])
    expect((await ticket(guest)).openCallTasks).toEqual(['blocked'])
  })
})

/** The audit as the workspace gets it. */
async function pausesOf(number: number) {
  return (await stage.page('anna', number)).pauses
}
