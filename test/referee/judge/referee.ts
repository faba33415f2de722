/** The judgement: what the desk's rows and the chats say, held against what the judge has worked out from the facts alone. */
import { clockNames, judge, type ClockName, type ClockRuling, type Ruling } from './clocks.ts'
import { alarmsOf, breachOf, confirmationOf, courseOf, reminderOf, returnOf, say, spelt, suspensionOf, warningOf, type Course } from './course.ts'
import { byTime, factsOf, type EventRow, type Fact } from './facts.ts'
import { letters, type Line } from './letters.ts'
import { isBack, openCalls, ownerOf, stopReported, unansweredSince } from './memory.ts'
import { isInOrder, placeOf, type Standing } from './queue.ts'
import { thanks } from './promises.ts'
import type { MessageRow, Rows, StoredClock, TicketRow } from './rows.ts'

export type Difference = { ticket: number | null; clause: string; about: string; house: string; judge: string }

export type Hearing = {
  now: number
  /** Instants at which the desk was at rest, ascending, `now` the last. */
  awake: readonly number[]
  /** Numbers of tickets as the queue lists them, first one first. */
  listed: readonly number[]
  /** All lines of all chats. */
  lines: readonly Line[]
}

/** No difference: an empty list. */
export function referee(rows: Rows, hearing: Hearing): Difference[] {
  const differences: Difference[] = []
  const places: Standing[] = []
  const messagesOf = Map.groupBy(rows.messages, message => message.ticketId)
  const callsOf = Map.groupBy(rows.calls.filter(call => call.open), call => call.ticketId)
  for (const ticket of rows.tickets) {
    const found = (clause: string, about: string, house: unknown, judged: unknown): void => {
      const [one, other] = [said(house), said(judged)]
      if (one !== other) differences.push({ ticket: ticket.number, clause, about, house: one, judge: other })
    }
    const events = rows.events.get(ticket.id) ?? []
    const facts = factsOf(events)
    const ruling = judge(facts, hearing.now)
    const course = courseOf(facts, hearing.awake, hearing.now)
    places.push({ number: ticket.number, ruling, channel: ticket.channel, stopped: stopReported(facts), isBack: isBack(facts, ruling, course.came), owes: unansweredSince(facts, ruling) !== null })
    judgeRow(ticket, facts, ruling, course, found)
    judgeClocks(ticket, facts, ruling, found)
    judgeTime(events, facts, course, hearing.now, found)
    judgeWake(ticket, facts, ruling, course, found)
    const messages = messagesOf.get(ticket.id) ?? []
    judgeNotices(messages, course, found)
    judgeWeights(facts, messages, found)
    found('product.md 3', 'open call tasks', (callsOf.get(ticket.id) ?? []).map(call => call.id).sort(), openCalls(facts))
  }
  return [...differences, ...judgeQueue(places, hearing.listed), ...letters(rows, hearing.lines, factsByMessage(rows))]
}

/** As a list that a person can read. */
export const written = (differences: readonly Difference[]): string =>
  differences.map(({ ticket, clause, about, house, judge: other }) => `${ticket === null ? '' : `№ ${ticket} `}${clause}, ${about}: the house says ${house}, the judge ${other}`).join('\n')

/** The history of a ticket as its rows tell it, for whoever looks into a difference. */
export function historyOf(rows: Rows, number: number): string {
  const id = rows.tickets.find(ticket => ticket.number === number)?.id ?? ''
  return (rows.events.get(id) ?? []).map(({ seq, type, at, recordedAt, actor, data }) =>
    `  ${seq} ${say(at)}${recordedAt === at ? '' : ` (written ${say(recordedAt)})`} ${actor} ${type} ${JSON.stringify(data)}`).join('\n')
}

type Found = (clause: string, about: string, house: unknown, judge: unknown) => void

const instants = /^1[6-9]\d{11}$/
function said(value: unknown): string {
  if (typeof value === 'number' && instants.test(String(value))) return say(value)
  return typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing'
}

function judgeRow(ticket: TicketRow, facts: readonly Fact[], ruling: Ruling, { came }: Course, found: Found): void {
  found('clauses.md 2', 'state', ticket.state, ruling.state)
  found('clauses.md 2', 'state below', ticket.base, ruling.base)
  found('R-6.2.4', 'category', ticket.category, ruling.category)
  found('R-6.3.1', 'owner', ticket.ownerId, ownerOf(facts, came))
  found('R-2.1.3', 'receipt', ticket.receivedAt, ruling.receivedAt)
  found('product.md 3', 'the customer waits since', ticket.unansweredSince, unansweredSince(facts, ruling))
  found('product.md 4.3', 'stop reported', ticket.stopReported, stopReported(facts))
  found('R-3.1.2', 'a promise was broken', ticket.breached, clockNames.some(name => (ruling[name]?.missed ?? null) !== null))
}

const clauseOf: Readonly<Record<ClockName, string>> = { triage: 'R-6.2.2', reaction: 'R-6.2.7-9', result: 'R-6.2.8-9' }

/** The stored picture, as it should stand now; what grows with time, as it was when the row was written. */
function judgeClocks(ticket: TicketRow, facts: readonly Fact[], ruling: Ruling, found: Found): void {
  const { clocks } = ticket
  const then = judge(facts, ticket.updatedAt)
  for (const name of clockNames) judgeClock(name, clocks[name], ruling[name], then[name], found)
  found('A-20', 'cycle', clocks.cycle, ruling.cycle)
  found('R-2.1.4', 'work from', clocks.workFrom, ruling.workFrom)
  found('R-2.1.3', 'receipt on the clock', clocks.registeredAt, ruling.receivedAt)
  found('clauses.md 2', 'state on the clock', clocks.state, ruling.state)
  found('R-6.3.3', 'waits since', clocks.silence?.since ?? null, ruling.wait?.since ?? null)
  found('R-6.3.3', 'boundary of the wait', clocks.silence?.boundary ?? null, ruling.wait?.boundary ?? null)
  found('R-6.3.3', 'suspended since', clocks.suspendedAt, ruling.suspendedAt)
  found('R-6.4.3', 'confirms by silence', clocks.autoConfirmAt, ruling.confirmsAt)
  found('A-20', 'answers to judge', clocks.toJudge, ruling.unread)
  found('R-6.4.2', 'resolved', [clocks.resolvedAt, clocks.resolvedHow], [ruling.resolvedAt, ruling.resolvedHow])
  found('S-7', 'closed', clocks.closedAt, ruling.closedAt)
}

function judgeClock(name: ClockName, clock: StoredClock | null, ruling: ClockRuling | null, then: ClockRuling | null, found: Found): void {
  const clause = clauseOf[name]
  found(clause, `${name} due`, clock?.dueAt ?? null, ruling?.due ?? null)
  found(clause, `${name} ended`, clock?.endedAt ?? null, ruling?.ended ?? null)
  found(clause, `${name} missed`, clock?.breachedAt ?? null, ruling?.missed ?? null)
  found(clause, `${name} used and left`, clock === null ? null : [clock.elapsed, clock.remaining], then === null ? null : [then.elapsed, then.left])
}

/** Rule 8: each fact of time has its row, once, with its instant, written when the desk was awake; what has become untrue is struck. */
function judgeTime(events: readonly EventRow[], facts: readonly Fact[], course: Course, now: number, found: Found): void {
  const struck = new Set(events.flatMap(event => (event.type === 'struck' ? [event.data['event']] : [])))
  const rows: string[] = []
  for (const event of events) {
    if (!byTime.has(event.type) || event.type === 'resumed') continue
    rows.push(`${whatOf(event, facts)} at ${say(event.at)} written ${say(event.recordedAt)}`)
  }
  const own = course.derived.map(({ what, at, seenAt }) => `${what} at ${say(at)} written ${say(seenAt)}`)
  different('clauses.md 2.8', 'what time did', rows, own, found)
  different('R-6.3.4', 'resumed', events.filter(({ type }) => type === 'resumed').map(event => say(event.recordedAt)), course.resumed.map(say), found)
  const ruling = judge(facts, now)
  for (const event of events) {
    if (event.type === 'auto_confirmed' && struck.has(event.id)) found('clauses.md 2.8', `the end of ${say(event.at)} was undone`, true, !(ruling.resolvedHow === 'auto_confirmed' && ruling.resolvedAt === event.at))
  }
}

function whatOf(event: EventRow, facts: readonly Fact[]): string {
  // The receipt of the cycle in which it was written.
  const receipt = judge(facts.filter(fact => fact.seq < event.seq), event.recordedAt).receivedAt
  const { data } = event
  switch (event.type) {
    case 'breached': return breachOf(receipt, String(data['clock']), Number(data['due']))
    case 'suspended': return suspensionOf(receipt, Number(data['since']))
    case 'auto_confirmed': return confirmationOf(receipt, event.at)
    case 'warned': return warningOf(receipt, String(data['clock']), String(data['threshold']), Number(data['due']))
    case 'came_back': return returnOf(String(data['set']), event.at)
    case 'reminded': {
      const of = String(data['of'])
      const count = of === 'still_suspended' ? String(data['key']).split(':')[2]?.replace('repeat ', '') ?? '' : 'before'
      return reminderOf(receipt, of, count, Number(data['before']))
    }
    default: throw new Error(`time does not write "${event.type}"`)
  }
}

/** The desk must wake at the next instant at which something happens by itself. */
function judgeWake(ticket: TicketRow, facts: readonly Fact[], ruling: Ruling, course: Course, found: Found): void {
  const told = new Set(course.derived.map(({ what }) => what))
  const wakes = [...(ruling.next === null ? [] : [ruling.next + 1]), ...alarmsOf(facts, ruling).filter(alarm => !told.has(spelt(ruling, alarm))).map(alarm => alarm.at)]
  found('product.md 3', 'wakes at', ticket.nextWakeAt, wakes.length === 0 ? null : Math.min(...wakes))
}

/** Each notice that is due exactly once, and none that is not. */
function judgeNotices(messages: readonly MessageRow[], { notices }: Course, found: Found): void {
  const rows = messages.filter(message => message.notice !== null).map(message => `${message.notice} ${say(message.at)}`)
  const certain = notices.filter(notice => notice.certain).map(({ kind, at }) => `${kind} ${say(at)}`)
  const rest = [...rows]
  for (const one of certain) if (rest.includes(one)) rest.splice(rest.indexOf(one), 1)
  // What may have been said or not, at most once.
  const possible = notices.filter(notice => !notice.certain).map(({ kind, at }) => `${kind} ${say(at)}`).filter(one => rest.includes(one))
  different('R-3.1.5', 'notices', rows, [...certain, ...new Set(possible)], found)
}

/** Two lists without order; only what one has more often than the other is told. */
function different(clause: string, about: string, house: readonly string[], own: readonly string[], found: Found): void {
  const [more, less] = [[...house], [...own]]
  for (const one of house) {
    const place = less.indexOf(one)
    if (place < 0) continue
    less.splice(place, 1)
    more.splice(more.indexOf(one), 1)
  }
  found(clause, about, more.sort().join('; '), less.sort().join('; ') === '' && more.length === 0 ? '' : less.sort().join('; '))
}

/** The inbound table: what each word of the customer weighs. */
function judgeWeights(facts: readonly Fact[], messages: readonly MessageRow[], found: Found): void {
  for (const fact of facts) {
    if (fact.type !== 'customer_wrote') continue
    const message = messages.find(({ id }) => id === fact.message)
    const weight = message === undefined ? 'unknown' : message.sticker ? 'nothing' : message.files === 0 && thanks.includes(message.text.toLowerCase()) ? 'thanks' : 'real'
    // What was edited later weighed what it was; his own card answers the bot.
    if (message?.files === 0) found('A-17', `weight of «${message.text}»`, fact.weight, weight)
  }
}

function judgeQueue(standings: readonly Standing[], listed: readonly number[]): Difference[] {
  const places = new Map(standings.flatMap(standing => {
    const place = placeOf(standing)
    return place === null ? [] : [[standing.number, place] as const]
  }))
  const differences: Difference[] = []
  const wrong = (ticket: number | null, about: string, house: string, own: string): void => void differences.push({ ticket, clause: 'product.md 3, R-2.4.1', about, house, judge: own })
  for (const number of listed) if (!places.has(number)) wrong(number, 'queue', 'stands in it', 'does not belong there')
  for (const number of places.keys()) {
    const times = listed.filter(one => one === number).length
    if (times !== 1) wrong(number, 'queue', `lists it ${times} times`, 'once')
  }
  const shown = listed.filter(number => places.has(number))
  for (const [index, number] of shown.entries()) {
    const next = shown[index + 1]
    if (next !== undefined && !isInOrder(places.get(number)!, places.get(next)!)) wrong(number, 'queue', `stands before № ${next}`, `${placed(places.get(number)!)} stands after ${placed(places.get(next)!)}`)
  }
  return differences
}

const placed = ([group, due, ...rest]: readonly number[]): string => `(${group}, ${say(due!)}, ${rest.map(said).join(', ')})`

/** For each message of the desk: what the facts say of its delivery, also those of an act that was struck later. */
function factsByMessage(rows: Rows): ReadonlyMap<string, { carries: boolean; delivered: number; failed: number }> {
  const found = new Map<string, { carries: boolean; delivered: number; failed: number }>()
  for (const events of rows.events.values()) {
    for (const fact of factsOf(events)) {
      if (!('message' in fact) || fact.message === null) continue
      const one = found.get(fact.message) ?? { carries: false, delivered: 0, failed: 0 }
      if (fact.type === 'answered' || fact.type === 'result_reported' || fact.type === 'due_revised') one.carries = true
      if (fact.type === 'delivered') one.delivered++
      if (fact.type === 'not_delivered') one.failed++
      found.set(fact.message, one)
    }
  }
  return found
}
