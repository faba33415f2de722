import { afterAll, beforeAll, expect, test } from 'vitest'
import { together, tx } from '../lib/db.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { finish, record, takeHeads, takeRaw, type InboxRow } from './store.ts'

const now = Date.parse('2026-03-16T10:00:00+03:00')
let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.drop())

const keysOf = (rows: readonly InboxRow[]): string[] => rows.map(row => row.eventKey)

test('an event is kept once by its key; it waits for a process where its channel is open; a lane goes in order', async () => {
  const { db } = base
  await record(db, 'telegram', [{ key: '1', lane: 'a', raw: { text: 'раз' } }, { key: '2', lane: 'a', raw: {} }], now)
  await record(db, 'telegram', [{ key: '1', lane: 'a', raw: { text: 'ещё раз' } }], now)
  expect(await takeHeads(db, [], now, 8)).toEqual([])
  expect(await takeHeads(db, ['email'], now, 8)).toEqual([])
  const [first] = await takeHeads(db, ['email', 'telegram'], now, 8)
  expect(first).toMatchObject({ eventKey: '1', raw: { text: 'раз' } })
  // While somebody handles the first, the second of the lane is nobody's.
  await tx(db, async inner => {
    expect(keysOf(await takeHeads(inner, ['telegram'], now, 8))).toEqual(['1'])
    expect(await takeHeads(db, ['telegram'], now, 8)).toEqual([])
    await together(inner, [finish([first!.id], 'done', null, now)])
  })
  expect(keysOf(await takeHeads(db, ['telegram'], now, 8))).toEqual(['2'])
  // What has been finished is not finished otherwise by a late hand.
  await together(db, [finish([first!.id], 'quarantined', 'late', now)])
  expect(await db.selectFrom('inbox').select('state').where('id', '=', first!.id).executeTakeFirst()).toEqual({ state: 'done' })
})

test('several lanes at once: the first event of each, oldest first, and no more than asked for', async () => {
  const { db } = base
  await record(db, 'mail', [{ key: 'a1', lane: 'a', raw: {} }, { key: 'a2', lane: 'a', raw: {} }, { key: 'b1', lane: 'b', raw: {} }, { key: 'c1', lane: 'c', raw: {} }], now)
  expect(keysOf(await takeHeads(db, ['mail'], now, 8))).toEqual(['a1', 'b1', 'c1'])
  await tx(db, async inner => {
    expect(keysOf(await takeHeads(inner, ['mail'], now, 2))).toEqual(['a1', 'b1'])
    // Nothing of a lane that another is at: `a2` waits behind `a1`.
    expect(keysOf(await takeHeads(db, ['mail'], now, 8))).toEqual(['c1'])
  })
})

test('pain 1 one sender with a thousand slow letters does not stop the others: of two hands one takes the lane that began last', async () => {
  const { db } = base
  await record(db, 'post', [...Array.from({ length: 1_000 }, (_, i) => ({ key: `flood ${i}`, lane: 'flood', raw: {} })), { key: 'irina 1', lane: 'irina', raw: {} }, { key: 'irina 2', lane: 'irina', raw: {} }], now, 'raw')
  await tx(db, async inner => {
    expect((await takeRaw(inner, ['post'], now, 'oldest'))?.eventKey).toBe('flood 0')
    expect((await takeRaw(db, ['post'], now, 'latest'))?.eventKey).toBe('irina 1')
  })
  // Where only the flood is left, both hands are at it.
  await db.updateTable('inbox').set({ state: 'done' }).where('lane', '=', 'irina').execute()
  await tx(db, async inner => {
    await takeRaw(inner, ['post'], now, 'oldest')
    expect((await takeRaw(db, ['post'], now, 'latest'))?.eventKey).toBe('flood 1')
  })
})
