import type { Instant } from '../lib/instant.ts'
import { isCalledBreach, shownBreaches } from '../regulation/breaches.ts'
import { isOver, type RunningClock } from '../regulation/cycle.ts'
import { endOf, viewOf } from '../regulation/fold.ts'
import type { Policy } from '../regulation/policy.ts'
import { readCycles, type Reading } from '../regulation/reading.ts'
import { countedUntil } from '../regulation/stretches.ts'
import { clockNames, type ClockName } from '../regulation/view.ts'
import { signalsOf } from '../tickets/clocks.ts'
import { replay, struckIds, type Ticket, type TicketEvent } from '../tickets/ticket.ts'
import { pausesOf } from './pauses.ts'
import { whyBroken } from './reasons.ts'
import type { Case, CategoryStep, ClockRow, End, ReportRow, Standing } from './row.ts'

/** An edition as the judge needs it: what the clocks obeyed, and which topics lie outside. */
export type JudgedBy = { policy: Policy; isOutside: (topic: string) => boolean }

/**
 * S-4: what became of a ticket's terms, one row per cycle, oldest first. Pure: the same history and instant give the same rows, so a report of last
 * month can be made again. Each cycle is judged by the edition that was in force when it began. What happened or was
 * written down later than `now` is not looked at.
 */
export function judge(it: Case, editionOf: (id: number) => JudgedBy, now: Instant): ReportRow[] {
  const known = it.events.filter(event => event.recordedAt <= now && event.at <= now)
  const struck = struckIds(known)
  const events = known.filter(event => !struck.has(event.id))
  const openings = events.filter(event => event.type === 'registered' || event.type === 'reopened')
  if (openings.length === 0) return []
  const signals = signalsOf(known)
  const read = new Map<number, Reading[]>()
  const readBy = (edition: number): Reading[] => {
    const known = read.get(edition) ?? readCycles(signals, editionOf(edition).policy, now)
    read.set(edition, known)
    return known
  }
  return readBy(openings.at(-1)!.edition).map(({ cycle: { number } }, place) => {
    const { edition } = openings[Math.min(place, openings.length - 1)]!
    const readings = readBy(edition)
    const reading = readings[place] ?? readings.at(-1)!
    const until = readings[place + 1]?.cycle.start ?? Infinity
    const history = events.filter(event => event.at < until)
    return rowOf(it, { number, edition, reading, ticket: replay(history, ''), own: history.filter(event => place === 0 || event.at >= reading.cycle.start) }, editionOf(edition))
  })
}

/** `own`: what happened in this cycle, without what was struck. */
type Round = { number: number; edition: number; reading: Reading; ticket: Ticket; own: readonly TicketEvent[] }

function rowOf(it: Case, { number, edition, reading, ticket, own }: Round, { policy, isOutside }: JudgedBy): ReportRow {
  const { cycle } = reading
  const end = endIn(reading, own)
  return {
    number: it.number, cycle: number, subject: ticket.subject, point: it.point, company: it.company, channel: ticket.channel, edition, owner: ticket.ownerId,
    receivedAt: cycle.start, category: cycle.category, categories: categoriesIn(own), topic: ticket.topic, outside: ticket.topic !== null && isOutside(ticket.topic),
    stopReported: ticket.stopReported, clocks: clocksOf(reading, own, ticket, policy), pauses: pausesOf(reading, own),
    result: cycle.report === null ? null : { kind: cycle.report.kind, at: cycle.report.at },
    state: viewOf(reading).state, end, endedAt: end === null ? null : (cycle.closedAt ?? cycle.resolvedAt),
    disputes: ticket.disputes, rated: ticket.rated, delays: ticket.delays, incident: ticket.incident?.number ?? null,
  }
}

function clocksOf(reading: Reading, own: readonly TicketEvent[], ticket: Ticket, policy: Policy): ReportRow['clocks'] {
  const called = shownBreaches(viewOf(reading), policy).map(({ clock }) => clock)
  const [triage, reaction, result] = clockNames.map((name): ClockRow | null => {
    const clock = reading.cycle[name]
    if (clock === null) return null
    const reckoned = reckon(reading, name, clock)
    const broken = reckoned.standing === 'broken'
    return {
      ...reckoned,
      reason: broken ? whyBroken(name, clock.breachedAt!, reading, own, ticket) : null,
      shown: name !== 'triage' && (broken ? called.includes(name) : isCalledBreach(name, policy)),
    }
  })
  return { triage: triage!, reaction: reaction!, result: result! }
}

function reckon({ cycle, now }: Reading, name: ClockName, clock: RunningClock): Omit<ClockRow, 'reason' | 'shown'> {
  const { calendar } = clock.allowance
  const stretches = name === 'result' ? cycle.stretches : cycle.whole
  const endedAt = endOf(cycle, clock)
  const took = countedUntil(stretches, calendar, Math.min(endedAt ?? now, now))
  const overBy = clock.breachedAt === null ? 0 : Math.max(0, took - countedUntil(stretches, calendar, clock.breachedAt))
  const paused = name === 'result' && cycle.suspendedAt !== null && !isOver(cycle)
  return { due: paused ? null : clock.due, endedAt, standing: standingOf(clock, endedAt), took, overBy }
}

/** A breach stays (rule 5). A clock that ended only with its ticket (withdrawn, spam) was neither kept nor broken. */
function standingOf(clock: RunningClock, endedAt: Instant | null): Standing {
  if (clock.breachedAt !== null) return 'broken'
  if (clock.endedAt !== null) return 'kept'
  return endedAt === null ? 'running' : 'none'
}

/** every category that the ticket has had in this cycle; one that was set again says nothing new. */
function categoriesIn(own: readonly TicketEvent[]): CategoryStep[] {
  const steps: CategoryStep[] = []
  for (const event of own) {
    if (event.type !== 'triaged' && event.type !== 'recategorised') continue
    if (event.category === steps.at(-1)?.category) continue
    const how = steps.length === 0 ? 'triaged' : event.type === 'recategorised' ? event.basis : 'corrected'
    steps.push({ category: event.category, at: event.at, how, reason: event.type === 'triaged' ? event.effect : event.reason })
  }
  return steps
}

function endIn({ cycle }: Reading, own: readonly TicketEvent[]): End | null {
  if (cycle.closedAt === null) return cycle.resolvedHow
  if (own.some(event => event.type === 'closed_as_spam')) return 'spam'
  return own.some(event => event.type === 'withdrawn') ? 'withdrawn' : 'duplicate'
}
