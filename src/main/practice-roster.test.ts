import { describe, expect, test } from 'vitest'
import { hour, type Instant } from '../lib/instant.ts'
import { awayAt, dutyOf, isOnShift, onDuty } from '../shifts/roster.ts'
import { practiceRoster, practiceWeek } from './practice-roster.ts'

const people = { anna: 'anna', igor: 'igor', marina: 'marina', newcomer: 'newcomer' }
const at = (text: string): Instant => Date.parse(`${text}+03:00`)

describe('the roster of the practice desk', () => {
  test.each(['2026-03-17T02:10', '2026-03-17T08:59', '2026-03-17T12:00', '2026-03-17T22:40', '2026-03-17T23:59', '2026-12-31T23:30'])('whoever opens practice at %s is on shift', text => {
    const now = at(text)
    expect(isOnShift(practiceRoster(people, now), 'newcomer', now)).toBe(true)
  })

  test('nobody has two duties at once, and everything lies in the week', () => {
    for (let hours = 0; hours < 48; hours++) {
      const now = at('2026-03-17T00:30') + hours * hour
      const { from, to } = practiceWeek(now)
      const entries = practiceRoster(people, now)
      for (const one of entries) {
        expect(one.from >= from && one.from < to && one.from < one.to).toBe(true)
        if (one.kind !== 'absence') expect(entries.filter(other => other !== one && other.kind !== 'absence' && other.staffId === one.staffId && other.from < one.to && one.from < other.to)).toEqual([])
      }
    }
  })

  test('an absent colleague is stood in for, nights have somebody to call, each day has a specialist', () => {
    const now = at('2026-03-17T12:00')
    const entries = practiceRoster(people, now)
    const absent = at('2026-03-19T12:00')
    expect(awayAt(entries, absent)).toEqual(['igor'])
    expect(dutyOf(entries, 'shift')).toContainEqual({ staffId: 'anna', from: at('2026-03-19T09:00'), to: at('2026-03-19T21:00'), insteadOf: 'igor' })
    for (let place = 0; place < 8; place++) {
      expect(onDuty(entries, 'shift', now + place * 24 * hour).some(id => id === 'anna' || id === 'igor'), String(place)).toBe(true)
      expect(onDuty(entries, 'on_call', at('2026-03-17T03:00') + (place + 1) * 24 * hour)).toEqual(['marina'])
    }
  })

  test('before the newcomer has come nobody stands in the roster for him', () => {
    expect(new Set(practiceRoster({ ...people, newcomer: null }, at('2026-03-17T12:00')).map(({ staffId }) => staffId))).toEqual(new Set(['anna', 'igor', 'marina']))
  })
})
