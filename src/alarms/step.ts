import { hour, minute, type Instant } from '../lib/instant.ts'
import { hourIn } from '../lib/say-time.ts'
import { never } from '../lib/never.ts'
import type { OpenCalendar } from '../regulation/calendar.ts'
import type { Role } from '../auth/permissions.ts'
import { isForLead, isUrgent, type About, type AlarmKind } from './alarm.ts'
import type { AlarmValues } from './values.ts'

/** Whom one wave is for. */
export type Wave = { shift: boolean; lead: boolean; head: boolean; onCall: boolean; staff: string | null }
/** What to do about an alarm now: tell a wave or nobody, and when to look again (null: it rests until it ends). */
export type Step = { wave: Wave | null; nextAt: Instant | null }

/** An open alarm as its step depends on it. `toldAt`: its last wave in service hours. */
export type Standing = { kind: AlarmKind; about: About; raisedAt: Instant; toldAt: Instant | null }

const nobody: Wave = { shift: false, lead: false, head: false, onCall: false, staff: null }

/**
 * The next step of an alarm that is looked at now. `onCall`: somebody is on call. Late looks tell once, at the level that is due by now: what was missed
 * meanwhile is not made up for.
 */
export function step(alarm: Standing, now: Instant, { critical }: AlarmValues, service: OpenCalendar, onCall: boolean): Step {
  if (!service.isOpen(now)) return closedStep(alarm, now, critical.repeat, service, onCall)
  if (isUrgent(alarm.kind)) return urgentStep(alarm, now, critical, service)
  return { wave: alarm.toldAt === null ? onceFor(alarm) : null, nextAt: null }
}

/** S-9: nobody is woken but those on call, and they only by what burns. The roster may name somebody meanwhile, so that one looks again. */
function closedStep({ kind }: Standing, now: Instant, repeat: number, service: OpenCalendar, onCall: boolean): Step {
  const opens = service.nextOpen(now)
  if (!isUrgent(kind)) return { wave: null, nextAt: opens }
  return { wave: onCall ? { ...nobody, onCall: true } : null, nextAt: Math.min(opens, now + repeat) }
}

/**
 * In service hours: the shift at once and again after each `repeat`, the lead from `lead` on, the head from `head` on, counted in service time from the
 * alarm. The first wave of the lead or the head comes on its own minute and troubles nobody else.
 */
function urgentStep({ about, raisedAt, toldAt }: Standing, now: Instant, { repeat, lead, head }: AlarmValues['critical'], service: OpenCalendar): Step {
  const passed = service.between(raisedAt, now)
  const known = toldAt === null ? -1 : service.between(raisedAt, toldAt)
  const leadFrom = about.lead === true ? 0 : lead
  const repeats = known < 0 || Math.floor(passed / repeat) > Math.floor(known / repeat)
  const joins = (from: number): boolean => passed >= from && (repeats || known < from)
  const wave: Wave = { ...nobody, shift: repeats, lead: joins(leadFrom), head: joins(head) }
  const next = Math.min(...[(Math.floor(passed / repeat) + 1) * repeat, leadFrom, head].filter(offset => offset > passed))
  return { wave: wave.shift || wave.lead || wave.head ? wave : null, nextAt: service.add(raisedAt, next) }
}

function onceFor({ kind, about }: Standing): Wave {
  if (isForLead(kind)) return { ...nobody, lead: true }
  const staff = about.staff ?? null
  return { ...nobody, shift: staff === null, staff }
}

/** A colleague as the recipients of a wave are chosen. */
export type Colleague = { id: string; role: Role; isOnShift: boolean; isOnCall: boolean; /** Written down as away, roster or not. */ isAway: boolean }

/**
 * Ids of those whom a wave reaches, each once. Without a roster nobody is off but who is away, so the shift is everybody else who works here; without a lead
 * the head stands in, and the other way round. Where all are away all are told.
 */
export function recipients(wave: Wave, people: readonly Colleague[]): string[] {
  const chosen = new Set<string>()
  const add = (list: readonly Colleague[]) => list.forEach(({ id }) => chosen.add(id))
  if (wave.shift) add(shiftOf(people))
  if (wave.lead) add(leadsOf(people))
  if (wave.head) add(headsOf(people))
  if (wave.onCall) add(people.filter(one => one.isOnCall))
  if (wave.staff !== null) {
    const wanted = there(people.filter(({ id }) => id === wave.staff))
    // He was let go or is on leave: what is his goes to all.
    add(wanted.length > 0 ? wanted : shiftOf(people))
  }
  // A desk without leads and heads: somebody has to hear of it.
  if (chosen.size === 0 && wave.lead) add(shiftOf(people))
  return people.filter(({ id }) => chosen.has(id)).map(({ id }) => id)
}

const firstOf = (...lists: readonly (readonly Colleague[])[]): readonly Colleague[] => lists.find(list => list.length > 0) ?? []
const ofRole = (people: readonly Colleague[], ...roles: readonly Role[]) => people.filter(({ role }) => roles.includes(role))

const there = (people: readonly Colleague[]) => people.filter(one => !one.isAway)

const shiftOf = (people: readonly Colleague[]) => firstOf(people.filter(one => one.isOnShift), there(people), people)
const leadsOf = (people: readonly Colleague[]) => byRank(ofRole(people, 'lead'), ofRole(people, 'admin'), lead => lead.isOnShift)
const headsOf = (people: readonly Colleague[]) => byRank(ofRole(people, 'admin'), ofRole(people, 'lead'), () => false)
/** Those of the first list who are preferred, then who of it is there, then who of the second is. */
const byRank = (first: readonly Colleague[], second: readonly Colleague[], isPreferred: (one: Colleague) => boolean) =>
  firstOf(first.filter(isPreferred), there(first), there(second), first, second)

/**
 * All that nobody has triaged is one notice. `told`: when the group was told last. Those whose time has come wait for the next one, so that a
 * flood of tickets makes a message every `triageLeft`, not every minute.
 */
export function groupStep(told: Instant | null, now: Instant, { triageLeft }: AlarmValues, service: OpenCalendar): { tell: boolean; nextAt: Instant } {
  if (!service.isOpen(now)) return { tell: false, nextAt: service.nextOpen(now) }
  const next = told === null || told > now ? now : service.add(told, triageLeft)
  return next > now ? { tell: false, nextAt: next } : { tell: true, nextAt: service.add(now, triageLeft) }
}

/** When the digest of the local day of `at` comes: at its minute, or when the desk opens if that is later; null on a day without service. */
export function digestAt(at: Instant, minutes: number, service: OpenCalendar): Instant | null {
  const localDay = service.dayOf(at)
  const plain = service.startOfDay(localDay) + minutes * minute
  // A day on which the clocks change has an hour more or less before it.
  const comes = service.nextOpen(plain + (Math.floor(minutes / 60) - hourIn(service.timezone, plain)) * hour)
  return service.dayOf(comes) === localDay ? comes : null
}

/** The next digest after `at`; null when none comes within a year. */
export function nextDigest(at: Instant, minutes: number, service: OpenCalendar): { at: Instant; day: number } | null {
  for (let localDay = service.dayOf(at); localDay < service.dayOf(at) + 366; localDay++) {
    const comes = digestAt(service.startOfDay(localDay), minutes, service)
    if (comes !== null && comes > at) return { at: comes, day: localDay }
  }
  return null
}

/** What kind of look an alarm needs. */
export type Look = 'single' | 'triage' | 'warning' | 'digest'
export function lookOf(kind: AlarmKind): Look {
  switch (kind) {
    case 'stop': case 'critical': case 'disputed': case 'second_dispute': case 'lead_called': case 'came_back': case 'incident': case 'channel': return 'single'
    case 'triage': case 'warning': case 'digest': return kind
    default: return never(kind)
  }
}
