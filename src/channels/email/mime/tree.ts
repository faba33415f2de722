import type { Gap } from '../letter.ts'
import type { Late, MailLimits } from '../limits.ts'
import { binary, fromBase64, fromQuotedPrintable, fromUuencode } from './bytes.ts'
import { readHead, valueOf, type RawField } from './head.ts'
import { readStructured, type Structured } from './parameters.ts'

/** A part of a letter: a leaf with a body, or a container with parts. */
export type Part = {
  fields: readonly RawField[]
  /** Type and subtype, `text/plain` when none is declared. */
  type: string
  declared: Structured
  disposition: Structured | null
  /** The body as it travelled. */
  body: Uint8Array
  parts: readonly Part[]
}

export type Tree = { root: Part; gaps: Gap[] }

/** Takes a letter apart by its boundaries (RFC 2046). Lost closing boundaries, texts before and after the parts and wrong declarations are borne. */
export function readTree(raw: Uint8Array, limits: MailLimits, late: Late): Tree {
  const gaps: Gap[] = []
  const bytes = raw.length > limits.size ? raw.subarray(0, limits.size) : raw
  if (bytes !== raw) gaps.push('too_large')
  let count = 0
  const whole = withLineFeeds(bytes)
  return { root: part(whole, 0, whole.length, 0, 'text/plain'), gaps }

  function part(all: Uint8Array, from: number, to: number, depth: number, usual: string): Part {
    count++
    const head = readHead(all, from, to, limits, depth === 0)
    gaps.push(...head.gaps)
    const declared = readStructured(valueOf(head.fields, 'content-type') ?? usual)
    const disposition = valueOf(head.fields, 'content-disposition')
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(declared.value) ? declared.value : /^text\b/.test(declared.value) || declared.value === '' ? usual : declared.value.startsWith('multipart') ? 'multipart/mixed' : 'application/octet-stream'
    const body = all.subarray(head.body, to)
    const made: Part = { fields: head.fields, type, declared, disposition: disposition === undefined ? null : readStructured(disposition), body, parts: [] }
    if (!type.startsWith('multipart/')) return made
    if (depth >= limits.depth) {
      gaps.push('too_deep')
      return made
    }
    const boundary = declared.parameters.get('boundary') || guessedBoundary(body)
    const cuts = boundary === '' ? [] : cutsAt(body, boundary, limits.parts + 1)
    // A container without parts is the text it holds.
    if (cuts.length === 0) return { ...made, type: boundary === '' || body.length > 0 ? 'text/plain' : type }
    const parts: Part[] = []
    for (const [start, end] of cuts) {
      if (count >= limits.parts) {
        gaps.push('too_many_parts')
        break
      }
      if (late()) {
        gaps.push('took_too_long')
        break
      }
      parts.push(part(body, start, end, depth + 1, type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'))
    }
    return { ...made, parts }
  }
}

/** The body without its transfer encoding. */
export function contentOf(part: Part): Uint8Array {
  const encoding = (valueOf(part.fields, 'content-transfer-encoding') ?? '').toLowerCase()
  if (encoding.includes('base64')) return fromBase64(part.body)
  if (encoding.includes('quoted')) return fromQuotedPrintable(part.body)
  if (/uu|x-uue/.test(encoding)) return fromUuencode(part.body)
  return part.body
}

/** Mail with carriage returns alone, as old programs stored it. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(10) || !bytes.includes(13)) return bytes
  return bytes.map(byte => (byte === 13 ? 10 : byte))
}

const dash = 45

/** From and to of each part, at most so many: after the line of one boundary up to the line break before the next. */
function cutsAt(body: Uint8Array, boundary: string, most: number): [number, number][] {
  const cuts: [number, number][] = []
  const wanted = boundary.trimEnd()
  let open = -1
  for (let at = 0; at < body.length && cuts.length < most;) {
    const found = body.indexOf(10, at)
    const end = found < 0 ? body.length : found
    if (body[at] === dash && body[at + 1] === dash && end - at <= wanted.length + 80) {
      const line = binary(body.subarray(at + 2, end)).trimEnd()
      const closing = line === `${wanted}--`
      if (line === wanted || closing) {
        if (open >= 0) cuts.push([open, before(body, at, open)])
        open = closing ? -1 : end + 1
        // Text after the closing boundary is the transport's, unless the program closed too early and goes on.
      }
    }
    at = end + 1
  }
  if (open >= 0 && open < body.length && cuts.length < most) cuts.push([open, body.length])
  return cuts
}

/** The line break before a boundary belongs to the boundary. */
function before(body: Uint8Array, at: number, open: number): number {
  let end = at
  if (end > open && body[end - 1] === 10) end--
  if (end > open && body[end - 1] === 13) end--
  return end
}

/** A container that does not name its boundary: the first line that begins with `--` and stands there again. */
function guessedBoundary(body: Uint8Array): string {
  const start = binary(body.subarray(0, 4_096))
  return /^--([^\s-][^\r\n]{0,69}?)[ \t]*\r?\n(?:content-|\r?\n)/im.exec(start)?.[1] ?? ''
}
