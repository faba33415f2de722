/** `npm run backup -- FILE`: everything of the desk in one file, also while it works. */
import { resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import { backUp, nothingToBackUp } from '../lib/backup/backup.ts'
import { runMain } from '../lib/exit.ts'
import { hasEmbedded, openPostgres } from '../lib/postgres/index.ts'
import { systemTime } from '../lib/time.ts'
import { fileArgument } from './file-argument.ts'
import { toolLog } from './tool-log.ts'

await runMain(async () => {
  const file = resolve(fileArgument('backup'))
  const config = loadConfig()
  if (config.databaseUrl === undefined && !hasEmbedded(config.dataDir)) throw nothingToBackUp()
  const postgres = await openPostgres({ databaseUrl: config.databaseUrl?.reveal(), dataDir: config.dataDir, log: toolLog, join: true })
  try {
    const made = await backUp({ url: postgres.url, dataDir: config.dataDir, file, time: systemTime })
    console.log(`${file}: ${made.rows} rows of ${made.tables} tables, ${made.files} files, at migration ${made.migration}`)
  } finally {
    await postgres.stop()
  }
})
