import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedContact, seedRegulation, seedStaff, seedTicket, type Regulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { newId } from '../lib/ids.ts'
import { handTime } from '../lib/time.ts'
import { change } from '../tickets/actions.ts'
import { readTicket } from '../tickets/store.ts'
import { attachByHand, detachByHand } from './actions/attach.ts'
import { followForIncidents } from './actions/follow.ts'
import { addUpdate, openIncident } from './actions/outages.ts'
import { startCrier } from './jobs.ts'
import type { IncidentRoom } from './room.ts'
import { hasNotices } from './store/notices.ts'
import { hasLooks } from './store/reports.ts'

/** docs/decisions/0018-one-order-of-locks.md against real PostgreSQL: leads, the crier and single changes at the same tickets at once. */
const now = Date.parse('2026-03-17T19:12+03:00')
const time = handTime(now)
let base: FreshDatabase
let regulation: Regulation
let marina: string
let room: IncidentRoom
beforeAll(async () => {
  base = await freshDatabase()
  regulation = await seedRegulation(base.db)
  marina = await seedStaff(base.db, 'Марина Ким', now, 'lead')
  const tickets = plainTickets(() => regulation.policy, { consequences: async (_db, made) => [...followForIncidents(made)] })
  room = { tickets, regulationAt: async () => regulation, proposed: async () => {} }
})
afterAll(() => base.drop())

const lead = () => ({ now: time.now(), staffId: marina })
const first = () => ({ id: newId(), text: 'Чиним.', nextUpdateAt: null, toAllPoints: false })

test('R-4.1.2 many tickets attached by hand, the crier and single changes get at the same tickets at once, and nobody is thrown out', async () => {
  const seeded = await Promise.all(Array.from({ length: 60 }, async (_, index) => {
    const { id: contactId, conversationId } = await seedContact(base.db, { name: `Гость ${index}`, telegram: String(index) }, now)
    // Every second one is also found by its words.
    return seedTicket(base.db, regulation, { subject: index % 2 === 0 ? 'Нет заказов' : 'Касса стоит', at: now, contactId, conversationId, pointId: null }, now)
  }))
  const numbers = seeded.map(one => one.number)
  const incident = await openIncident(base.db, newId(), {
    title: 'Не приходят заказы', components: ['site'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: [], words: ['нет заказов'], public: true, startedAt: null, tickets: [], source: 'hand', first: first(),
  }, lead())
  const troubles: unknown[] = []
  const crier = startCrier({ db: base.db, time, room, announce: () => {}, changed: () => {}, onTrouble: error => void troubles.push(error) })
  try {
    const singles = (list: readonly string[]) => (async () => {
      for (const id of list) await change(room.tickets, base.db, id, { type: 'report_stop' }, { now: time.now(), actor: { kind: 'customer', id: null } })
    })()
    const ids = seeded.map(one => one.id)
    await Promise.all([
      attachByHand(room, base.db, incident.id, numbers, lead()), attachByHand(room, base.db, incident.id, numbers.toReversed(), lead()), singles(ids), singles(ids.toReversed()),
      ...Array.from({ length: 4 }, (_, index) => addUpdate(base.db, incident.id, { ...first(), text: `Новость ${index}.` }, lead())),
    ])
    await detachByHand(room, base.db, incident.id, numbers.slice(0, 20).toReversed(), lead())
    await Promise.all([attachByHand(room, base.db, incident.id, numbers.slice(0, 20), lead()), addUpdate(base.db, incident.id, { ...first(), text: 'Последняя.' }, lead())])
    const end = performance.now() + 20_000
    while (await hasNotices(base.db) || (await hasLooks(base.db)).looks) {
      if (performance.now() > end) throw new Error('the crier did not come to rest')
      await new Promise(resolve => setTimeout(resolve, 10))
      await base.db.updateTable('outbox').set({ state: 'sent' }).where('state', '=', 'queued').execute()
    }
  } finally {
    await crier.stop()
  }
  expect(troubles).toEqual([])
  const last = await base.db.selectFrom('incidentUpdates').select('id').where('text', '=', 'Последняя.').executeTakeFirstOrThrow()
  for (const { id } of seeded) {
    const { ticket, events } = await readTicket(base.db, id)
    expect(ticket.incident?.id).toBe(incident.id)
    expect(events.filter(event => event.type === 'incident_told' && event.update === last.id)).toHaveLength(1)
  }
}, 60_000)

test('a wrong number refuses all before anything is done', async () => {
  const ticket = await seedTicket(base.db, regulation, { subject: 'Касса стоит', at: now }, now)
  const incident = await openIncident(base.db, newId(), {
    title: 'Сбой', components: ['other'], scope: 'all', points: [], topic: null, category: 1, facts: [], words: [], public: true, startedAt: null, tickets: [], source: 'hand', first: first(),
  }, lead())
  await expect(attachByHand(room, base.db, incident.id, [ticket.number, 999_999], lead())).rejects.toMatchObject({ code: 'ticket_not_found' })
  expect((await readTicket(base.db, ticket.id)).ticket.incident).toBeNull()
})
