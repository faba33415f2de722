import type { Instant } from '../../lib/instant.ts'
import { wireInstant } from '../../lib/wire.ts'
import type { AlarmItem } from '../api.ts'
import type { AlarmShown } from './store.ts'

export function itemOf(row: AlarmShown): AlarmItem {
  const { about, ticketId, number } = row
  return {
    id: row.id, kind: row.kind, level: row.level, raisedAt: wireInstant(row.raisedAt), rings: row.rings,
    ticket: ticketId === null || number === null ? null : {
      id: ticketId, number, subject: row.subject ?? '', category: row.category, stopReported: row.stopReported === true, point: row.pointName, contact: row.contactName,
      owner: row.ownerId === null || row.ownerName === null ? null : { id: row.ownerId, name: row.ownerName }, waitsSince: wireInstant(row.unansweredSince ?? row.receivedAt ?? row.raisedAt),
    },
    due: about.clock === undefined || about.due === undefined ? null : { clock: about.clock, at: wireInstant(about.due), breached: about.breached === true },
    found: about.title === undefined ? null : { title: about.title, text: about.text ?? '', path: about.path ?? '/' },
    ended: row.endedAt === null || row.endReason === null ? null : { at: wireInstant(row.endedAt), by: row.endedByName, reason: row.endReason },
    told: row.told.map(({ name, at }) => ({ name, at: wireInstant(at) })),
  }
}

/** Where a page of the history goes on: behind this alarm. */
export const cursorOf = ({ endedAt, id }: Pick<AlarmShown, 'endedAt' | 'id'>): string => `${endedAt ?? 0}_${id}`
export function readCursor(text: string): { at: Instant; id: string } | null {
  const match = /^(\d{1,14})_([0-9a-f-]{36})$/.exec(text)
  return match === null ? null : { at: Number(match[1]), id: match[2]! }
}

