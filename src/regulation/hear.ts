import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import { dueOf, earlier, fromReceipt, untilDue } from './allowance.ts'
import { isAwaiting, isOver, miss, type Cycle } from './cycle.ts'
import { merge, promiseResult, regrade } from './grade.ts'
import { reached, type Heard } from './heard.ts'
import { promise } from './promises.ts'
import { resolve } from './settle.ts'
import type { Signal } from './signals.ts'
import type { Rules } from './terms.ts'

/** What one signal does to its open cycle; what time has done before it is settled already. */
export function hear(cycle: Cycle, signal: Signal, heard: Heard, rules: Rules): void {
  if (signal.type === 'judged') return judge(cycle, signal)
  if (isOver(cycle)) return // After the end only a judgement counts; a new request is a new cycle.
  const { at } = signal
  switch (signal.type) {
    case 'received':
    case 'customer_replied':
    case 'lifted':
      return goOn(cycle, at)
    case 'triaged':
      return regrade(cycle, rules, signal.category, 'corrected', at)
    case 'recategorised':
      return regrade(cycle, rules, signal.category, signal.basis, at)
    case 'taken':
      return begin(cycle)
    case 'reacted':
      begin(cycle)
      return contact(cycle, heard, signal.message, at)
    case 'info_requested':
      return ask(cycle, heard, rules, signal)
    case 'handed_over':
      if (!isAwaiting(cycle)) cycle.base = signal.to === 'developers' ? 'with_developers' : 'with_third_party'
      return
    case 'returned':
      if (cycle.base === 'with_developers' || cycle.base === 'with_third_party') cycle.base = 'in_work'
      return
    case 'due_revised':
      return revise(cycle, signal.due, at)
    case 'result_reported':
      return report(cycle, heard, rules, signal)
    case 'delivered':
      if (cycle.lostContacts.has(signal.message)) meet(cycle, at)
      return
    case 'not_delivered':
      return // `heard.ts` has told already: its message never arrived.
    case 'unclear_answer':
      if (isAwaiting(cycle) && !cycle.toJudge.includes(signal.message)) cycle.toJudge.push(signal.message)
      return
    case 'confirmed':
      if (cycle.report !== null) resolve(cycle, at, 'confirmed')
      return
    case 'disputed':
      return dispute(cycle, at)
    case 'closed':
      cycle.closedAt = at
      return
    case 'merged_in':
      return merge(cycle, rules, signal, at)
    case 'struck':
      return // Applied before anything is heard.
    default:
      return never(signal)
  }
}

function begin(cycle: Cycle): void {
  if (cycle.base === 'registered' || cycle.base === 'triaged') cycle.base = 'in_work'
}

/** the first contact by a person ends the reaction term; one that reached nobody does not, until it gets through. */
function contact(cycle: Cycle, heard: Heard, message: string | undefined, at: Instant): void {
  const delivery = message === undefined ? undefined : heard.deliveries.get(message)
  if (delivery?.late === true) cycle.lostContacts.add(message!)
  else meet(cycle, at)
}

function meet(cycle: Cycle, at: Instant): void {
  cycle.contactAt ??= at
  if (cycle.reaction !== null) cycle.reaction.endedAt ??= at
}

/** the wait runs from the first unanswered question that reached the customer, not before an agreed appointment. */
function ask(cycle: Cycle, heard: Heard, rules: Rules, signal: Extract<Signal, { type: 'info_requested' }>): void {
  if (signal.by === 'bot') return
  begin(cycle)
  contact(cycle, heard, signal.message, signal.at)
  if (cycle.report !== null) return
  const arrived = reached(heard, signal.message, signal.at)
  if (arrived === null) return
  const since = Math.max(arrived, signal.notBefore ?? arrived)
  if (cycle.wait !== null && cycle.wait.since <= since) return
  const { calendar, length } = rules.silence
  cycle.wait = { since, boundary: calendar.add(since, length) }
}

/** at any hour; a suspension ends, the due moves by the open time it took. */
function goOn(cycle: Cycle, at: Instant): void {
  cycle.wait = null
  if (cycle.suspendedAt === null) return
  cycle.suspendedAt = null
  cycle.stretches.push({ from: at, to: null, stop: null })
  remeasure(cycle)
  promiseResult(cycle, at, 'resumed')
}

function remeasure(cycle: Cycle): void {
  if (cycle.result !== null) cycle.result.due = dueOf(cycle.result.allowance, cycle.stretches)
}

function revise(cycle: Cycle, due: Instant, at: Instant): void {
  const { result } = cycle
  if (result === null || cycle.report !== null) return // Once the result is told there is nothing left to put off.
  result.allowance = untilDue(result.allowance.calendar, cycle.stretches, at, due)
  cycle.revised = true
  remeasure(cycle)
  promiseResult(cycle, at, 'revised')
}

/** ends the wait, the reaction and the counting; the day to check runs from when it reached the customer. */
function report(cycle: Cycle, heard: Heard, rules: Rules, signal: Extract<Signal, { type: 'result_reported' }>): void {
  const { at, kind } = signal
  begin(cycle)
  contact(cycle, heard, signal.message, at)
  if (cycle.category === null) return // A result needs a category; the message was a contact all the same.
  const arrived = reached(heard, signal.message, at)
  const autoConfirmAt = arrived === null ? null : rules.confirmAt(arrived)
  if (cycle.report !== null) {
    cycle.report = { ...cycle.report, kind, autoConfirmAt }
    cycle.toJudge = []
    return
  }
  stopCounting(cycle, at)
  cycle.wait = null
  cycle.base = 'in_work'
  cycle.report = { at, kind, autoConfirmAt, withdrawn: kind === 'refused' ? refuse(cycle, rules, at) : null }
}

function stopCounting(cycle: Cycle, at: Instant): void {
  if (cycle.suspendedAt === null) {
    const current = cycle.stretches.at(-1)!
    current.to = at
    current.stop = 'reported'
    return
  }
  cycle.suspendedAt = null
  cycle.stretches.push({ from: at, to: at, stop: 'reported' })
  remeasure(cycle)
  promiseResult(cycle, at, 'reported')
}

/** a refusal is due within the reaction term of its category. Returns the allowance it put aside. */
function refuse(cycle: Cycle, rules: Rules, at: Instant): NonNullable<Cycle['report']>['withdrawn'] {
  if (rules.policy.refusal === 'none' || cycle.category === null) return null
  const term = fromReceipt(rules.reaction[cycle.category], cycle.start)
  const before = cycle.result?.allowance ?? null
  cycle.result ??= { allowance: term, due: at, endedAt: null, breachedAt: null, held: {} }
  cycle.result.allowance = before === null ? term : earlier(before, term, cycle.stretches)
  remeasure(cycle)
  if (at > cycle.result.due) miss(cycle.result, cycle.result.due)
  promise(cycle, 'result', cycle.result.due, at, 'reported')
  return before ?? 'none'
}

/** the same cycle goes on; the time from the report to the dispute is not counted. */
function dispute(cycle: Cycle, at: Instant): void {
  const { report, result } = cycle
  if (report === null) return
  if (result !== null) {
    result.endedAt = null
    if (report.withdrawn === 'none') cycle.result = result.breachedAt === null ? null : result
    else if (report.withdrawn !== null) result.allowance = report.withdrawn
  }
  cycle.report = null
  cycle.toJudge = []
  cycle.base = 'in_work'
  cycle.stretches.push({ from: at, to: null, stop: null })
  remeasure(cycle)
  promiseResult(cycle, at, 'disputed')
}

/** a person has read an unclear answer. A dispute also undoes a confirmation that had happened by itself (rule 8). */
function judge(cycle: Cycle, { message, as, at }: Extract<Signal, { type: 'judged' }>): void {
  if (cycle.report === null || cycle.closedAt !== null) return
  const pending = cycle.toJudge.includes(message)
  cycle.toJudge = cycle.toJudge.filter((waiting) => waiting !== message)
  if (as === 'dispute') {
    cycle.resolvedAt = null
    cycle.resolvedHow = null
    dispute(cycle, at)
  } else if (cycle.resolvedAt === null) {
    if (as === 'confirm') resolve(cycle, at, 'confirmed')
    else if (pending && cycle.report.autoConfirmAt !== null) cycle.report.autoConfirmAt = Math.max(cycle.report.autoConfirmAt, at)
  }
}
