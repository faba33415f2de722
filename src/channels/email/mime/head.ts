import type { Gap, Field } from '../letter.ts'
import type { MailLimits } from '../limits.ts'
import { binary } from './bytes.ts'
import { decodeWords } from './words.ts'

/** Fields of a head, values unfolded, still one character per byte. */
export type RawField = Field
export type Head = { fields: readonly RawField[]; /** Where the body begins. */ body: number; gaps: Gap[] }

const name = /^([!-9;-~]{1,200})[ \t]*:/
const lf = 10

/**
 * Reads fields from `from` up to the empty line. A line that is neither field nor continuation ends the head when text follows, and is passed over
 * when more fields follow: mail with a lost empty line and mail with a torn field are both common. `blanksBefore`: empty lines may come first, as
 * before a whole letter; a part that begins with one has no head.
 */
export function readHead(bytes: Uint8Array, from: number, to: number, limits: MailLimits, blanksBefore = false): Head {
  const gaps: Gap[] = []
  const fields: { name: string; lines: string[] }[] = []
  let at = from
  let read = 0
  while (at < to) {
    const found = bytes.indexOf(lf, at)
    const end = found < 0 || found >= to ? to : found + 1
    const line = withoutEnd(binary(bytes.subarray(at, Math.min(end, at + limits.headerValue))))
    if (line.trim() === '') {
      const next = lineAt(bytes, end, to)
      // Nothing but blanks is an empty line, unless the program folded there and goes on.
      const folded = line !== '' && (/^[ \t]+\S/.test(next) || (fields.length > 0 && name.test(next) && !endsHead(bytes, end, to)))
      const before = blanksBefore && fields.length === 0 && end < to
      if (!folded && !before) return done(end)
      at = end
      continue
    }
    read += end - at
    if (read > limits.headerBytes) {
      gaps.push('head_too_large')
      return done(afterHead(bytes, at, to))
    }
    const field = name.exec(line)
    if (/^[ \t]/.test(line) && fields.length > 0) fields.at(-1)!.lines.push(line)
    else if (field !== null && !(fields.length === 0 && /^from $/i.test(field[1]!))) {
      if (fields.length >= limits.headerFields) {
        gaps.push('too_many_fields')
        return done(afterHead(bytes, at, to))
      }
      fields.push({ name: field[1]!.toLowerCase(), lines: [line.slice(field[0].length)] })
    } else if (!(fields.length === 0 && /^>?From /.test(line))) {
      const next = lineAt(bytes, end, to)
      if (!name.test(next) && !/^[ \t]+\S/.test(next)) return done(at)
      if (fields.length > 0 && field === null && !/^>?From /.test(line)) fields.at(-1)!.lines.push(` ${line}`)
    }
    at = end
  }
  return done(to)

  function done(body: number): Head {
    return { fields: fields.map(field => ({ name: field.name, value: field.lines.join('').replace(/[\r\n\0]/g, '').trim().slice(0, limits.headerValue) })), body, gaps }
  }
}

function lineAt(bytes: Uint8Array, at: number, to: number): string {
  const end = bytes.indexOf(lf, at)
  return withoutEnd(binary(bytes.subarray(at, Math.min(end < 0 ? to : end, to, at + 400))))
}

/** By hand: a pattern that looks for carriage returns at the end takes the square of how many there are anywhere. */
function withoutEnd(line: string): string {
  let end = line.endsWith('\n') ? line.length - 1 : line.length
  while (end > 0 && line[end - 1] === '\r') end--
  return line.slice(0, end)
}

/** Whether what follows a line of blanks is a body: its first line looks like a field, its second like none. */
function endsHead(bytes: Uint8Array, at: number, to: number): boolean {
  const first = bytes.indexOf(lf, at)
  const second = first < 0 ? '' : lineAt(bytes, first + 1, to)
  return second !== '' && !name.test(second) && !/^[ \t]/.test(second)
}

/** The next empty line, however far. */
function afterHead(bytes: Uint8Array, from: number, to: number): number {
  for (let at = bytes.indexOf(lf, from); at >= 0 && at < to; at = bytes.indexOf(lf, at + 1)) {
    if (bytes[at + 1] === lf) return at + 2
    if (bytes[at + 1] === 13 && bytes[at + 2] === lf) return at + 3
  }
  return to
}

/** The first field of a name; the one that programs show when it stands twice. */
export const valueOf = (fields: readonly Field[], wanted: string): string | undefined => fields.find(field => field.name === wanted && field.value !== '')?.value ?? fields.find(field => field.name === wanted)?.value

/** Fields with their text decoded, for whoever looks at heads later. */
export const decoded = (fields: readonly RawField[], hint = ''): Field[] => fields.map(field => ({ name: field.name, value: decodeWords(field.value, hint) }))
