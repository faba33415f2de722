import { clauseIds, clauses } from '../clauses.ts'
import type { Clause } from '../clauses.ts'
import { calendarProblems } from '../calendar-problems.ts'
import { find, isUnder, join, leaves, memberId } from './paths.ts'
import { policyOf } from './policy-of.ts'
import { problem } from './problem.ts'
import type { Problem } from './problem.ts'
import { readingIds, readings } from './readings.ts'
import { allSentences, emptySink, renderInto } from './render.ts'
import { channelKinds, modes, tiers } from './schema.ts'
import type { Block, RegulationDocument, SentenceSource } from './schema.ts'
import { durationMillis, durationParts, weekdayOf } from './values.ts'
import { weekdays } from '../policy.ts'

/** Leaves that are furniture of the file, not values of the regulation. */
const unsaid = new Set(['format', 'language', 'title'])

/** Everything that no single field can show. The document has the shape of the schema already. */
export function checkDocument(document: RegulationDocument): Problem[] {
  return [...checkIds(document), ...checkCalendars(document), ...checkTerms(document), ...checkProse(document)]
}

function twice(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

function checkIds(document: RegulationDocument): Problem[] {
  const problems: Problem[] = []
  const groups = document.topicGroups.map(group => group.id)
  const topics = document.topics.map(topic => topic.id)
  for (const id of twice([...groups, ...topics, ...document.outside.map(item => item.id)])) problems.push(problem('topics', 'id_twice', id))
  for (const list of ['channels', 'categories', 'facts', 'delayReasons', 'botFacts'] as const) {
    for (const id of twice(document[list].map(member => String(member.id)))) problems.push(problem(list, 'id_twice', id))
  }
  for (const fact of document.facts) for (const id of twice(fact.fields.map(field => field.id))) problems.push(problem(`facts.${fact.id}.fields`, 'id_twice', id))
  for (const topic of document.topics) {
    const path = `topics.${topic.id}`
    if (!groups.some(group => isUnder(topic.id, group))) problems.push(problem(path, 'group_unknown', topic.id))
    for (const id of twice((topic.subtopics ?? []).map(sub => sub.id))) problems.push(problem(`${path}.subtopics`, 'id_twice', id))
    for (const id of twice(topic.categories.map(String))) problems.push(problem(`${path}.categories`, 'id_twice', id))
  }
  for (const fact of document.botFacts) {
    if (fact.topic !== undefined && !topics.includes(fact.topic)) problems.push(problem(`botFacts.${fact.id}.topic`, 'unknown_topic', fact.topic))
  }
  for (const word of twice(document.smallTalk.words.map(each => each.toLowerCase()))) problems.push(problem('smallTalk.words', 'duplicate_word', word))
  const sections = document.sections.flatMap(section => [section.id, ...(section.parts ?? []).map(part => part.id)])
  for (const id of twice(sections)) problems.push(problem('sections', 'section_twice', id))
  return problems
}

function checkCalendars(document: RegulationDocument): Problem[] {
  const { calendars } = document
  // The calendar room has the last word on what it can open.
  const problems: Problem[] = Object.entries(policyOf(document).calendars).flatMap(([name, calendar]) =>
    calendarProblems(calendar).map(found => problem(`calendars.${name}.${found.path.join('.')}`, found.code === 'never_opens' ? 'no_windows' : 'bad_value')))
  for (const [path, dates] of [['service.holidays', calendars.service.holidays], ['state.holidays', calendars.state.holidays], ['state.working', calendars.state.working]] as const) {
    for (const date of twice(dates)) problems.push(problem(`calendars.${path}`, 'date_twice', date))
  }
  for (const day of twice(calendars.state.workdays)) problems.push(problem('calendars.state.workdays', 'id_twice', day))
  for (const date of calendars.state.working) if (calendars.state.holidays.includes(date)) problems.push(problem('calendars.state.working', 'date_contradicts', date))
  for (const [date, windows] of Object.entries(calendars.service.overrides ?? {})) {
    for (let index = 1; index < windows.length; index++) {
      if (windows[index]![0] < windows[index - 1]![1]) problems.push(problem(`calendars.service.overrides.${date}`, 'windows_overlap'))
    }
    if (windows.length > 0 && calendars.service.holidays.includes(date)) problems.push(problem(`calendars.service.overrides.${date}`, 'date_contradicts', date))
  }
  const { weekly } = calendars.service
  for (const day of weekdays) {
    const needed = calendars.state.workdays.includes(day) || calendars.state.working.some(date => weekdayOf(date) === day)
    if (needed && weekly[day] === undefined) problems.push(problem('calendars.state', 'state_day_closed', day))
  }
  return problems
}

/** A less urgent category never has the shorter term; terms of different kinds (hours, days) are compared by a working day of the calendar. */
function checkTerms({ terms, calendars }: RegulationDocument): Problem[] {
  const day = Math.max(...Object.values(calendars.service.weekly).map(windows => windows.reduce((sum, [open, close]) => sum + Number(close.slice(0, 2)) * 60 + Number(close.slice(3)) - Number(open.slice(0, 2)) * 60 - Number(open.slice(3)), 0))) * 60_000
  const length = (term: RegulationDocument['terms']['triage'] | undefined): number | null => {
    if (!term) return null
    if ('workingDays' in term) return term.workingDays * day
    const parts = durationParts(term.service)
    return parts && durationMillis(parts)
  }
  const problems: Problem[] = []
  for (const clock of ['reaction', 'result'] as const) {
    let longest = 0
    for (const id of [1, 2, 3] as const) {
      const own = length(terms[clock][id])
      if (own === null) continue
      if (own < longest) problems.push(problem(`terms.${clock}.${id}`, 'term_order'))
      longest = Math.max(longest, own)
    }
  }
  return problems
}

/** Values that a `choose` may meet at a path. */
function allowedAt(path: string, value: unknown): readonly string[] | null {
  const reading = readingIds.find(id => path === `readings.${id}`)
  if (reading) return readings[reading].allowed
  if (typeof value === 'boolean') return ['true', 'false']
  if (path.endsWith('mode')) return modes
  if (path.endsWith('tier')) return tiers
  return null
}

function checkProse(document: RegulationDocument): Problem[] {
  const sink = emptySink()
  const rendered = renderInto(document, 'all', sink)
  const sentences = allSentences(rendered)
  const problems = [...sink.problems, ...checkChoices(document), ...checkMissing(document, sink.missing)]

  const anchored = sentences.flatMap(sentence => sentence.clauses as readonly string[])
  const items = [...document.topics, ...document.outside].map(item => `R-${item.id}`)
  for (const sentence of sentences) {
    for (const id of sentence.clauses as readonly string[]) {
      if (!Object.hasOwn(clauses, id) && !items.includes(id)) problems.push(problem(sentence.key, 'unknown_clause', id))
    }
    if (sentence.reading !== null && !Object.hasOwn(readings, sentence.reading)) problems.push(problem(sentence.key, 'unknown_clause', sentence.reading))
  }
  for (const id of twice(anchored)) problems.push(problem('sections', 'clause_twice', id))
  for (const id of new Set([...requiredClauses(document), ...items])) if (!anchored.includes(id)) problems.push(problem('sections', 'clause_missing', id))

  const explained = sentences.flatMap(sentence => (sentence.reading === null ? [] : [sentence.reading]))
  for (const id of twice(explained)) problems.push(problem('sections', 'reading_twice', id))
  for (const id of readingIds) if (!explained.includes(id)) problems.push(problem('sections', 'reading_missing', id))

  const used = new Set(sentences.flatMap(sentence => sentence.uses))
  const { sections: _, ...values } = document
  for (const path of leaves(values)) if (!used.has(path) && !unsaid.has(path)) problems.push(problem(path, 'value_unused'))
  return problems
}

/** Clauses this document must hold: those of channels it offers and of items in its catalogue, and all others. */
export function requiredClauses(document: RegulationDocument): string[] {
  const kinds = document.channels.map(channel => channel.id)
  const items = [...document.topics, ...document.outside].map(item => item.id)
  return clauseIds.filter(id => {
    const { needs }: Clause = clauses[id]
    if (!needs) return true
    return 'channel' in needs ? channelKinds.some(kind => kind === needs.channel && kinds.includes(kind)) : items.includes(needs.item)
  })
}

/** A placeholder of a list member may be empty for one member, not for all of its list; any other placeholder must have its value. */
function checkMissing(document: RegulationDocument, missing: ReturnType<typeof emptySink>['missing']): Problem[] {
  return missing.flatMap(({ key, path, list }) => {
    const members = list === null ? [] : find(document, list)?.value
    const known = Array.isArray(members) && members.some(member => (path.startsWith('.')
      ? find(member, path.slice(1)) !== null
      : path.includes('@') && find(document, path.split('.').map(step => (step === '@' ? memberId(member) ?? '' : step)).join('.')) !== null))
    return known ? [] : [problem(list === null ? key : key.replace(/(\.blocks\.\d+)\..*$/, '$1'), 'unknown_placeholder', path)]
  })
}

function checkChoices(document: RegulationDocument): Problem[] {
  const problems: Problem[] = []
  const check = (source: SentenceSource, key: string, members: readonly unknown[]) => {
    if (typeof source === 'string' || source.choose === undefined) return
    const path = source.choose
    const value = path.startsWith('.') ? members.map(member => find(member, path.slice(1))?.value).find(found => found !== undefined) : find(document, path)?.value
    const allowed = allowedAt(path, value)
    if (!allowed) {
      problems.push(problem(key, 'unknown_placeholder', path))
      return
    }
    const written = Object.keys(source.texts ?? {})
    for (const one of allowed) if (!written.includes(one)) problems.push(problem(key, 'variant_missing', one))
    for (const one of written) if (!allowed.includes(one)) problems.push(problem(key, 'variant_unknown', one))
  }
  const walk = (blocks: readonly Block[], key: string) => blocks.forEach((block, index) => {
    const at = join(key, `blocks.${index}`)
    const members = block.each === undefined ? [] : find(document, block.each)?.value
    ;[...(block.p ?? []), ...(block.sentences ?? []), ...[...(block.list ?? []), ...(block.steps ?? [])].flat()]
      .forEach((source, place) => check(source, join(at, String(place)), Array.isArray(members) ? members : []))
  })
  for (const section of document.sections) {
    walk(section.blocks ?? [], `sections.${section.id}`)
    for (const part of section.parts ?? []) walk(part.blocks, `sections.${section.id}.parts.${part.id}`)
  }
  return problems
}
