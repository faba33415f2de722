import { together, type Db, type Write } from '../../lib/db.ts'
import { day, type Instant } from '../../lib/instant.ts'
import type { Change } from '../../tickets/change.ts'
import type { AlarmKind } from '../alarm.ts'
import type { AlarmRoom } from '../room.ts'
import { alarmsOf } from '../rules.ts'
import { nextDigest } from '../step.ts'
import { addAlarms, addDigest, endAlarms } from '../store.ts'
import { rulesAt } from './rules-at.ts'

/** What follows from a change of a ticket, as writes that travel with it: alarms are raised and ended. Whom to tell is found out after the commit. */
export async function alarmConsequences(room: Pick<AlarmRoom, 'regulationAt'>, happened: Change): Promise<readonly Write[]> {
  const { values, service } = await rulesAt(room, happened.now)
  const { raised, ended } = alarmsOf(happened, values, service)
  return [...ended.map(ending => endAlarms(happened.id, ending, happened.now)), ...(raised.length === 0 ? [] : [addAlarms(raised)])]
}

/**
 * Raises what another room has found: leads are told once, with a link to `path` in the workspace. `occasion` is its name: raised twice, it is one alarm.
 * Ring `alarms` after the commit. `endRaised` of the store takes it back.
 */
export const raise = (found: { kind: Extract<AlarmKind, 'incident' | 'channel'>; occasion: string; title: string; text: string; path: string; source?: 'radar' | 'monitoring' }, now: Instant): Write =>
  addAlarms([{ kind: found.kind, ticketId: null, cycle: 0, occasion: found.occasion, about: { title: found.title, text: found.text, path: found.path, ...(found.source === undefined ? {} : { source: found.source }) }, raisedAt: now, lookAt: now }])

/** Sees to it that the next digest waits for its minute. Returns its date, to be handed in again. */
export async function prepareDigest(room: AlarmRoom, db: Db, ready: string | null, now: Instant): Promise<string | null> {
  const { values, service } = await rulesAt(room, now)
  const next = nextDigest(now, values.digestAt, service)
  if (next === null) return ready
  const date = dateOf(next.day)
  if (date !== ready) await together(db, [addDigest(date, next.at)])
  return date
}

/** `2026-03-17` of a local day number. */
export const dateOf = (localDay: number): string => new Date(localDay * day).toISOString().slice(0, 10)
