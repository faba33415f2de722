import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { record } from '../../src/intake/store.ts'
import type { Guest } from './guest.ts'
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

  it('A-20 words that come after the end by time, before anybody has written it down, are a new ticket and not lost on the old', async () => {
    const { guest, number } = await withResult()
    // Nobody wakes the waker: the words are the first to meet the passed instant.
    stage.time.set(Date.parse('2026-03-18T14:07:00.500+03:00'))
    await guest.says('Теперь не открывается смена')
    expect((await stage.ticketOf(guest, number)).view.resolvedHow).toBe('auto_confirmed')
    expect((await stage.ticketOf(guest)).ticket.subject).toBe('Теперь не открывается смена')
  })

  it('A-20 words that were received before the end by time keep it from ending, though they are read after it', async () => {
    const { guest, number } = await withResult()
    await stage.stop()
    await record(stage.db, 'telegram', [{
      key: 'late-1', lane: String(guest.person.id),
      raw: { update_id: 990_001, message: { message_id: 77_001, date: 1_773_918_420, chat: { id: guest.person.id, type: 'private', first_name: 'Ольга' }, from: { id: guest.person.id, is_bot: false, first_name: 'Ольга' }, text: 'Печатает через раз' } },
    }], Date.parse('2026-03-18T14:06:59+03:00'))
    stage.time.set(Date.parse('2026-03-18T14:20+03:00'))
    await stage.restart()
    const shown = await stage.ticketOf(guest, number)
    expect(shown.view).toMatchObject({ state: 'awaiting_confirmation', autoConfirmAt: null, resolvedAt: null })
    expect(shown.view.toJudge).toHaveLength(1)
    expect(await stage.ticketsOf(guest)).toEqual([number])
  })
})

/** A guest whose result was delivered on Tuesday at 14:07 Moscow. */
async function withResult(): Promise<{ guest: Guest; number: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Ольга')
  await guest.says('Не печатает принтер')
  const { number } = await stage.ticketOf(guest)
  await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
  await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Готово.', fileIds: [], told: 'written' })
  await guest.news()
  return { guest, number }
}
