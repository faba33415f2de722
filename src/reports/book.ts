import type { Instant, Millis } from '../lib/instant.ts'
import { clockNames, type ClockName } from '../regulation/view.ts'
import { zoneOf } from '../regulation/zone.ts'
import { channelKind, figuresOf, type Scope } from './figures.ts'
import type { Period } from './period.ts'
import { ends, type ReportRow } from './row.ts'
import { plain, type ReportWords, type Sentence } from './sentences.ts'
import { figure, median, reasons, share, under, type Totals } from './totals.ts'

/** A value of a sheet: what it is says how it is written (`client/write-book.ts`). `wall`: date and time as the desk's wall shows them. `dash`: there is nothing that it could be counted of. */
export type Cell = string | number | null | { wall: Instant } | { length: Millis } | { share: number } | { dash: true } | { heading: string }
export type Column = { title: string; width: number }
/** `table`: the first row is a head that stays, with a filter. */
export type Sheet = { name: string; columns: readonly Column[]; table: boolean }

/** Names that rows have only ids of. */
export type Names = { topic: (id: string) => string; specialist: (id: string) => string }

export type Outage = { number: number; title: string; from: Instant; to: Instant | null }

export type Setting = { period: Period; scope: Scope; words: ReportWords; names: Names; now: Instant }

/** The desk's wall at that instant, as a number that a sheet shows unchanged: sheets know no zones. */
const wallIn = (zone: string) => (at: Instant | null | undefined): Cell => (at === null || at === undefined ? null : { wall: at + zoneOf(zone).offsetAt(at) })

const clocksOf = (scope: Scope): readonly ClockName[] => (scope === 'service' ? clockNames : ['reaction', 'result'])

export function rowsSheet({ scope, words }: Setting): Sheet {
  const { columns: c, sheets } = words.book
  return {
    name: sheets.rows, table: true,
    columns: [
      [c.number, 9], [c.cycle, 7], [c.received, 17], [c.company, 24], [c.point, 26], [c.channel, 11], [c.subject, 44], [c.topic, 34], [c.category, 20], [c.history, 34],
      ...clocksOf(scope).flatMap(clock => ([[c.due, 17], [c.ended, 17], [c.standing, 14], [c.took, 11], [c.over, 13], [c.reason, 28]] as const).map(([title, width]): [string, number] => [`${words.clock[clock]}: ${title}`, width])),
      [c.pauses, 9], [c.paused, 13], [c.result, 24], [c.end, 24], [c.endedAt, 17], [c.disputes, 12], [c.outside, 13], [c.outage, 9], [c.carried, 13],
      ...(scope === 'service' ? [[c.owner, 24] as [string, number]] : []),
    ].map(([title, width]) => ({ title: title as string, width: width as number })),
  }
}

/** One line of the sheet of tickets; null for a row that is not of this month. */
export function rowCells(row: ReportRow, { period, scope, words, names }: Setting): Cell[] | null {
  const keys = figuresOf(row, period, scope)
  if (keys.length === 0) return null
  const wall = wallIn(period.zone)
  return [
    row.number, row.cycle, wall(row.receivedAt), row.company?.name ?? null, row.point?.name ?? null, channelName(row.channel, words), row.subject,
    row.topic === null ? null : names.topic(row.topic), words.category[row.category ?? 'none'],
    row.categories.length < 2 ? null : row.categories.map(step => `${step.category} (${words.how[step.how]}${scope === 'service' && step.reason !== '' ? `: ${step.reason}` : ''})`).join(' → '),
    ...clocksOf(scope).flatMap((name): Cell[] => {
      const clock = row.clocks[name]
      if (clock === null || (scope === 'company' && !clock.shown)) return [null, null, null, null, null, null]
      return [wall(clock.due), wall(clock.endedAt), words.standing[clock.standing], { length: clock.took }, clock.standing === 'broken' ? { length: clock.overBy } : null, clock.reason === null ? null : words.reason[clock.reason]]
    }),
    row.pauses.length, row.pauses.length === 0 ? null : { length: row.pauses.reduce((sum, pause) => sum + pause.open, 0) },
    row.result === null ? null : words.result[row.result.kind], row.end === null ? words.stateOpen : words.end[row.end], wall(row.endedAt),
    row.disputes, row.outside ? words.yes : null, row.incident, keys.includes('carried') ? words.yes : null,
    ...(scope === 'service' ? [row.owner === null ? null : names.specialist(row.owner)] : []),
  ]
}

export function pausesSheet({ scope, words }: Setting): Sheet {
  const { columns: c, sheets } = words.book
  return {
    name: sheets.pauses, table: true,
    columns: [
      { title: c.number, width: 9 }, { title: c.cycle, width: 7 }, { title: c.company, width: 24 }, { title: c.point, width: 26 }, { title: c.from, width: 17 }, { title: c.to, width: 17 }, { title: c.open, width: 13 },
      { title: c.missing, width: 40 }, { title: c.came, width: 40 }, { title: c.endedBy, width: 22 }, ...(scope === 'service' ? [{ title: c.askedBy, width: 24 }] : []),
    ],
  }
}

/** Pauses of what was received in the month: their lengths add up to the summary's. */
export function pauseCells(row: ReportRow, { period, scope, words, names }: Setting): Cell[][] {
  if (!figuresOf(row, period, scope).includes('received')) return []
  const wall = wallIn(period.zone)
  return row.pauses.map(pause => [
    row.number, row.cycle, row.company?.name ?? null, row.point?.name ?? null, wall(pause.from), wall(pause.to), { length: pause.open },
    pause.missing.length === 0 ? null : pause.missing.join('; '), pause.came.length === 0 ? null : pause.came.join('; '), pause.endedBy === null ? null : words.endedBy[pause.endedBy],
    ...(scope === 'service' ? [pause.askedBy === null ? null : names.specialist(pause.askedBy)] : []),
  ])
}

const shareOf = (part: number, of: number): Cell => (of === 0 ? { dash: true } : { share: part / of })

export type Filled = { sheet: Sheet; rows: Cell[][] }

const head = (...titles: string[]): Cell[] => titles.map(heading => ({ heading }))

/** The first sheet: title, period, the words, then the totals. */
export function summary(totals: Totals, sentences: readonly Sentence[], heads: { title: string; period: string }, { words, scope }: Setting): Filled {
  const { summary: s, sheets } = words.book
  const of = (title: string, key: string): Cell[] => [title, figure(totals, key)]
  const rows: Cell[][] = [
    head(heads.title), [heads.period], [],
    ...sentences.map((sentence): Cell[] => [plain(sentence)]), [],
    of(s.received, 'received'), of(s.new, 'new'), of(s.again, 'again'), of(s.carried, 'carried'), of(s.carriedEnded, 'carried/ended'), of(s.ended, 'ended'), of(s.open, 'open'),
    of(s.stop, 'stop'), of(s.paused, 'paused'), [s.pauseLength, { length: totals.pauses.open }], of(s.disputed, 'disputed'), of(s.recategorised, 'recategorised'), of(s.outside, 'outside'),
    ...(scope === 'service' ? [of(s.spam, 'spam')] : []), [],
    head(s.terms, s.kept, s.broken, s.running, s.share, s.usual),
    ...clocksOf(scope).flatMap(clock => [undefined, 1, 2, 3].flatMap(category => termRow(totals, clock, category, words))), [],
    head(s.reasons, s.times), ...reasons(totals).map(([reason, times]): Cell[] => [words.reason[reason as keyof typeof words.reason], times]), [],
    head(s.categories, s.count), ...([1, 2, 3, 'none'] as const).map(category => of(words.category[category], `category/${category}`)), [],
    head(s.ends, s.count), ...ends.filter(end => end !== 'spam').map(end => of(words.end[end], `ended/${end}`)),
  ]
  return { sheet: { name: sheets.summary, table: false, columns: [44, 13, 15, 15, 15, 20].map(width => ({ title: '', width })) }, rows }
}

function termRow(totals: Totals, clock: ClockName, category: number | undefined, words: ReportWords): Cell[][] {
  const tail = category === undefined ? '' : `/${category}`
  const of = (standing: string): number => figure(totals, `clock/${clock}/${standing}${tail}`)
  const [kept, broken, running] = [of('kept'), of('broken'), of('running')]
  if (category !== undefined && kept + broken + running === 0) return []
  const decided = share(totals, clock, category)
  const usual = category === undefined ? median(totals.took[clock]) : null
  const name = words.clock[clock]
  return [[category === undefined ? name : `${name}: ${words.category[category as 1 | 2 | 3]}`, kept, broken, running, shareOf(decided?.kept ?? 0, decided?.of ?? 0), usual !== null ? { length: usual } : category === undefined ? { dash: true } : null]]
}

export function topicsSheet(totals: Totals, { words, names }: Setting): Filled {
  const { columns: c, sheets, summary: s } = words.book
  return {
    sheet: { name: sheets.topics, table: true, columns: [{ title: c.name, width: 60 }, { title: s.count, width: 12 }, { title: c.share, width: 12 }] },
    rows: shares(totals, 'topic', id => (id === 'none' ? words.noTopic : names.topic(id))),
  }
}

export function channelsSheet(totals: Totals, { words }: Setting): Filled {
  const { columns: c, sheets, summary: s } = words.book
  return {
    sheet: { name: sheets.channels, table: true, columns: [{ title: c.name, width: 30 }, { title: s.count, width: 12 }, { title: c.share, width: 12 }] },
    rows: shares(totals, 'channel', id => channelName(id, words)),
  }
}

function shares(totals: Totals, prefix: string, nameOf: (id: string) => string): Cell[][] {
  const all = figure(totals, 'received')
  return under(totals, prefix).map(([id, times]) => [nameOf(id), times, shareOf(times, all)])
}

export function outagesSheet(totals: Totals, outages: readonly Outage[], { period, words, now }: Setting): Filled {
  const { columns: c, sheets } = words.book
  const wall = wallIn(period.zone)
  return {
    sheet: { name: sheets.outages, table: true, columns: [{ title: c.number, width: 9 }, { title: c.title, width: 60 }, { title: c.from, width: 17 }, { title: c.to, width: 17 }, { title: c.duration, width: 13 }, { title: c.calls, width: 12 }] },
    rows: outages.map(({ number, title, from, to }) => [number, title, wall(from), wall(to), { length: (to ?? now) - from }, figure(totals, `outage/${number}`)]),
  }
}

const isKnown = (kind: string, words: ReportWords): kind is keyof ReportWords['channel'] => Object.hasOwn(words.channel, kind)

export function channelName(channel: string, words: ReportWords): string {
  const kind = channelKind(channel)
  return isKnown(kind, words) ? words.channel[kind] : kind
}
