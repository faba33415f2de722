/** Doors of the roster and the shift. Their permissions stand in `http/register.ts`. */
import { z } from 'zod'
import { may } from '../auth/permissions.ts'
import { whoOf, type Who } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { gathered } from '../lib/gather.ts'
import { day, type Instant } from '../lib/instant.ts'
import type { Time } from '../lib/time.ts'
import { id, wireInstant, wireInstantOrNull } from '../lib/wire.ts'
import { requestKey } from '../messages/routes.ts'
import { openCalendar } from '../regulation/calendar.ts'
import type { Policy } from '../regulation/policy.ts'
import { findMember, listMembers } from '../staff/store.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import type { StaffCommand } from '../tickets/api.ts'
import type { Change } from '../tickets/change.ts'
import { permissionFor } from '../tickets/may.ts'
import { hotUntil, ticketNumber } from '../tickets/routes.ts'
import { shifts as english } from '../words/en/shifts.ts'
import { shifts as russian } from '../words/ru/shifts.ts'
import { assignByLoad, performOne, plan, planPattern, replan, unplan } from './actions.ts'
import { assignByLoad as assignShape, board, bulk, entryChanges, handOver, limits, loads, mine, newEntry, newPattern, outcome, outcomes, patternMade, roster, rosterQuery, type Board, type Outcome } from './api.ts'
import { nextAssignee, openOf, weightOf } from './load.ts'
import { dutyOf, holesIn, presentAt, type Span } from './roster.ts'
import { cameBack, dueBefore, entriesAround, entriesBetween, loadsOf, namesOf, onCall, ticketsOf } from './store.ts'
import { suggest } from './suggest.ts'

export type ShiftsHouse = {
  db: Db
  time: Time
  tickets: TicketRoom
  announce: (changes: readonly Change[]) => void
  editions: { inForce(at: Instant): Promise<{ policy: Policy }> }
  /** A refusal in the words of whoever asked. */
  tell: (refusal: Refusal, language: Who['language']) => { message: string }
}

const byId = z.object({ id })
/** How many days the board looks ahead for holes, today included. */
const holesAhead = 7

/** Every workspace asks who is there: one reading answers all who ask within this time. */
const restMs = 250

export function shiftRoutes(app: App, house: ShiftsHouse): void {
  const { db, time, tickets, announce, editions } = house
  const policyNow = async (): Promise<Policy> => (await editions.inForce(time.now())).policy
  const zoneNow = async (): Promise<string> => (await policyNow()).calendars.service.timezone

  app.route({
    method: 'GET', url: '/api/roster', schema: { querystring: rosterQuery, response: { 200: roster } },
    handler: async request => {
      const [from, to] = [Date.parse(request.query.from), Date.parse(request.query.to)]
      if (from >= to || to - from > limits.days * day) throw new Refusal('roster_period')
      const [entries, members, policy] = await Promise.all([entriesBetween(db, from, to), listMembers(db, { all: false }), policyNow()])
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
      return reply.status(201).send(await planPattern(db, { staffIds, kind, instead, pattern }, await zoneNow(), authorOf(whoOf(request))))
    },
  })

  const presentNow = gathered(async (): Promise<z.infer<typeof loads>> => {
    const now = time.now()
    const [entries, members] = await Promise.all([entriesAround(db, now), listMembers(db, { all: false })])
    const { kept, ids } = presentAt(entries, members, now)
    const stretches = dutyOf(entries, 'shift').filter(({ from, to }) => from <= now && now < to)
    const [candidates, onCallIds] = await Promise.all([loadsOf(db, ids), onCall(db, now)])
    const names = await namesOf(db, [...ids, ...onCallIds, ...stretches.flatMap(one => (one.insteadOf === null ? [] : [one.insteadOf]))])
    const person = (staffId: string) => ({ id: staffId, name: names.get(staffId) ?? '' })
    return {
      kept, next: nextAssignee(candidates), onCall: onCallIds.map(person),
      people: candidates.map(({ id: staffId, load }) => {
        const stretch = stretches.find(one => one.staffId === staffId)
        return {
          person: person(staffId), until: wireInstantOrNull(stretch?.to ?? null), insteadOf: stretch === undefined || stretch.insteadOf === null ? null : person(stretch.insteadOf),
          load: { ...load, oldestUnanswered: wireInstantOrNull(load.oldestUnanswered) }, open: openOf(load), weight: weightOf(load),
        }
      }),
    }
  }, restMs)
  app.route({ method: 'GET', url: '/api/shifts/load', schema: { response: { 200: loads } }, handler: presentNow })

  const boardNow = gathered(async (): Promise<Board> => {
    const now = time.now()
    const policy = await policyNow()
    const service = openCalendar(policy.calendars.service)
    const until = service.startOfDay(service.dayOf(now) + holesAhead)
    const [entries, ahead, returned] = await Promise.all([entriesBetween(db, now, until), dueBefore(db, hotUntil(policy, now)), cameBack(db)])
    return { holes: holesIn(entries, service.windows(now, until)).map(wireSpan), ahead, cameBack: returned }
  }, restMs)
  app.route({ method: 'GET', url: '/api/shifts/board', schema: { response: { 200: board } }, handler: boardNow })

  app.route({
    method: 'GET', url: '/api/shifts/mine', schema: { response: { 200: mine } },
    handler: async request => {
      const who = whoOf(request)
      const zone = await zoneNow()
      const found = await ticketsOf(db, who.id, limits.tickets)
      return found.map(({ brief, ticket, lastWords, lastAnswer }) => ({
        ...brief, lastWords,
        suggested: suggest({ ticket, state: brief.state, lastAnswer, comesBack: ticket.comesBack === null ? null : wallTimeIn(zone, ticket.comesBack.on, who.language) }, wordsIn(who.language).suggest),
      }))
    },
  })

  app.route({
    method: 'POST', url: '/api/shifts/hand-over', schema: { headers: requestKey, body: handOver, response: { 200: outcomes } },
    handler: async request => {
      const who = whoOf(request)
      const { to, tickets: wishes } = request.body
      const name = to === null ? null : await nameOf(to)
      const words = wordsIn(who.language).outcome
      const told = name === null ? words.handedToQueue : words.handedTo(name)
      return { results: await forEach(who, wishes, keyOf('hand-over', who, request.headers), wish => ({ type: 'hand_to_shift', to, done: wish.done, waiting: wish.waiting, next: wish.next }), told) }
    },
  })

  app.route({
    method: 'POST', url: '/api/tickets/bulk', schema: { headers: requestKey, body: bulk, response: { 200: outcomes } },
    handler: async request => {
      const who = whoOf(request)
      const { numbers, command } = request.body
      if (!may(who.role, permissionFor[command.type])) throw new Refusal('forbidden')
      const words = wordsIn(who.language).outcome
      const told = command.type === 'assign' ? (command.owner === null ? words.handedToQueue : words.assigned(await nameOf(command.owner))) : words.done
      return { results: await forEach(who, numbers.map(number => ({ number })), keyOf('bulk', who, request.headers), () => command, told) }
    },
  })

  app.route({
    method: 'POST', url: '/api/shifts/assign', schema: { body: assignShape, response: { 200: outcomes } },
    handler: async request => {
      const results: Outcome[] = []
      for (const number of new Set(request.body.numbers)) results.push(await placeByLoad(whoOf(request), number))
      return { results }
    },
  })

  app.route({
    method: 'POST', url: '/api/tickets/:number/assign-by-load', schema: { params: ticketNumber, response: { 200: outcome } },
    handler: request => placeByLoad(whoOf(request), request.params.number),
  })

  const authorOf = (who: Who) => ({ by: who.id, now: time.now() })

  async function nameOf(staffId: string): Promise<string> {
    const member = await findMember(db, staffId)
    if (member?.active !== true) throw new Refusal('not_found')
    return member.name
  }

  /** Each ticket in a transaction of its own: what is refused for one does not hold up the others. */
  async function forEach<T extends { number: number }>(who: Who, wishes: readonly T[], key: string | null, commandOf: (wish: T) => StaffCommand, told: string): Promise<Outcome[]> {
    const words = wordsIn(who.language).outcome
    const results: Outcome[] = []
    for (const wish of new Map(wishes.map(one => [one.number, one])).values()) {
      const { number } = wish
      try {
        const made = await performOne(tickets, db, number, commandOf(wish), authorOf(who), key)
        if (made !== null) announce([made])
        results.push({ number, done: true, message: made === null ? words.again : made.events.length === 0 ? words.unchanged : told })
      } catch (error) {
        results.push({ number, done: false, message: await refusedInWords(error, who) })
      }
    }
    return results
  }

  async function placeByLoad(who: Who, number: number): Promise<Outcome> {
    const words = wordsIn(who.language).outcome
    try {
      const placed = await assignByLoad(tickets, db, number, authorOf(who))
      if (placed.kind === 'assigned') announce([placed.change])
      if (placed.kind === 'nobody' || placed.kind === 'ended') return { number, done: false, message: words[placed.kind] }
      const name = (await namesOf(db, [placed.owner])).get(placed.owner) ?? ''
      return placed.kind === 'assigned' ? { number, done: true, message: words.assigned(name) } : { number, done: false, message: words.owned(name) }
    } catch (error) {
      return { number, done: false, message: await refusedInWords(error, who) }
    }
  }

  /** Only refusals are told; anything else is a fault of the whole request. */
  async function refusedInWords(error: unknown, { language }: Who): Promise<string> {
    if (!(error instanceof Refusal)) throw error
    const { owner } = error.details
    if (error.code === 'already_owned' && typeof owner === 'string') return wordsIn(language).outcome.owned((await namesOf(db, [owner])).get(owner) ?? '')
    return house.tell(error, language).message
  }
}

const wordsIn = (language: Who['language']): typeof russian => (language === 'ru' ? russian : english)
const wireSpan = ({ from, to }: Span) => ({ from: wireInstant(from), to: wireInstant(to) })
const keyOf = (act: string, who: Who, headers: { 'idempotency-key'?: string | undefined }): string | null =>
  (headers['idempotency-key'] === undefined ? null : `${act} ${who.id} ${headers['idempotency-key']}`)

/** `12.04 18:00`, by the desk's wall clock. */
const wallTimeIn = (zone: string, at: Instant, language: Who['language']): string =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: zone, day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
