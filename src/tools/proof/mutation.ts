import { mentionsIn, namedIn } from './clauses.ts'

/** A small wrong change of a rule or a document that a test of its clauses must notice. */
export type Mutation = {
  /** What goes wrong, as a manager would say it; also its name on the command line. */
  name: string
  clauses: readonly string[]
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  /** Test files to run: for each clause a test that names it must fail. */
  tests: readonly string[]
}

/** What is wrong with a mutation before it is tried, null when nothing is. `text`: of its file, undefined when there is none. */
export function faultOf({ name, file, find, replace, tests }: Mutation, textOf: (path: string) => string | undefined): string | null {
  const text = textOf(file)
  if (text === undefined) return `${name}: there is no ${file}`
  const found = text.split(find).length - 1
  if (found !== 1) return `${name}: its text is found ${found} times in ${file}`
  if (find === replace) return `${name}: changes nothing`
  const missing = tests.filter(path => textOf(path) === undefined)
  return missing.length > 0 || tests.length === 0 ? `${name}: there is no test ${missing.join(', ')}` : null
}

export type Outcome = { mutation: Mutation; survived: readonly string[]; trouble: string | null }

/** A report of the runner: titles of the tests that failed and passed, and files of which none could be run. */
export type Report = { failed: readonly string[]; passed: readonly string[]; broken: readonly string[] }

/** Clauses of the mutation none of whose tests failed: it lives on in them. A file that does not even start proves nothing. */
export function outcomeOf(mutation: Mutation, { failed, broken }: Report): Outcome {
  const trouble = failed.length === 0 && broken.length > 0 ? `${mutation.name}: keeps ${broken.join(', ')} from starting` : null
  const noticed = new Set(failed.flatMap(namedIn))
  return { mutation, survived: mutation.clauses.filter(id => !noticed.has(id)), trouble }
}

/** Fits the titles that name one of the clauses, `R-6.2.1-3` for `R-6.2.2` too; null when none of the titles does. */
export function titlesNaming(clauses: readonly string[], titles: readonly string[]): RegExp | null {
  const said = new Set(titles.flatMap(title => mentionsIn(title).filter(({ ids }) => ids.some(id => clauses.includes(id))).map(place => place.said)))
  return said.size === 0 ? null : new RegExp([...said].toSorted().map(one => `${one.replaceAll('.', '\\.')}(?![\\d.]*\\d|[a-z-])`).join('|'))
}
