/** `npm run restore -- FILE`: brings a backup back into an empty DATA_DIR or DATABASE_URL. */
import { resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import { checkBackup, restore } from '../lib/backup/restore.ts'
import { runMain } from '../lib/exit.ts'
import { openPostgres } from '../lib/postgres/index.ts'
import { systemTime } from '../lib/time.ts'
import { fileArgument } from './file-argument.ts'
import { toolLog } from './tool-log.ts'

await runMain(async () => {
  const file = resolve(fileArgument('restore'))
  const config = loadConfig()
  // Before a database is made for it: a file that is no backup leaves nothing behind.
  await checkBackup(file)
  const postgres = await openPostgres({ databaseUrl: config.databaseUrl?.reveal(), dataDir: config.dataDir, log: toolLog })
  try {
    const back = await restore({ url: postgres.url, dataDir: config.dataDir, file, time: systemTime })
    console.log(`restored the backup of ${back.madeAt}: ${back.rows} rows of ${back.tables} tables, ${back.files} files; the database stands at migration ${back.migration}`)
  } finally {
    await postgres.stop()
  }
})
