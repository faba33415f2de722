import { afterAll, beforeAll, expect, test } from 'vitest'
import { together, tx } from '../lib/db.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { finish, record, takeHead } from './store.ts'

const now = Date.parse('2026-03-16T10:00:00+03:00')
let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.drop())

test('an event is kept once by its key; it waits for a process where its channel is open; a lane goes in order', async () => {
  const { db } = base
  await record(db, 'telegram', [{ key: '1', lane: 'a', raw: { text: 'раз' } }, { key: '2', lane: 'a', raw: {} }], now)
  await record(db, 'telegram', [{ key: '1', lane: 'a', raw: { text: 'ещё раз' } }], now)
  expect(await takeHead(db, [], now)).toBeNull()
  expect(await takeHead(db, ['email'], now)).toBeNull()
  const first = await takeHead(db, ['email', 'telegram'], now)
  expect(first).toMatchObject({ eventKey: '1', raw: { text: 'раз' } })
  // While somebody handles the first, the second of the lane is nobody's.
  await tx(db, async inner => {
    expect((await takeHead(inner, ['telegram'], now))?.eventKey).toBe('1')
    expect(await takeHead(db, ['telegram'], now)).toBeNull()
    await together(inner, [finish(first!.id, 'done', null, now)])
  })
  expect((await takeHead(db, ['telegram'], now))?.eventKey).toBe('2')
  // What has been finished is not finished otherwise by a late hand.
  await together(db, [finish(first!.id, 'quarantined', 'late', now)])
  expect(await db.selectFrom('inbox').select('state').where('id', '=', first!.id).executeTakeFirst()).toEqual({ state: 'done' })
})
