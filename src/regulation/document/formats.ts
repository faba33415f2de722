import { isValidPhoneNumber, parsePhoneNumber } from 'libphonenumber-js/min'
import { document as en } from '../../words/en/document.ts'
import { document as ru } from '../../words/ru/document.ts'
import type { Case, DocumentWords, Unit } from '../../words/ru/document.ts'
import { weekdays } from '../policy.ts'
import type { Weekday } from '../policy.ts'
import type { DocumentLanguage } from './schema.ts'
import { leaves, memberId } from './paths.ts'
import { durationParts, isDate, minutesOf } from './values.ts'

/**
 * How values are said: durations in any case, hours, dates, lists, addresses. Pure; the words come from `words/<lang>/document.ts`,
 * the choice of plural from CLDR (`Intl.PluralRules`).
 */

/** `uses`: leaves that the text shows, below the value itself; absent: all of them. */
export type Said = { text: string; href?: string; uses?: string[] }
type Say = { words: DocumentWords; language: DocumentLanguage; timeZone: string; argument: string; path: string }
/** Null: the form does not fit this value. */
type Formatter = (value: unknown, say: Say) => Said | null

export const wordsOf = (language: DocumentLanguage): DocumentWords => (language === 'ru' ? ru : en)

const plurals = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') }

/** A number with its unit in the case asked for: `5 рабочих дней`, `1 рабочего дня`. */
export function counted(count: number, unit: Unit, kase: Case, language: DocumentLanguage): string {
  const words = wordsOf(language)
  const table = words.units[unit][kase] ?? words.units[unit].nominative
  return `${count} ${table[plurals[language].select(count)] ?? table.other}`
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `PT30M`, `{ service: 'PT1H' }` or `{ workingDays: 5 }` in words, or null when the value is no length of time. */
export function durationText(value: unknown, kase: Case, language: DocumentLanguage): string | null {
  if (isRecord(value)) {
    if (typeof value['workingDays'] === 'number') return counted(value['workingDays'], 'workingDay', kase, language)
    return durationText(value['service'], kase, language)
  }
  const parts = typeof value === 'string' ? durationParts(value) : null
  if (!parts) return null
  const said = ([['days', 'day'], ['hours', 'hour'], ['minutes', 'minute'], ['seconds', 'second']] as const)
    .filter(([part]) => parts[part] > 0)
    .map(([part, unit]) => counted(parts[part], unit, kase, language))
  return said.join(' ')
}

type Windows = readonly (readonly [string, string])[]

export function joined(items: readonly string[], last: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)!}`
}

/** Runs of neighbours under one key, in order. */
function runs<T>(items: readonly T[], follows: (before: T, after: T) => boolean): T[][] {
  const out: T[][] = []
  for (const item of items) {
    const run = out.at(-1)
    if (run && follows(run.at(-1)!, item)) run.push(item)
    else out.push([item])
  }
  return out
}

function daysText(days: readonly Weekday[], words: DocumentWords): string {
  if (days.length === weekdays.length) return words.daily
  const groups = runs(days, (before, after) => weekdays.indexOf(after) === weekdays.indexOf(before) + 1)
  const said = groups.flatMap(group => (group.length > 2
    ? [`${words.weekdays[group[0]!].since} ${words.weekdays[group.at(-1)!].until}`]
    : group.map(day => words.weekdays[day].on)))
  return joined(said, words.and)
}

/** Opening hours of a week: `ежедневно с 09:00 до 23:00`, or day groups one after another. */
export function hoursText(weekly: Partial<Record<Weekday, Windows>>, words: DocumentWords): string {
  const open = weekdays.filter(day => weekly[day] !== undefined)
  const spans = (day: Weekday) => joined(weekly[day]!.map(([from, to]) => words.span(from, to)), words.and)
  return runs(open, (before, after) => spans(before) === spans(after))
    .map(days => `${daysText(days, words)} ${spans(days[0]!)}`)
    .join(', ')
}

/** Local dates by year and month, neighbours as a range: `в 2026 году: 1, 2, 5–9 января, 23 февраля`. */
export function datesText(dates: readonly string[], words: DocumentWords): string {
  const sorted = dates.toSorted()
  const years = runs(sorted, (before, after) => before.slice(0, 4) === after.slice(0, 4))
  return years.map(inYear => {
    const months = runs(inYear, (before, after) => before.slice(0, 7) === after.slice(0, 7)).map(inMonth => {
      const days = runs(inMonth.map(date => Number(date.slice(8))), (before, after) => after === before + 1)
        .map(run => (run.length > 2 ? `${run[0]}–${run.at(-1)!}` : run.join(', ')))
      return words.dayMonth(days.join(', '), words.months[Number(inMonth[0]!.slice(5, 7)) - 1]!)
    })
    return words.inYear(Number(inYear[0]!.slice(0, 4)), months.join(', '))
  }).join('; ')
}

/** A local date in words; an instant is read in the document's time zone. */
export function dateText(value: string, language: DocumentLanguage, timeZone: string): string | null {
  const local = isDate(value) ? value : Number.isNaN(Date.parse(value)) ? null : new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(value))
  if (local === null) return null
  const words = wordsOf(language)
  const [year, month, day] = local.split('-').map(Number) as [number, number, number]
  return words.dayMonthYear(day, words.months[month - 1]!, year)
}

export const zoneText = (zone: string, words: DocumentWords): string => words.zones[zone] ?? words.zone(zone)

/** A phone as it is dialled at home; E.164 in. */
export function phoneText(phone: string, language: DocumentLanguage): string {
  const number = parsePhoneNumber(phone)
  return language === 'ru' ? number.formatNational() : number.formatInternational()
}

export const telegramLink = (handle: string): string => `https://t.me/${handle.slice(1)}`

/** Windows by weekday or by date. */
const isTimetable = (value: unknown): value is Record<string, Windows> => isRecord(value) && Object.values(value).length > 0
  && Object.values(value).every(list => Array.isArray(list) && list.every(window => Array.isArray(window) && window.length === 2 && window.every(time => typeof time === 'string')))
const texts = (value: unknown): string[] | null => (Array.isArray(value) && value.every(member => typeof member === 'string') ? value : null)
const members = (value: unknown): Record<string, unknown>[] | null => (Array.isArray(value) && value.every(isRecord) ? value : null)

/** Leaves of one field of every member. */
const fieldLeaves = (list: readonly Record<string, unknown>[], field: string, path: string): string[] =>
  list.flatMap(member => leaves(member[field], `${path}.${memberId(member) ?? list.indexOf(member)}.${field}`))

const inCase = (kase: Case): Formatter => (value, { language, path }) => {
  // A name that declines, or a length of time.
  if (isRecord(value) && typeof value['name'] === 'string') {
    const form = value[kase]
    return typeof form === 'string' ? { text: form, uses: [`${path}.${kase}`] } : { text: value['name'], uses: [`${path}.name`] }
  }
  const text = durationText(value, kase, language)
  return text === null ? null : { text }
}

const list = (last: (words: DocumentWords) => string): Formatter => (value, { words, argument, path }) => {
  if (argument !== '') {
    const found = members(value)?.filter(member => member[argument] !== undefined)
    return found && found.length > 0 && found.every(member => typeof member[argument] === 'string')
      ? { text: joined(found.map(member => String(member[argument])), last(words)), uses: fieldLeaves(found, argument, path) }
      : null
  }
  const found = texts(value)
  return found && found.length > 0 ? { text: joined(found, last(words)) } : null
}

const percent = (share: number, language: DocumentLanguage): string => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)

/** Every form a template may ask for. */
export const formats = {
  nominative: inCase('nominative'),
  genitive: inCase('genitive'),
  dative: inCase('dative'),
  accusative: inCase('accusative'),
  instrumental: inCase('instrumental'),
  prepositional: inCase('prepositional'),
  hours: (value, { words }) => (isTimetable(value) && weekdays.some(day => value[day]) ? { text: hoursText(value, words) } : null),
  daylength: (value, { words, language }) => {
    if (!isTimetable(value)) return null
    const lengths = Object.values(value).map(list => list.reduce((sum, [open, close]) => sum + (minutesOf(close) ?? 0) - (minutesOf(open) ?? 0), 0))
    const said = (minutes: number) => durationText(`PT${minutes >= 60 ? `${Math.floor(minutes / 60)}H` : ''}${minutes % 60 > 0 ? `${minutes % 60}M` : ''}`, 'nominative', language)
    const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
    if (least !== most) return { text: words.dayLengths(durationText(`PT${least}M`, 'genitive', language) ?? '', durationText(`PT${most}M`, 'genitive', language) ?? '') }
    const text = said(least)
    return text === null ? null : { text }
  },
  zone: (value, { words }) => (typeof value === 'string' ? { text: zoneText(value, words) } : null),
  weekdays: (value, { words }) => {
    const days = texts(value) as Weekday[] | null
    return days && days.length > 0 && days.every(day => weekdays.includes(day)) ? { text: daysText(weekdays.filter(day => days.includes(day)), words) } : null
  },
  dates: (value, { words }) => {
    const dates = texts(value)
    return dates && dates.length > 0 && dates.every(isDate) ? { text: datesText(dates, words) } : null
  },
  closings: (value, { words }) => {
    if (!isTimetable(value)) return null
    const said = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, open]) => `${datesText([date], words)} ${joined(open.map(([from, to]) => words.span(from, to)), words.and)}`.trim())
    return said.length > 0 ? { text: said.join('; ') } : null
  },
  date: (value, { language, timeZone }) => {
    const text = typeof value === 'string' ? dateText(value, language, timeZone) : null
    return text === null ? null : { text }
  },
  list: list(words => words.and),
  either: list(words => words.or),
  /** Members whose own text may hold commas. */
  series: (value, say) => {
    const said = list(() => '')(value, say)
    return said && { ...said, text: (value as Record<string, unknown>[]).flatMap(member => (say.argument === '' ? [String(member)] : member[say.argument] === undefined ? [] : [String(member[say.argument])])).join('; ') }
  },
  /** The full stop of a quotation belongs to the sentence around it. */
  quotes: (value, { words }) => {
    const found = typeof value === 'string' ? [value] : texts(value)
    return found && found.length > 0 ? { text: found.map(text => words.quote(text.replace(/\.$/, ''))).join(', ') } : null
  },
  percent: (value, { words, language }) => {
    const shares = typeof value === 'number' ? [value] : Array.isArray(value) ? value : []
    return shares.length > 0 && shares.every(share => typeof share === 'number') ? { text: joined(shares.map(share => percent(share, language)), words.and) } : null
  },
  phone: (value, { language }) => (typeof value === 'string' && isValidPhoneNumber(value) ? { text: phoneText(value, language), href: `tel:${value}` } : null),
  email: value => (typeof value === 'string' && value.includes('@') ? { text: value, href: `mailto:${value}` } : null),
  telegram: value => (typeof value === 'string' && value.startsWith('@') ? { text: value, href: telegramLink(value) } : null),
  link: value => (typeof value === 'string' && /^(https:\/\/|\/)/.test(value) ? { text: value.replace(/^https:\/\//, '').replace(/(?<=.)\/$/, ''), href: value } : null),
  colour: (value, { words }) => {
    const text = typeof value === 'string' && Object.hasOwn(words.colours, value) ? words.colours[value as keyof DocumentWords['colours']] : undefined
    return text === undefined ? null : { text }
  },
  category: (value, { words }) => {
    const ids = typeof value === 'number' ? [value] : Array.isArray(value) && value.every(id => typeof id === 'number') ? value : null
    if (!ids) return null
    return { text: ids.length === 0 ? words.category.none : ids.length === 1 ? words.category.one(ids[0]!) : words.category.many(joined(ids.map(String), words.or)) }
  },
  count: (value, { argument, language, words }) => (typeof value === 'number' && Object.hasOwn(words.units, argument) ? { text: counted(value, argument as Unit, 'nominative', language) } : null),
  weekday: (value, { words }) => {
    const day = weekdays.find(known => known === value)
    return day ? { text: words.weekdays[day].each } : null
  },
  /** Names of the channels of one tier, in their order. */
  tier: (value, { words, argument, path }) => {
    const channels = members(value)
    const chosen = channels?.filter(channel => channel['tier'] === argument)
    return channels && chosen && chosen.length > 0
      ? { text: chosen.map(channel => String(channel['name'])).join(`, ${words.afterwards} `), uses: [...fieldLeaves(channels, 'tier', path), ...fieldLeaves(chosen, 'name', path)] }
      : null
  },
} satisfies Record<string, Formatter>

export type FormatName = keyof typeof formats

/** Forms that change the text already said. */
export const finishers = {
  cap: (text: string) => text.charAt(0).toUpperCase() + text.slice(1),
  lower: (text: string) => text.charAt(0).toLowerCase() + text.slice(1),
}

/** A value without a form: a text or number as it stands, a length of time in the nominative. */
export const plain: Formatter = (value, say) => {
  const duration = durationText(value, 'nominative', say.language)
  if (duration !== null) return { text: duration }
  if (typeof value === 'string' || typeof value === 'number') return { text: String(value) }
  return inCase('nominative')(value, say)
}
