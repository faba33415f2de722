/** Looks into the directory of a ZIP archive (an XLSX file is one) without unpacking it. Pure. */
const endMark = 0x06054b50
const entryMark = 0x02014b50
/** The directory's end is followed by a comment of at most this length. */
const longestComment = 65_535
const endLength = 22

export const isZip = (bytes: Uint8Array): boolean => bytes.length > endLength && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04

/** Bytes that all entries say they unpack to; null when the directory cannot be read. */
export function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - endLength
  const first = Math.max(0, end - longestComment)
  while (end >= first && view.getUint32(end, true) !== endMark) end--
  if (end < first) return null
  const entries = view.getUint16(end + 10, true)
  // Readers go by either count; the large format keeps its own elsewhere.
  if (entries === 0 || entries === 0xffff || entries !== view.getUint16(end + 8, true)) return null
  let at = view.getUint32(end + 16, true)
  let size = 0
  for (let entry = 0; entry < entries; entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entryMark) return null
    size += view.getUint32(at + 24, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return size
}
