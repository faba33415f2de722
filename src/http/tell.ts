/** Refusals in words: the phrase of a code filled with the values of the refusal, and what is wrong with a request. Pure. */
import type { Refusal, RefusalCode } from '../lib/errors.ts'
import { errors as english } from '../words/en/errors.ts'
import { errors as russian } from '../words/ru/errors.ts'
import type { Language } from '../words/choose.ts'

export type Told = { code: RefusalCode; message: string; next: string; details?: Readonly<Record<string, string | number>> }

const wordsOf = (language: Language): typeof russian => (language === 'ru' ? russian : english)

/** What the API answers for a refusal. */
export function tell(refusal: Pick<Refusal, 'code' | 'details'>, language: Language): Told {
  const { message, next } = wordsOf(language).codes[refusal.code]
  const { details } = refusal
  return { code: refusal.code, message: fill(message, details), next: fill(next, details), ...(Object.keys(details).length === 0 ? {} : { details }) }
}

/** Fills `{name}`; a part in square brackets is left out when a value in it is not known. */
export function fill(phrase: string, values: Readonly<Record<string, string | number>>): string {
  const put = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return put(phrase.replaceAll(/\[([^\]]*)\]/g, (_, part: string) => ([...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => values[name!] !== undefined) ? part : '')))
}

/** One issue of a Zod shape, as far as words need it. */
export type Issue = { path: readonly string[]; code: string; params: Readonly<Record<string, unknown>> }

/** Details of a `bad_request` for an issue: the path of the field and a phrase that names it. */
export function describeIssue(issue: Issue, language: Language): { field: string; what: string } {
  const { fields, faults } = wordsOf(language)
  const path = issue.path.join('.')
  // A place in a list has no name of its own; the list has.
  const own = issue.path.findLast(part => !/^\d+$/.test(part)) ?? ''
  if (own === '') return { field: '', what: faults.whole }
  const values: Record<string, string | number> = { field: fields[own] ?? path }
  const { minimum, maximum, origin, format, values: options, input } = issue.params
  if (typeof minimum === 'number') values['min'] = minimum
  if (typeof maximum === 'number') values['max'] = maximum
  if (Array.isArray(options)) values['options'] = options.join(', ')
  return { field: path, what: fill(faults[faultOf()], values) }

  function faultOf(): keyof typeof faults {
    if (issue.code === 'too_small') return origin === 'string' ? (minimum === 1 ? 'missing' : 'too_short') : typeof minimum === 'number' && origin === 'number' ? 'too_small' : 'form'
    if (issue.code === 'too_big') return origin === 'string' ? 'too_long' : origin === 'array' ? 'too_many_items' : typeof maximum === 'number' ? 'too_big' : 'form'
    if (issue.code === 'invalid_format' && format === 'email') return 'email'
    if (issue.code === 'invalid_value' && Array.isArray(options)) return 'choice'
    if (issue.code === 'invalid_type' && input === undefined) return 'missing'
    return 'form'
  }
}

export const badRequest = (fault: 'whole' | 'media', language: Language): { what: string } => ({ what: wordsOf(language).faults[fault] })
export const notBuilt = (language: Language): string => wordsOf(language).notBuilt
