import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../test/program.ts'
import { openWay } from '../../test/way.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { openAlive } from '../lib/alive.ts'
import { openDatabase } from '../lib/db.ts'
import { openLog } from '../lib/log.ts'
import { systemTime } from '../lib/time.ts'
import { startJobs } from './jobs.ts'
import { addJob } from './store.ts'

let base: FreshDatabase
const lines: string[] = []
const log = openLog('warn', { write: line => void lines.push(line) })
const closers: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  base = await freshDatabase()
})
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})
afterAll(() => base.drop())

/** A process of its own over the same database, as far as jobs go. */
async function open(task: (payload: unknown) => Promise<void>, url = base.url) {
  const { db, pool, close } = openDatabase(url, { size: 4 })
  const alive = await openAlive(url, () => {})
  const jobs = await startJobs({ db, pool, log, time: systemTime, alive, tasks: { carry: task } })
  closers.push(close, () => alive.close(), () => jobs.stop())
  return { db, alive }
}
const left = async () => Number((await base.pool.query('select count(*) from graphile_worker.jobs')).rows[0].count)

describe('jobs', () => {
  it('what a process had in hand when it died is done by another one within seconds, what a living one has is left to it', async () => {
    const never = Promise.withResolvers<void>()
    const dying = await open(() => never.promise)
    for (const box of [1, 2]) await addJob(base.db, 'carry', { box })
    await until('both hands to be full', async () => (await base.pool.query('select 1 from graphile_worker.jobs where locked_by is not null')).rowCount === 2)
    const done: unknown[] = []
    await open(async payload => void done.push(payload))
    await addJob(base.db, 'carry', { box: 3 })
    await until('the free job', () => done.length === 1)
    expect(done).toEqual([{ box: 3 }])
    // The process is gone, as the database sees it.
    await dying.alive.close()
    await until('the jobs of the dead', () => done.length === 3)
    expect(done.slice(1)).toEqual(expect.arrayContaining([{ box: 1 }, { box: 2 }]))
    never.resolve()
    await until('no job to be left', async () => await left() === 0)
  })

  it('goes on when the database was away while a job failed', async () => {
    const way = await openWay(base.url, { refuses: true })
    closers.push(async () => way.end())
    const done: unknown[] = []
    const going = Promise.withResolvers<void>()
    let began = false
    await open(async payload => {
      if (began) return void done.push(payload)
      began = true
      await going.promise
      throw new Error('the line to the database broke')
    }, way.url)
    await addJob(base.db, 'carry', { box: 4 }, { maxTries: 3 })
    await until('the job to be taken', () => began)
    way.close()
    going.resolve()
    await until('the result not to be stored', () => lines.some(line => line.includes('Failed to fail jobs')))
    way.open()
    await until('the job to be done after all', () => done.length === 1, 25_000)
    expect(done).toEqual([{ box: 4 }])
    await until('no job to be left', async () => await left() === 0)
  })
})
