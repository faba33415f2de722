import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { openDatabase } from './db.ts'

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
