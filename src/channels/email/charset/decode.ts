import iconv from 'iconv-lite'
import { guessCyrillic, cyrillicCharsets, highWords, likeness } from './cyrillic.ts'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const utf8 = new TextDecoder('utf-8')
const western = new TextDecoder('windows-1252')

/** Names that mail uses and neither of the decoders knows. */
const nicknames: Readonly<Record<string, string>> = {
  koi8r: 'koi8-r', koi8u: 'koi8-u', 'koi-8': 'koi8-r', koi: 'koi8-r', win1251: 'windows-1251', 'win-1251': 'windows-1251', 'windows1251': 'windows-1251', ansi1251: 'windows-1251', '1251': 'windows-1251',
  cp866: 'ibm866', 'cp-866': 'ibm866', dos: 'ibm866', alt: 'ibm866', maccyrillic: 'x-mac-cyrillic', 'mac-cyrillic': 'x-mac-cyrillic', 'x-mac-ukrainian': 'x-mac-cyrillic',
  'utf8': 'utf-8', 'utf-8-bom': 'utf-8', 'unicode-1-1-utf-8': 'utf-8', 'unicode': 'utf-16le', 'cp932': 'shift_jis', 'ms932': 'shift_jis', 'cp936': 'gb18030', cp949: 'euc-kr', 'cp950': 'big5', 'x-gbk': 'gb18030', 'hz': 'hz-gb-2312',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252', 'iso-8859-8-i': 'iso-8859-8', '8bit': 'unknown-8bit', '7bit': 'us-ascii', ascii: 'us-ascii', 'x-unknown': 'unknown-8bit', unknown: 'unknown-8bit', none: 'unknown-8bit', default: 'unknown-8bit', 'x-user-defined': 'unknown-8bit',
}
/** Charsets in which letters of several bytes or signs of state mean that plain ASCII is not plain. */
const stateful = /^(?:iso-2022-|utf-?7|utf-?16|utf-?32|hz|unicode-1-1-utf-7|csiso2022)/
/** What a program writes when it does not know: says nothing about the letters. */
const saysNothing = new Set(['', 'us-ascii', 'unknown-8bit', 'iso-8859-1', 'latin1', 'windows-1252', 'ansi_x3.4-1968', 'iso-8859-15', 'binary'])

/** How much likelier another charset must be before a declared Cyrillic one is disbelieved (log-likelihood of the whole text). */
const doubt = 8
/** The least likeness that counts as Russian. */
const russian = 2.6

export type Decoded = { text: string; charset: string }

/**
 * Text of bytes, whatever their declaration says. Order: byte order mark, plain ASCII, sound UTF-8 (also encoded twice), the declared charset
 * unless the text plainly is Russian in another one, then the likeliest. Never throws; `hint` is the charset of the neighbourhood.
 */
export function decodeText(bytes: Uint8Array, declared = '', hint = ''): Decoded {
  const name = nameOf(declared)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { text: utf8.decode(bytes), charset: 'utf-8' }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const charset = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'
    if (bytes.length % 2 === 0) return { text: new TextDecoder(charset).decode(bytes), charset }
  }
  if (stateful.test(name)) return { text: inCharset(bytes, name) ?? western.decode(bytes), charset: name }
  if (isAscii(bytes)) return hasEscapes(bytes) ? { text: inCharset(bytes, 'iso-2022-jp') ?? '', charset: 'iso-2022-jp' } : { text: utf8.decode(bytes), charset: 'us-ascii' }
  const sound = soundUtf8(bytes)
  if (sound !== null && !(isWide(name) && shortUtf8(bytes))) return { text: undoubled(sound), charset: 'utf-8' }
  const guess = guessCyrillic(bytes)
  const declaredText = saysNothing.has(name) || name === 'utf-8' ? null : inCharset(bytes, name)
  if (declaredText !== null) {
    if (guess === null || !isCyrillic(name) || guess.charset === name) {
      if (isCyrillic(name) || isWide(name) || guess === null || !(guess.mean > russian && highWords(bytes)) || plausible(declaredText, name)) return { text: declaredText, charset: name }
    } else if ((guess.mean - (likeness(declaredText)?.mean ?? 0)) * guess.count < doubt) return { text: declaredText, charset: name }
  }
  if (name === 'utf-8' || name === '') {
    const lenient = utf8.decode(bytes)
    if (mostlySound(lenient)) return { text: lenient, charset: 'utf-8' }
  }
  if (guess !== null && guess.mean > russian && highWords(bytes)) {
    const hinted = nameOf(hint)
    const charset = isCyrillic(hinted) && bytes.length < 12 ? hinted : guess.charset
    return { text: inCharset(bytes, charset) ?? '', charset }
  }
  if (declaredText !== null) return { text: declaredText, charset: name }
  const near = nameOf(hint)
  if (near !== '' && !saysNothing.has(near) && near !== 'utf-8') {
    const text = inCharset(bytes, near)
    if (text !== null) return { text, charset: near }
  }
  return { text: western.decode(bytes), charset: 'windows-1252' }
}

/** The charset's name as the decoders know it. */
function nameOf(declared: string): string {
  const name = declared.trim().toLowerCase().replace(/^["']|["']$/g, '').replace(/\*.*$/, '').replaceAll('_', '-').replace(/^(?:x-)?(?:cp|windows)-?(125\d)$/, 'windows-$1').replace(/^iso-?8859-?(\d+)/, 'iso-8859-$1')
  if (name === 'shift-jis') return 'shift_jis'
  if (name === 'ks-c-5601-1987') return 'euc-kr'
  return nicknames[name] ?? name
}

const isCyrillic = (name: string): boolean => name === 'koi8-u' || cyrillicCharsets.some(each => each === name)
/** Charsets of several bytes per letter: their text can look like sound UTF-8 by chance. */
const isWide = (name: string): boolean => /^(?:gb|big5|shift|euc|ks|hz)/.test(name)

function inCharset(bytes: Uint8Array, name: string): string | null {
  if (name === 'hz-gb-2312') return shifted(bytes, [0x7e, 0x7b], [0x7e, 0x7d], 'gb18030')
  if (name === 'iso-2022-kr') return shifted(bytes, [0x0e], [0x0f], 'euc-kr')
  try {
    return new TextDecoder(name).decode(bytes)
  } catch {
    try {
      return iconv.encodingExists(name) && !/^(?:base64|hex|binary|ucs2)$/.test(name) ? iconv.decode(bytes, name) : null
    } catch {
      return null
    }
  }
}

/** With what text in ISO-2022-KR begins. */
const announced = '\u001b$)C'

/** Charsets of seven bits: between two marks each byte lacks its highest bit. */
function shifted(bytes: Uint8Array, open: readonly number[], close: readonly number[], charset: string): string {
  const out = new Uint8Array(bytes.length)
  let length = 0
  const stands = (mark: readonly number[], at: number): boolean => mark.every((byte, i) => bytes[at + i] === byte)
  let inside = false
  for (let at = 0; at < bytes.length; at++) {
    const mark = inside ? close : open
    if (stands(mark, at)) {
      inside = !inside
      at += mark.length - 1
    } else out[length++] = inside && bytes[at]! > 0x20 ? bytes[at]! | 0x80 : bytes[at]!
  }
  const text = new TextDecoder(charset).decode(out.subarray(0, length))
  return text.startsWith(announced) ? text.slice(announced.length) : text
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false
  return true
}

/** ISO-2022-JP without a declaration: escape, `$`, `@` or `B`. */
function hasEscapes(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(27); at >= 0; at = bytes.indexOf(27, at + 1)) if (bytes[at + 1] === 36 && (bytes[at + 2] === 64 || bytes[at + 2] === 66)) return true
  return false
}

function soundUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

/** So few letters of several bytes that they may be UTF-8 by chance. */
function shortUtf8(bytes: Uint8Array): boolean {
  let count = 0
  for (const byte of bytes) if (byte >= 0xc0 && ++count > 3) return false
  return true
}

/** UTF-8 with a few broken letters, as when a line was cut in the middle of one. */
function mostlySound(text: string): boolean {
  let broken = 0
  let sound = 0
  for (const char of text) {
    if (char === '\ufffd') broken++
    else if (char >= '\u0080') sound++
  }
  return sound > broken * 3
}

/** Text in a declared single-byte charset of another alphabet (Greek, Hebrew, Central European) that holds no stray signs. */
function plausible(text: string, name: string): boolean {
  if (/^(?:iso-8859-[6-8]|windows-125[356]|iso-8859-11|tis-620|windows-874)$/.test(name)) return !/[\u0080-\u009f\ufffd]/.test(text)
  return false
}

const latinOf = new Map<string, number>()
const cp1251Of = new Map<string, number>()
for (let byte = 0x80; byte < 0x100; byte++) {
  latinOf.set(western.decode(Uint8Array.of(byte)), byte)
  cp1251Of.set(new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte)
}

/** UTF-8 that was taken for a single-byte charset and encoded again («РџСЂРёРІРµС‚») is turned back, twice at most. */
function undoubled(text: string): string {
  let current = text
  for (let round = 0; round < 2; round++) {
    const back = turnedBack(current, cp1251Of) ?? turnedBack(current, latinOf)
    if (back === null) return current
    current = back
  }
  return current
}

/** Letters with which UTF-8 of Cyrillic begins, seen through either charset: nothing to do without them. */
const suspicious = String.raw`(?:[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045f‚„…†‡€‰‹‘’“”•–—™›°±Ііґµ¶·№«»јЅѕї ]|[ÐÑ].)`
const thrice = new RegExp(`${suspicious}[^]*?${suspicious}[^]*?${suspicious}`)

function turnedBack(text: string, table: ReadonlyMap<string, number>): string | null {
  if (!thrice.test(text)) return null
  const bytes = new Uint8Array(text.length)
  let length = 0
  let high = 0
  for (const char of text) {
    const code = char.codePointAt(0)!
    if (code < 0x80) bytes[length++] = code
    else {
      const byte = table.get(char) ?? (code < 0x100 ? code : undefined)
      if (byte === undefined) return null
      high++
      bytes[length++] = byte
    }
  }
  const sound = soundUtf8(bytes.subarray(0, length))
  return sound !== null && high > 5 && (likeness(sound)?.mean ?? -9) > russian ? sound : null
}
