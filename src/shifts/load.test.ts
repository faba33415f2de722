import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextAssignee, noLoad, openOf, weightOf, type Candidate, type Load } from './load.ts'

const who = (id: string, load: Partial<Load> = {}, newestAt: number | null = null): Candidate => ({ id, load: { ...noLoad, ...load }, newestAt })

describe('who takes the next ticket', () => {
  const rows: readonly { says: string; present: readonly Candidate[]; expected: string | null }[] = [
    { says: 'the one with less work', present: [who('anna', { ready: 3 }), who('igor', { ready: 2 })], expected: 'igor' },
    { says: 'a stopped restaurant weighs more than one ticket that can wait its turn', present: [who('anna', { urgent: 1 }), who('igor', { ready: 1 })], expected: 'igor' },
    { says: 'ten tickets that wait for customers weigh less than four in work', present: [who('anna', { waiting: 10 }), who('igor', { ready: 4 })], expected: 'anna' },
    { says: 'suspended tickets weigh nothing', present: [who('anna', { suspended: 20 }), who('igor', { waiting: 1 })], expected: 'anna' },
    { says: 'of two with the same work, whose customer waits for an answer is passed over', present: [who('anna', { ready: 1, unanswered: 1 }), who('igor', { ready: 1 })], expected: 'igor' },
    { says: 'of equals the one who has been longest without a new ticket', present: [who('anna', { ready: 1 }, 200), who('igor', { ready: 1 }, 100)], expected: 'igor' },
    { says: 'who has none at all comes before who got one long ago', present: [who('anna', {}, 100), who('igor')], expected: 'igor' },
    { says: 'nobody is there: nobody', present: [], expected: null },
  ]
  test.each(rows)('$says', ({ present, expected }) => expect(nextAssignee(present)).toBe(expected))
})

const load = fc.record({ urgent: fc.nat(3), untriaged: fc.nat(5), ready: fc.nat(9), waiting: fc.nat(9), withOthers: fc.nat(5), suspended: fc.nat(5), unanswered: fc.nat(5), oldestUnanswered: fc.constant(null) })
const crowd = fc.uniqueArray(fc.record({ id: fc.uuid(), load, newestAt: fc.option(fc.nat()) }), { selector: one => one.id, maxLength: 8 })

test('the choice is one of those present, nobody has less, and the order in which they stand does not matter', () => {
  fc.assert(fc.property(crowd, present => {
    const chosen = nextAssignee(present)
    expect(nextAssignee(present.toReversed())).toBe(chosen)
    const weights = present.map(one => weightOf(one.load))
    expect(chosen === null ? null : weightOf(present.find(one => one.id === chosen)!.load)).toBe(weights.length === 0 ? null : Math.min(...weights))
  }))
})

test('tickets given out one after another never leave two people more than one ticket apart', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 40 }), (people, tickets) => {
    const crew = Array.from({ length: people }, (_, index) => who(String(index)))
    for (let time = 1; time <= tickets; time++) {
      const index = crew.findIndex(one => one.id === nextAssignee(crew))
      crew[index] = who(crew[index]!.id, { ready: crew[index]!.load.ready + 1 }, time)
    }
    const counts = crew.map(one => openOf(one.load))
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  }))
})
