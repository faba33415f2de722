import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hour, minute } from '../lib/instant.ts'
import { figuresOf, type Scope } from './figures.ts'
import { isIn, monthOf } from './period.ts'
import { months } from './random.fixture.ts'
import type { ReportRow } from './row.ts'
import { behind, count, figure, median, noTotals, under, type Totals } from './totals.ts'

const period = monthOf('2026-11', 'Europe/Moscow')!
const scopes: readonly Scope[] = ['service', 'company']
const totalsOf = (rows: readonly ReportRow[], scope: Scope): Totals => {
  const totals = noTotals(period, scope)
  for (const row of rows) count(totals, row)
  return totals
}
const sizes = (totals: Totals) => Object.fromEntries([...totals.figures].map(([key, list]) => [key, list.length]))
const sum = (parts: readonly [string, number][]) => parts.reduce((all, [, n]) => all + n, 0)
const property = (claim: (rows: readonly ReportRow[], scope: Scope) => void) => fc.assert(fc.property(months, fc.constantFrom(...scopes), claim), { numRuns: 150 })

describe('pain 39 totals equal the sum of the rows', () => {
  test('each figure is the number of rows behind it, and they are the rows that count in it', () => property((rows, scope) => {
    const totals = totalsOf(rows, scope)
    for (const [key, list] of totals.figures) {
      const own = rows.filter(row => figuresOf(row, period, scope).includes(key))
      expect(list.length).toBe(own.length)
      expect(behind(totals, key)).toEqual(own.map(({ number, cycle }) => ({ number, cycle })))
    }
    for (const row of rows) for (const key of figuresOf(row, period, scope)) expect(totals.figures.has(key)).toBe(true)
  }))

  test('no row of the month is lost and none is counted twice: received, carried over, spam or another month', () => property((rows, scope) => {
    const totals = totalsOf(rows, scope)
    for (const row of rows) {
      const keys = figuresOf(row, period, scope)
      const groups = ['received', 'carried', 'spam'].filter(key => keys.includes(key))
      expect(groups.length).toBe(keys.length === 0 ? 0 : 1)
      expect(keys.length).toBe(new Set(keys).size)
      if (isIn(period, row.receivedAt) && row.end !== 'spam') expect(groups).toEqual(['received'])
    }
    expect(totals.refs.length).toBe(figure(totals, 'received') + figure(totals, 'carried') + figure(totals, 'spam'))
  }))

  test('whatever the month is divided by, the parts add up to what was received', () => property((rows, scope) => {
    const totals = totalsOf(rows, scope)
    const received = figure(totals, 'received')
    expect(figure(totals, 'new') + figure(totals, 'again')).toBe(received)
    expect(figure(totals, 'open') + figure(totals, 'ended')).toBe(received)
    expect(sum(under(totals, 'ended'))).toBe(figure(totals, 'ended'))
    for (const prefix of ['category', 'topic', 'channel']) expect(sum(under(totals, prefix))).toBe(received)
    expect([...totals.figures].reduce((all, [key, list]) => all + (/^hour\/\d\/\d+$/.test(key) ? list.length : 0), 0)).toBe(received)
    if (scope === 'service') for (const prefix of ['company', 'specialist']) expect(sum(under(totals, prefix))).toBe(received)
    expect(figure(totals, 'carried/open') + figure(totals, 'carried/ended')).toBe(figure(totals, 'carried'))
    for (const clock of ['triage', 'reaction', 'result']) {
      for (const standing of ['kept', 'broken', 'running', 'none']) expect(sum(under(totals, `clock/${clock}/${standing}`))).toBe(figure(totals, `clock/${clock}/${standing}`))
      expect(sum(under(totals, `reason/${clock}`))).toBe(figure(totals, `clock/${clock}/broken`))
    }
  }))

  test('the pauses of the month are those of its rows', () => property((rows, scope) => {
    const totals = totalsOf(rows, scope)
    const pauses = rows.filter(row => figuresOf(row, period, scope).includes('received')).flatMap(row => row.pauses)
    expect(totals.pauses).toEqual({ count: pauses.length, open: pauses.reduce((sum, pause) => sum + pause.open, 0) })
  }))

  test('the order in which rows are counted changes no figure', () => property((rows, scope) => {
    expect(sizes(totalsOf(rows.toReversed(), scope))).toEqual(sizes(totalsOf(rows, scope)))
  }))
})

describe('A-08, R-3.1.2 a customer’s month keeps the service’s matters out', () => {
  test('no specialist, no other company, no triage, no spam', () => property(rows => {
    const keys = [...totalsOf(rows, 'company').figures.keys()]
    expect(keys.filter(key => /^(specialist|company|spam|clock\/triage|reason\/triage)/.test(key))).toEqual([])
  }))
})

test.each([
  ['nothing', [], null], ['one', [5], 5], ['an odd number: the middle one', [9, 1, 5], 5], ['an even number: the earlier of the two in the middle, a time that really happened', [8 * hour, 2 * minute, 4 * minute, hour], 4 * minute],
])('the usual time of %s', (_says, lengths, expected) => {
  expect(median(lengths)).toBe(expected)
})
