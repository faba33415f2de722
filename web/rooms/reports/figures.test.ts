import { describe, expect, test } from 'vitest'
import { isMonth, load, monthsBack, reasonSlices, slices, termKey, terms } from './figures.ts'

const figures = {
  'clock/reaction/kept': 9, 'clock/reaction/broken': 1, 'clock/reaction/kept/1': 3, 'clock/reaction/broken/1': 1, 'clock/reaction/kept/3': 6, 'clock/result/running': 2, 'clock/result/running/2': 2,
  'reason/reaction/late': 1, 'reason/result/developers': 4, 'topic/4.4.2': 5, 'topic/4.1.1': 7, 'topic/none': 5, 'specialist/a': 2, 'specialist/a/broken': 1, 'hour/0/9': 4, 'hour/6/23': 8,
}

describe('R-3.1.2 the table of terms', () => {
  test('all categories first, then those that there were, with the share of what has been decided', () => {
    expect(terms(figures)).toEqual([
      { clock: 'reaction', category: null, kept: 9, broken: 1, running: 0, share: 0.9 }, { clock: 'reaction', category: 1, kept: 3, broken: 1, running: 0, share: 0.75 },
      { clock: 'reaction', category: 3, kept: 6, broken: 0, running: 0, share: 1 },
      { clock: 'result', category: null, kept: 0, broken: 0, running: 2, share: null }, { clock: 'result', category: 2, kept: 0, broken: 0, running: 2, share: null },
    ])
  })
  test('each cell opens the figure that it shows', () => {
    expect([termKey({ clock: 'reaction', category: null }, 'kept'), termKey({ clock: 'result', category: 2 }, 'running')]).toEqual(['clock/reaction/kept', 'clock/result/running/2'])
  })
})

test('slices are right under their key, biggest first, equal ones by name', () => {
  expect(slices(figures, 'topic').map(({ id }) => id)).toEqual(['4.1.1', '4.4.2', 'none'])
  expect(slices(figures, 'specialist')).toEqual([{ key: 'specialist/a', id: 'a', count: 2 }])
  expect(reasonSlices(figures).map(({ key }) => key)).toEqual(['reason/result/developers', 'reason/reaction/late'])
})

test('the load has an hour for every hour of the week', () => {
  const { rows, most } = load(figures)
  expect([rows.length, rows[0]!.length, rows[0]![9], rows[6]![23], rows[3]![12], most]).toEqual([7, 24, 4, 8, 0, 8])
})

test.each([['2026-11', ['2026-11', '2026-10', '2026-09']], ['2026-01', ['2026-01', '2025-12', '2025-11']]])('months back from %s', (current, expected) => {
  expect(monthsBack(current, 3)).toEqual(expected)
})

test.each([['2026-11', true], ['2026-13', false], ['26-11', false], [202_611, false], [undefined, false]])('%s is a month: %s', (text, expected) => {
  expect(isMonth(text)).toBe(expected)
})
