import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { openWay } from '../../test/way.ts'
import { until } from '../../test/program.ts'
import { isAlive, isHeld, openAlive, type Alive } from './alive.ts'

let base: FreshDatabase
let troubles: Error[] = []
const opened: Alive[] = []
beforeAll(async () => {
  base = await freshDatabase()
})
beforeEach(() => {
  troubles = []
})
afterAll(async () => {
  await Promise.all(opened.map(alive => alive.close()))
  await base.drop()
})

async function open(): Promise<Alive> {
  const alive = await openAlive(base.url, error => void troubles.push(error))
  opened.push(alive)
  return alive
}
const sessions = `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
const cutAll = () => base.pool.query(`select pg_terminate_backend(pid) from (${sessions}) held group by pid`)
const countAll = async () => Number((await base.pool.query(`select count(distinct pid) as count from (${sessions}) held`)).rows[0].count)

describe('the sign of life', () => {
  it('shows from the opening to the end, and no longer', async () => {
    const alive = await open()
    expect(await isAlive(base.db, alive.key)).toBe(true)
    await alive.close()
    await until('the sign to go', async () => !await isAlive(base.db, alive.key))
  })

  it('a name is held by one at a time and passes to the next', async () => {
    const [first, second] = [await open(), await open()]
    expect(await first.hold('channel telegram')).toBe(true)
    expect(await second.hold('channel telegram')).toBe(false)
    expect(await second.hold('channel other')).toBe(true)
    await first.release('channel telegram')
    expect(await second.hold('channel telegram')).toBe(true)
    await second.close()
    await until('the name of the dead to be free', () => first.hold('channel telegram'))
    await first.close()
  })

  it('a broken connection loses all names, tells so once, and comes back as one connection with the same key', async () => {
    const alive = await open()
    await alive.hold('channel telegram')
    let losses = 0
    alive.onLost(() => losses++)
    const before = await countAll()
    for (const round of [1, 2, 3]) {
      await cutAll()
      await until('the loss to be told', () => losses === round)
      await until('the sign to show again', () => isAlive(base.db, alive.key))
    }
    expect(await alive.hold('channel telegram')).toBe(true)
    expect(losses).toBe(3)
    expect(await countAll()).toBe(before)
    await alive.close()
  })

  it('while the server is away it asks again, one attempt at a time, however long that takes', async () => {
    const way = await openWay(base.url)
    const alive = await openAlive(way.url, error => void troubles.push(error))
    opened.push(alive)
    way.close()
    let most = 0
    for (let attempts = 0; attempts < 5; attempts++) {
      await until('an attempt', () => way.waiting() > 0)
      most = Math.max(most, way.waiting())
      way.close()
    }
    expect(most).toBe(1)
    way.open()
    await until('the sign to show again', () => isAlive(base.db, alive.key))
    expect(await countAll()).toBe(1)
    await alive.close()
    await until('no connection to be left', async () => await countAll() === 0)
    way.end()
  })

  it('a kept name shows again after a broken connection, until it is released', async () => {
    const alive = await open()
    await alive.keep('jobs pool-1')
    expect(await isHeld(base.db, 'jobs pool-1')).toBe(true)
    expect(await isHeld(base.db, 'jobs pool-2')).toBe(false)
    await cutAll()
    await until('the name to show again', async () => await isAlive(base.db, alive.key) && await isHeld(base.db, 'jobs pool-1'))
    await alive.release('jobs pool-1')
    expect(await isHeld(base.db, 'jobs pool-1')).toBe(false)
    await alive.close()
  })

  it('closed while it seeks: it opens nothing any more', async () => {
    const alive = await open()
    await cutAll()
    await until('the loss', () => troubles.length > 0)
    await alive.close()
    expect(await isAlive(base.db, alive.key)).toBe(false)
    expect(await countAll()).toBe(0)
  })
})
