/** The door to PostgreSQL: the embedded server of the data folder, or any server by its URL. */
import { existsSync } from 'node:fs'
import pg from 'pg'
import { StartRefusal, reasonOf } from '../refuse-start.ts'
import { findBinaries } from './binaries.ts'
import { handOver, makeCluster, openFolder, placesIn, urlFor } from './cluster.ts'
import { lockFolder, lockHolder } from './folder-lock.ts'
import { chooseRunAs, type RunAs } from './run-as.ts'
import { postmasterOf, recordedPort, startServer, type KeeperLog } from './server.ts'

export type { KeeperLog } from './server.ts'

export type RunningPostgres = {
  url: string
  /** The server's process now (another one after a restart by the keeper); null for a server that is not ours. */
  readonly pid: number | null
  /** Fast shutdown of an embedded server and the end of the folder's lock; nothing for a server that is not ours. */
  stop(): Promise<void>
}

/**
 * Starts the embedded server in `dataDir/postgres`, making it on the first start, and keeps it running.
 * Throws `StartRefusal`: `folder_in_use`, `folder_unusable`, `database_unfit`, `database_unreachable`.
 * `settings` are PostgreSQL settings over ours; `forms` narrows the ways to run when started by root (both for tests).
 */
export async function startPostgres({ dataDir, log, settings, forms }: { dataDir: string, log: KeeperLog, settings?: Readonly<Record<string, string>>, forms?: readonly RunAs['form'][] }): Promise<RunningPostgres & { readonly pid: number }> {
  const places = placesIn(dataDir)
  const binaries = findBinaries()
  openFolder(places)
  const lock = lockFolder(places.lock, dataDir)
  try {
    const runAs = chooseRunAs(places.cluster, binaries.postgres, forms)
    await makeCluster(places, binaries, runAs)
    handOver(places, runAs)
    const server = await startServer(places, binaries, runAs, log, settings)
    log.info({ server: server.pid, port: server.port, form: runAs.form }, 'database server is ready')
    return {
      url: urlFor(places, server.port),
      get pid() { return server.pid },
      async stop() {
        await server.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * The database as the settings ask for it. With `join`, an embedded server that a live application keeps is used
 * beside it instead of refused (tools: backup).
 */
export async function openPostgres({ databaseUrl, dataDir, log, join = false }: { databaseUrl: string | undefined, dataDir: string, log: KeeperLog, join?: boolean }): Promise<RunningPostgres> {
  const open = databaseUrl === undefined
    ? (join ? keptByAnother(dataDir) : null) ?? await startPostgres({ dataDir, log })
    : { url: databaseUrl, pid: null, stop: async () => {} }
  try {
    await checkServer(open.url)
    return open
  } catch (error) {
    await open.stop()
    throw error
  }
}

/** Does `dataDir` hold an embedded database already? */
export function hasEmbedded(dataDir: string): boolean {
  return existsSync(placesIn(dataDir).cluster)
}

/** The embedded server that another live process keeps in this folder, null when none does. */
function keptByAnother(dataDir: string): RunningPostgres | null {
  const places = placesIn(dataDir)
  const port = recordedPort(places)
  if (!existsSync(places.cluster) || port === null || lockHolder(places.lock) === null || postmasterOf(places) === null) return null
  return { url: urlFor(places, port), pid: null, stop: async () => {} }
}

const oldestVersion = 160_000

/** Throws `database_unreachable` or `database_unfit` (too old, not UTF-8, or blind to Cyrillic) in one sentence without the password. */
export async function checkServer(url: string): Promise<void> {
  const where = withoutPassword(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect().catch((error: unknown) => {
      throw new StartRefusal('database_unreachable', `The database ${where} does not answer (${reasonOf(error)}): check DATABASE_URL and that the server runs.`, error)
    })
    const { rows: [facts] } = await client.query<{ version: number, encoding: string, cyrillic: boolean }>(`
      select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
        lower('ПРИВЕТ') = 'привет' as cyrillic`)
    if (!facts) return
    if (facts.version < oldestVersion) throw new StartRefusal('database_unfit', `The database ${where} runs on a PostgreSQL older than 16: use a newer server.`)
    if (facts.encoding !== 'UTF8') throw new StartRefusal('database_unfit', `The database ${where} has the encoding ${facts.encoding}: create it with encoding UTF8.`)
    if (!facts.cyrillic) throw new StartRefusal('database_unfit', `The database ${where} does not know Russian letters (its locale is C): create it with a UTF-8 locale, for example C.UTF-8.`)
  } finally {
    await client.end().catch(() => {})
  }
}

function withoutPassword(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'in DATABASE_URL'
  }
}
