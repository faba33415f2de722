import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Row } from './check.ts'
import type { Field } from './columns.ts'
import type { Known } from './known.ts'
import { planImport, type Plan } from './plan.ts'
import { randomTable } from './random.fixture.ts'
import { changesOf } from './show.ts'
import { wayBack, type Written } from './undo.ts'

const nothing: Known = { companies: [], points: [], contacts: [], ties: [] }
const numbers = () => {
  let last = 0
  return () => `id${String(++last).padStart(4, '0')}`
}
const plan = (rows: readonly Omit<Row, 'row'>[], known: Known = nothing, absent: readonly Field[] = []): Plan =>
  planImport(rows.map((row, index) => ({ ...row, row: index + 2 })), field => !absent.includes(field), known, known === nothing ? numbers() : (newId => () => `n${newId()}`)(numbers()))

/** What the desk knows after a plan was written. */
function after(known: Known, { steps }: Plan): Known {
  const put = <T extends object>(rows: readonly T[], kind: string, key: (row: T) => string): T[] => {
    const all = new Map(rows.map(row => [key(row), row]))
    for (const step of steps) {
      if (step.kind !== kind) continue
      const id = step.pointId === null ? step.subject : `${step.subject} ${step.pointId}`
      all.set(id, { ...(all.get(id) ?? { id: step.subject, contactId: step.subject, pointId: step.pointId, proven: false }), ...step.after } as T)
    }
    return [...all.values()]
  }
  return {
    companies: put(known.companies, 'company', ({ id }) => id), points: put(known.points, 'point', ({ id }) => id), contacts: put(known.contacts, 'contact', ({ id }) => id),
    ties: put(known.ties, 'tie', ({ contactId, pointId }) => `${contactId} ${pointId}`),
  }
}
const phone = (end: string) => ({ number: `+7916000000${end}`, extension: null })

describe('what a table would change', () => {
  const chain: Omit<Row, 'row'>[] = [
    { company: 'Зерно', companyId: '7701', point: 'Кафе', pointId: 'A', address: 'Тула', contact: 'Ия', phone: phone('1'), role: 'manager' },
    { company: 'Зерно', companyId: '7701', point: 'Кафе', pointId: 'A', address: 'Тула', contact: 'Яна', phone: phone('2'), role: 'owner' },
    { company: 'Зерно', companyId: '7701', point: 'Бар', pointId: 'B', address: 'Омск', contact: 'Яна', phone: phone('2') },
  ]

  test('one company, two points and two people of three rows, and who they are where', () => {
    const { counts, steps, problems } = plan(chain)
    expect(problems).toEqual([])
    expect(counts).toMatchObject({ company: { new: 1 }, point: { new: 2 }, contact: { new: 2 }, tie: { new: 3 }, rows: { new: 3, changed: 0, same: 0, refused: 0 } })
    expect(steps.filter(({ kind }) => kind === 'tie').map(({ after: { role, source } }) => [role, source])).toEqual([['manager', 'import'], ['owner', 'import'], ['staff', 'import']])
  })

  test('the same table again changes nothing; what differs is told cell by cell', () => {
    const known = after(nothing, plan(chain))
    expect(plan(chain, known)).toMatchObject({ steps: [], counts: { rows: { new: 0, changed: 0, same: 3, refused: 0 } } })
    const changed = plan([{ ...chain[0]!, point: 'Кафе на Мира', version: '6.2' }], known)
    expect(changesOf(changed.steps, known)).toEqual([{ row: 2, kind: 'point', isNew: false, name: 'Кафе на Мира', fields: [{ field: 'point', before: 'Кафе', after: 'Кафе на Мира' }, { field: 'version', before: '', after: '6.2' }] }])
  })

  test('a blank cell clears nothing, and a phone without an extension keeps the one that is known', () => {
    const known = after(nothing, plan([{ point: 'Кафе', pointId: 'A', address: 'Тула', note: 'касса', contact: 'Ия', phone: { number: '+74951234567', extension: '204' } }]))
    expect(plan([{ point: 'Кафе', pointId: 'A', contact: 'Ия', phone: { number: '+74951234567', extension: null } }], known).steps).toEqual([])
  })

  test('a point without a code is known by company, name and address, and the plan says so', () => {
    const known = after(nothing, plan([{ company: 'Зерно', point: 'Кафе', address: 'Тула' }, { company: 'Зерно', point: 'Кафе', address: 'Омск' }]))
    expect(plan([{ company: 'ЗЕРНО', point: 'кафе', address: 'тула', version: '6.2' }], known)).toMatchObject({ byName: 1, counts: { point: { new: 0, changed: 1 } } })
    expect(plan([{ company: 'Полюс', point: 'Кафе', address: 'Тула' }], known).counts.point.new).toBe(1)
    // Without the column of addresses two points are meant: a person must say which.
    expect(plan([{ company: 'Зерно', point: 'Кафе' }], known, ['address']).problems).toEqual([{ row: 2, field: 'point', value: 'Кафе', kind: 'several_points' }])
  })

  test('a point and a company that were known without a code get it, and keep their tickets', () => {
    const known = after(nothing, plan([{ company: 'Зерно', point: 'Кафе', address: 'Тула' }]))
    const { steps } = plan([{ company: 'Зерно', companyId: '7701', point: 'Кафе', pointId: 'A', address: 'Тула' }], known)
    expect(steps.map(({ kind, before, after: now }) => [kind, before, now])).toEqual([['company', { externalId: null }, { externalId: '7701' }], ['point', { externalId: null }, { externalId: 'A' }]])
  })

  test('a point that was put away comes back when the table names it', () => {
    const known = after(nothing, plan([{ point: 'Кафе', pointId: 'A' }]))
    const closed = { ...known, points: known.points.map(point => ({ ...point, archivedAt: 5 })) }
    expect(plan([{ point: 'Кафе', pointId: 'A' }], closed).steps).toMatchObject([{ before: { archivedAt: 5 }, after: { archivedAt: null } }])
  })

  test.each<[string, Omit<Row, 'row'>[], object]>([
    ['two addresses for one code', [{ point: 'Кафе', pointId: 'A', address: 'Тула' }, { point: 'Кафе', pointId: 'A', address: 'Омск' }], { row: 3, field: 'address', value: 'Омск', kind: 'other_in_file', other: 2 }],
    ['two names for one phone', [{ point: 'Кафе', contact: 'Ия', phone: phone('1') }, { point: 'Кафе', contact: 'Яна', phone: phone('1') }], { row: 3, field: 'contact', value: 'Яна', kind: 'other_in_file', other: 2 }],
    ['two roles of one person at one point', [{ point: 'Кафе', contact: 'Ия', phone: phone('1'), role: 'owner' }, { point: 'Кафе', contact: 'Ия', phone: phone('1'), role: 'staff' }], { row: 3, field: 'role', kind: 'other_in_file', other: 2 }],
    ['a new point with a code and no name', [{ pointId: 'A' }], { row: 2, field: 'point', value: 'A', kind: 'no_point_name' }],
    ['a new company with a code and no name', [{ companyId: '7701', point: 'Кафе' }], { row: 2, field: 'company', kind: 'no_company_name' }],
    ['a new person of whom only the code is told', [{ point: 'Кафе', contactId: 'K1' }], { row: 2, field: 'contact', kind: 'no_contact' }],
  ])('%s: refused, with the row that says otherwise', (_name, rows, problem) => {
    expect(plan(rows).problems).toMatchObject([problem])
  })

  test('a refused row leaves nothing behind, neither its company nor its point', () => {
    const { steps, counts } = plan([{ point: 'Кафе', pointId: 'A', contact: 'Ия', phone: phone('1') }, { company: 'Полюс', point: 'Бар', pointId: 'B', contact: 'Яна', phone: phone('1') }])
    expect(steps.map(({ kind, row }) => [kind, row])).toEqual([['point', 2], ['contact', 2], ['tie', 2]])
    expect(counts.rows).toEqual({ new: 1, changed: 0, same: 0, refused: 1 })
  })

  test('pain 30 a phone is no proof: who writes from a channel is neither changed nor given a role, and the plan says whom the phone belongs to', () => {
    const known: Known = {
      ...after(nothing, plan([{ point: 'Кафе', pointId: 'A' }])),
      contacts: [{ id: 'telegram', name: 'Ия из чата', position: '', phone: '+79160000001', phoneExtension: null, companyId: null, externalId: null, proven: true }],
      ties: [{ contactId: 'telegram', pointId: 'id0001', role: 'named', source: 'chosen' }],
    }
    const { steps, notes } = plan([{ point: 'Кафе', pointId: 'A', contact: 'Ия', phone: phone('1'), role: 'owner' }], known)
    expect(steps.map(({ kind, subject }) => [kind, subject])).toEqual([['contact', 'nid0001'], ['tie', 'nid0001']])
    expect(notes).toEqual([{ row: 2, kind: 'known_in_channel', name: 'Ия из чата' }])
    // By name within his point neither.
    expect(plan([{ point: 'Кафе', pointId: 'A', contact: 'Ия из чата', role: 'owner' }], known).steps.every(({ subject }) => subject !== 'telegram')).toBe(true)
  })

  test('a table whose rows hang on one another in one long chain is refused as a whole, at the price of one walk', () => {
    // Each row leans on the one before it for one thing, and tells the next one another; the first has nothing to lean on.
    const chained = Array.from({ length: 20_000 }, (_, place): Row => {
      const link = Math.floor(place / 3)
      const row = place + 2
      if (place % 3 === 0) return { row, contactId: `K${link}`, companyId: `C${link}`, company: `Заказчик ${link}`, point: `Киоск ${link}` }
      if (place % 3 === 1) return { row, companyId: `C${link}`, pointId: `P${link}`, point: `Точка ${link}` }
      return { row, pointId: `P${link}`, contactId: `K${link + 1}`, contact: `Человек ${link}` }
    })
    const { problems, steps } = planImport(chained, () => true, nothing, numbers())
    expect([problems.length, steps.length]).toEqual([20_000, 0])
    expect(problems.slice(0, 4).map(({ row, kind, value }) => [row, kind, value])).toEqual([[2, 'no_contact', 'K0'], [3, 'no_company_name', 'C0'], [4, 'no_point_name', 'P0'], [5, 'no_contact', 'K1']])
    // With its beginning known all of it is taken.
    const whole = planImport(chained.with(0, { ...chained[0]!, contact: 'Ия' }), () => true, nothing, numbers())
    expect([whole.problems.length, whole.counts.rows.new]).toEqual([0, 20_000])
  })

  test('thousands of points of one name, each with a code, are looked for among those without one', () => {
    const chain = Array.from({ length: 20_000 }, (_, place): Row => ({ row: place + 2, point: 'Пятачок', pointId: `P${place}` }))
    expect(planImport(chain, () => true, nothing, numbers()).counts.point.new).toBe(20_000)
  })

  test('any table over any other: what was taken of it changes nothing the second time', () => {
    fc.assert(fc.property(randomTable, randomTable, (first, second) => {
      const before = after(nothing, planImport(first.rows, field => first.columns.has(field), nothing, numbers()))
      const has = (field: Field): boolean => second.columns.has(field)
      const newId = numbers()
      const once = planImport(second.rows, has, before, () => `n${newId()}`)
      const taken = second.rows.filter(({ row }) => !once.problems.some(problem => problem.row === row))
      const twice = planImport(taken, has, after(before, once), () => `m${newId()}`)
      expect([twice.steps, twice.problems]).toEqual([[], []])
    }), { numRuns: 2_000 })
  })
})

describe('the way back', () => {
  const change: Written = { kind: 'point', subject: 'p', pointId: null, before: { name: 'Кафе', note: '' }, after: { name: 'Бар', note: 'касса' } }
  const made: Written = { kind: 'point', subject: 'q', pointId: null, before: null, after: { name: 'Новое' } }

  test('what nobody touched goes back as it was, and what was made goes', () => {
    expect(wayBack([change, made], ({ subject }) => (subject === 'p' ? { name: 'Бар', note: 'касса', address: 'x' } : { name: 'Новое', address: '' })))
      .toEqual({ restore: [{ kind: 'point', subject: 'p', pointId: null, values: { name: 'Кафе', note: '' } }], remove: [{ kind: 'point', subject: 'q', pointId: null }], left: [] })
  })

  test('what somebody changed since stays as he left it, the rest goes back', () => {
    const { restore, remove, left } = wayBack([change, made], ({ subject }) => (subject === 'p' ? { name: 'Бар', note: 'три кассы' } : { name: 'Новое имя' }))
    expect(restore).toMatchObject([{ values: { name: 'Кафе' } }])
    expect(remove).toEqual([])
    expect(left).toEqual([{ kind: 'point', subject: 'p', pointId: null, reason: 'changed_since', field: 'note' }, { kind: 'point', subject: 'q', pointId: null, reason: 'changed_since', field: 'name' }])
  })

  test('what is gone needs no way back', () => {
    expect(wayBack([change, made], () => null)).toEqual({ restore: [], remove: [], left: [] })
  })
})
