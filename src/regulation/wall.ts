import { day, hour, minute, type Millis } from '../lib/instant.ts'
import type { Window } from './policy.ts'

/** Part of a local day, in milliseconds after its midnight; half-open. */
export type WallWindow = { open: Millis; close: Millis }

/** `'HH:MM'`, `'24:00'` included, as milliseconds after midnight; null for anything else. */
export function readWallTime(text: string): Millis | null {
  const parts = /^(\d\d):(\d\d)$/.exec(text)
  if (parts === null) return null
  const time = Number(parts[1]) * hour + Number(parts[2]) * minute
  return Number(parts[2]) < 60 && time <= day ? time : null
}

/** `'YYYY-MM-DD'` as a day number (1970-01-01 is 0); null when there is no such date. */
export function readLocalDate(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const t = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(t) || formatLocalDate(t / day) !== text ? null : t / day
}

export function formatLocalDate(localDay: number): string {
  return new Date(localDay * day).toISOString().slice(0, 10)
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayOf(localDay: number): number {
  return (((localDay + 3) % 7) + 7) % 7
}

/** Sorted, with overlapping and touching windows made one. The windows have been checked. */
export function mergeWindows(windows: readonly Window[]): WallWindow[] {
  const sorted = windows
    .map(([open, close]) => ({ open: readWallTime(open)!, close: readWallTime(close)! }))
    .sort((a, b) => a.open - b.open)
  const merged: WallWindow[] = []
  for (const window of sorted) {
    const last = merged.at(-1)
    if (last !== undefined && window.open <= last.close) last.close = Math.max(last.close, window.close)
    else merged.push(window)
  }
  return merged
}

export function lengthOf(windows: readonly WallWindow[]): Millis {
  return windows.reduce((sum, window) => sum + window.close - window.open, 0)
}
