import type { Instant } from '../lib/instant.ts'

/** What has a first instant of force. */
type Dated = { validFrom: Instant }

/**
 * The edition that governs an instant (A-31: for a ticket, the instant of its receipt): the last one in force by then. What came before the
 * first edition is governed by the first: there is no other promise to hold it to. Null only when there is no edition at all.
 */
export function inForceAt<T extends Dated>(editions: readonly T[], at: Instant): T | null {
  const ordered = editions.toSorted((a, b) => a.validFrom - b.validFrom)
  return ordered.findLast(edition => edition.validFrom <= at) ?? ordered[0] ?? null
}
