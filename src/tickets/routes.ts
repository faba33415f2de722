/** Doors to look at tickets: the queue, its counts, one ticket, why its dues are what they are. Their permissions stand in `http/register.ts`. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { whoOf, type Who } from '../auth/who.ts'
import type { StartLinks } from '../contacts/links.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { hour, type Instant } from '../lib/instant.ts'
import type { Time } from '../lib/time.ts'
import { openCalendar } from '../regulation/calendar.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { ledgerOf } from '../regulation/ledger.ts'
import type { Policy } from '../regulation/policy.ts'
import { read } from '../regulation/reading.ts'
import { tickets as english } from '../words/en/tickets.ts'
import { tickets as russian } from '../words/ru/tickets.ts'
import { clockName, judgingList, ledger as ledgerShape, policyInForce, queueCounts, queuePage, queueQuery, ticketPage, triageHints, type QueueView, type TicketPage } from './api.ts'
import { orderOf, readPlace } from './pages/cursor.ts'
import { gathered } from '../lib/gather.ts'
import { hintsOf } from './pages/hints.ts'
import { wireLedger } from './pages/ledger.ts'
import { pageOf, type TicketEdition } from './pages/page.ts'
import { commonCounts, judgingRows, myCount, queuePage as readQueue, readPage } from './pages/store.ts'
import { signalsOf } from './clocks.ts'
import { idOfNumber, readTicket } from './store.ts'

/** Editions of the regulation, as whoever shows tickets needs them. They never change, so they may be kept. */
export type Editions = {
  of(id: number): Promise<TicketEdition>
  inForce(at: Instant): Promise<TicketEdition & { document: RegulationDocument }>
}

export type TicketsHouse = { db: Db; time: Time; editions: Editions; startLinks: StartLinks }

/** in the workspace: what is due within two service hours, or overdue, is hot. */
const hotAhead = 2 * hour
export const hotUntil = (policy: Policy, now: Instant): Instant => openCalendar(policy.calendars.service).add(now, hotAhead)

/** Counts are asked for by every workspace after every change: one statement answers all who ask within this time. */
const countsRestMs = 250

export const ticketNumber = z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

/** The ticket as this person sees it now. Refuses `ticket_not_found`. */
export async function showTicket({ db, time, editions, startLinks }: TicketsHouse, number: number, person: Pick<Who, 'id' | 'role'>): Promise<TicketPage> {
  const row = await readPage(db, number)
  if (row === null) throw new Refusal('ticket_not_found', { number })
  return pageOf(row, await editions.of(row.editionId), person, startLinks, time.now())
}

export function ticketRoutes(app: App, house: TicketsHouse): void {
  const { db, time, editions } = house
  const hotNow = async (): Promise<Instant> => {
    const now = time.now()
    return hotUntil((await editions.inForce(now)).policy, now)
  }
  const forAll = gathered(async () => commonCounts(db, await hotNow()), countsRestMs)
  // The first page of a view is the same for all and asked for by every workspace after every change: who asks meanwhile waits for the next reading.
  const firstPages = new Map<string, () => ReturnType<typeof readQueue>>()
  const firstPage = (view: QueueView, limit: number) => {
    const key = `${view} ${limit}`
    const known = firstPages.get(key) ?? gathered(async () => readQueue(db, view, { me: '', hotUntil: await hotNow() }, null, limit), 0)
    firstPages.set(key, known)
    return known()
  }

  app.route({
    method: 'GET', url: '/api/judging', schema: { response: { 200: judgingList } },
    handler: () => judgingRows(db),
  })

  app.route({
    method: 'GET', url: '/api/queue', schema: { querystring: queueQuery, response: { 200: queuePage } },
    handler: async (request, reply) => {
      const { view, after, limit } = request.query
      const place = after === undefined ? null : readPlace(after, orderOf(view))
      if (after !== undefined && place === null) throw new Refusal('bad_request')
      const { rows, next } = await (place === null && view !== 'mine' ? firstPage(view, limit) : readQueue(db, view, { me: whoOf(request).id, hotUntil: await hotNow() }, place, limit))
      return sendJson(reply, `{"rows":${rows},"next":${JSON.stringify(next)}}`)
    },
  })

  app.route({
    method: 'GET', url: '/api/queue/counts', schema: { response: { 200: queueCounts } },
    handler: async request => {
      const [common, mine] = await Promise.all([forAll(), myCount(db, whoOf(request).id)])
      return { ...common, mine }
    },
  })

  app.route({
    method: 'GET', url: '/api/tickets/:number', schema: { params: ticketNumber, response: { 200: ticketPage } },
    handler: request => showTicket(house, request.params.number, whoOf(request)),
  })

  app.route({
    method: 'GET', url: '/api/tickets/:number/ledger/:clock', schema: { params: ticketNumber.extend({ clock: clockName }), response: { 200: ledgerShape } },
    handler: async request => {
      const { number, clock } = request.params
      const { ticket, events } = await readTicket(db, await idOfNumber(db, number))
      const { policy } = await editions.of(ticket.edition)
      const found = ledgerOf(read(signalsOf(events), policy, time.now()), clock)
      // A ticket without a category has no reaction and no result clock yet: there is nothing to reckon.
      return found === null ? { clock, due: null, lines: [] } : wireLedger(found, (whoOf(request).language === 'ru' ? russian : english).ledger)
    },
  })

  app.route({
    method: 'GET', url: '/api/triage-hints', schema: { response: { 200: triageHints } },
    handler: async () => hintsOf((await editions.inForce(time.now())).document),
  })

  app.route({
    method: 'GET', url: '/api/policy', schema: { response: { 200: policyInForce } },
    handler: async () => {
      const { id, version, policy } = await editions.inForce(time.now())
      return { id, version, policy }
    },
  })
}

/** Sends JSON that PostgreSQL made: it already has the declared shape (a test holds it against it) and is not parsed again. */
function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(String).send(text)
}
