/**
 * The embedded PostgreSQL server and its keeper. Its modes, in words:
 *
 * - **starting**: the process is up, no connection is taken yet (first start, or recovery after a crash).
 * - **ready**: takes connections at a port of 127.0.0.1. The port is kept between runs, so that the pool finds it again.
 * - **lost**: the process ended and nobody asked for it (killed, out of memory). The keeper starts it again on the same port,
 *   at once and then with growing pauses, for as long as the application lives.
 * - **stopping**: asked to end: sessions are cut, a checkpoint is written, the process goes (fast shutdown).
 * - **stopped**: gone, and the keeper with it.
 *
 * The application killed by SIGKILL leaves an **orphan**: a server of this folder without a keeper. The next start stops it and
 * brings up its own, so the keeper always holds its own child, the flags are those of this version, and no session
 * of the dead application keeps a lock.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { StartRefusal } from '../refuse-start.ts'
import type { Binaries } from './binaries.ts'
import { databaseName, lastError, serverEnvironment, urlFor, type Places } from './cluster.ts'
import { commandLine, ended, processMark, signal } from './processes.ts'
import type { RunAs } from './run-as.ts'

/** What the keeper says while it works; ids and reasons only. A pino logger fits. */
export type KeeperLog = {
  info(facts: object, words: string): void
  warn(facts: object, words: string): void
  error(facts: object, words: string): void
}

export type Server = {
  readonly port: number
  /** The process number now; another one after a restart. */
  readonly pid: number
  stop(): Promise<void>
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Short statements only: compiling them costs more than it gives.
  jit: 'off',
  // The server's log must not hold statements or values (message text); errors reach the application anyway.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
} as const

/** Recovery of a large folder may take minutes; longer than this something is wrong. */
const readyLimit = 600_000
const logLimit = 4_000_000
const longestPause = 5_000
/** Below the range from which systems give ports to outgoing connections, so nobody takes ours while the server restarts. */
const firstPort = 20_000
const lastPort = 32_000

export async function startServer(places: Places, binaries: Binaries, runAs: RunAs, log: KeeperLog, extra: Readonly<Record<string, string>> = {}): Promise<Server> {
  await stopOrphan(places, log)
  let mode: 'starting' | 'ready' | 'lost' | 'stopping' | 'stopped' = 'starting'
  let { child, port } = await firstStart()
  mode = 'ready'
  let reviving: Promise<void> | null = null
  watch(child)
  // Whatever ends the application without a clean stop (a thrown bug): the server gets its fast shutdown still.
  const lastWish = () => { if (child.pid !== undefined && lives(child)) signal(child.pid, 'SIGINT') }
  process.on('exit', lastWish)

  return {
    get port() { return port },
    get pid() { return child.pid ?? 0 },
    async stop() {
      if (mode === 'stopped') return
      mode = 'stopping'
      await reviving
      await shutDown(child)
      process.off('exit', lastWish)
      mode = 'stopped'
    },
  }

  async function firstStart(): Promise<{ child: ChildProcess, port: number }> {
    for (let attempt = 1; ; attempt++) {
      const wanted = await choosePort(places)
      const started = await launch(wanted)
      if (started.ok) {
        writeFileSync(places.port, String(wanted), { mode: 0o600 })
        return { child: started.child, port: wanted }
      }
      if (attempt === 20 || !passing(started.why)) {
        throw new StartRefusal('database_unreachable', `The embedded PostgreSQL did not start: ${started.why} (its log: ${places.log}).`)
      }
      await pause(100 * attempt)
    }
  }

  async function launch(at: number): Promise<{ ok: true, child: ChildProcess } | { ok: false, why: string }> {
    const from = openLog(places.log)
    const flags = Object.entries({ ...settings, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const [command, args] = runAs.line(binaries.postgres, ['-D', places.cluster, '-p', String(at), ...flags])
    // Its own session: Ctrl-C in a terminal must reach the application alone, which then stops the server in order.
    const started = spawn(command, args, { env: serverEnvironment, stdio: ['ignore', from.fd, from.fd], detached: true })
    closeSync(from.fd)
    const end: { why: string | null } = { why: null }
    started.once('error', (error) => { end.why = error.message })
    started.once('exit', (code, signalled) => { end.why ??= `the process ended with ${code ?? signalled}` })
    // A handle that nobody waits for must not keep a finished tool alive.
    started.unref()
    for (let waited = 0; waited < readyLimit && end.why === null && !asked(); waited += 25) {
      if (await answers(urlFor(places, at, 'postgres'))) return { ok: true, child: started }
      await pause(25)
    }
    if (end.why === null) {
      await shutDown(started)
      end.why = asked() ? 'it was asked to stop' : 'no connection was taken in ten minutes'
    }
    return { ok: false, why: lastError(readFileSync(places.log).subarray(from.size).toString()) ?? end.why }
  }

  function watch(current: ChildProcess): void {
    const lost = (why: string) => {
      if (mode !== 'ready') return
      mode = 'lost'
      log.error({ pid: current.pid, why }, 'database server lost, starting it again')
      reviving = revive()
    }
    current.once('exit', (code, signalled) => lost(String(code ?? signalled)))
    // It may have ended between its first answer and this line.
    if (!lives(current)) lost(String(current.exitCode ?? current.signalCode))
  }

  async function revive(): Promise<void> {
    for (let wait = 50; mode === 'lost'; wait = Math.min(wait * 2, longestPause)) {
      clearStalePid(places)
      const again = await launch(port)
      if (again.ok) {
        child = again.child
        // `stop()` came meanwhile: it waits for us and then ends this child.
        if (asked()) return
        mode = 'ready'
        watch(child)
        log.warn({ pid: child.pid, port }, 'database server is back')
        return
      }
      log.error({ why: again.why }, 'database server does not start, trying again')
      await pause(wait)
    }
  }

  /** `stop()` may come while a revival is awaited. */
  function asked(): boolean {
    return mode === 'stopping' || mode === 'stopped'
  }
}

/** Fast shutdown; harder means when the server does not obey. */
async function shutDown(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && lives(child)) await endServer(child.pid)
}

/** A number of a dead child may belong to somebody else by now. */
function lives(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

async function endServer(pid: number): Promise<void> {
  for (const [name, limit] of [['SIGINT', 30_000], ['SIGQUIT', 10_000], ['SIGKILL', 10_000]] as const) {
    signal(pid, name)
    if (await ended(pid, limit)) return
  }
}

async function stopOrphan(places: Places, log: KeeperLog): Promise<void> {
  const pid = postmasterOf(places)
  if (pid !== null) {
    log.warn({ pid }, 'found a database server left by an application that was killed, stopping it')
    await endServer(pid)
  }
  clearStalePid(places)
}

/** The live server of this very folder, null when there is none (a number reused by another program is not ours). */
export function postmasterOf(places: Places): number | null {
  const pid = recordedPid(places)
  return pid !== null && processMark(pid) !== null && commandLine(pid).includes(places.cluster) ? pid : null
}

/** PostgreSQL would take any live process with the recorded number for a server of this folder. */
function clearStalePid(places: Places): void {
  if (recordedPid(places) !== null && postmasterOf(places) === null) rmSync(join(places.cluster, 'postmaster.pid'), { force: true })
}

function recordedPid(places: Places): number | null {
  try {
    const pid = Number(readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

/** Failures that pass by themselves: somebody took the port, or the last sessions of a killed server are still leaving. */
function passing(why: string): boolean {
  return /TCP\/IP socket|shared memory block|lock file "postmaster\.pid"/.test(why)
}

/** The port of last time when it is free, else any free one. */
async function choosePort(places: Places): Promise<number> {
  const before = recordedPort(places)
  if (before !== null && await free(before)) return before
  for (;;) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort))
    if (await free(port)) return port
  }
}

export function recordedPort(places: Places): number | null {
  try {
    const port = Number(readFileSync(places.port, 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
  } catch {
    return null
  }
}

function free(port: number): Promise<boolean> {
  return new Promise((tell) => {
    const probe = createServer()
    probe.once('error', () => tell(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => tell(true)))
  })
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await ensureDatabase(client)
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [databaseName])
  if (found.rowCount === 0) await client.query(`create database ${databaseName}`)
}

/** Opens the server's log for appending; a log that grew large is set aside first. */
function openLog(path: string): { fd: number, size: number } {
  const before = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (before > logLimit) renameSync(path, `${path}.1`)
  const fd = openSync(path, 'a', 0o600)
  return { fd, size: before > logLimit ? 0 : before }
}
