import { pointByToken } from '../../contacts/meeting/store.ts'
import { likePoints } from '../../dialogue/store.ts'
import type { Db } from '../../lib/db.ts'
import { pointName } from '../store.ts'
import { lookUp } from '../values.ts'

/** Where it happened, as a page was told: the code of a point's link, a chosen point's id, or words. */
export type Where = { token: string | null; point: string | null; place: string }
export type Placed = { point: { id: string; source: 'chosen' | 'link'; name: string } | null; words: string | null }

/** the point by link, by choice, or by words that name exactly one; words that do not stay words. */
export async function placeOf(db: Db, { token, point, place }: Where): Promise<Placed> {
  const linked = token === null || token === '' ? null : await pointByToken(db, token)
  if (linked !== null) return { point: { ...linked, source: 'link' }, words: null }
  const chosen = point === null ? null : await pointName(db, point)
  if (point !== null && chosen !== null) return { point: { id: point, source: 'chosen', name: chosen }, words: null }
  if (place === '') return { point: null, words: null }
  const found = place.length < lookUp.letters ? [] : await likePoints(db, place, 2)
  return found.length === 1 ? { point: { ...found[0]!, source: 'chosen' }, words: null } : { point: null, words: place }
}
