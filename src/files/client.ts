/**
 * Stored bytes on the disk: `<folder>/<ab>/<sha256>`, written once and never changed. A file becomes visible under its name only after it is whole and
 * synced, its folder too: a row that names it is never ahead of it. Two people who send the same bytes share one file.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Refusal } from '../lib/errors.ts'
import { newToken } from '../lib/ids.ts'
import { day, type Instant } from '../lib/instant.ts'
import { headBytes } from './kind.ts'
import type { Part } from './range.ts'

/** `head`: the first bytes, which tell the type. */
export type Kept = { sha256: string; size: number; head: Uint8Array }

export type FileStore = {
  /** Keeps a stream of at most `limit` bytes. Throws `too_large` {max: MiB}; whatever the stream throws passes through; nothing of it stays. */
  put(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Kept>
  /** The bytes, or one part of them. Throws `file_gone` when they are not here. */
  open(sha256: string, part?: Part): Promise<Readable>
  /** Removes what broken uploads of dead processes left behind more than a day ago. */
  sweep(now: Instant): Promise<void>
}

const mebibyte = 1024 * 1024
const digest = /^[0-9a-f]{64}$/

/** `folder`: DATA_DIR/files, made when it is first needed. */
export function openFiles(folder: string): FileStore {
  const parts = join(folder, '.parts')
  const placeOf = (sha256: string): { home: string; path: string } => {
    if (!digest.test(sha256)) throw new Error('not the name of a stored file')
    const home = join(folder, sha256.slice(0, 2))
    return { home, path: join(home, sha256) }
  }

  return {
    async put(stream, limit) {
      await mkdir(parts, { recursive: true, mode: 0o700 })
      const draft = join(parts, newToken(12))
      try {
        const kept = await write(draft, stream, limit)
        const { home, path } = placeOf(kept.sha256)
        if (await isHere(path, kept.size)) await rm(draft)
        else {
          if ((await mkdir(home, { recursive: true, mode: 0o700 })) !== undefined) await sync(folder)
          await rename(draft, path)
          await sync(home)
        }
        return kept
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    async open(sha256, part) {
      try {
        const file = await open(placeOf(sha256).path)
        return createReadStream('', { fd: file, ...(part === undefined ? {} : { start: part.from, end: part.to }) })
      } catch (error) {
        if (isMissing(error)) throw new Refusal('file_gone')
        throw error
      }
    },
    async sweep(now) {
      const names = await readdir(parts).catch(error => {
        if (isMissing(error)) return []
        throw error
      })
      for (const name of names) {
        const path = join(parts, name)
        const found = await stat(path).catch(() => null)
        if (found !== null && found.mtimeMs < now - day) await rm(path, { force: true })
      }
    },
  }
}

async function write(path: string, stream: AsyncIterable<Uint8Array>, limit: number): Promise<Kept> {
  const file = await open(path, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    const head = new Uint8Array(headBytes)
    let size = 0
    for await (const chunk of stream) {
      if (size < headBytes) head.set(chunk.subarray(0, headBytes - size), size)
      size += chunk.length
      if (size > limit) throw new Refusal('too_large', { max: Math.floor(limit / mebibyte) })
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
    return { sha256: hash.digest('hex'), size, head: head.subarray(0, Math.min(size, headBytes)) }
  } finally {
    await file.close()
  }
}

/** Has this content been stored before, whole? (A name is a digest, so equal size means equal content.) */
async function isHere(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** So that the name of a file survives a power failure as its content does. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'ENOENT'
