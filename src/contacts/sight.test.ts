import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { start } from '../../test/desk.ts'
import { seedCompany, seedContact, seedPoint } from '../../test/seed.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { together } from '../lib/db.ts'
import { namePoint, sightOf } from './meeting/store.ts'
import { sight, type Tie } from './sight.ts'
import { setRole } from './store.ts'

describe('whose tickets a person may see', () => {
  test.each<[string, Tie['role'], ReturnType<typeof sight>]>([
    ['product 4.2 who named the point sees nothing of it', 'named', { points: [], companies: [] }],
    ['staff see their own tickets only', 'staff', { points: [], companies: [] }],
    ['a manager sees his point', 'manager', { points: ['p'], companies: [] }],
    ['an owner sees all points of the company', 'owner', { points: ['p'], companies: ['c'] }],
  ])('%s', (_name, role, seen) => {
    expect(sight([{ pointId: 'p', companyId: 'c', role }])).toEqual(seen)
  })

  test('naming points adds nothing to what anybody sees', () => {
    const tie = fc.record({ pointId: fc.constantFrom('p', 'q', 'r'), companyId: fc.constantFrom('c', 'd', null), role: fc.constantFrom<Tie['role']>('named', 'staff', 'manager', 'owner') })
    fc.assert(fc.property(fc.array(tie), fc.array(tie), (ties, others) => {
      expect(sight([...ties, ...others.map(other => ({ ...other, role: 'named' as const }))])).toEqual(sight(ties))
    }))
  })
})

describe('the same from the database', () => {
  let base: FreshDatabase
  let own: string
  let second: string
  let foreign: string
  beforeAll(async () => {
    base = await freshDatabase()
    const company = await seedCompany(base.db, 'Зерно', start)
    own = await seedPoint(base.db, { name: 'Кофейня', companyId: company }, start)
    second = await seedPoint(base.db, { name: 'Бар', companyId: company }, start)
    foreign = await seedPoint(base.db, { name: 'Чайка', companyId: await seedCompany(base.db, 'Полюс', start) }, start)
  })
  afterAll(() => base.drop())

  test('a stranger who followed the QR or chose a point sees nothing; a role that staff gave opens it, and naming it later neither lowers nor raises that', async () => {
    const { id } = await seedContact(base.db, { name: 'Ия', telegram: '501' }, start)
    await together(base.db, [namePoint(id, own, 'link', start)])
    await together(base.db, [namePoint(id, foreign, 'chosen', start)])
    expect(await sightOf(base.db, id)).toEqual({ pointIds: [] })
    await setRole(base.db, id, own, 'manager', start)
    expect(await sightOf(base.db, id)).toEqual({ pointIds: [own] })
    await setRole(base.db, id, own, 'owner', start)
    expect((await sightOf(base.db, id)).pointIds.toSorted()).toEqual([own, second].toSorted())
    await together(base.db, [namePoint(id, own, 'chosen', start)])
    expect((await sightOf(base.db, id)).pointIds.toSorted()).toEqual([own, second].toSorted())
    await setRole(base.db, id, own, 'staff', start)
    expect(await sightOf(base.db, id)).toEqual({ pointIds: [] })
  })
})
