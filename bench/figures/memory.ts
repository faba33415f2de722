/** Memory of the application and its database server, idle after load: the proportional share of all their processes. Linux tells it, others do not. */
import { readdirSync, readFileSync } from 'node:fs'
import { chat, type Figure } from '../figure.ts'
import type { Site } from '../site.ts'

const rest = 5_000

export default async function figures({ stand, desk }: Site): Promise<Figure[]> {
  if (process.platform !== 'linux') {
    chat('memory: left out, only Linux tells it')
    return []
  }
  await new Promise(resolve => setTimeout(resolve, rest))
  const application = pss(desk.pid)
  const database = [stand.postgresPid, ...childrenOf(stand.postgresPid)].reduce((sum, pid) => sum + pss(pid), 0)
  return [
    { name: 'memory of the application, idle after load (PSS)', value: application, unit: 'MiB' },
    { name: 'memory of application and embedded PostgreSQL, idle after load (PSS)', value: application + database, unit: 'MiB' },
  ]
}

function pss(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    // It ended between the list and the look.
    return 0
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(pid => {
    try {
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) === parent
    } catch {
      return false
    }
  })
}
