import { describe, expect, test } from 'vitest'
import { keepSelection, moveSelection } from './selection.ts'

const rows = (...numbers: number[]) => numbers.map(number => ({ number }))

describe('where the keyboard stands in the queue', () => {
  test('it stays with its ticket when the list is fetched again in another order', () => {
    expect(keepSelection({ number: 7, index: 0 }, rows(3, 5, 7))).toEqual({ number: 7, index: 2 })
  })
  test('when the ticket left the list, the one now in its place is chosen', () => {
    expect(keepSelection({ number: 5, index: 1 }, rows(3, 7, 9))).toEqual({ number: 7, index: 1 })
    expect(keepSelection({ number: 9, index: 2 }, rows(3, 7))).toEqual({ number: 7, index: 1 })
    expect(keepSelection({ number: 9, index: 2 }, rows())).toBeNull()
  })
  test('the first step down goes to the top, the first step up to the bottom; the ends hold', () => {
    expect(moveSelection(null, 1, rows(3, 5))).toEqual({ number: 3, index: 0 })
    expect(moveSelection(null, -1, rows(3, 5))).toEqual({ number: 5, index: 1 })
    expect(moveSelection({ number: 5, index: 1 }, 1, rows(3, 5))).toEqual({ number: 5, index: 1 })
    expect(moveSelection({ number: 5, index: 1 }, -1, rows(3, 5))).toEqual({ number: 3, index: 0 })
  })
})
