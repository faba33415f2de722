import { isPassing, tx, type Db } from '../lib/db.ts'
import { hour, minute, type Instant } from '../lib/instant.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import { change, type TicketRoom } from './actions.ts'
import type { Change } from './change.ts'
import { dueTickets, nextWake } from './store.ts'

/** Tickets settled in one transaction: few enough that a person's change never waits long for a lock. */
const batch = 20
const rest = 1_000
/** Every change of a ticket nudges; the instants of tickets are minutes away. */
const gather = 20
const takenElsewhere = 50

/**
 * The waker: sleeps until the smallest stored instant, then lets time act on the tickets whose instant has come, oldest first; after downtime it catches
 * up in that order. Safe with several processes: each takes tickets that no other is changing.
 */
export function startWaker(work: { db: Db; time: Time; room: TicketRoom; announce: (change: Change) => void; /** `ticket`: the one that could not be settled. */ onTrouble: (error: unknown, ticket?: string) => void }): Loop {
  const sick = sickbay()
  return startLoop({
    time: work.time, rest, gather, onTrouble: error => work.onTrouble(error),
    round: async () => {
      const now = work.time.now()
      // Most nudges say only that some ticket changed: one look tells that nothing is due.
      const next = await nextWake(work.db, sick.excluded(now))
      if (next === null || next > now) return { again: false, wakeAt: next }
      const changes = await wakeMany(work, now, sick.excluded(now)) ?? await wakeEach(work, now, sick)
      for (const made of changes) work.announce(made)
      // What is due and could not be taken is being changed by somebody else, or is sick.
      return changes.length > 0 ? { again: true } : { again: false, wakeAt: now + takenElsewhere }
    },
  })
}

type Work = Parameters<typeof startWaker>[0]
const wake = (work: Work, db: Db, id: string, now: Instant) => change(work.room, db, id, { type: 'wake' }, { now, actor: { kind: 'machine', id: null } })

/** The quick way: many tickets in one transaction. Null: one of them cannot be settled, so that none was. */
async function wakeMany(work: Work, now: Instant, without: readonly string[]): Promise<readonly Change[] | null> {
  try {
    return await tx(work.db, async inner => {
      const made: Change[] = []
      for (const id of await dueTickets(inner, now, batch, without)) made.push(await wake(work, inner, id, now))
      return made
    })
  } catch (error) {
    if (isPassing(error)) throw error
    return null
  }
}

/** One by one, so that a ticket that cannot be settled (a defect of ours in its history) stops no other: it is named in the log and rests. */
async function wakeEach(work: Work, now: Instant, sick: Sickbay): Promise<readonly Change[]> {
  const ids = await tx(work.db, inner => dueTickets(inner, now, batch, sick.excluded(now)))
  const made: Change[] = []
  for (const id of ids) {
    try {
      made.push(await wake(work, work.db, id, now))
      sick.forget(id)
    } catch (error) {
      if (isPassing(error)) throw error
      sick.keep(id, now)
      work.onTrouble(error, id)
    }
  }
  return made
}

type Sickbay = ReturnType<typeof sickbay>

/** Tickets that could not be settled, each with a growing rest: a minute, two, four, up to an hour. */
function sickbay() {
  const kept = new Map<string, { tries: number; until: Instant }>()
  return {
    excluded: (now: Instant): readonly string[] => [...kept].filter(([, { until }]) => until > now).map(([id]) => id),
    keep(id: string, now: Instant) {
      const tries = (kept.get(id)?.tries ?? 0) + 1
      kept.set(id, { tries, until: now + Math.min(hour, minute * 2 ** (tries - 1)) })
    },
    forget: (id: string) => void kept.delete(id),
  }
}
