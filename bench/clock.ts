/** How fast the clock is on one thread: deadlines, and whole tickets folded. */
import { day, hour, minute, type Instant } from '../src/lib/instant.ts'
import { openCalendar } from '../src/regulation/calendar.ts'
import { fold } from '../src/regulation/fold.ts'
import { weekdays, type Calendar, type Policy } from '../src/regulation/policy.ts'
import type { Signal } from '../src/regulation/signals.ts'
import type { Figure } from './figure.ts'

const service: Calendar = { timezone: 'Europe/Moscow', weekly: Object.fromEntries(weekdays.map((name) => [name, [['09:00', '23:00'] as const]])), holidays: [] }
const policy: Policy = {
  calendars: { service, state: service },
  workingDay: 'service', dayCount: 'service-time',
  triage: { service: 'PT30M' },
  reaction: { 1: { service: 'PT1H' }, 2: { workingDays: 5 }, 3: { workingDays: 10 } },
  result: { 2: { workingDays: 5 }, 3: { workingDays: 10 } },
  breachShown: 'both', refusal: 'reaction',
  silence: { term: { workingDays: 1 }, calendar: 'workingDay' },
  confirm: { ordinary: 'PT24H' }, reopenWindow: 'PT72H',
  warnAt: [0.5, 0.8], remind: { beforeSuspension: 'PT2H', beforeConfirmation: 'PT4H' },
  releaseWeekday: null,
}
const firstReceipt: Instant = Date.UTC(2026, 0, 1)
const spread = 300 * day
const rounds = 7

/** Receipts spread over most of a year, in no order: neighbours in the list are no neighbours in time. */
const receipt = (i: number): Instant => firstReceipt + ((i * 7_919_777) % spread)

export default async function figures(): Promise<Figure[]> {
  const deadlines = deadlinesPerSecond()
  await breathe()
  return [
    { name: 'ten-working-day deadlines, one thread', value: deadlines, unit: '1/s' },
    { name: 'whole tickets folded (13 events), one thread', value: ticketsPerSecond(), unit: '1/s' },
  ]
}

/** Lets timers of the caller run between two measurements. */
const breathe = () => new Promise((resolve) => { setTimeout(resolve, 0) })

function deadlinesPerSecond(): number {
  const { add, workingDay } = openCalendar(service)
  const count = 500_000
  return median(() => {
    let last = 0
    for (let i = 0; i < count; i++) last = Math.max(last, add(receipt(i), 10 * workingDay))
    return last > 0 ? count : 0
  })
}

function ticketsPerSecond(): number {
  const tickets = Array.from({ length: 5_000 }, (_, i) => ticket(receipt(i)))
  return median(() => {
    let folded = 0
    for (const signals of tickets) if (fold(signals, policy, signals[0]!.at + 5 * day).cycle === 1) folded++
    return folded
  })
}

/** Median rate of `rounds` runs after one to warm up; `run` returns how much it did. */
function median(run: () => number): number {
  run()
  const rates = Array.from({ length: rounds }, () => {
    const begun = performance.now()
    const done = run()
    return (done / (performance.now() - begun)) * 1000
  }).sort((a, b) => a - b)
  return Math.round(rates[Math.floor(rounds / 2)]!)
}

/** A busy life: a suspension, an upgrade, a dispute. */
function ticket(start: Instant): Signal[] {
  const at = (hours: number, seq: number) => ({ id: String(seq), seq, at: start + hours * hour })
  return [
    { ...at(0, 0), type: 'received' }, { ...at(0.2, 1), type: 'triaged', category: 3 }, { ...at(0.5, 2), type: 'taken' },
    { ...at(1, 3), type: 'reacted', how: 'reply', message: 'a' }, { ...at(1, 4), at: start + hour + minute, type: 'delivered', message: 'a' },
    { ...at(2, 5), type: 'info_requested', by: 'specialist', message: 'b' }, { ...at(2.1, 6), type: 'delivered', message: 'b' },
    { ...at(50, 7), type: 'customer_replied' }, { ...at(60, 8), type: 'recategorised', category: 2, basis: 'changed' },
    { ...at(70, 9), type: 'result_reported', kind: 'done', message: 'c' }, { ...at(70.1, 10), type: 'delivered', message: 'c' },
    { ...at(80, 11), type: 'disputed' }, { ...at(90, 12), type: 'result_reported', kind: 'done' },
  ]
}
