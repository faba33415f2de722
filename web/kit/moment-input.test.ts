import { expect, test } from 'vitest'
import { instantOfWall, wallTime } from './moment-input.tsx'

test.each([
  ['2026-11-28T10:00', 'Europe/Moscow', '2026-11-28T07:00:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-07-01T00:15', 'Europe/Berlin', '2026-06-30T22:15:00.000Z'],
])('a wall time of the desk is one instant: %s in %s', (wall, zone, instant) => {
  const at = instantOfWall(wall, zone)
  expect(new Date(at!).toISOString()).toBe(instant)
  expect(wallTime(at!, zone)).toBe(wall)
})

test('what is no time is no instant', () => {
  expect(instantOfWall('')).toBeNull()
  expect(instantOfWall('завтра')).toBeNull()
})
