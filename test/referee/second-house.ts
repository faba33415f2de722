/**
 * The second process of the simulation: the whole house over the database and the Telegram of the first, with a clock that is set by its parent over IPC.
 * Arguments: database, folder, address of the simulator, instant. It answers each instant when it holds, and ends when it is killed.
 */
import { openLog } from '../../src/lib/log.ts'
import { handTime } from '../../src/lib/time.ts'
import { openHouse } from '../../src/main/open.ts'
import { openingOf } from '../stories/opening.ts'

const [databaseUrl, folder, apiRoot, start] = process.argv.slice(2)
if (databaseUrl === undefined || folder === undefined || apiRoot === undefined || start === undefined) throw new Error('four arguments: database, folder, address of the simulator, instant')

const time = handTime(Number(start))
process.on('message', (now: number) => {
  time.set(now)
  process.send?.({ now })
})
// Nobody is left who could set the clock.
process.once('disconnect', () => process.exit())
await openHouse(openingOf({ databaseUrl, folder, apiRoot, time, log: openLog('warn') }))
process.send?.({ open: true })
