/** The roster: read, planned by entries and by a pattern. */
import { z } from 'zod'
import { whoOf, type Who } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import { Refusal } from '../../lib/errors.ts'
import { day } from '../../lib/instant.ts'
import { id } from '../../lib/wire.ts'
import { openCalendar } from '../../regulation/calendar.ts'
import { listMembers } from '../../staff/store.ts'
import { plan, planPattern, replan, unplan } from '../actions.ts'
import { entryChanges, limits, newEntry, newPattern, patternMade, roster, rosterQuery } from '../api.ts'
import { holesIn } from '../roster.ts'
import { entriesBetween, namesOf } from '../store.ts'
import { policyAt, wireSpan, type ShiftsHouse } from './house.ts'

const byId = z.object({ id })

export function rosterRoutes(app: App, house: ShiftsHouse): void {
  const { db, time } = house
  const authorOf = (who: Who) => ({ by: who.id, now: time.now() })

  app.route({
    method: 'GET', url: '/api/roster', schema: { querystring: rosterQuery, response: { 200: roster } },
    handler: async request => {
      const [from, to] = [Date.parse(request.query.from), Date.parse(request.query.to)]
      if (from >= to || to - from > limits.days * day) throw new Refusal('roster_period')
      const [entries, members, policy] = await Promise.all([entriesBetween(db, from, to), listMembers(db, { all: false }), policyAt(house)])
      const names = await namesOf(db, entries.flatMap(entry => [entry.staffId, ...(entry.substituteId === null ? [] : [entry.substituteId])]))
      const person = (staffId: string) => ({ id: staffId, name: names.get(staffId) ?? '' })
      return {
        zone: policy.calendars.service.timezone,
        entries: entries.map(({ staffId, substituteId, ...entry }) => ({ id: entry.id, staff: person(staffId), ...wireSpan(entry), kind: entry.kind, substitute: substituteId === null ? null : person(substituteId), note: entry.note })),
        holes: holesIn(entries, openCalendar(policy.calendars.service).windows(from, to)).map(wireSpan),
        people: members.map(({ id: memberId, name }) => ({ id: memberId, name })),
      }
    },
  })

  app.route({
    method: 'POST', url: '/api/roster', schema: { body: newEntry, response: { 201: byId } },
    handler: async (request, reply) => {
      const { from, to, ...wish } = request.body
      return reply.status(201).send({ id: await plan(db, { ...wish, from: Date.parse(from), to: Date.parse(to) }, authorOf(whoOf(request))) })
    },
  })

  app.route({
    method: 'PATCH', url: '/api/roster/:id', schema: { params: byId, body: entryChanges, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { from, to, kind, substituteId, note } = request.body
      await replan(db, request.params.id, {
        ...(from === undefined ? {} : { from: Date.parse(from) }), ...(to === undefined ? {} : { to: Date.parse(to) }), ...(kind === undefined ? {} : { kind }),
        ...(substituteId === undefined ? {} : { substituteId }), ...(note === undefined ? {} : { note }),
      }, authorOf(whoOf(request)))
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'DELETE', url: '/api/roster/:id', schema: { params: byId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await unplan(db, request.params.id, authorOf(whoOf(request)))
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'POST', url: '/api/roster/pattern', schema: { body: newPattern, response: { 201: patternMade } },
    handler: async (request, reply) => {
      const { staffIds, kind, instead, ...pattern } = request.body
      return reply.status(201).send(await planPattern(db, { staffIds, kind, instead, pattern }, (await policyAt(house)).calendars.service.timezone, authorOf(whoOf(request))))
    },
  })
}
