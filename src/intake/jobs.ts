import { isPassing, together, tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { minute, second, type Instant } from '../lib/instant.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import type { Change } from '../tickets/change.ts'
import { receive } from './actions/receive.ts'
import type { Hall } from './hall.ts'
import type { Reading } from './inbound.ts'
import { finish, keepPrepared, lockRaw, nextTry, postpone, takeHeads, takeRaw, type InboxRow } from './store.ts'

export type IntakeWork = {
  db: Db
  time: Time
  hall: Hall
  /** Channels whose events can be read in this process now; events of others wait for a process where they can. */
  channels: () => readonly string[]
  /** Those of them whose events have to be prepared first, and how; throws when it should be tried again later. */
  prepares?: () => readonly string[]
  prepare?: (channelId: string, raw: unknown, at: { receivedAt: Instant; key: string }) => Promise<{ ok: true; prepared: unknown } | { ok: false; reason: string }>
  /** How a channel reads its raw events. */
  read: (channelId: string, raw: unknown, at: { receivedAt: Instant }) => Reading | null
  announce: (changes: readonly Change[]) => void
  onTrouble: (error: unknown, row?: InboxRow) => void
}

/** Porters of one process. */
const hands = 4
/** Events that one process prepares side by side: each may hold a core for a while. */
const preparing = 2
/** Lanes whose first events a porter handles in one transaction: few enough that no answer waits long for the others. */
const batch = 8
const rest = 1_000
/** After so many failed tries an event goes to quarantine and its lane goes on. */
const mostTries = 6

/** The hall's porters: each takes the first events of free lanes, reads them and receives what they bring, all in one transaction with their inbox rows. */
export function startIntake(work: IntakeWork): Loop {
  // One is called; whoever has his hands full calls the next: a few messages do not make all of them look.
  const porters: Loop[] = Array.from({ length: hands }, (_, place) => startLoop({
    time: work.time, rest, onTrouble: error => work.onTrouble(error), round: () => round(work, () => porters[place + 1]?.nudge()),
  }))
  const taking = openTaking(work)
  const preparers: Loop[] = work.prepares === undefined ? [] : Array.from({ length: preparing }, (_, place) => startLoop({
    time: work.time, rest, onTrouble: error => work.onTrouble(error),
    round: async () => {
      const row = await taking.take(place === 0 ? 'oldest' : 'latest')
      if (row === null) return { again: false, wakeAt: laterOf(await nextTry(work.db), work.time.now() + takenElsewhere) }
      preparers[place + 1]?.nudge()
      await prepareOne(work, row).finally(() => taking.leave(row))
      porters[0]!.nudge()
      return { again: true }
    },
  }))
  return {
    nudge: () => {
      porters[0]!.nudge()
      preparers[0]?.nudge()
    },
    stop: async () => {
      await Promise.all([...porters, ...preparers].map(loop => loop.stop()))
    },
  }
}

/** Hands one event after another to those who prepare, and remembers what they are at: none is taken, and its try counted, twice. */
function openTaking({ db, time, prepares }: IntakeWork): { take(which: 'oldest' | 'latest'): Promise<InboxRow | null>; leave(row: InboxRow): void } {
  const inHand = new Set<number>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    take(which) {
      const next = last.then(() => (prepares === undefined ? null : takeRaw(db, prepares(), time.now(), which, [...inHand]))).then(row => {
        if (row !== null) inHand.add(row.id)
        return row
      })
      last = next.catch(() => {})
      return next
    },
    leave: ({ id }) => void inHand.delete(id),
  }
}

/** The row stays locked while its channel works, so that a process that dies leaves it to others; one that several died of is for people. */
async function prepareOne(work: IntakeWork, row: InboxRow): Promise<void> {
  const { db, prepare } = work
  const { id, channelId, eventKey, raw, receivedAt, tries } = row
  if (prepare === undefined) return
  try {
    await tx(db, async inner => {
      if (!await lockRaw(inner, id)) return
      const made = tries > mostTries ? { ok: false as const, reason: 'its preparing never came to an end' } : await prepare(channelId, raw, { receivedAt, key: eventKey })
      await together(inner, [made.ok ? keepPrepared(id, made.prepared) : finish([id], 'quarantined', made.reason, work.time.now())])
    })
  } catch (error) {
    if (isPassing(error)) throw error
    work.onTrouble(error, row)
    await setAside(work, row, tries, error)
  }
}

async function round(work: IntakeWork, full: () => void): Promise<{ again: boolean; wakeAt?: Instant | null }> {
  const found = await handleSome(work, batch, full)
  if (found === 0) return { again: false, wakeAt: laterOf(await nextTry(work.db), work.time.now() + takenElsewhere) }
  return { again: true }
}

/** Gives how many events were taken. Where one of several cannot be received, each is taken alone, so that it holds up no other lane. */
async function handleSome(work: IntakeWork, limit: number, full: () => void): Promise<number> {
  let taken: readonly InboxRow[] = []
  try {
    const changes = await tx(work.db, async inner => {
      taken = await takeHeads(inner, work.channels(), work.time.now(), limit)
      if (taken.length === limit) full()
      return taken.length === 0 ? [] : await handle(work, inner, taken)
    })
    if (taken.length > 0) work.announce(changes)
  } catch (error) {
    const [row, ...others] = taken
    // The database went away, or two changes met: nobody's fault, the events stand as they were.
    if (row === undefined || isPassing(error)) throw error
    if (others.length > 0) for (const _ of taken) await handleSome(work, 1, () => {})
    else {
      work.onTrouble(error, row)
      await setAside(work, row, row.tries + 1, error)
    }
  }
  return taken.length
}

/** What may be tried already and could not be taken is in other hands, or waits behind them. */
const takenElsewhere = 50
const laterOf = (at: Instant | null, soonest: Instant): Instant | null => (at === null ? null : Math.max(at, soonest))

async function handle(work: IntakeWork, db: Db, rows: readonly InboxRow[]): Promise<readonly Change[]> {
  const changes: Change[] = []
  const done: number[] = []
  for (const row of rows) {
    const now = work.time.now()
    const reading = work.read(row.channelId, row.raw, { receivedAt: row.receivedAt })
    if (reading === null || !reading.ok) await together(db, [finish([row.id], 'quarantined', reading === null ? `channel ${row.channelId} is not known` : reading.reason, now)])
    else if ('aside' in reading) await together(db, [finish([row.id], 'aside', reading.aside, now)])
    else if ('ignored' in reading) await together(db, [finish([row.id], 'ignored', reading.ignored, now)])
    else {
      for (const event of reading.events) changes.push(...await receive(work.hall, db, event, now))
      done.push(row.id)
    }
  }
  if (done.length > 0) await together(db, [finish(done, 'done', null, work.time.now())])
  return changes
}

/** `tries`: with the one that failed just now. */
async function setAside({ db, time }: IntakeWork, row: InboxRow, tries: number, error: unknown): Promise<void> {
  const now = time.now()
  const reason = error instanceof Refusal ? error.code : error instanceof Error ? `${error.name}: ${error.message}` : 'unknown fault'
  if (tries >= mostTries) await together(db, [finish([row.id], 'quarantined', reason, now)])
  else await postpone(db, row.id, tries, reason, now + Math.min(5 * minute, second * 2 ** (tries - 1)))
}
