import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../test/world.ts'
import { record } from '../../intake/store.ts'
import { letterEvent } from '../email/raw-letter.ts'
import { cursorOf, keepCounts, keepCursor, readCounts, storedUids } from './cursors.ts'

let world: FreshDatabase
beforeAll(async () => {
  world = await freshDatabase()
})
afterAll(() => world?.drop())
const now = Date.UTC(2026, 10, 24, 9)

it('pain 3: how far a mailbox was read is remembered by the numbers of its server', async () => {
  const { db } = world
  expect(await cursorOf(db, 'help')).toBeNull()
  await keepCursor(db, 'help', { validity: 4_294_967_295, highest: 17 }, now)
  await keepCursor(db, 'sales', { validity: 1, highest: 2 }, now)
  expect(await cursorOf(db, 'help')).toEqual({ validity: 4_294_967_295, highest: 17 })
  await keepCursor(db, 'help', { validity: 5, highest: 0 }, now)
  expect(await cursorOf(db, 'help')).toEqual({ validity: 5, highest: 0 })
  expect(await cursorOf(db, 'sales')).toEqual({ validity: 1, highest: 2 })
})

it('pain 2: the inbox knows which letters of a folder it holds, of one counting and one mailbox', async () => {
  const { db } = world
  const letters = [['help', 7, 1], ['help', 7, 30], ['help', 7, 4_000_000_000], ['help', 71, 2], ['help-2', 7, 3], ['hel', 7, 4]] as const
  for (const [mailbox, validity, uid] of letters) await record(db, 'email', [letterEvent(mailbox, { uid: { validity, uid }, takenAt: null }, { bytes: new Uint8Array() })], now, 'raw')
  await record(db, 'telegram', [{ key: 'imap help 7 99', lane: 'x', raw: {} }], now)
  expect(await storedUids(db, 'help', 7)).toEqual(new Set([1, 30, 4_000_000_000]))
  expect(await storedUids(db, 'help', 71)).toEqual(new Set([2]))
  expect(await storedUids(db, 'help', 8)).toEqual(new Set())
})

it('pain 2: the last counts of a mailbox stay, with their time', async () => {
  const { db } = world
  expect(await readCounts(db, 'help')).toBeNull()
  await keepCounts(db, { mailbox: 'help', seen: 3, stored: 2, missing: 1 }, now)
  await keepCounts(db, { mailbox: 'help', seen: 3, stored: 3, missing: 0 }, now + 1)
  expect(await readCounts(db, 'help')).toEqual({ seen: 3, stored: 3, missing: 0, at: now + 1 })
})
