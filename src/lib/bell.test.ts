import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freshDatabase } from '../../test/world.ts'
import type { FreshDatabase } from '../../test/world.ts'
import { localBell, openBell } from './bell.ts'
import type { Bell, Payload } from './bell.ts'

let base: FreshDatabase
const open: Bell[] = []
const ring = async (trouble?: (error: unknown) => void): Promise<Bell> => {
  const bell = await openBell(base.url, trouble)
  open.push(bell)
  return bell
}
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(async () => {
  await Promise.all(open.map(bell => bell.close()))
  await base.drop()
})
const hearAll = (bell: Bell, topic: string): { heard: Payload[]; missed: number } => {
  const ears = { heard: [] as Payload[], missed: 0 }
  bell.hear(topic, { rung: payload => void ears.heard.push(payload), missed: () => void ears.missed++ })
  return ears
}
const cutLines = (): Promise<unknown> =>
  base.pool.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and (query = 'listen reglament_bell' or query like 'select pg_notify%')")

test('hearers here are told before ring returns; hearers of other topics and those that left are not', () => {
  const bell = localBell()
  const ears = hearAll(bell, 'tickets')
  const others = hearAll(bell, 'channels')
  const left: Payload[] = []
  bell.hear('tickets', { rung: payload => void left.push(payload) })()
  bell.ring('tickets', 7)
  expect([ears.heard, others.heard, left]).toEqual([[7], [], []])
})

test('a hearer that throws keeps nobody else from hearing', () => {
  const troubles: unknown[] = []
  const bell = localBell(error => void troubles.push(error))
  bell.hear('tickets', { rung: () => { throw new Error('deaf') } })
  const ears = hearAll(bell, 'tickets')
  bell.ring('tickets')
  expect([ears.heard, troubles.map(String)]).toEqual([[null], ['Error: deaf']])
})

test('other processes hear every ring in order, once; the one that rang hears it only here', async () => {
  const [one, two] = [await ring(), await ring()]
  const [here, there] = [hearAll(one, 'tickets'), hearAll(two, 'tickets')]
  // More than fits into one notification of PostgreSQL.
  const sent = Array.from({ length: 200 }, (_, number) => ({ number, note: 'ы'.repeat(100) }))
  for (const payload of sent) one.ring('tickets', payload)
  expect(here.heard).toEqual(sent)
  await vi.waitFor(() => expect(there.heard.length).toBe(200), { timeout: 5_000 })
  two.ring('done')
  const done = hearAll(one, 'done')
  two.ring('done', 'again')
  await vi.waitFor(() => expect(done.heard).toContain('again'), { timeout: 5_000 })
  expect(there.heard).toEqual(sent)
  expect(here.heard).toEqual(sent)
})

test('after a broken line hearers are told that rings may be lost, and what was rung meanwhile still arrives', async () => {
  const troubles: unknown[] = []
  const [one, two] = [await ring(error => void troubles.push(error)), await ring(error => void troubles.push(error))]
  const there = hearAll(two, 'tickets')
  await cutLines()
  await vi.waitFor(() => expect(troubles.length).toBeGreaterThanOrEqual(2), { timeout: 5_000 })
  one.ring('tickets', 'meanwhile')
  await vi.waitFor(() => expect(there.missed).toBeGreaterThan(0), { timeout: 10_000 })
  one.ring('tickets', 'after')
  await vi.waitFor(() => expect(there.heard).toContain('after'), { timeout: 10_000 })
})

test('rings wait only up to a bound; beyond it others are told that some were lost', async () => {
  const [one, two] = [await ring(), await ring()]
  const there = hearAll(two, 'flood')
  for (let number = 0; number <= 1_000; number++) one.ring('flood', number)
  one.ring('flood', 'last')
  await vi.waitFor(() => expect(there.heard).toContain('last'), { timeout: 5_000 })
  expect(there.missed).toBe(1)
})

test('a ring that should have been an id is refused', async () => {
  const bell = await ring()
  expect(() => bell.ring('tickets', 'x'.repeat(4_001))).toThrow('send an id')
})

test('a database that is away makes trouble, not an exception; closing is quiet', async () => {
  const troubles: unknown[] = []
  const bell = await openBell('postgres://nobody@127.0.0.1:1/none', error => void troubles.push(error))
  const ears = hearAll(bell, 'tickets')
  bell.ring('tickets', 1)
  expect([ears.heard, troubles.length > 0]).toEqual([[1], true])
  await bell.close()
})
