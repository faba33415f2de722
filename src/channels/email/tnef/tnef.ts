/** Reads winmail.dat (MS-OXTNEF): files, and the body in the forms that Outlook keeps. Pure; damage gives what stood before it. */
import { decodeText } from '../charset/decode.ts'
import { readRtf, unpackRtf } from './rtf.ts'

export type WinmailFile = { filename: string | null; contentType: string; contentId: string | null; bytes: Uint8Array }
export type Winmail = { subject: string; text: string; html: string; /** A message among them holds the bytes of a winmail.dat of its own. */ files: WinmailFile[]; damaged: boolean; tooLarge: boolean }

const signature = 0x223e9f78

/** Attributes of the stream. */
const attribute = { subject: 0x8004, body: 0x800c, attachData: 0x800f, attachTitle: 0x8010, attachMeta: 0x8011, attachRend: 0x9002, messageProps: 0x9003, attachProps: 0x9005, codepage: 0x9007 } as const
/** MAPI properties. */
const property = {
  subject: 0x0037, body: 0x1000, rtf: 0x1009, html: 0x1013, attachData: 0x3701, attachFilename: 0x3704, attachLongFilename: 0x3707, attachMime: 0x370e, attachContentId: 0x3712, displayName: 0x3001,
} as const

type Value = Uint8Array
type Found = Map<number, { type: number; value: Value }>

export const isWinmail = (bytes: Uint8Array): boolean => bytes.length > 6 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === signature

/** Files and body of a winmail.dat. `limits`: how many files, and how large unpacked RTF may be. */
export function readWinmail(bytes: Uint8Array, limits: { parts: number; rtf: number }): Winmail {
  const found: Winmail = { subject: '', text: '', html: '', files: [], damaged: false, tooLarge: false }
  if (!isWinmail(bytes)) return { ...found, damaged: true }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let charset = ''
  let file: WinmailFile | null = null
  const begin = (): WinmailFile => {
    const made: WinmailFile = { filename: null, contentType: 'application/octet-stream', contentId: null, bytes: new Uint8Array() }
    if (found.files.length < limits.parts) found.files.push(made)
    else found.tooLarge = true
    return made
  }
  let at = 6
  while (at + 9 <= bytes.length) {
    const id = view.getUint32(at + 1, true) & 0xffff
    const length = view.getUint32(at + 5, true)
    const from = at + 9
    if (from + length > bytes.length) {
      found.damaged = true
      break
    }
    const data = bytes.subarray(from, from + length)
    switch (id) {
      case attribute.codepage:
        if (length >= 4) charset = pageName(view.getUint32(from, true))
        break
      case attribute.subject:
        found.subject ||= string8(data, charset)
        break
      case attribute.body:
        found.text ||= string8(data, charset)
        break
      case attribute.attachRend:
        file = begin()
        break
      case attribute.attachTitle:
        file ??= begin()
        file.filename ??= string8(data, charset) || null
        break
      case attribute.attachData:
        file ??= begin()
        file.bytes = data
        break
      case attribute.attachProps:
        file ??= begin()
        fill(file, propertiesOf(data), charset)
        break
      case attribute.messageProps:
        tell(found, propertiesOf(data), charset, limits.rtf)
        break
      default:
    }
    at = from + length + 2
  }
  if (at < bytes.length) found.damaged = true
  return found
}

function fill(file: WinmailFile, values: Found, charset: string): void {
  const name = text(values, property.attachLongFilename, charset) || text(values, property.attachFilename, charset) || text(values, property.displayName, charset)
  if (name !== '') file.filename = name
  const type = text(values, property.attachMime, charset).toLowerCase()
  if (/^[\w.+-]+\/[\w.+-]+$/.test(type)) file.contentType = type
  const id = text(values, property.attachContentId, charset).replace(/^<|>$/g, '')
  if (id !== '') file.contentId = id
  const data = values.get(property.attachData)?.value
  // An object of 16 bytes of interface id and a message in the same form.
  if (data !== undefined && file.bytes.length === 0) file.bytes = isWinmail(data.subarray(16)) ? data.subarray(16) : data
}

function tell(found: Winmail, values: Found, charset: string, limit: number): void {
  found.subject ||= text(values, property.subject, charset)
  found.text ||= text(values, property.body, charset)
  const html = values.get(property.html)
  if (html !== undefined) found.html ||= html.type === 0x1f ? utf16(html.value) : decodeText(html.value, charsetOf(html.value) || charset).text
  const rtf = values.get(property.rtf)
  if (rtf === undefined || found.html !== '') return
  const unpackedRtf = unpackRtf(rtf.value, limit)
  if (unpackedRtf === null) {
    found.tooLarge = true
    return
  }
  const told = readRtf(unpackedRtf)
  if ('html' in told) found.html = told.html
  else found.text ||= told.text
}

const charsetOf = (html: Uint8Array): string => /charset=["']?([\w-]{2,40})/i.exec(String.fromCharCode(...html.subarray(0, 2_000)))?.[1] ?? ''

/** MAPI properties of an attribute: id to the first value. Stops at what it cannot measure. */
function propertiesOf(data: Uint8Array): Found {
  const found: Found = new Map()
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  let at = 4
  const count = data.length >= 4 ? view.getUint32(0, true) : 0
  try {
    for (let i = 0; i < count && at + 4 <= data.length; i++) {
      const tag = view.getUint32(at, true)
      at += 4
      const id = tag >>> 16
      const type = tag & 0x0fff
      if (id >= 0x8000) {
        const kind = view.getUint32(at + 16, true)
        at += 20
        at += kind === 0 ? 4 : 4 + padded(view.getUint32(at, true))
      }
      const many = (tag & 0x1000) !== 0
      const fixed = fixedSize(type)
      if (fixed > 0) {
        const values = many ? view.getUint32(at, true) : 1
        if (many) at += 4
        at += padded(fixed) * values
        continue
      }
      const values = view.getUint32(at, true)
      at += 4
      for (let n = 0; n < values; n++) {
        const length = view.getUint32(at, true)
        if (at + 4 + length > data.length) return found
        if (n === 0 && !found.has(id)) found.set(id, { type, value: data.subarray(at + 4, at + 4 + length) })
        at += 4 + padded(length)
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return found
}

const padded = (length: number): number => Math.ceil(length / 4) * 4

/** Bytes of a value of fixed size; 0 for those that carry their length. */
function fixedSize(type: number): number {
  switch (type) {
    case 0x02: case 0x0b: return 2
    case 0x01: case 0x03: case 0x04: case 0x0a: return 4
    case 0x05: case 0x06: case 0x07: case 0x14: case 0x40: return 8
    case 0x48: return 16
    default: return 0
  }
}

function text(values: Found, id: number, charset: string): string {
  const found = values.get(id)
  if (found === undefined) return ''
  return found.type === 0x1f ? utf16(found.value) : string8(found.value, charset)
}

const utf16 = (bytes: Uint8Array): string => new TextDecoder('utf-16le').decode(bytes).replace(/\0[\s\S]*$/, '')

function string8(bytes: Uint8Array, charset: string): string {
  const end = bytes.indexOf(0)
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end), charset).text
}

const pageName = (page: number): string => (page === 65001 ? 'utf-8' : page === 20866 ? 'koi8-r' : page === 28595 ? 'iso-8859-5' : page === 866 ? 'ibm866' : page === 0 ? '' : `windows-${page}`)
