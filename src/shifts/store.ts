import { sql } from 'kysely'
import { stamp, type Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import { isOnShift, keptAround, onDuty, type Duty, type Entry, type EntryKind } from './roster.ts'

/** A row of the roster with its id and its words. */
export type RosterEntry = Entry & { id: string; note: string }

const columns = ['id', 'staffId', 'startsAt as from', 'endsAt as to', 'kind', 'substituteId', 'note'] as const
const asEntry = (row: { id: string; staffId: string; from: Instant; to: Instant; kind: string; substituteId: string | null; note: string }): RosterEntry => ({ ...row, kind: row.kind as EntryKind })

/** Everything that touches `[from, to)`, oldest first. */
export async function entriesBetween(db: Db, from: Instant, to: Instant): Promise<RosterEntry[]> {
  const rows = await db.selectFrom('roster').select(columns)
    .where(sql<boolean>`tstzrange(starts_at, ends_at) && tstzrange(${stamp(from)}, ${stamp(to)})`).orderBy('startsAt').orderBy('id').execute()
  return rows.map(asEntry)
}

/** Is this colleague at work? Null: no roster is kept for this time, so nobody is off. */
export async function isOn(db: Db, staffId: string, at: Instant): Promise<boolean | null> {
  return isOnShift(await around(db, at), staffId, at)
}

/** Who is at work, substitutes included, by id; nobody where no roster is kept. */
export const onShift = (db: Db, at: Instant): Promise<readonly string[]> => working(db, 'shift', at)

/** Who is to be called outside the shifts. */
export const onCall = (db: Db, at: Instant): Promise<readonly string[]> => working(db, 'on_call', at)

/** Who was let go stands in old entries and is on no duty. */
async function working(db: Db, kind: Duty, at: Instant): Promise<readonly string[]> {
  const ids = onDuty(await around(db, at), kind, at)
  if (ids.length === 0) return []
  const rows = await db.selectFrom('staff').select('id').where('id', 'in', [...ids]).where('active', '=', true).execute()
  const active = new Set(rows.map(row => row.id))
  return ids.filter(id => active.has(id))
}

const around = (db: Db, at: Instant): Promise<RosterEntry[]> => entriesBetween(db, at - keptAround, at + keptAround)
