import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../lib/instant.ts'
import { formatDuration } from './duration.ts'
import { fold } from './fold.ts'
import { tell } from './ledger-text.fixture.ts'
import { ledgerOf, type LedgerLine } from './ledger.ts'
import { afterwards, backward, desks, forward, tickets } from './random.fixture.ts'
import { read } from './reading.ts'
import type { Signal } from './signals.ts'
import { asked, at, disputed, jupiter, received, replied, reported, said, story, triaged } from './stories.fixture.ts'
import { clockNames } from './view.ts'

const manner = { time: (t: Instant) => said(t)!, length: formatDuration }
const lines = (signals: readonly Signal[], time: string, clock: (typeof clockNames)[number] = 'result') =>
  ledgerOf(read(signals, jupiter, at(time)), clock)!.lines.map((line) => tell(line, manner))

describe('why a due is what it is', () => {
  test('R-6.2.7 an hour over a night', () => {
    expect(lines(story(['06-01 22:30', received], ['06-01 22:40', triaged(1)]), '06-01 22:50', 'reaction')).toEqual([
      '06-01 22:30: ticket received, counting begins',
      '06-01 22:30 – 06-01 22:40: working time, PT10M counted',
      '06-01 22:40: category set, due 06-02 09:30',
      '06-01 22:40 – 06-01 22:50: working time, PT10M counted',
      '06-01 22:50 – 06-01 23:00: working time, another PT10M',
      '06-01 23:00 – 06-02 09:00: closed, nothing is counted',
      '06-02 09:00 – 06-02 09:30: working time, another PT30M',
      'Due: 06-02 09:30',
    ])
  })
  test('A-14, A-16 a suspension and the new due', () => {
    const told = lines(story(['06-01 10:00', received], ['06-01 10:00', triaged(2)], ['06-01 12:00', asked], ['06-03 12:00', replied]), '06-03 12:00')
    expect(told).toContain('06-02 12:00 – 06-03 12:00: paused while we waited for the customer; PT14H of working time not counted')
    expect(told).toContain('06-03 12:00: the customer answered and work went on; now due 06-07 10:00')
    expect(told.at(-1)).toBe('Due: 06-07 10:00')
  })
  test('A-14 while suspended: what was counted, what remains, no due', () => {
    const told = lines(story(['06-01 10:00', received], ['06-01 10:00', triaged(2)], ['06-01 12:00', asked]), '06-04 10:00')
    expect(told.slice(-4)).toEqual([
      '06-02 12:00: work suspended; the deadline returns when the customer answers',
      'Since 06-02 12:00: paused, waiting for the customer; PT26H of working time not counted so far',
      'PT54H of working time left',
      'The deadline returns when the customer answers',
    ])
  })
  test('A-20 the time a customer checks a result is no one’s', () => {
    expect(lines(story(['06-01 10:00', received], ['06-01 10:00', triaged(2)], ['06-01 12:00', reported], ['06-01 15:00', disputed]), '06-01 15:00'))
      .toContain('06-01 12:00 – 06-01 15:00: the customer was checking the result; PT3H of working time not counted')
  })
  test('a missed due says so', () => {
    expect(lines(story(['06-01 10:00', received], ['06-01 10:10', triaged(1)]), '06-01 12:00', 'reaction').at(-1)).toBe('Due: 06-01 11:00. The breach is on record')
  })
  test('no clock, no ledger', () => {
    expect(ledgerOf(read(story(['06-01 10:00', received]), jupiter, at('06-01 12:00')), 'result')).toBeNull()
  })
})

const sum = (all: readonly LedgerLine[]) => all.reduce((total, line) => (line.kind === 'counted' || line.kind === 'remains' ? total + line.open : total), 0)

test('random tickets: what is counted and what remains make the term, the last line is the due, lines follow one another', () => {
  fc.assert(fc.property(tickets(fc.oneof({ weight: 4, arbitrary: forward }, { weight: 1, arbitrary: backward })), desks, afterwards, (signals, policy, later) => {
    const now = signals.at(-1)!.at + later
    const view = fold(signals, policy, now)
    for (const clock of clockNames) {
      const ledger = ledgerOf(read(signals, policy, now), clock)
      const shown = view[clock]
      if (ledger === null || shown === null) {
        expect([ledger, shown]).toEqual([null, null])
        continue
      }
      expect(ledger.term).toBe(shown.elapsed + shown.remaining)
      expect(sum(ledger.lines)).toBe(ledger.term)
      expect(ledger.lines.at(-1)).toEqual({ kind: 'due', at: shown.dueAt, missed: shown.breachedAt !== null })
      const counted = ledger.lines.filter((line) => line.kind === 'counted' && !line.ahead)
      if (shown.remaining >= 0) expect(sum(counted)).toBe(shown.elapsed)
      const spans = ledger.lines.filter((line) => line.kind === 'counted' || line.kind === 'closed' || line.kind === 'paused')
      spans.slice(1).forEach((line, i) => expect(line.from).toBe(spans[i]!.to))
      if (shown.dueAt !== null) expect(ledger.lines.some((line) => line.kind === 'remains')).toBe(false)
    }
  }), { numRuns: 500 })
})
