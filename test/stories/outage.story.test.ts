/** An outage as restaurants live through it (R-4.1.1-2), in Telegram; the lead acts through the same verbs as the workspace's doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUpdate, confirmIncident, endIncident, openIncident, rejectIncident, reopenIncident, type Opening } from '../../src/incidents/actions/outages.ts'
import { liveIncidents, type Incident } from '../../src/incidents/store/incidents.ts'
import { missedOf, progressOf } from '../../src/incidents/store/notices.ts'
import { registerByHand } from '../../src/intake/actions/by-hand.ts'
import { newId } from '../../src/lib/ids.ts'
import type { PointName } from './cast.ts'
import { labels, type Guest } from './guest.ts'
import { ticketRoom } from './opening.ts'
import { eventsOf, instant, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const told = 'С 19:12 МСК не приходят заказы с сайта и от агрегаторов. Причину устраняем.'
const asLead = () => ({ now: stage.time.now(), staffId: stage.staff.marina })
const words = (text: string, over: Partial<Opening['first']> = {}) => ({ id: newId(), text, nextUpdateAt: null, toAllPoints: false, ...over })
const orders = (over: Partial<Opening> = {}): Opening => ({
  title: 'Не приходят заказы', components: ['site', 'aggregators'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: ['no_orders'], words: ['заказы не приходят', 'нет заказов'], public: true,
  startedAt: null, tickets: [], source: 'hand', first: words(told, { nextUpdateAt: stage.time.now() + 33 * 60_000 }), ...over,
})
const proposal = async (): Promise<Incident | undefined> => (await liveIncidents(stage.db, Infinity)).find(one => one.state === 'proposed')

async function guestAt(point: PointName, name: string): Promise<Guest> {
  const guest = await stage.guest(name)
  await guest.opensLink(stage.qr(point))
  await guest.news()
  return guest
}

/** No outage is left over for the next story. */
async function calm(): Promise<void> {
  for (const one of await liveIncidents(stage.db, Infinity)) {
    if (one.state === 'proposed') await rejectIncident(stage.db, one.id, asLead())
    else await endIncident(stage.db, one.id, { id: newId(), text: 'Всё работает.', toAllPoints: false }, asLead())
  }
  await stage.advance(0)
}

describe('orders do not come', () => {
  it('R-4.1.1 R-4.1.2 R-6.2.7 R-6.3.2 A-08 three points report it, the radar proposes, a lead confirms, all are told, and that is the reaction', async () => {
    await stage.at('2026-03-17T19:12+03:00')
    const guests = [await guestAt('berezka', 'Ольга'), await guestAt('arbat', 'Тимур'), await guestAt('pelmennaya', 'Нина')]
    await guests[0]!.says('Не приходят заказы с сайта')
    await guests[1]!.says('Добрый день! Заказы с сайта перестали приходить')
    expect(await proposal()).toBeUndefined()
    await stage.advance('PT4M')
    await guests[2]!.says('заказы с сайта не приходят, что делать?')

    const proposed = (await proposal())!
    expect(proposed).toMatchObject({ source: 'radar', scope: 'points', why: { kind: 'radar', by: 'words', points: 3, people: 3, since: instant('2026-03-17T19:12+03:00') } })
    expect([...proposed.points].sort()).toEqual([stage.points.berezka, stage.points.arbat, stage.points.pelmennaya].sort())
    // A proposal tells customers nothing.
    for (const guest of guests) expect((await guest.heard()).join('\n')).not.toContain('сбой')

    await confirmIncident(stage.db, proposed.id, orders(), asLead())
    await stage.advance(0)
    for (const guest of guests) {
      const shown = await stage.ticketOf(guest)
      expect(await guest.heard()).toEqual([`Не приходят заказы\n${told} Ваша заявка № ${shown.number}, ничего делать не нужно. Следующее сообщение до 19:49 МСК.\n\nМарина Ким, поддержка`])
      expect(shown.ticket).toMatchObject({ topic: '4.1.2', category: 1, unansweredSince: null, incident: { id: proposed.id, number: proposed.number } })
      expect(eventsOf(shown, 'triaged')).toMatchObject([{ actor: { kind: 'machine' }, effect: `Массовый сбой № ${proposed.number}: Не приходят заказы` }])
      expect(eventsOf(shown, 'incident_told')).toMatchObject([{ signedBy: stage.staff.marina, incident: proposed.id }])
      expect(shown.view).toMatchObject({ state: 'in_work', reaction: { endedAt: instant('2026-03-17T19:16+03:00'), breachedAt: null } })
      expect(labels(await guest.line('ничего делать не нужно'))).toEqual([['У нас другое']])
    }
    expect(await proposal()).toBeUndefined()
    await calm()
  })

  it('R-4.1.2 R-6.3.2 a new report of the same kind has topic, category and the known answer in the same second; so has one whose fact comes by button', async () => {
    await stage.at('2026-03-18T19:12+03:00')
    await openIncident(stage.db, newId(), orders(), asLead())
    await stage.advance('PT5M')
    const [byWords, byButton] = [await stage.guest('Гость'), await guestAt('berezka', 'Ольга')]
    await byWords.says('Нет заказов от агрегаторов')
    await byButton.says('Здравствуйте, всё плохо')
    expect((await stage.ticketOf(byButton)).ticket.incident).toBeNull()
    await byButton.presses('Не приходят заказы')
    for (const guest of [byWords, byButton]) {
      const shown = await stage.ticketOf(guest)
      expect((await guest.heard()).at(-1)).toContain(`${told} Ваша заявка № ${shown.number}, ничего делать не нужно.`)
      expect(shown.ticket).toMatchObject({ topic: '4.1.2', category: 1 })
      expect(shown.view.reaction?.endedAt).toBe(stage.time.now())
      // The bot asks no more: a person has spoken.
      expect(labels((await guest.news()).at(-1) ?? await guest.line(told))).toEqual([['У нас другое']])
    }
    await calm()
  })

  it('R-4.1.2 who says «У нас другое» has an ordinary ticket again, in the queue, and is not taken back in', async () => {
    await stage.at('2026-03-19T12:00+03:00')
    await openIncident(stage.db, newId(), orders(), asLead())
    const guest = await guestAt('berezka', 'Ольга')
    await guest.says('Нет заказов на кухонном принтере')
    expect(await guest.presses('У нас другое')).toBe('Готово')
    expect((await guest.heard()).at(-1)).toMatch(/^№ \d+\. Поняли, у вас другое\. Специалист посмотрит вашу заявку отдельно\.$/)
    await guest.says('Заказы не приходят именно на принтер кухни')
    const shown = await stage.ticketOf(guest)
    // His words may mean that work stands still: the category stays until a person lowers it.
    expect(shown.ticket).toMatchObject({ incident: null, category: 1 })
    expect(shown.ticket.unansweredSince).not.toBeNull()
    expect(shown.queueGroup).toBe(1)
    expect(eventsOf(shown, 'attached_to_incident')).toHaveLength(1)
    await calm()
    expect((await stage.ticketOf(guest)).ticket.result).toBeNull()
  })

  it('R-4.1.2 R-6.4.1 R-6.4.2 one update, one end for all; who presses «У нас не работает» is back in work at once', async () => {
    await stage.at('2026-03-20T19:12+03:00')
    const { id } = await openIncident(stage.db, newId(), orders(), asLead())
    const [olga, timur] = [await guestAt('berezka', 'Ольга'), await guestAt('arbat', 'Тимур')]
    for (const guest of [olga, timur]) await guest.says('Не приходят заказы')
    for (const guest of [olga, timur]) await guest.news()
    await stage.advance('PT20M')
    await addUpdate(stage.db, id, words('Нашли причину, восстанавливаем.', { nextUpdateAt: stage.time.now() + 3_600_000 }), asLead())
    await stage.advance(0)
    for (const guest of [olga, timur]) expect(await guest.heard()).toEqual(['Не приходят заказы\nНашли причину, восстанавливаем. Следующее сообщение до 20:32 МСК.\n\nМарина Ким, поддержка'])

    await stage.advance('PT1H9M')
    await endIncident(stage.db, id, { id: newId(), text: 'В 20:41 приём заказов восстановлен.', toAllPoints: false }, asLead())
    await stage.advance(0)
    for (const guest of [olga, timur]) {
      const shown = await stage.ticketOf(guest)
      expect(await guest.heard()).toEqual([`№ ${shown.number}. В 20:41 приём заказов восстановлен.\n\nЕсли у вас всё ещё не работает, нажмите «У нас не работает». Если не ответите до 21 марта, 20:41 МСК, будем считать вопрос решённым.\n\nМарина Ким, поддержка`])
      expect(shown.view).toMatchObject({ state: 'awaiting_confirmation' })
    }
    await olga.presses('У нас не работает')
    expect((await stage.ticketOf(olga)).view.state).toBe('in_work')
    expect((await stage.ticketOf(olga)).queueGroup).toBe(1)
    expect((await olga.heard()).at(-1)).toMatch(/возвращаемся к № \d+/)
    await timur.presses('Всё работает')
    expect((await stage.ticketOf(timur)).view.resolvedHow).toBe('confirmed')
  })

  it('R-4.1.2 people at touched points without a ticket are told too, quietly at night; who blocked the bot is counted as not reached', async () => {
    await stage.at('2026-03-21T18:00+03:00')
    const [writer, reader, blocker, far] = [await guestAt('berezka', 'Ольга'), await guestAt('berezka', 'Тимур'), await guestAt('arbat', 'Нина'), await guestAt('priboy', 'Юки')]
    await blocker.blocks()
    const { id } = await openIncident(stage.db, newId(), orders({ scope: 'points', points: [stage.points.berezka, stage.points.arbat] }), asLead())
    await writer.says('Не приходят заказы')
    await writer.news()
    await addUpdate(stage.db, id, words('Причину нашли.', { toAllPoints: true }), asLead())
    await stage.advance(0)
    expect(await reader.heard()).toEqual(['Не приходят заказы\nПричину нашли. Если вас это коснулось, ничего делать не нужно: как только всё заработает, сообщим здесь.\n\nМарина Ким, поддержка'])
    expect((await writer.heard()).filter(text => text.includes('Причину нашли'))).toHaveLength(1)
    expect(await far.heard()).toEqual([])
    const progress = (await progressOf(stage.db, id)).find(one => one.people > 0)!
    const blocked = progress.reasons.find(one => one.reason === 'blocked')!.count
    expect(progress.reached + progress.notReached).toBe(progress.tickets + progress.people)
    expect([progress.underWay, blocked]).toEqual([0, progress.notReached])
    expect((await missedOf(stage.db, id, 100)).map(one => one.contact)).toContain('Нина')

    await stage.at('2026-03-22T02:30+03:00')
    await endIncident(stage.db, id, { id: newId(), text: 'В 02:20 приём заказов восстановлен.', toAllPoints: true }, asLead())
    await stage.advance(0)
    const [line, ...more] = await reader.news()
    expect(more).toEqual([])
    expect(line).toMatchObject({ silent: true, text: 'Не приходят заказы\nВ 02:20 приём заказов восстановлен. Если у вас что-то не работает, напишите сюда.\n\nМарина Ким, поддержка' })
  })

  it('R-6.4.1 a caller without a chat gets no message: at the end somebody is asked to call him', async () => {
    await stage.at('2026-03-22T12:00+03:00')
    const room = ticketRoom(stage.db, stage.time, () => stage.house.url)
    const { number } = await registerByHand(room, stage.db, { contactId: null, name: 'Пётр', phone: '+79161234567', pointId: stage.points.berezka, text: 'Не приходят заказы', stopReported: false, take: false }, { now: stage.time.now(), actor: { kind: 'staff', id: stage.staff.anna } }, null)
    const { id } = await openIncident(stage.db, newId(), orders({ tickets: [number], source: 'ticket' }), asLead())
    await stage.advance(0)
    await endIncident(stage.db, id, { id: newId(), text: 'Заработало.', toAllPoints: false }, asLead())
    await stage.advance(0)
    expect(await missedOf(stage.db, id, 10)).toContainEqual(expect.objectContaining({ ticket: number, contact: 'Пётр', phone: '+79161234567', reason: 'no_channel', callTask: true }))
    const tasks = await stage.db.selectFrom('callTasks').innerJoin('tickets', 'tickets.id', 'callTasks.ticketId').select('reason').where('tickets.number', '=', number).where('doneAt', 'is', null).execute()
    expect(tasks).toEqual([{ reason: 'no_channel' }])
  })

  it('R-6.4.1 an outage that was ended by mistake goes on: its tickets are in work again as if nothing had been said', async () => {
    await stage.at('2026-03-23T12:00+03:00')
    const { id } = await openIncident(stage.db, newId(), orders(), asLead())
    const guest = await guestAt('berezka', 'Ольга')
    await guest.says('Нет заказов')
    await endIncident(stage.db, id, { id: newId(), text: 'Заработало.', toAllPoints: false }, asLead())
    await stage.advance('PT10M')
    await guest.news()
    await reopenIncident(stage.db, id, words('Поторопились: заказы снова не идут. Чиним.'), asLead())
    await stage.advance(0)
    const shown = await stage.ticketOf(guest)
    expect(await guest.heard()).toEqual(['Не приходят заказы\nПоторопились: заказы снова не идут. Чиним.\n\nМарина Ким, поддержка'])
    expect(shown.view).toMatchObject({ state: 'in_work', autoConfirmAt: null })
    expect(shown.ticket).toMatchObject({ result: null, disputes: 0 })
    await calm()
  })

  it('product 4.6 the bot says what is down: under the greeting at a touched point, and by /status', async () => {
    await stage.at('2026-03-24T19:12+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('/status')
    expect((await olga.heard()).at(-1)).toContain('Сбоев, о которых мы знаем, сейчас нет.')
    await openIncident(stage.db, newId(), orders({ scope: 'points', points: [stage.points.berezka] }), asLead())
    await olga.opensLink(stage.qr('berezka'))
    expect((await olga.heard()).at(-1)).toContain('Сейчас у нас сбой: Не приходят заказы. Уже занимаемся, следующее сообщение до 19:45 МСК.')
    await olga.says('/status')
    const line = (await olga.news()).at(-1)!
    expect(line.text).toBe(`Текущие сбои\nНе приходят заказы. Началось в 19:12 МСК. ${told} Следующее сообщение до 19:45 МСК.`)
    expect(labels(line)).toEqual([['Все сбои на странице']])
    const elsewhere = await guestAt('priboy', 'Юки')
    await elsewhere.says('/status')
    expect((await elsewhere.heard()).at(-1)).toContain('Сбоев, о которых мы знаем, сейчас нет.')
    await calm()
  })
})

describe('two houses over one database', () => {
  it('R-4.1.2 a burst is proposed once and each of fifty is told once, also when one house ends in the middle', async () => {
    await stage.at('2026-03-25T19:12+03:00')
    const second = await stage.another()
    const guests = await Promise.all(Array.from({ length: 50 }, (_, index) => stage.guest(`Гость ${index}`)))
    await Promise.all(guests.map(guest => guest.person.says('Не приходят заказы с сайта')))
    await stage.rests()
    const proposals = (await liveIncidents(stage.db, Infinity)).filter(one => one.state === 'proposed')
    expect(proposals).toHaveLength(1)
    await confirmIncident(stage.db, proposals[0]!.id, orders(), asLead())
    stage.time.advance(1)
    const ending = second.close()
    await stage.advance(0)
    await ending
    for (const guest of guests) expect((await guest.heard()).filter(text => text.includes('ничего делать не нужно'))).toHaveLength(1)
    const rows = await stage.db.selectFrom('incidentNotices').select('state').where('incidentId', '=', proposals[0]!.id).execute()
    expect(rows.map(row => row.state)).toEqual(Array.from({ length: 50 }, () => 'told'))
    expect(stage.troubles).toEqual([])
  })
})
