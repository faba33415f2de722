/** The clock of practice: the real one, and what it was moved on by hand. It is kept in a file, so that nothing happens before what has happened already. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ClockStep } from '../http/practice-clock.ts'
import { hour, minute, type Instant, type Millis } from '../lib/instant.ts'
import { StartRefusal } from '../lib/refuse-start.ts'
import { systemTime, type Time } from '../lib/time.ts'
import { openCalendar } from '../regulation/calendar.ts'
import type { Calendar } from '../regulation/policy.ts'

/** `advance`: only forward; lengths below nothing are refused as a bug. */
export type PracticeClock = Time & { advance(by: Millis): void }

/** `path`: where it is kept; absent, nobody has moved the clock. Throws `StartRefusal` when what stands there is no length: then the order of events is not known. */
export function openPracticeClock(path: string, real: Time = systemTime): PracticeClock {
  let ahead = readAhead(path)
  return {
    now: () => real.now() + ahead,
    advance(by) {
      if (!Number.isSafeInteger(by) || by < 0) throw new RangeError('a clock goes forward only')
      writeFileSync(`${path}.new`, String(ahead + by))
      renameSync(`${path}.new`, path)
      ahead += by
    },
  }
}

/** How far a step is from now. The next morning: when support opens next; while it is open, when it opens on a later day. */
export function stepOf(to: ClockStep, now: Instant, service: Calendar): Millis {
  if (to !== 'morning') return to === 'hour' ? hour : 15 * minute
  const calendar = openCalendar(service)
  const opens = calendar.nextOpen(now)
  return (opens > now ? opens : calendar.nextOpen(calendar.startOfDay(calendar.dayOf(now) + 1))) - now
}

function readAhead(path: string): Millis {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return 0
    throw error
  }
  const ahead = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(ahead) || ahead < 0) throw new StartRefusal('bad_setting', `The file ${path} keeps how far the practice clock was moved, and cannot be read: write a number of milliseconds into it, or remove the practice folder to begin anew.`)
  return ahead
}
