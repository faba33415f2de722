import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { minute, type Instant } from '../lib/instant.ts'
import { openCalendar } from '../regulation/calendar.ts'
import type { AlarmKind } from './alarm.ts'
import { digestAt, groupStep, nextDigest, recipients, step, type Colleague, type Standing, type Wave } from './step.ts'
import type { AlarmValues } from './values.ts'

const service = openCalendar(jupiterPolicy.calendars.service)
const values: AlarmValues = { critical: { repeat: 3 * minute, lead: 5 * minute, head: 15 * minute }, triageLeft: 12 * minute, digestAt: 9 * 60 + 10 }
const at = (text: string): Instant => Date.parse(`2026-03-${text}+03:00`)
const standing = (raised: string, told: string | null, more: Partial<Standing> = {}): Standing => ({ kind: 'stop', about: {}, raisedAt: at(raised), toldAt: told === null ? null : at(told), ...more })
const who = (wave: Wave | null): string => (wave === null ? '' : [wave.shift && 'shift', wave.lead && 'lead', wave.head && 'head', wave.onCall && 'on call', wave.staff].filter(Boolean).join(', '))

describe('an urgent alarm, step by step', () => {
  const rows: readonly [string, string, string | null, string, boolean, string, string][] = [
    ['R-3.1.2 at once the shift', '17T14:00', null, '17T14:00', false, 'shift', '17T14:03'],
    ['R-3.1.2 after three minutes the shift again', '17T14:00', '17T14:00', '17T14:03', false, 'shift', '17T14:05'],
    ['R-3.1.2 after five the lead, and nobody else', '17T14:00', '17T14:03', '17T14:05', false, 'lead', '17T14:06'],
    ['R-3.1.2 then both', '17T14:00', '17T14:05', '17T14:06', false, 'shift, lead', '17T14:09'],
    ['R-3.1.2 after fifteen the head as well', '17T14:00', '17T14:12', '17T14:15', false, 'shift, lead, head', '17T14:18'],
    ['R-3.1.2 a look before its time tells nobody', '17T14:00', '17T14:03', '17T14:04', false, '', '17T14:05'],
    ['R-3.1.2 after downtime once, at the present level', '17T14:00', '17T14:00', '17T14:41', false, 'shift, lead, head', '17T14:42'],
    ['R-3.1.2 a first look that comes late reaches all whose time has come', '17T14:00', null, '17T14:07', false, 'shift, lead', '17T14:09'],
    ['S-9 at night nobody, and one looks again for somebody on call', '17T02:17', null, '17T02:17', false, '', '17T02:20'],
    ['S-9 at night those on call', '17T02:17', null, '17T02:17', true, 'on call', '17T02:20'],
    ['S-9 the last look of the night is at the opening', '17T08:58', null, '17T08:58', false, '', '17T09:00'],
    ['S-9 at the opening the shift, as fresh', '17T02:17', null, '17T09:00', false, 'shift', '17T09:03'],
    ['S-9 after a night on call the shift as well', '17T02:17', null, '17T09:00', true, 'shift', '17T09:03'],
    ['S-9 the closing minute is closed', '17T22:57', '17T22:57', '17T23:00', false, '', '17T23:03'],
    ['S-9 what the evening left goes on in the morning', '17T22:58', '17T22:58', '18T09:01', false, 'shift', '18T09:03'],
  ]
  test.each(rows)('%s', (_name, raised, told, now, onCall, expected, next) => {
    const found = step(standing(raised, told), at(now), values, service, onCall)
    expect([who(found.wave), found.nextAt]).toEqual([expected, at(next)])
  })

  test('S-6 a second dispute of category 1 reaches the lead with the first wave', () => {
    expect(who(step(standing('17T14:00', null, { kind: 'disputed', about: { lead: true } }), at('17T14:00'), values, service, false).wave)).toBe('shift, lead')
  })

  test.each<[AlarmKind, Standing['about'], string]>([
    ['second_dispute', {}, 'lead'], ['lead_called', {}, 'lead'], ['incident', { title: 'x' }, 'lead'], ['came_back', { staff: 'anna' }, 'anna'], ['came_back', { staff: null }, 'shift'],
  ])('%s %j is told once, in service hours', (kind, about, expected) => {
    const fresh = step({ kind, about, raisedAt: at('17T02:17'), toldAt: null }, at('17T02:17'), values, service, true)
    expect([who(fresh.wave), fresh.nextAt]).toEqual(['', at('17T09:00')])
    const told = step({ kind, about, raisedAt: at('17T02:17'), toldAt: null }, at('17T09:00'), values, service, false)
    expect([who(told.wave), told.nextAt]).toEqual([expected, null])
    expect(step({ kind, about, raisedAt: at('17T02:17'), toldAt: at('17T09:00') }, at('17T10:00'), values, service, false)).toEqual({ wave: null, nextAt: null })
  })

  test('R-3.1.2, S-9 whenever it is looked at: nobody in closed hours, nobody before his time, no wave for nothing, always a next look ahead', () => {
    const steps = fc.record({ repeat: fc.integer({ min: 1, max: 30 }), lead: fc.integer({ min: 1, max: 60 }), more: fc.integer({ min: 1, max: 120 }) })
    fc.assert(fc.property(fc.integer({ min: 0, max: 3 * 24 * 60 }), steps, fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (raisedMinute, { repeat, lead, more }, delays) => {
      const raisedAt = at('17T00:00') + raisedMinute * minute
      const own: AlarmValues = { ...values, critical: { repeat: repeat * minute, lead: lead * minute, head: (lead + more) * minute } }
      let now = raisedAt
      let toldAt: Instant | null = null
      const waves: { at: Instant; wave: Wave }[] = []
      for (const delay of delays) {
        const { wave, nextAt } = step({ kind: 'critical', about: {}, raisedAt, toldAt }, now, own, service, false)
        expect(nextAt).toBeGreaterThan(now)
        if (wave !== null) {
          expect(service.isOpen(now)).toBe(true)
          const passed = service.between(raisedAt, now)
          expect(wave.lead).toBe(wave.lead && passed >= own.critical.lead)
          expect(wave.head).toBe(wave.head && passed >= own.critical.head)
          expect(wave.shift || wave.lead || wave.head).toBe(true)
          waves.push({ at: now, wave })
          toldAt = now
        }
        // Most looks are punctual; some come late.
        now = nextAt! + (delay < 300 ? 0 : (delay - 300) * minute)
      }
      expect(new Set(waves.map(one => one.at)).size).toBe(waves.length)
      // The shift is told at most once in each stretch of `repeat`.
      const stretches = waves.filter(one => one.wave.shift).map(one => Math.floor(service.between(raisedAt, one.at) / own.critical.repeat))
      expect(new Set(stretches).size).toBe(stretches.length)
    }), { numRuns: 300 })
  })
})

const one = (id: string, role: Colleague['role'], more: Partial<Colleague> = {}): Colleague => ({ id, role, isOnShift: false, isOnCall: false, isAway: false, ...more })
const people = [one('anna', 'specialist', { isOnShift: true }), one('igor', 'specialist', { isOnCall: true }), one('marina', 'lead', { isOnShift: true }), one('pavel', 'lead'), one('olga', 'admin')]
/** Nobody has a shift, these are away. */
const awayed = (...ids: readonly string[]) => people.map(person => ({ ...person, isOnShift: false, isOnCall: false, isAway: ids.includes(person.id) }))
const wave = (more: Partial<Wave>): Wave => ({ shift: false, lead: false, head: false, onCall: false, staff: null, ...more })

describe('whom a wave reaches', () => {
  test.each<[string, Partial<Wave>, readonly Colleague[], string[]]>([
    ['the shift', { shift: true }, people, ['anna', 'marina']],
    ['each once', { shift: true, lead: true }, people, ['anna', 'marina']],
    ['the lead on shift, not the one at home', { lead: true }, people, ['marina']],
    ['any lead when none is on shift', { lead: true }, people.filter(({ id }) => id !== 'marina'), ['pavel']],
    ['the head when there is no lead', { lead: true }, people.filter(({ role }) => role !== 'lead'), ['olga']],
    ['the head', { head: true }, people, ['olga']],
    ['the lead when there is no head', { head: true }, people.slice(0, 4), ['marina', 'pavel']],
    ['without a roster all who work', { shift: true }, people.map(person => ({ ...person, isOnShift: false })), ['anna', 'igor', 'marina', 'pavel', 'olga']],
    ['without a roster nobody who is written down as away', { shift: true }, awayed('anna', 'olga'), ['igor', 'marina', 'pavel']],
    ['all when all are away: somebody has to hear of it', { shift: true }, awayed('anna', 'igor', 'marina', 'pavel', 'olga'), ['anna', 'igor', 'marina', 'pavel', 'olga']],
    ['the lead who is there, not the one on leave', { lead: true }, awayed('marina'), ['pavel']],
    ['the head when every lead is on leave', { lead: true }, awayed('marina', 'pavel'), ['olga']],
    ['the leads when the head is on leave', { head: true }, awayed('olga'), ['marina', 'pavel']],
    ['the shift for an owner who is on leave', { staff: 'pavel' }, people.map(person => ({ ...person, isAway: person.id === 'pavel' })), ['anna', 'marina']],
    ['who works alone', { shift: true, lead: true, head: true }, [one('olga', 'admin')], ['olga']],
    ['all when there is neither lead nor head', { lead: true }, people.slice(0, 2), ['anna']],
    ['those on call', { onCall: true }, people, ['igor']],
    ['the owner', { staff: 'pavel' }, people, ['pavel']],
    ['the shift for an owner who was let go', { staff: 'gone' }, people, ['anna', 'marina']],
  ])('%s', (_name, which, list, expected) => {
    expect(recipients(wave(which), list)).toEqual(expected)
  })
})

describe('what comes as a group', () => {
  test.each<[string, string | null, string, { tell: boolean; next: string }]>([
    ['R-6.2.2 never told: now', null, '17T14:18', { tell: true, next: '17T14:30' }],
    ['R-6.2.2 told just now: with the next one', '17T14:18', '17T14:20', { tell: false, next: '17T14:30' }],
    ['R-6.2.2 told twelve minutes ago: again', '17T14:18', '17T14:30', { tell: true, next: '17T14:42' }],
    ['S-9 never in closed hours', null, '17T23:00', { tell: false, next: '18T09:00' }],
    ['S-9 the rhythm is service time', '17T22:55', '18T09:00', { tell: false, next: '18T09:07' }],
  ])('%s', (_name, told, now, { tell, next }) => {
    expect(groupStep(told === null ? null : at(told), at(now), values, service)).toEqual({ tell, nextAt: at(next) })
  })

  test('R-3.1.2 the digest comes at its minute, or at the opening where the desk opens later, and not on a day off', () => {
    expect(digestAt(at('17T23:30'), values.digestAt, service)).toBe(at('17T09:10'))
    expect(digestAt(at('17T12:00'), 7 * 60, service)).toBe(at('17T09:00'))
    const weekdays = openCalendar({ timezone: 'Europe/Moscow', weekly: { mon: [['10:00', '18:00']] }, holidays: [] })
    expect(digestAt(at('17T12:00'), values.digestAt, weekdays)).toBeNull()
    expect(nextDigest(at('17T12:00'), values.digestAt, weekdays)?.at).toBe(at('23T10:00'))
    expect(nextDigest(at('17T09:10'), values.digestAt, service)?.at).toBe(at('18T09:10'))
  })

  test('the digest keeps its minute on days on which the clocks change', () => {
    const berlin = openCalendar({ timezone: 'Europe/Berlin', weekly: { sun: [['08:00', '18:00']] }, holidays: [] })
    expect(digestAt(Date.parse('2026-03-29T12:00:00+02:00'), values.digestAt, berlin)).toBe(Date.parse('2026-03-29T09:10:00+02:00'))
    expect(digestAt(Date.parse('2026-10-25T12:00:00+01:00'), values.digestAt, berlin)).toBe(Date.parse('2026-10-25T09:10:00+01:00'))
  })
})
