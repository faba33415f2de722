import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest } from './guest.ts'
import { instant, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const words = 'Интернет восстановит провайдер: позвоните, пожалуйста, ему. Касса продаёт и без связи.'

async function asked(at = '2026-03-17T14:07+03:00'): Promise<{ guest: Guest; number: number }> {
  await stage.at(at)
  const guest = await stage.guest('Тимур')
  await guest.says('Пропал интернет в зале')
  const { number } = await stage.ticketOf(guest)
  await guest.news()
  return { guest, number }
}

describe('a topic outside the regulation (R-5)', () => {
  it.each([1, 2, 3] as const)('R-3.1.6 assessed and answered in one breath, category %i: the customer reads the recommendation alone; the instants stand', async category => {
    const { guest, number } = await asked()
    await stage.advance('PT7M')
    await stage.does('anna', number, { type: 'report_result', kind: 'refused', text: words, triage: { category, effect: 'связь от провайдера', topic: '5.4' } })
    expect(await guest.heard()).toEqual([expect.stringContaining(words)])
    const { view, ticket, events } = await stage.ticket(number)
    expect(ticket).toMatchObject({ category, topic: '5.4', effect: 'связь от провайдера', ownerId: stage.staff.anna })
    expect(events.filter(event => ['triaged', 'result_reported'].includes(event.type)).map(event => [event.type, event.at])).toEqual([['triaged', instant('2026-03-17T14:14+03:00')], ['result_reported', instant('2026-03-17T14:14+03:00')]])
    // the first contact and the answer count, each by its own clock.
    expect(view).toMatchObject({ state: 'awaiting_confirmation', triage: { endedAt: instant('2026-03-17T14:14+03:00') }, reaction: { endedAt: instant('2026-03-17T14:14+03:00'), breachedAt: null }, result: { breachedAt: null } })
  })

  it('A-32 assessed first and answered a little later: no due of a result was promised, the card says until when he gets an answer', async () => {
    const { guest, number } = await asked()
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'касса продаёт без связи', topic: '5.4' })
    expect(await guest.heard()).toEqual([])
    const { view } = await stage.ticket(number)
    const card = await guest.line('Ответим до')
    expect(card.text).toContain('Категория: 2, важная.')
    expect(card.text).not.toContain('Срок')
    expect(view.reaction).toMatchObject({ endedAt: null })
    await stage.advance('PT2M')
    await stage.does('anna', number, { type: 'report_result', kind: 'refused', text: words })
    expect(await guest.heard()).toEqual([expect.stringContaining(words)])
  })

  it('R-6.2.7 a critical one is told all the same: somebody calls within the hour', async () => {
    const { guest, number } = await asked()
    await stage.does('anna', number, { type: 'triage', category: 1, effect: 'гостей не рассчитать', topic: '5.4' })
    expect(await guest.heard()).toEqual([expect.stringMatching(/критичная\. Специалист свяжется с вами до .*15:07/)])
  })

  it('R-3.1.5 it turns out to be ours after all: now the category and its due are told', async () => {
    const { guest, number } = await asked()
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'касса продаёт без связи', topic: '5.4' })
    await guest.news()
    await stage.does('anna', number, { type: 'set_topic', topic: '4.1.4' })
    expect(await guest.heard()).toEqual([expect.stringMatching(/категория 2, важная\. Срок по регламенту: до /)])
    await stage.does('anna', number, { type: 'set_topic', topic: '4.1.2' })
    expect(await guest.heard()).toEqual([])
  })
})
