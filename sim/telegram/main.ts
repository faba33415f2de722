/**
 * Runs the simulator by itself: `node sim/telegram/main.ts [--port N] [--data DIR] [--cast FILE.json]`.
 * Prints one JSON line `{apiRoot, token}` when ready; ends on SIGTERM or SIGINT.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { practiceCast } from './cast.ts'
import type { CastMember } from './pages.ts'
import { practiceBot, startTelegramSim } from './sim.ts'

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' }, cast: { type: 'string' } } })

try {
  const sim = await startTelegramSim({
    port: Number(values.port ?? 0),
    cast: values.cast === undefined ? practiceCast : (JSON.parse(readFileSync(values.cast, 'utf8')) as CastMember[]),
    ...(values.data === undefined ? {} : { dataDir: values.data }),
  })
  process.stdout.write(`${JSON.stringify({ apiRoot: sim.apiRoot, token: practiceBot.token })}\n`)
  const end = (): void => void sim.stop().then(() => process.exit(0))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end)
  // Forked by another program: when that one dies, nobody is left to stop this one.
  if (process.connected) process.once('disconnect', end)
} catch (error) {
  process.stderr.write(`the simulator did not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
