/** The stage of the stories: the whole house in this process, over a database of its own, with our Telegram and one clock that is moved by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { startTelegramSim, type Sim } from '../../sim/telegram/index.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { pointPayload } from '../../src/contacts/links.ts'
import { openFiles, type FileStore } from '../../src/files/client.ts'
import { openBell } from '../../src/lib/bell.ts'
import { stamp, type Db } from '../../src/lib/db.ts'
import type { Instant, Millis } from '../../src/lib/instant.ts'
import { openLog } from '../../src/lib/log.ts'
import { handTime, type HandTime } from '../../src/lib/time.ts'
import { openHouse, type OpenHouse } from '../../src/main/open.ts'
import { perform } from '../../src/messages/actions.ts'
import { keepEditions } from '../../src/regulation/actions.ts'
import { parseDuration } from '../../src/regulation/duration.ts'
import type { View } from '../../src/regulation/view.ts'
import { command as commandShape, type TicketPage } from '../../src/tickets/api.ts'
import { showTicket } from '../../src/tickets/routes.ts'
import type { z } from 'zod'
import { judgingRows } from '../../src/tickets/pages/store.ts'
import { readTicket } from '../../src/tickets/store.ts'
import type { Ticket, TicketEvent, TicketEventType } from '../../src/tickets/ticket.ts'
import { freshDatabase, type FreshDatabase } from '../world.ts'
import { points, settleCast, type Colleague, type PointName } from './cast.ts'
import { guestOf, type Guest } from './guest.ts'
import { openingOf, ticketRoom } from './opening.ts'

/** A command as the workspace sends it: what has a default may be left out. */
export type StaffWish = z.input<typeof commandShape>

/** A ticket as a story looks at it. */
export type Shown = {
  id: string; number: number; ticket: Ticket; view: View; events: readonly TicketEvent[]
  queueGroup: number; openCallTasks: readonly string[]
  /** Texts of the customer and of the desk, oldest first. */
  messages: readonly { id: string; direction: 'in' | 'out' | 'note'; text: string; notice: string | null }[]
  attachments: readonly { name: string; size: number | null; kind: string; state: string }[]
}

export type Stage = {
  base: FreshDatabase
  db: Db
  sim: Sim
  time: HandTime
  house: OpenHouse
  /** Where the house keeps bytes. */
  files: FileStore
  points: Record<PointName, string>
  staff: Record<Colleague, string>
  /** Lines of the log that tell of trouble. */
  troubles: string[]
  /** Sets the clock: `2026-03-17T14:07+03:00`. Also back, between stories: their people do not know each other. */
  at(instant: string): Promise<void>
  /** Moves the clock on: `PT1H30M` or milliseconds. */
  advance(by: string | Millis): Promise<void>
  /** Resolves when nothing is under way: every update handled, every parcel settled, every instant that has come acted upon. */
  rests(): Promise<void>
  /** A person who has never written before, with his own phone. */
  guest(firstName: string, more?: { id?: number }): Promise<Guest>
  /** Payload of the QR at the till of a point. */
  qr(point: PointName): string
  /** A colleague does something to a ticket; refusals are thrown. */
  does(who: Colleague, number: number, wish: StaffWish): Promise<void>
  /** The page of a ticket as the workspace gets it. */
  page(who: Colleague, number: number): Promise<TicketPage>
  /** The short list of answers to results that wait for a person. */
  judging(): ReturnType<typeof judgingRows>
  /** The guest's ticket with this number, or his newest one. */
  ticketOf(guest: Guest, number?: number): Promise<Shown>
  /** The ticket with this number, whoever wrote it. */
  ticket(number: number): Promise<Shown>
  /** How many tickets the guest has. */
  ticketsOf(guest: Guest): Promise<number[]>
  /** A second house over the same database and the same Telegram. */
  another(): Promise<OpenHouse>
  /** Ends the house, as a power cut for its clocks; `restart` opens it again. */
  stop(): Promise<void>
  restart(): Promise<void>
  /** Closes everything; fails when Telegram was asked for something it does not know. */
  end(): Promise<void>
}

/** Real milliseconds in which the house has to come to rest. */
const limit = 15_000
let lastPerson = 500_000_000

/** `more`: channels besides Telegram. */
export async function openStage({ more = [] }: { more?: readonly Channel[] } = {}): Promise<Stage> {
  const base = await freshDatabase()
  const time = handTime(Date.parse('2026-03-17T11:00:00Z'))
  const folder = mkdtempSync(join(tmpdir(), 'reglament-story-'))
  const sim = await startTelegramSim({ now: () => time.now() })
  const troubles: string[] = []
  const log = openLog('warn', { write: line => void troubles.push(line) })
  const bell = await openBell(base.url)
  const nudge = (): void => {
    for (const topic of ['waker', 'alarms', 'outbox', 'inbox', 'crier', 'portal']) bell.ring(topic)
  }

  const open = (): Promise<OpenHouse> => openHouse(openingOf({ databaseUrl: base.url, folder, apiRoot: sim.apiRoot, more, time, log }))
  const cast = await settleCast(base.db, time.now())
  let house = await open()
  const others: OpenHouse[] = []
  const room = ticketRoom(base.db, time, () => house.url)
  const editions = keepEditions(base.db, time)

  /** What is still under way; all zero: rest. A parcel that waits for a time to come, or behind one that does, is at rest. */
  const underWay = async (): Promise<number> => {
    const { count, isPolled } = await sim.pending()
    if (count > 0 || !isPolled) return 1
    const now = stamp(time.now())
    const { rows } = await sql<{ left: number }>`
      select (select count(*) from inbox where state in ('new', 'raw') and (not_before is null or not_before <= ${now}::timestamptz))
        + (select count(*) from outbox where state = 'sending')
        -- What a page has to fetch is at rest.
        + (select count(*) from outbox o where state = 'queued' and not exists (select 1 from conversations v where v.id = o.conversation_id and v.kind = 'portal') and not exists (
            select 1 from outbox e where e.conversation_id = o.conversation_id and e.state in ('queued', 'sending') and e.not_before > ${now}::timestamptz and (e.id = o.id or (e.position < o.position and e.tries > 0)))
          and not exists (select 1 from delivery_pauses p where p.conversation_id = o.conversation_id and p.until > ${now}::timestamptz))
        + (select count(*) from incident_looks) + (select count(*) from incident_notices where state = 'waiting')
        + (select count(*) from tickets where next_wake_at <= ${now}::timestamptz)
        + (select count(*) from alarms where next_at <= ${now}::timestamptz) as left`.execute(base.db)
    return Number(rows[0]!.left)
  }

  const stage: Stage = {
    base, db: base.db, sim, time, troubles, files: openFiles(join(folder, 'files')), ...cast,
    get house() {
      return house
    },
    async at(instant) {
      time.set(Date.parse(instant))
      nudge()
      await stage.rests()
    },
    async advance(by) {
      time.advance(typeof by === 'string' ? parseDuration(by) : by)
      nudge()
      await stage.rests()
    },
    async rests() {
      const end = performance.now() + limit
      for (let calm = 0; calm < 2;) {
        if (await underWay() === 0) calm++
        else {
          calm = 0
          if (performance.now() > end) throw new Error(`the house did not come to rest within ${limit} ms\n${await told(base.db, troubles)}`)
          await new Promise(resolve => setTimeout(resolve, 5))
        }
      }
    },
    async guest(firstName, { id = ++lastPerson } = {}) {
      return guestOf(stage, await sim.person({ id, firstName, phone: `+7916${String(id).slice(-7)}` }))
    },
    qr: point => pointPayload(points[point].token),
    async does(who, number, wish) {
      await perform(room, base.db, number, commandShape.parse(wish), { now: time.now(), staffId: cast.staff[who] })
      nudge()
      await stage.rests()
    },
    async page(who, number) {
      await stage.rests()
      return showTicket({ db: base.db, time, editions: { of: editions.byId, inForce: editions.inForceAt }, startLinks: () => [] }, number, { id: cast.staff[who], role: 'lead' })
    },
    async judging() {
      await stage.rests()
      return judgingRows(base.db)
    },
    async ticketsOf(guest) {
      const rows = await base.db.selectFrom('tickets').innerJoin('conversations', 'conversations.id', 'tickets.conversationId')
        .select('tickets.number').where('conversations.externalId', '=', String(guest.person.id)).orderBy('tickets.number').execute()
      return rows.map(row => row.number)
    },
    async ticketOf(guest, number) {
      await stage.rests()
      const wanted = number ?? (await stage.ticketsOf(guest)).at(-1)
      if (wanted === undefined) throw new Error('this person has no ticket')
      return show(base.db, wanted)
    },
    async ticket(number) {
      await stage.rests()
      return show(base.db, number)
    },
    async another() {
      const second = await open()
      others.push(second)
      return second
    },
    stop: () => house.close(),
    async restart() {
      house = await open()
      await stage.rests()
    },
    async end() {
      const unexpected = await sim.unexpected()
      for (const one of [...others, house]) await one.close()
      await bell.close()
      await sim.stop()
      await base.drop()
      rmSync(folder, { recursive: true, force: true })
      if (unexpected.length > 0) throw new Error(`Telegram does not know: ${unexpected.join(', ')}`)
    },
  }
  await stage.rests()
  return stage
}

async function show(db: Db, number: number): Promise<Shown> {
  const row = await db.selectFrom('tickets').select(['id', 'clocks', 'queueGroup']).where('number', '=', number).executeTakeFirstOrThrow()
  const { ticket, events } = await readTicket(db, row.id)
  const messages = await db.selectFrom('messages').select(['id', 'direction', 'text', 'notice']).where('ticketId', '=', row.id).orderBy('recordedAt').orderBy('id').execute()
  const attachments = await db.selectFrom('attachments').innerJoin('messages', 'messages.id', 'attachments.messageId')
    .select(['attachments.name', 'attachments.size', 'attachments.kind', 'attachments.state']).where('messages.ticketId', '=', row.id).orderBy('attachments.position').execute()
  const tasks = await db.selectFrom('callTasks').select('reason').where('ticketId', '=', row.id).where('doneAt', 'is', null).orderBy('createdAt').execute()
  return {
    id: row.id, number, ticket, events, view: row.clocks as View, queueGroup: row.queueGroup, openCallTasks: tasks.map(task => task.reason),
    messages: messages as Shown['messages'], attachments,
  }
}

/** Events of one kind. */
export const eventsOf = <T extends TicketEventType>(shown: Shown, type: T) => shown.events.filter((event): event is Extract<TicketEvent, { type: T }> => event.type === type)

/** An instant of a story. */
export const instant = (text: string): Instant => Date.parse(text)

async function told(db: Db, troubles: readonly string[]): Promise<string> {
  const inbox = await db.selectFrom('inbox').select(['eventKey', 'state', 'reason', 'tries']).where('state', '!=', 'done').orderBy('id', 'desc').limit(5).execute()
  const outbox = await db.selectFrom('outbox').select(['purpose', 'state', 'failure', 'detail', 'tries']).where('state', '!=', 'sent').orderBy('position', 'desc').limit(8).execute()
  return JSON.stringify({ inbox, outbox, troubles: troubles.slice(-5) }, null, 1)
}
