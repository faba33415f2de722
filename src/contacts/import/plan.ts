/**
 * What a table would change: rows and what the desk knows give steps, or problems. Pure, and the same rows over their own outcome give no step at all.
 *
 * A row is known again by its code; a point without one by company, name and address (as far as the table has these columns), a person by phone, or by
 * name within his point. Rows with codes are heard first, so that the order of the rows does not matter. A blank cell says nothing and clears nothing.
 */
import type { Book } from './book.ts'
import type { Problem, Row } from './check.ts'
import { contradictions } from './contradictions.ts'
import { hearCompanies, hearPeople, hearPoints, type Has, type Hearing, type Note } from './hear.ts'
import type { Known } from './known.ts'
import { openLeaning } from './leaning.ts'

export type StepKind = 'company' | 'point' | 'contact' | 'tie'
export type Values = Readonly<Record<string, string | number | null>>
/** One row of the database to be written: `before` null when it is new, else the changed fields as they were. `row` of the table says so first. */
export type Step = { kind: StepKind; subject: string; pointId: string | null; before: Values | null; after: Values; row: number }

export type Outcome = 'new' | 'changed' | 'same'
export type Tally = Record<Outcome, number>
export type Counts = Record<StepKind, Tally> & { rows: Tally & { refused: number } }

export type Plan = {
  steps: readonly Step[]; problems: readonly Problem[]; notes: readonly Note[]; counts: Counts
  /** Rows whose point has no code and was known by company, name and address. */
  byName: number
}

/** So often a table is gone through anew because rows were refused that others hang on in ways that codes do not tell. */
const mostWalks = 20

export function planImport(rows: readonly Row[], has: Has, known: Known, newId: () => string): Plan {
  const refused = new Map<number, Problem>()
  const leaning = openLeaning(rows, known)
  const refuse = (problems: readonly Problem[]): void => {
    for (const problem of [...problems, ...leaning(problems.map(({ row }) => row))]) refused.set(problem.row, problem)
  }
  refuse(contradictions(rows))
  // A refused row leaves nothing behind, so what the others mean is asked again without it.
  for (let walks = 1; ; walks++) {
    const taken = rows.filter(({ row }) => !refused.has(row))
    const plan = walk({ rows: taken, has, known, newId })
    refuse(plan.problems)
    // Nobody's table is such a knot; whoever made it must not keep the desk busy.
    if (plan.problems.length > 0 && walks === mostWalks) refuse(taken.filter(({ row }) => !refused.has(row)).map(({ row }): Problem => ({ row, field: null, value: '', kind: 'tangled' })))
    if (plan.problems.length === 0) {
      const problems = [...refused.values()].toSorted((one, other) => one.row - other.row)
      return { ...plan, problems, counts: { ...plan.counts, rows: { ...plan.counts.rows, refused: problems.length } } }
    }
  }
}

function walk(hearing: Omit<Hearing, 'problems'>): Plan {
  const problems = new Map<number, Problem>()
  const all = { ...hearing, problems }
  const { companies, of: companyOf } = hearCompanies(all)
  const { points, of: pointOf, byName } = hearPoints(all, companyOf)
  const { contacts, ties, notes } = hearPeople(all, companyOf, pointOf)
  const steps = [
    ...stepsOf('company', companies, ({ id }) => ({ subject: id, pointId: null })),
    ...stepsOf('point', points, ({ id }) => ({ subject: id, pointId: null })),
    ...stepsOf('contact', contacts, ({ id }) => ({ subject: id, pointId: null })),
    ...stepsOf('tie', ties, ({ contactId, pointId }) => ({ subject: contactId, pointId })),
  ]
  return { steps, problems: [...problems.values()], notes, counts: countsOf(hearing.rows, steps, { company: companies.touched().length, point: points.touched().length, contact: contacts.touched().length, tie: ties.touched().length }), byName }
}

/** What is no column, or is the name of the row itself. */
const unwritten: ReadonlySet<string> = new Set(['id', 'proven', 'contactId', 'pointId'])

function stepsOf<T extends object>(kind: StepKind, book: Book<T>, named: (now: T) => Pick<Step, 'subject' | 'pointId'>): readonly Step[] {
  return book.touched().flatMap(([, { was, now, row }]): Step[] => {
    const written = (Object.entries(now) as [keyof T & string, string | number | null][]).filter(([field]) => !unwritten.has(field))
    if (was === null) return [{ kind, ...named(now), before: null, after: Object.fromEntries(written), row }]
    const changed = written.filter(([field, value]) => was[field] !== value)
    if (changed.length === 0) return []
    return [{ kind, ...named(now), before: Object.fromEntries(changed.map(([field]) => [field, was[field] as string | number | null])), after: Object.fromEntries(changed), row }]
  })
}

function countsOf(rows: readonly Row[], steps: readonly Step[], touched: Readonly<Record<StepKind, number>>): Counts {
  const tally = (kind: StepKind): Tally => {
    const own = steps.filter(step => step.kind === kind)
    const made = own.filter(({ before }) => before === null).length
    return { new: made, changed: own.length - made, same: touched[kind] - own.length }
  }
  const makes = new Set(steps.filter(({ before }) => before === null).map(({ row }) => row))
  const changes = new Set(steps.filter(({ before, row }) => before !== null && !makes.has(row)).map(({ row }) => row))
  return {
    company: tally('company'), point: tally('point'), contact: tally('contact'), tie: tally('tie'),
    rows: { new: makes.size, changed: changes.size, same: rows.length - makes.size - changes.size, refused: 0 },
  }
}
