import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read } from '../../src/channels/email/read.ts'
import type { Letter } from '../../src/channels/email/letter.ts'

/** A letter that lies in a person's mailbox. */
export interface Kept {
  id: string
  /** Address of the person whose mailbox it is. */
  person: string
  way: 'sent' | 'received'
  /** Epoch milliseconds of the practice clock. */
  at: number
}

const shape = /^[\da-f-]{36}$/

/** All practice mailboxes, in memory and, when a folder is given, on disk as well: each letter is a file of its own, so that it outlives the process. */
export class Boxes {
  #kept: Kept[] = []
  #sources = new Map<string, Uint8Array>()
  #read = new Map<string, Letter>()
  #folder: string | null
  #listeners = new Set<(person: string) => void>()

  constructor(folder: string | null) {
    this.#folder = folder
    if (folder === null) return
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    let text: string
    try {
      text = readFileSync(join(folder, 'boxes.json'), 'utf8')
    } catch {
      return
    }
    this.#kept = (JSON.parse(text) as Kept[]).filter(({ id }) => shape.test(id))
  }

  add(person: string, way: Kept['way'], source: Uint8Array, at: number): Kept {
    const kept: Kept = { id: randomUUID(), person, way, at }
    if (this.#folder === null) this.#sources.set(kept.id, source)
    else writeFileSync(join(this.#folder, `${kept.id}.eml`), source, { mode: 0o600 })
    this.#kept.push(kept)
    this.#write()
    for (const told of this.#listeners) told(person)
    return kept
  }

  of(person: string): readonly Kept[] {
    return this.#kept.filter((one) => one.person === person)
  }

  find(id: string): Kept | null {
    return this.#kept.find((one) => one.id === id) ?? null
  }

  source({ id }: Kept): Uint8Array {
    return this.#folder === null ? (this.#sources.get(id) ?? new Uint8Array()) : readFileSync(join(this.#folder, `${id}.eml`))
  }

  letter(kept: Kept): Letter {
    const known = this.#read.get(kept.id)
    if (known !== undefined) return known
    const letter = read(this.source(kept))
    this.#read.set(kept.id, letter)
    return letter
  }

  onChange(told: (person: string) => void): () => void {
    this.#listeners.add(told)
    return () => void this.#listeners.delete(told)
  }

  #write(): void {
    if (this.#folder === null) return
    const path = join(this.#folder, 'boxes.json')
    // A rename is whole or not at all: a kill in the middle leaves the older list.
    writeFileSync(`${path}.new`, JSON.stringify(this.#kept), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
}
