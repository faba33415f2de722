/** What the desk has to remember of a ticket beside its clocks: dates, a stop of the night, whose it is, since when its customer waits. */
import type { Alarm, Ruling } from './clocks.ts'
import { isPress, standing, type Fact } from './facts.ts'
import { hour } from './promises.ts'

/** The facts of the running cycle. */
const ofCycle = (facts: readonly Fact[], { receivedAt }: Ruling): Fact[] => {
  const own = standing(facts)
  const start = own.findLast(fact => (fact.type === 'registered' || fact.type === 'reopened') && fact.at === receivedAt)
  return own.filter(fact => fact.seq >= (start?.seq ?? 0))
}

/** Dates that have been set and have not come or been called off: each once. */
export function remembered(facts: readonly Fact[], ruling: Ruling): Alarm[] {
  const end = ruling.resolvedAt ?? ruling.closedAt
  const cycle = ofCycle(facts, ruling)
  const alarms: Alarm[] = []
  let back: (Fact & { type: 'return_set' }) | null = null
  for (const fact of cycle) {
    // One whose time had come when the next was written down has come back by then.
    if (back !== null && back.on <= fact.recordedAt) back = null
    if (fact.type === 'return_set') back = fact
    if (fact.type === 'return_cancelled' || (fact.type === 'taken_back' && back?.why === 'look_again')) back = null
  }
  // A date that came before the end has come, whenever the desk was awake to see it.
  if (back !== null && (end === null || back.on < end)) alarms.push({ of: 'return', share: back.id, at: back.on, due: back.on })
  if (end !== null) return alarms

  // an hour before the help that was agreed last.
  const help = cycle.findLast(fact => fact.type === 'help_scheduled')
  if (help?.type === 'help_scheduled' && help.helpAt - hour > help.at) alarms.push({ of: 'help', share: 'before', at: help.helpAt - hour, due: help.helpAt })

  // A stop that was reported at night is asked about once, in the morning, unless somebody has seen to it.
  const stop = cycle.find(fact => fact.type === 'work_stopped' || (fact.type === 'registered' && fact.stopReported))
  const isSeen = cycle.some(fact => fact.actor === 'staff' || fact.type === 'stop_answered')
  if (ruling.category === null && ruling.workFrom > ruling.receivedAt && stop !== undefined && stop.at < ruling.workFrom && !isSeen) {
    alarms.push({ of: 'stop', share: 'before', at: ruling.workFrom, due: ruling.workFrom })
  }
  return alarms
}

/** Dates that have come, oldest first: to whom the ticket came back, and when. */
type Return = { at: number; staff: string | null }
const returnsOf = (facts: readonly Fact[], came: ReadonlySet<string>): Return[] =>
  facts.flatMap(fact => (fact.type === 'return_set' && came.has(fact.id) ? [{ at: fact.on, staff: fact.staff }] : []))

/** whose the ticket is. `came`: ids of the dates that came. */
export function ownerOf(facts: readonly Fact[], came: ReadonlySet<string>): string | null {
  const returns = returnsOf(facts, came)
  let owner: string | null = null
  for (const fact of standing(facts)) {
    for (const { staff } of returns.splice(0, returns.filter(one => one.at <= fact.recordedAt).length)) owner = staff ?? owner
    if (fact.type === 'taken') owner = fact.actorId
    if (fact.type === 'assigned') owner = fact.owner
    if (fact.type === 'handed_to_shift') owner = fact.to
  }
  for (const { staff } of returns) owner = staff ?? owner
  return owner
}

/** A date has come and nobody of the desk has done anything since; a note is nothing. */
export function isBack(facts: readonly Fact[], ruling: Ruling, came: ReadonlySet<string>): boolean {
  const cycle = ofCycle(facts, ruling)
  const last = Math.max(...returnsOf(cycle, came).map(({ at }) => at))
  return last > 0 && !cycle.some(fact => fact.actor === 'staff' && fact.recordedAt >= last && !(fact.type === 'other' && fact.name === 'noted'))
}

/** Call tasks that are open: what nobody could be told in writing and nobody has been called about (product.md 3). */
export function openCalls(facts: readonly Fact[]): string[] {
  const open = new Set<string>()
  for (const fact of standing(facts)) {
    if (fact.type === 'call_needed') open.add(fact.task)
    if (fact.type === 'not_delivered' && fact.task !== null) open.add(fact.task)
    if (fact.type === 'call_held') for (const task of fact.tasks) open.delete(task)
  }
  return [...open].sort()
}

/** The customer waits for our answer since then: his first word after our last one; null when the last word is ours or the ticket has ended. */
export function unansweredSince(facts: readonly Fact[], ruling: Ruling): number | null {
  if (ruling.state === 'resolved' || ruling.state === 'closed') return null
  let since: number | null = null
  for (const fact of standing(facts)) {
    switch (fact.type) {
      case 'registered': case 'reopened': since = fact.at; break
      case 'customer_wrote': if (fact.weight === 'real') since ??= fact.at; break
      case 'customer_asked_call': case 'work_stopped': case 'disputed': case 'lead_called': since ??= fact.at; break
      case 'stop_answered': if (fact.holds) since ??= fact.at; break
      case 'item_ticked': case 'step_marked': if (isPress(fact)) since ??= fact.at; break
      case 'answered': case 'call_held': case 'result_reported': case 'confirmed': case 'withdrawn': case 'closed_as_spam': case 'closed_as_moved': since = null; break
      case 'judged': if (fact.as !== 'dispute') since = null; break
      default:
    }
  }
  return since
}

/** The customer has said that his work stands still, and nobody has judged it since: whoever rates a ticket has; a new cycle begins without it (product.md 3). */
export function stopReported(facts: readonly Fact[]): boolean {
  let stopped = false
  for (const fact of standing(facts)) {
    if (fact.type === 'registered') stopped = fact.stopReported
    else if (fact.type === 'work_stopped') stopped = true
    else if (fact.type === 'stop_answered') stopped &&= fact.holds
    else if (fact.type === 'triaged' || fact.type === 'recategorised') stopped &&= fact.category === 1
    else if (fact.type === 'reopened') stopped = false
  }
  return stopped
}
