import { describe, expect, it } from 'vitest'
import { linesOf, minutesBetween, numbersIn, sharesOf, totalOf } from './sums.ts'

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

const row = (id: string, state: 'open' | 'proposed', minute: number, components: ('site' | 'central')[] = ['site']) => ({ id, state, components, openedAt: state === 'open' ? `2026-03-17T19:${minute}:00Z` : null, startedAt: `2026-03-17T19:${minute}:00Z` })

const lines = (rows: ReturnType<typeof row>[], decides = true, alarmed: string | null = null) => linesOf(rows, { decides, alarmed }).map(one => one.id)

describe('pains 12 one outage has one line on top of the screen', () => {
  it('a proposal of which an alarm tells above is not said twice; others are', () => {
    const rows = [row('p', 'proposed', 20), row('q', 'proposed', 25)]
    expect(lines(rows, true, '/incidents/p')).toEqual(['q'])
    expect(lines(rows)).toEqual(['q', 'p'])
  })
  it('a proposal of parts that an open outage names already has no line of its own; one of further parts has', () => {
    expect(lines([row('p', 'proposed', 25), row('o', 'open', 10)])).toEqual(['o'])
    expect(lines([row('p', 'proposed', 25, ['site', 'central']), row('o', 'open', 10)])).toEqual(['p', 'o'])
    expect(lines([row('p', 'proposed', 25, []), row('o', 'open', 10)])).toEqual(['p', 'o'])
  })
  it('who does not decide sees what is open, the newest first', () => {
    expect(lines([row('p', 'proposed', 30, []), row('o', 'open', 10), row('n', 'open', 20)], false)).toEqual(['n', 'o'])
  })
})
