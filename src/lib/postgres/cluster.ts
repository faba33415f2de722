/** The database folder: its places, its password, its first making. */
import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartRefusal, reasonOf } from '../refuse-start.ts'
import type { Binaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

export const databaseName = 'reglament'
export const roleName = 'reglament'
const major = '18'

export type Places = {
  /** Our folder in the data folder, open to its owner only. */
  folder: string
  /** PostgreSQL's own data directory. */
  cluster: string
  password: string
  lock: string
  /** The port of the server, kept between runs. */
  port: string
  log: string
}

export function placesIn(dataDir: string): Places {
  const folder = resolve(dataDir, 'postgres')
  const at = (name: string) => join(folder, name)
  return { folder, cluster: at('cluster'), password: at('password'), lock: at('lock'), port: at('port'), log: at('server.log') }
}

/** Makes our folder when absent; throws `folder_unusable` when it cannot be written. */
export function openFolder(places: Places): void {
  try {
    mkdirSync(places.folder, { recursive: true, mode: 0o700 })
    accessSync(places.folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartRefusal('folder_unusable', `The data folder ${places.folder} cannot be made or written (${reasonOf(error)}): give DATA_DIR a folder that this user may write.`, error)
  }
}

/**
 * Makes the cluster when absent. It grows under a name of its own and is renamed when whole, so a making that was killed half-way
 * leaves nothing that looks like a cluster, and its initdb, which may live on for a moment, does not meet the next one.
 */
export async function makeCluster(places: Places, binaries: Binaries, runAs: RunAs): Promise<void> {
  if (existsSync(places.cluster)) return checkVersion(places)
  if (!existsSync(places.password)) {
    writeFileSync(`${places.password}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 })
    renameSync(`${places.password}.new`, places.password)
  }
  clearHalfMade(places)
  const growing = mkdtempSync(halfMade(places))
  runAs.own(growing)
  await run(runAs.line(binaries.initdb, [
    `--pgdata=${growing}`, `--username=${roleName}`, `--pwfile=${places.password}`, '--auth=scram-sha-256',
    '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
    // Without a UTF-8 ctype pg_trgm silently drops Cyrillic letters.
    '--lc-ctype=C.UTF-8', '--lc-collate=C', '--lc-messages=C', '--lc-monetary=C', '--lc-numeric=C', '--lc-time=C',
    '--text-search-config=simple', '--no-instructions',
  ]), places)
  renameSync(growing, places.cluster)
}

const halfMade = ({ cluster }: Places): string => `${cluster}.new-`

/** An initdb that still writes there keeps its folder until the next first start. */
function clearHalfMade(places: Places): void {
  for (const name of readdirSync(places.folder)) {
    const path = join(places.folder, name)
    if (!path.startsWith(halfMade(places))) continue
    try {
      rmSync(path, { recursive: true, force: true })
    } catch {
      // not empty yet
    }
  }
}

/** Gives the cluster to the user that the server runs as; needed when the way of running changed since the last start. */
export function handOver(places: Places, runAs: RunAs): void {
  runAs.own(places.cluster)
  chmodSync(places.cluster, 0o700)
}

export function readPassword(places: Places): string {
  return readFileSync(places.password, 'utf8').trim()
}

export function urlFor(places: Places, port: number, database = databaseName): string {
  return `postgres://${roleName}:${readPassword(places)}@127.0.0.1:${port}/${database}`
}

function checkVersion(places: Places): void {
  let found = ''
  try {
    found = readFileSync(join(places.cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    throw new StartRefusal('folder_unusable', `${places.cluster} is not a readable PostgreSQL folder (${reasonOf(error)}): restore a backup into an empty DATA_DIR.`, error)
  }
  if (found !== major) throw new StartRefusal('database_unfit', `${places.cluster} was made by PostgreSQL ${found}, this version of Reglament brings ${major}: make a backup with the version that made it and restore it here.`)
}

function run([command, args]: [string, string[]], places: Places): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env: serverEnvironment, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-2_000) })
    const refuse = (why: string) => fail(new StartRefusal('folder_unusable', `The database could not be made in ${places.folder} (${why}).`))
    child.on('error', (error) => refuse(error.message))
    child.on('close', (code, signalled) => code === 0 ? done() : refuse(lastError(said) ?? said.trim().split('\n').at(-1) ?? `initdb ended with ${code ?? signalled}`))
  })
}

/** The last line in which a PostgreSQL program complains, without its prefix. */
export function lastError(text: string): string | null {
  const found = [...text.matchAll(/(?:FATAL|PANIC|error): +(.+)/g)].at(-1)
  return found?.[1]?.trim() ?? null
}

/** The server sees nothing of our environment: no secrets, no locale of the machine, only the usual places of programs. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin', LC_ALL: 'C', TZ: 'UTC',
}
