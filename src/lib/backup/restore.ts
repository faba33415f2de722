/**
 * Brings a backup back into an empty place. Three walks: check the whole file before anything is touched; load the rows in one
 * transaction; write the files. A restore that fails leaves no rows, so that it can be tried again.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate, readMigrations, type Migration } from '../migrate.ts'
import { StartRefusal, reasonOf } from '../refuse-start.ts'
import type { Time } from '../time.ts'
import { readArchive, unreadable, type Entry } from './archive.ts'
import { columnList, quoted, readTables, setSequences, withoutConstraints } from './catalog.ts'
import { expectEmptyFolder, isDataPath, promisedHash, writeDataFile } from './files.ts'
import { orderJobs, type JobOrder } from './jobs.ts'
import { aboutName, aboutShape, formatVersion, jobsName, manifestName, manifestShape, tableOfPart, type Manifest } from './manifest.ts'

export type RestoreResult = { madeAt: string, tables: number, rows: number, files: number, migration: number }

/**
 * Loads `file` into the empty database at `url` and the empty `dataDir`, then migrates to the newest.
 * Throws `backup_unreadable`, `target_not_empty`, `migrations_differ`.
 */
export async function restore({ url, dataDir, file, time, migrations = readMigrations() }: { url: string, dataDir: string, file: string, time: Time, migrations?: readonly Migration[] }): Promise<RestoreResult> {
  const manifest = await checkBackup(file)
  const newest = migrations.at(-1)?.number ?? 0
  if (manifest.migration > newest) throw new StartRefusal('migrations_differ', `The backup ${file} was made by a newer version of Reglament (migration ${manifest.migration}, this version knows ${newest}): restore it with that version or a later one.`)
  await expectEmptyFolder(dataDir)
  await expectEmptyDatabase(url)
  await migrate(url, time, { migrations, upTo: manifest.migration })
  await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) })
  await loadRows(url, file, manifest)
  const files = await writeFiles(dataDir, file)
  const migration = await migrate(url, time, { migrations })
  return { madeAt: manifest.madeAt, tables: manifest.tables.length, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), files, migration }
}

/** Reads the whole file and compares every entry with the manifest at its end. */
export async function checkBackup(file: string): Promise<Manifest> {
  if (!existsSync(file)) throw new StartRefusal('backup_unreadable', `There is no file ${file}: name a backup made by npm run backup.`)
  const hashes: Record<string, string> = {}
  let manifest: Manifest | null = null
  let first = true
  for await (const entry of readArchive(file)) {
    if (first) await checkAbout(file, entry)
    else if (entry.name === manifestName) manifest = await readJson(file, entry, manifestShape.parse)
    else hashes[entry.name] = await hashOf(entry)
    first = false
  }
  if (manifest === null) throw unreadable(file, 'it is cut short')
  const { [aboutName]: _about, ...promised } = manifest.hashes
  for (const [name, hash] of Object.entries(promised)) {
    if (hashes[name] !== hash || (promisedHash(name) ?? hash) !== hash) throw unreadable(file, `${name} in it is damaged or missing`)
  }
  for (const name of Object.keys(hashes)) {
    if (promised[name] === undefined || !(isDataPath(name) || tableOfPart(name) !== null || name === jobsName)) throw unreadable(file, `${name} does not belong in it`)
  }
  return manifest
}

async function checkAbout(file: string, entry: Entry): Promise<void> {
  if (entry.name !== aboutName) throw unreadable(file, 'it is not a backup of Reglament')
  const { version } = await readJson(file, entry, aboutShape.parse)
  if (version !== formatVersion) throw unreadable(file, `its format ${version} is not known to this version of Reglament`)
}

async function expectEmptyDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (const { name } of await readTables(client)) {
      if (name === 'schema_migrations') continue
      const { rowCount } = await client.query(`select from ${quoted(name)} limit 1`)
      if (rowCount) throw new StartRefusal('target_not_empty', 'The database already holds a desk: restore into an empty database (a new DATA_DIR, or a fresh database in DATABASE_URL).')
    }
  })
}

async function loadRows(url: string, file: string, manifest: Manifest): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('begin')
    const tables = await readTables(client)
    const missing = manifest.tables.find(({ name }) => !tables.some((table) => table.name === name))
    if (missing) throw unreadable(file, `its table ${missing.name} is not made by the migrations`)
    await withoutConstraints(client, tables, async () => {
      await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`)
      await loadEntries(client, file, manifest)
    })
    await setSequences(client, manifest.sequences)
    await client.query('commit')
    await client.query('analyze')
  })
}

async function loadEntries(client: pg.Client, file: string, manifest: Manifest): Promise<void> {
  const entries = readArchive(file)
  try {
    let next = await entries.next()
    while (!next.done) {
      const name = tableOfPart(next.value.name)
      const table = manifest.tables.find((each) => each.name === name)
      if (next.value.name === jobsName) await orderJobs(client, await readJson(file, next.value, (value) => value as JobOrder[]))
      if (!table) {
        next = await entries.next()
        continue
      }
      const rows = client.query(copyFrom(`copy ${quoted(table.name)} (${columnList(table.columns)}) from stdin`))
      await pipeline(partsOf(table.name), rows)
      if (rows.rowCount !== table.rows) throw unreadable(file, `${table.name} in it has ${rows.rowCount} rows instead of ${table.rows}`)
    }

    /** The parts of one table follow each other and make one stream. */
    async function* partsOf(table: string): AsyncGenerator<Uint8Array> {
      while (!next.done && tableOfPart(next.value.name) === table) {
        yield* next.value.content
        next = await entries.next()
      }
    }
  } finally {
    await entries.return(undefined)
  }
}

async function writeFiles(dataDir: string, file: string): Promise<number> {
  let files = 0
  for await (const entry of readArchive(file)) {
    if (!isDataPath(entry.name)) continue
    await writeDataFile(dataDir, entry)
    if (promisedHash(entry.name) !== null) files++
  }
  return files
}

async function hashOf({ content }: Entry): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of content) hash.update(piece)
  return hash.digest('hex')
}

async function readJson<T>(file: string, entry: Entry, shape: (value: unknown) => T): Promise<T> {
  const pieces: Uint8Array[] = []
  for await (const piece of entry.content) pieces.push(piece)
  try {
    return shape(JSON.parse(Buffer.concat(pieces).toString()))
  } catch (error) {
    throw unreadable(file, `${entry.name} in it is damaged (${reasonOf(error).slice(0, 100)})`, error)
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
