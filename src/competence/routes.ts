/** Doors to topics and their cards. Their permissions stand in `http/register.ts`. */
import { z } from 'zod'
import { whoOf } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Time } from '../lib/time.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { changeTopic, historyOf, restoreTopic, topic, topics } from './actions.ts'
import { cardChange, cardRestore, topicHistory, topicId, topicList, topicRow } from './api.ts'

export type CompetenceHouse = { db: Db; time: Time; editions: { inForce(at: Instant): Promise<{ document: RegulationDocument }> } }

const byId = z.object({ id: topicId })

export function competenceRoutes(app: App, { db, time, editions }: CompetenceHouse): void {
  const documentNow = async (): Promise<RegulationDocument> => (await editions.inForce(time.now())).document

  app.route({ method: 'GET', url: '/api/topics', schema: { response: { 200: topicList } }, handler: async () => topics(db, await documentNow()) })
  app.route({ method: 'GET', url: '/api/topics/:id', schema: { params: byId, response: { 200: topicRow } }, handler: async request => topic(db, await documentNow(), request.params.id) })
  app.route({
    method: 'PUT', url: '/api/topics/:id', schema: { params: byId, body: cardChange, response: { 200: topicRow } },
    handler: async request => changeTopic(db, await documentNow(), request.params.id, request.body, whoOf(request), time.now()),
  })
  app.route({ method: 'GET', url: '/api/topics/:id/history', schema: { params: byId, response: { 200: topicHistory } }, handler: async request => historyOf(db, await documentNow(), request.params.id) })
  app.route({
    method: 'POST', url: '/api/topics/:id/restore', schema: { params: byId, body: cardRestore, response: { 200: topicRow } },
    handler: async request => restoreTopic(db, await documentNow(), request.params.id, request.body, whoOf(request), time.now()),
  })
}
