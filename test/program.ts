/** The program as a user meets it: `node src/main.ts` as a process of its own, with settings, an output and an end. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { settingNames, type SettingName } from '../src/config.ts'
import { placesIn } from '../src/lib/postgres/cluster.ts'
import { openPostgres } from '../src/lib/postgres/index.ts'
import { ended, signal } from '../src/lib/postgres/processes.ts'
import { postmasterOf } from '../src/lib/postgres/server.ts'
import { systemTime } from '../src/lib/time.ts'

export type Program = {
  pid: number
  /** What it has said so far. */
  out(): string
  err(): string
  /** Where it listens, as it told on the console. Throws with what it said when it ends instead. */
  opened(): Promise<string>
  /** How it ended. */
  end: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Resolves when the process is gone. */
  kill(how: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const entry = join(import.meta.dirname, '..', 'src', 'main.ts')
/** Milliseconds in which it must have opened, recovery of a killed database included, on a busy machine. */
const openLimit = 60_000
const running = new Set<Program>()

/** Starts the program. Settings that are not named are empty, whatever the environment or an `.env` of this machine says. */
export function runProgram(settings: Partial<Record<SettingName | 'LANG', string>>): Program {
  const nothing = Object.fromEntries(settingNames.map(name => [name, '']))
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'ru_RU.UTF-8', ...nothing, PORT: '0', ...settings }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
    child.once('close', (code, ended) => {
      running.delete(program)
      resolve({ code, signal: ended })
    })
  })
  let over = false
  void end.then(() => { over = true })
  const program: Program = {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    end,
    async opened() {
      return until('the program to open', () => {
        const url = /^ {2}(?:Регламент открыт|Reglament is open): (\S+)$/m.exec(out)?.[1]
        if (url === undefined && over) throw new Error(`the program ended without opening:\n${out}${err}`)
        return url
      }, openLimit)
    },
    async kill(how) {
      child.kill(how)
      return end
    },
  }
  running.add(program)
  return program
}

/** A data folder for programs of a test; `end` kills what still runs there, the database server too, and removes it. */
export function dataFolder(): { path: string; server(): number | null; url(): Promise<string>; end(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'reglament-program-'))
  // Practice keeps its server in a folder of its own.
  const server = () => postmasterOf(placesIn(path)) ?? postmasterOf(placesIn(join(path, 'practice')))
  return {
    path, server,
    /** Of the embedded server that a live program keeps here. */
    url: async () => (await openPostgres({ databaseUrl: undefined, dataDir: path, log: console, join: true })).url,
    async end() {
      await endPrograms()
      const left = server()
      if (left !== null) {
        signal(left, 'SIGQUIT')
        await ended(left, 10_000)
      }
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Kills what a failed test left running. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...running].map(program => program.kill('SIGKILL')))
}

/** Asks until there is an answer; throws naming what did not come. */
export async function until<T>(what: string, ask: () => T | undefined | null | false | Promise<T | undefined | null | false>, limit = 20_000): Promise<T> {
  const start = systemTime.now()
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== null && answer !== false) return answer
    if (systemTime.now() - start > limit) throw new Error(`waited ${limit} ms for ${what}; it did not come`)
    await pause(15)
  }
}

/** A port that nobody listens on now. */
export function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
