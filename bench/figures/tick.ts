/**
 * What the clock costs a desk with very many open tickets: the looks that find nothing, a tick in which a thousand tickets are due at once, a round of alarms
 * that sends. At 100,000 open tickets and at 10,000, in the same minutes: what grows with the desk, grows in the ratio. The loops run in the bench itself, over
 * a clock set by hand, so that they have the same to do at any hour.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { startAlarms } from '../../src/alarms/jobs.ts'
import { addAlarms, nextLook, untriaged } from '../../src/alarms/store.ts'
import type { AlarmKind, NewAlarm } from '../../src/alarms/alarm.ts'
import { chat as inChat } from '../../src/dialogue/manner.ts'
import { openDatabase, stamp, together, type Db } from '../../src/lib/db.ts'
import { day, minute, type Instant } from '../../src/lib/instant.ts'
import { newId } from '../../src/lib/ids.ts'
import { handTime, type HandTime } from '../../src/lib/time.ts'
import { makeRooms, type Rooms } from '../../src/main/rooms.ts'
import { openCalendar } from '../../src/regulation/calendar.ts'
import { startWaker } from '../../src/tickets/jobs.ts'
import { nextWake } from '../../src/tickets/store.ts'
import type { Change } from '../../src/tickets/change.ts'
import { chat, median, type Figure } from '../figure.ts'
import { seed } from '../seed.ts'
import { sizeOf } from '../site.ts'
import type { Stand } from '../stand.ts'

const few = 10_000
const many = 100_000
const looks = 100
const rounds = 3
const dueAtOnce = 1_000
/** Of each kind. */
const alarmsAtOnce = 100
const kinds = ['critical', 'warning', 'triage'] as const satisfies readonly AlarmKind[]
const patience = 120_000

type Desk = { open: number; db: Db; time: HandTime; rooms: Rooms; close(): Promise<void> }
/** Milliseconds: of a look, per ticket, per alarm. */
type Seen = { waker: number; count: number; alarms: number; tick: number; round: number }

export default async function figures(stand: Stand): Promise<Figure[]> {
  const desks = [await openDesk(stand, few), await openDesk(stand, many)] as const
  const seen: readonly [Seen[], Seen[]] = [[], []]
  try {
    for (let turn = 0; turn < rounds; turn++) {
      for (const [place, desk] of desks.entries()) seen[place]!.push(await measure(desk))
    }
  } finally {
    for (const desk of desks) await desk.close()
  }
  const of = (all: readonly Seen[], what: keyof Seen): number => median(all.map(one => one[what]))
  const names: Readonly<Record<keyof Seen, string>> = {
    waker: 'look of the waker when nothing is due', alarms: 'look of the alarms when nothing is due', count: 'count of what nobody has triaged, for the group notice',
    tick: `tick with ${sizeOf(dueAtOnce)} due at once, per ticket`, round: `round of alarms that sends, ${kinds.length * alarmsAtOnce} due at once, per alarm`,
  }
  return (Object.keys(names) as (keyof Seen)[]).flatMap(what => [
    { name: `${names[what]}, ${sizeOf(many)} open tickets`, value: of(seen[1], what), unit: 'ms' },
    { name: `${names[what]}: ${sizeOf(many)} against ${sizeOf(few)} open tickets`, value: of(seen[1], what) / of(seen[0], what), unit: 'times' },
  ])
}

async function openDesk(stand: Stand, open: number): Promise<Desk> {
  const url = await stand.database(`tick_${open}`)
  await seed(url, open, 1)
  const { db, close } = openDatabase(url, { size: 8, statementMs: patience })
  const first = (await nextWake(db))!
  const time = handTime(first - minute)
  const rooms = makeRooms(db, time, () => 'https://desk.invalid', () => inChat)
  await linkChats(db, time.now())
  return { open, db, time, rooms, close }
}

/** Everybody at the desk has linked his Telegram. */
async function linkChats(db: Db, now: Instant): Promise<void> {
  const staff = await db.selectFrom('staff').select('id').execute()
  const chats = staff.map(({ id }, place) => ({ id: newId(), staffId: id, externalId: String(4_000_000_000 + place) }))
  await db.insertInto('conversations').values(chats.map(({ id, externalId }) => ({ id, channelId: 'telegram', externalId, kind: 'private', createdAt: stamp(now) }))).execute()
  await db.insertInto('staffChats').values(chats.map(({ id, staffId }) => ({ staffId, conversationId: id, channelId: 'telegram', linkedAt: stamp(now) }))).execute()
}

async function measure(desk: Desk): Promise<Seen> {
  const { db, time } = desk
  const waker = await look(() => nextWake(db))
  const alarms = await look(() => nextLook(db, []))
  const count = await look(() => untriaged(db, time.now()))
  return { waker, alarms, count, tick: await tick(desk), round: await round(desk) }
}

async function look(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < looks; turn++) {
    const from = performance.now()
    await act()
    times.push(performance.now() - from)
  }
  return median(times)
}

/** What a tick finds, in equal parts: work whose due comes near, questions without an answer, results that nobody has confirmed. */
const dueStates = [['triaged', 'in_work'], ['waiting_customer'], ['awaiting_confirmation']] as const

/**
 * The clock is put to the instant at which a thousand tickets are due, a third of each kind. Whatever else would be due by then is put off by the hint that says
 * when to look at it.
 */
async function tick({ db, time, rooms, open }: Desk): Promise<number> {
  const chosen: string[] = []
  let at = time.now()
  for (const states of dueStates) {
    const rows = await db.selectFrom('tickets').select(['id', 'nextWakeAt']).where('state', 'in', [...states]).where('nextWakeAt', 'is not', null).orderBy('nextWakeAt').limit(Math.ceil(dueAtOnce / dueStates.length)).execute()
    chosen.push(...rows.map(({ id }) => id))
    at = Math.max(at, ...rows.map(({ nextWakeAt }) => nextWakeAt!))
  }
  await sql`update tickets set next_wake_at = ${stamp(at + 60 * day)}::timestamptz where next_wake_at <= ${stamp(at)}::timestamptz and not (id = any(${chosen}::uuid[]))`.execute(db)
  await sql`vacuum analyze tickets`.execute(db)
  time.set(at)
  const acted = new Map<string, number>()
  let tickets = 0
  let last = 0
  const hear = (change: Change): void => {
    tickets++
    last = performance.now()
    for (const { type } of change.events) acted.set(type, (acted.get(type) ?? 0) + 1)
  }
  const begun = performance.now()
  await untilNothing(startWaker({ db, time, room: rooms.tickets, announce: hear, onTrouble: trouble }), async () => ((await nextWake(db)) ?? Infinity) > time.now())
  chat(`${sizeOf(open)} open, ${tickets} due: ${[...acted].map(([type, times]) => `${type} ${times}`).join(', ')}`)
  return (last - begun) / tickets
}

/** Alarms of a few hundred tickets are due in an hour of service; those that were told before have been taken. */
async function round({ db, time, rooms }: Desk): Promise<number> {
  const { policy } = await rooms.alarms.regulationAt(time.now())
  const service = openCalendar(policy.calendars.service)
  if (!service.isOpen(time.now())) time.set(service.nextOpen(time.now()))
  const now = time.now()
  await db.updateTable('alarms').set({ nextAt: null, endedAt: stamp(now), endReason: 'seen' }).where('endedAt', 'is', null).execute()
  const tickets = await db.selectFrom('tickets').select('id').where('queueGroup', '<', 7).orderBy('receivedAt', 'desc').limit(kinds.length * alarmsAtOnce).execute()
  const occasion = newId()
  await together(db, [addAlarms(tickets.map(({ id }, place): NewAlarm => ({
    kind: kinds[place % kinds.length]!, ticketId: id, cycle: 1, occasion, about: { clock: 'result', due: now + 10 * minute }, raisedAt: now, lookAt: now,
  })))])
  let last = 0
  const begun = performance.now()
  await untilNothing(startAlarms({ db, time, room: rooms.alarms, announce: () => void (last = performance.now()), onTrouble: trouble }), async () => ((await nextLook(db, [])) ?? Infinity) > time.now())
  return (last - begun) / tickets.length
}

async function untilNothing(loop: { stop(): Promise<void> }, isOver: () => Promise<boolean>): Promise<void> {
  try {
    for (const end = performance.now() + patience; !await isOver(); await pause(50)) if (performance.now() > end) throw new Error('the clock has not caught up')
  } finally {
    await loop.stop()
  }
}

const trouble = (error: unknown): void => chat(String(error))
