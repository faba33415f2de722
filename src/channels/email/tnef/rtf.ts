/** RTF as Outlook packs it into winmail.dat (MS-OXRTFCP) and the text in it (MS-OXRTFEX). */
import { decodeText } from '../charset/decode.ts'
import { binary, bytesOf } from '../mime/bytes.ts'

const packed = 0x75465a4c
const unpacked = 0x414c454d
/** What the dictionary holds before the first byte, as the specification prints it. */
const seed = '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const window = 4_096

/** Unpacks a compressed body; null when it is damaged or larger than `limit`. */
export function unpackRtf(bytes: Uint8Array, limit: number): Uint8Array | null {
  if (bytes.length < 16) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.getUint32(4, true)
  const kind = view.getUint32(8, true)
  if (size > limit) return null
  if (kind === unpacked) return bytes.subarray(16, 16 + size)
  if (kind !== packed) return null
  const dictionary = new Uint8Array(window)
  dictionary.set(bytesOf(seed))
  let write = seed.length
  const out = new Uint8Array(size)
  let length = 0
  const put = (byte: number) => {
    dictionary[write] = byte
    write = (write + 1) % window
    if (length < size) out[length++] = byte
  }
  const full = (): boolean => length >= size
  for (let at = 16; at < bytes.length && !full();) {
    const control = bytes[at++]!
    for (let bit = 0; bit < 8 && at < bytes.length && !full(); bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++]!)
        continue
      }
      const token = (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const offset = token >> 4
      if (offset === write) return out.subarray(0, length)
      for (let i = 0; i < (token & 15) + 2; i++) put(dictionary[(offset + i) % window]!)
    }
  }
  return out.subarray(0, length)
}

/** Groups that hold no text of the letter. */
const aside = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'generator', 'themedata', 'datastore', 'listtable', 'listoverridetable', 'mhtmltag', 'pntext', 'latentstyles', 'xmlnstbl', 'rsidtbl'])
const deepest = 200
const pages: Readonly<Record<string, string>> = { 10000: 'macintosh', 10007: 'x-mac-cyrillic', 866: 'ibm866', 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5', 65001: 'utf-8' }
const charsets: Readonly<Record<string, string>> = { 0: '', 204: 'windows-1251', 238: 'windows-1250', 161: 'windows-1253', 162: 'windows-1254', 177: 'windows-1255', 178: 'windows-1256', 128: 'shift_jis', 134: 'gb18030', 129: 'euc-kr', 136: 'big5' }

type Group = { skip: boolean; hidden: boolean; unicodeSkip: number; charset: string }

/** What RTF says: HTML when Outlook put HTML into it, else text. */
export function readRtf(bytes: Uint8Array): { html: string } | { text: string } {
  const source = binary(bytes)
  const isHtml = /\\fromhtml1?\b/.test(source.slice(0, 2_000))
  const out: string[] = []
  let held: number[] = []
  let page = 'windows-1252'
  const fonts = new Map<string, string>()
  let font = ''
  const stack: Group[] = []
  let group: Group = { skip: false, hidden: false, unicodeSkip: 1, charset: '' }
  let passOver = 0
  const settle = () => {
    if (held.length > 0) out.push(decodeText(Uint8Array.from(held), group.charset || page).text)
    held = []
  }
  const say = (text: string) => {
    if (group.skip || (isHtml && group.hidden)) return
    settle()
    out.push(text)
  }
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/giy
  for (let found = token.exec(source); found !== null; found = token.exec(source)) {
    const [, control, argument, code, symbol, brace, text] = found
    if (brace === '{') {
      settle()
      if (stack.length < deepest) stack.push({ ...group })
      group = { ...group }
      passOver = 0
    } else if (brace === '}') {
      settle()
      group = stack.pop() ?? group
      passOver = 0
    } else if (control !== undefined) word(control, argument)
    else if (code !== undefined) {
      if (passOver > 0) passOver--
      else if (!group.skip && !(isHtml && group.hidden)) held.push(Number.parseInt(code, 16))
    } else if (symbol !== undefined) {
      if (symbol === '*') {
        const next = /^\\([a-z]+)/i.exec(source.slice(token.lastIndex, token.lastIndex + 40))?.[1]
        if (next !== 'htmltag') group.skip = true
      } else if (symbol === '~') say('\u00a0')
      else if (/[\\{}]/.test(symbol)) say(symbol)
    } else if (text !== undefined) {
      const kept = text.slice(passOver)
      passOver = Math.max(0, passOver - text.length)
      if (kept !== '') say(kept)
    }
  }
  settle()
  const whole = out.join('')
  return isHtml ? { html: whole } : { text: whole.trim() }

  function word(control: string, argument: string | undefined): void {
    settle()
    if (aside.has(control)) group.skip = true
    switch (control) {
      case 'par':
      case 'line':
      case 'row':
        say(isHtml ? '\r\n' : '\n')
        break
      case 'tab':
      case 'cell':
        say('\t')
        break
      case 'htmlrtf':
        group.hidden = argument !== '0'
        break
      case 'htmltag':
        group.hidden = false
        group.skip = false
        break
      case 'ansicpg':
        page = pages[argument ?? ''] ?? `windows-${argument}`
        break
      case 'f':
        font = argument ?? ''
        if (fonts.get(font) !== undefined) group.charset = fonts.get(font)!
        break
      case 'fcharset':
        fonts.set(font, charsets[argument ?? ''] ?? '')
        break
      case 'uc':
        group.unicodeSkip = Number(argument ?? 1)
        break
      case 'u': {
        const point = Number(argument ?? 0)
        say(String.fromCharCode(point < 0 ? point + 65_536 : point))
        passOver = group.unicodeSkip
        break
      }
      case 'emdash': say('—'); break
      case 'endash': say('–'); break
      case 'lquote': say('‘'); break
      case 'rquote': say('’'); break
      case 'ldblquote': say('“'); break
      case 'rdblquote': say('”'); break
      case 'bullet': say('•'); break
      default:
    }
  }
}
