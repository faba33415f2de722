import { minute, type Instant, type Millis } from '../lib/instant.ts'
import { weekdays, type Calendar } from './policy.ts'

/**
 * The calendar as slowly and plainly as one can put it, for comparison in tests only: every minute is asked on its own,
 * through the wall clock that `Intl` shows. Shares no code with `calendar.ts`. Instants are whole minutes.
 */
export function plainCalendar(calendar: Calendar) {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: calendar.timezone, hourCycle: 'h23', weekday: 'short',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  })
  const seen = new Map<Instant, boolean>()

  function look(t: Instant): boolean {
    const part = Object.fromEntries(clock.formatToParts(t).map(({ type, value }) => [type, value]))
    const date = `${part['year']}-${part['month']}-${part['day']}`
    const time = `${part['hour']}:${part['minute']}`
    const weekday = weekdays.find((name) => name === part['weekday']!.toLowerCase())!
    const windows = calendar.overrides?.[date] ?? (calendar.holidays.includes(date) ? [] : calendar.weekly[weekday] ?? [])
    return windows.some(([open, close]) => open <= time && time < close)
  }

  function isOpen(t: Instant): boolean {
    const known = seen.get(t)
    if (known !== undefined) return known
    const open = look(t)
    seen.set(t, open)
    return open
  }

  function nextOpen(t: Instant): Instant {
    let found = t
    while (!isOpen(found)) found += minute
    return found
  }

  function between(a: Instant, b: Instant): Millis {
    let open = 0
    for (let t = a; t < b; t += minute) if (isOpen(t)) open += minute
    return open
  }

  function add(t: Instant, d: Millis): Instant {
    if (d === 0) return nextOpen(t)
    let found = t
    for (let left = d; left > 0; found += minute) if (isOpen(found)) left -= minute
    return found
  }

  return { isOpen, nextOpen, between, add }
}
