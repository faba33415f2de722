import type { ClauseId } from '../clauses.ts'
import { anchorOf } from '../clauses.ts'
import { finishers, formats, plain, wordsOf } from './formats.ts'
import type { FormatName, Said } from './formats.ts'
import { find, isUnder, join, leaves, memberId } from './paths.ts'
import { problem } from './problem.ts'
import type { Problem } from './problem.ts'
import type { ReadingId } from './readings.ts'
import type { Block, RegulationDocument, SentenceSource } from './schema.ts'
import { readTemplate } from './template.ts'

/**
 * Prose with its values said: a tree of sections, blocks, items, sentences. Every sentence knows its clauses and readings and which leaf
 * values it shows, so that the bot, a ledger and a report can point to it and a test can hold both directions.
 */

export type Segment = { text: string; strong?: true; href?: string }
export type Sentence = {
  /** Place in the document; stays the same when values change. */
  key: string
  text: string
  segments: readonly Segment[]
  clauses: readonly ClauseId[]
  reading: ReadingId | null
  /** Paths of the leaf values that the text takes. */
  uses: readonly string[]
  note: boolean
}
/** `source` of a `members` block: the list it was made of (`topics`, `outside`, `channels`, ...), `member` the id of each item. */
export type RenderedItem = { member: string | null; sentences: readonly Sentence[] }
export type RenderedBlock =
  | { kind: 'paragraph'; sentences: readonly Sentence[] }
  | { kind: 'list' | 'steps'; items: readonly RenderedItem[] }
  | { kind: 'members'; source: string; items: readonly RenderedItem[] }
export type RenderedPart = { id: string; title: Sentence; blocks: readonly RenderedBlock[] }
export type RenderedSection = RenderedPart & { parts: readonly RenderedPart[] }
export type Rendered = { title: Sentence; sections: readonly RenderedSection[] }

type Scope = { document: RegulationDocument; member: { value: unknown; path: string; id: string; list: string } | null }

/** Values a template may name: everything but the prose itself. */
function findValue(scope: Scope, path: string) {
  if (path.startsWith('.')) return scope.member ? find(scope.member.value, path.slice(1), scope.member.path) : null
  if (path === 'sections' || path.startsWith('sections.')) return null
  return find(scope.document, scope.member ? path.split('.').map(step => (step === '@' ? scope.member!.id : step)).join('.') : path)
}

const isEmpty = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/** What could not be said goes to `problems`; the caller knows whether a missing value may be missing (a member without an optional field). */
type Sink = { problems: Problem[]; missing: { key: string; path: string; list: string | null }[] }

function say(source: string, scope: Scope, at: string, sink: Sink): { segments: Segment[]; uses: string[] } | null {
  const template = readTemplate(source)
  if (template.fault !== null) sink.problems.push(problem(at, 'bad_template', template.fault))
  const segments: Segment[] = []
  const uses: string[] = []
  let strong = false
  let whole = true
  const push = (said: Said) => {
    const last = segments.at(-1)
    if (last && said.href === undefined && last.href === undefined && (last.strong === true) === strong) last.text += said.text
    else segments.push({ text: said.text, ...(strong ? { strong: true as const } : {}), ...(said.href === undefined ? {} : { href: said.href }) })
  }
  for (const part of template.parts) {
    if (part.kind === 'strong') strong = !strong
    else if (part.kind === 'text') push({ text: part.text })
    else {
      const found = findValue(scope, part.path)
      if (!found || isEmpty(found.value)) {
        // Members may lack optional values; `check.ts` tells those from slips of the pen.
        sink.missing.push({ key: at, path: part.path, list: scope.member?.list ?? null })
        whole = false
        continue
      }
      let said: Said | null = null
      for (const form of part.forms) {
        if (Object.hasOwn(finishers, form.name)) {
          said ??= plain(found.value, sayer(scope, '', found.path))
          if (said) said = { ...said, text: finishers[form.name as keyof typeof finishers](said.text) }
        } else if (Object.hasOwn(formats, form.name)) {
          said = formats[form.name as FormatName](found.value, sayer(scope, form.argument, found.path))
        } else {
          sink.problems.push(problem(at, 'unknown_format', form.name))
          return null
        }
      }
      if (part.forms.length === 0) said = plain(found.value, sayer(scope, '', found.path))
      if (!said) {
        sink.problems.push(problem(at, 'format_mismatch', part.forms.map(form => form.name).join('|') || part.path))
        whole = false
        continue
      }
      uses.push(...(said.uses ?? leaves(found.value, found.path)))
      push(said)
    }
  }
  return whole ? { segments, uses } : null
}

const sayer = (scope: Scope, argument: string, path: string) => ({
  words: wordsOf(scope.document.language), language: scope.document.language, timeZone: scope.document.calendars.timezone, argument, path,
})

/** `variants`: `current` says the text the values pick; `all` says every text of a choice (for checks), joined. */
type Mode = 'current' | 'all'

function sentence(source: SentenceSource, scope: Scope, key: string, clause: string | null, mode: Mode, sink: Sink): Sentence | null {
  const shape = typeof source === 'string' ? { text: source } : source
  const present = (path: string) => {
    const found = findValue(scope, path)
    return found !== null && !isEmpty(found.value)
  }
  if (shape.if !== undefined && !present(shape.if)) return null
  if (mode === 'current' && shape.unless !== undefined && present(shape.unless)) return null
  const uses: string[] = []
  let texts = [shape.text ?? '']
  if (shape.choose !== undefined) {
    const found = findValue(scope, shape.choose)
    if (!found) {
      sink.missing.push({ key, path: shape.choose, list: scope.member?.list ?? null })
      return null
    }
    uses.push(...leaves(found.value, found.path))
    texts = mode === 'all' ? Object.values(shape.texts ?? {}) : [shape.texts?.[String(found.value)] ?? '']
  }
  const segments: Segment[] = []
  for (const text of texts.filter(variant => variant !== '')) {
    const said = say(text, scope, key, sink)
    if (!said) {
      if (mode === 'current') return null
      continue
    }
    segments.push(...said.segments)
    uses.push(...said.uses)
  }
  if (mode === 'current' && segments.length === 0) return null
  const named = [...(shape.clause === undefined ? [] : [shape.clause].flat()), ...(clause === null ? [] : [clause])]
  return {
    key,
    text: segments.map(segment => segment.text).join(''),
    segments,
    clauses: named as ClauseId[],
    reading: (shape.reading ?? null) as ReadingId | null,
    uses: [...new Set(uses)],
    note: shape.note ?? false,
  }
}

function sentences(sources: readonly SentenceSource[], scope: Scope, key: string, clause: string | null, mode: Mode, sink: Sink): Sentence[] {
  return sources.flatMap((source, index) => {
    const rendered = sentence(source, scope, join(key, String(index)), index === 0 ? clause : null, mode, sink)
    return rendered ? [rendered] : []
  })
}

function renderBlock(block: Block, document: RegulationDocument, key: string, mode: Mode, sink: Sink): RenderedBlock[] {
  const scope: Scope = { document, member: null }
  if (block.p) {
    const said = sentences(block.p, scope, key, null, mode, sink)
    return said.length > 0 ? [{ kind: 'paragraph', sentences: said }] : []
  }
  const entries = block.list ?? block.steps
  if (entries) {
    const items = entries.flatMap((entry, index) => {
      const said = sentences(Array.isArray(entry) ? entry : [entry], scope, join(key, String(index)), null, mode, sink)
      return said.length > 0 ? [{ member: null, sentences: said }] : []
    })
    return items.length > 0 ? [{ kind: block.steps ? 'steps' : 'list', items }] : []
  }
  const source = block.each ?? ''
  const found = findValue(scope, source)
  const chosen = (Array.isArray(found?.value) ? found.value as unknown[] : [])
    .filter(member => block.under === undefined || isUnder(memberId(member) ?? '', block.under))
  const items = chosen.flatMap(member => {
    const id = memberId(member) ?? ''
    const pattern = typeof block.clause === 'string' ? block.clause.replace('{id}', id) : block.clause?.[id] ?? null
    const said = sentences(block.sentences ?? [], { document, member: { value: member, path: join(found!.path, id), id, list: source } }, join(key, id), pattern, mode, sink)
    return said.length > 0 ? [{ member: id, sentences: said }] : []
  })
  if (items.length === 0) sink.problems.push(problem(key, 'empty_each', source))
  return items.length > 0 ? [{ kind: 'members', source, items }] : []
}

export function renderInto(document: RegulationDocument, mode: Mode, sink: Sink): Rendered {
  const title = (source: string, key: string): Sentence =>
    sentence(source, { document, member: null }, key, null, mode, sink) ?? { key, text: '', segments: [], clauses: [], reading: null, uses: [], note: false }
  const blocks = (list: readonly Block[], key: string) => list.flatMap((block, index) => renderBlock(block, document, join(key, `blocks.${index}`), mode, sink))
  return {
    title: title(document.title, 'title'),
    sections: document.sections.map(section => {
      const key = `sections.${section.id}`
      return {
        id: section.id,
        title: title(section.title, `${key}.title`),
        blocks: blocks(section.blocks ?? [], key),
        parts: (section.parts ?? []).map(part => {
          const partKey = `${key}.parts.${part.id}`
          return { id: part.id, title: title(part.title, `${partKey}.title`), blocks: blocks(part.blocks, partKey) }
        }),
      }
    }),
  }
}

export const emptySink = (): Sink => ({ problems: [], missing: [] })

/** The document as it reads: every sentence with its clauses, its reading and the values it takes. */
export const renderDocument = (document: RegulationDocument): Rendered => renderInto(document, 'current', emptySink())

const blockSentences = (block: RenderedBlock): readonly Sentence[] => (block.kind === 'paragraph' ? block.sentences : block.items.flatMap(item => item.sentences))

/** All sentences in reading order, titles among them. */
export function allSentences(rendered: Rendered): Sentence[] {
  return [
    rendered.title,
    ...rendered.sections.flatMap(section => [
      section.title,
      ...section.blocks.flatMap(blockSentences),
      ...section.parts.flatMap(part => [part.title, ...part.blocks.flatMap(blockSentences)]),
    ]),
  ]
}

export type Anchored = { anchor: string; text: string }
const indexes = new WeakMap<RegulationDocument, ReadonlyMap<string, Anchored>>()

/** Every clause and reading of a document with its place on the page (`r-6.2.7`, `a-13`) and its words. Built once per document. */
export function clauseIndex(document: RegulationDocument): ReadonlyMap<string, Anchored> {
  const known = indexes.get(document)
  if (known) return known
  const index = new Map<string, Anchored>()
  const blocks = renderDocument(document).sections.flatMap(section => [section, ...section.parts]).flatMap(part => part.blocks)
  for (const block of blocks) {
    const items = block.kind === 'paragraph' ? block.sentences.map(one => [one]) : block.items.map(item => item.sentences)
    for (const sentences of items) {
      const main = sentences.filter(one => !one.note)
      const whole = (main.length > 0 ? main : sentences).map(one => one.text).join(' ')
      for (const one of sentences) {
        // A clause of a list member speaks with all sentences of that member but its small print.
        for (const id of one.clauses) index.set(id, { anchor: anchorOf(id), text: block.kind === 'members' ? whole : one.text })
        if (one.reading !== null) index.set(one.reading, { anchor: anchorOf(one.reading), text: one.text })
      }
    }
  }
  indexes.set(document, index)
  return index
}

/** The sentence a clause or a reading stands at, for pointing to it. Null when this document does not hold it. */
export const clause = (document: RegulationDocument, id: ClauseId | ReadingId): Anchored | null => clauseIndex(document).get(id) ?? null
