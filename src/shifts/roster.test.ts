import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour } from '../lib/instant.ts'
import { dutyOf, holesIn, isOnShift, onDuty, presentAt, without, type Entry, type Span } from './roster.ts'

const at = (text: string): number => Date.parse(`2026-03-${text}+03:00`)
const shift = (staffId: string, from: string, to: string): Entry => ({ staffId, from: at(from), to: at(to), kind: 'shift', substituteId: null })
const call = (staffId: string, from: string, to: string): Entry => ({ ...shift(staffId, from, to), kind: 'on_call' })
const away = (staffId: string, from: string, to: string, substituteId: string | null = null): Entry => ({ ...shift(staffId, from, to), kind: 'absence', substituteId })

const annasDay = shift('anna', '17T09:00', '17T23:00')
const week = [annasDay, shift('igor', '18T09:00', '18T23:00'), call('marina', '17T23:00', '18T09:00')]

describe('who is at work', () => {
  const rows: readonly { says: string; entries: readonly Entry[]; when: string; expected: readonly string[] }[] = [
    { says: 'the shift begins at its first minute', entries: week, when: '17T09:00', expected: ['anna'] },
    { says: 'a minute before nobody is on', entries: week, when: '17T08:59', expected: [] },
    { says: 'the shift is over at its last minute', entries: week, when: '17T23:00', expected: [] },
    { says: 'whoever is away is not at work, though the shift stands', entries: [...week, away('anna', '17T00:00', '18T00:00')], when: '17T12:00', expected: [] },
    { says: 'a substitute stands in during the absence', entries: [...week, away('anna', '17T12:00', '17T15:00', 'igor')], when: '17T12:00', expected: ['igor'] },
    { says: 'after the absence the shift is her own again', entries: [...week, away('anna', '17T12:00', '17T15:00', 'igor')], when: '17T15:00', expected: ['anna'] },
    { says: 'a substitute has only the hours of the shift', entries: [...week, away('anna', '16T00:00', '19T00:00', 'igor')], when: '17T08:00', expected: [] },
    { says: 'a substitute who is away himself covers nothing', entries: [annasDay, away('anna', '17T00:00', '18T00:00', 'igor'), away('igor', '17T10:00', '17T12:00', 'marina')], when: '17T11:00', expected: [] },
    { says: 'a substitute with a shift of his own counts once', entries: [annasDay, shift('igor', '17T09:00', '17T23:00'), away('anna', '17T00:00', '18T00:00', 'igor')], when: '17T11:00', expected: ['igor'] },
    { says: 'a night on call is no shift', entries: week, when: '18T03:00', expected: [] },
  ]
  test.each(rows)('$says', ({ entries, when, expected }) => expect(onDuty(entries, 'shift', at(when))).toEqual(expected))

  test('at night whoever is on call is called, and whoever stands in for him when he is ill', () => {
    expect(onDuty(week, 'on_call', at('18T03:00'))).toEqual(['marina'])
    expect(onDuty([...week, away('marina', '17T00:00', '19T00:00', 'igor')], 'on_call', at('18T03:00'))).toEqual(['igor'])
  })

  test('a substitute\'s stretch says whose shift it is', () => {
    expect(dutyOf([annasDay, away('anna', '17T20:00', '18T20:00', 'igor')], 'shift')).toEqual([
      { staffId: 'anna', from: at('17T09:00'), to: at('17T20:00'), insteadOf: null }, { staffId: 'igor', from: at('17T20:00'), to: at('17T23:00'), insteadOf: 'anna' },
    ])
  })
})

describe('is this colleague on', () => {
  const rows: readonly { says: string; entries: readonly Entry[]; who: string; when: string; expected: boolean | null }[] = [
    { says: 'on: the shift covers it', entries: week, who: 'anna', when: '17T14:00', expected: true },
    { says: 'off: the shift of another day', entries: week, who: 'igor', when: '17T14:00', expected: false },
    { says: 'off at night between two shifts of the desk', entries: week, who: 'anna', when: '18T03:00', expected: false },
    { says: 'nobody is off where no shift is planned near', entries: week, who: 'anna', when: '25T14:00', expected: null },
    { says: 'nobody is off on a desk without a roster', entries: [], who: 'anna', when: '17T14:00', expected: null },
    { says: 'who is on leave is off, roster or not', entries: [away('anna', '20T00:00', '30T00:00')], who: 'anna', when: '25T14:00', expected: false },
    { says: 'the colleagues of somebody on leave are not off for that', entries: [away('anna', '20T00:00', '30T00:00')], who: 'igor', when: '25T14:00', expected: null },
  ]
  test.each(rows)('$says', ({ entries, who, when, expected }) => expect(isOnShift(entries, who, at(when))).toBe(expected))
})

describe('who can be given work', () => {
  const members = [{ id: 'anna', role: 'specialist' }, { id: 'igor', role: 'specialist' }, { id: 'marina', role: 'lead' }]
  test('with a roster those on shift, a lead too when he has one', () => {
    expect(presentAt([annasDay, shift('marina', '17T09:00', '17T18:00')], members, at('17T14:00'))).toEqual({ kept: true, ids: ['anna', 'marina'] })
  })
  test('without a roster every specialist who is not away', () => {
    expect(presentAt([away('anna', '17T00:00', '18T00:00')], members, at('17T14:00'))).toEqual({ kept: false, ids: ['igor'] })
  })
  test('whoever left the service is given nothing, though old shifts name him', () => {
    expect(presentAt(week, members.filter(({ id }) => id !== 'anna'), at('17T14:00'))).toEqual({ kept: true, ids: [] })
  })
})

describe('holes of the service time', () => {
  const open = [{ from: at('17T09:00'), to: at('17T23:00') }, { from: at('18T09:00'), to: at('18T23:00') }]
  test('a full roster has none', () => expect(holesIn(week, open)).toEqual([]))
  test('a short shift leaves the evening open', () => {
    expect(holesIn([shift('anna', '17T09:00', '17T21:00'), week[1]!], open)).toEqual([{ from: at('17T21:00'), to: at('17T23:00') }])
  })
  test('an absence without a substitute opens a hole, a substitute closes it', () => {
    expect(holesIn([...week, away('igor', '18T00:00', '18T12:00')], open)).toEqual([{ from: at('18T09:00'), to: at('18T12:00') }])
    expect(holesIn([...week, away('igor', '18T00:00', '18T12:00', 'marina')], open)).toEqual([])
  })
  test('a night on call covers no service time', () => expect(holesIn([call('anna', '17T00:00', '19T00:00')], open)).toEqual(open))
})

describe('whatever the roster is', () => {
  const staff = fc.constantFrom('a', 'b', 'c')
  const spanOf = fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 30 })).map(([from, length]): Span => ({ from: from * hour, to: (from + length) * hour }))
  const entries = fc.array(fc.record({ staffId: staff, span: spanOf, kind: fc.constantFrom('shift' as const, 'on_call' as const, 'absence' as const), substituteId: fc.option(staff) })
    .map(({ span, substituteId, ...rest }): Entry => ({ ...rest, ...span, substituteId: rest.kind === 'absence' && substituteId !== rest.staffId ? substituteId : null })), { maxLength: 12 })
  const instant = fc.integer({ min: 0, max: 5 * 24 }).map(hours => hours * hour)

  test('nobody is on duty while written down as away', () => {
    fc.assert(fc.property(entries, instant, (all, when) => {
      for (const id of onDuty(all, 'shift', when)) expect(all.some(entry => entry.kind === 'absence' && entry.staffId === id && entry.from <= when && when < entry.to)).toBe(false)
    }))
  })

  test('an instant of service time lies in a hole exactly when nobody is on shift', () => {
    fc.assert(fc.property(entries, instant, (all, when) => {
      const holes = holesIn(all, [{ from: 0, to: 5 * day }])
      expect(holes.some(hole => hole.from <= when && when < hole.to)).toBe(when < 5 * day && onDuty(all, 'shift', when).length === 0)
    }))
  })

  test('cutting in any order leaves the same, and nothing of what was cut', () => {
    fc.assert(fc.property(fc.array(spanOf, { maxLength: 6 }), instant, (cuts, when) => {
      const left = without([{ from: 0, to: 5 * day }], cuts)
      expect(without([{ from: 0, to: 5 * day }], cuts.toReversed())).toEqual(left)
      expect(left.some(part => part.from <= when && when < part.to)).toBe(when < 5 * day && !cuts.some(cut => cut.from <= when && when < cut.to))
    }))
  })
})
