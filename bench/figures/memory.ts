/** Memory of the application and its database server, idle after load: the proportional share of all their processes. Linux tells it, others do not. */
import { chat, type Figure } from '../figure.ts'
import { childrenOf, pssOf } from '../processes.ts'
import type { Site } from '../site.ts'

const rest = 5_000

export default async function figures({ stand, desk }: Site): Promise<Figure[]> {
  if (process.platform !== 'linux') {
    chat('memory: left out, only Linux tells it')
    return []
  }
  await new Promise(resolve => setTimeout(resolve, rest))
  const application = pssOf(desk.pid)
  const database = [stand.postgresPid, ...childrenOf(stand.postgresPid)].reduce((sum, pid) => sum + pssOf(pid), 0)
  return [
    { name: 'memory of the application, idle after load (PSS)', value: application, unit: 'MiB' },
    { name: 'memory of application and embedded PostgreSQL, idle after load (PSS)', value: application + database, unit: 'MiB' },
  ]
}
