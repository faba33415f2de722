import { z } from 'zod'
import type { Instant } from '../../lib/instant.ts'
import type { QueueView } from '../api.ts'

/** Where a page of the queue ended: the key of its last row. `due` is Infinity where no clock runs to a due. Pure. */
export type Place =
  | { by: 'queue'; group: number; due: Instant; category: number; channel: number; receivedAt: Instant; id: string }
  | { by: 'due'; due: Instant; id: string }

/** `hot` is a list by due alone (who breaks first); the other views keep the order of the queue. */
export const orderOf = (view: QueueView): Place['by'] => (view === 'hot' ? 'due' : 'queue')

const small = z.int().min(0).max(9)
/** Inside what PostgreSQL's `timestamptz` holds and JavaScript's `Date` writes. */
const moment = z.int().min(0).max(8.64e15)
const due = moment.nullable()
const byQueue = z.tuple([small, due, small, small, moment, z.uuid()])
const byDue = z.tuple([due, z.uuid()])

const base64url = /^[A-Za-z0-9_-]{1,500}$/
const finite = (at: Instant): number | null => (Number.isFinite(at) ? at : null)

/** Opaque text for the client: base64url of the key. */
export function writePlace(place: Place): string {
  const key = place.by === 'due'
    ? [finite(place.due), place.id]
    : [place.group, finite(place.due), place.category, place.channel, place.receivedAt, place.id]
  return toBase64url(JSON.stringify(key))
}

/** Reads what `writePlace` wrote for a list in this order; null for anything else. */
export function readPlace(text: string, by: Place['by']): Place | null {
  const key = parse(text)
  if (by === 'due') {
    const found = byDue.safeParse(key)
    return found.success ? { by, due: found.data[0] ?? Infinity, id: found.data[1] } : null
  }
  const found = byQueue.safeParse(key)
  if (!found.success) return null
  const [group, at, category, channel, receivedAt, id] = found.data
  return { by, group, due: at ?? Infinity, category, channel, receivedAt, id }
}

function parse(text: string): unknown {
  if (!base64url.test(text)) return null
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return null
  }
}

const toBase64url = (text: string): string => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
