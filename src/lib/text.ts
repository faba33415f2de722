/** A text that PostgreSQL can hold: without NUL, half surrogate pairs replaced by U+FFFD. Everything else stays as it was typed. */
export function storable(text: string): string {
  return text.includes('\u0000') || !text.isWellFormed() ? text.replaceAll('\u0000', '').toWellFormed() : text
}
