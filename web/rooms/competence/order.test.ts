import { describe, expect, test } from 'vitest'
import { jupiterDocument } from '../../../test/jupiter.ts'
import { rowsOf } from '../../../src/competence/rows.ts'
import { moved, without, wordsOf } from './order.ts'
import { nextStep, runsOf } from './runs.ts'
import { isWhole } from './whole.ts'

const row = (id: string) => {
  const found = rowsOf(jupiterDocument, []).find(one => one.id === id)
  if (found === undefined) throw new Error(`no topic ${id}`)
  return found
}

describe('rows of the editor', () => {
  test('a row moves and the others keep their order; nothing moves out of the list', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
    expect(moved(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c'])
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(without(['a', 'b', 'c'], 1)).toEqual(['a', 'c'])
  })

  test('words to find by are taken apart at commas and lines, once each, no more than fit', () => {
    expect(wordsOf('принтер, чек;  принтер\nкухня,,', 10)).toEqual(['принтер', 'чек', 'кухня'])
    expect(wordsOf('а, б, в', 2)).toEqual(['а', 'б'])
  })

  test('a card with an empty line is not whole', () => {
    const { card } = row('4.5.7')
    expect(isWhole(card)).toBe(true)
    expect(isWhole({ ...card, procedure: { steps: [{ id: 'new', text: '  ', part: null, snippet: null }] } })).toBe(false)
    expect(isWhole({ ...card, deliverable: { title: '', fields: [], fileRequired: true } })).toBe(false)
    expect(isWhole({ ...card, notPerformed: [''] })).toBe(false)
  })
})

describe('R-4.4.2 steps by sub-topic', () => {
  const { card: { procedure: { steps } }, parts } = row('4.4.2')

  test('the steps of each device stand together, between those for all', () => {
    expect(runsOf(steps, parts).map(run => run.part?.id ?? 'all')).toEqual(['all', 'a', 'b', 'c', 'd', 'all'])
    expect(runsOf(steps, []).map(run => run.steps.length)).toEqual([steps.length])
  })

  test('the next step is one for all until a device is known, then that device\'s own', () => {
    const done: Record<string, boolean> = { which: true }
    expect(nextStep(steps, parts, done)?.id).toBe('power')
    expect(nextStep(steps, parts, { ...done, power: true })?.id).toBe('tell')
    expect(nextStep(steps, parts, { ...done, power: true, 'printer-page': true })?.id).toBe('printer-route')
    expect(nextStep(steps, parts, { ...done, power: true, tell: true })).toBeNull()
    expect(nextStep(steps, parts, { ...done, power: false })?.id).toBe('power')
  })
})
