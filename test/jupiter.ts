import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from '../src/regulation/document/parse.ts'
import { policyOf } from '../src/regulation/document/policy-of.ts'

/** The default regulation as tests use it: the document that ships, not a copy. */
export const jupiterSource = readFileSync(join(import.meta.dirname, '..', 'regulations', 'jupiter.ru.yaml'), 'utf8')
const parsed = parseDocument(jupiterSource)
if (!parsed.ok) throw new Error(parsed.problems.map(problem => `${problem.path}: ${problem.reason.en}`).join('\n'))
export const jupiterDocument = parsed.document
export const jupiterPolicy = policyOf(parsed.document)
