import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stamp } from '../../src/lib/db.ts'
import { labels, type Guest } from './guest.ts'
import { eventsOf, instant, openStage, type Shown, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const ticket = (guest: Guest, number?: number): Promise<Shown> => stage.ticketOf(guest, number)

async function withTicket(category: 1 | 2 | 3 = 2, topic: string | null = null): Promise<{ guest: Guest; number: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Тимур')
  await guest.says('Не печатает кухонный принтер')
  const { number } = await ticket(guest)
  await stage.does('anna', number, { type: 'triage', category, effect: 'печатают на кассе', topic })
  await guest.news()
  return { guest, number }
}
const result = (number: number, text = 'Кухонный принтер настроили, пробный чек напечатан.') => stage.does('anna', number, { type: 'report_result', kind: 'done', text })

describe('a result', () => {
  it.each<[string, 2 | 3, string, string[]]>([
    ['what was done can be tried, whatever its category', 3, '4.2.1', ['Всё работает', 'Не помогло']],
    ['what was explained is solved or not', 3, '4.5.1', ['Вопрос решён', 'Вопрос остался']],
    ['a help of category 2 can be tried', 2, '4.4.2', ['Всё работает', 'Не помогло']],
  ])('R-6.4.2, A-30 words fit the topic: %s', async (_, category, topic, buttons) => {
    const { guest, number } = await withTicket(category, topic)
    await result(number)
    expect(labels(await guest.line('Кухонный принтер настроили'))).toEqual([buttons])
  })

  it('R-6.4.2 after a dispute «Позвать старшего» is offered; S-6 a second dispute goes to the lead by itself', async () => {
    const { guest, number } = await withTicket()
    await result(number)
    await guest.presses('Не помогло')
    const first = await guest.line('возвращаемся')
    expect(labels(first)).toEqual([['Позвать старшего']])
    expect(await guest.presses('Позвать старшего')).toBe('Готово')
    expect(await guest.line('позвали старшего смены')).toBeTruthy()
    expect((await ticket(guest)).ticket.leadCalled).toBe(true)
    await result(number, 'Заменили кабель принтера.')
    await guest.presses('Не помогло')
    const second = await guest.line('Передали старшему смены')
    expect(labels(second)).toEqual([])
    expect((await ticket(guest)).ticket.disputes).toBe(2)
  })

  it('A-20 unclear answers stand in one short list, oldest first, and are judged by one command', async () => {
    const { guest, number } = await withTicket()
    await result(number)
    await guest.says('Вроде печатает, но не всегда')
    const list = await stage.judging()
    expect(list.find(one => one.number === number)).toMatchObject({ text: 'Вроде печатает, но не всегда', result: 'Кухонный принтер настроили, пробный чек напечатан.' })
    await stage.does('igor', number, { type: 'judge', message: list.find(one => one.number === number)!.message, as: 'dispute' })
    expect((await stage.judging()).find(one => one.number === number)).toBeUndefined()
    expect((await ticket(guest)).view.state).toBe('in_work')
  })

  it('product 4.5 a rating is asked for only after a yes, and not again within 30 days', async () => {
    const { guest, number } = await withTicket()
    await result(number)
    await guest.presses('Всё работает')
    expect(labels(await guest.line('Как мы справились?'))).toEqual([['1', '2', '3', '4', '5']])
    await guest.presses('5')
    expect((await ticket(guest, number)).ticket.rated).toBe(5)
    await guest.line('Это помогает нам работать лучше')
    await guest.news()
    await stage.advance('P5D')
    await guest.says('Не сходится касса')
    const again = (await ticket(guest)).number
    await stage.does('anna', again, { type: 'triage', category: 2, effect: 'неудобно', topic: null })
    await result(again)
    await guest.presses('Всё работает')
    expect((await guest.heard()).filter(text => text.includes('Как мы справились'))).toEqual([])
  })

  it('R-6.4.3, product 4.5 an end by time is no yes: no rating is asked for', async () => {
    const { guest, number } = await withTicket()
    await result(number)
    await stage.advance('PT25H')
    expect((await ticket(guest, number)).view.resolvedHow).toBe('auto_confirmed')
    expect((await guest.heard()).filter(text => text.includes('Как мы справились'))).toEqual([])
  })

  it('S-7 the customer withdraws at any time, also while others work on it', async () => {
    const { guest, number } = await withTicket()
    await stage.does('anna', number, { type: 'hand_over', to: 'developers', note: 'ошибка печати' })
    await guest.presses('Уже не нужно')
    expect((await ticket(guest)).view.state).toBe('closed')
  })
})

describe('with others', () => {
  it('R-3.2.7, R-6.3.5 who is handed over is asked to change nothing meanwhile', async () => {
    const { guest, number } = await withTicket()
    await stage.does('anna', number, { type: 'hand_over', to: 'developers', note: 'ошибка в печати' })
    const [text] = await guest.heard()
    expect(text).toBe(`№ ${number}: причину нашли в программе, исправят её разработчики. Новости сообщим сами. Пока мы не ответили, не меняйте, пожалуйста, настройки программы и базы данных и не трогайте системные файлы: так причину найдём быстрее.`)
  })

  it('product 3 a third party has a name, a number there and a date on which the ticket is looked at again', async () => {
    const { guest, number } = await withTicket()
    await stage.does('anna', number, { type: 'answer', text: 'Дело в регистраторе, подключаем мастера.' })
    await guest.news()
    await stage.does('anna', number, { type: 'hand_over', to: 'third_party', note: 'регистратор не отвечает', party: { who: 'ЦТО «Касса-Сервис»', request: 'Р-118' }, lookAt: '2026-03-19T12:00:00+03:00' })
    expect((await guest.heard())[0]).toContain('обратились за помощью в другую организацию (ЦТО «Касса-Сервис»)')
    const given = await ticket(guest)
    expect(given.view.state).toBe('with_third_party')
    expect(given.queueGroup).toBe(5)
    await stage.at('2026-03-19T12:00+03:00')
    const back = await ticket(guest)
    expect(eventsOf(back, 'came_back')).toMatchObject([{ why: 'look_again', at: instant('2026-03-19T12:00+03:00') }])
    expect(back.queueGroup).toBe(3)
    await stage.does('anna', number, { type: 'take_back', note: 'заменили регистратор' })
    expect((await ticket(guest)).ticket.cameBackAt).toBeNull()
  })

  it('R-6.5.4, A-27 a reason of delay is told in his words and stops no clock', async () => {
    const { guest, number } = await withTicket()
    const due = (await ticket(guest)).view.result?.dueAt
    await stage.does('anna', number, { type: 'note_delay', reason: '6.5.4' })
    expect((await guest.heard())[0]).toBe(`№ ${number}. Работа занимает больше времени, чем обычно: причина оказалась сложной, и её приходится искать глубже. Мы продолжаем.`)
    expect((await ticket(guest)).view.result?.dueAt).toBe(due)
    await stage.does('anna', number, { type: 'note_delay', reason: '6.5.4' })
    expect(await guest.heard()).toEqual([])
  })

  it.each<['6.5.1' | '6.5.2' | '6.5.3', string]>([
    ['6.5.1', 'мы долго ждём вашего ответа или доступа'], ['6.5.2', 'дело не в программе, а в оборудовании, интернете или настройках Windows'], ['6.5.3', 'нужна помощь вашего системного администратора или решение руководителя'],
  ])('R-%s is told in his words', async (reason, words) => {
    const { guest, number } = await withTicket()
    if (reason === '6.5.1') {
      await expect(stage.does('anna', number, { type: 'note_delay', reason })).rejects.toMatchObject({ code: 'no_wait' })
      await stage.does('anna', number, { type: 'answer', text: 'Пришлите, пожалуйста, фото.', asks: true })
      await guest.news()
    }
    await stage.does('anna', number, { type: 'note_delay', reason })
    expect((await guest.heard())[0]).toContain(words)
  })

  it('R-3.3.3, A-16 a due moves by hand from the delivery of its notice, with old and new', async () => {
    const { guest, number } = await withTicket()
    await stage.does('anna', number, { type: 'revise_due', due: '2026-03-25T18:00:00+03:00', reason: '6.5.4' })
    expect((await guest.heard())[0]).toBe(`№ ${number}. Срок изменился: теперь до 25 марта, 18:00 МСК (было 22 марта, 14:07 МСК). Почему: причина оказалась сложной, и её приходится искать глубже.`)
    const shown = await ticket(guest)
    expect(shown.view.result?.dueAt).toBe(instant('2026-03-25T18:00+03:00'))
    expect(shown.view.history.at(-1)).toMatchObject({ cause: 'revised' })
  })

  it('R-3.3.3, A-16 a notice that reached nobody moves no due, and asks for a call', async () => {
    const { guest, number } = await withTicket()
    const due = (await ticket(guest)).view.result?.dueAt
    await guest.blocks()
    await stage.does('anna', number, { type: 'revise_due', due: '2026-03-25T18:00:00+03:00', reason: '6.5.4' })
    const shown = await ticket(guest)
    expect(shown.view.result?.dueAt).toBe(due)
    expect(shown.openCallTasks).toEqual(['blocked'])
    // Told by voice, it holds at once.
    await stage.does('anna', number, { type: 'revise_due', due: '2026-03-25T18:00:00+03:00', reason: '6.5.4', told: 'call' })
    expect((await ticket(guest)).view.result?.dueAt).toBe(instant('2026-03-25T18:00+03:00'))
  })

  it('R-4.5.8 help is agreed for an hour, both sides are reminded, and the ticket comes back then', async () => {
    const { guest, number } = await withTicket(3, '4.5.8')
    await stage.does('anna', number, { type: 'schedule_help', at: '2026-03-20T22:30:00+03:00', note: 'Считаем склад и бар.' })
    expect((await guest.heard())[0]).toBe(`№ ${number}. Договорились: поможем 20 марта в 22:30 МСК. Считаем склад и бар.\n\nЕсли время не подходит, напишите, и мы его перенесём.`)
    await stage.at('2026-03-20T21:30+03:00')
    expect((await guest.heard())[0]).toContain('Напоминаем: начинаем в 22:30 МСК')
    await stage.at('2026-03-20T22:30+03:00')
    expect(eventsOf(await ticket(guest), 'came_back')).toMatchObject([{ why: 'help', staff: stage.staff.anna }])
  })
})

describe('the morning after a night', () => {
  it('R-2.1.4 a stop reported at night is asked about once at nine, and the answer counts', async () => {
    await stage.at('2026-03-18T02:17+03:00')
    const guest = await stage.guest('Нина')
    await guest.says('Не можем рассчитать гостей')
    await guest.presses('Не можем работать')
    await guest.news()
    expect((await ticket(guest)).ticket.stopReported).toBe(true)
    await stage.at('2026-03-18T09:00+03:00')
    const question = await guest.line('Доброе утро!')
    expect(labels(question)).toEqual([['Да, не работаем', 'Уже работаем']])
    await stage.at('2026-03-18T09:20+03:00')
    expect(eventsOf(await ticket(guest), 'reminded').filter(event => event.of === 'stop')).toHaveLength(1)
    await guest.presses('Уже работаем')
    const shown = await ticket(guest)
    expect(shown.ticket.stopReported).toBe(false)
    expect(shown.queueGroup).toBe(2)
    await guest.line('Хорошо, что снова работаете!')
  })

  it('a stop that a specialist has seen to at night is not asked about', async () => {
    await stage.at('2026-03-19T01:00+03:00')
    const guest = await stage.guest('Нина')
    await guest.says('Касса стоит')
    await guest.presses('Не можем работать')
    await stage.does('anna', (await ticket(guest)).number, { type: 'take' })
    await guest.news()
    await stage.at('2026-03-19T09:00+03:00')
    expect((await guest.heard()).filter(text => text.includes('Доброе утро'))).toEqual([])
  })
})

/** A guest with a role at the point of the ticket. */
async function manager(role: 'owner' | 'manager' | 'named'): Promise<Guest> {
  const guest = await stage.guest('Марк')
  await guest.says('/start')
  const { contactId } = await stage.db.selectFrom('conversations').select('contactId').where('externalId', '=', String(guest.person.id)).executeTakeFirstOrThrow()
  await stage.db.insertInto('contactPoints').values({ contactId: contactId!, pointId: stage.points.berezka, role, source: role === 'named' ? 'chosen' : 'staff', at: stamp(stage.time.now()) }).execute()
  return guest
}

describe('people of one ticket', () => {
  it('product 4.8 a manager sees and joins tickets of his point; a stranger who names it sees nothing', async () => {
    const { guest, number } = await withTicket()
    await stage.does('anna', number, { type: 'set_point', point: stage.points.berezka })
    const boss = await manager('manager')
    await boss.says('/my')
    const list = await boss.line('Заявки ваших точек')
    expect(list.text).toContain(`№ ${number} · В работе`)
    await boss.presses(labels(list).flat().find(label => label.startsWith(`№ ${number}`))!)
    await boss.presses('Написать по этой заявке')
    await boss.says('Подтверждаю, это срочно')
    const shown = await stage.page('anna', number)
    expect(shown.messages.filter(message => message.direction === 'in').map(message => message.text)).toContain('Подтверждаю, это срочно')
    expect(shown.ticket.people).toHaveLength(2)
    // Notices go to the one main person; an answer to the other goes where it is sent.
    await guest.news()
    await boss.news()
    await stage.does('anna', number, { type: 'answer', text: 'Марк, приняли.', to: shown.ticket.people[1]!.conversation })
    expect((await boss.heard()).join()).toContain('Марк, приняли.')
    expect((await guest.heard()).join()).not.toContain('Марк, приняли.')

    // His role was taken: staff take him off, and what he writes is no longer part of it.
    await stage.does('anna', number, { type: 'remove_person', contact: shown.ticket.people[1]!.contact.id })
    await boss.says('А когда приедет мастер?')
    expect((await stage.page('anna', number)).messages.map(message => message.text)).not.toContain('А когда приедет мастер?')

    const stranger = await manager('named')
    await stranger.says('/my')
    expect((await stranger.heard()).at(-1)).toContain('Открытых заявок нет')
  })

  it('R-2.4.4 another main person gets the notices from then on', async () => {
    const { guest, number } = await withTicket()
    const other = await stage.guest('Лида')
    await other.says('/start')
    const { contactId } = await stage.db.selectFrom('conversations').select('contactId').where('externalId', '=', String(other.person.id)).executeTakeFirstOrThrow()
    await stage.does('anna', number, { type: 'set_main_person', contact: contactId! })
    await other.news()
    await guest.news()
    await stage.does('anna', number, { type: 'note_delay', reason: '6.5.2' })
    expect(await other.heard()).toHaveLength(1)
    expect(await guest.heard()).toEqual([])
  })

  it('a ticket may hold several points', async () => {
    const { number } = await withTicket()
    await stage.does('anna', number, { type: 'set_point', point: stage.points.berezka })
    await stage.does('anna', number, { type: 'add_point', point: stage.points.arbat })
    expect((await stage.page('anna', number)).ticket.morePoints).toEqual([{ id: stage.points.arbat, name: 'Кафе «Берёзка» на Арбате' }])
    await stage.does('anna', number, { type: 'remove_point', point: stage.points.arbat })
    expect((await stage.page('anna', number)).ticket.morePoints).toEqual([])
  })
})
