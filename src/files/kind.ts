/**
 * What a file is, by its first bytes: a name and a declared type are only words of whoever sent it. Pure.
 */

/** So many first bytes tell the types below. */
export const headBytes = 64

/** Types that a browser may show inside the desk's page: pictures without scripts, sound, video. PDF, SVG, HTML and all else are saved to disk. */
export const shown = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/wav', 'video/mp4', 'video/webm'] as const
export const isShown = (mime: string): boolean => (shown as readonly string[]).includes(mime)

export const unknownKind = 'application/octet-stream'

/** The type to keep with a file. What its bytes do not show is kept as declared only if a browser would not show it. */
export function kindOf(head: Uint8Array, declared: string): string {
  const word = wellFormed(declared)
  const found = byBytes(head, word)
  if (found !== null) return found
  return isShown(word) ? unknownKind : word
}

function byBytes(head: Uint8Array, declared: string): string | null {
  const text = (from: number, length: number) => String.fromCharCode(...head.subarray(from, from + length))
  const has = (...bytes: number[]) => bytes.every((byte, place) => head[place] === byte)
  if (has(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (has(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'image/gif'
  if (text(0, 4) === 'RIFF') return text(8, 4) === 'WEBP' ? 'image/webp' : text(8, 4) === 'WAVE' ? 'audio/wav' : null
  if (text(0, 5) === '%PDF-') return 'application/pdf'
  if (text(0, 4) === 'OggS') return 'audio/ogg'
  if (text(0, 3) === 'ID3' || (head[0] === 0xff && (head[1]! & 0xe6) === 0xe2)) return 'audio/mpeg'
  if (text(4, 4) === 'ftyp') return declared.startsWith('audio/') || text(8, 3) === 'M4A' ? 'audio/mp4' : text(8, 4) === 'heic' || text(8, 4) === 'avif' ? null : 'video/mp4'
  if (has(0x1a, 0x45, 0xdf, 0xa3)) return 'video/webm'
  if (has(0x50, 0x4b, 0x03, 0x04)) return /^application\/(zip|vnd\.|x-zip)/.test(declared) ? declared : 'application/zip'
  return null
}

/** `type/subtype` in small letters, parameters left off. */
function wellFormed(declared: string): string {
  const word = declared.split(';', 1)[0]!.trim().toLowerCase()
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,120}$/.test(word) ? word : unknownKind
}
