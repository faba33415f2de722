import { hour, minute, second, type Millis } from '../lib/instant.ts'

const shape = /^([+-])?P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/

const number = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replace(',', '.')))

/**
 * Length of an ISO 8601 duration, or null when the text is none. A day is 24 hours and a week seven of them;
 * years and months have no length and are refused. Fractions are kept to the millisecond.
 */
export function readDuration(text: string): Millis | null {
  const parts = shape.exec(text)
  if (parts === null) return null
  const [, sign, weeks, days, hours, minutes, seconds] = parts
  const length = (number(weeks) * 7 + number(days)) * 24 * hour + number(hours) * hour + number(minutes) * minute + number(seconds) * second
  return Math.round(sign === '-' ? -length : length)
}

/** Like `readDuration`, for a document that has been checked; throws RangeError on anything else. */
export function parseDuration(text: string): Millis {
  const length = readDuration(text)
  if (length === null) throw new RangeError(`not an ISO 8601 duration: ${text}`)
  return length
}

/** `PT33H`, `PT1M30S`, `PT0.5S`, `-PT2H`: hours are the largest unit, so that a length reads the same in every zone. */
export function formatDuration(length: Millis): string {
  const size = Math.abs(length)
  const hours = Math.floor(size / hour)
  const minutes = Math.floor((size % hour) / minute)
  const seconds = (size % minute) / second
  const text = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`
  return `${length < 0 ? '-' : ''}PT${text === '' ? '0S' : text}`
}
