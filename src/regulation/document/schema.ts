import { isValidPhoneNumber } from 'libphonenumber-js/min'
import { z } from 'zod'
import { weekdays } from '../policy.ts'
import { delayReasons } from '../signals.ts'
import { isZone } from '../zone.ts'
import { limits } from './limits.ts'
import type { ProblemCode } from './problem.ts'
import { readingIds, readings } from './readings.ts'
import type { ReadingId } from './readings.ts'
import { minute } from '../../lib/instant.ts'
import { durationMillis, durationParts, isDate, minutesOf } from './values.ts'

/**
 * The one schema of a regulation document: values (what the clocks and the bot obey) and prose that takes its numbers from them.
 * What no single field can show (anchors, placeholders, unused values) is checked in `check.ts`.
 */

const fails = (code: ProblemCode) => ({ params: { code } })
const name = z.string().trim().min(1).max(limits.name)
const text = z.string().trim().min(1).max(limits.text)
const duration = z.string().refine(value => durationParts(value) !== null, fails('bad_duration'))
const serviceDuration = z.string().refine(value => durationParts(value) !== null && !value.includes('D'), fails('bad_service_duration'))
const serviceMillis = (value: string): number | null => {
  const parts = durationParts(value)
  return parts === null ? null : durationMillis(parts)
}
/** Nobody reads messages that come faster than once a minute. */
const alarmStep = serviceDuration.refine(value => (serviceMillis(value) ?? minute) >= minute, fails('too_often'))
const time = z.string().refine(value => minutesOf(value) !== null, fails('bad_time'))
const date = z.string().refine(isDate, fails('bad_date'))
const link = z.string().max(limits.name).refine(value => /^(https:\/\/[^\s"'<>]+|\/[^\s"'<>/][^\s"'<>]*)$/.test(value), fails('bad_link'))
const id = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,40}$/)
const number = z.string().regex(/^\d{1,2}(\.\d{1,2}){0,3}$/)

const window = z.tuple([time, time]).refine(([open, close]) => (minutesOf(open) ?? 0) < (minutesOf(close) ?? 1441), fails('bad_window'))
const windows = z.array(window).min(1).max(limits.windows).refine(list => list.every(([open], index) => index === 0 || (minutesOf(open) ?? 0) >= (minutesOf(list[index - 1]![1]) ?? 0)), fails('windows_overlap'))
const weekday = z.enum(weekdays)

const term = z.union([z.strictObject({ service: serviceDuration }), z.strictObject({ workingDays: z.int().min(1).max(limits.workingDays) })])

export const channelKinds = ['telegram', 'email', 'phone'] as const
export type ChannelKind = (typeof channelKinds)[number]
export const tiers = ['preferred', 'additional'] as const
/** `perform`: support does it. `advise`: support explains, the customer does it. `help`: whichever it takes. */
export const modes = ['perform', 'advise', 'help'] as const
export const colours = ['red', 'orange', 'amber', 'green', 'blue', 'violet', 'grey'] as const
export type Colour = (typeof colours)[number]

const channelShape = { name, tier: z.enum(tiers), purpose: z.array(text).min(1).max(limits.items) }
const channel = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('telegram'), ...channelShape, address: z.string().refine(value => /^@[A-Za-z][A-Za-z0-9_]{4,31}$/.test(value), fails('bad_telegram')) }),
  z.strictObject({ id: z.literal('email'), ...channelShape, address: z.string().max(limits.name).refine(value => /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(value), fails('bad_email')) }),
  z.strictObject({ id: z.literal('phone'), ...channelShape, address: z.string().refine(value => value.startsWith('+') && isValidPhoneNumber(value), fails('bad_phone')) }),
])

const category = z.strictObject({
  id: z.literal([1, 2, 3]), name, effect: text, examples: z.array(text).min(1).max(20), colour: z.enum(colours),
})
const categoryId = z.literal([1, 2, 3])

const fact = z.strictObject({
  id, title: name, hint: text.optional(),
  fields: z.array(z.strictObject({ id, label: name })).min(1).max(10),
})

const topic = z.strictObject({
  /** Begins with the number of its group (`4.1` holds `4.1.2`). */
  id: number, short: name, title: text, mode: z.enum(modes),
  /** What triage proposes, likeliest first; empty: decided by effect alone. */
  categories: z.array(categoryId).max(3),
  subtopics: z.array(z.strictObject({ id, title: name })).max(20).optional(),
  /** What intake asks; not met: the item of the out-of-scope list it then belongs to is the specialist's choice. */
  preconditions: z.array(text).max(10).optional(),
  /** does the procedure of this topic ask for access data. */
  accessData: z.boolean(),
})

const outside = z.strictObject({ id: number, short: name, title: text, exception: text.optional(), recommendation: text, reply: text })

const botFact = z.strictObject({ id, label: name, category: categoryId, stop: z.boolean(), topic: number.optional() })

const reading = <const K extends ReadingId>(key: K) => z.enum(readings[key].allowed as readonly [(typeof readings)[K]['allowed'][number], ...(typeof readings)[K]['allowed'][number][]])
const readingValues = z.strictObject(Object.fromEntries(readingIds.map(key => [key, reading(key)])) as unknown as { [K in ReadingId]: z.ZodType<(typeof readings)[K]['allowed'][number]> })

const path = z.string().regex(/^\.?[A-Za-z0-9@_-]+(\.[A-Za-z0-9@_-]+)*$/)
const sentenceShape = z.strictObject({
  text: z.string().max(limits.text).optional(),
  /** A value that picks one of `texts`; an empty text leaves the sentence out. */
  choose: path.optional(),
  texts: z.record(z.string(), z.string().max(limits.text)).optional(),
  clause: z.union([z.string(), z.array(z.string()).min(1).max(20)]).optional(),
  reading: z.string().optional(),
  /** The sentence stands only if there is such a value (an empty list is none), or only if there is not. */
  if: path.optional(),
  unless: path.optional(),
  /** Set smaller on the page. */
  note: z.boolean().optional(),
}).refine(value => (value.text === undefined) !== (value.choose === undefined) && (value.choose === undefined) === (value.texts === undefined), fails('empty_sentence'))
const sentence = z.union([z.string().min(1).max(limits.text), sentenceShape])
const sentences = z.array(sentence).min(1).max(limits.items)
const item = z.union([z.string().min(1).max(limits.text), z.array(sentence).min(1).max(limits.items), sentenceShape])

const block = z.strictObject({
  p: sentences.optional(),
  list: z.array(item).min(1).max(limits.items).optional(),
  steps: z.array(item).min(1).max(limits.items).optional(),
  /** One item for every member of a list of values; inside, `{.title}` is the member's own value and `@` stands for its id. */
  each: path.optional(),
  /** Only members whose id lies under this number: `4.1` takes `4.1.2`. */
  under: z.string().optional(),
  /** Clause of each member: a pattern (`R-{id}`) or a table by id; it anchors the first sentence. */
  clause: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
  sentences: sentences.optional(),
}).refine(value => [value.p, value.list, value.steps, value.each].filter(part => part !== undefined).length === 1 && (value.each === undefined) === (value.sentences === undefined), fails('bad_value'))
const blocks = z.array(block).max(limits.blocks)

const section = z.strictObject({
  id, title: name, blocks: blocks.optional(),
  parts: z.array(z.strictObject({ id, title: name, blocks })).max(limits.sections).optional(),
})

export const documentSchema = z.strictObject({
  format: z.literal('regulation/1'),
  version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$/),
  language: z.enum(['ru', 'en']),
  title: name,
  validFrom: z.iso.datetime({ offset: true }),

  product: z.strictObject({ name, genitive: name.optional(), dative: name.optional(), accusative: name.optional(), instrumental: name.optional(), prepositional: name.optional() }),
  vendor: z.strictObject({ system: name, site: link, since: z.int().min(1950).max(2200) }),
  page: link,
  calendars: z.strictObject({
    /** A name, not an offset: an offset never changes its clocks. */
    timezone: z.string().refine(value => /^[A-Za-z]/.test(value) && isZone(value), fails('bad_zone')),
    service: z.strictObject({
      weekly: z.partialRecord(weekday, windows).refine(value => Object.keys(value).length > 0, fails('no_windows')),
      holidays: z.array(date).max(limits.words),
      overrides: z.record(date, z.array(window).max(limits.windows)).optional(),
    }),
    /** The state's working week: its days take their hours from the service week. */
    state: z.strictObject({ workdays: z.array(weekday).min(1).max(7), holidays: z.array(date).max(limits.words), working: z.array(date).max(limits.words) }),
  }),
  channels: z.array(channel).min(1).max(channelKinds.length),
  terms: z.strictObject({
    triage: term,
    reaction: z.strictObject({ 1: term, 2: term, 3: term }),
    result: z.strictObject({ 1: term.optional(), 2: term.optional(), 3: term.optional() }),
    silence: term,
    confirm: duration,
    reopen: duration,
  }),
  remind: z.strictObject({ beforeSuspension: serviceDuration, beforeConfirmation: duration, whileSuspended: duration }),
  alarms: z.strictObject({
    shares: z.array(z.number().gt(0).lt(1)).min(1).max(10).refine(list => list.every((share, index) => index === 0 || share > list[index - 1]!), fails('shares_order')),
    /** Category 1 and stop reports, in service time from the alarm on: how often the shift is told again, when the lead and when the head is told. */
    critical: z.strictObject({ repeat: alarmStep, lead: alarmStep, head: alarmStep })
      .refine(({ lead, head }) => (serviceMillis(lead) ?? 0) < (serviceMillis(head) ?? Infinity), fails('alarm_order')).optional(),
    /** So much of the triage term is left when the shift is told of all that nobody has triaged. */
    triageLeft: alarmStep.optional(),
    /** When the shift gets the morning list of categories 2 and 3; at the opening if the desk opens later. */
    digestAt: time.optional(),
  }),
  retention: z.strictObject({ afterClosing: duration }),
  releases: z.strictObject({ perWeek: z.int().min(1).max(7) }),
  categories: z.array(category).length(3),
  facts: z.array(fact).min(1).max(20),
  topicGroups: z.array(z.strictObject({ id: number, title: name })).min(1).max(limits.items),
  topics: z.array(topic).min(1).max(limits.items),
  outside: z.array(outside).min(1).max(limits.items),
  delayReasons: z.array(z.strictObject({ id: z.enum(delayReasons), staff: name, customer: text })).length(delayReasons.length),
  smallTalk: z.strictObject({ words: z.array(name).min(1).max(limits.words) }),
  botFacts: z.array(botFact).min(1).max(12),
  readings: readingValues,
  sections: z.array(section).min(1).max(limits.sections),
})

export type RegulationDocument = z.output<typeof documentSchema>
export type Section = RegulationDocument['sections'][number]
export type Block = z.output<typeof block>
export type SentenceSource = z.output<typeof sentence>
export type Topic = RegulationDocument['topics'][number]
export type Outside = RegulationDocument['outside'][number]
export type BotFact = RegulationDocument['botFacts'][number]
export type ChannelEntry = RegulationDocument['channels'][number]
export type CategoryEntry = RegulationDocument['categories'][number]
export type DocumentLanguage = RegulationDocument['language']
