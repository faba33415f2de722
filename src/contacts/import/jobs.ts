import type { Db } from '../../lib/db.ts'
import { hour } from '../../lib/instant.ts'
import { startLoop, type Loop } from '../../lib/loop.ts'
import type { Time } from '../../lib/time.ts'
import { forgetOld, nextForgotten } from './store.ts'

const rest = hour

/** Forgets names and phones of tables that nobody loaded, and of loads that can no longer be taken back, as soon as their time is over. Several processes may run it. */
export function startForgetting({ db, time, onTrouble }: { db: Db; time: Time; onTrouble: (error: unknown) => void }): Loop {
  return startLoop({
    time, rest, onTrouble,
    round: async () => {
      await forgetOld(db, time.now())
      return { again: false, wakeAt: await nextForgotten(db) }
    },
  })
}
