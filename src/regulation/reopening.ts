import type { Instant } from '../lib/instant.ts'
import type { Policy } from './policy.ts'
import { rulesOf } from './terms.ts'
import type { View } from './view.ts'

/** A-20, S-1: until when, the end included, a reference to a resolved ticket opens its next cycle; null when it does not. */
export function reopensUntil(view: View, policy: Policy): Instant | null {
  return view.resolvedAt === null ? null : view.resolvedAt + rulesOf(policy).reopenWindow
}
