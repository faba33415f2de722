/** What people look at all day: a page of the queue and the page of a ticket, over HTTP. */
import autocannon from 'autocannon'
import { median, type Figure } from '../figure.ts'
import { load, type Load } from '../load.ts'
import { sizeOf, type Site } from '../site.ts'

const rounds = 3
const ms = 1_500
const clients = 32
const queue = () => '/api/queue?view=all&limit=50'

export default async function figures({ desk, seeded }: Site): Promise<Figure[]> {
  const caller = desk.caller(1)
  const ticket = () => `/api/tickets/${1001 + Math.floor(Math.random() * seeded.tickets)}`
  const kinds = [['queue page of 50', queue], ['ticket page', ticket]] as const
  const seen = kinds.map(() => ({ alone: [] as Load[], many: [] as number[] }))
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [place, [, path]] of kinds.entries()) {
        seen[place]!.alone.push(await load(1, ms, () => caller.call('GET', path())))
        seen[place]!.many.push(await crowd(desk.url, desk.cookie, path))
      }
    }
  } finally {
    await caller.close()
  }
  return kinds.flatMap(([kind], place) => {
    const { alone, many } = seen[place]!
    const name = `${kind} at ${sizeOf(seeded.tickets)} tickets`
    return [
      { name: `${name}: p50`, value: median(alone.map(one => one.p50)), unit: 'ms' },
      { name: `${name}: p95`, value: median(alone.map(one => one.p95)), unit: 'ms' },
      { name: `${name}, ${clients} clients`, value: median(many), unit: '1/s' },
    ]
  })
}

async function crowd(url: string, cookie: string, path: () => string): Promise<number> {
  const seconds = 3
  const result = await autocannon({
    url, connections: clients, duration: seconds, headers: { cookie },
    requests: [{ method: 'GET', setupRequest: request => ({ ...request, path: path() }) }],
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${path()}: ${result.non2xx} refusals, ${result.errors} errors`)
  return result['2xx'] / result.duration
}
