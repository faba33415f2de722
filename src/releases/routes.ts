/** Doors of development items. Their permissions stand in `http/register.ts`. */
import { z } from 'zod'
import { whoOf } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import type { Time } from '../lib/time.ts'
import { id } from '../lib/wire.ts'
import { requestKey } from '../messages/routes.ts'
import { create, revise, tellWaiting } from './actions.ts'
import { development, developmentChanges, developmentPage, developments, developmentsQuery, developmentStates, newDevelopment, tell, told } from './api.ts'
import { affectedBy, findDevelopments, readDevelopment, tellingsOf, ticketsOf } from './store.ts'

const byId = z.object({ id })

export function releaseRoutes(app: App, { db, time }: { db: Db; time: Time }): void {
  app.route({
    method: 'GET', url: '/api/developments', schema: { querystring: developmentsQuery, response: { 200: developments } },
    handler: async ({ query: { words, state } }) => [...await findDevelopments(db, words, state === 'all' ? developmentStates : state === 'living' ? ['open', 'in_work'] : [state])],
  })

  app.route({
    method: 'POST', url: '/api/developments', schema: { body: newDevelopment, response: { 201: development } },
    handler: async (request, reply) => reply.status(201).send(await readDevelopment(db, await create(db, request.body, whoOf(request).id, time.now()))),
  })

  app.route({
    method: 'GET', url: '/api/developments/:id', schema: { params: byId, response: { 200: developmentPage } },
    handler: async ({ params }) => {
      const found = await readDevelopment(db, params.id)
      const [tickets, affected, tellings] = await Promise.all([ticketsOf(db, params.id), affectedBy(db, params.id), tellingsOf(db, params.id)])
      return { development: found, tickets, affected, tellings }
    },
  })

  app.route({
    method: 'PATCH', url: '/api/developments/:id', schema: { params: byId, body: developmentChanges, response: { 200: development } },
    handler: async request => {
      const { version, ...changes } = request.body
      await revise(db, request.params.id, { version, ...withoutAbsent(changes) }, whoOf(request).id, time.now())
      return readDevelopment(db, request.params.id)
    },
  })

  app.route({
    method: 'POST', url: '/api/developments/:id/tell', schema: { params: byId, headers: requestKey, body: tell, response: { 202: told } },
    handler: async (request, reply) => {
      const who = whoOf(request)
      const key = request.headers['idempotency-key']
      return reply.status(202).send(await tellWaiting(db, request.params.id, request.body.text, who.id, key === undefined ? null : `${who.id} ${key}`, time.now()))
    },
  })
}

/** A field that was left out is left alone. */
function withoutAbsent<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
