/** A lead got an update of an outage wrong: other words, or none, for the pages and for whoever reads it in Telegram. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { correctUpdate, strikeUpdate } from '../../src/incidents/actions/mistakes.ts'
import { addUpdate, endIncident, openIncident, type Opening } from '../../src/incidents/actions/outages.ts'
import { publicStatus, type PublicStatus } from '../../src/incidents/api.ts'
import { liveIncidents } from '../../src/incidents/store/incidents.ts'
import { progressOf } from '../../src/incidents/store/notices.ts'
import { newId } from '../../src/lib/ids.ts'
import type { Guest } from './guest.ts'
import { eventsOf, instant, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const asLead = () => ({ now: stage.time.now(), staffId: stage.staff.marina })
const words = (text: string, over: Partial<Opening['first']> = {}) => ({ id: newId(), text, nextUpdateAt: null, toAllPoints: false, ...over })
const open = async (first: Opening['first']): Promise<string> => (await openIncident(stage.db, newId(), {
  title: 'Не приходят заказы', components: ['site'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: ['no_orders'], words: ['нет заказов'], public: true, startedAt: null, tickets: [], source: 'hand', first,
}, asLead())).id
const status = async (): Promise<PublicStatus> => publicStatus.parse(await (await fetch(`${stage.house.url}/status.json`)).json())

async function calm(): Promise<void> {
  for (const one of await liveIncidents(stage.db, Infinity)) await endIncident(stage.db, one.id, { id: newId(), text: 'Всё работает.', toAllPoints: false }, asLead())
  await stage.advance(0)
}
async function writer(name: string): Promise<Guest> {
  const guest = await stage.guest(name)
  await guest.opensLink(stage.qr('berezka'))
  await guest.says('Нет заказов с сайта')
  await guest.news()
  return guest
}

describe('an update went out with a mistake', () => {
  it('R-4.1.2 who has it reads the correction once, who comes later reads the right words only, and so does everybody on the public page', async () => {
    await stage.at('2026-03-17T19:30+03:00')
    const first = words('С 21:12 МСК не приходят заказы с сайта.', { nextUpdateAt: stage.time.now() + 30 * 60_000 })
    const id = await open(first)
    const olga = await writer('Ольга')
    const reaction = (await stage.ticketOf(olga)).view.reaction
    await stage.advance('PT2M')
    const wish = { id: newId(), text: 'С 19:12 МСК не приходят заказы с сайта.', tell: true }
    for (let times = 0; times < 2; times++) await correctUpdate(stage.db, id, first.id, wish, asLead())
    await stage.advance(0)
    expect(await olga.heard()).toEqual(['Не приходят заказы\nПоправка к нашему сообщению. С 19:12 МСК не приходят заказы с сайта. Следующее сообщение до 20:00 МСК.\n\nМарина Ким, поддержка'])
    expect((await stage.ticketOf(olga)).view.reaction).toEqual(reaction)

    const timur = await stage.guest('Тимур')
    await timur.says('Нет заказов')
    const heard = (await timur.heard()).join('\n')
    expect(heard).toContain('С 19:12 МСК')
    expect(heard).not.toContain('21:12')
    expect((await status()).incidents[0]!.updates).toEqual([{ kind: 'opened', text: 'С 19:12 МСК не приходят заказы с сайта.', at: expect.any(String), correctedAt: new Date(stage.time.now()).toISOString() }])
    expect(await (await fetch(`${stage.house.url}/status`)).text()).toContain('исправлено')
    expect((await progressOf(stage.db, id)).map(one => [one.version, one.tickets, one.reached]).sort()).toEqual([[1, 2, 2], [2, 1, 1]])
    await calm()
  })

  it('R-4.1.2 without the tick nobody is written to again', async () => {
    await stage.at('2026-03-18T19:30+03:00')
    const first = words('Чиним сайт.')
    const id = await open(first)
    const olga = await writer('Ольга')
    await correctUpdate(stage.db, id, first.id, { id: newId(), text: 'Чиним приём заказов с сайта.', tell: false }, asLead())
    await stage.advance(0)
    expect(await olga.heard()).toEqual([])
    await olga.says('/status')
    expect((await olga.heard()).at(-1)).toContain('Чиним приём заказов с сайта.')
    await calm()
  })

  it('R-6.4.1 the end is corrected in plain words: the result and its term stay as they were', async () => {
    await stage.at('2026-03-19T19:30+03:00')
    const id = await open(words('Чиним.'))
    const olga = await writer('Ольга')
    const end = { id: newId(), text: 'В 29:41 приём заказов восстановлен.', toAllPoints: false }
    await endIncident(stage.db, id, end, asLead())
    await stage.advance('PT1M')
    await olga.news()
    const before = (await stage.ticketOf(olga)).view
    await correctUpdate(stage.db, id, end.id, { id: newId(), text: 'В 19:41 приём заказов восстановлен.', tell: true }, asLead())
    await stage.advance(0)
    expect(await olga.heard()).toEqual(['Не приходят заказы\nПоправка к нашему сообщению. В 19:41 приём заказов восстановлен.\n\nМарина Ким, поддержка'])
    expect((await stage.ticketOf(olga)).view).toMatchObject({ state: 'awaiting_confirmation', autoConfirmAt: before.autoConfirmAt })
    await expect(strikeUpdate(stage.db, id, end.id, 'ошибка', asLead())).rejects.toMatchObject({ code: 'incident_moved_on' })
  })

  it('R-4.1.2 R-6.3.2 a struck update is gone from the pages, goes to nobody else and stays a first contact for whoever had it', async () => {
    await stage.at('2026-03-20T19:12+03:00')
    const first = words('Чиним.')
    const id = await open(first)
    const olga = await writer('Ольга')
    const wrong = words('Всё починили, можно работать.')
    await addUpdate(stage.db, id, wrong, asLead())
    await stage.advance(0)
    expect((await olga.heard()).join('')).toContain('Всё починили')
    const nina = await stage.guest('Нина')
    await stage.sim.fault({ method: 'sendMessage', chatId: nina.person.id, answer: { status: 429, description: 'Too Many Requests: retry after 300', parameters: { retry_after: 300 } } })
    await nina.says('Нет заказов')
    expect((await stage.ticketOf(nina)).view.reaction?.endedAt).toBe(instant('2026-03-20T19:12+03:00'))

    await strikeUpdate(stage.db, id, wrong.id, 'Перепутали сбои', asLead())
    await stage.advance('PT10M')
    // Nina's message had not gone out: she hears the word before it, and that is her first contact.
    const heard = (await nina.heard()).join('\n')
    expect(heard).not.toContain('Всё починили')
    expect(heard).toContain('Чиним.')
    const shown = await stage.ticketOf(nina)
    expect(eventsOf(shown, 'struck')).toMatchObject([{ reason: 'Перепутали сбои' }])
    expect(eventsOf(shown, 'incident_told')).toMatchObject([{ update: wrong.id }, { update: first.id }])
    expect(shown.openCallTasks).toEqual([])
    const told = await stage.ticketOf(olga)
    expect(eventsOf(told, 'struck')).toEqual([])
    expect(told.view.reaction?.endedAt).toBe(instant('2026-03-20T19:12+03:00'))
    expect((await olga.heard())).toEqual([])

    expect((await status()).incidents[0]!.updates.map(one => one.text)).toEqual(['Чиним.'])
    await olga.says('/status')
    expect((await olga.heard()).at(-1)).not.toContain('Всё починили')
    const late = await stage.guest('Глеб')
    await late.says('Нет заказов')
    expect((await late.heard()).join('\n')).not.toContain('Всё починили')
    await calm()
    expect(stage.troubles).toEqual([])
  })
})
