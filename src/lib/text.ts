/** A text that PostgreSQL can hold: without NUL, half surrogate pairs replaced by U+FFFD. Everything else stays as it was typed. */
export function storable(text: string): string {
  return text.includes('\u0000') || !text.isWellFormed() ? text.replaceAll('\u0000', '').toWellFormed() : text
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** No character that people write is longer. */
const longest = 64

/** The beginning of a text, at most `max` UTF-16 units, never half a character: no half of a pair, no flag or family torn apart. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const from = whole(text, Math.max(0, max - longest))
  let end = from
  for (const { index } of characters.segment(text.slice(from, max + longest))) {
    if (from + index > max) break
    end = from + index
  }
  // Marks heaped on one letter without end: then at least no half of a pair.
  return text.slice(0, end === from ? whole(text, max) : end)
}

/** The same with «…» in place of what is left out, and no space before it. */
export const shorten = (text: string, max: number): string => (text.length <= max ? text : `${cut(text, max - 1).trimEnd()}…`)

/** This place, or the one before it where it would tear a pair. */
function whole(text: string, at: number): number {
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before <= 0xdbff ? at - 1 : at
}
