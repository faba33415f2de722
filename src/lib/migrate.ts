/**
 * Forward-only migrations: `db/migrations/NNNN-name.sql`, in the order of their numbers, each in one transaction with its row in
 * `schema_migrations`. What was applied never changes: a file edited, renamed or lost after it was applied is refused, and so is
 * a database that is ahead of the code.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { StartRefusal, reasonOf } from './refuse-start.ts'
import type { Time } from './time.ts'

export type Migration = { number: number, name: string, hash: string, sql: string }
type Applied = { number: number, name: string, hash: string }

export const migrationsFolder = join(import.meta.dirname, '..', '..', 'db', 'migrations')

/** Any number; all processes that migrate one database must use the same. */
const migrationLock = 74_210_001

/** Reads the migrations of a folder in order. Throws `migrations_differ` for a wrong file name or a number used twice. */
export function readMigrations(folder: string = migrationsFolder): Migration[] {
  let before = 0
  return readdirSync(folder).filter((file) => file.endsWith('.sql')).sort().map((file) => {
    const [, digits, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
    const number = Number(digits)
    if (name === undefined || !(number > before)) {
      throw new StartRefusal('migrations_differ', `The migration ${file} does not fit: its name must be NNNN-name.sql with a number above ${before}.`)
    }
    before = number
    const text = readFileSync(join(folder, file), 'utf8')
    return { number, name, hash: createHash('sha256').update(text).digest('hex'), sql: text }
  })
}

/**
 * Brings the database up to migration number `upTo` (default: the newest) and tells the number reached. Several processes may call
 * it at once: one works, the others wait and find nothing to do.
 */
export async function migrate(url: string, time: Time, { migrations = readMigrations(), upTo = Number.MAX_SAFE_INTEGER }: { migrations?: readonly Migration[], upTo?: number } = {}): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    const applied = await readApplied(client)
    compare(applied, migrations)
    const missing = migrations.slice(applied.length).filter(({ number }) => number <= upTo)
    for (const migration of missing) await apply(client, migration, time)
    return missing.at(-1)?.number ?? applied.at(-1)?.number ?? 0
  } finally {
    await client.end().catch(() => {}) // the lock goes with the session
  }
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  await client.query('create table if not exists schema_migrations (number integer primary key, name text not null, hash text not null, applied_at timestamptz not null)')
  return (await client.query<Applied>('select number, name, hash from schema_migrations order by number')).rows
}

/** What was applied must be the beginning of what is known. */
function compare(applied: readonly Applied[], known: readonly Migration[]): void {
  const newest = known.at(-1)?.number ?? 0
  for (const [index, row] of applied.entries()) {
    const migration = known[index]
    const title = titleOf(row)
    if (row.number > newest) throw new StartRefusal('migrations_differ', `The database is newer than this version of Reglament (it has the migration ${title}): start the version that made it, or a later one.`)
    if (migration && migration.number < row.number) throw new StartRefusal('migrations_differ', `The migration ${titleOf(migration)} stands before ${title}, which is applied to this database already: give it a number above ${newest}.`)
    if (!migration || migration.number !== row.number || migration.name !== row.name) throw new StartRefusal('migrations_differ', `The migration ${title} was applied to this database but is not in db/migrations: take the unchanged files of your version.`)
    if (row.hash !== migration.hash) throw new StartRefusal('migrations_differ', `The migration ${title} was edited after it was applied to this database: restore the file and put the change into a new migration.`)
  }
}

const titleOf = ({ number, name }: { number: number, name: string }): string => `${String(number).padStart(4, '0')}-${name}`

async function apply(client: pg.Client, migration: Migration, time: Time): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into schema_migrations (number, name, hash, applied_at) values ($1, $2, $3, $4)',
      [migration.number, migration.name, migration.hash, new Date(time.now()).toISOString()])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(`migration ${titleOf(migration)} failed: ${reasonOf(error)}`, { cause: error })
  }
}
