import { describe, expect, test } from 'vitest'
import { keepMarks, keepSelection, markStretch, moveSelection, noMarks, toggleMark } from './selection.ts'

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

const marked = (marks: { numbers: ReadonlySet<number> }) => [...marks.numbers].sort((a, b) => a - b)

describe('rows chosen for one act', () => {
  test('a second press takes the mark away', () => {
    expect(marked(toggleMark(noMarks, 5))).toEqual([5])
    expect(marked(toggleMark(toggleMark(noMarks, 5), 5))).toEqual([])
  })
  test('with Shift everything between, upwards too; without a first mark the row alone', () => {
    expect(marked(markStretch(toggleMark(noMarks, 3), 9, rows(1, 3, 5, 9, 11)))).toEqual([3, 5, 9])
    expect(marked(markStretch(toggleMark(noMarks, 9), 3, rows(1, 3, 5, 9, 11)))).toEqual([3, 5, 9])
    expect(marked(markStretch(noMarks, 5, rows(1, 3, 5)))).toEqual([5])
  })
  test('a ticket that left the list is no longer chosen, the others stay', () => {
    const marks = markStretch(toggleMark(noMarks, 3), 9, rows(3, 5, 9))
    expect(marked(keepMarks(marks, rows(3, 9)))).toEqual([3, 9])
    expect(keepMarks(marks, rows(9, 5, 3))).toBe(marks)
  })
})
