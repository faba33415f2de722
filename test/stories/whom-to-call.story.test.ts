import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stamp } from '../../src/lib/db.ts'
import { newId } from '../../src/lib/ids.ts'
import { labels, type Guest } from './guest.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

async function stopped(point: keyof Stage['points'] | null): Promise<{ guest: Guest; number: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Тимур')
  if (point !== null) await guest.opensLink(stage.qr(point))
  await guest.says('Не можем рассчитать гостей')
  const { number } = await stage.ticketOf(guest)
  // The first question of the bot gives way to the specialist.
  await stage.does('anna', number, { type: 'answer', text: 'Смотрим.' })
  await guest.news()
  return { guest, number }
}
async function knows(point: string, name: string, role: 'owner' | 'manager' | 'staff' | 'named', phone: string | null): Promise<void> {
  const id = newId()
  const at = stamp(stage.time.now())
  await stage.db.insertInto('contacts').values({ id, name, phone, createdAt: at }).execute()
  await stage.db.insertInto('contactPoints').values({ contactId: id, pointId: point, role, source: 'staff', at }).execute()
}
const critical = (number: number) => stage.does('anna', number, { type: 'triage', category: 1, effect: 'гостей не рассчитать', topic: null })

describe('R-6.2.7 a critical ticket whose customer left no number', () => {
  it('the others of the point are offered, who decides there first; the customer is not asked', async () => {
    const { guest, number } = await stopped('berezka')
    const point = stage.points.berezka
    await knows(point, 'Назвал Точку', 'named', '+79160000004')
    await knows(point, 'Павел Смирнов', 'manager', '+79160000002')
    await knows(point, 'Анна Котова', 'owner', '+79160000001')
    await knows(point, 'Без номера', 'owner', null)
    await knows(point, 'Ия Лис', 'staff', '+79160000003')
    await critical(number)
    expect((await stage.page('anna', number)).otherPhones.map(one => [one.name, one.role, one.phone])).toEqual([
      ['Анна Котова', 'owner', '+79160000001'], ['Павел Смирнов', 'manager', '+79160000002'], ['Ия Лис', 'staff', '+79160000003'], ['Назвал Точку', 'named', '+79160000004'],
    ])
    expect((await guest.heard()).join()).not.toContain('По какому номеру')
    await guest.sharesContact()
    expect((await stage.page('anna', number)).otherPhones).toEqual([])
  })

  it('where nobody has one the customer is asked for it once, in the notice that a call is coming', async () => {
    const { guest, number } = await stopped('arbat')
    await critical(number)
    const [line] = await guest.news()
    expect(line?.text).toMatch(/критичная\. .*По какому номеру позвонить\?/)
    expect((await stage.page('anna', number)).otherPhones).toEqual([])
    await stage.does('anna', number, { type: 'recategorise', category: 2, basis: 'corrected', reason: 'один зал работает' })
    await stage.does('anna', number, { type: 'recategorise', category: 1, basis: 'changed', reason: 'встали все' })
    expect((await guest.heard()).filter(text => text.includes('По какому номеру'))).toEqual([])
    await guest.says('8 916 123-45-67')
    expect(await guest.heard()).toContainEqual(expect.stringContaining('+7 916 123 45 67'))
    expect((await stage.page('anna', number)).contact?.phone).toBe('+79161234567')
  })

  it('without a point he is asked as well; with a number of his own he is only asked to stay near', async () => {
    const { guest, number } = await stopped(null)
    await critical(number)
    const line = await guest.line('По какому номеру')
    expect(labels(line).flat()).not.toContain('Всё работает')
    await guest.taps('Отправить мой номер')
    await stage.does('anna', number, { type: 'recategorise', category: 2, basis: 'corrected', reason: 'один зал работает' })
    await guest.news()
    await stage.does('anna', number, { type: 'recategorise', category: 1, basis: 'changed', reason: 'встали все' })
    expect((await guest.heard()).join()).toMatch(/критичная.*елефон рядом/)
  })
})
