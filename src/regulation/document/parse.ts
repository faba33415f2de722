import { parseDocument as parseYaml } from 'yaml'
import type { z } from 'zod'
import { checkDocument } from './check.ts'
import { limits } from './limits.ts'
import { depthOf, join, spokenPath } from './paths.ts'
import { problem } from './problem.ts'
import type { Problem, ProblemCode } from './problem.ts'
import { documentSchema } from './schema.ts'
import type { RegulationDocument } from './schema.ts'

export type Parsed = { ok: true; document: RegulationDocument } | { ok: false; problems: Problem[] }

/**
 * Reads a regulation from the text of its YAML file. Pure. A wrong document is refused with every problem found (at most `limits.problems`),
 * each with its path and a reason in Russian and English.
 */
export function parseDocument(source: string): Parsed {
  if (source.length > limits.file) return refused([problem('', 'too_large', String(limits.file))])
  const yaml = parseYaml(source, { version: '1.2', schema: 'core', uniqueKeys: true, merge: false, prettyErrors: true })
  const fault = yaml.errors[0] ?? yaml.warnings[0]
  if (fault) return refused([problem(fault.linePos ? `line ${fault.linePos[0].line}` : '', 'not_yaml', fault.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''))])
  let data: unknown
  try {
    data = yaml.toJS({ maxAliasCount: 20 })
  } catch (error) {
    return refused([problem('', 'not_yaml', error instanceof Error ? error.message : '')])
  }
  return readDocument(data)
}

/** The same for data that has been read already. */
export function readDocument(data: unknown): Parsed {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return refused([problem('', 'not_a_map')])
  if (depthOf(data, limits.depth) > limits.depth) return refused([problem('', 'too_deep', String(limits.depth))])
  const shape = documentSchema.safeParse(data)
  if (!shape.success) return refused(shape.error.issues.flatMap(issue => problemsOf(issue, data, [])))
  const problems = checkDocument(shape.data)
  return problems.length > 0 ? refused(problems) : { ok: true, document: shape.data }
}

function refused(problems: Problem[]): Parsed {
  const told = new Set<string>()
  const once = problems.filter(({ path, reason }) => {
    const line = `${path}\n${reason.en}`
    return !told.has(line) && told.add(line)
  })
  return { ok: false, problems: once.slice(0, limits.problems) }
}

type Issue = z.core.$ZodIssue

/** A schema issue as problems of ours. `base`: keys above a union whose branch the issue comes from. */
function problemsOf(issue: Issue, data: unknown, base: readonly PropertyKey[]): Problem[] {
  const keys = [...base, ...issue.path]
  const path = spokenPath(data, keys)
  const value = valueAt(data, keys)
  const one = (code: ProblemCode, detail = '') => [problem(path, code, detail)]
  if (value === undefined && issue.code !== 'unrecognized_keys') return one('missing')
  switch (issue.code) {
    case 'invalid_type': return one('wrong_kind', issue.expected)
    case 'invalid_value':
      return one(keys[0] === 'readings' && issue.values.length === 1 ? 'fixed_reading' : 'not_allowed', issue.values.map(String).join(', '))
    case 'too_small': return one('too_short', String(issue.minimum))
    case 'too_big': return one('too_long', String(issue.maximum))
    case 'invalid_format': return one(formatCode(issue))
    case 'unrecognized_keys': return issue.keys.map(key => problem(join(path, key), 'unknown_key', key))
    case 'invalid_key': return issue.issues.flatMap(inner => problemsOf({ ...inner, path: [] } as Issue, data, keys))
    case 'invalid_element': return issue.issues.flatMap(inner => problemsOf(inner as Issue, data, keys))
    case 'invalid_union': return unionProblems(issue, data, keys, one)
    case 'custom': return one(customCode(issue.params))
    case 'not_multiple_of': return one('bad_value')
    default: return one('bad_value')
  }
}

/** Of a union, the branch that came furthest: the one whose complaint lies deepest, then the one that complains least. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, data: unknown, keys: readonly PropertyKey[], one: (code: ProblemCode, detail?: string) => Problem[]): Problem[] {
  const depth = (branch: readonly Issue[]) => Math.max(...branch.map(inner => inner.path.length + (inner.code === 'invalid_type' ? 0 : 0.5)))
  const best = (issue.errors as Issue[][]).filter(branch => branch.length > 0).toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
  if (best) return best.flatMap(inner => problemsOf(inner, data, keys))
  const options = (issue as { options?: readonly unknown[] }).options
  return options ? one('not_allowed', options.map(String).join(', ')) : one('bad_value')
}

function customCode(params: Record<string, unknown> | undefined): ProblemCode {
  return (typeof params?.['code'] === 'string' ? params['code'] : 'bad_value') as ProblemCode
}

function formatCode(issue: z.core.$ZodIssueInvalidStringFormat): ProblemCode {
  return issue.format === 'datetime' ? 'bad_instant' : 'bad_value'
}

function valueAt(data: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>((current, key) => (typeof current === 'object' && current !== null ? (current as Record<PropertyKey, unknown>)[key] : undefined), data)
}
