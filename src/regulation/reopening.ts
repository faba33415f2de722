import type { Instant } from '../lib/instant.ts'
import type { Policy } from './policy.ts'
import { rulesOf } from './terms.ts'
import type { View } from './view.ts'

/** A-20, S-1: until when, the end included, a reference to a resolved ticket (resolved, or closed by a wish or by mistake) opens its next cycle; null when it does not. */
export function reopensUntil(view: Pick<View, 'resolvedAt' | 'closedAt'>, policy: Policy): Instant | null {
  const ended = view.resolvedAt ?? view.closedAt
  return ended === null ? null : ended + rulesOf(policy).reopenWindow
}
