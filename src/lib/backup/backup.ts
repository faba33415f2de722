/** Makes a backup of a running desk: one snapshot of the database and the files of the data folder, in one file. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { StartRefusal } from '../refuse-start.ts'
import type { Time } from '../time.ts'
import { writeArchive, type Entry } from './archive.ts'
import { columnList, quoted, readSequences, readTables, type Table } from './catalog.ts'
import { promisedHash, readDataFolder } from './files.ts'
import { readJobs } from './jobs.ts'
import { aboutName, formatVersion, jobsName, manifestName, nameOfPart, type Manifest } from './manifest.ts'

export type BackupResult = { tables: number, rows: number, files: number, migration: number }

/** Rows of a table are cut into parts of about this many bytes, because an archive must know the size of an entry before its bytes. */
const partSize = 4_000_000

/**
 * Writes everything of the desk to `file`, which must not exist yet. Consistent while the desk works: the database is read in one snapshot;
 * a stored file never changes, and it is there before the row that names it.
 * Throws `target_not_empty`, `folder_unusable`, `migrations_differ`.
 */
export async function backUp({ url, dataDir, file, time }: { url: string, dataDir: string, file: string, time: Time }): Promise<BackupResult> {
  if (existsSync(file)) throw new StartRefusal('target_not_empty', `The file ${file} exists already: name a new one.`)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const manifest = await startManifest(client, time)
    await writeArchive(file, hashed(everything(client, dataDir, manifest), manifest))
    return {
      tables: manifest.tables.length,
      rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
      files: Object.keys(manifest.hashes).filter((name) => promisedHash(name) !== null).length,
      migration: manifest.migration,
    }
  } finally {
    await client.end().catch(() => {})
  }
}

async function startManifest(client: pg.Client, time: Time): Promise<Manifest> {
  const { rows: [found] } = await client.query<{ there: boolean }>(`select to_regclass('public.schema_migrations') is not null as there`)
  const { rows: [last] } = found?.there ? await client.query<{ number: number | null }>('select max(number) as number from schema_migrations') : { rows: [] }
  if (typeof last?.number !== 'number') throw nothingToBackUp()
  return { version: formatVersion, madeAt: new Date(time.now()).toISOString(), migration: last.number, tables: [], sequences: [], jobs: 0, hashes: {} }
}

export function nothingToBackUp(): StartRefusal {
  return new StartRefusal('migrations_differ', 'There is no desk here yet, so nothing to back up: check DATA_DIR and DATABASE_URL.')
}

async function* everything(client: pg.Client, dataDir: string, manifest: Manifest): AsyncGenerator<Entry> {
  yield whole(aboutName, { format: 'reglament-backup', version: formatVersion })
  for (const table of await readTables(client)) yield* rowsOf(client, table, manifest)
  // After the snapshot: a sequence may be ahead of the rows, never behind.
  manifest.sequences = await readSequences(client)
  const jobs = await readJobs(client)
  manifest.jobs = jobs.length
  yield whole(jobsName, jobs)
  yield* readDataFolder(dataDir)
}

async function* rowsOf(client: pg.Client, table: Table, manifest: Manifest): AsyncGenerator<Entry> {
  const rows = client.query(copyTo(`copy ${quoted(table.name)} (${columnList(table.columns)}) to stdout`))
  let parts = 0
  for await (const part of inParts(rows)) yield { name: nameOfPart(table.name, ++parts), size: part.length, content: [part] }
  manifest.tables.push({ ...table, rows: rows.rowCount, parts })
}

async function* inParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let size = 0
  for await (const piece of bytes) {
    pieces.push(piece)
    size += piece.length
    if (size < partSize) continue
    yield Buffer.concat(pieces)
    pieces = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(pieces)
}

/** Notes the SHA-256 of each entry in the manifest and ends with the manifest. */
async function* hashed(entries: AsyncIterable<Entry>, manifest: Manifest): AsyncGenerator<Entry> {
  for await (const { name, size, content } of entries) {
    const hash = createHash('sha256')
    yield { name, size, content: throughHash(content, hash) }
    const found = hash.digest('hex')
    const promised = promisedHash(name)
    if (promised !== null && promised !== found) throw new StartRefusal('folder_unusable', `The stored file ${name} is damaged on the disk (its bytes do not have the sum that its name tells): restore it from an earlier backup, or remove it.`)
    manifest.hashes[name] = found
  }
  yield whole(manifestName, manifest)
}

async function* throughHash(content: Entry['content'], hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    hash.update(piece)
    yield piece
  }
}

function whole(name: string, value: unknown): Entry {
  const bytes = Buffer.from(JSON.stringify(value))
  return { name, size: bytes.length, content: [bytes] }
}
