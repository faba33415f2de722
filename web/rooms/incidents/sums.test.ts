import { describe, expect, it } from 'vitest'
import { minutesBetween, numbersIn, sharesOf, totalOf } from './sums.ts'

describe('sums of an outage', () => {
  it.each([
    ['1103', [1103]], ['№ 1103, 1107\n1103', [1103, 1107]], ['1103;1107', [1103, 1107]], ['', null], ['  ', null], ['1103 и ещё', null], ['1234567890', null],
  ])('numbers in «%s»', (text, numbers) => expect(numbersIn(text)).toEqual(numbers))

  it('pains 12 the bar shows everybody once; nobody to tell is an empty bar', () => {
    const shares = sharesOf({ reached: 3, underWay: 1, notReached: 2 })
    expect(shares.reached + shares.underWay + shares.notReached).toBeCloseTo(100)
    expect(sharesOf({ reached: 0, underWay: 0, notReached: 0 })).toEqual({ reached: 0, underWay: 0, notReached: 0 })
    expect(totalOf({ reached: 3, underWay: 1, notReached: 2 })).toBe(6)
  })

  it('a burst inside one minute took a minute', () => {
    expect(minutesBetween('2026-03-17T16:12:00Z', '2026-03-17T16:12:10Z')).toBe(1)
    expect(minutesBetween('2026-03-17T16:12:00Z', '2026-03-17T16:16:01Z')).toBe(5)
  })
})
