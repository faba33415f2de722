import { settleUnseen } from '../delivery/actions.ts'
import type { HearOutcome } from '../delivery/actions.ts'
import { unseenSince, type Taken } from '../delivery/store.ts'
import type { Db } from '../lib/db.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import { minute, type Instant } from '../lib/instant.ts'
import type { Time } from '../lib/time.ts'
import type { Policy } from '../regulation/policy.ts'
import { rulesOf } from '../regulation/terms.ts'
import { values } from './values.ts'

export type PortalWork = {
  db: Db
  time: Time
  channelId: string
  policyAt: (at: Instant) => Promise<Policy>
  hear: HearOutcome
  /** Called with what was given up, after the commit. */
  after: (parcels: readonly Taken[]) => void
  onTrouble: (error: unknown) => void
}

const rest = minute
const batch = 50

/** Gives up what no page has fetched within `values.unseenAfter` of open time, so that somebody calls. Several processes may run it. */
export function startPortal(work: PortalWork): Loop {
  return startLoop({
    time: work.time, rest, onTrouble: error => work.onTrouble(error),
    round: async () => {
      const now = work.time.now()
      const { service } = rulesOf(await work.policyAt(now))
      const given = await settleUnseen(work.db, work.channelId, service.back(now, values.unseenAfter), batch, work.hear, now)
      if (given.length > 0) work.after(given)
      if (given.length === batch) return { again: true }
      const oldest = await unseenSince(work.db, work.channelId)
      return { again: false, wakeAt: oldest === null ? null : service.add(oldest, values.unseenAfter) }
    },
  })
}
