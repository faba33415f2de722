import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventsOf, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

describe('the desk was down', () => {
  it('rule 8 what time has done meanwhile is written at its instants, in order; of the notices only those that still hold are said', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const guest = await stage.guest('Ольга')
    await guest.says('Не печатает принтер')
    const { number } = await stage.ticketOf(guest)
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
    await stage.does('anna', number, { type: 'answer', text: 'Какая модель?', fileIds: [], asks: true })
    await guest.news()
    await stage.stop()
    stage.time.set(Date.parse('2026-04-02T10:00+03:00'))
    await stage.restart()

    const shown = await stage.ticketOf(guest)
    const alone = shown.events.filter(event => event.actor.kind === 'machine' && event.type !== 'delivered').map(event => [event.type, new Date(event.at).toISOString()])
    expect(alone).toEqual([...alone].sort((a, b) => a[1]!.localeCompare(b[1]!)))
    expect(eventsOf(shown, 'suspended').map(event => event.at)).toEqual([Date.parse('2026-03-18T14:07+03:00')])
    expect(await guest.heard()).toEqual([expect.stringContaining(`№ ${number} на паузе`)])
  })

  it('R-6.4.3 a result that nobody answered meanwhile has ended, without a reminder of what is over', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const guest = await stage.guest('Ольга')
    await guest.says('Не печатает принтер')
    const { number } = await stage.ticketOf(guest)
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Готово.', fileIds: [], told: 'written' })
    await guest.news()
    await stage.stop()
    stage.time.set(Date.parse('2026-03-19T10:00+03:00'))
    await stage.restart()
    expect((await stage.ticketOf(guest)).view).toMatchObject({ resolvedHow: 'auto_confirmed', resolvedAt: Date.parse('2026-03-18T14:07+03:00') })
    expect(await guest.heard()).toEqual([expect.stringContaining(`Заявка № ${number} закрыта`)])
  })

  it('channels 8.1 what was written meanwhile is taken in at the start, in order, on one ticket', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const guest = await stage.guest('Ольга')
    await stage.stop()
    for (const words of ['Не печатает принтер', 'На кухне', 'Epson TM-T20']) await guest.person.says(words)
    stage.time.advance(20 * 60_000)
    await stage.restart()
    const shown = await stage.ticketOf(guest)
    expect(shown.messages.filter(message => message.direction === 'in').map(message => message.text)).toEqual(['Не печатает принтер', 'На кухне', 'Epson TM-T20'])
    expect((await guest.heard()).filter(text => text.includes('принята'))).toHaveLength(1)
  })
})
