/**
 * One embedded server for the whole run, in a folder outside the project, with a migrated template database that
 * `freshDatabase()` of world.ts clones. A failure here is told by the tests that need a database; pure tests run on.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/lib/migrate.ts'
import { startPostgres, type RunningPostgres } from '../src/lib/postgres/index.ts'
import { reasonOf } from '../src/lib/refuse-start.ts'
import { systemTime } from '../src/lib/time.ts'
import { templateName } from './template.ts'

/** What the tests learn: the URL of the server, and what went wrong before it or its template stood. */
export type ProvidedPostgres = { url: string, trouble: string | null }

declare module 'vitest' {
  interface ProvidedContext {
    postgres: ProvidedPostgres
  }
}

export default async function setup({ provide }: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'reglament-test-'))
  let postgres: RunningPostgres | null = null
  try {
    const log = { info: () => {}, warn: console.warn, error: console.error }
    // The cluster lives as long as the run: nothing to protect from a power failure.
    postgres = await startPostgres({ dataDir, log, settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' } })
    await makeTemplate(postgres.url)
    provide('postgres', { url: postgres.url, trouble: null })
  } catch (error) {
    console.error(`no test database: ${reasonOf(error)}`)
    provide('postgres', { url: postgres?.url ?? '', trouble: reasonOf(error) })
  }
  return async () => {
    await postgres?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`create database ${templateName}`)
  } finally {
    await admin.end()
  }
  const template = new URL(url)
  template.pathname = `/${templateName}`
  await migrate(template.href, systemTime)
  await runMigrations({ connectionString: template.href })
}
