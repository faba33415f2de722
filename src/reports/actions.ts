import { Refusal } from '../lib/errors.ts'
import type { Db } from '../lib/db.ts'
import { minute, type Instant } from '../lib/instant.ts'
import { sayTime } from '../lib/say-time.ts'
import type { Time } from '../lib/time.ts'
import { catalogueItem } from '../regulation/document/catalogue.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Policy } from '../regulation/policy.ts'
import { reports as english } from '../words/en/reports.ts'
import { reports as russian } from '../words/ru/reports.ts'
import { reportLimits } from './api.ts'
import { channelsSheet, outagesSheet, pauseCells, pausesSheet, rowCells, rowsSheet, summary, topicsSheet, type Cell, type Outage, type Setting } from './book.ts'
import { openBook } from './client/book.ts'
import type { Scope } from './figures.ts'
import { judge, type JudgedBy } from './judge.ts'
import { monthOf, type Period } from './period.ts'
import type { Named, ReportRow } from './row.ts'
import { sentencesOf, type ReportWords } from './sentences.ts'
import { behind, count, noTotals, type Ref, type Totals } from './totals.ts'
import { casesByNumber, findCompany, nextCases, outagesIn, staffNames, type Place, type StoredCase } from './store.ts'

type Edition = { document: RegulationDocument; policy: Policy }
/** Editions of the regulation; they never change, so they may be kept. */
export type Editions = { of(id: number): Promise<Edition>; inForce(at: Instant): Promise<Edition> }
export type ReportsHouse = { db: Db; time: Time; editions: Editions }

/** Which month, and whose: `company` null for the whole service. */
export type Wish = { month: string; company: string | null }

/** A month counted as of an instant. */
export type Counted = { totals: Totals; at: Instant; company: Named | null; outages: readonly Outage[]; topic: (id: string) => string; specialists: ReadonlyMap<string, string> }

/** Tickets read at once: a few milliseconds of judging, then the desk breathes. */
const portion = 100
/** How long a counted month answers for the lists behind its figures, and how many are kept. */
const keptFor = 10 * minute
const keptMonths = 6

export const wordsIn = (language: 'ru' | 'en'): ReportWords => (language === 'ru' ? russian : english)

/** The desk's zone and this month in it: the months that a form offers end there. */
export async function deskZone({ time, editions }: ReportsHouse): Promise<string> {
  return (await editions.inForce(time.now())).policy.calendars.service.timezone
}

/**
 * The reports of one house. Counting reads a whole month, so one counts at a time and what was counted is kept for a while: the lists behind its figures
 * are answered from it, as of the same instant, and so agree with it.
 */
export function keepReports(house: ReportsHouse) {
  const kept = new Map<string, Promise<Counted>>()
  let last: Promise<unknown> = Promise.resolve()
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }

  function keep(key: string, counted: Promise<Counted>): Promise<Counted> {
    kept.set(key, counted)
    counted.catch(() => kept.delete(key))
    if (kept.size > keptMonths) kept.delete(kept.keys().next().value!)
    return counted
  }

  /** The month as of `at`. */
  function asOf(wish: Wish, at: Instant): Promise<Counted> {
    const key = `${wish.month} ${wish.company ?? 'all'} ${at}`
    return kept.get(key) ?? keep(key, inLine(() => countMonth(house, wish, at)))
  }

  return {
    /** The month as it stands now. Refuses `bad_request` for a month that there is not, `not_found` for an unknown company. */
    month: (wish: Wish): Promise<Counted> => asOf(wish, house.time.now()),

    /** Tickets behind a figure of a month that was counted as of `at`, from place `after` on. */
    async behind(wish: Wish, at: Instant, key: string, after: number): Promise<{ total: number; rows: ReportRow[]; next: number | null }> {
      const now = house.time.now()
      // A month that was not counted here (another process did, or it is long ago) is counted again, as of the same instant.
      const { totals } = await asOf(wish, Math.min(at, now))
      const list = behind(totals, key)
      const page = list.slice(after, after + reportLimits.page)
      const next = after + page.length
      return { total: list.length, rows: await rowsOf(house, page, Math.min(at, now)), next: next < list.length ? next : null }
    },

    /** The month as a workbook. Refuses like `month`, and `report_too_long`. */
    book: (wish: Wish, language: 'ru' | 'en'): Promise<{ bytes: Uint8Array<ArrayBuffer>; name: string }> => inLine(() => writeBook(house, wish, language)),

    /** Forgets what is too old to be asked about. */
    forget(): void {
      const now = house.time.now()
      for (const key of kept.keys()) if (now - Number(key.split(' ')[2]) > keptFor) kept.delete(key)
    },
  }
}
export type Reports = ReturnType<typeof keepReports>

/** Reads and judges the month in portions; `each` hears every portion's rows, also those of other months. */
export async function countMonth(house: ReportsHouse, { month, company: id }: Wish, at: Instant, each: (rows: readonly ReportRow[]) => void = () => {}): Promise<Counted> {
  const { db, editions } = house
  const current = await editions.inForce(house.time.now())
  const period = monthOf(month, current.policy.calendars.service.timezone)
  if (period === null) throw new Refusal('bad_request')
  const company = id === null ? null : await findCompany(db, id)
  if (id !== null && company === null) throw new Refusal('not_found')
  const totals = noTotals(period, id === null ? 'service' : 'company')
  const known = new Map<number, JudgedBy>()
  for (let after: Place | null = null; ;) {
    const cases: StoredCase[] = await nextCases(db, period, id, after, portion)
    const rows = await judged(cases, editions, known, at)
    for (const row of rows) count(totals, row)
    each(rows)
    if (cases.length < portion) break
    after = cases.at(-1)!
  }
  return { totals, at, company, outages: await outagesIn(db, period, id, at), topic: topicIn(current.document), specialists: await staffNames(db) }
}

async function judged(cases: readonly StoredCase[], editions: Editions, known: Map<number, JudgedBy>, at: Instant): Promise<ReportRow[]> {
  const wanted = new Set(cases.flatMap(({ events }) => events.flatMap(event => (event.type === 'registered' || event.type === 'reopened' ? [event.edition] : []))))
  for (const edition of wanted) {
    if (known.has(edition)) continue
    const { policy, document } = await editions.of(edition)
    known.set(edition, { policy, isOutside: topic => catalogueItem(document, topic)?.kind === 'outside' })
  }
  return cases.flatMap(one => judge(one, edition => known.get(edition)!, at))
}

/** Rows of a page of a figure, in its order. */
async function rowsOf({ db, editions }: ReportsHouse, refs: readonly Ref[], at: Instant): Promise<ReportRow[]> {
  const rows = await judged(await casesByNumber(db, refs.map(({ number }) => number)), editions, new Map(), at)
  return refs.flatMap(({ number, cycle }) => rows.find(row => row.number === number && row.cycle === cycle) ?? [])
}

const topicIn = (document: RegulationDocument) => (id: string): string => catalogueItem(document, id)?.item.short ?? id

const place = { summary: 0, rows: 1, pauses: 2, topics: 3, channels: 4, outages: 5 } as const

async function writeBook(house: ReportsHouse, wish: Wish, language: 'ru' | 'en'): Promise<{ bytes: Uint8Array<ArrayBuffer>; name: string }> {
  const at = house.time.now()
  const words = wordsIn(language)
  const { document } = await house.editions.inForce(at)
  const staff = await staffNames(house.db)
  const period = monthOf(wish.month, await deskZone(house))
  if (period === null) throw new Refusal('bad_request')
  const scope: Scope = wish.company === null ? 'service' : 'company'
  const setting: Setting = { period, scope, words, names: { topic: topicIn(document), specialist: id => staff.get(id) ?? '' }, now: at }
  const book = openBook()
  try {
    book.sheet(place.rows, rowsSheet(setting))
    book.sheet(place.pauses, pausesSheet(setting))
    let written = 0
    const { totals, company, topic, outages } = await countMonth(house, wish, at, rows => {
      const lines = rows.flatMap((row): Cell[][] => [rowCells(row, setting) ?? []].filter(cells => cells.length > 0))
      written += lines.length
      if (written > reportLimits.bookRows) throw new Refusal('report_too_long', { max: reportLimits.bookRows })
      book.rows(place.rows, lines)
      book.rows(place.pauses, rows.flatMap(row => pauseCells(row, setting)))
    })
    const sentences = sentencesOf(totals, words, { topic, outages: outages.length })
    const heads = { title: words.book.title(company?.name ?? words.wholeService, wish.month), period: periodWords(period, at, language) }
    for (const [where, { sheet, rows }] of [
      [place.summary, summary(totals, sentences, heads, setting)], [place.topics, topicsSheet(totals, setting)], [place.channels, channelsSheet(totals, setting)],
      [place.outages, outagesSheet(totals, outages, setting)],
    ] as const) {
      book.sheet(where, sheet)
      book.rows(where, rows)
    }
    return { bytes: await book.end(), name: words.book.file(wish.month) }
  } finally {
    await book.close()
  }
}

/** Where the month begins and ends, and as of when it was counted: said on every report (pain 39). */
export function periodWords({ from, to, zone }: Period, at: Instant, language: 'ru' | 'en'): string {
  const say = sayTime(zone, language)
  // The last day, not the first of the next month.
  return wordsIn(language).book.period(say.date(from), say.date(to - 1), say.when(at, from), say.zone(at))
}
