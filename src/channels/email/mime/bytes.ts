/** Bytes and the transfer encodings of mail. Damage never stops a decoder: what is no code is passed over. */

const chunk = 8_192

// Spreading typed arrays walks an iterator; this does not.
const fromCodes = (bytes: Uint8Array): string => Reflect.apply(String.fromCharCode, null, bytes)

/** One character per byte (0–255): the shape in which heads are taken apart before their charset is known. */
export function binary(bytes: Uint8Array): string {
  if (bytes.length <= chunk) return fromCodes(bytes)
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += chunk) pieces.push(fromCodes(bytes.subarray(at, at + chunk)))
  return pieces.join('')
}

/** The bytes of a string made by `binary`. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Int8Array(256).fill(-1)
for (let i = 0; i < letters.length; i++) sextets[letters.charCodeAt(i)] = i
sextets['-'.charCodeAt(0)] = 62
sextets['_'.charCodeAt(0)] = 63
const padding = 61

/** Several pieces may follow each other, each with its own padding. */
export function fromBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.floor((bytes.length * 3) / 4) + 3)
  let length = 0
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    const sextet = sextets[byte]!
    if (sextet < 0) {
      if (byte === padding) bits = held = 0
      continue
    }
    held = ((held << 6) | sextet) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[length++] = (held >> bits) & 0xff
    }
  }
  return out.subarray(0, length)
}

const hex = (byte: number | undefined): number => {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  const upper = byte & 0xdf
  return upper >= 65 && upper <= 70 ? upper - 55 : -1
}

/** `=` that begins no code stays as it is; spaces at the end of a line are the transport's. */
export function fromQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  /** Where trailing spaces of this line begin in `out`. */
  let solid = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === 10) {
      const before = i > 0 && bytes[i - 1] === 13
      length = solid
      if (before) out[length++] = 13
      out[length++] = 10
      solid = length
    } else if (byte === 13 && bytes[i + 1] === 10) {
      continue
    } else if (byte === 61) {
      const high = hex(bytes[i + 1])
      const low = hex(bytes[i + 2])
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low
        solid = length
        i += 2
        continue
      }
      let end = i + 1
      while (bytes[end] === 32 || bytes[end] === 9 || bytes[end] === 13) end++
      if (bytes[end] === 10 || end >= bytes.length) {
        solid = length
        i = end
        continue
      }
      out[length++] = byte
      solid = length
    } else {
      out[length++] = byte
      if (byte !== 32 && byte !== 9) solid = length
    }
  }
  return out.subarray(0, length)
}

/** Old UNIX mail: `begin 644 name`, lines of up to 45 bytes, `end`. */
export function fromUuencode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  const sextet = (at: number, end: number): number => (at < end ? (bytes[at]! - 32) & 63 : 0)
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(10, at)
    const next = found < 0 ? bytes.length : found + 1
    const end = found > at && bytes[found - 1] === 13 ? found - 1 : found < 0 ? bytes.length : found
    const line = end - at <= 6 || bytes[at] === 98 ? binary(bytes.subarray(at, Math.min(end, at + 6))) : ''
    if (line === 'end') break
    if (end > at && line !== 'begin ') {
      const until = length + ((bytes[at]! - 32) & 63)
      for (let i = at + 1; i < end && length < until; i += 4) {
        const [a, b, c, d] = [sextet(i, end), sextet(i + 1, end), sextet(i + 2, end), sextet(i + 3, end)]
        out[length++] = (a << 2) | (b >> 4)
        out[length++] = ((b & 15) << 4) | (c >> 2)
        out[length++] = ((c & 3) << 6) | d
      }
      length = Math.min(length, until)
    }
    at = next
  }
  return out.subarray(0, length)
}
