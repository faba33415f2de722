/**
 * The part of a backup that lies in the data folder: files named by the SHA-256 of their bytes in `files/`, and the secret that
 * signs sessions. Other names in `files/` are unfinished uploads and stay out.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { StartRefusal } from '../refuse-start.ts'
import type { Entry } from './archive.ts'

const filesFolder = 'files'
const secretName = 'secret'
const contentName = /^[0-9a-f]{64}$/
const allowedPath = /^(secret|files\/(?:[0-9a-f]{1,8}\/){0,4}[0-9a-f]{64})$/

/** Is this an entry that belongs into the data folder? */
export function isDataPath(name: string): boolean {
  return allowedPath.test(name)
}

/** The SHA-256 that the name of a stored file promises, null for other entries. */
export function promisedHash(name: string): string | null {
  const last = name.split('/').at(-1) ?? ''
  return name.startsWith(`${filesFolder}/`) && contentName.test(last) ? last : null
}

/** Entries of the data folder. A file that goes while the backup runs is left out: no row of the snapshot names it any more. */
export async function* readDataFolder(dataDir: string): AsyncGenerator<Entry> {
  const names = [...existsSync(join(dataDir, secretName)) ? [secretName] : [], ...(await storedFiles(dataDir))]
  for (const name of names) {
    const path = join(dataDir, name)
    const found = await stat(path).catch(() => null)
    if (found) yield { name, size: found.size, content: createReadStream(path) }
  }
}

async function storedFiles(dataDir: string): Promise<string[]> {
  const root = join(dataDir, filesFolder)
  if (!existsSync(root)) return []
  const found = await readdir(root, { recursive: true, withFileTypes: true })
  return found.filter((item) => item.isFile() && contentName.test(item.name))
    .map((item) => join(item.parentPath, item.name).slice(dataDir.length + 1).split(sep).join('/'))
    .filter(isDataPath).sort()
}

/** Writes one entry into the data folder; it has its name only when all its bytes are on the disk. Returns the SHA-256 of the bytes. */
export async function writeDataFile(dataDir: string, { name, content }: Entry): Promise<string> {
  if (!isDataPath(name)) throw new Error(`not a path of the data folder: ${name}`)
  const path = join(dataDir, name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const draft = `${path}.restoring`
  const handle = await open(draft, 'w', 0o600)
  try {
    for await (const piece of content) {
      hash.update(piece)
      await handle.write(piece)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, path)
  return hash.digest('hex')
}

/** Throws `target_not_empty` when the folder holds files or a secret already. */
export async function expectEmptyFolder(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, secretName)) || (await storedFiles(dataDir)).length > 0) {
    throw new StartRefusal('target_not_empty', `The data folder ${dataDir} already holds files of a desk: restore into an empty DATA_DIR.`)
  }
}
