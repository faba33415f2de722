import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labels, type Guest } from './guest.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

/** A guest with two open tickets; the second is the current one. */
async function withTwo(): Promise<{ olga: Guest; first: number; second: number; firstMessage: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const olga = await stage.guest('Ольга')
  const { messageId } = await olga.says('Не печатает принтер на кухне')
  const first = (await stage.ticketOf(olga)).number
  await olga.says('/new')
  await olga.says('Не сходится остаток по пиву')
  const second = (await stage.ticketOf(olga)).number
  expect(second).not.toBe(first)
  await olga.news()
  return { olga, first, second, firstMessage: messageId }
}

const wrote = async (guest: Guest, number: number) => (await stage.ticketOf(guest, number)).messages.filter(message => message.direction === 'in').map(message => message.text)

/** Ends a ticket as the guest's own «Всё работает» does. */
async function end(guest: Guest, number: number): Promise<void> {
  await stage.does('anna', number, { type: 'triage', category: 2, effect: 'неудобно', topic: null })
  await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Настроили, проверьте.', fileIds: [], told: 'written' })
  await guest.presses('Всё работает')
}

describe('several open tickets in one chat', () => {
  it('product 4.7 words go to the current ticket, which is named after a burst, with buttons to switch', async () => {
    const { olga, first, second } = await withTwo()
    await olga.says('И по вину тоже')
    await olga.says('И по соку')
    await olga.says('Проверяла дважды')
    await stage.advance('PT2S')
    const named = (await olga.news()).filter(line => line.text.startsWith('Записали в'))
    expect(named.map(line => line.text)).toEqual([`Записали в № ${second}. Если дальше о другом, выберите заявку:`])
    expect(labels(named[0]!)).toEqual([[`№ ${first} · Не печатает принтер на кухне`], ['Новая заявка']])
    expect(await wrote(olga, second)).toEqual(['Не сходится остаток по пиву', 'И по вину тоже', 'И по соку', 'Проверяла дважды'])

    await olga.presses(`№ ${first} · Не печатает принтер на кухне`)
    expect(await olga.heard()).toEqual([`Теперь пишем в № ${first}.`])
    await olga.says('Принтер Epson')
    expect(await wrote(olga, first)).toEqual(['Не печатает принтер на кухне', 'Принтер Epson'])
  })

  it('product 4.7 «Новая заявка» and /new open one with the next words', async () => {
    const { olga } = await withTwo()
    await olga.says('Ещё вот что')
    await stage.advance('PT2S')
    await olga.presses('Новая заявка')
    expect((await olga.heard()).at(-1)).toBe('Опишите, что случилось: текстом, фото или голосом. Номер дадим сразу.')
    await olga.says('Не открывается смена')
    expect((await stage.ticketOf(olga)).ticket.subject).toBe('Не открывается смена')
    expect(await stage.ticketsOf(olga)).toHaveLength(3)
  })

  it('words behind /new are the new ticket', async () => {
    const { olga } = await withTwo()
    await olga.says('/new Не открывается смена')
    expect((await stage.ticketOf(olga)).ticket.subject).toBe('Не открывается смена')
    expect(await stage.ticketsOf(olga)).toHaveLength(3)
  })

  it('product 4.7 a reply goes to the ticket of the replied message, which becomes the current one', async () => {
    const { olga, first, firstMessage } = await withTwo()
    await olga.repliesTo(firstMessage, 'Модель TM-T20')
    await olga.says('Стоит у окна')
    expect(await wrote(olga, first)).toEqual(['Не печатает принтер на кухне', 'Модель TM-T20', 'Стоит у окна'])
  })

  it('whoever answers a message has chosen the ticket himself: nothing is named', async () => {
    const { olga, firstMessage } = await withTwo()
    await olga.repliesTo(firstMessage, 'Модель TM-T20')
    await stage.advance('PT2S')
    expect(await olga.heard()).toEqual([])
  })

  it('product 4.7 a reply to the answer of a specialist finds his ticket', async () => {
    const { olga, first } = await withTwo()
    await stage.does('igor', first, { type: 'answer', text: 'Какая модель принтера?', fileIds: [], asks: true })
    const question = await olga.line('Какая модель')
    await olga.repliesTo(question.messageId, 'Epson')
    expect(await wrote(olga, first)).toContain('Epson')
    expect((await stage.ticketOf(olga, first)).view.state).toBe('in_work')
  })

  it('S-1, channels 8.8 a reply to a message of a resolved ticket opens it again within the window, though another is open', async () => {
    const { olga, first, second, firstMessage } = await withTwo()
    await end(olga, first)
    await stage.advance('PT71H')
    await olga.news()
    await olga.repliesTo(firstMessage, 'Опять не печатает')
    const again = await stage.ticketOf(olga, first)
    expect(again.view).toMatchObject({ state: 'registered', cycle: 2, category: null })
    expect(await stage.ticketsOf(olga)).toEqual([first, second])
    expect((await olga.heard())[0]).toMatch(new RegExp(`^Заявка № ${first} снова открыта в 13:07 МСК. До 13:37 МСК оценим срочность`))
  })

  it('A-20 after the window it is a new ticket', async () => {
    const { olga, first, second, firstMessage } = await withTwo()
    await end(olga, first)
    await stage.advance('PT72H1S')
    await olga.repliesTo(firstMessage, 'Опять не печатает')
    expect((await stage.ticketOf(olga, first)).view.state).toBe('resolved')
    expect((await stage.ticketsOf(olga)).slice(0, 2)).toEqual([first, second])
    expect((await stage.ticketOf(olga)).ticket.subject).toBe('Опять не печатает')
  })

  it('thanks in reply to a message of a resolved ticket stay there and open nothing', async () => {
    const { olga, first, firstMessage } = await withTwo()
    await end(olga, first)
    await olga.repliesTo(firstMessage, 'Спасибо большое!')
    expect((await stage.ticketOf(olga, first)).view.state).toBe('resolved')
    expect(await wrote(olga, first)).toContain('Спасибо большое!')
    expect(await stage.ticketsOf(olga)).toHaveLength(2)
  })

  it('when the last open ticket has ended, the next words are a new one', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const timur = await stage.guest('Тимур')
    await timur.says('Не печатает принтер')
    const { number } = await stage.ticketOf(timur)
    await end(timur, number)
    await timur.says('Не открывается смена')
    expect((await stage.ticketsOf(timur))).toHaveLength(2)
  })
})
