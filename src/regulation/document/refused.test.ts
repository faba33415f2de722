import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from './limits.ts'
import { find } from './paths.ts'
import { parseDocument, readDocument } from './parse.ts'
import type { ProblemCode } from './problem.ts'
import type { RegulationDocument } from './schema.ts'

const source = readFileSync(join(import.meta.dirname, '..', '..', '..', 'regulations', 'jupiter.ru.yaml'), 'utf8')
const good = parseDocument(source)
if (!good.ok) throw new Error('the Jupiter regulation does not load')

/** Plain data of the document, free to be spoilt. */
type Draft = { [K in keyof RegulationDocument]: RegulationDocument[K] } & Record<string, unknown>
type Spoil = (draft: Draft) => void
const set = (path: string, value: unknown): Spoil => draft => {
  const steps = path.split('/')
  const last = steps.pop()!
  const holder = find(draft, steps.join('.'))!.value as Record<string, unknown>
  if (value === undefined) delete holder[last]
  else holder[last] = value
}
/** Replaces the first sentence that contains a piece. */
const reword = (piece: string, text: string): Spoil => draft => {
  const spoilt = JSON.stringify(draft.sections).replace(JSON.stringify(piece).slice(1, -1), JSON.stringify(text).slice(1, -1))
  draft.sections = JSON.parse(spoilt) as RegulationDocument['sections']
}

/** The same on the data as it is written, quotes and all. */
const respell = (piece: string, text: string): Spoil => draft => {
  const written = JSON.stringify(draft.sections)
  expect(written).toContain(piece)
  draft.sections = JSON.parse(written.replace(piece, text)) as RegulationDocument['sections']
}

const table: readonly [name: string, spoil: Spoil, path: string, code: ProblemCode][] = [
  ['a term that is missing', set('terms/triage', undefined), 'terms.triage', 'missing'],
  ['a category without a reaction term', set('terms/reaction/2', undefined), 'terms.reaction.2', 'missing'],
  ['a term in words', set('terms/reaction/1', { service: '1 час' }), 'terms.reaction.1.service', 'bad_service_duration'],
  ['a term of no length', set('terms/reaction/1', { service: 'PT0H' }), 'terms.reaction.1.service', 'bad_service_duration'],
  ['service time in days', set('terms/triage', { service: 'P1D' }), 'terms.triage.service', 'bad_service_duration'],
  ['half a working day', set('terms/silence', { workingDays: 0.5 }), 'terms.silence.workingDays', 'wrong_kind'],
  ['no working days', set('terms/silence', { workingDays: 0 }), 'terms.silence.workingDays', 'too_short'],
  ['a thousand working days', set('terms/silence', { workingDays: 1000 }), 'terms.silence.workingDays', 'too_long'],
  ['a term both ways', set('terms/silence', { workingDays: 1, service: 'PT1H' }), 'terms.silence.workingDays', 'unknown_key'],
  ['category 2 due before category 1', set('terms/reaction/2', { service: 'PT30M' }), 'terms.reaction.2', 'term_order'],
  ['an ordinary duration without a unit', set('terms/confirm', 'PT'), 'terms.confirm', 'bad_duration'],
  ['a fourth category', draft => { draft.categories.push({ ...draft.categories[2]!, id: 4 as 3 }) }, 'categories', 'too_long'],
  ['a category of another number', draft => { draft.categories[2]!.id = 4 as 3 }, 'categories.4.id', 'not_allowed'],
  ['two categories', draft => { draft.categories.pop() }, 'categories', 'too_short'],
  ['one category twice', draft => { draft.categories[1]!.id = 1 }, 'categories', 'id_twice'],
  ['an unknown colour', set('categories/1/colour', 'url(evil)'), 'categories.1.colour', 'not_allowed'],
  ['an hour that does not exist', set('calendars/service/weekly/mon', [['09:00', '25:00']]), 'calendars.service.weekly.mon.0.1', 'bad_time'],
  ['a window that closes before it opens', set('calendars/service/weekly/mon', [['23:00', '09:00']]), 'calendars.service.weekly.mon.0', 'bad_window'],
  ['windows that overlap', set('calendars/service/weekly/mon', [['09:00', '13:00'], ['12:00', '18:00']]), 'calendars.service.weekly.mon', 'windows_overlap'],
  ['windows out of order', set('calendars/service/weekly/mon', [['14:00', '18:00'], ['09:00', '13:00']]), 'calendars.service.weekly.mon', 'windows_overlap'],
  ['a weekday that does not exist', set('calendars/service/weekly/funday', [['09:00', '18:00']]), 'calendars.service.weekly.funday', 'unknown_key'],
  ['no opening hours at all', set('calendars/service/weekly', {}), 'calendars.service.weekly', 'no_windows'],
  ['a date that does not exist', set('calendars/service/holidays', ['2026-02-30']), 'calendars.service.holidays.0', 'bad_date'],
  ['a day off told twice', set('calendars/service/holidays', ['2026-05-01', '2026-05-01']), 'calendars.service.holidays', 'date_twice'],
  ['a day that is off and on', set('calendars/state/working', ['2026-01-01']), 'calendars.state.working', 'date_contradicts'],
  ['special hours that overlap', set('calendars/service/overrides', { '2026-12-31': [['09:00', '12:00'], ['11:00', '13:00']] }), 'calendars.service.overrides.2026-12-31', 'windows_overlap'],
  ['a state working day without hours', set('calendars/service/weekly/mon', undefined), 'calendars.state', 'state_day_closed'],
  ['a time zone that does not exist', set('calendars/timezone', 'Europe/Atlantis'), 'calendars.timezone', 'bad_zone'],
  ['an offset instead of a time zone', set('calendars/timezone', '+03:00'), 'calendars.timezone', 'bad_zone'],
  ['an instant without an offset', set('validFrom', '2026-01-01T00:00:00'), 'validFrom', 'bad_instant'],
  ['a phone that is none', set('channels/phone/address', '+7123'), 'channels.phone.address', 'bad_phone'],
  ['a mail address that is none', set('channels/email/address', 'help'), 'channels.email.address', 'bad_email'],
  ['a bot name with a space', set('channels/telegram/address', '@My bot'), 'channels.telegram.address', 'bad_telegram'],
  ['a link that would run a script', set('vendor/site', 'javascript:alert(1)'), 'vendor.site', 'bad_link'],
  ['an unknown channel', draft => { draft.channels[2]!.id = 'fax' as 'phone' }, 'channels.fax.id', 'not_allowed'],
  ['a field nobody knows', set('terms/extra', 1), 'terms.extra', 'unknown_key'],
  ['a format of the future', set('format', 'regulation/9'), 'format', 'not_allowed'],
  ['an unknown language', set('language', 'de'), 'language', 'not_allowed'],
  ['alarm shares that fall', set('alarms/shares', [0.8, 0.5]), 'alarms.shares', 'shares_order'],
  ['an alarm at the due itself', set('alarms/shares', [0.5, 1]), 'alarms.shares.1', 'too_long'],
  ['critical alarms that never stop', set('alarms/critical/repeat', 'PT20S'), 'alarms.critical.repeat', 'too_often'],
  ['critical alarms in days', set('alarms/critical/lead', 'P1D'), 'alarms.critical.lead', 'bad_service_duration'],
  ['a head who is told before the lead', set('alarms/critical/head', 'PT4M'), 'alarms.critical', 'alarm_order'],
  ['critical alarms without a step', set('alarms/critical/head', undefined), 'alarms.critical.head', 'missing'],
  ['a triage alarm in words', set('alarms/triageLeft', '12 минут'), 'alarms.triageLeft', 'bad_service_duration'],
  ['a morning digest at no time', set('alarms/digestAt', '9:10'), 'alarms.digestAt', 'bad_time'],
  ['a reading that is missing', set('readings/A-07', undefined), 'readings.A-07', 'missing'],
  ['a reading the desk cannot keep', set('readings/A-07', 'triage'), 'readings.A-07', 'fixed_reading'],
  ['a switch in an unknown position', set('readings/A-03', 'lunar'), 'readings.A-03', 'not_allowed'],
  ['an unknown reading', set('readings/A-40', 'yes'), 'readings.A-40', 'unknown_key'],
  ['a topic number used twice', draft => { draft.topics[1]!.id = '4.1.1' }, 'topics', 'id_twice'],
  ['a topic outside every section', draft => { draft.topics[1]!.id = '4.9.2' }, 'topics.4.9.2', 'group_unknown'],
  ['a topic with no sentence of its own', draft => { draft.topics.push({ ...draft.topics[0]!, id: '4.3.9' }); draft.sections = draft.sections.filter(section => section.id !== '4') }, 'sections', 'clause_missing'],
  ['a fact of the bot about no topic', set('botFacts/no_orders/topic', '4.8.8'), 'botFacts.no_orders.topic', 'unknown_topic'],
  ['one word of thanks twice', draft => { draft.smallTalk.words.push('СПАСИБО') }, 'smallTalk.words', 'duplicate_word'],
  ['a reason of delay that is missing', draft => { draft.delayReasons.pop() }, 'delayReasons', 'too_short'],
  ['a name of nothing but spaces', set('product/name', '   '), 'product.name', 'too_short'],
  ['a text beyond its limit', set('outside/5.1/reply', 'о'.repeat(limits.text + 1)), 'outside.5.1.reply', 'too_long'],
  ['a placeholder that points nowhere', reword('{terms.triage}', '{terms.tirage}'), 'sections.6.parts.6.2.blocks.0.1', 'unknown_placeholder'],
  ['a placeholder of a member that no member has', reword('{.hint}', '{.hunt}'), 'sections.6.parts.6.1.blocks.1', 'unknown_placeholder'],
  ['a placeholder that is not closed', reword('{terms.triage}', '{terms.triage'), 'sections.6.parts.6.2.blocks.0.1', 'bad_template'],
  ['strong text that is not closed', reword('**{.title}:**', '**{.title}:'), 'sections.6.parts.6.1.blocks.1.where.0', 'bad_template'],
  ['a form that does not exist', reword('{terms.silence|genitive}', '{terms.silence|vocative}'), 'sections.6.parts.6.3.blocks.1.0', 'unknown_format'],
  ['a form that does not fit', reword('{terms.silence|genitive}', '{terms.silence|phone}'), 'sections.6.parts.6.3.blocks.1.0', 'format_mismatch'],
  ['a clause anchored twice', reword('R-1.1', 'R-1.3'), 'sections', 'clause_twice'],
  ['a clause anchored nowhere', reword('R-1.1', 'R-1.2.1'), 'sections', 'clause_missing'],
  ['a clause that does not exist', reword('R-1.1', 'R-9.9'), 'sections.1.blocks.0.0', 'unknown_clause'],
  ['a reading explained nowhere', respell('"reading":"A-10"', '"reading":"A-09"'), 'sections', 'reading_missing'],
  ['a reading without a text for one of its values', respell('"civil":"День обращения не считается, а срок выходит в последний день, в час закрытия."', '"lunar":"x"'), 'sections.details.parts.details-6.blocks.0.10', 'variant_missing'],
  ['a text for a value that is not allowed', respell('"civil":"День обращения', '"lunar":"День обращения'), 'sections.details.parts.details-6.blocks.0.10', 'variant_unknown'],
  ['a value that no sentence names', reword('{retention.afterClosing|accusative}', 'месяц'), 'retention.afterClosing', 'value_unused'],
  ['a list of nothing', respell('"each":"delayReasons"', '"each":"delays"'), 'sections.6.parts.6.5.blocks.0', 'empty_each'],
  ['a section told twice', respell('"id":"7"', '"id":"6"'), 'sections', 'section_twice'],
  ['a block of two kinds', draft => { draft.sections[0]!.blocks![0]!.list = ['x'] }, 'sections.1.blocks.0', 'bad_value'],
  ['a sentence without text', draft => { draft.sections[0]!.blocks![0]!.p = [{ clause: 'R-1.1' }] }, 'sections.1.blocks.0.p.0', 'empty_sentence'],
]

describe('a wrong regulation is refused with the place and the reason', () => {
  test.each(table)('%s', (_name, spoil, path, code) => {
    const draft = structuredClone(good.document) as Draft
    spoil(draft)
    const result = readDocument(draft)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.problems.map(problem => `${problem.path} ${problem.code}`)).toContain(`${path} ${code}`)
    for (const { reason } of result.problems) {
      expect(reason.ru).toMatch(/[а-я].*[.»]$/i)
      expect(reason.en).toMatch(/^[A-Z“].*[.”]$|^This cannot be read/)
      expect(`${reason.ru} ${reason.en}`).not.toMatch(/undefined|\[object/)
    }
  })

  test('the reason names the kind of value that is expected, in both languages', () => {
    const draft = structuredClone(good.document) as Draft
    set('alarms/shares', 'half')(draft)
    expect(readDocument(draft)).toMatchObject({ problems: [{ path: 'alarms.shares', reason: { ru: 'Значение другого вида: ожидается список.', en: 'A value of another kind: a list is expected.' } }] })
  })

  test('all problems are told at once, each once', () => {
    const draft = structuredClone(good.document) as Draft
    set('terms/triage', undefined)(draft)
    set('readings/A-03', 'lunar')(draft)
    set('page', 'nowhere')(draft)
    const result = readDocument(draft)
    expect(!result.ok && result.problems.map(problem => problem.path)).toEqual(['page', 'terms.triage', 'readings.A-03'])
  })

  test('whatever stands at whatever place: an answer, never a crash', () => {
    /** Every place of the data, as the keys that lead to it. */
    const places: PropertyKey[][] = []
    const walk = (value: unknown, keys: PropertyKey[]) => {
      if (keys.length > 0) places.push(keys)
      if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, [...keys, key])
    }
    walk(good.document, [])
    const strange = fc.oneof(
      fc.jsonValue(), fc.constant(undefined), fc.constantFrom('PT1H', '{', '{.x}', '{terms}', '{sections}', '{calendars|hours}', '{topics|list:title}', '{readings.A-01|date}', '09:00', '__proto__', -1, 1e21),
    )
    fc.assert(fc.property(fc.constantFrom(...places), strange, (keys, value) => {
      const draft = structuredClone(good.document)
      const holder = keys.slice(0, -1).reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], draft) as Record<PropertyKey, unknown>
      holder[keys.at(-1)!] = value
      const result = readDocument(draft)
      expect(result.ok || result.problems.length > 0).toBe(true)
    }), { numRuns: 400 })
  })

  test.each([
    ['no YAML', 'a: [1, 2', 'line 1', 'not_yaml'],
    ['one key twice', 'format: regulation/1\nformat: regulation/1\n', 'line 2', 'not_yaml'],
    ['a list', '- 1\n- 2\n', '', 'not_a_map'],
    ['nothing', '', '', 'not_a_map'],
    ['an alias that multiplies itself', `a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n`, '', 'not_yaml'],
    ['a file beyond its limit', `a: "${'x'.repeat(limits.file)}"`, '', 'too_large'],
    ['data nested too deeply', `a: ${'['.repeat(40)}${']'.repeat(40)}`, '', 'too_deep'],
    ['code in a tag', 'format: !!js/function "return 1"\n', 'line 1', 'not_yaml'],
  ] as const)('a file that is %s', (_name, text, path, code) => {
    expect(parseDocument(text)).toMatchObject({ ok: false, problems: [{ path, code }] })
  })

  test('dates and times stay texts, as written', () => {
    expect(good.document.calendars.state.holidays[0]).toBe('2026-01-01')
    expect(good.document.calendars.service.weekly.mon).toEqual([['09:00', '23:00']])
  })
})
