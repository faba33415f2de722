import { document as en } from '../../words/en/document.ts'
import { document as ru } from '../../words/ru/document.ts'
import type { DocumentWords } from '../../words/ru/document.ts'

export type ProblemCode = keyof DocumentWords['problems']

/** One thing wrong with a document. `path` names the place as people do: `terms.reaction.1`, `topics.4.1.2.title`, `line 12`. */
export type Problem = { path: string; code: ProblemCode; reason: { ru: string; en: string } }

/** A phrase takes at most one detail; phrases without one ignore it. */
type Phrase = (detail: string) => string

export function problem(path: string, code: ProblemCode, detail = ''): Problem {
  const say = (words: DocumentWords) => (words.problems[code] as Phrase)(code === 'wrong_kind' ? words.kinds[detail] ?? detail : detail)
  return { path, code, reason: { ru: say(ru), en: say(en) } }
}
