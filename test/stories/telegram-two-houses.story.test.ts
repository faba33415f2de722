import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventsOf, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.another()
})
afterAll(() => stage.end())

describe('two processes over one database', () => {
  it('register once, answer once, remind once, pause once, end once', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const guests = await Promise.all(Array.from({ length: 6 }, (_, index) => stage.guest(`Гость ${index + 1}`)))
    await Promise.all(guests.flatMap(guest => [guest.person.says('Не печатает принтер'), guest.person.says('На кухне')]))
    await stage.rests()
    const numbers: number[] = []
    for (const guest of guests) {
      const [number, ...more] = await stage.ticketsOf(guest)
      expect(more).toEqual([])
      numbers.push(number!)
      expect((await stage.ticketOf(guest)).messages.filter(message => message.direction === 'in')).toHaveLength(2)
    }
    expect(new Set(numbers).size).toBe(6)
    for (const number of numbers) {
      await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
      await stage.does('anna', number, { type: 'answer', text: 'Какая модель?', fileIds: [], asks: true })
    }
    await stage.at('2026-03-18T10:07+03:00')
    await stage.at('2026-03-18T14:07:01+03:00')
    for (const guest of guests) await guest.person.says('TM-T20')
    await stage.rests()
    for (const number of numbers) await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Готово.', fileIds: [], told: 'written' })
    await stage.advance('PT21H')
    await stage.advance('PT3H1S')
    for (const [index, guest] of guests.entries()) {
      const shown = await stage.ticketOf(guest)
      expect(shown.view.resolvedHow).toBe('auto_confirmed')
      expect(['suspended', 'auto_confirmed', 'resumed'].map(type => shown.events.filter(event => event.type === type).length)).toEqual([1, 1, 1])
      expect(eventsOf(shown, 'reminded')).toHaveLength(2)
      const heard = (await guest.person.botLines()).map(line => line.text)
      for (const once of ['принята', 'Какая модель?', 'приостановим работу', 'на паузе: ждём', 'Спасибо, продолжаем', 'Готово.', 'Получилось проверить?', `Заявка № ${numbers[index]!} закрыта`]) {
        expect(heard.filter(text => text.includes(once)), `${once} of ${guest.person.id}`).toHaveLength(1)
      }
    }
    expect((await stage.db.selectFrom('outbox').select('id').where('state', '!=', 'sent').execute())).toEqual([])
    expect(stage.troubles).toEqual([])
  })

  it('when the process that listens ends, the other takes over', async () => {
    await stage.stop()
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает принтер')
    expect((await stage.ticketsOf(olga))).toHaveLength(1)
    await stage.restart()
  })
})
