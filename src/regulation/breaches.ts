import type { Instant } from '../lib/instant.ts'
import type { Policy } from './policy.ts'
import type { View } from './view.ts'

/** A missed due of the regulation as the customer sees it: A-08 says which of the two clocks is called one. Each breach is recorded all the same. */
export function shownBreaches(view: View, policy: Policy): { clock: 'reaction' | 'result'; due: Instant }[] {
  return (['reaction', 'result'] as const).flatMap((clock) => {
    const due = view[clock]?.breachedAt ?? null
    return due !== null && isCalledBreach(clock, policy) ? [{ clock, due }] : []
  })
}

/** would a missed due of this clock be called a breach in the customer's view? */
export const isCalledBreach = (clock: 'reaction' | 'result', policy: Policy): boolean => policy.breachShown === 'both' || policy.breachShown === clock
