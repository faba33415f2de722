/** Doors of outages: the workspace's, the public page, monitoring's calls. Their permissions stand in `http/register.ts`. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { whoOf } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { minute } from '../lib/instant.ts'
import type { Secret } from '../lib/secret.ts'
import type { Time } from '../lib/time.ts'
import { wireInstant } from '../lib/wire.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Change } from '../tickets/change.ts'
import { attachByHand, detachByHand } from './actions/attach.ts'
import { kindOf, reportOf } from './actions/look.ts'
import { hearMonitoring } from './actions/monitoring.ts'
import { correctUpdate, strikeUpdate } from './actions/mistakes.ts'
import { addUpdate, confirmIncident, editIncident, endIncident, openIncident, rejectIncident, reopenIncident, type Opening } from './actions/outages.ts'
import {
  correctionBody, endBody, incidentEdit, incidentId, incidentList, incidentPage, incidentQuery, newIncident, numbersBody, opened, opening, publicStatus, strikeBody, updateBody, updateId, type IncidentPage, type IncidentTicket,
} from './api.ts'
import { limits, values } from './kinds.ts'
import { match } from './match.ts'
import { readCall } from './monitoring.ts'
import { statusPage } from './page.ts'
import { publicOf, wireRow, wireTicket, wireUpdate } from './pages.ts'
import type { IncidentRoom } from './room.ts'
import { correctionsOf, findIncident, publicIncidents, updatesOf, type Incident } from './store/incidents.ts'
import { missedOf, progressOf } from './store/notices.ts'
import { listRow, liveList, namesOfPoints, openerOf, pastList, ticketsById, ticketsOf } from './store/pages.ts'
import { recentReports } from './store/reports.ts'

export type IncidentHouse = {
  db: Db
  time: Time
  incidents: IncidentRoom
  /** Tells the house of changes of tickets after their commit. */
  announce: (changes: readonly Change[]) => void
  /** Tells open workspaces, and wakes who works the lists off. */
  changed: (ids: readonly string[]) => void
  /** Secret of monitoring; null: nobody may call. */
  monitoring: Secret | null
  onTrouble: (error: unknown) => void
}

const shown = 200
const pastPage = 30
/** Seconds for which a page of everybody may be kept; an outage brings many readers at once. */
const statusAge = 15
/** Calls of monitoring a minute. */
const hookRate = { max: 120, timeWindow: '1 minute' }

export function incidentRoutes(app: App, house: IncidentHouse): void {
  const { db, time, incidents, announce, changed, monitoring, onTrouble } = house
  const by = (request: FastifyRequest) => ({ now: time.now(), staffId: whoOf(request).id })

  app.route({
    method: 'GET', url: '/api/incidents', schema: { querystring: incidentQuery, response: { 200: incidentList } },
    handler: async request => {
      const { list, after } = request.query
      const facts = (await incidents.regulationAt(time.now())).document.botFacts.map(({ id, label, topic }) => ({ id, label, topic: topic ?? null }))
      if (list === 'live') return { rows: (await liveList(db)).map(wireRow), next: null, facts }
      const rows = await pastList(db, after ?? null, pastPage)
      return { rows: rows.map(wireRow), next: rows.length < pastPage ? null : rows.at(-1)!.id, facts }
    },
  })
  app.route({
    method: 'GET', url: '/api/incidents/:id', schema: { params: incidentId, response: { 200: incidentPage } },
    handler: async request => showIncident(db, request.params.id, (await incidents.regulationAt(time.now())).document.botFacts),
  })
  app.route({
    method: 'POST', url: '/api/incidents', schema: { body: newIncident, response: { 201: opened } },
    handler: async (request, reply) => {
      const { id, source, ...wish } = request.body
      const made = await openIncident(db, id, openingOf(wish, source, time.now()), by(request))
      changed([id])
      return reply.status(201).send({ id, number: made.number })
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/open', schema: { params: incidentId, body: opening, response: { 200: opened } },
    handler: async request => {
      const { id } = request.params
      const made = await confirmIncident(db, id, openingOf(request.body, 'hand', time.now()), by(request))
      changed([id])
      return { id, number: made.number }
    },
  })
  app.route({
    method: 'PATCH', url: '/api/incidents/:id', schema: { params: incidentId, body: incidentEdit, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { startedAt, ...traits } = request.body
      await editIncident(db, request.params.id, { ...given(traits), ...(startedAt === undefined ? {} : { startedAt: beginningOf(startedAt, time.now()) }) })
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/reject', schema: { params: incidentId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await rejectIncident(db, request.params.id, by(request))
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/updates', schema: { params: incidentId, body: updateBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await addUpdate(db, request.params.id, wordsOf(request.body, time.now()), by(request))
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/updates/:update/correct', schema: { params: updateId, body: correctionBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id, update } = request.params
      await correctUpdate(db, id, update, request.body, by(request))
      changed([id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/updates/:update/strike', schema: { params: updateId, body: strikeBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id, update } = request.params
      await strikeUpdate(db, id, update, request.body.reason, by(request))
      changed([id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/end', schema: { params: incidentId, body: endBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endIncident(db, request.params.id, request.body, by(request))
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/reopen', schema: { params: incidentId, body: updateBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await reopenIncident(db, request.params.id, wordsOf(request.body, time.now()), by(request))
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/attach', schema: { params: incidentId, body: numbersBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await attachByHand(incidents, db, request.params.id, request.body.numbers, by(request), announce)
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })
  app.route({
    method: 'POST', url: '/api/incidents/:id/detach', schema: { params: incidentId, body: numbersBody, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await detachByHand(incidents, db, request.params.id, request.body.numbers, by(request), announce)
      changed([request.params.id])
      return reply.status(204).send(null)
    },
  })

  statusDoors(app, house)

  app.register(async inner => {
    inner.removeAllContentTypeParsers()
    // The signature is over the bytes as they came.
    inner.addContentTypeParser('*', { parseAs: 'string', bodyLimit: limits.hookBytes }, (_request, body, done) => done(null, body))
    inner.route({
      method: 'POST', url: '/hooks/monitoring', bodyLimit: limits.hookBytes, schema: { hide: true }, config: { rateLimit: hookRate },
      handler: async (request, reply) => {
        if (monitoring === null) return reply.status(404).send()
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : value]))
        const call = readCall(monitoring.reveal(), headers, typeof request.body === 'string' ? request.body : '', time.now(), sameText)
        if (!call.ok) return reply.status(call.why === 'unsigned' ? 401 : 400).send()
        try {
          const touched = await hearMonitoring(incidents, db, call.id, call.alert, time.now())
          if (touched !== null) changed([touched])
        } catch (error) {
          onTrouble(error)
          return reply.status(503).header('retry-after', 5).send()
        }
        return reply.status(200).send()
      },
    })
  })
}

/** Public: present and past outages, without points and people. */
function statusDoors(app: App, { db, time, incidents }: IncidentHouse): void {
  const style = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8')
  const stylesheet = `/status.css?v=${createHash('sha256').update(style).digest('hex').slice(0, 12)}`
  const look = async () => {
    const now = time.now()
    const found = await publicIncidents(db, now - values.publicFor)
    const ids = found.map(one => one.id)
    return publicOf(found, await updatesOf(db, ids), await correctionsOf(db, ids), now)
  }
  app.get('/status', { schema: { querystring: z.object({ lang: z.enum(['ru', 'en']).catch('ru').default('ru') }) } }, async (request, reply) => {
    const { document, policy } = await incidents.regulationAt(time.now())
    const html = statusPage({ status: await look(), language: request.query.lang, document, zone: policy.calendars.service.timezone, stylesheet })
    return reply.type('text/html; charset=utf-8').header('cache-control', `public, max-age=${statusAge}`).send(html)
  })
  app.get('/status.json', { schema: { response: { 200: publicStatus } } }, async (_request, reply) => {
    void reply.header('cache-control', `public, max-age=${statusAge}`).header('access-control-allow-origin', '*')
    return look()
  })
  app.get('/status.css', (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(style))
}

/** The outage as people at the desk see it. Refuses `not_found`. */
async function showIncident(db: Db, id: string, facts: RegulationDocument['botFacts']): Promise<IncidentPage> {
  const [incident, row] = [await findIncident(db, id), await listRow(db, id)]
  if (incident === null || row === null) throw new Refusal('not_found')
  const [updates, corrections, progress, attached, missed, touched] = [await updatesOf(db, [id]), await correctionsOf(db, [id]), await progressOf(db, id), await ticketsOf(db, id, shown), await missedOf(db, id, shown), await namesOfPoints(db, id, limits.points)]
  const { why } = incident
  return {
    ...wireRow(row), openedBy: await openerOf(db, id), topic: incident.topic, category: incident.category, facts: [...incident.facts], words: [...incident.words], public: incident.public, touched: [...touched],
    why: why === null ? null : why.kind === 'radar'
      ? { kind: 'radar', by: why.by, what: why.what, points: why.points, people: why.people, since: wireInstant(why.since), until: wireInstant(why.until) }
      : { kind: 'monitoring', alert: why.alert, startedAt: wireInstant(why.startedAt), unknown: [...why.unknown] },
    updates: updates.map(update => wireUpdate(update, corrections, progress)),
    attached: attached.map(ticket => wireTicket(ticket, null)), similar: await similarTo(db, incident, facts), missed: [...missed],
    canReopenUntil: incident.endedAt === null ? null : wireInstant(incident.endedAt + values.reopensFor),
  }
}

/** For a proposal the reports it was made of; for an open one those that look like it, wherever they come from, hang on nothing and were not taken off it. */
async function similarTo(db: Db, incident: Incident, facts: RegulationDocument['botFacts']): Promise<IncidentTicket[]> {
  if (incident.state === 'proposed') return (await ticketsById(db, incident.why?.kind === 'radar' ? incident.why.tickets : [])).map(ticket => wireTicket(ticket, null))
  if (incident.state !== 'open') return []
  const like = (await recentReports(db, incident.startedAt - values.noticedLate, shown * 2)).flatMap(report => {
    const because = report.notOf.includes(incident.id) ? null : match(reportOf(report, facts), { ...kindOf(incident), scope: 'all' })
    return because === null ? [] : [{ id: report.ticketId, because }]
  }).slice(0, shown)
  const becauseOf = new Map(like.map(one => [one.id, one.because]))
  return (await ticketsById(db, [...becauseOf.keys()])).map(ticket => wireTicket(ticket, becauseOf.get(ticket.id) ?? null))
}

function openingOf({ startedAt, first, ...wish }: z.infer<typeof opening>, source: 'ticket' | 'hand', now: number): Opening {
  return { ...wish, source, startedAt: startedAt === null ? null : beginningOf(startedAt, now), first: wordsOf(first, now) }
}

/** A minute of grace: the clocks of a browser and of the desk differ. Refuses `start_time`: later than now, or longer ago than anybody would notice. */
function beginningOf(startedAt: string, now: number): number {
  const at = Date.parse(startedAt)
  if (at > now + minute || at < now - values.startedBefore) throw new Refusal('start_time')
  return Math.min(at, now)
}

/** Refuses `past_time`: the next word cannot be promised for an hour that is over. */
function wordsOf({ nextUpdateAt, ...words }: z.infer<typeof updateBody>, now: number): { id: string; text: string; nextUpdateAt: number | null; toAllPoints: boolean } {
  const next = nextUpdateAt === null ? null : Date.parse(nextUpdateAt)
  if (next !== null && next <= now) throw new Refusal('past_time')
  return { ...words, nextUpdateAt: next }
}

/** Without what was not said. */
const given = <T extends object>(edit: T): { [K in keyof T]?: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
