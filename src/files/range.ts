/** One part of a file, both ends included, as HTTP counts. */
export type Part = { from: number; to: number }

/**
 * Reads a `Range` header (RFC 9110) for a file of `size` bytes. `whole`: there is none, or one that may be passed over (several parts, another unit).
 * `none`: it asks for nothing that is there (416). Pure.
 */
export function readRange(header: string | undefined, size: number): Part | 'whole' | 'none' {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (found === null) return 'whole'
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'none' : { from: size - length, to: size - 1 }
  }
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return 'whole'
  return from >= size ? 'none' : { from, to }
}
