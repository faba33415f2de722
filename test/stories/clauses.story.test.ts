/** Promises of the regulation that no other story is about, each through Telegram and the desk. */
import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command } from '../../src/tickets/api.ts'
import { jupiterDocument } from '../jupiter.ts'
import type { Colleague } from './cast.ts'
import { labels, type Guest } from './guest.ts'
import { eventsOf, instant, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const does = (number: number, wish: z.input<typeof command>, who: Colleague = 'anna') => stage.does(who, number, command.parse(wish))
const triage = (number: number, category: 1 | 2 | 3, topic: string | null = null) => does(number, { type: 'triage', category, effect: 'так сказал гость', topic })

/** A guest whose ticket came on Tuesday, 17 March, at 14:07 Moscow. */
async function guestWith(words: string, at = '2026-03-17T14:07+03:00', point?: 'priboy' | 'arbat'): Promise<{ guest: Guest; number: number }> {
  await stage.at(at)
  const guest = await stage.guest('Ольга')
  if (point !== undefined) await guest.opensLink(stage.qr(point))
  await guest.says(words)
  const { number } = await stage.ticketOf(guest)
  await guest.news()
  return { guest, number }
}

describe('one regulation for everybody', () => {
  it('R-1.3 the same fault of two customers at the same minute has the same terms', async () => {
    const views = []
    for (const point of ['priboy', 'arbat'] as const) {
      const { guest, number } = await guestWith('Не приходят заказы с сайта', undefined, point)
      await triage(number, 2)
      views.push((await stage.ticketOf(guest)).view)
    }
    expect(views[0]).toEqual(views[1])
  })

  it('R-2.1.2, A-34 a restaurant in Vladivostok has the terms of Moscow, and reads them in Moscow time', async () => {
    const { guest, number } = await guestWith('Не печатает принтер', '2026-03-17T20:07+03:00', 'priboy')
    await triage(number, 1)
    const { view } = await stage.ticketOf(guest)
    expect([view.triage.dueAt, view.reaction?.dueAt]).toEqual([instant('2026-03-17T20:37+03:00'), instant('2026-03-17T21:07+03:00')])
    expect(await guest.heard()).toEqual([`№ ${number}: критичная. Специалист свяжется с вами до 21:07 МСК. По какому номеру позвонить? Отправьте его кнопкой ниже или напишите.`])
  })

  it('R-2.1.1, A-37 on New Year’s Day support works as on any other', async () => {
    const { guest } = await guestWith('Не открывается смена', '2027-01-01T12:00+03:00')
    expect((await guest.transcript()).map(line => line.text).join('\n')).toContain('До 12:30 МСК оценим срочность')
    expect((await stage.ticketOf(guest)).view).toMatchObject({ workFrom: instant('2027-01-01T12:00+03:00'), triage: { dueAt: instant('2027-01-01T12:30+03:00') } })
  })
})

describe('what support does', () => {
  it('R-3.1.3 a request gets its importance, its topic, and the people who can solve it', async () => {
    const { guest, number } = await guestWith('Отчёт по продажам считает скидку дважды')
    await triage(number, 2, '4.3.1')
    await does(number, { type: 'take' }, 'igor')
    await does(number, { type: 'hand_over', to: 'developers', note: 'скидка округляется дважды' }, 'igor')
    const { ticket, view } = await stage.ticketOf(guest)
    expect([ticket.category, ticket.topic, ticket.ownerId, view.state]).toEqual([2, '4.3.1', stage.staff.igor, 'with_developers'])
  })

  it('R-3.1.4 clear instructions arrive step by step, as they were written', async () => {
    const { guest, number } = await guestWith('Кассовый принтер печатает иероглифы')
    const steps = '1. Выключите принтер.\n2. Нажмите «Подача» и включите его снова.\n3. Держите кнопку три секунды.'
    await does(number, { type: 'answer', text: steps })
    expect(await guest.heard()).toEqual([`№ ${number} · Анна Орлова\n${steps}`])
  })

  it('R-6.2.9 category 3 is told with its ten working days', async () => {
    const { guest, number } = await guestWith('Хотим другую форму чека')
    await triage(number, 3)
    expect((await guest.heard())[0]).toContain(`№ ${number}: категория 3, вопросы развития. Срок по регламенту: до 27 марта, 14:07 МСК.`)
  })

  it('R-6.3.1 the ticket has its specialist, and the customer sees that work has begun', async () => {
    const { guest, number } = await guestWith('Весы не взвешивают')
    const receipt = await guest.line('принята')
    await does(number, { type: 'take' }, 'igor')
    const card = (await guest.now(receipt)).text
    expect(card).toContain('Сейчас: В работе.')
    expect(card).toContain('Вашим вопросом занимается Игорь Лапин.')
    expect((await stage.ticketOf(guest)).view.state).toBe('in_work')
  })

  it('R-6.3.5, R-3.2.7 what only the program can mend goes to the developers: the customer is told so, and asked to change nothing', async () => {
    const { guest, number } = await guestWith('Отчёт по продажам считает скидку дважды')
    await triage(number, 2)
    await guest.news()
    await does(number, { type: 'hand_over', to: 'developers', note: 'скидка округляется дважды' })
    const told = (await guest.heard()).join('\n')
    expect(told).toContain(`№ ${number}`)
    expect(told).toContain('разработчики')
    expect(told).toContain('не меняйте, пожалуйста, настройки программы')
    expect((await stage.ticketOf(guest)).view).toMatchObject({ state: 'with_developers', result: { dueAt: instant('2026-03-22T14:07+03:00'), running: true } })
  })

  it('A-21, A-23 a critical fault of the program: the developers have it too, and the way round is the result', async () => {
    const { guest, number } = await guestWith('Касса не закрывает чек со скидкой')
    await triage(number, 1)
    await does(number, { type: 'hand_over', to: 'developers', note: 'скидка роняет чек' })
    expect((await stage.ticketOf(guest)).view.state).toBe('with_developers')
    await guest.news()
    await does(number, { type: 'report_result', kind: 'workaround', text: 'Пока закрывайте чек без скидки: касса так работает.' })
    expect((await guest.heard())[0]).toContain('Пока закрывайте чек без скидки')
    expect((await stage.ticketOf(guest)).view.state).toBe('awaiting_confirmation')
    await guest.presses('Всё работает')
    expect((await stage.ticketOf(guest)).view.state).toBe('resolved')
  })

  it('R-3.2.2, A-27 waiting for somebody else’s provider stops no clock: the term passes, and the miss is recorded', async () => {
    const { guest, number } = await guestWith('Касса без интернета')
    await triage(number, 2)
    await does(number, { type: 'hand_over', to: 'third_party', note: 'ждём провайдера ресторана' })
    expect((await stage.ticketOf(guest)).view.result?.dueAt).toBe(instant('2026-03-22T14:07+03:00'))
    await stage.at('2026-03-22T14:07:00.001+03:00')
    const { view } = await stage.ticketOf(guest)
    expect([view.state, view.result?.breachedAt]).toEqual(['with_third_party', instant('2026-03-22T14:07+03:00')])
  })

  it('S-6, A-39 a dispute opens no new term to react, and the result goes on from where it stood', async () => {
    const { guest, number } = await guestWith('Не печатает принтер')
    await triage(number, 2)
    await does(number, { type: 'report_result', kind: 'done', text: 'Принтер настроен.' })
    const before = (await stage.ticketOf(guest)).view
    await stage.advance('PT20H')
    await guest.presses('Не помогло')
    const { view } = await stage.ticketOf(guest)
    expect(view.cycle).toBe(1)
    expect(view.reaction).toEqual({ ...before.reaction, running: false })
    // Twenty hours of checking, ten of them in service hours.
    expect([before.result?.stoppedBy, view.result?.dueAt]).toEqual(['awaiting_confirmation', instant('2026-03-23T10:07+03:00')])
  })
})

describe('what support does not do', () => {
  it.each([
    ['R-5.1', 'Почините нам сервер', 'Компьютеры и сеть мы не настраиваем и не ремонтируем.', 'проверим вместе'],
    ['R-5.2', 'Поставьте нам Windows', 'Windows и драйверы мы не устанавливаем.', 'мы настроим его в программе'],
    ['R-5.3', 'Поменяйте цены в меню', 'Сами мы справочник, цены и акции не меняем', 'пришлём шаги'],
    ['R-5.4', 'Интернет пропал', 'Позвоните, пожалуйста, провайдеру.', 'напишите нам'],
  ] as const)('%s, R-3.1.6 «%s» is answered with the reply of the catalogue: why not, whom to ask, and what remains ours', async (clause, words, why, ours) => {
    const { guest, number } = await guestWith(words)
    const item = jupiterDocument.outside.find(({ id }) => `R-${id}` === clause)!
    await triage(number, 3, item.id)
    await guest.news()
    await does(number, { type: 'report_result', kind: 'refused', text: item.reply })
    const [told] = await guest.news()
    expect(told?.text).toContain(why)
    expect(told?.text).toContain(ours)
    expect(told?.text).not.toMatch(/отказ|\d\.\d/i)
    expect(labels(told!)).toEqual([['Вопрос решён', 'Вопрос остался']])
    expect(eventsOf(await stage.ticketOf(guest), 'result_reported')).toMatchObject([{ kind: 'refused' }])
  })
})

describe('why it takes longer', () => {
  it.each([
    ['R-6.5.1', '6.5.1', 'ждём вашего ответа или доступа'],
    ['R-6.5.2', '6.5.2', 'дело не в программе'],
    ['R-6.5.3', '6.5.3', 'помощь вашего системного администратора'],
    ['R-6.5.4', '6.5.4', 'приходится искать глубже'],
  ] as const)('%s, A-27 reason %s is told in the customer’s words, stands on his card, and stops no clock', async (_clause, reason, words) => {
    const { guest, number } = await guestWith('Касса зависает раз в час')
    await triage(number, 2)
    // That we wait for him has to be true.
    if (reason === '6.5.1') await does(number, { type: 'answer', text: 'Пришлите, пожалуйста, фото экрана.', asks: true })
    await guest.news()
    const before = (await stage.ticketOf(guest)).view
    await does(number, { type: 'note_delay', reason })
    expect((await guest.heard()).join('\n')).toContain(words)
    expect((await guest.line('Сейчас:')).text).toContain(words)
    expect((await stage.ticketOf(guest)).view).toEqual(before)
  })
})
