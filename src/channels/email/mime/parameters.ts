import { decodeText } from '../charset/decode.ts'
import { bytesOf } from './bytes.ts'
import { clean, decodeWords } from './words.ts'

/** A header value with parameters: `attachment; filename*0*=...`. Value and names are in lower case. */
export type Structured = { value: string; parameters: ReadonlyMap<string, string> }

type Piece = { text: string; encoded: boolean }

/**
 * Takes apart Content-Type and Content-Disposition given one character per byte: RFC 2231 (split, percent-encoded, both), RFC 2047 inside quotes,
 * raw letters of any charset, names with spaces and without quotes.
 */
export function readStructured(raw: string): Structured {
  const [head = '', ...rest] = fieldsOf(raw)
  const pieces = new Map<string, Map<number, Piece>>()
  for (const field of rest) {
    const equals = field.indexOf('=')
    if (equals < 1) continue
    const [, name = '', section, star = ''] = /^\s*([^*\s]+)(?:\*(\d{1,3}))?(\*?)\s*$/.exec(field.slice(0, equals).toLowerCase()) ?? []
    if (name === '') continue
    const list = pieces.get(name) ?? new Map<number, Piece>()
    pieces.set(name, list)
    // `filename*=` (in charset and percent codes) is the better twin of `filename=`: it stands alone, at -1.
    const place = section === undefined ? (star === '*' ? -1 : 0) : Number(section)
    if (!list.has(place) || (section !== undefined && list.get(place)?.encoded === false && !list.has(1))) list.set(place, { text: unquoted(field.slice(equals + 1)), encoded: star === '*' })
  }
  const parameters = new Map<string, string>()
  for (const [name, list] of pieces) parameters.set(name, valueOf(list))
  return { value: clean(withoutComments(head)).toLowerCase(), parameters }
}

/** Splits at semicolons that stand outside of quotes. */
function fieldsOf(raw: string): string[] {
  const fields: string[] = []
  let from = 0
  let quoted = false
  for (let i = 0; i < raw.length; i++) {
    const char = raw[i]
    if (quoted && char === '\\') i++
    else if (char === '"') quoted = !quoted
    else if (char === ';' && !quoted) {
      fields.push(raw.slice(from, i))
      from = i + 1
    }
  }
  const last = raw.slice(from)
  // A quote that never closes swallows the rest: then semicolons count wherever they stand.
  if (quoted) fields.push(...last.split(';'))
  else fields.push(last)
  return fields
}

const withoutComments = (text: string): string => text.replace(/\([^()]*\)/g, ' ')

function unquoted(raw: string): string {
  const text = raw.trim()
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(text)
  // A backslash before a letter is the folder of a Windows path, not an escape.
  if (quoted !== null) return quoted[1]!.replace(/\\(["\\])/g, '$1')
  return text.replace(/^"|"$/g, '').replace(/\s*\([^()]*\)\s*$/, match => (/^\s*\(\d+\)/.test(match) ? match : ''))
}

function valueOf(list: ReadonlyMap<number, Piece>): string {
  const alone = list.get(-1)
  if (alone !== undefined && !list.has(1)) return extended([alone])
  const ordered = [...list].filter(([place]) => place >= 0).toSorted(([a], [b]) => a - b).map(([, piece]) => piece)
  if (ordered.length === 0) return ''
  if (ordered.some(({ encoded }) => encoded)) return extended(ordered)
  const text = ordered.map(piece => piece.text).join('')
  return unescaped(decodeWords(text))
}

/** RFC 2231: `charset'language'percent-codes`; the charset stands in the first piece only. */
function extended(pieces: readonly Piece[]): string {
  let charset = ''
  const bytes = pieces.map(({ text, encoded }, i) => {
    let body = text
    if (i === 0 && encoded) {
      const named = /^([^']{0,60})'[^']{0,30}'([\s\S]*)$/.exec(text)
      if (named !== null) {
        charset = named[1]!
        body = named[2]!
      }
    }
    return encoded ? body.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : body
  })
  const text = bytes.join('')
  // Some programs put an encoded word where percent codes belong.
  return text.includes('=?') && text.includes('?=') ? decodeWords(text) : clean(decodeText(bytesOf(text), charset).text)
}

/** Names percent-encoded without saying so, as web mail makes them: only when they turn out to be letters beyond ASCII. */
function unescaped(name: string): string {
  if (!/(?:%[0-9a-fA-F]{2}){2}/.test(name)) return name
  try {
    const text = decodeURIComponent(name)
    return /\P{ASCII}/u.test(text) ? clean(text) : name
  } catch {
    return name
  }
}
