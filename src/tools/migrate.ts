/** `npm run migrate`: brings the database of the settings to the newest migration. The application does the same when it starts. */
import { loadConfig } from '../config.ts'
import { runMain } from '../lib/exit.ts'
import { migrate } from '../lib/migrate.ts'
import { openPostgres } from '../lib/postgres/index.ts'
import { systemTime } from '../lib/time.ts'
import { toolLog } from './tool-log.ts'

await runMain(async () => {
  const config = loadConfig()
  const postgres = await openPostgres({ databaseUrl: config.databaseUrl?.reveal(), dataDir: config.dataDir, log: toolLog, join: true })
  try {
    console.log(`the database stands at migration ${await migrate(postgres.url, systemTime)}`)
  } finally {
    await postgres.stop()
  }
})
