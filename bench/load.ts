/** Closed-loop load: so many clients, each with one thing on its way at a time. */
import { Pool } from 'undici'
import { percentile } from './figure.ts'

export type Load = { perSecond: number; p50: number; p95: number; p99: number; done: number }

/** Runs `act` from `clients` loops for `ms` (or until `most` are done) after a tenth of it to warm up. Times in milliseconds. */
export async function load(clients: number, ms: number, act: (client: number, turn: number) => Promise<unknown>, most = Infinity): Promise<Load> {
  const times: number[] = []
  const begun = performance.now()
  const counted = begun + ms / 10
  const end = begun + ms
  let taken = 0
  let first = 0
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    for (let turn = 0; performance.now() < end && taken < most; turn++) {
      taken++
      const from = performance.now()
      await act(client, turn)
      const to = performance.now()
      if (from < counted && most === Infinity) continue
      first ||= from
      times.push(to - from)
    }
  }))
  const seconds = (performance.now() - first) / 1000
  return { perSecond: times.length / seconds, p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99), done: times.length }
}

export type Caller = {
  /** The answer as text; throws for a status outside 200-299. */
  call(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<string>
  close(): Promise<void>
}

/** Kept-alive connections to one address. */
export function openCaller(origin: string, connections: number, headers: Readonly<Record<string, string>> = {}): Caller {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  return {
    async call(method, path, body, more = {}) {
      const answer = await pool.request({
        method, path, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more }, body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await answer.body.text()
      if (answer.statusCode < 200 || answer.statusCode > 299) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`)
      return text
    },
    close: () => pool.close(),
  }
}
