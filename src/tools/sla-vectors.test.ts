import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkVectors } from './sla-vectors.ts'

const folder = new URL('../../../shared/corpora/sla/', import.meta.url)
const files = ['vectors.json', 'jupiter-vectors.json']
const missing = files.filter((name) => !existsSync(new URL(name, folder)))
const demanded = process.env['REQUIRE_PEERS'] === '1'
if (missing.length > 0) console.warn(`SKIPPED: the shared SLA vectors (${missing.join(', ')}) are not at ../shared/corpora/sla`)

describe.skipIf(missing.length > 0 && !demanded)('the shared vectors', () => {
  test.each(files)('%s passes whole', (name) => {
    const outcomes = checkVectors(JSON.parse(readFileSync(new URL(name, folder), 'utf8')), name)
    expect(outcomes.length).toBeGreaterThan(10)
    expect(outcomes.filter(({ failure }) => failure !== null)).toEqual([])
  })
})

const utc = { timezone: 'Etc/UTC', weekly: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] }, holidays: [] }
const add = { id: 'v', calendar: utc, op: 'add', from: '2026-06-01T10:00:00Z', amount: 'PT8H', expect: '2026-06-02T10:00:00Z' }
const failureOf = (vector: object) => checkVectors([vector], 'file.json')[0]!.failure

describe('calendar vectors', () => {
  test.each([
    ['an instant compares as an instant', { ...add, expect: '2026-06-02T13:00:00.000+03:00' }],
    ['a duration compares by length', { ...add, op: 'between', to: '2026-06-08T00:00:00Z', expect: 'PT900M' }],
    ['nothing lies in an interval that ends before it begins', { ...add, op: 'between', to: '2026-05-30T00:00:00Z', expect: 'PT0S' }],
    ['a bare date compares as a local date', { ...add, from: '2026-06-03', amount: { workingDays: 1 }, expect: '2026-06-09' }],
    ['a calendar that never opens has no next opening', { ...add, op: 'nextOpen', calendar: { ...utc, weekly: {} }, expect: null }],
  ])('%s', (_, vector) => {
    expect(failureOf(vector)).toBeNull()
  })
  test.each([
    ['a wrong answer names both', { ...add, expect: '2026-06-02T10:00:01Z' }, 'expected "2026-06-02T10:00:01Z", got 2026-06-02T10:00:00.000Z'],
    ['an unknown op', { ...add, op: 'subtract' }, 'unknown op "subtract"'],
    ['an unknown key', { ...add, extra: 1 }, 'unknown key extra in vector'],
    ['an unknown key of the calendar', { ...add, calendar: { ...utc, lunch: [] } }, 'unknown key lunch in calendar'],
    ['an unknown unit', { ...add, amount: { weeks: 1 } }, 'unknown key weeks in amount'],
    ['an unknown zone', { ...add, calendar: { ...utc, timezone: 'Mars/Olympus' } }, 'unknown_zone'],
    ['an instant without a zone', { ...add, from: '2026-06-01T10:00:00' }, 'not an instant'],
  ])('%s fails', (_, vector, failure) => {
    expect(failureOf(vector)).toContain(failure)
  })
})

describe('clock vectors', () => {
  const head = { format: 'jupiter-clock-vectors/1', calendars: { service: utc, state: utc } }
  const vector = { id: 'J', title: '', clauses: [], why: '', events: [{ type: 'received', at: '2026-06-01T10:00:00Z', channel: 'telegram' }], expect: { triageDueAt: '2026-06-01T10:30:00Z', resultDueAt: null, cycles: 1, state: 'registered' } }
  const fails = (change: object, top: object = {}) => checkVectors({ ...head, vectors: [{ ...vector, ...change }], ...top }, 'file.json')[0]!.failure
  test('a vector that holds', () => expect(fails({})).toBeNull())
  test.each([
    ['a wrong expectation', { expect: { state: 'triaged' } }, 'state: expected "triaged", got "registered"'],
    ['an expectation that there is none', { expect: { triageDueAt: null } }, 'triageDueAt: expected null, got 2026-06-01T10:30:00.000Z'],
    ['an unknown expectation', { expect: { mood: 'good' } }, 'unknown expectation mood'],
    ['an inherited word is no expectation', { expect: { toString: 1 } }, 'unknown expectation toString'],
    ['an unknown event', { events: [{ type: 'escalated', at: '2026-06-01T10:00:00Z' }] }, 'unknown event type "escalated"'],
    ['an unknown key of an event', { events: [{ type: 'received', at: '2026-06-01T10:00:00Z', mood: 1 }] }, 'unknown key mood in event'],
    ['an unknown reading', { policy: { workingDay: 'lunar' } }, 'unknown workingDay "lunar"'],
    ['an unknown switch', { policy: { speed: 1 } }, 'unknown key speed in policy'],
    ['an unknown category', { events: [...vector.events, { type: 'triaged', at: '2026-06-01T10:00:00Z', category: 4 }] }, 'unknown category 4'],
    ['an unknown key', { extra: 1 }, 'unknown key extra in vector'],
  ])('%s fails', (_, change, failure) => {
    expect(fails(change)).toContain(failure)
  })
  test('a format of another number fails as a whole', () => expect(fails({}, { format: 'jupiter-clock-vectors/2' })).toContain('unknown format'))
  test('a file of no known shape is one failure', () => expect(checkVectors({ hello: 1 }, 'x.json')).toEqual([{ id: 'x.json', failure: expect.stringContaining('neither') }]))
})
