/** Who is here, with how much, what lies ahead; what one hands over when the shift ends. */
import type { z } from 'zod'
import { whoOf, type Who } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import { gathered } from '../../lib/gather.ts'
import type { Instant } from '../../lib/instant.ts'
import { wireInstantOrNull } from '../../lib/wire.ts'
import { openCalendar } from '../../regulation/calendar.ts'
import { listMembers } from '../../staff/store.ts'
import { hotUntil } from '../../tickets/routes.ts'
import { board, limits, loads, mine, type Board } from '../api.ts'
import { nextAssignee, openOf, weightOf } from '../load.ts'
import { dutyOf, holesIn, presentAt } from '../roster.ts'
import { cameBack, dueBefore, entriesAround, entriesBetween, loadsOf, namesOf, onCall, ticketsOf } from '../store.ts'
import { suggest } from '../suggest.ts'
import { policyAt, wireSpan, wordsIn, type ShiftsHouse } from './house.ts'

/** How many days the board looks ahead for holes, today included. */
const holesAhead = 7

/** Every workspace asks who is there: one reading answers all who ask within this time. */
const restMs = 250

export function boardRoutes(app: App, house: ShiftsHouse): void {
  const { db, time } = house

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
    const policy = await policyAt(house)
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
      const zone = (await policyAt(house)).calendars.service.timezone
      const found = await ticketsOf(db, who.id, limits.tickets)
      return found.map(({ brief, ticket, lastWords, lastAnswer }) => ({
        ...brief, lastWords,
        suggested: suggest({ ticket, state: brief.state, lastAnswer, comesBack: ticket.comesBack === null ? null : wallTimeIn(zone, ticket.comesBack.on, who.language) }, wordsIn(who.language).suggest),
      }))
    },
  })
}

/** `12.04 18:00`, by the desk's wall clock. */
const wallTimeIn = (zone: string, at: Instant, language: Who['language']): string =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: zone, day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
