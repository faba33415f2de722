import { hour, type Instant, type Millis } from '../lib/instant.ts'
import type { View } from '../regulation/view.ts'
import type { TicketEvent, TicketFact } from './ticket.ts'

type Remembered = { at: Instant; fact: TicketFact }

/** How long before agreed help both sides are reminded. */
const aheadOfHelp: Millis = hour

/** The latest date that was set and neither came, nor was cancelled, nor lost its reason. `thisCycle`: the standing events of the running cycle. */
export function comingBack(thisCycle: readonly TicketEvent[]): readonly Remembered[] {
  let set: Extract<TicketEvent, { type: 'return_set' }> | null = null
  for (const event of thisCycle) {
    if (event.type === 'return_set') set = event
    else if (event.type === 'return_cancelled' || (event.type === 'came_back' && event.set === set?.id)) set = null
    else if (event.type === 'taken_back' && set?.why === 'look_again') set = null
    // An end takes the date with it, also when it is disputed later.
    else if (event.type === 'confirmed' || event.type === 'auto_confirmed' || event.type === 'withdrawn' || event.type === 'closed_as_spam' || event.type === 'closed_as_moved') set = null
  }
  return set === null ? [] : [{ at: set.on, fact: { type: 'came_back', why: set.why, staff: set.staff, set: set.id } }]
}

/** A stop reported while nobody worked is asked about once, when work begins, unless somebody has seen to it by then. */
export function morningAfter(thisCycle: readonly TicketEvent[], view: View): readonly Remembered[] {
  const { workFrom, category, registeredAt } = view
  if (category !== null || workFrom <= registeredAt) return []
  const stop = thisCycle.find(event => event.type === 'work_stopped' || (event.type === 'registered' && event.stopReported))
  if (stop === undefined || stop.at >= workFrom) return []
  const isSeenTo = thisCycle.some(event => event.actor.kind === 'staff' || event.type === 'stop_answered' || (event.type === 'reminded' && event.of === 'stop'))
  return isSeenTo ? [] : [{ at: workFrom, fact: { type: 'reminded', of: 'stop', before: workFrom, key: `${view.cycle}:stop:${workFrom}` } }]
}

/** an hour before the agreed help. */
export function helpAhead(thisCycle: readonly TicketEvent[]): readonly Remembered[] {
  const help = thisCycle.findLast(event => event.type === 'help_scheduled')
  if (help?.type !== 'help_scheduled') return []
  const at = help.helpAt - aheadOfHelp
  if (at <= help.at || thisCycle.some(event => event.type === 'reminded' && event.key === `help:${help.id}`)) return []
  return [{ at, fact: { type: 'reminded', of: 'help', before: help.helpAt, key: `help:${help.id}` } }]
}
