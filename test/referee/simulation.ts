/** The simulation: the whole house in two processes over one database, a clock that jumps from event to event, and a second process that is killed at random. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '../../sim/telegram/index.ts'
import { pointPayload } from '../../src/contacts/links.ts'
import type { Db } from '../../src/lib/db.ts'
import { day, hour, minute, type Instant } from '../../src/lib/instant.ts'
import { queuePage } from '../../src/tickets/pages/store.ts'
import { readPlace } from '../../src/tickets/pages/cursor.ts'
import { points } from '../stories/cast.ts'
import { ticketRoom } from '../stories/opening.ts'
import { openStage, type Stage } from '../stories/stage.ts'
import type { Chance } from './chance.ts'
import type { Line } from './judge/letters.ts'
import { customerOf, specialistsOf, type Customer } from './players.ts'
import { secondHouse } from './second.ts'

export type Played = {
  stage: Stage
  /** Instants at which the house was at rest. */
  awake: readonly Instant[]
  lines: readonly Line[]
  /** How much was played. */
  told: { tickets: number; events: number; messages: number; moves: number; kills: number }
}

const openFrom = 9 * hour
const openUntil = 23 * hour
/** The desk's zone has no clock changes; only the pace of the play hangs on this. */
const moscow = 3 * hour

/** Plays `days` days. The stage stays open for whoever judges; `end` it. */
export async function play(days: number, chance: Chance, about: { customers: number }): Promise<Played> {
  const stage = await openStage()
  const second = secondHouse({ databaseUrl: stage.base.url, apiRoot: stage.sim.apiRoot })
  const told = { moves: 0, kills: 0 }
  const awake: Instant[] = []
  try {
    const room = ticketRoom(stage.db, stage.time, () => stage.house.url)
    // Read before many act at once: whoever is inside a transaction must not wait for a second connection.
    await room.policyOf(await room.editionAt(stage.time.now()))
    const qr = Object.values(points).map(point => pointPayload(point.token))
    const customers: Customer[] = []
    for (let index = 0; index < about.customers; index++) {
      const id = 610_000_001 + index
      customers.push(customerOf(await stage.sim.person({ id, firstName: `Гость ${index + 1}`, phone: `+7916${String(id).slice(-7)}` }), qr))
    }
    const specialists = specialistsOf(stage.db, room, Object.values(stage.staff))
    const end = stage.time.now() + days * day
    let opening: Promise<void> = second.open(stage.time.now())
    await opening

    /** The clocks of both processes show `to`; the second one's first, so that nobody is late. */
    const moveTo = async (to: Instant): Promise<{ moving: Promise<void> }> => {
      await second.set(to)
      return { moving: stage.advance(to - stage.time.now()).then(() => void awake.push(to)) }
    }
    const rest = async (): Promise<void> => {
      await stage.advance(0)
      if (awake.at(-1) !== stage.time.now()) awake.push(stage.time.now())
    }

    await rest()
    while (stage.time.now() < end) {
      const now = stage.time.now()
      const local = (now + moscow) % day
      const isDay = local >= openFrom && local < openUntil
      const ordinary = now + (isDay ? chance.between(8, 80) * minute : chance.between(60, 200) * minute) + chance.between(0, 59_999)
      const exact = chance.happens(0.3) ? await anInstant(stage, now, ordinary, chance) : null
      const to = Math.min(end, exact?.at ?? ordinary)
      const { moving } = await moveTo(to)
      // At an exact instant people and time act together; otherwise time has had its say first.
      if (exact === null || chance.happens(0.5)) await moving

      const acts: Promise<void>[] = []
      const later = (act: Promise<void>): void => void acts.push(act)
      if (exact !== null && chance.happens(0.8)) {
        const writer = customers.find(({ person }) => String(person.id) === exact.chat)
        if (writer !== undefined && chance.happens(0.7)) later(writer.acts(chance.apart()))
        else later(specialists.actOn(exact.number, to, chance.apart()))
      }
      const writing = isDay ? chance.between(0, 8) : chance.happens(0.4) ? 1 : 0
      for (const customer of new Set(Array.from({ length: writing }, () => chance.oneOf(customers)))) later(customer.acts(chance.apart()))
      if (isDay) for (let left = chance.between(2, 10); left > 0; left--) later(specialists.act(to, chance.apart()))
      if (isDay && chance.happens(0.04)) later(specialists.takesCall(to, chance.apart()))
      told.moves += acts.length

      if (chance.happens(0.02)) await stage.sim.fault(chance.oneOf(weather))
      const kills = chance.happens(0.03)
      if (kills) {
        await pause(chance.between(0, 40))
        await second.kill()
        told.kills++
      }
      await Promise.all([moving, ...acts])
      await rest()
      if (kills) {
        opening = second.open(stage.time.now())
        // Who listens to Telegram is the one that was first: let it be the second one from time to time.
        if (chance.happens(0.5)) {
          await opening
          await stage.stop()
          await stage.restart()
        }
      }
    }
    await opening
    await stage.sim.clearFaults()
    // What waits for a second attempt.
    for (let left = 3; left > 0; left--) await (await moveTo(stage.time.now() + 10 * minute)).moving
    if (second.troubles() !== '') throw new Error(`the second house had trouble:\n${second.troubles()}`)
    if (stage.troubles.length > 0) throw new Error(`the first house had trouble:\n${stage.troubles.join('\n')}`)

    return {
      stage, awake, lines: await linesOf(customers),
      told: { ...told, ...await counts(stage) },
    }
  } catch (error) {
    await stage.end()
    throw error
  } finally {
    await second.end()
  }
}

/** A short trouble of the messenger: what is sent is refused for a moment, or nobody knows whether it arrived. */
const weather: readonly Fault[] = [
  { method: 'sendMessage', answer: { status: 429, description: 'Too Many Requests: retry after 20', parameters: { retry_after: 20 } } }, { method: 'sendMessage', drop: 'after' }, { method: 'sendMessage', drop: 'before' },
]

/** An instant of a ticket that comes soon: the last at which something is still in time, or the first at which it is not. */
async function anInstant(stage: Stage, now: Instant, until: Instant, chance: Chance): Promise<{ at: Instant; number: number; chat: string | null } | null> {
  const rows = await stage.db.selectFrom('tickets').leftJoin('conversations', 'conversations.id', 'tickets.conversationId')
    .select(['tickets.number', 'tickets.nextWakeAt', 'conversations.externalId']).where('tickets.nextWakeAt', 'is not', null).orderBy('tickets.nextWakeAt').limit(40).execute()
  const soon = rows.filter(row => row.nextWakeAt! > now + 1 && row.nextWakeAt! < until)
  if (soon.length === 0) return null
  const { number, nextWakeAt, externalId } = chance.oneOf(soon)
  return { at: nextWakeAt! - chance.between(0, 1), number, chat: externalId }
}

/** Tickets as the queue lists them. */
export async function listOf(db: Db): Promise<number[]> {
  const numbers: number[] = []
  for (let place: ReturnType<typeof readPlace> = null; ;) {
    const { rows, next } = await queuePage(db, 'all', { me: '00000000-0000-7000-8000-000000000000', hotUntil: 0 }, place, 50)
    numbers.push(...(JSON.parse(rows) as { number: number }[]).map(row => row.number))
    place = next === null ? null : readPlace(next, 'queue')
    if (place === null) return numbers
  }
}

async function linesOf(customers: readonly Customer[]): Promise<Line[]> {
  const chats = await Promise.all(customers.map(async ({ person }) => ({ chat: String(person.id), lines: await person.transcript() })))
  return chats.flatMap(({ chat, lines }) => lines.flatMap(({ messageId, from, kind, text, edits, deleted }): Line[] =>
    (from === 'service' || deleted ? [] : [{ chat, id: String(messageId), from, kind, text, first: edits[0]?.text ?? text }])))
}

async function counts({ base }: Stage): Promise<{ tickets: number; events: number; messages: number }> {
  const { rows } = await base.pool.query<{ tickets: number; events: number; messages: number }>(
    'select (select count(*)::int from tickets) as tickets, (select count(*)::int from ticket_events) as events, (select count(*)::int from messages) as messages')
  return rows[0]!
}
