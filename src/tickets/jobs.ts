import { tx, type Db } from '../lib/db.ts'
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
export function startWaker(work: { db: Db; time: Time; room: TicketRoom; announce: (change: Change) => void; onTrouble: (error: unknown) => void }): Loop {
  return startLoop({
    time: work.time, rest, gather, onTrouble: work.onTrouble,
    round: async () => {
      const now = work.time.now()
      // Most nudges say only that some ticket changed: one look tells that nothing is due.
      const next = await nextWake(work.db)
      if (next === null || next > now) return { again: false, wakeAt: next }
      const changes = await tx(work.db, async inner => {
        const made: Change[] = []
        for (const id of await dueTickets(inner, now, batch)) {
          made.push(await change(work.room, inner, id, { type: 'wake' }, { now, actor: { kind: 'machine', id: null } }))
        }
        return made
      })
      for (const made of changes) work.announce(made)
      // What is due and could not be taken is being changed by somebody else.
      return changes.length > 0 ? { again: true } : { again: false, wakeAt: now + takenElsewhere }
    },
  })
}
