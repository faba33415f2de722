import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { day } from '../lib/instant.ts'
import { openLog } from '../lib/log.ts'
import { handTime } from '../lib/time.ts'
import { isOn, onShift } from '../shifts/store.ts'
import { ensurePracticeAdmin } from '../staff/actions/practice.ts'
import { invite } from '../staff/api.ts'
import { openPractice, type Practice } from './practice.ts'

const time = handTime(Date.parse('2026-03-17T12:00+03:00'))
let dataDir: string
let base: FreshDatabase
let practice: Practice
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'practice-'))
  base = await freshDatabase()
  practice = await openPractice({ dataDir, port: 0, log: openLog('silent'), time })
  await practice.furnish(base.db)
})
afterAll(async () => {
  await practice.close()
  await base.drop()
  await rm(dataDir, { recursive: true, force: true })
})

test('colleagues of the practice desk have addresses that the forms of the workspace take', async () => {
  const people = await base.db.selectFrom('staff').select('email').execute()
  expect(people).toHaveLength(3)
  for (const { email } of people) expect(invite.shape.email.safeParse(email).success, email).toBe(true)
})

test('the practice desk has a roster from its first minute; the newcomer is on shift when he comes, and work goes to those who are there', async () => {
  const rows = () => base.db.selectFrom('roster').select(['id', 'staffId', 'kind', 'substituteId']).orderBy('id').execute()
  const first = await rows()
  expect(first.filter(({ kind }) => kind === 'absence')).toMatchObject([{ substituteId: expect.any(String) }])
  await practice.furnish(base.db)
  expect(await rows()).toEqual(first)
  const newcomer = await ensurePracticeAdmin(base.db, 'Учебный администратор', 'ru', time.now())
  expect(await isOn(base.db, newcomer, time.now())).toBe(false)
  await practice.furnish(base.db)
  expect(await isOn(base.db, newcomer, time.now())).toBe(true)
  expect(await onShift(base.db, time.now())).toHaveLength(2)
  const all = await rows()
  await practice.furnish(base.db)
  expect(await rows()).toEqual(all)
  // What the newcomer changed is his; a week that has run out is planned anew.
  await base.pool.query('delete from roster where id = $1', [all.find(({ staffId }) => staffId === newcomer)!.id])
  await practice.furnish(base.db)
  expect(await rows()).toHaveLength(all.length - 1)
  time.advance(20 * day)
  await practice.furnish(base.db)
  expect(await isOn(base.db, newcomer, time.now())).toBe(true)
})
