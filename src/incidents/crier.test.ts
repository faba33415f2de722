import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedContact, seedPoint, seedRegulation, seedStaff, seedTicket, type Regulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { alarmConsequences, raise } from '../alarms/actions/raise.ts'
import { urgentKinds } from '../alarms/alarm.ts'
import { json, together } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import { minute } from '../lib/instant.ts'
import type { Loop } from '../lib/loop.ts'
import { handTime } from '../lib/time.ts'
import type { Change } from '../tickets/change.ts'
import { change } from '../tickets/actions.ts'
import { readTicket } from '../tickets/store.ts'
import { attachByHand, detachByHand } from './actions/attach.ts'
import { followForIncidents } from './actions/follow.ts'
import { addUpdate, confirmIncident, editIncident, endIncident, openIncident, rejectIncident, type Opening } from './actions/outages.ts'
import { startCrier } from './jobs.ts'
import type { IncidentRoom } from './room.ts'
import { openAt } from './store/incidents.ts'
import { progressOf } from './store/notices.ts'
import { openerOf, ticketsOf } from './store/pages.ts'

/** The list of an update against real PostgreSQL, without a channel: what is enqueued stays in the outbox. */
const now = Date.parse('2026-03-17T19:12+03:00')
const time = handTime(now)
let base: FreshDatabase
let regulation: Regulation
let marina: string
let room: IncidentRoom
/** A defect of ours: this ticket's changes cannot be written. */
let sick: string | null = null
const troubles: (string | undefined)[] = []
/** What customers were told, in order. */
const said: string[] = []

beforeAll(async () => {
  base = await freshDatabase()
  regulation = await seedRegulation(base.db)
  marina = await seedStaff(base.db, 'Марина Ким', now, 'lead')
  const tickets = plainTickets(() => regulation.policy, {
    consequences: async (_db, change: Change) => {
      if (change.id === sick && change.command?.type === 'tell_incident') throw new Error('a defect')
      if (change.command?.type === 'tell_incident') said.push(change.command.text)
      return [...followForIncidents(change), ...await alarmConsequences(room, change)]
    },
  })
  room = { tickets, regulationAt: async () => regulation, proposed: async () => {} }
})
afterAll(() => base.drop())

const lead = () => ({ now: time.now(), staffId: marina })
const wish = (over: Partial<Opening> = {}): Opening => ({
  title: 'Не приходят заказы', components: ['site'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: [], words: ['нет заказов'], public: true, startedAt: null, tickets: [], source: 'hand',
  first: { id: newId(), text: 'Чиним.', nextUpdateAt: null, toAllPoints: false }, ...over,
})
let people = 0
async function writer(subject: string, pointId: string | null = null) {
  const { id: contactId, conversationId } = await seedContact(base.db, { name: `Гость ${++people}`, telegram: String(people) }, now)
  return seedTicket(base.db, regulation, { subject, at: time.now(), contactId, conversationId, pointId }, time.now())
}
/** Runs the crier until nothing waits any more, or until `calm` says that it is enough. */
async function cry(calm: () => Promise<boolean> = nothingWaits): Promise<void> {
  const loop: Loop = startCrier({ db: base.db, time, room, announce: () => {}, changed: () => {}, onTrouble: (_error, subject) => void troubles.push(subject) })
  try {
    const end = performance.now() + 10_000
    while (!await calm()) {
      if (performance.now() > end) throw new Error('the crier did not come to rest')
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  } finally {
    await loop.stop()
  }
}
async function nothingWaits(): Promise<boolean> {
  const { rows } = await base.pool.query<{ left: string }>(`select (select count(*) from incident_looks) + (select count(*) from incident_notices where state = 'waiting') as left`)
  return Number(rows[0]!.left) === 0
}
const clear = () => base.pool.query(`delete from outbox; delete from incident_looks; update incident_notices set state = 'passed', reason = 'newer' where state = 'waiting'; update incidents set state = 'ended', ended_at = opened_at where state = 'open'`)

describe('R-4.1.2 the list of an update', () => {
  it('what was reported before an outage was opened is of it; what a person has answered stays his', async () => {
    await clear()
    const [early, old, answered] = [await writer('Нет заказов с утра'), await writer('Нет заказов'), await writer('нет заказов!')]
    await base.pool.query(`update tickets set received_at = received_at - interval '2 hours', created_at = created_at - interval '2 hours' where id = $1`, [old.id])
    await base.pool.query(`insert into ticket_events (ticket_id, seq, id, type, at, recorded_at, actor_kind, actor_id, data) values ($1, 2, $2, 'call_held', $3, $3, 'staff', $4, '{"note":"","asks":false,"tasks":[]}')`, [answered.id, newId(), new Date(now).toISOString(), marina])
    const { id } = await openIncident(base.db, newId(), wish(), lead())
    await cry()
    expect((await readTicket(base.db, early.id)).ticket).toMatchObject({ incident: { id }, category: 1, topic: '4.1.2' })
    for (const other of [old, answered]) expect((await readTicket(base.db, other.id)).ticket.incident).toBeNull()
  })

  it('a ticket that cannot be told is passed over and named, and stops no other', async () => {
    await clear()
    const tickets = [await writer('Нет заказов'), await writer('Нет заказов'), await writer('Нет заказов')]
    sick = tickets[1]!.id
    troubles.length = 0
    const { id } = await openIncident(base.db, newId(), wish(), lead())
    await cry()
    sick = null
    expect(troubles).toHaveLength(1)
    const told = await Promise.all(tickets.map(async ticket => (await readTicket(base.db, ticket.id)).events.filter(event => event.type === 'incident_told').length))
    expect(told).toEqual([1, 0, 1])
    const rows = await base.db.selectFrom('incidentNotices').select('reason').where('incidentId', '=', id).where('state', '=', 'passed').execute()
    expect(rows).toEqual([{ reason: 'failed' }])
  })

  it('pains 12 of thousands never more than forty are on their way, so that an answer of a person waits behind no more', async () => {
    await clear()
    const point = await seedPoint(base.db, { name: 'Кафе «Берёзка»' }, now)
    const contacts = await Promise.all(Array.from({ length: 120 }, (_, index) => seedContact(base.db, { name: `Читатель ${index}`, telegram: `r${index}` }, now)))
    for (const { id } of contacts) await base.db.insertInto('contactPoints').values({ contactId: id, pointId: point, source: 'link', at: new Date(now).toISOString() }).execute()
    const { id } = await openIncident(base.db, newId(), wish({ first: { id: newId(), text: 'Чиним.', nextUpdateAt: null, toAllPoints: true } }), lead())
    const queued = async () => Number((await base.pool.query<{ count: string }>(`select count(*) from outbox where state = 'queued'`)).rows[0]!.count)
    let most = 0
    await cry(async () => {
      const waiting = await queued()
      most = Math.max(most, waiting)
      // The sender takes what is there.
      if (waiting >= 30) await base.pool.query(`update outbox set state = 'sent' where state = 'queued'`)
      return await nothingWaits()
    })
    expect(most).toBeLessThanOrEqual(45)
    const [progress] = await progressOf(base.db, id)
    expect(progress).toMatchObject({ people: 120, notReached: 0, passed: 0 })
    const { rows } = await base.pool.query<{ count: string }>('select count(*) from outbox group by conversation_id having count(*) > 1')
    expect(rows).toEqual([])
  })

  it('a newer message says it all: who has not heard the older one hears the newer one only', async () => {
    await clear()
    said.length = 0
    const ticket = await writer('Нет заказов')
    const { id } = await openIncident(base.db, newId(), wish({ tickets: [ticket.number] }), lead())
    await addUpdate(base.db, id, { id: newId(), text: 'Нашли причину.', nextUpdateAt: null, toAllPoints: false }, lead())
    await cry()
    // He has read no beginning: it stands before the news, in one message.
    expect(said).toEqual([`Чиним.\n\nНашли причину. Ваша заявка № ${ticket.number}, ничего делать не нужно.\n\nМарина Ким, поддержка`])
    const { ticket: after, events } = await readTicket(base.db, ticket.id)
    expect(after.incident?.id).toBe(id)
    expect(events.filter(event => event.type === 'incident_told')).toHaveLength(1)
    expect((await progressOf(base.db, id)).map(one => [one.underWay, one.passed]).sort()).toEqual([[0, 0], [0, 1]])
  })

  it('pains 12 whose ticket is of the outage hears of it there and not once more as somebody of the point', async () => {
    await clear()
    const point = await seedPoint(base.db, { name: 'Кафе «Сирень»' }, now)
    const tickets = [await writer('Касса стоит', point), await writer('Нет заказов', point)]
    for (const { id } of tickets) await base.db.insertInto('contactPoints').values({ contactId: (await readTicket(base.db, id)).ticket.contactId!, pointId: point, source: 'link', at: new Date(now).toISOString() }).execute()
    // One was chosen by the lead, the other is found by its words after the lists were made.
    const { id } = await openIncident(base.db, newId(), wish({ scope: 'points', points: [point], tickets: [tickets[0]!.number], first: { id: newId(), text: 'Чиним.', nextUpdateAt: null, toAllPoints: true } }), lead())
    await cry()
    const told = await base.db.selectFrom('incidentNotices').select(['ticketId', 'conversationId']).where('incidentId', '=', id).where('state', '=', 'told').execute()
    expect(told.map(one => one.ticketId).toSorted()).toEqual(tickets.map(ticket => ticket.id).toSorted())
  })

  it('R-4.1.2 people who were to hear of the outage hear the newer word, also where that was meant for its tickets only', async () => {
    await clear()
    const point = await seedPoint(base.db, { name: 'Кафе «Ландыш»' }, now)
    const { id: contactId } = await seedContact(base.db, { name: 'Управляющий', telegram: 'landysh' }, now)
    await base.db.insertInto('contactPoints').values({ contactId, pointId: point, source: 'link', at: new Date(now).toISOString() }).execute()
    const { id } = await openIncident(base.db, newId(), wish({ scope: 'points', points: [point], first: { id: newId(), text: 'Чиним.', nextUpdateAt: null, toAllPoints: true } }), lead())
    const newer = newId()
    await addUpdate(base.db, id, { id: newer, text: 'Нашли причину.', nextUpdateAt: null, toAllPoints: false }, lead())
    await cry()
    const told = await base.db.selectFrom('incidentNotices').select('updateId').where('incidentId', '=', id).where('state', '=', 'told').execute()
    expect(told).toEqual([{ updateId: newer }])
  })

  it('what a lead has decided of a proposed outage is no alarm any more', async () => {
    await clear()
    const proposed = async (): Promise<string> => {
      const { id } = await openIncident(base.db, newId(), wish(), lead())
      await base.db.updateTable('incidents').set({ state: 'proposed', openedAt: null, openedBy: null }).where('id', '=', id).execute()
      await together(base.db, [raise({ kind: 'incident', occasion: id, title: 'Сбой?', text: '', path: '' }, now)])
      return id
    }
    const [real, none] = [await proposed(), await proposed()]
    await confirmIncident(base.db, real, wish(), lead())
    await rejectIncident(base.db, none, lead())
    expect(await base.db.selectFrom('alarms').select(['endReason', 'endedBy']).where('kind', '=', 'incident').execute()).toEqual([{ endReason: 'seen', endedBy: marina }, { endReason: 'seen', endedBy: marina }])
  })

  it('R-4.1.1 tickets that get category 1 with an outage alarm nobody, by which way they ever come to it', async () => {
    await clear()
    await base.db.deleteFrom('alarms').execute()
    const [seen, chosen, alike, late] = [await writer('Касса стоит'), await writer('Всё стоит'), await writer('Нет заказов'), await writer('Ничего не работает')]
    await change(room.tickets, base.db, seen.id, { type: 'report_stop' }, { now: time.now(), actor: { kind: 'customer', id: null } })
    const { id } = await openIncident(base.db, newId(), wish({ words: [] }), lead())
    await base.db.updateTable('incidents').set({ state: 'proposed', openedAt: null, openedBy: null, why: json({ kind: 'radar', by: 'words', what: 'касса стоит', points: 3, people: 3, since: time.now(), until: time.now(), tickets: [seen.id] }) }).where('id', '=', id).execute()
    await confirmIncident(base.db, id, wish({ tickets: [chosen.number] }), lead())
    await cry()
    await attachByHand(room, base.db, id, [late.number], lead())
    await cry()
    // How each of them came to it is told apart.
    expect(Object.fromEntries((await ticketsOf(base.db, id, 10)).map(ticket => [ticket.id, ticket.attachedBy]))).toEqual({ [seen.id]: 'proposal', [chosen.id]: 'staff', [alike.id]: 'machine', [late.id]: 'staff' })
    expect(await openerOf(base.db, id)).toBe('Марина Ким')
    for (const one of [seen, chosen, alike, late]) expect((await readTicket(base.db, one.id)).ticket).toMatchObject({ incident: { id }, category: 1 })
    expect(await base.db.selectFrom('alarms').select(['kind', 'endReason']).where('kind', 'in', urgentKinds).execute()).toEqual([{ kind: 'stop', endReason: 'incident' }])
  })

  it('tickets are attached and taken off by hand; one that was taken off is not told any more', async () => {
    await clear()
    const [one, two] = [await writer('Касса не печатает'), await writer('Ничего не работает')]
    const { id } = await openIncident(base.db, newId(), wish(), lead())
    await attachByHand(room, base.db, id, [one.number, two.number], lead())
    await cry()
    expect((await readTicket(base.db, one.id)).events.filter(event => event.type === 'attached_to_incident')).toMatchObject([{ by: 'staff', actor: { kind: 'staff', id: marina } }])
    await detachByHand(room, base.db, id, [two.number], lead())
    await addUpdate(base.db, id, { id: newId(), text: 'Нашли причину.', nextUpdateAt: null, toAllPoints: false }, lead())
    await cry()
    const told = async (ticket: { id: string }) => (await readTicket(base.db, ticket.id)).events.filter(event => event.type === 'incident_told').length
    expect([await told(one), await told(two)]).toEqual([2, 1])
    await endIncident(base.db, id, { id: newId(), text: 'Заработало.', toAllPoints: false }, lead())
    await expect(attachByHand(room, base.db, id, [two.number], lead())).rejects.toThrow(new Refusal('incident_moved_on'))
  })

  it('R-4.1.2 why nobody was written to is counted by its reason: closed, taken off, a newer word, his own ticket', async () => {
    await clear()
    const point = await seedPoint(base.db, { name: 'Кафе «Василёк»' }, now)
    const [closed, off, stays] = [await writer('Касса стоит'), await writer('Всё стоит'), await writer('Ничего не работает', point)]
    const { id } = await openIncident(base.db, newId(), wish({ scope: 'points', points: [point], tickets: [closed.number, off.number], words: [] }), lead())
    await cry()
    await attachByHand(room, base.db, id, [stays.number], lead())
    const update = newId()
    await addUpdate(base.db, id, { id: update, text: 'Нашли причину.', nextUpdateAt: null, toAllPoints: false }, lead())
    const { conversationId } = (await readTicket(base.db, stays.id)).ticket
    await base.db.insertInto('incidentNotices').values({ incidentId: id, updateId: update, conversationId, state: 'waiting' }).execute()
    await change(room.tickets, base.db, closed.id, { type: 'close_spam' }, { now: time.now(), actor: { kind: 'staff', id: marina } })
    await detachByHand(room, base.db, id, [off.number], lead())
    await cry()
    const progress = await progressOf(base.db, id)
    expect(progress.find(one => one.updateId === update)).toMatchObject({ tickets: 3, people: 1, notReached: 1, passed: 3, passedReasons: [{ reason: 'ended', count: 1 }, { reason: 'has_ticket', count: 1 }, { reason: 'taken_off', count: 1 }] })
    expect(progress.find(one => one.updateId !== update)).toMatchObject({ passed: 1, passedReasons: [{ reason: 'newer', count: 1 }] })
  })

  it('R-6.4.1 a ticket hangs on the outage that its history names: taken off by mistake it hears the end, moved to another it hears the other only', async () => {
    await clear()
    const [one, two] = [await writer('Касса не печатает'), await writer('Ничего не работает')]
    const first = await openIncident(base.db, newId(), wish({ tickets: [one.number, two.number] }), lead())
    await cry()
    await detachByHand(room, base.db, first.id, [one.number], lead())
    const off = (await readTicket(base.db, one.id)).events.findLast(event => event.type === 'detached_from_incident')
    await change(room.tickets, base.db, one.id, { type: 'strike', event: off!.id, reason: 'по ошибке' }, { now: time.now(), actor: { kind: 'staff', id: marina } })
    const second = await openIncident(base.db, newId(), wish({ title: 'Не печатают чеки', topic: null, words: ['не печатает чек'] }), lead())
    await attachByHand(room, base.db, second.id, [two.number], lead())
    await endIncident(base.db, first.id, { id: newId(), text: 'Заработало.', toAllPoints: false }, lead())
    await cry()
    expect((await readTicket(base.db, one.id)).ticket.result?.incident).toBe(first.id)
    const standing = await base.db.selectFrom('incidentTickets').select('incidentId').where('ticketId', '=', two.id).where('detachedAt', 'is', null).execute()
    expect(standing).toEqual([{ incidentId: second.id }])
  })

  it('an outage that is widened takes in what was reported at the further points', async () => {
    await clear()
    const [here, there] = [await seedPoint(base.db, { name: 'Здесь' }, now), await seedPoint(base.db, { name: 'Там' }, now)]
    const ticket = await writer('Нет заказов', there)
    const { id } = await openIncident(base.db, newId(), wish({ scope: 'points', points: [here] }), lead())
    await cry()
    expect((await readTicket(base.db, ticket.id)).ticket.incident).toBeNull()
    expect(await openAt(base.db, [there])).toEqual([])
    time.advance(minute)
    await editIncident(base.db, id, { points: [here, there] })
    await cry()
    expect((await readTicket(base.db, ticket.id)).ticket.incident?.id).toBe(id)
    expect(await openAt(base.db, [there])).toMatchObject([{ id, text: 'Чиним.' }])
  })
})
