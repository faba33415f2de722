/** Doors of the hall: a ticket by hand for a caller, and what could not be read. Their permissions stand in `http/register.ts`. */
import { z } from 'zod'
import { record, type Act } from '../audit/store.ts'
import { whoOf } from '../auth/who.ts'
import { readPhone } from '../contacts/phone.ts'
import { changeContact, refuseGone } from '../contacts/store.ts'
import type { App } from '../lib/app.ts'
import type { Bell } from '../lib/bell.ts'
import { isDuplicate, tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Time } from '../lib/time.ts'
import { wireInstant } from '../lib/wire.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import { newTicket, registered } from '../tickets/api.ts'
import type { Change } from '../tickets/change.ts'
import { ticketOfRequest } from '../tickets/store.ts'
import { requestKey } from '../messages/routes.ts'
import { registerByHand } from './actions/by-hand.ts'
import { quarantineId, quarantinePage as pageShape, quarantineQuery } from './api.ts'
import { askFor } from './aside/store.ts'
import type { Glance } from './quarantine/glance.ts'
import { previewOf } from './quarantine/preview.ts'
import { putAside, quarantinePage, readAgain } from './quarantine/store.ts'

export type IntakeHouse = {
  db: Db
  time: Time
  bell: Pick<Bell, 'ring'>
  tickets: TicketRoom
  /** Channels whose events are prepared before they are read. */
  prepares: () => readonly string[]
  /** What can be made out of a letter that could not be read; null for everything else. */
  glance: (channelId: string, raw: unknown) => Glance | null
  /** Tells the house of changes after their commit. */
  announce: (changes: readonly Change[]) => void
}

const byHand = newTicket.extend({ phone: newTicket.shape.phone.refine(typed => typed === '' || readPhone(typed) !== null) })

export function intakeRoutes(app: App, { db, time, bell, tickets, prepares, glance, announce }: IntakeHouse): void {
  app.route({
    method: 'POST', url: '/api/tickets', schema: { headers: requestKey, body: byHand, response: { 201: registered } },
    handler: async (request, reply) => {
      const who = whoOf(request)
      const given = request.headers['idempotency-key']
      const key = given === undefined ? null : `new ${who.id} ${given}`
      const { id, number } = await register(request.body, who.id, key)
      return reply.status(201).send({ id, number })
    },
  })

  async function register(wish: z.infer<typeof newTicket>, staffId: string, key: string | null): Promise<{ id: string; number: number }> {
    const phone = readPhone(wish.phone)
    try {
      const { id, number, changes } = await tx(db, async inner => {
        await refuseGone(inner, wish)
        const made = await registerByHand(tickets, inner, { ...wish, phone: phone?.number ?? null }, { now: time.now(), actor: { kind: 'staff', id: staffId } }, key)
        const contactId = made.changes[0]?.after.ticket.contactId ?? null
        if (wish.contactId === null && contactId !== null && phone !== null && phone.extension !== null) await changeContact(inner, contactId, { phoneExtension: phone.extension })
        return made
      })
      announce(changes)
      return { id, number }
    } catch (error) {
      // Two requests of one key at once: the other made the ticket.
      const known = key !== null && isDuplicate(error, 'ticket_requests_pkey') ? await ticketOfRequest(db, key) : null
      if (known === null) throw error
      return known
    }
  }

  app.route({
    method: 'GET', url: '/api/quarantine', schema: { querystring: quarantineQuery, response: { 200: pageShape } },
    handler: async request => {
      const { rows, next } = await quarantinePage(db, request.query.after ?? null)
      return {
        rows: rows.map(row => {
          const letter = glance(row.channelId, row.raw)
          return { id: String(row.id), channelId: row.channelId, receivedAt: wireInstant(row.receivedAt), reason: row.reason ?? '', tries: row.tries, letter, preview: letter === null ? previewOf(row.raw) : '' }
        }),
        next: next === null ? null : String(next),
      }
    },
  })

  app.route({
    method: 'POST', url: '/api/quarantine/:id/retry', schema: { params: quarantineId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await handled(request.params.id, whoOf(request).id, 'quarantine_retried', inner => readAgain(inner, request.params.id, prepares()))
      bell.ring('inbox')
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'POST', url: '/api/quarantine/:id/dismiss', schema: { params: quarantineId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await handled(request.params.id, whoOf(request).id, 'quarantine_dismissed', inner => putAside(inner, request.params.id, time.now()))
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'POST', url: '/api/quarantine/:id/stub', schema: { params: quarantineId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await handled(request.params.id, whoOf(request).id, 'quarantine_stubbed', inner => askFor(inner, request.params.id, 'quarantined', prepares()))
      bell.ring('inbox')
      return reply.status(204).send(null)
    },
  })

  /** A customer's words may hang on it: who decided stays on record. */
  async function handled(id: number, actor: string, act: Act, work: (inner: Db) => Promise<boolean>): Promise<void> {
    await tx(db, async inner => {
      if (!await work(inner)) throw new Refusal('not_found')
      await record(inner, { at: time.now(), actor, act, subject: String(id) })
    })
  }
}
