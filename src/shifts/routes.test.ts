import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { seedContact, seedPoint, seedRegulation, seedTicket, type Regulation, type Story } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { tell } from '../http/tell.ts'
import { newId } from '../lib/ids.ts'
import { day, hour, minute } from '../lib/instant.ts'
import { wireInstant } from '../lib/wire.ts'
import type { Change } from '../tickets/change.ts'
import { readTicket } from '../tickets/store.ts'
import { board, loads, mine, outcomes, patternMade, roster, type Outcome } from './api.ts'
import { shiftRoutes } from './routes/index.ts'
import { isOn, onCall, onShift } from './store.ts'

// Tuesday, 24 November 2026, 14:07 in Moscow; service hours are 09:00-23:00.
const now = start
let desk: Desk
let regulation: Regulation
let olga: Member
let marina: Member
let anna: Member
let igor: Member
const told: Change[] = []

beforeAll(async () => {
  const tickets = plainTickets(() => regulation.policy, { isOn })
  desk = await openDesk({
    rooms: house => [app => shiftRoutes(app, { db: house.db, time: house.time, tickets, announce: changes => void told.push(...changes), editions: { inForce: at => regulation.editions.inForce(at) }, tell })],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  marina = await desk.member(olga, 'lead', 'Марина Ким')
  anna = await desk.member(olga, 'specialist', 'Анна Орлова')
  igor = await desk.member(olga, 'specialist', 'Игорь Лапин')
})
beforeEach(async () => {
  desk.time.set(now)
  told.length = 0
  await desk.base.db.deleteFrom('roster').execute()
  await desk.base.db.updateTable('tickets').set({ ownerId: null, queueGroup: 9, cameBack: false }).execute()
})
afterAll(() => desk.close())

const atWall = (time: string, date = '2026-11-24'): string => wireInstant(Date.parse(`${date}T${time}+03:00`))
const plan = (who: Member, entry: object) => desk.ask(marina, 'POST', '/api/roster', { staffId: who.id, from: atWall('09:00'), to: atWall('23:00'), kind: 'shift', ...entry })
const byLoad = (who: Member, number: number) => desk.ask(who, 'POST', `/api/tickets/${number}/assign-by-load`)
const handOver = (who: Member, body: object, key = 'shift-1') => desk.ask(who, 'POST', '/api/shifts/hand-over', body, { 'idempotency-key': key })
const bulk = (who: Member | null, numbers: readonly number[], command: object, key = newId()) => desk.ask(who, 'POST', '/api/tickets/bulk', { numbers, command }, { 'idempotency-key': key })
const codeOf = (answer: { json(): unknown }): string => (answer.json() as { code: string }).code
const idOf = (answer: { json(): unknown }): string => (answer.json() as { id: string }).id
const results = (answer: { json(): unknown }): Outcome[] => outcomes.parse(answer.json()).results

async function ticket(story: Partial<Story> = {}): Promise<{ id: string; number: number }> {
  const { id, conversationId } = await seedContact(desk.base.db, { name: 'Ирина', telegram: newId() }, now)
  return seedTicket(desk.base.db, regulation, { subject: 'Не печатает чек', at: now - 5 * minute, contactId: id, conversationId, ...story }, now)
}
const given = (who: Member, more: readonly { at: number; fact: object }[] = []): Partial<Story> =>
  ({ next: [{ at: now - 4 * minute, fact: { type: 'triaged', category: 2, effect: '', topic: null } }, { at: now - 3 * minute, fact: { type: 'assigned', owner: who.id } }, ...more] as NonNullable<Story['next']> })
const ownerOf = async (number: number): Promise<string | null> => (await desk.base.db.selectFrom('tickets').select('ownerId').where('number', '=', number).executeTakeFirstOrThrow()).ownerId
const eventsOf = async (id: string) => (await readTicket(desk.base.db, id)).events

describe('the roster', () => {
  test('a lead writes it, everybody reads it with the holes of the service time, a specialist does not change it', async () => {
    expect((await plan(anna, { to: atWall('21:00'), note: 'на телефоне' })).statusCode).toBe(201)
    const seen = roster.parse((await desk.ask(igor, 'GET', `/api/roster?from=${atWall('00:00')}&to=${atWall('00:00', '2026-11-25')}`)).json())
    expect(seen.zone).toBe('Europe/Moscow')
    expect(seen.entries).toMatchObject([{ staff: { name: 'Анна Орлова' }, kind: 'shift', from: atWall('09:00'), to: atWall('21:00'), note: 'на телефоне', substitute: null }])
    expect(seen.holes).toEqual([{ from: atWall('21:00'), to: atWall('23:00') }])
    expect(seen.people.map(one => one.name)).toEqual(['Анна Орлова', 'Игорь Лапин', 'Марина Ким', 'Ольга Ветрова'])
    expect(codeOf(await desk.ask(igor, 'POST', '/api/roster', { staffId: igor.id, from: atWall('09:00'), to: atWall('23:00'), kind: 'shift' }))).toBe('forbidden')
    expect(codeOf(await desk.ask(igor, 'DELETE', `/api/roster/${seen.entries[0]!.id}`))).toBe('forbidden')
  })

  test('nobody is on duty twice at once; an absence lies over a shift, and a shift touches the next one', async () => {
    await plan(anna, {})
    const twice = await plan(anna, { from: atWall('20:00'), to: atWall('22:00') })
    expect([twice.statusCode, codeOf(twice)]).toEqual([409, 'roster_overlap'])
    expect(codeOf(await plan(anna, { kind: 'on_call', from: atWall('22:00'), to: atWall('09:00', '2026-11-25') }))).toBe('roster_overlap')
    expect((await plan(anna, { kind: 'on_call', from: atWall('23:00'), to: atWall('09:00', '2026-11-25') })).statusCode).toBe(201)
    expect((await plan(anna, { kind: 'absence', from: atWall('12:00'), to: atWall('15:00'), substituteId: igor.id })).statusCode).toBe(201)
    expect(codeOf(await plan(anna, { kind: 'absence', from: atWall('14:00'), to: atWall('16:00') }))).toBe('roster_overlap')
  })

  test('two leads who plan the same hours at once make one shift', async () => {
    const answers = await Promise.all([plan(anna, {}), plan(anna, { from: atWall('10:00') }), plan(anna, { from: atWall('11:00') })])
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([201, 409, 409])
  })

  test('an entry is moved and taken away; every change stands in the audit', async () => {
    const entry = idOf(await plan(anna, {}))
    expect((await desk.ask(marina, 'PATCH', `/api/roster/${entry}`, { from: atWall('10:00'), note: 'позже' })).statusCode).toBe(204)
    expect(await desk.base.db.selectFrom('roster').select(['startsAt', 'note']).where('id', '=', entry).executeTakeFirst()).toEqual({ startsAt: Date.parse(atWall('10:00')), note: 'позже' })
    expect((await desk.ask(olga, 'DELETE', `/api/roster/${entry}`)).statusCode).toBe(204)
    expect(codeOf(await desk.ask(olga, 'DELETE', `/api/roster/${entry}`))).toBe('not_found')
    const acts = await desk.base.db.selectFrom('audit').select('details').where('act', '=', 'roster_changed').where('subject', '=', anna.id).orderBy('id', 'desc').limit(3).execute()
    expect(acts.map(row => (row.details as { what: string }).what)).toEqual(['removed', 'changed', 'added'])
  })

  test.each([
    ['the end before the beginning', { from: atWall('12:00'), to: atWall('11:00') }, 422, 'roster_period'],
    ['a shift of two days', { to: atWall('23:00', '2026-11-25') }, 422, 'roster_period'],
    ['somebody who does not work here', { staffId: '018f0000-0000-7000-8000-000000000001' }, 404, 'not_found'],
    ['a note without an end', { note: 'о'.repeat(201) }, 400, 'bad_request'],
    ['a kind that does not exist', { kind: 'holiday' }, 400, 'bad_request'],
  ])('is refused: %s', async (_says, wrong, status, code) => {
    const answer = await plan(anna, wrong)
    expect([answer.statusCode, codeOf(answer)]).toEqual([status, code])
  })

  test('a pattern fills the weeks of a crew; taken days stay, and instead of them when told so', async () => {
    const wish = { staffIds: [anna.id, igor.id], kind: 'shift', first: '2026-11-23', last: '2026-12-06', opens: '09:00', closes: '23:00', days: { by: 'cycle', on: 2, off: 2 } }
    await plan(anna, { from: atWall('12:00'), to: atWall('18:00') })
    expect(patternMade.parse((await desk.ask(marina, 'POST', '/api/roster/pattern', wish)).json())).toEqual({ added: 15, passed: 1, removed: 0 })
    // Today's shift has begun, and yesterday's is past: neither goes.
    expect(patternMade.parse((await desk.ask(marina, 'POST', '/api/roster/pattern', { ...wish, opens: '10:00', instead: true })).json())).toEqual({ added: 12, passed: 4, removed: 12 })
    expect(codeOf(await desk.ask(marina, 'POST', '/api/roster/pattern', { ...wish, last: '2027-11-23' }))).toBe('roster_period')
    expect(codeOf(await desk.ask(igor, 'POST', '/api/roster/pattern', wish))).toBe('forbidden')
  })
})

describe('who is on', () => {
  test('by the roster, with substitutes; people who were let go are on no duty; no roster: nobody is off', async () => {
    expect(await isOn(desk.base.db, anna.id, now)).toBeNull()
    await plan(anna, {})
    await plan(marina, { kind: 'on_call', from: atWall('23:00'), to: atWall('09:00', '2026-11-25') })
    expect([await isOn(desk.base.db, anna.id, now), await isOn(desk.base.db, igor.id, now)]).toEqual([true, false])
    expect([await onShift(desk.base.db, now), await onCall(desk.base.db, now), await onCall(desk.base.db, now + 12 * hour)]).toEqual([[anna.id], [], [marina.id]])
    await plan(anna, { kind: 'absence', from: atWall('14:00'), to: atWall('16:00'), substituteId: igor.id })
    expect(await onShift(desk.base.db, now)).toEqual([igor.id])
    await desk.base.db.updateTable('staff').set({ active: false }).where('id', '=', igor.id).execute()
    expect(await onShift(desk.base.db, now)).toEqual([])
    // Whoever does not work here is off, with a roster and without: what is his is free for those who are there.
    expect([await isOn(desk.base.db, igor.id, now), await isOn(desk.base.db, igor.id, now + 60 * day)]).toEqual([false, false])
    const { number } = await ticket(given(igor))
    await plan(marina, {})
    expect((await byLoad(olga, number)).json()).toMatchObject({ done: true })
    expect(await ownerOf(number)).toBe(marina.id)
    await desk.base.db.updateTable('staff').set({ active: true }).where('id', '=', igor.id).execute()
    expect(await isOn(desk.base.db, anna.id, now + 60 * day)).toBeNull()
  })
})

describe('load', () => {
  test('counts what each of those present has by its place in the queue, and names who is next', async () => {
    await plan(anna, {})
    await plan(igor, {})
    await ticket(given(anna))
    await ticket({ ...given(anna), stop: true })
    await ticket(given(anna, [{ at: now - 2 * minute, fact: { type: 'answered', message: newId(), asks: false } }]))
    await ticket(given(marina))
    const seen = loads.parse((await desk.ask(igor, 'GET', '/api/shifts/load')).json())
    expect(seen).toMatchObject({ kept: true, next: igor.id, onCall: [] })
    expect(seen.people.map(one => [one.person.name, one.open, one.load.unanswered, one.until])).toEqual([['Анна Орлова', 3, 2, atWall('23:00')], ['Игорь Лапин', 0, 0, atWall('23:00')]])
    expect(seen.people[0]!.load.oldestUnanswered).toBe(wireInstant(now - 5 * minute))
  })

  test('without a roster every specialist counts as present', async () => {
    const seen = loads.parse((await desk.ask(anna, 'GET', '/api/shifts/load')).json())
    expect([seen.kept, seen.people.map(one => [one.person.name, one.until])]).toEqual([false, [['Анна Орлова', null], ['Игорь Лапин', null]]])
  })
})

describe('assignment by load', () => {
  test('goes to the least loaded of those present, with the reason in the history, and the house is told', async () => {
    await plan(anna, {})
    await plan(igor, {})
    await ticket(given(anna))
    const fresh = await ticket()
    expect((await byLoad(marina, fresh.number)).json()).toEqual({ number: fresh.number, done: true, message: 'Назначена: Игорь Лапин.' })
    expect((await eventsOf(fresh.id)).at(-1)).toMatchObject({ type: 'assigned', owner: igor.id, why: 'load', actor: { kind: 'staff', id: marina.id } })
    expect(told.map(change => change.id)).toEqual([fresh.id])
  })

  test('two leads press at once: one owner, and the second hears who it is', async () => {
    await plan(anna, {})
    await plan(igor, {})
    for (let round = 0; round < 5; round++) {
      const { id, number } = await ticket()
      const answers = await Promise.all([byLoad(marina, number), byLoad(olga, number), byLoad(marina, number)])
      const said = answers.map(answer => answer.json<Outcome>())
      expect(said.filter(one => one.done)).toHaveLength(1)
      expect((await eventsOf(id)).filter(event => event.type === 'assigned')).toHaveLength(1)
      const name = await ownerOf(number) === anna.id ? 'Анна Орлова' : 'Игорь Лапин'
      expect(said.map(one => one.message).sort()).toEqual([`Назначена: ${name}.`, `Уже ведёт ${name}.`, `Уже ведёт ${name}.`])
    }
  })

  test('many at once are spread evenly, though several people press for different tickets', async () => {
    await plan(anna, {})
    await plan(igor, {})
    const fresh = await Promise.all(Array.from({ length: 8 }, () => ticket()))
    const half = [fresh.slice(0, 4), fresh.slice(4)]
    await Promise.all(half.map(part => desk.ask(marina, 'POST', '/api/shifts/assign', { numbers: part.map(one => one.number) })))
    const owners = await Promise.all(fresh.map(one => ownerOf(one.number)))
    expect(owners.filter(owner => owner === anna.id)).toHaveLength(4)
    expect(owners.filter(owner => owner === igor.id)).toHaveLength(4)
  })

  test('nobody is there: it stays in the queue, and that is said in words', async () => {
    await plan(anna, { from: atWall('09:00'), to: atWall('12:00') })
    const { number } = await ticket()
    expect((await byLoad(marina, number)).json()).toEqual({ number, done: false, message: 'Сейчас никого нет на смене, заявка осталась в общем списке.' })
    expect(await ownerOf(number)).toBeNull()
  })

  test('whose shift is over gives his ticket up; who is at work keeps it; an ended one is left alone', async () => {
    await plan(anna, { from: atWall('09:00'), to: atWall('12:00') })
    await plan(igor, {})
    const [left, kept] = [await ticket(given(anna)), await ticket(given(igor))]
    const ended = await ticket({ next: [{ at: now - minute, fact: { type: 'withdrawn', note: '' } }] })
    const answer = await desk.ask(marina, 'POST', '/api/shifts/assign', { numbers: [left.number, kept.number, ended.number, 999_999, left.number] })
    expect(results(answer)).toEqual([
      { number: left.number, done: true, message: 'Назначена: Игорь Лапин.' }, { number: kept.number, done: false, message: 'Уже ведёт Игорь Лапин.' },
      { number: ended.number, done: false, message: 'Заявка уже завершена.' }, { number: 999_999, done: false, message: 'Заявки № 999999 нет.' },
    ])
  })
})

describe('the hand-over of a shift', () => {
  const words = { done: 'Перезагрузили фискальник', waiting: 'Ответ клиента', next: 'Позвонить в 19:00' }
  test('the form begins with my open tickets, the newest words and what the state suggests', async () => {
    const point = await seedPoint(desk.base.db, { name: 'Кафе «Берёзка»' }, now)
    const { number } = await ticket({ ...given(anna), pointId: point })
    await ticket(given(igor))
    const form = mine.parse((await desk.ask(anna, 'GET', '/api/shifts/mine')).json())
    expect(form).toMatchObject([{ number, subject: 'Не печатает чек', point: 'Кафе «Берёзка»', category: 2, lastWords: null, suggested: { done: '', waiting: '', next: 'Ответить клиенту.' } }])
  })

  test('a word per ticket, each in its own history; sent again because the answer was lost, once', async () => {
    const [first, second] = [await ticket(given(anna)), await ticket(given(anna))]
    const body = { to: igor.id, tickets: [{ number: first.number, ...words }, { number: second.number }] }
    expect(results(await handOver(anna, body))).toEqual([{ number: first.number, done: true, message: 'Передана: Игорь Лапин.' }, { number: second.number, done: true, message: 'Передана: Игорь Лапин.' }])
    expect(results(await handOver(anna, body)).map(one => one.message)).toEqual(['Уже сделано по этому же запросу.', 'Уже сделано по этому же запросу.'])
    const events = (await eventsOf(first.id)).filter(event => event.type === 'handed_to_shift')
    expect(events).toMatchObject([{ to: igor.id, ...words, actor: { id: anna.id } }])
    expect([await ownerOf(first.number), await ownerOf(second.number)]).toEqual([igor.id, igor.id])
    expect(told).toHaveLength(2)
  })

  test('one that has ended meanwhile does not hold up the others; the common queue takes the rest', async () => {
    const open = await ticket(given(anna))
    const ended = await ticket({ next: [{ at: now - minute, fact: { type: 'withdrawn', note: '' } }] })
    const answer = results(await handOver(anna, { to: null, tickets: [{ number: ended.number }, { number: open.number, ...words }] }, 'shift-2'))
    expect(answer.map(one => [one.done, one.message])).toEqual([[false, 'Заявка уже завершена.'], [true, 'Передана в общий список.']])
    expect(await ownerOf(open.number)).toBeNull()
  })

  test('nothing is handed to somebody who does not work here; more than a hundred at once are refused', async () => {
    const { number } = await ticket(given(anna))
    expect(codeOf(await handOver(anna, { to: '018f0000-0000-7000-8000-000000000001', tickets: [{ number }] }, 'shift-3'))).toBe('not_found')
    expect(codeOf(await handOver(anna, { to: null, tickets: Array.from({ length: 101 }, (_, index) => ({ number: index + 1 })) }, 'shift-4'))).toBe('bad_request')
    expect(await ownerOf(number)).toBe(anna.id)
  })
})

describe('acts on many tickets', () => {
  test('each ticket tells what became of it', async () => {
    const [free, taken, own] = [await ticket(), await ticket(given(igor)), await ticket(given(anna))]
    const answer = results(await bulk(anna, [free.number, taken.number, own.number], { type: 'take' }))
    expect(answer.map(one => [one.done, one.message])).toEqual([[true, 'Готово.'], [false, 'Уже ведёт Игорь Лапин.'], [true, 'Так уже и было.']])
    expect([await ownerOf(free.number), await ownerOf(taken.number)]).toEqual([anna.id, igor.id])
  })

  test('«вернуть мне» on a date, topic, delay and assignment for all of them', async () => {
    const numbers = [(await ticket()).number, (await ticket()).number]
    for (const command of [{ type: 'assign', owner: igor.id }, { type: 'set_topic', topic: '4.2' }, { type: 'note_delay', reason: '6.5.4' }, { type: 'return_on', on: wireInstant(now + day) }]) {
      expect(results(await bulk(marina, numbers, command)).map(one => one.done), command.type).toEqual([true, true])
    }
    expect((await desk.base.db.selectFrom('tickets').select(['ownerId', 'topic']).where('number', 'in', numbers).execute())).toEqual([{ ownerId: igor.id, topic: '4.2' }, { ownerId: igor.id, topic: '4.2' }])
    expect(results(await bulk(marina, numbers, { type: 'return_on', on: wireInstant(now - day) })).map(one => one.message)).toEqual(['Это время уже прошло.', 'Это время уже прошло.'])
    // is told to customers: nobody waits for these two.
    expect(results(await bulk(marina, numbers, { type: 'note_delay', reason: '6.5.1' })).map(one => one.done)).toEqual([false, false])
  })

  test('one key is one wish, however often it is sent', async () => {
    const { id, number } = await ticket()
    await Promise.all([1, 2, 3].map(() => bulk(marina, [number], { type: 'return_on', on: wireInstant(now + day) }, 'again')))
    expect((await eventsOf(id)).filter(event => event.type === 'return_set')).toHaveLength(1)
  })

  test('words to a customer are no bulk act, and strangers do not reach the door', async () => {
    const { number } = await ticket()
    expect(codeOf(await bulk(anna, [number], { type: 'answer', text: 'Здравствуйте!' }))).toBe('bad_request')
    expect(codeOf(await bulk(null, [number], { type: 'take' }))).toBe('unauthenticated')
  })
})

describe('the board', () => {
  test('holes of the week, what is due soon, what came back', async () => {
    for (let ahead = 0; ahead < 8; ahead++) {
      const date = wireInstant(now + ahead * day).slice(0, 10)
      if (ahead !== 2) await plan(anna, { from: atWall('09:00', date), to: atWall('23:00', date) })
    }
    const due = await ticket({ at: now - 20 * minute })
    const set = newId()
    const back = await ticket(given(anna, [{ at: now - 2 * minute, fact: { type: 'answered', message: newId(), asks: false } }, { at: now - minute, fact: { type: 'came_back', why: 'return', staff: anna.id, set } }]))
    const seen = board.parse((await desk.ask(anna, 'GET', '/api/shifts/board')).json())
    expect(seen.holes).toEqual([{ from: atWall('09:00', '2026-11-26'), to: atWall('23:00', '2026-11-26') }])
    expect(seen.cameBack.map(one => one.number)).toEqual([back.number])
    expect(seen.ahead.map(one => one.number)).toContain(due.number)
    expect(seen.ahead.find(one => one.number === due.number)?.due).toMatchObject({ clock: 'triage' })
  })
})
