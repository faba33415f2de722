import { isPassing, together, tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { minute, second, type Instant } from '../lib/instant.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import type { Change } from '../tickets/change.ts'
import { receive, type Hall } from './actions.ts'
import type { Reading } from './inbound.ts'
import { finish, nextTry, postpone, takeHead, type InboxRow } from './store.ts'

export type IntakeWork = {
  db: Db
  time: Time
  hall: Hall
  /** Channels that are open in this process; events of others wait for a process where they are. */
  channels: readonly string[]
  /** How a channel reads its raw events. */
  read: (channelId: string, raw: unknown, at: { receivedAt: Instant }) => Reading | null
  announce: (changes: readonly Change[]) => void
  onTrouble: (error: unknown, row?: InboxRow) => void
}

/** Lanes that are handled side by side in one process. */
const lanes = 4
const rest = 1_000
/** After so many failed tries an event goes to quarantine and its lane goes on. */
const mostTries = 6

/** The hall's porters: each takes the first event of a free lane, reads it and receives what it brings, all in one transaction with its inbox row. */
export function startIntake(work: IntakeWork): Loop {
  // One is called; whoever finds something calls the next: a single message does not make all of them look.
  const porters: Loop[] = Array.from({ length: lanes }, (_, place) => startLoop({
    time: work.time, rest, onTrouble: error => work.onTrouble(error), round: () => handleOne(work, () => porters[place + 1]?.nudge()),
  }))
  return {
    nudge: () => porters[0]!.nudge(),
    stop: async () => {
      await Promise.all(porters.map(porter => porter.stop()))
    },
  }
}

async function handleOne(work: IntakeWork, found: () => void): Promise<{ again: boolean; wakeAt?: Instant | null }> {
  let taken: InboxRow | null = null
  try {
    const changes = await tx(work.db, async inner => {
      taken = await takeHead(inner, work.channels, work.time.now())
      if (taken === null) return null
      found()
      return handle(work, inner, taken)
    })
    if (changes === null) return { again: false, wakeAt: laterOf(await nextTry(work.db), work.time.now() + takenElsewhere) }
    work.announce(changes)
    return { again: true }
  } catch (error) {
    const row = taken as InboxRow | null
    // The database went away, or two changes met: nobody's fault, the event stands as it was.
    if (row === null || isPassing(error)) throw error
    work.onTrouble(error, row)
    await setAside(work, row, error)
    return { again: true }
  }
}

/** What may be tried already and could not be taken is in other hands, or waits behind them. */
const takenElsewhere = 50
const laterOf = (at: Instant | null, soonest: Instant): Instant | null => (at === null ? null : Math.max(at, soonest))

async function handle(work: IntakeWork, db: Db, row: InboxRow): Promise<readonly Change[]> {
  const now = work.time.now()
  const reading = work.read(row.channelId, row.raw, { receivedAt: row.receivedAt })
  if (reading === null || !reading.ok) {
    await together(db, [finish(row.id, 'quarantined', reading === null ? `channel ${row.channelId} is not known` : reading.reason, now)])
    return []
  }
  if ('ignored' in reading) {
    await together(db, [finish(row.id, 'ignored', reading.ignored, now)])
    return []
  }
  const changes: Change[] = []
  for (const event of reading.events) changes.push(...await receive(work.hall, db, event, now))
  await together(db, [finish(row.id, 'done', null, now)])
  return changes
}

async function setAside(work: IntakeWork, row: InboxRow, error: unknown): Promise<void> {
  const now = work.time.now()
  const reason = error instanceof Refusal ? error.code : error instanceof Error ? `${error.name}: ${error.message}` : 'unknown fault'
  if (row.tries + 1 >= mostTries) await together(work.db, [finish(row.id, 'quarantined', reason, now)])
  else await postpone(work.db, row.id, reason, now + Math.min(5 * minute, second * 2 ** row.tries))
}
