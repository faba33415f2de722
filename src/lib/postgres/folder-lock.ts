/**
 * One live process per database folder. The lock is a file naming its holder (number and mark of the process);
 * the lock of a dead holder is taken over, a live holder is named in the refusal.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StartRefusal } from '../refuse-start.ts'
import { processMark } from './processes.ts'

export type FolderLock = { release(): void }

/** Takes the lock at `path` for this process or throws `folder_in_use`. `folder` is the name people know. */
export function lockFolder(path: string, folder: string): FolderLock {
  const mine = JSON.stringify({ pid: process.pid, mark: processMark(process.pid) })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (linked(draft, path)) return { release: () => release(path, mine) }
      const found = read(path)
      if (found === null) continue
      const holder = holderOf(found)
      if (holder !== null) {
        throw new StartRefusal('folder_in_use', `The data folder ${folder} is in use by process ${holder}: stop that process, or give this one another DATA_DIR (several processes share one database through DATABASE_URL).`)
      }
      setAside(path, found, draft)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new StartRefusal('folder_in_use', `The data folder ${folder} is being opened by several processes at once: start one of them.`)
}

/** The process that holds the lock at `path` now, null when nobody alive does. */
export function lockHolder(path: string): number | null {
  const found = read(path)
  return found === null ? null : holderOf(found)
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function holderOf(text: string): number | null {
  try {
    const { pid, mark } = JSON.parse(text) as { pid: number, mark: string }
    return processMark(pid) === mark ? pid : null
  } catch {
    return null // a lock cut short by a power failure has no live holder
  }
}

/** Moves a dead holder's lock away; when another process was quicker and this is already its lock, puts it back. */
function setAside(path: string, dead: string, draft: string): void {
  const aside = `${draft}.dead`
  try {
    renameSync(path, aside)
  } catch {
    return // somebody else moved it
  }
  if (read(aside) !== dead) linked(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true })
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
