import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { openDesk } from '../../test/desk.ts'
import { hour, minute, type Instant } from '../lib/instant.ts'
import { handTime } from '../lib/time.ts'
import { openPracticeClock, stepOf } from './practice-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'clock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (text: string): Instant => Date.parse(`${text}+03:00`)

describe('the clock of practice', () => {
  test('goes with the real one, forward by hand, and stands after a restart where it stood', () => {
    const real = handTime(at('2026-03-17T12:00'))
    const path = join(folder, 'clock')
    const clock = openPracticeClock(path, real)
    expect(clock.now()).toBe(real.now())
    clock.advance(hour)
    real.advance(minute)
    clock.advance(15 * minute)
    expect(clock.now()).toBe(at('2026-03-17T13:16'))
    expect(openPracticeClock(path, real).now()).toBe(at('2026-03-17T13:16'))
    expect(() => clock.advance(-1)).toThrow(RangeError)
    expect(clock.now()).toBe(at('2026-03-17T13:16'))
  })

  test.each(['', 'yesterday', '-5', '1.5'])('a file that says «%s» keeps the desk from opening: what happened first would not be known', text => {
    const path = join(folder, 'spoiled')
    writeFileSync(path, text)
    expect(() => openPracticeClock(path)).toThrow('practice clock')
  })

  test.each([
    ['in the middle of a day', '2026-03-17T12:00', '2026-03-18T09:00'], ['at the opening itself', '2026-03-17T09:00', '2026-03-18T09:00'],
    ['in the evening', '2026-03-17T23:30', '2026-03-18T09:00'], ['in the night', '2026-03-18T02:00', '2026-03-18T09:00'],
  ])('the next working morning %s', (_says, now, morning) => {
    expect(at(now) + stepOf('morning', at(now), jupiterPolicy.calendars.service)).toBe(at(morning))
  })
})

test('outside practice the clock has no hand', async () => {
  const desk = await openDesk()
  try {
    const olga = await desk.admin()
    expect((await desk.ask(olga, 'POST', '/api/practice/clock', { to: 'hour' })).statusCode).toBe(404)
  } finally {
    await desk.close()
  }
})
