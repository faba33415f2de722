/**
 * The one file of a backup: a tar archive compressed by zstd with check sums, so that `tar --zstd -tf` shows what is in it.
 * Entries are written and read as streams, one after the other; nothing is held in memory but a piece of one.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Header } from 'tar'
import { StartRefusal, reasonOf } from '../refuse-start.ts'

export type Entry = {
  /** Path inside the archive, at most 100 characters. */
  name: string
  /** Bytes that `content` gives in all. */
  size: number
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

const block = 512

/** Writes the archive beside `path` and gives it that name when it is whole and on the disk. Throws `folder_unusable`. */
export async function writeArchive(path: string, entries: AsyncIterable<Entry>): Promise<void> {
  const draft = `${path}.part`
  const params = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 }
  try {
    await pipeline(pack(entries), createZstdCompress({ params }), createWriteStream(draft, { mode: 0o600, flush: true }))
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EISDIR', 'ENOTDIR', 'EDQUOT'].includes(code)) {
      throw new StartRefusal('folder_unusable', `The backup could not be written to ${path} (${reasonOf(error)}): name a file in a folder that exists, is writable and has room.`, error)
    }
    throw error
  }
}

/** Reads the entries of an archive. Throws `backup_unreadable` at the first byte that does not fit. */
export async function* readArchive(path: string): AsyncGenerator<Entry> {
  const source = createReadStream(path)
  const plain = createZstdDecompress()
  // A failure of the file must reach whoever reads the plain side.
  source.on('error', (error) => plain.destroy(error))
  try {
    yield* unpack(source.pipe(plain))
  } finally {
    source.destroy()
    plain.destroy()
  }

  async function* unpack(bytes: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
    const reader = new ByteReader(bytes, (error) => unreadable(path, `reading it failed (${reasonOf(error)})`, error))
    for (;;) {
      const head = await reader.take(block)
      if (head === null) throw unreadable(path, 'it is cut short')
      const header = new Header(head)
      // Two empty blocks end an archive.
      if (header.nullBlock) return
      if (!header.cksumValid || header.path === undefined || header.size === undefined) throw unreadable(path, 'it is not a backup of Reglament')
      let left = header.size
      const content = async function* (): AsyncGenerator<Uint8Array> {
        while (left > 0) {
          const piece = await reader.some(left)
          if (piece === null) throw unreadable(path, 'it is cut short')
          left -= piece.length
          yield piece
        }
      }
      yield { name: header.path, size: header.size, content: { [Symbol.asyncIterator]: content } }
      for await (const _rest of content()) { /* whoever took the entry did not want all of it */ }
      await reader.take(padding(header.size))
    }
  }
}

export function unreadable(path: string, why: string, cause?: unknown): StartRefusal {
  return new StartRefusal('backup_unreadable', `The backup ${path} cannot be used, ${why}: take another copy of it.`, cause)
}

async function* pack(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, content } of entries) {
    const head = Buffer.alloc(block)
    new Header({ path: name, size, type: 'File', mode: 0o600, mtime: new Date(0) }).encode(head, 0)
    yield head
    let written = 0
    for await (const piece of content) {
      written += piece.length
      yield piece
    }
    if (written !== size) throw new Error(`${name} gave ${written} bytes, ${size} were announced`)
    yield Buffer.alloc(padding(size))
  }
  yield Buffer.alloc(2 * block)
}

const padding = (size: number): number => (block - (size % block)) % block

/** Takes exact amounts from a stream of pieces. */
class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>
  readonly #tell: (failure: unknown) => Error
  #rest: Buffer = Buffer.alloc(0)

  /** `tell` makes the error that a failure of the stream becomes. */
  constructor(bytes: AsyncIterable<Buffer>, tell: (failure: unknown) => Error) {
    this.#pieces = bytes[Symbol.asyncIterator]()
    this.#tell = tell
  }

  /** Exactly `size` bytes, null when the stream ends before. */
  async take(size: number): Promise<Buffer | null> {
    const parts: Buffer[] = []
    for (let left = size; left > 0;) {
      const piece = await this.some(left)
      if (piece === null) return null
      parts.push(piece)
      left -= piece.length
    }
    return Buffer.concat(parts)
  }

  /** At least one byte and at most `limit`, null at the end of the stream. */
  async some(limit: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      const next = await this.#pieces.next().catch((failure: unknown) => { throw this.#tell(failure) })
      if (next.done) return null
      this.#rest = next.value
    }
    const piece = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(piece.length)
    return piece
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
