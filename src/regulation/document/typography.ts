import type { DocumentLanguage } from './schema.ts'

const nbsp = '\u00a0'

/** Keeps together what a line must not break: short words with the next one, numbers with their units, a dash with the word before it. */
export function typeset(text: string, language: DocumentLanguage): string {
  const joined = text
    .replace(/ ([—–])/g, `${nbsp}$1`)
    .replace(/(\d) (?=\p{L}{2}|%)/gu, `$1${nbsp}`)
    .replace(/(№|§|п\.) (?=\d)/g, `$1${nbsp}`)
  if (language !== 'ru') return joined
  // Twice, because the short words of «и в» overlap.
  const bind = (line: string) => line.replace(/(^|[\s(«„—\u00a0])(?!бы|ли|же)(\p{L}{1,2}) (?=\S)/gu, `$1$2${nbsp}`)
  return bind(bind(joined)).replace(/ (бы|ли|же)(?=[\s.,;:!?»)]|$)/g, `${nbsp}$1`)
}
