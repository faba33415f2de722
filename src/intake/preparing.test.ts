import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handTime } from '../lib/time.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { startIntake, type IntakeWork } from './jobs.ts'
import { record, takeRaw } from './store.ts'

let base: FreshDatabase
const now = Date.parse('2026-11-24T11:07:00Z')
const time = handTime(now)
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.drop())

const work = (prepare: NonNullable<IntakeWork['prepare']>, troubles: unknown[] = []): IntakeWork => ({
  db: base.db, time, hall: {} as IntakeWork['hall'], channels: () => ['post'], prepares: () => ['post'], prepare,
  read: () => ({ ok: true, ignored: 'a test' }), announce: () => {}, onTrouble: error => void troubles.push(error),
})
const rowOf = async (key: string) => (await base.pool.query<{ state: string; reason: string; tries: number; notBefore: number | null }>('select state, reason, tries, (extract(epoch from not_before) * 1000)::float as "notBefore" from inbox where event_key = $1', [key])).rows[0]!
const until = async (look: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 10_000; !await look();) {
    if (performance.now() > end) throw new Error('it did not come')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

describe('letters that are hard to prepare', () => {
  test('pain 1 one over which processes have died again and again is laid before people; those behind it in its lane go on', async () => {
    await record(base.db, 'post', [{ key: 'deadly', lane: 'from a', raw: 1 }, { key: 'harmless', lane: 'from a', raw: 2 }], now, 'raw')
    // Each of these took it and never came back.
    for (let died = 0; died < 6; died++) expect((await takeRaw(base.db, ['post'], now))?.eventKey).toBe('deadly')
    const asked: string[] = []
    const loop = startIntake(work(async (_channel, _raw, { key }) => {
      asked.push(key)
      return { ok: true, prepared: 'done' }
    }))
    await until(async () => (await rowOf('harmless')).state === 'ignored')
    await loop.stop()
    expect(asked).toEqual(['harmless'])
    expect(await rowOf('deadly')).toMatchObject({ state: 'quarantined', reason: 'its preparing never came to an end' })
  })

  test('one whose preparing fails is tried again later, each try counted once, and set aside after the last', async () => {
    await record(base.db, 'post', [{ key: 'stubborn', lane: 'from b', raw: 1 }], now, 'raw')
    const troubles: unknown[] = []
    let tries = 0
    const loop = startIntake(work(async () => {
      tries++
      throw new Error('the disk is full')
    }, troubles))
    for (let turn = 1; turn <= 6; turn++) {
      await until(async () => {
        const { state, notBefore } = await rowOf('stubborn')
        return tries === turn && (turn === 6 ? state === 'quarantined' : notBefore !== null && notBefore > time.now())
      })
      time.advance(10 * 60_000)
      loop.nudge()
    }
    await loop.stop()
    expect([tries, troubles.length, (await rowOf('stubborn')).reason]).toEqual([6, 6, 'Error: the disk is full'])
  })
})
