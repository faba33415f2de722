import { isPassing, type Db } from '../lib/db.ts'
import { minute, type Instant } from '../lib/instant.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import { lookAt } from './actions/look.ts'
import { prepareDigest } from './actions/raise.ts'
import type { AlarmRoom } from './room.ts'
import { dueAlarms, nextLook } from './store.ts'

/** Alarms looked at in one round. */
const batch = 50
const rest = 1_000
const gather = 20
const takenElsewhere = 50
/** How long an alarm that cannot be told rests. */
const sickFor = minute

/**
 * Sleeps until the smallest stored instant, then tells whom it concerns; after downtime each alarm is told once, at the level that it has by then. Safe with
 * several processes: each looks at alarms that no other has in hand. `announce`: something changed for open workspaces, and there may be parcels.
 */
export function startAlarms(work: { db: Db; time: Time; room: AlarmRoom; announce: () => void; /** `alarm`: the one that could not be told. */ onTrouble: (error: unknown, alarm?: string) => void }): Loop {
  const sick = new Map<string, Instant>()
  let digestReady: string | null = null
  return startLoop({
    time: work.time, rest, gather, onTrouble: error => work.onTrouble(error),
    round: async () => {
      const now = work.time.now()
      digestReady = await prepareDigest(work.room, work.db, digestReady, now)
      for (const [id, until] of sick) if (until <= now) sick.delete(id)
      const without = [...sick.keys()]
      const next = await nextLook(work.db, without)
      if (next === null || next > now) return { again: false, wakeAt: next }
      let looked = 0
      for (const { id, kind } of await dueAlarms(work.db, now, batch, without)) {
        try {
          if (await lookAt(work.room, work.db, { id, kind }, now)) looked++
        } catch (error) {
          if (isPassing(error)) throw error
          sick.set(id, now + sickFor)
          work.onTrouble(error, id)
        }
      }
      if (looked > 0) work.announce()
      return looked > 0 ? { again: true } : { again: false, wakeAt: now + takenElsewhere }
    },
  })
}
