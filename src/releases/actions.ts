import { record } from '../audit/store.ts'
import { isPassing, tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import { addJob } from '../jobs/store.ts'
import { change, type TicketRoom } from '../tickets/actions.ts'
import type { Change } from '../tickets/change.ts'
import type { DevelopmentState } from './api.ts'
import { addDevelopment, changeDevelopment, keepTelling, markTold, nextToTell, readDevelopment, tellingOfRequest, type NewDevelopment } from './store.ts'

/** one item for one fix, however many tickets wait for it. */
export function create(db: Db, item: NewDevelopment, by: string, now: Instant): Promise<string> {
  return tx(db, async inner => {
    const id = newId()
    await addDevelopment(inner, id, item, by, now)
    await record(inner, { at: now, actor: by, act: 'development_added', subject: id })
    return id
  })
}

/** Refuses `not_found`, `stale`. */
export function revise(db: Db, id: string, { version, ...changes }: { version: number } & Partial<NewDevelopment & { state: DevelopmentState }>, by: string, now: Instant): Promise<void> {
  return tx(db, async inner => {
    await changeDevelopment(inner, id, version, changes, now)
    await record(inner, { at: now, actor: by, act: 'development_changed', subject: id, details: changes.state === undefined ? {} : { state: changes.state } })
  })
}

/**
 * One message to all that wait: whom it is for is written down with it, the sending is a job that goes on where it stopped, so nobody is left out and nobody
 * is told twice. The same wish sent again (`requestKey`) gives the first one.
 */
export function tellWaiting(db: Db, developmentId: string, text: string, by: string, requestKey: string | null, now: Instant): Promise<{ id: string; tickets: number }> {
  return tx(db, async inner => {
    await readDevelopment(inner, developmentId)
    const id = newId()
    const tickets = await keepTelling(inner, { id, developmentId, text, by, requestKey }, now)
    if (tickets === null) {
      const known = requestKey === null ? null : await tellingOfRequest(inner, requestKey)
      if (known === null) throw new Refusal('not_found')
      return known
    }
    await record(inner, { at: now, actor: by, act: 'development_told', subject: developmentId, details: { tickets } })
    await addJob(inner, 'tell_waiting', { telling: id }, { key: `tell_waiting ${id}` })
    return { id, tickets }
  })
}

/**
 * The next one of a telling, in a transaction of its own; null when nobody is left. One that cannot be told (a defect of ours in its history) is written down
 * as failed and stops no other.
 */
export async function tellNext(room: TicketRoom, db: Db, telling: string, now: Instant): Promise<readonly Change[] | null> {
  let reached: string | null = null
  try {
    return await tx(db, async inner => {
      const next = await nextToTell(inner, telling)
      if (next === null) return null
      reached = next.ticketId
      const outcome = next.ended ? 'ended' : next.written ? 'told' : 'no_channel'
      const made = outcome === 'told'
        ? [await change(room, inner, next.ticketId, { type: 'answer', message: newId(), text: next.text, files: [], asks: false, toMany: true }, { now, actor: { kind: 'staff', id: next.by } })]
        : []
      await markTold(inner, telling, next.ticketId, outcome, now)
      return made
    })
  } catch (error) {
    if (reached === null || isPassing(error)) throw error
    await markTold(db, telling, reached, 'failed', now)
    return []
  }
}
