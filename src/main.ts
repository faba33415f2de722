/** The roof: reads the settings, starts the database, opens the house, says where it stands, closes it again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { authSecret, loadConfig } from './config.ts'
import { telegramChannel } from './channels/telegram/index.ts'
import { runMain } from './lib/exit.ts'
import { openLog } from './lib/log.ts'
import { openPostgres } from './lib/postgres/index.ts'
import { systemTime } from './lib/time.ts'
import { openHouse } from './main/open.ts'
import { openPractice } from './main/practice.ts'
import { openPracticeClock } from './main/practice-clock.ts'
import { main as english } from './words/en/main.ts'
import { main as russian } from './words/ru/main.ts'

const root = join(import.meta.dirname, '..')

await runMain(async () => {
  // From the first line on: a start that is told to stop must not leave its database server behind.
  const told = untilTold()
  const config = loadConfig()
  const words = config.language === 'en' ? english : russian
  const log = openLog(config.logLevel)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const postgres = await openPostgres({ databaseUrl: config.databaseUrl?.reveal(), dataDir: config.dataDir, log })
  const closers: (() => Promise<unknown>)[] = [() => postgres.stop()]
  const closeAll = async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  }
  try {
    const clock = config.practice ? openPracticeClock(join(config.dataDir, 'clock')) : undefined
    const time = clock ?? systemTime
    const practice = config.practice ? await openPractice({ dataDir: config.dataDir, port: config.port, log, time }) : null
    if (practice !== null) closers.push(() => practice.close())
    const channels = practice?.channels ?? (config.telegram === null ? [] : [telegramChannel({ id: 'telegram', ...config.telegram, time, log })])
    const house = await openHouse({
      databaseUrl: postgres.url, dataDir: config.dataDir, host: config.host, port: config.port, publicUrl: config.publicUrl, trustProxy: config.trustProxy,
      practice: config.practice, practiceChat: practice?.chatUrl ?? null, practiceMail: practice?.mailUrl ?? null, mail: practice?.mail, resolver: practice?.resolver, furnish: practice?.furnish, clock, secret: authSecret(config), monitoring: config.monitoring, regulation: config.regulation, channels, time, log, version, webFolder: join(root, 'dist', 'web'),
    })
    closers.push(() => house.close())
    for (const line of words.opened({ url: config.publicUrl ?? house.url, practice: house.practiceLink, chat: practice?.chatUrl ?? null, mail: practice?.mailUrl ?? null, firstAdmin: house.firstAdminLink })) process.stdout.write(`${line}\n`)
    await told
    process.stdout.write(`${words.closing}\n`)
  } finally {
    await closeAll()
  }
})

/** Resolves at SIGTERM or SIGINT; a second signal ends the process at once. */
function untilTold(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1))
        resolve()
      })
    }
  })
}
