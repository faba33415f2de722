import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { stamp, together } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import { enqueue, takeAbandoned, takeHeads } from './store.ts'

const now = Date.parse('2026-11-24T11:07:00Z')
const [mine, dead, other] = [11, 22, 33]
let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.drop())
beforeEach(() => base.pool.query('truncate outbox, conversations cascade'))

/** A parcel that a process has taken for sending. */
async function takenBy(sender: number): Promise<string> {
  const [id, conversationId] = [newId(), newId()]
  await base.db.insertInto('conversations').values({ id: conversationId, channelId: 'telegram', externalId: conversationId, kind: 'private', createdAt: stamp(now) }).execute()
  await together(base.db, [enqueue([{ id, conversationId, ticketId: null, messageId: null, purpose: 'notice', payload: { kind: 'send', text: 'Слово' } }], now)])
  const taken = await takeHeads(base.db, sender, ['telegram'], now, 16)
  expect(taken.map(parcel => parcel.id)).toEqual([id])
  return id
}
const living = async (sender: number) => sender !== dead
const ids = async (inHand: readonly string[], sender = mine) => (await takeAbandoned(base.db, { sender, inHand }, living)).map(parcel => parcel.id)

describe('parcels in nobody\'s hands', () => {
  it('those of a dead process are taken over, those of a living one are left', async () => {
    const lost = await takenBy(dead)
    await takenBy(other)
    expect(await ids([])).toEqual([lost])
  })

  it('of several processes that look at the same moment one takes them', async () => {
    const lost = await takenBy(dead)
    const found = await Promise.all([ids([], mine), ids([], other)])
    expect(found.flat()).toEqual([lost])
  })

  it('our own stay ours while they fly, whatever the line to the database says of us; what we dropped is found again', async () => {
    const [flying, dropped] = [await takenBy(mine), await takenBy(mine)]
    expect(await takeAbandoned(base.db, { sender: mine, inHand: [flying] }, async () => false).then(rows => rows.map(row => row.id))).toEqual([dropped])
    expect(await ids([flying, dropped])).toEqual([])
  })
})
