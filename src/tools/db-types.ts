/** `npm run db:types`: migrates a database of its own and writes src/lib/schema.ts and db/schema.sql from it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMain } from '../lib/exit.ts'
import { migrate } from '../lib/migrate.ts'
import { startPostgres } from '../lib/postgres/index.ts'
import { systemTime } from '../lib/time.ts'
import { describeSchema, describeTypes, schemaFile, typesFile } from './schema-files.ts'
import { toolLog } from './tool-log.ts'

await runMain(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'reglament-types-'))
  const postgres = await startPostgres({ dataDir, log: toolLog })
  try {
    const number = await migrate(postgres.url, systemTime)
    writeFileSync(typesFile, await describeTypes(postgres.url))
    writeFileSync(schemaFile, await describeSchema(postgres.url))
    console.log(`src/lib/schema.ts and db/schema.sql stand at migration ${number}`)
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
