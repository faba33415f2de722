/** The second process, as its parent keeps it: opened again and again, killed without a word, its clock set beside the first one's. */
import { spawn, type ChildProcess } from 'node:child_process'
import { on } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '../../src/lib/instant.ts'

export type Second = {
  /** Is it there and does it work? */
  isOpen(): boolean
  /** Opens it; resolves when it works. Throws with what it said when it ends instead. */
  open(now: Instant): Promise<void>
  /** Its clock shows `now` when this resolves, if it is there at all. */
  set(now: Instant): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** What it said of trouble. */
  troubles(): string
  end(): Promise<void>
}

const entry = join(import.meta.dirname, 'second-house.ts')

type Child = { process: ChildProcess; gone: Promise<void>; open: boolean }
type Word = { now?: number; open?: boolean }

/** Waits for the message that fits; false when the process ends before. */
function word({ process: one, gone }: Child, fits: (message: Word) => boolean): Promise<boolean> {
  const ended = new AbortController()
  const heard = (async () => {
    for await (const [message] of on(one, 'message', { signal: ended.signal })) if (fits(message as Word)) return true
    return false
  })().catch(() => false)
  return Promise.race([heard, gone.then(() => false)]).finally(() => ended.abort())
}

export function secondHouse(about: { databaseUrl: string; apiRoot: string }): Second {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-referee-'))
  let child: Child | null = null
  let said = ''

  const second: Second = {
    isOpen: () => child?.open === true,
    async open(now) {
      const one = spawn(process.execPath, [entry, about.databaseUrl, folder, about.apiRoot, String(now)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
      for (const stream of [one.stdout, one.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { said += text })
      const own = { process: one, gone: new Promise<void>(resolve => one.once('close', () => resolve())), open: false }
      child = own
      if (!(await word(own, message => message.open === true))) {
        // Killed while it was opening: that is the game.
        if (child !== own) return
        throw new Error(`the second house ended without opening:\n${said}`)
      }
      own.open = true
    },
    async set(now) {
      const own = child
      if (own === null || !own.process.connected) return
      const held = word(own, message => message.now === now)
      own.process.send(now)
      await held
    },
    async kill() {
      const own = child
      child = null
      own?.process.kill('SIGKILL')
      await own?.gone
    },
    troubles: () => said,
    async end() {
      await second.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return second
}
