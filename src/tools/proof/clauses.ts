/** The clauses, readings and silent points of `docs/clauses.md`, and where a title names them. */

export type Clause = { id: string; says: string }

const row = /^\| ((?:R|A|S)-[\d.]+[a-z]?) \| (.+?) \|(?: (.+?) \|)?/gm

/** The rows of part 1 in the order of the page; a reading says its question and the default. */
export function clausesIn(page: string): Clause[] {
  return [...page.matchAll(row)].map(([, id = '', says = '', settled]) => ({ id, says: settled === undefined || settled === '' ? says : `${says} ${settled}` }))
}

const mention = /\b([RAS])-(\d+(?:\.\d+)*[a-z]?)(?:-(\d+)(?![\d-]))?/g

/** A place of a title that names clauses: `R-6.4.1-2` names two. */
export type Mention = { said: string; ids: string[] }

export function mentionsIn(title: string): Mention[] {
  return [...title.matchAll(mention)].map(([said, letter, number = '', last]) => {
    const [, stem = '', from] = /^(.*?)(\d+)$/.exec(number) ?? []
    if (last === undefined || from === undefined || letter !== 'R' || Number(last) <= Number(from)) return { said, ids: [`${letter}-${number}`] }
    return { said, ids: Array.from({ length: Number(last) - Number(from) + 1 }, (_, more) => `R-${stem}${Number(from) + more}`) }
  })
}

/** Ids that a title names, each once. */
export const namedIn = (title: string): string[] => [...new Set(mentionsIn(title).flatMap(({ ids }) => ids))]
