import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import { alarmsOf, type Alarm } from '../regulation/alarms.ts'
import { fold, viewOf } from '../regulation/fold.ts'
import type { Reading } from '../regulation/reading.ts'
import type { Policy } from '../regulation/policy.ts'
import type { View } from '../regulation/view.ts'
import { signalsOf } from './clocks.ts'
import { comingBack, morningAfter, helpAhead } from './remembering.ts'
import { struckIds, type TicketEvent, type TicketFact } from './ticket.ts'

/** A fact with the instant at which time alone made it true. */
export type DerivedFact = { at: Instant; fact: TicketFact }

/**
 * What time alone has done and nobody has written down yet, oldest first (clauses.md part 2, rules 2 and 8). The clocks derive it anyway; written
 * down it has a row, a notice and an undo. A derived fact that a late-coming event has made untrue is struck.
 */
export function derivedFacts(events: readonly TicketEvent[], reading: Reading, policy: Policy, newId: () => string): readonly DerivedFact[] {
  const view = viewOf(reading)
  const thisCycle = standingCycle(events, view)
  const facts: DerivedFact[] = []

  for (const event of thisCycle) {
    if (event.type === 'suspended' && !wasSuspended(events, policy, event.since)) facts.push({ at: view.registeredAt, fact: { type: 'struck', event: event.id, reason: 'late_fact' } })
    if (event.type === 'auto_confirmed' && view.resolvedHow !== 'auto_confirmed') facts.push({ at: view.registeredAt, fact: { type: 'struck', event: event.id, reason: 'late_fact' } })
  }
  for (const clock of ['triage', 'reaction', 'result'] as const) {
    const due = view[clock]?.breachedAt ?? null
    if (due !== null && !thisCycle.some(event => event.type === 'breached' && event.clock === clock && event.due === due)) {
      facts.push({ at: due, fact: { type: 'breached', clock, due } })
    }
  }
  const since = view.suspendedAt
  if (since !== null && !thisCycle.some(event => event.type === 'suspended' && event.since === since)) {
    facts.push({ at: since, fact: { type: 'suspended', since } })
    // Nobody can be told in writing: he is told by voice (product.md 3).
    if (!isWritten(events)) facts.push({ at: since, fact: { type: 'call_needed', task: newId(), reason: 'suspended' } })
  }
  if (view.resolvedHow === 'auto_confirmed' && view.resolvedAt !== null && !thisCycle.some(event => event.type === 'auto_confirmed')) {
    facts.push({ at: view.resolvedAt, fact: { type: 'auto_confirmed' } })
  }
  for (const alarm of untold(events, reading)) if (alarm.at <= reading.now) facts.push({ at: alarm.at, fact: told(alarm) })
  for (const remembered of rememberedOf(thisCycle, view)) if (remembered.at <= reading.now) facts.push(remembered)
  return facts.sort((a, b) => a.at - b.at)
}

/** The events of the running cycle that stand, its beginning included. Where the end before a return was struck, the older cycle has never ended. */
function standingCycle(events: readonly TicketEvent[], { registeredAt }: View): readonly TicketEvent[] {
  const struck = struckIds(events)
  const standing = events.filter(event => !struck.has(event.id))
  const start = standing.findLast(event => (event.type === 'registered' || event.type === 'reopened') && event.at === registeredAt)?.seq ?? 0
  return standing.filter(event => event.seq >= start)
}

/** Can the main person be written to? */
function isWritten(events: readonly TicketEvent[]): boolean {
  const struck = struckIds(events)
  const person = events.findLast(event => (event.type === 'registered' || event.type === 'main_person_set') && !struck.has(event.id))
  return (person?.type === 'registered' || person?.type === 'main_person_set') && person.conversationId !== null
}

/** What the desk promised itself or the customer for a date. After an end there is nothing to remind of; a date that came before it has come all the same. */
function rememberedOf(thisCycle: readonly TicketEvent[], view: View): readonly DerivedFact[] {
  const end = view.resolvedAt ?? view.closedAt
  return end === null ? [...comingBack(thisCycle), ...morningAfter(thisCycle, view), ...helpAhead(thisCycle)] : comingBack(thisCycle).filter(({ at }) => at < end)
}

/** Alarms that stand and have not been told: a due that moved arms anew, one that did not never repeats, also when a strike gives its cycle another number. */
function untold(events: readonly TicketEvent[], reading: Reading): readonly Alarm[] {
  const keys = new Set(events.flatMap(event => (event.type === 'warned' || event.type === 'reminded' ? [withoutCycle(event.key)] : [])))
  return alarmsOf(reading).filter(alarm => !keys.has(withoutCycle(alarm.key)))
}

const withoutCycle = (key: string): string => key.slice(key.indexOf(':') + 1)

function told(alarm: Alarm): TicketFact {
  switch (alarm.kind) {
    case 'warning':
      if (alarm.clock === 'silence' || alarm.clock === 'confirmation') throw new Error(`no warning for ${alarm.clock}`)
      return { type: 'warned', clock: alarm.clock, threshold: alarm.threshold, due: alarm.dueAt, key: alarm.key }
    case 'before_suspension': return { type: 'reminded', of: 'suspension', before: alarm.dueAt, key: alarm.key }
    case 'before_confirmation': return { type: 'reminded', of: 'confirmation', before: alarm.dueAt, key: alarm.key }
    case 'still_suspended': return { type: 'reminded', of: 'still_suspended', before: alarm.dueAt, key: alarm.key }
    default: return never(alarm.kind)
  }
}

/**
 * The earliest instant at which something has to happen by itself: what time does to the clocks holds strictly after its instant, an alarm sounds at its own.
 * What holds already and is not written down yet, because a change brought it about, is told at once.
 */
export function wakeAt(events: readonly TicketEvent[], reading: Reading, view: View): Instant | null {
  const wakes = [
    ...derivedFacts(events, reading, reading.rules.policy, () => '').map(({ at }) => Math.min(at, reading.now)),
    ...(view.nextWakeAt === null ? [] : [view.nextWakeAt + 1]), ...untold(events, reading).map(alarm => alarm.at),
    ...rememberedOf(standingCycle(events, view), view).map(remembered => remembered.at),
  ]
  return wakes.length === 0 ? null : Math.min(...wakes)
}

/** Does the history, as it is known now, still say that the ticket fell into suspension at `since`? What was struck later, or turned out later to have reached nobody, counts as known then. */
function wasSuspended(events: readonly TicketEvent[], policy: Policy, since: Instant): boolean {
  const struck = struckIds(events)
  const known = events.filter(event => event.type !== 'struck' && !struck.has(event.id)).map(event => (event.type === 'not_delivered' ? { ...event, at: Math.min(event.at, since) } : event))
  return fold(signalsOf(known), policy, since + 1).suspendedAt === since
}
