import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Guest } from './guest.ts'
import { eventsOf, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage.sim.clearFaults())
afterAll(() => stage.end())

async function guestWith(words = 'Не печатает принтер'): Promise<{ guest: Guest; number: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Ольга')
  await guest.says(words)
  const { number } = await stage.ticketOf(guest)
  await guest.presses('Пропустить')
  await guest.news()
  return { guest, number }
}

const triage = (number: number) => stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
const ask = (number: number) => stage.does('anna', number, { type: 'answer', text: 'Какая модель принтера?', fileIds: [], asks: true })
const parcels = (number: number) => stage.db.selectFrom('outbox').innerJoin('tickets', 'tickets.id', 'outbox.ticketId')
  .select(['outbox.purpose', 'outbox.state', 'outbox.failure', 'outbox.tries', 'outbox.mayBeDoubled']).where('tickets.number', '=', number).orderBy('outbox.position').execute()
const said = async (guest: Guest, words: string) => (await guest.person.botLines()).filter(line => line.text.includes(words))

describe('a guest who cannot be reached', () => {
  it('product 3 has blocked the bot before the question: no wait runs against him, one call is on the list, whatever else fails', async () => {
    const { guest, number } = await guestWith()
    await triage(number)
    await guest.blocks()
    await ask(number)
    const shown = await stage.ticketOf(guest)
    expect(eventsOf(shown, 'not_delivered').map(event => event.reason)).toEqual(['blocked'])
    expect(shown.view).toMatchObject({ state: 'in_work', silence: null })
    expect(shown.openCallTasks).toEqual(['blocked'])
    await stage.advance('P3D')
    expect((await stage.ticketOf(guest)).view.suspendedAt).toBeNull()

    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Настроили.', fileIds: [], told: 'written' })
    await stage.advance('P3D')
    const later = await stage.ticketOf(guest)
    expect(later.view.resolvedAt).toBeNull()
    expect(later.openCallTasks).toEqual(['blocked'])
  })

  it('product 3 a call held answers the task; after he has come back the next question runs its time', async () => {
    const { guest, number } = await guestWith()
    await triage(number)
    await guest.blocks()
    await ask(number)
    await stage.does('anna', number, { type: 'call_held', note: 'попросили разблокировать бота', asks: false })
    expect((await stage.ticketOf(guest)).openCallTasks).toEqual([])
    await guest.unblocks()
    const address = await stage.db.selectFrom('addresses').select('undeliverableSince').where('externalId', '=', String(guest.person.id)).executeTakeFirstOrThrow()
    expect(address.undeliverableSince).toBeNull()
    await ask(number)
    expect((await stage.ticketOf(guest)).view.state).toBe('waiting_customer')
    expect(await said(guest, 'Какая модель принтера?')).toHaveLength(1)
  })
})

describe('Telegram in trouble', () => {
  it('channels 8.4 a 429 with retry_after 7 stops that chat for seven seconds, and no other', async () => {
    const { guest, number } = await guestWith()
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, answer: { status: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } } })
    await stage.does('anna', number, { type: 'answer', text: 'Первое', fileIds: [], asks: false })
    await stage.does('anna', number, { type: 'answer', text: 'Второе', fileIds: [], asks: false })
    await stage.advance('PT6S')
    expect(await said(guest, 'Первое')).toEqual([])
    const timur = await stage.guest('Тимур')
    await timur.says('Не открывается смена')
    expect((await timur.heard())[0]).toContain('принята')
    await stage.advance(1_000)
    const lines = (await guest.person.botLines()).slice(-2).map(line => line.text.split('\n')[1])
    expect(lines).toEqual(['Первое', 'Второе'])
  })

  it('channels 8.5 a receipt whose connection broke after it had arrived is sent once more, and marked', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const guest = await stage.guest('Ольга')
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, drop: 'after' })
    await guest.says('Не печатает принтер')
    await stage.advance('PT10S')
    const { number } = await stage.ticketOf(guest)
    expect(await said(guest, 'принята в')).toHaveLength(2)
    expect((await parcels(number))[0]).toMatchObject({ purpose: 'receipt', state: 'sent', tries: 2, mayBeDoubled: true })
  })

  it('channels 2.3 a receipt that breaks twice is left alone and visible', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const guest = await stage.guest('Ольга')
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, drop: 'after', times: 2 })
    await guest.says('Не печатает принтер')
    await stage.advance('PT10S')
    await stage.advance('PT10S')
    const { number } = await stage.ticketOf(guest)
    expect(await said(guest, 'принята в')).toHaveLength(2)
    expect((await parcels(number))[0]).toMatchObject({ purpose: 'receipt', state: 'unknown', tries: 2 })
  })

  it('channels 2.3 a notice that broke off is not repeated and shows as unknown', async () => {
    const { guest, number } = await guestWith()
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, drop: 'after' })
    await triage(number)
    await stage.advance('PT1M')
    expect(await said(guest, 'категория 2, важная.')).toHaveLength(1)
    expect((await parcels(number)).filter(parcel => parcel.purpose === 'notice')).toMatchObject([{ state: 'unknown', tries: 1 }])
  })

  it('channels 7.4 an answer that was refused before it began goes out when Telegram is back, with the words after it', async () => {
    const { guest, number } = await guestWith()
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, answer: { status: 502, description: 'Bad Gateway' }, times: 2 })
    await stage.does('anna', number, { type: 'answer', text: 'Первое', fileIds: [], asks: false })
    await stage.does('anna', number, { type: 'answer', text: 'Второе', fileIds: [], asks: false })
    await stage.advance('PT5S')
    await stage.advance('PT10S')
    expect((await guest.person.botLines()).slice(-2).map(line => line.text.split('\n')[1])).toEqual(['Первое', 'Второе'])
  })

  it('channels 7.4 a chat that moved is followed once, and the words arrive', async () => {
    const { guest, number } = await guestWith()
    const moved = await stage.guest('Ольга', { id: guest.person.id + 100_000 })
    stage.sim.engine.privateChat(stage.sim.engine.bot(), moved.person.id).started = true
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, answer: { status: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: moved.person.id } } })
    await stage.does('anna', number, { type: 'answer', text: 'Смотрю', fileIds: [], asks: false })
    expect(await said(moved, 'Смотрю')).toHaveLength(1)
    await moved.says('И ещё вот что')
    await guest.says('Со старого адреса тоже')
    expect((await stage.ticketOf(moved, number)).messages.filter(message => message.direction === 'in')).toHaveLength(3)
  })

  it('channels 7.4 a chat that says again and again that it moved ends as a failure', async () => {
    const { guest, number } = await guestWith()
    const there = guest.person.id + 300_000
    await stage.sim.fault({ method: 'sendMessage', chatId: guest.person.id, answer: { status: 400, description: 'Bad Request: group chat was upgraded', parameters: { migrate_to_chat_id: there } }, times: 50 })
    await stage.sim.fault({ method: 'sendMessage', chatId: there, answer: { status: 400, description: 'Bad Request: group chat was upgraded', parameters: { migrate_to_chat_id: guest.person.id } }, times: 50 })
    await stage.does('anna', number, { type: 'answer', text: 'Смотрю', fileIds: [], asks: false })
    expect((await parcels(number)).filter(parcel => parcel.purpose === 'reply')).toMatchObject([{ state: 'failed', failure: 'moved', tries: 2 }])
    expect((await stage.ticketOf(guest, number)).openCallTasks).toEqual(['moved'])
  })

  it('channels 2.3 an answer longer than 4,096 is split, and a reply to any part finds its ticket', async () => {
    const { guest, number } = await guestWith()
    await guest.says('/new Другой вопрос')
    await guest.news()
    const text = Array.from({ length: 90 }, (_, index) => `Шаг ${index + 1}. Откройте настройки кассы, найдите раздел печати и проверьте каждый пункт по списку.`).join('\n')
    await stage.does('anna', number, { type: 'answer', text, fileIds: [], asks: false })
    const parts = await guest.news()
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.map(part => part.text).join('\n').replace(/\s+/g, ' ')).toContain(text.replace(/\s+/g, ' ').slice(0, 4_000))
    for (const part of parts) await guest.repliesTo(part.messageId, `Вопрос к части ${part.messageId}`)
    const wrote = (await stage.ticketOf(guest, number)).messages.filter(message => message.direction === 'in').map(message => message.text)
    expect(wrote.slice(1)).toEqual(parts.map(part => `Вопрос к части ${part.messageId}`))
  })

  it('a line that only names the ticket does not keep a specialist\'s answer waiting', async () => {
    const { guest, number } = await guestWith()
    await guest.says('/new Другой вопрос')
    await guest.says('И ещё')
    await stage.does('anna', number, { type: 'answer', text: 'Смотрю', fileIds: [], asks: false })
    expect(await said(guest, 'Смотрю')).toHaveLength(1)
  })
})
