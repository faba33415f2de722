/** `npm run admin-link [-- EMAIL]`: a one-time link by which the administrator comes in, also while the desk works. For a lost password of the only one. */
import { loadConfig } from '../config.ts'
import { openDatabase } from '../lib/db.ts'
import { runMain } from '../lib/exit.ts'
import { migrate } from '../lib/migrate.ts'
import { hasEmbedded, openPostgres } from '../lib/postgres/index.ts'
import { reasonOf, StartRefusal } from '../lib/refuse-start.ts'
import { systemTime } from '../lib/time.ts'
import { linkForAdmin } from '../staff/actions/console.ts'
import { toolLog } from './tool-log.ts'

await runMain(async () => {
  const [email, ...rest] = process.argv.slice(2)
  if (rest.length > 0) throw new StartRefusal('bad_setting', 'Name one administrator: npm run admin-link -- EMAIL.')
  const config = loadConfig()
  if (config.practice) throw new StartRefusal('bad_setting', 'This desk is in practice mode, where nobody needs a password: each start prints the link to come in.')
  if (config.databaseUrl === undefined && !hasEmbedded(config.dataDir)) throw new StartRefusal('bad_setting', 'There is no desk here yet: check DATA_DIR and DATABASE_URL, or start it, and it prints the link itself.')
  const postgres = await openPostgres({ databaseUrl: config.databaseUrl?.reveal(), dataDir: config.dataDir, log: toolLog, join: true })
  try {
    await migrate(postgres.url, systemTime)
    const { db, close } = openDatabase(postgres.url, { size: 1, onError: error => console.error(reasonOf(error)) })
    try {
      const { path, expiresAt } = await linkForAdmin(db, email?.toLowerCase(), systemTime)
      console.log(`${config.publicUrl ?? localUrl(config)}${path}`)
      console.log(`Works once, until ${new Date(expiresAt).toISOString()}. The desk must be running.`)
    } finally {
      await close()
    }
  } finally {
    await postgres.stop()
  }
})

/** Where the desk listens, as this machine reaches it. */
function localUrl({ host, port }: { host: string, port: number }): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
