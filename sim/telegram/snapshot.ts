import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from './engine.ts'
import { emptyState } from './state.ts'
import type { State } from './state.ts'

const debounce = 200

/** State kept from the last run in this folder, or a fresh one. @throws Error when the file is not a snapshot. */
export function loadState(folder: string | null): State {
  if (folder === null) return emptyState()
  let text: string
  try {
    text = readFileSync(join(folder, 'state.json'), 'utf8')
  } catch {
    return emptyState()
  }
  return { ...emptyState(), ...(JSON.parse(text) as State) }
}

/** Writes the state shortly after each change and, by the returned function, at the end. */
export function keepState(engine: Engine, folder: string | null): () => void {
  if (folder === null) return () => {}
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let timer: NodeJS.Timeout | null = null
  const write = (): void => {
    timer = null
    const path = join(folder, 'state.json')
    // A rename is whole or not at all: a kill in the middle leaves the older snapshot.
    writeFileSync(`${path}.new`, JSON.stringify(engine.state), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  engine.onChange(() => {
    timer ??= setTimeout(write, debounce)
  })
  return () => {
    if (timer !== null) clearTimeout(timer)
    write()
  }
}
