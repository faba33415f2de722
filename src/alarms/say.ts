import { day, hour, minute, type Instant, type Millis } from '../lib/instant.ts'
import { sayTime, type SayTime } from '../lib/say-time.ts'
import { shorten } from '../lib/text.ts'
import { alarms as english } from '../words/en/alarms.ts'
import { alarms as russian } from '../words/ru/alarms.ts'
import type { About, AlarmKind, EndReason } from './alarm.ts'

export type AlarmWords = typeof russian
export const wordsIn = (language: 'ru' | 'en'): AlarmWords => (language === 'en' ? english : russian)

/** What a button of these messages means; the dialogue keeps it behind an opaque id. */
export type AlarmAct = { act: 'claim'; ticket: string; alarm: string } | { act: 'ack'; alarm: string }
export type AlarmButton = { label: string; act: AlarmAct } | { label: string; url: string }
/** One message to a colleague. */
export type AlarmSaying = { title?: string; text: string; buttons?: readonly (readonly AlarmButton[])[]; silent?: boolean }

/** What a message says of a ticket. */
export type Said = {
  id: string; number: number; subject: string; category: 1 | 2 | 3 | null; ownerName: string | null
  receivedAt: Instant; unansweredSince: Instant | null; pointName: string | null; pointAddress: string | null; contactName: string | null
}

/** The reader's side of a message: language, zone of the desk, address of the workspace. */
export type Reader = { language: 'ru' | 'en'; zone: string; now: Instant; workspace: string }

/** `3 мин`, `1 ч 20 мин`, `2 д 3 ч`; at least a minute. */
export function lengthOf(length: Millis, words: AlarmWords): string {
  const minutes = Math.max(1, Math.floor(length / minute))
  if (length < hour) return words.minutes(minutes)
  if (length < day) return words.hours(Math.floor(length / hour), minutes % 60)
  return words.days(Math.floor(length / day), Math.floor((length % day) / hour))
}

const ticketUrl = ({ workspace }: Reader, number: number): string => `${workspace}/tickets/${number}`
const placeOf = ({ pointName, pointAddress, contactName }: Said): string | null =>
  (pointName === null ? contactName : pointAddress === null || pointAddress === '' ? pointName : `${pointName}, ${pointAddress}`)
const headLines = (ticket: Said): string[] => [placeOf(ticket), ticket.subject === '' ? null : `«${ticket.subject}»`].filter(line => line !== null)

/** Kinds that are about one ticket and told one by one. */
export type SingleKind = Exclude<AlarmKind, 'triage' | 'warning' | 'digest' | 'incident' | 'channel'>

function titleOf(kind: SingleKind, { number, category }: Said, { title }: AlarmWords): string {
  // A stop report that was triaged as category 1 goes on under the same alarm.
  return kind === 'stop' && category === 1 ? title.critical(number) : title[kind](number)
}

/** `as`: why this colleague hears of it. */
export function sayAlarm(alarm: { id: string; kind: SingleKind; about: About }, ticket: Said, as: 'shift' | 'lead' | 'head', reader: Reader): AlarmSaying {
  const words = wordsIn(reader.language)
  const { kind, about } = alarm
  const waits = reader.now - (ticket.unansweredSince ?? ticket.receivedAt)
  const open = { label: words.buttons.open, url: ticketUrl(reader, ticket.number) }
  const take = { label: words.buttons.take, act: { act: 'claim' as const, ticket: ticket.id, alarm: alarm.id } }
  const seen = { label: words.buttons.seen, act: { act: 'ack' as const, alarm: alarm.id } }
  const isSingle = kind === 'came_back'
  const lines = [
    ...headLines(ticket),
    ...(isSingle ? [words.why[about.why ?? 'return']] : [waits < minute ? words.justNow : words.waits(lengthOf(waits, words))]),
    ...(kind === 'lead_called' ? [words.calls] : []),
    ...(ticket.ownerName === null || isSingle ? [] : [words.owner(ticket.ownerName)]),
    ...(as === 'head' ? [words.toHead] : as === 'lead' && kind !== 'second_dispute' && kind !== 'lead_called' && about.lead !== true ? [words.toLead] : []),
  ]
  const buttons = isSingle ? [[open, seen]] : kind === 'second_dispute' || kind === 'lead_called' ? [[take, seen], [open]] : [[take, open]]
  return { title: titleOf(kind, ticket, words), text: lines.join('\n'), buttons }
}

/** The same message after the end: nobody runs twice. */
export function sayEnded(alarm: { kind: SingleKind; endedAt: Instant; endReason: EndReason }, ticket: Said, by: string | null, reader: Reader): AlarmSaying {
  const words = wordsIn(reader.language)
  const at = sayTime(reader.zone, reader.language).when(alarm.endedAt, reader.now)
  const reason = alarm.endReason === 'told' || alarm.endReason === 'missed' ? 'closed' : alarm.endReason
  return {
    title: titleOf(alarm.kind, ticket, words), text: [...headLines(ticket), words.ended[reason](at, by)].join('\n'),
    buttons: [[{ label: words.buttons.open, url: ticketUrl(reader, ticket.number) }]],
  }
}

/** What another room wants to have seen. */
export function sayRaised(alarm: { id: string; kind: AlarmKind; about: About; endedAt: Instant | null; endReason: EndReason | null }, by: string | null, reader: Reader): AlarmSaying {
  const words = wordsIn(reader.language)
  const { title = '', path, source } = alarm.about
  const heading = alarm.kind === 'channel' ? words.raised.channel : words.raised.title
  const text = [title, alarm.about.text ?? '', source === undefined || alarm.endedAt !== null ? '' : words.raised[source]].filter(line => line !== '').join('\n')
  const open = path === undefined ? [] : [{ label: words.buttons.open, url: `${reader.workspace}${path}` }]
  if (alarm.endedAt === null) return { title: heading, text, buttons: [[...open, { label: words.buttons.seen, act: { act: 'ack', alarm: alarm.id } }]] }
  const at = sayTime(reader.zone, reader.language).when(alarm.endedAt, reader.now)
  return { title: heading, text: `${text}\n${alarm.endReason === 'well' ? words.ended.well(at) : words.ended.seen(at, by)}`, ...(open.length === 0 ? {} : { buttons: [open] }) }
}

/** R-6.2.2: all that nobody has triaged, in one line. `left`: service time to the nearest due. */
export function sayTriage({ count, overdue, left }: { count: number; overdue: number; left: Millis }, reader: Reader): AlarmSaying {
  const words = wordsIn(reader.language)
  return {
    text: overdue > 0 ? words.triage.overdue(count, overdue) : words.triage.left(count, lengthOf(left, words)),
    buttons: [[{ label: words.buttons.triage, url: `${reader.workspace}/?view=triage` }]],
  }
}

export type Warned = { ticket: Pick<Said, 'number' | 'subject' | 'pointName'>; due: Instant; breached: boolean }

/** Warnings of one gathering, in one message; overdue ones first. */
export function sayWarnings(warned: readonly Warned[], reader: Reader): AlarmSaying {
  const words = wordsIn(reader.language)
  const time = sayTime(reader.zone, reader.language)
  // Half a term and most of it can run out in one night: a due is told once.
  const ofDue = new Map(warned.map(one => [`${one.ticket.number} ${one.due}`, one]))
  const sorted = [...ofDue.values()].toSorted((a, b) => Number(b.breached) - Number(a.breached) || a.due - b.due)
  const only = sorted.length === 1 ? sorted[0]! : null
  return {
    title: words.warning.title,
    text: short(sorted.map(({ ticket, due, breached }) => `${(breached ? words.warning.breached : words.warning.ahead)(ticket.number, time.when(due, reader.now))}${about(ticket)}`), 15, words),
    buttons: [[only === null ? { label: words.buttons.hot, url: `${reader.workspace}/?view=hot` } : { label: words.buttons.open, url: ticketUrl(reader, only.ticket.number) }]],
  }
}

export type OfDay = { number: number; subject: string; ownerId: string | null; pointName: string | null; due: Instant; breached: boolean; unansweredSince: Instant | null; cameBack: boolean }

/** The morning list of categories 2 and 3 for one colleague: his own tickets and those of nobody. Each stands once, in the first group that fits. */
export function sayDigest(tickets: readonly OfDay[], staffId: string, endOfDay: Instant, reader: Reader): AlarmSaying {
  const words = wordsIn(reader.language)
  const time: SayTime = sayTime(reader.zone, reader.language)
  const his = tickets.filter(({ ownerId }) => ownerId === staffId || ownerId === null)
  const groups = { overdue: [] as OfDay[], today: [] as OfDay[], waiting: [] as OfDay[], back: [] as OfDay[] }
  for (const ticket of his) groups[groupOf(ticket, reader.now, endOfDay)].push(ticket)
  const parts = (['overdue', 'today', 'waiting', 'back'] as const).filter(group => groups[group].length > 0).map(group => [
    words.digest[group](groups[group].length),
    short(groups[group].map(one => `${words.digest.line(one.number, one.due < endOfDay ? time.when(one.due, reader.now) : null)}${about(one)}${one.ownerId === null ? ` (${words.digest.free})` : ''}`), 5, words),
  ].join('\n'))
  return {
    title: words.digest.title(time.date(reader.now)), text: parts.length === 0 ? words.digest.nothing : parts.join('\n\n'), silent: true,
    ...(parts.length === 0 ? {} : { buttons: [[{ label: words.buttons.all, url: `${reader.workspace}/` }]] }),
  }
}

function groupOf({ due, unansweredSince }: OfDay, now: Instant, endOfDay: Instant): 'overdue' | 'today' | 'waiting' | 'back' {
  if (due < now) return 'overdue'
  if (due < endOfDay) return 'today'
  return unansweredSince === null ? 'back' : 'waiting'
}

const about = ({ pointName, subject }: { pointName: string | null; subject: string }): string => {
  const text = [pointName, subject === '' ? null : `«${shorten(subject, 60)}»`].filter(part => part !== null).join(', ')
  return text === '' ? '' : `: ${text}`
}

/** A list that a person reads to its end. */
const short = (lines: readonly string[], most: number, { digest }: AlarmWords): string =>
  (lines.length <= most ? lines : [...lines.slice(0, most - 1), digest.more(lines.length - most + 1)]).join('\n')
