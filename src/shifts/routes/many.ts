/** Acts on many tickets at once: hand-over, commands of the queue, assignment by load. */
import { may } from '../../auth/permissions.ts'
import { whoOf, type Who } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import { Refusal } from '../../lib/errors.ts'
import { requestKey } from '../../messages/routes.ts'
import { findMember } from '../../staff/store.ts'
import type { StaffCommand } from '../../tickets/api.ts'
import { permissionFor } from '../../tickets/may.ts'
import { ticketNumber } from '../../tickets/routes.ts'
import { assignByLoad, performOne } from '../actions.ts'
import { assignByLoad as assignShape, bulk, handOver, outcome, outcomes, type Outcome } from '../api.ts'
import { namesOf } from '../store.ts'
import { wordsIn, type ShiftsHouse } from './house.ts'

export function manyRoutes(app: App, house: ShiftsHouse): void {
  const { db, time, tickets, announce } = house
  const authorOf = (who: Who) => ({ by: who.id, now: time.now() })

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

const keyOf = (act: string, who: Who, headers: { 'idempotency-key'?: string | undefined }): string | null =>
  (headers['idempotency-key'] === undefined ? null : `${act} ${who.id} ${headers['idempotency-key']}`)
