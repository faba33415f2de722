/** The world of the tests: a database of one's own for each test file. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../src/lib/db.ts'
import { templateName } from './template.ts'

export type FreshDatabase = Pick<Database, 'db' | 'pool'> & {
  url: string
  /** Closes the pool and removes the database, cutting whoever is still connected. */
  drop(): Promise<void>
}

/**
 * A migrated database without rows, cloned from the template. Call it in `beforeAll`, `drop()` in `afterAll`.
 * Application processes started by a test take its `url` as DATABASE_URL.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const url = await cloneTemplate()
  const { db, pool, close } = openDatabase(url)
  return {
    db, pool, url,
    async drop() {
      await close()
      await asAdmin(`drop database ${nameIn(url)} with (force)`)
    },
  }
}

/** A database with nothing in it at all, not even migrations. */
export async function emptyDatabase(): Promise<{ url: string, drop(): Promise<void> }> {
  const url = await create('template0')
  return { url, drop: () => asAdmin(`drop database ${nameIn(url)} with (force)`) }
}

function cloneTemplate(): Promise<string> {
  const { trouble } = inject('postgres')
  if (trouble !== null) throw new Error(`no test database: ${trouble}`)
  return create(templateName)
}

async function create(template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(`create database ${name} template ${template}`)
  return withDatabase(name)
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase('postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(name: string): string {
  const url = new URL(inject('postgres').url)
  url.pathname = `/${name}`
  return url.href
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1)
}
