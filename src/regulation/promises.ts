import type { Instant } from '../lib/instant.ts'
import type { Cycle } from './cycle.ts'
import type { ClockName, DueCause } from './view.ts'

/** each due that was ever promised is kept with its cause; one that did not move is not told again. */
export function promise(cycle: Cycle, clock: ClockName, due: Instant | null, from: Instant, cause: DueCause): void {
  const last = cycle.history.findLast((entry) => entry.clock === clock)
  if (last === undefined || last.due !== due) cycle.history.push({ clock, due, from, cause })
}
