import { decodeText } from '../charset/decode.ts'
import { bytesOf, fromBase64, fromQuotedPrintable, joined } from './bytes.ts'

/** One encoded word; also with spaces inside and without the last `=`, as bad programs write them. */
const word = /=\?([^?\s]{1,60})\?([bBqQ])\?([^\r\n]*?)(?:\?=|\?(?=\s*$)|$(?![\s\S]))/g
/** White space between two encoded words does not count (RFC 2047, 6.2). */
const gap = /^[ \t\r\n]*$/

/**
 * Text of a header value given one character per byte: encoded words (RFC 2047), raw letters of any charset, or both.
 * Neighbouring words of one charset are joined before decoding: programs cut letters of several bytes in the middle.
 */
export function decodeWords(raw: string, hint = ''): string {
  const out: string[] = []
  let held: { charset: string; bytes: Uint8Array[] } | null = null
  const settle = () => {
    if (held !== null) out.push(decodeText(joined(held.bytes), held.charset, hint).text)
    held = null
  }
  let at = 0
  word.lastIndex = 0
  for (let found = word.exec(raw); found !== null; found = word.exec(raw)) {
    const between = raw.slice(at, found.index)
    if (held === null || !gap.test(between)) {
      settle()
      out.push(rawText(between, hint))
    }
    const [whole, charset = '', how = '', coded = ''] = found
    const bytes = how === 'b' || how === 'B' ? fromBase64(bytesOf(coded)) : fromQ(coded)
    const current = held as { charset: string; bytes: Uint8Array[] } | null
    if (current !== null && current.charset.toLowerCase() === charset.toLowerCase()) current.bytes.push(bytes)
    else {
      settle()
      held = { charset, bytes: [bytes] }
    }
    at = found.index + whole.length
    if (whole === '') break
  }
  settle()
  out.push(rawText(raw.slice(at), hint))
  return clean(out.join(''))
}

const fromQ = (coded: string): Uint8Array => {
  const bytes = bytesOf(coded.replaceAll('_', '=20'))
  return fromQuotedPrintable(bytes)
}

/** Raw letters beyond ASCII: their charset is nowhere written. */
function rawText(raw: string, hint: string): string {
  return /^\p{ASCII}*$/u.test(raw) && !raw.includes('\x1b$') ? raw : decodeText(bytesOf(raw), '', hint).text
}

/** A subject or a name: runs of white space, of whatever kind, are one space. */
export const tidy = (text: string): string => clean(text).replace(/\s+/g, ' ').trim()

/** One line without control characters: a name or subject may not break a header or a page. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '').trim()
}
