import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedCompany, seedContact, seedPoint, seedRegulation, seedTicket, type Regulation } from '../../../test/seed.ts'
import { json, stamp } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import { day, hour, minute } from '../../lib/instant.ts'
import { ledger, policyInForce, ticketPage, triageHints, type TicketPage } from '../api.ts'
import { ticketRoutes } from '../routes.ts'

const now = start
let desk: Desk
let regulation: Regulation
let olga: Member

beforeAll(async () => {
  desk = await openDesk({
    rooms: house => [app => ticketRoutes(app, {
      db: house.db, time: house.time, editions: { of: () => regulation.editions.of(1), inForce: at => regulation.editions.inForce(at) },
      startLinks: payload => [{ channelId: 'telegram', url: `https://t.me/jupiter_help_bot?start=${payload}` }],
    })],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
})
afterAll(() => desk.close())

const read = async (number: number): Promise<TicketPage> => {
  const answer = await desk.ask(olga, 'GET', `/api/tickets/${number}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return ticketPage.parse(answer.json())
}

async function say(ticketId: string, message: { direction: 'in' | 'out' | 'note'; authorKind: 'customer' | 'staff' | 'machine'; authorId?: string | null; text: string; at: number; conversationId?: string | null; notice?: string; extra?: object; replyTo?: string; editedAt?: number }): Promise<string> {
  const id = newId()
  const { at, extra = {}, editedAt, notice = null, authorId = null, conversationId = null, replyTo = null, ...rest } = message
  await desk.base.db.insertInto('messages').values({
    id, ticketId, ...rest, authorId, conversationId, notice, replyTo, extra: json(extra), at: stamp(at), recordedAt: stamp(at), editedAt: editedAt === undefined ? null : stamp(editedAt),
  }).execute()
  return id
}
async function send(conversationId: string, messageId: string, state: string, more: { failure?: string; finishedAt?: number; mayBeDoubled?: boolean } = {}): Promise<void> {
  const { finishedAt, failure = null, mayBeDoubled = false } = more
  await desk.base.db.insertInto('outbox').values({
    id: newId(), conversationId, messageId, purpose: 'reply', payload: json({}), state, failure, mayBeDoubled, createdAt: stamp(now), finishedAt: finishedAt === undefined ? null : stamp(finishedAt),
  }).execute()
}

describe('the page of a ticket', () => {
  test('an unknown number is told as such', async () => {
    const answer = await desk.ask(olga, 'GET', '/api/tickets/4711')
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'ticket_not_found'])
  })

  test('shows people, place, conversation with edits, files and deliveries, clocks, history by names, and what may be done', async () => {
    const { db } = desk.base
    const companyId = await seedCompany(db, 'Кофейни «Зерно»', now)
    const pointId = await seedPoint(db, { name: '«Зерно» на Пятницкой', address: 'Пятницкая, 12', companyId, softwareVersion: '5.8.1' }, now)
    const { id: contactId, conversationId } = await seedContact(db, { name: 'Артём Лосев', phone: '+79161234567', position: 'управляющий', telegram: '77001' }, now)
    const [received, triagedAt, wroteAt] = [now - 2 * hour, now - 110 * minute, now - 30 * minute]
    const asked = newId()
    const callTask = newId()
    const { id, number, events } = await seedTicket(db, regulation, {
      subject: 'Не печатает кухонный принтер', at: received, contactId, conversationId, pointId,
      next: [
        { at: triagedAt, fact: { type: 'triaged', category: 2, effect: 'заказы носим на кухню руками', topic: null }, actor: { kind: 'staff', id: olga.id } },
        { at: triagedAt + minute, fact: { type: 'taken' }, actor: { kind: 'staff', id: olga.id } },
        { at: triagedAt + 2 * minute, fact: { type: 'facts_given', facts: { since: 'с утра' } }, actor: { kind: 'customer', id: contactId } },
        { at: triagedAt + 3 * minute, fact: { type: 'answered', message: asked, asks: false }, actor: { kind: 'staff', id: olga.id } },
        { at: triagedAt + 4 * minute, fact: { type: 'noted', message: newId() }, actor: { kind: 'staff', id: olga.id } },
        { at: now - 40 * minute, fact: { type: 'call_needed', task: callTask, reason: 'asked' } },
        { at: wroteAt, fact: { type: 'customer_wrote', message: newId(), weight: 'real', subject: null }, actor: { kind: 'customer', id: contactId } },
      ],
    }, now)
    const other = await seedTicket(db, regulation, { subject: 'Вопрос про отчёт', at: now - hour, contactId, conversationId }, now)
    await seedTicket(db, regulation, { subject: 'Уже закрытая', at: now - 5 * day, contactId, conversationId, next: [{ at: now - 4 * day, fact: { type: 'withdrawn', note: '' } }] }, now)

    const first = await say(id, { direction: 'in', authorKind: 'customer', authorId: contactId, conversationId, text: 'Принтер на кухне не печатает с утра', at: received, editedAt: received + 5 * minute })
    await db.insertInto('messageVersions').values([{ messageId: first, version: 1, text: 'Принтер не печатает', at: stamp(received) }]).execute()
    const fileId = newId()
    await db.insertInto('files').values({ id: fileId, sha256: 'ab'.repeat(32), size: 48213, name: 'чек.jpg', mime: 'image/jpeg', createdAt: stamp(received) }).execute()
    const attachment = { messageId: first, mime: 'image/jpeg', channelId: 'telegram', remoteRef: 'AgACAgIAAx' }
    await db.insertInto('attachments').values([
      { ...attachment, id: newId(), position: 1, kind: 'video', name: 'принтер.mp4', mime: 'video/mp4', size: 52_428_800, durationSec: 31, state: 'too_large' },
      { ...attachment, id: newId(), position: 0, kind: 'photo', name: 'чек.jpg', fileId, state: 'stored' },
    ]).execute()
    const receipt = await say(id, { direction: 'out', authorKind: 'machine', notice: 'receipt', conversationId, text: `Заявка № ${number} принята.`, at: received + 1 })
    await send(conversationId!, receipt, 'sent', { finishedAt: received + 400 })
    const answer = await say(id, { direction: 'out', authorKind: 'staff', authorId: olga.id, conversationId, text: 'Какая модель принтера?', at: triagedAt + 3 * minute, replyTo: first })
    await send(conversationId!, answer, 'failed', { failure: 'temporary', finishedAt: triagedAt + 4 * minute })
    await send(conversationId!, answer, 'unknown', { failure: 'unknown', finishedAt: triagedAt + 5 * minute, mayBeDoubled: true })
    await say(id, { direction: 'note', authorKind: 'staff', authorId: olga.id, text: 'Похоже на спулер', at: triagedAt + 4 * minute })
    await say(id, { direction: 'in', authorKind: 'customer', authorId: contactId, conversationId, text: '', at: wroteAt, extra: { place: { latitude: 55.74, longitude: 37.63 } } })

    const page = await read(number)
    expect(page.ticket).toMatchObject({
      number, state: 'in_work', category: 2, effect: 'заказы носим на кухню руками', owner: { id: olga.id, name: 'Ольга Ветрова' }, channelId: 'telegram',
      edition: { id: 1, version: regulation.version }, facts: { what: null, since: 'с утра', tried: null }, written: { channelId: 'telegram', blockedAt: null },
      unansweredSince: new Date(wroteAt).toISOString(),
    })
    expect(page.contact).toMatchObject({ name: 'Артём Лосев', phone: '+79161234567', addresses: [{ channelId: 'telegram', externalId: '77001', verified: 'channel' }] })
    expect(page.point).toMatchObject({ name: '«Зерно» на Пятницкой', company: { name: 'Кофейни «Зерно»' }, softwareVersion: '5.8.1' })
    expect(page.point!.links).toEqual([{ channelId: 'telegram', url: expect.stringMatching(/\?start=p_[\w-]{12}$/) }])

    expect(page.messages.map(({ direction, author, delivery }) => [direction, author.name, delivery?.state ?? null])).toEqual([
      ['in', 'Артём Лосев', null], ['out', '', 'sent'], ['out', 'Ольга Ветрова', 'unknown'], ['note', 'Ольга Ветрова', null], ['in', 'Артём Лосев', null],
    ])
    expect(page.messages[0]).toMatchObject({ versions: [{ text: 'Принтер не печатает', at: new Date(received).toISOString() }], editedAt: new Date(received + 5 * minute).toISOString() })
    expect(page.messages[0]!.attachments).toMatchObject([
      { name: 'чек.jpg', fileId, size: 48213, state: 'stored', scan: 'not_scanned' }, { name: 'принтер.mp4', fileId: null, size: 52_428_800, state: 'too_large', durationSec: 31 },
    ])
    expect(page.messages[2]).toMatchObject({ replyTo: first, delivery: { error: 'unknown', mayBeDoubled: true, at: new Date(triagedAt + 5 * minute).toISOString() } })
    expect(page.messages[4]!.place).toEqual({ latitude: 55.74, longitude: 37.63 })

    expect(page.timeline.map(({ type, actor }) => [type, actor.name])).toEqual([
      ['registered', 'Артём Лосев'], ['triaged', 'Ольга Ветрова'], ['taken', 'Ольга Ветрова'], ['facts_given', 'Артём Лосев'], ['answered', 'Ольга Ветрова'],
      ['noted', 'Ольга Ветрова'], ['call_needed', null], ['customer_wrote', 'Артём Лосев'],
    ])
    expect(page.timeline.map(entry => entry.id)).toEqual(events.map(event => event.id))
    expect(page.timeline[0]!.data).toMatchObject({ pointId, pointName: '«Зерно» на Пятницкой' })
    expect(page.callTasks).toEqual([{ id: callTask, reason: 'asked', createdAt: new Date(now).toISOString(), doneAt: null }])
    expect(page.alsoOpen).toEqual([{ number: other.number, subject: 'Вопрос про отчёт', state: 'registered' }])
    expect(page.may).toEqual(expect.arrayContaining(['recategorise', 'answer', 'report_result', 'strike']))
    expect(page.clocks.reaction!.endedAt).toBe(new Date(triagedAt + 3 * minute).toISOString())
    expect(page.clocks.result!.running).toBe(true)
  })

  test('R-3.1.2, S-4 the clocks are those of the moment of looking, not of the last change', async () => {
    const { number } = await seedTicket(desk.base.db, regulation, { subject: 'Не приходят заказы', at: now }, now)
    expect((await read(number)).clocks.triage).toMatchObject({ elapsed: 0, breachedAt: null })
    desk.time.advance(31 * minute)
    const later = await read(number)
    desk.time.set(now)
    expect(later.clocks.triage).toMatchObject({ elapsed: 31 * minute, remaining: -minute, breachedAt: new Date(now + 30 * minute).toISOString() })
  })

  test('an answer to a result that nobody has read yet is marked and may be judged (A-20)', async () => {
    const { id: contactId, conversationId } = await seedContact(desk.base.db, { name: '', telegram: '77002' }, now)
    const unclear = newId()
    const { id, number } = await seedTicket(desk.base.db, regulation, {
      subject: 'Не открывается смена', at: now - 3 * hour, contactId, conversationId,
      next: [
        { at: now - 2 * hour, fact: { type: 'triaged', category: 2, effect: 'стоят продажи', topic: null }, actor: { kind: 'staff', id: olga.id } },
        { at: now - hour, fact: { type: 'result_reported', kind: 'done', text: 'Смену открыли.', message: null }, actor: { kind: 'staff', id: olga.id } },
        { at: now - minute, fact: { type: 'customer_wrote', message: unclear, weight: 'real', subject: null }, actor: { kind: 'customer', id: contactId } },
      ],
    }, now)
    await desk.base.db.insertInto('messages').values({
      id: unclear, ticketId: id, conversationId, direction: 'in', authorKind: 'customer', authorId: contactId, text: 'Вроде да, но чек странный', extra: json({}), at: stamp(now - minute), recordedAt: stamp(now - minute),
    }).execute()
    const page = await read(number)
    expect(page.messages).toMatchObject([{ id: unclear, toJudge: true, author: { name: '@guest' } }])
    expect(page.may).toContain('judge')
    expect(page.ticket.result).toEqual({ kind: 'done', text: 'Смену открыли.', at: new Date(now - hour).toISOString() })
  })

  test('a caller without a written channel cannot be written to', async () => {
    const { number } = await seedTicket(desk.base.db, regulation, { subject: 'Звонок: терминал не видит кассу', channel: 'phone', at: now }, now)
    const page = await read(number)
    expect([page.ticket.written, page.ticket.channelId, page.may.includes('answer')]).toEqual([null, null, false])
  })
})

describe('why a due is what it is (pain 19)', () => {
  test('over a night: counted in the evening, closed hours passed over, the rest in the morning; counted and left add up to the term (R-2.1.1, R-6.2.7)', async () => {
    const evening = Date.parse('2026-11-23T19:30:00Z') // Monday, 22:30 in Moscow
    const { number } = await seedTicket(desk.base.db, regulation, {
      subject: 'Касса не считает скидку', at: evening, next: [{ at: evening + 5 * minute, fact: { type: 'triaged', category: 1, effect: 'не рассчитать гостей', topic: null }, actor: { kind: 'staff', id: olga.id } }],
    }, now)
    const found = ledger.parse((await desk.ask(olga, 'GET', `/api/tickets/${number}/ledger/reaction`)).json())
    expect(found.due).toBe('2026-11-24T06:30:00.000Z') // 09:30
    const counted = found.lines.filter(line => line.kind === 'counted')
    expect(counted.reduce((sum, line) => sum + line.counted, 0)).toBe(hour)
    expect(found.lines.find(line => line.kind === 'closed')).toMatchObject({ from: '2026-11-23T20:00:00.000Z', to: '2026-11-24T06:00:00.000Z', counted: 0, text: 'Служба закрыта, время не идёт' })
    expect(found.lines.at(-1)).toMatchObject({ kind: 'due', to: found.due, left: 0 })
  })

  test('a clock that the ticket does not have yet has no lines', async () => {
    const { number } = await seedTicket(desk.base.db, regulation, { subject: 'Не разобрана', at: now }, now)
    expect((await desk.ask(olga, 'GET', `/api/tickets/${number}/ledger/result`)).json()).toEqual({ clock: 'result', due: null, lines: [] })
  })
})

describe('what the triage card offers', () => {
  test('the three categories, all topics of the catalogue, and the out-of-scope list with its replies (R-1.2.2)', async () => {
    const hints = triageHints.parse((await desk.ask(olga, 'GET', '/api/triage-hints')).json())
    expect(hints.categories.map(({ category }) => category)).toEqual([1, 2, 3])
    expect(hints.topics.filter(({ outside }) => !outside)).toHaveLength(regulation.document.topics.length)
    const outside = hints.topics.filter(topic => topic.outside)
    expect(outside).toHaveLength(regulation.document.outside.length)
    for (const topic of outside) expect(topic.reply!.length).toBeGreaterThan(20)
    expect(hints.facts).toEqual(regulation.document.botFacts.map(({ label, category }) => ({ label, category })))
    expect(hints.facts.length).toBeGreaterThan(0)
  })

  test('the policy in force, as the countdowns of the workspace read it', async () => {
    const answer = policyInForce.parse((await desk.ask(olga, 'GET', '/api/policy')).json())
    expect(answer).toEqual({ id: 1, version: regulation.version, policy: regulation.policy })
  })
})

test('the description of the API tells of all these doors', async () => {
  const { paths } = (await desk.ask(null, 'GET', '/api/openapi.json')).json<{ paths: Record<string, unknown> }>()
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/queue', '/api/queue/counts', '/api/tickets/{number}', '/api/triage-hints', '/api/policy']))
})

test('strangers see none of it', async () => {
  for (const url of ['/api/queue', '/api/queue/counts', '/api/tickets/1', '/api/triage-hints', '/api/policy']) expect((await desk.ask(null, 'GET', url)).statusCode, url).toBe(401)
})
