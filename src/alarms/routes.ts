/** Doors of alarms and of a member's own chat. Their permissions stand in `http/register.ts`. */
import { renderSVG } from 'uqr'
import { z } from 'zod'
import { whoOf } from '../auth/who.ts'
import type { StartLinks } from '../contacts/links.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Time } from '../lib/time.ts'
import { id, wireInstant, wireInstantOrNull } from '../lib/wire.ts'
import type { Change } from '../tickets/change.ts'
import { ackAlarm, takeAlarm, type Taking } from './actions/take.ts'
import { alarmHistory, chatLink, historyQuery, myChat, openAlarms, taking, type MyChat, type TakingAnswer } from './api.ts'
import { linkPayload } from './chats/colleagues.ts'
import { makeLink, unlink } from './chats/actions/linking.ts'
import { chatOf } from './chats/store.ts'
import { cursorOf, itemOf, readCursor } from './pages/page.ts'
import { endedOnes, openOnes, triageOpen } from './pages/store.ts'
import type { AlarmRoom } from './room.ts'
import { ticketOfAlarm, untriaged } from './store.ts'

export type AlarmsHouse = {
  db: Db
  time: Time
  tickets: AlarmRoom['tickets']
  startLinks: StartLinks
  /** Tells the house of changes after their commit, and that alarms look different now. */
  announce: (changes: readonly Change[]) => void
}

const openMost = 200
const historyPage = 50
/** Seen from a phone held over a screen: no torn corners here. */
const qr = { ecc: 'M', border: 4, pixelSize: 6 } as const
const byId = z.object({ id })

export function alarmRoutes(app: App, { db, time, tickets, startLinks, announce }: AlarmsHouse): void {
  app.route({
    method: 'GET', url: '/api/alarms', schema: { response: { 200: openAlarms } },
    handler: async request => {
      const me = whoOf(request).id
      const [rows, group] = await Promise.all([openOnes(db, me, openMost), triageOpen(db, me)])
      const waiting = group.open ? await untriaged(db, time.now()) : null
      return {
        rows: rows.map(itemOf),
        triage: waiting === null || waiting.count === 0 ? null : { count: waiting.count, overdue: waiting.overdue, due: wireInstantOrNull(waiting.due), rings: group.rings },
      }
    },
  })

  app.route({
    method: 'GET', url: '/api/alarms/history', schema: { querystring: historyQuery, response: { 200: alarmHistory } },
    handler: async request => {
      const { before } = request.query
      const place = before === undefined ? null : readCursor(before)
      if (before !== undefined && place === null) throw new Refusal('bad_request')
      const rows = await endedOnes(db, whoOf(request).id, place, historyPage + 1)
      const shown = rows.slice(0, historyPage)
      return { rows: shown.map(itemOf), next: rows.length > historyPage ? cursorOf(shown.at(-1)!) : null }
    },
  })

  const answer = async (alarmId: string, made: Taking): Promise<TakingAnswer> => {
    announce(made.changes)
    return { outcome: made.outcome, by: made.outcome === 'over' ? made.by : null, number: await ticketOfAlarm(db, alarmId) }
  }
  app.route({
    method: 'POST', url: '/api/alarms/:id/take', schema: { params: byId, response: { 200: taking } },
    handler: async request => answer(request.params.id, await takeAlarm({ tickets }, db, request.params.id, whoOf(request), time.now())),
  })
  app.route({
    method: 'POST', url: '/api/alarms/:id/ack', schema: { params: byId, response: { 200: taking } },
    handler: async request => answer(request.params.id, await ackAlarm(db, request.params.id, whoOf(request), time.now())),
  })

  const mine = async (staffId: string): Promise<MyChat> => {
    const chat = await chatOf(db, staffId)
    return { chat: chat === null ? null : { ...chat, linkedAt: wireInstant(chat.linkedAt) }, canLink: startLinks(linkPayload('x')).length > 0 }
  }
  app.route({ method: 'GET', url: '/api/me/telegram', schema: { response: { 200: myChat } }, handler: request => mine(whoOf(request).id) })
  app.route({
    method: 'POST', url: '/api/me/telegram', schema: { response: { 200: chatLink } },
    handler: async (request, reply) => {
      if (startLinks(linkPayload('x')).length === 0) throw new Refusal('not_found')
      const { token, expiresAt } = await makeLink(db, whoOf(request).id, time.now())
      const [{ url } = { url: '' }] = startLinks(linkPayload(token))
      reply.header('cache-control', 'no-store')
      return { url, qr: renderSVG(url, qr), expiresAt: wireInstant(expiresAt) }
    },
  })
  app.route({
    method: 'DELETE', url: '/api/me/telegram', schema: { response: { 200: myChat } },
    handler: async request => {
      const me = whoOf(request).id
      await unlink(db, me, time.now())
      return mine(me)
    },
  })
}
