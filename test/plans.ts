/** How PostgreSQL would go about what a function asks: for tests that say what must not be read row by row. */
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type { Db } from '../src/lib/db.ts'
import type { DB } from '../src/lib/schema.ts'
import type { FreshDatabase } from './world.ts'

/** One step of a plan, as EXPLAIN names it. */
export type Step = { 'Node Type': string; 'Relation Name'?: string; Alias?: string; 'Join Type'?: string; 'Index Name'?: string; 'Index Cond'?: string; Plans?: readonly Step[] }

/** All steps of all statements that `work` runs, planned once more as they were asked. */
export async function stepsOf(base: Pick<FreshDatabase, 'pool'>, work: (db: Db) => Promise<unknown>): Promise<readonly Step[]> {
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: base.pool }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: event => {
      if (event.level === 'query') asked.push(event.query)
    },
  })
  await work(db)
  const steps: Step[] = []
  for (const { sql, parameters } of asked) {
    const { rows } = await base.pool.query<{ 'QUERY PLAN': [{ Plan: Step }] }>(`explain (format json) ${sql}`, [...parameters])
    steps.push(...flat(rows[0]!['QUERY PLAN'][0].Plan))
  }
  return steps
}

const flat = (step: Step): readonly Step[] => [step, ...(step.Plans ?? []).flatMap(flat)]

/** Tables of which a plan reads every row. */
export const readWhole = (steps: readonly Step[]): readonly string[] => steps.filter(step => step['Node Type'] === 'Seq Scan').flatMap(step => step['Relation Name'] ?? [])
