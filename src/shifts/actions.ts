import { record } from '../audit/store.ts'
import { tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import { day, hour, type Instant } from '../lib/instant.ts'
import { perform } from '../messages/actions.ts'
import { readLocalDate } from '../regulation/wall.ts'
import { zoneOf } from '../regulation/zone.ts'
import { findMember, listMembers } from '../staff/store.ts'
import { change, once, type TicketRoom } from '../tickets/actions.ts'
import type { StaffCommand } from '../tickets/api.ts'
import type { Change } from '../tickets/change.ts'
import { idOfNumber, lockVersion, readTicket } from '../tickets/store.ts'
import { limits } from './api.ts'
import { nextAssignee, type Candidate } from './load.ts'
import { isReadable, lengthInDays, shiftsOf, type Pattern } from './pattern.ts'
import { presentAt, type Duty, type EntryKind } from './roster.ts'
import { addEntry, addFitting, changeEntry, entriesAround, isOn, loadsOf, lockChoice, lockEntry, removeDuties, removeEntry, type RosterEntry } from './store.ts'

/** Who does it and when. */
type By = { by: string; now: Instant }

export type EntryWish = Omit<RosterEntry, 'id'>

/** Refuses `roster_period`, `roster_overlap`, `not_found` for somebody who does not work here. Gives the id. */
export function plan(db: Db, wish: EntryWish, { by, now }: By): Promise<string> {
  return tx(db, async inner => {
    const entry = await sensible(inner, { ...wish, id: newId() })
    await addEntry(inner, entry, { by, at: now })
    await note(inner, 'added', entry, { by, now })
    return entry.id
  })
}

export function replan(db: Db, id: string, changes: Partial<Omit<EntryWish, 'staffId'>>, author: By): Promise<void> {
  return tx(db, async inner => {
    const entry = await sensible(inner, { ...await lockEntry(inner, id), ...changes })
    await changeEntry(inner, entry)
    await note(inner, 'changed', entry, author)
  })
}

export function unplan(db: Db, id: string, author: By): Promise<void> {
  return tx(db, async inner => {
    const entry = await lockEntry(inner, id)
    await removeEntry(inner, id)
    await note(inner, 'removed', entry, author)
  })
}

/**
 * A pattern becomes shifts, each a row of its own. `instead`: what these people have of this kind in the period and what has not begun yet goes first;
 * otherwise taken days stay. Refuses `roster_period`, `not_found`.
 */
export function planPattern(db: Db, { staffIds, kind, pattern, instead }: { staffIds: readonly string[]; kind: Duty; pattern: Pattern; instead: boolean }, timeZone: string, { by, now }: By): Promise<{ added: number; passed: number; removed: number }> {
  return tx(db, async inner => {
    if (!isReadable(pattern) || lengthInDays(pattern) > limits.patternDays) throw new Refusal('roster_period')
    const people = [...new Set(staffIds)]
    for (const id of people) await member(inner, id)
    const zone = zoneOf(timeZone)
    const first = zone.instantOf(readLocalDate(pattern.first)!, 0)
    const removed = instead ? await removeDuties(inner, people, kind, Math.max(first, now), zone.instantOf(readLocalDate(pattern.last)! + 1, 0)) : 0
    const entries = people.flatMap(staffId => shiftsOf(pattern, timeZone).map(({ from, to }): RosterEntry => ({ id: newId(), staffId, from, to, kind, substituteId: null, note: '' })))
    const added = await addFitting(inner, entries, { by, at: now })
    await record(inner, { at: now, actor: by, act: 'roster_changed', details: { what: 'pattern', kind, people: people.length, added, removed } })
    return { added, passed: entries.length - added, removed }
  })
}

const note = (db: Db, what: 'added' | 'changed' | 'removed', { id, staffId, kind }: RosterEntry, { by, now }: By): Promise<void> =>
  record(db, { at: now, actor: by, act: 'roster_changed', subject: staffId, details: { what, kind, entry: id } })

const longest: Readonly<Record<EntryKind, number>> = { shift: limits.shiftHours * hour, on_call: limits.shiftHours * hour, absence: limits.days * day }

async function sensible(db: Db, entry: RosterEntry): Promise<RosterEntry> {
  const { from, to, kind, staffId } = entry
  if (from >= to || to - from > longest[kind]) throw new Refusal('roster_period')
  const substituteId = kind === 'absence' ? entry.substituteId : null
  if (substituteId === staffId) throw new Refusal('bad_request')
  await member(db, staffId)
  if (substituteId !== null) await member(db, substituteId)
  return { ...entry, substituteId }
}

async function member(db: Db, id: string): Promise<void> {
  if ((await findMember(db, id))?.active !== true) throw new Refusal('not_found')
}

export type Placed =
  | { kind: 'assigned'; owner: string; change: Change }
  /** Somebody who is at work has it: nobody takes it from him by load. */
  | { kind: 'owned'; owner: string }
  | { kind: 'nobody' }
  | { kind: 'ended' }

/**
 * The ticket goes to the least loaded of those present. Two who press at once give one owner: the choice is made one after the other, under the ticket's
 * lock, and the second finds it owned. Refuses `ticket_not_found`.
 */
export function assignByLoad(room: TicketRoom, db: Db, number: number, { by, now }: By): Promise<Placed> {
  return tx(db, async (inner): Promise<Placed> => {
    await lockChoice(inner)
    const id = await idOfNumber(inner, number)
    await lockVersion(inner, id)
    const { ticket } = await readTicket(inner, id)
    const entries = await entriesAround(inner, now)
    if (ticket.ownerId !== null && await isOn(inner, ticket.ownerId, now) !== false) return { kind: 'owned', owner: ticket.ownerId }
    const owner = nextAssignee(await candidatesAt(inner, now, entries))
    if (owner === null) return { kind: 'nobody' }
    try {
      return { kind: 'assigned', owner, change: await change(room, inner, id, { type: 'assign', owner, why: 'load' }, { now, actor: { kind: 'staff', id: by } }) }
    } catch (error) {
      if (error instanceof Refusal && error.code === 'ticket_ended') return { kind: 'ended' }
      throw error
    }
  })
}

async function candidatesAt(db: Db, now: Instant, entries: readonly RosterEntry[]): Promise<readonly Candidate[]> {
  return loadsOf(db, presentAt(entries, await listMembers(db, { all: false }), now).ids)
}

/**
 * One command for one ticket of many, in a transaction of its own. Null: a request of this key has done it before. Refusals are the caller's to tell.
 */
export function performOne(room: TicketRoom, db: Db, number: number, wish: StaffCommand, { by, now }: By, key: string | null): Promise<Change | null> {
  return once(db, key === null ? null : `${key} ${number}`, now, inner => perform(room, inner, number, wish, { now, staffId: by }))
}
