import type { Instant } from '../lib/instant.ts'
import { dueOf, fromReceipt } from './allowance.ts'
import { isOver, type Cycle } from './cycle.ts'
import { hear } from './hear.ts'
import { hearing } from './heard.ts'
import { promise } from './promises.ts'
import type { Policy } from './policy.ts'
import { settle } from './settle.ts'
import type { Signal } from './signals.ts'
import type { Stretch } from './stretches.ts'
import { rulesOf, type Rules } from './terms.ts'

/** The last cycle of a ticket at `now`, with the rules that hold for it: what the view, the alarms and the ledger are made of. */
export type Reading = { cycle: Cycle; rules: Rules; now: Instant }

/** Folds the signals of one ticket. Throws when none of them is `received`: a ticket begins with it. */
export function read(signals: readonly Signal[], policy: Policy, now: Instant): Reading {
  return readCycles(signals, policy, now).at(-1)!
}

/** All cycles, the first one first, each as it stood when the next one opened. */
export function readCycles(signals: readonly Signal[], policy: Policy, now: Instant): Reading[] {
  const rules = rulesOf(policy)
  const heard = hearing(signals, now)
  const readings: Reading[] = []
  let cycle: Cycle | null = null
  for (const signal of heard.signals) {
    if (cycle !== null) settle(cycle, signal.at)
    if (signal.type === 'received' && (cycle === null || isOver(cycle))) {
      if (cycle !== null) readings.push({ cycle, rules, now: signal.at })
      cycle = open((cycle?.number ?? 0) + 1, signal.at, rules)
    } else if (cycle !== null) {
      hear(cycle, signal, heard, rules)
    }
  }
  if (cycle === null) throw new Error('no signal says that the ticket was received')
  settle(cycle, now)
  readings.push({ cycle, rules, now })
  return readings
}

function open(number: number, start: Instant, rules: Rules): Cycle {
  const whole: [Stretch] = [{ from: start, to: null, stop: null }]
  const allowance = fromReceipt(rules.triage, start)
  const triage = { allowance, due: dueOf(allowance, whole), endedAt: null, breachedAt: null, held: {} }
  const cycle: Cycle = {
    number, start, whole, triage,
    category: null, base: 'registered', stretches: [{ from: start, to: null, stop: null }], reaction: null, result: null, revised: false,
    contactAt: null, lostContacts: new Set(), wait: null, suspendedAt: null, report: null, toJudge: [],
    resolvedAt: null, resolvedHow: null, closedAt: null, history: [],
  }
  promise(cycle, 'triage', triage.due, start, 'received')
  return cycle
}
