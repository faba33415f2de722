import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { sql } from 'kysely'
import { openDatabase, tx, type Db } from './db.ts'

let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.drop())

it('a closed database has no connection left that a stopping server could find', async () => {
  const { pool, close } = openDatabase(base.url)
  await Promise.all(Array.from({ length: 8 }, () => pool.query('select pg_sleep(0.05)')))
  const ends: string[] = []
  expect(pool.totalCount).toBe(8)
  const clients = await Promise.all(Array.from({ length: 8 }, () => pool.connect()))
  for (const client of clients) {
    client.once('end', () => ends.push('end'))
    client.release()
  }
  await close()
  expect(ends).toHaveLength(8)
})

const wants = (db: Db, id: number) => sql`update wants set times = times + 1 where id = ${id}`.execute(db)

it('of two transactions that wait for each other both are done: the one that the database ends is begun again', async () => {
  await base.pool.query('create table wants (id int primary key, times int not null); insert into wants values (1, 0), (2, 0)')
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const begun = [0, 0]
  const crossing = (me: 0 | 1) => tx(base.db, async inner => {
    begun[me]!++
    await wants(inner, me + 1)
    both[me].resolve()
    await both[1 - me]!.promise
    await wants(inner, 2 - me)
  })
  await Promise.all([crossing(0), crossing(1)])
  expect(begun.toSorted()).toEqual([1, 2])
  expect((await base.pool.query('select times from wants order by id')).rows).toEqual([{ times: 2 }, { times: 2 }])
})
