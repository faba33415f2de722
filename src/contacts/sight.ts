/** Whose tickets a person outside may see besides his own. Pure. */
import type { ContactRole } from './store.ts'

/** What a person is at a point, and whose the point is. */
export type Tie = { pointId: string; companyId: string | null; role: ContactRole }

/**
 * A manager sees the tickets of his points, an owner those of every point of the companies whose points he owns; staff see their own only. Naming a point is
 * no proof: it opens nothing.
 */
export function sight(ties: readonly Tie[]): { points: readonly string[]; companies: readonly string[] } {
  const owned = ties.filter(({ role }) => role === 'owner')
  return {
    points: [...new Set(ties.filter(({ role }) => role === 'owner' || role === 'manager').map(({ pointId }) => pointId))],
    companies: [...new Set(owned.flatMap(({ companyId }) => (companyId === null ? [] : [companyId])))],
  }
}
