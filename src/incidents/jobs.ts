import { isPassing, type Db } from '../lib/db.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import type { Change } from '../tickets/change.ts'
import { lookAtNext } from './actions/look.ts'
import { passOver, tellNext, type Told } from './actions/tell.ts'
import type { IncidentRoom } from './room.ts'
import { hasNotices, inFlight } from './store/notices.ts'
import { dropLooks, hasLooks } from './store/reports.ts'

export type IncidentWork = {
  db: Db
  time: Time
  room: IncidentRoom
  announce: (changes: readonly Change[]) => void
  /** These outages look different now. */
  changed: (incidents: readonly string[]) => void
  /** `subject`: the ticket or the line of the list that could not be handled. */
  onTrouble: (error: unknown, subject?: string) => void
}

const rest = 1_000
/** Nudges come with every change of a ticket. */
const gather = 50
/** While no outage is open nothing is told to anybody: the radar may take what came in so long in one look. Its look costs the same for one report and for many. */
const radarGather = 500
const radarBatch = 200
/** Tickets in one transaction: few enough that a person's change never waits long for a lock. */
const batch = 10
/** Batches side by side: one waits for the database while the other reckons. */
const hands = 3
/** Parcels of outages that may be on their way at a time: an answer of a person waits behind no more of them, however many have to be told. */
const window = 40
/** How soon to look again while the window is full. */
const fullFor = 100

/**
 * The crier: holds new reports against open outages and the radar, and works off the lists of whom an update is told. Several processes may run it; each takes
 * what no other is at. A process that dies has done a batch or has not.
 */
export function startCrier(work: IncidentWork): Loop {
  return startLoop({
    time: work.time, rest, gather, onTrouble: error => work.onTrouble(error),
    round: async () => {
      const { looks, open } = await hasLooks(work.db)
      const look = (most: number) => some<string>(work, most, (limit, taken) => lookAtNext(work.room, work.db, work.time.now(), limit, taken), id => dropLooks(work.db, id))
      const looked = looks && (open ? await handsOn(() => look(batch)) : await look(radarBatch))
      if (!await hasNotices(work.db)) return { again: looked, ...(looked && !open ? { gather: radarGather } : {}) }
      const free = window - await inFlight(work.db)
      if (free <= 0) return looked ? { again: true } : { again: false, wakeAt: work.time.now() + fullFor }
      const told = await handsOn(() => some<number>(work, Math.min(batch, Math.ceil(free / hands)), (limit, taken) => tellNext(work.room, work.db, work.time.now(), limit, taken), (id, error) => passOver(work.db, id, error, work.time.now())))
      // What waits and could not be taken is in another process's hands.
      return looked || told ? { again: true } : { again: false, wakeAt: work.time.now() + fullFor }
    },
  })
}

/** All hands at once; did any of them find something? */
async function handsOn(work: () => Promise<boolean>): Promise<boolean> {
  return (await Promise.all(Array.from({ length: hands }, work))).some(Boolean)
}

/**
 * A batch; where one of it cannot be handled (a defect of ours), one by one, and that one is put aside and named in the log, so that it stops no other.
 * False: nothing was there.
 */
async function some<Id extends string | number>(work: IncidentWork, limit: number, handle: (limit: number, taken: (ids: readonly Id[]) => void) => Promise<Told | null>, aside: (id: Id, error: unknown) => Promise<void>): Promise<boolean> {
  let told: Told | null
  try {
    told = await handle(limit, () => {})
  } catch (error) {
    if (isPassing(error)) throw error
    let one: readonly Id[] = []
    try {
      told = await handle(1, ids => {
        one = ids
      })
    } catch (worse) {
      if (isPassing(worse)) throw worse
      work.onTrouble(worse, String(one[0] ?? ''))
      if (one[0] !== undefined) await aside(one[0], worse)
      return true
    }
  }
  if (told === null) return false
  work.announce(told.changes)
  if (told.incidents.length > 0) work.changed(told.incidents)
  return true
}
