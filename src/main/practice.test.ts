import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/world.ts'
import { openLog } from '../lib/log.ts'
import { handTime } from '../lib/time.ts'
import { invite } from '../staff/api.ts'
import { openPractice } from './practice.ts'

test('colleagues of the practice desk have addresses that the forms of the workspace take', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'practice-'))
  const base = await freshDatabase()
  const practice = await openPractice({ dataDir, port: 0, log: openLog('silent'), time: handTime(Date.parse('2026-03-17T12:00+03:00')) })
  try {
    await practice.furnish(base.db)
    const people = await base.db.selectFrom('staff').select('email').execute()
    expect(people).toHaveLength(3)
    for (const { email } of people) expect(invite.shape.email.safeParse(email).success, email).toBe(true)
  } finally {
    await practice.close()
    await base.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
})
