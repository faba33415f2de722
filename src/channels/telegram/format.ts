import { limits } from './limits.ts'

/** A piece of a text as Telegram takes it: HTML, and what it says after entity parsing. */
export type Part = { html: string; plain: string }

/** Only these three have a meaning in the HTML of the Bot API. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * Title (bold first line) and text, split into parts of at most `limit` UTF-16 units after entity parsing. Borders are paragraphs, else lines,
 * else words, else whole characters as people see them; white space at a border goes. A text of white space alone gives no part.
 */
export function formatText(content: { title?: string | undefined; text: string }, limit: number = limits.text): readonly Part[] {
  const title = tidy(content.title ?? '')
  const text = tidy(content.text)
  const whole = title === '' || text === '' ? title + text : `${title}\n${text}`
  return split(whole, limit).map(({ from, to }) => {
    const bold = whole.slice(from, Math.max(from, Math.min(to, title.length)))
    const rest = whole.slice(from + bold.length, to)
    return { html: (bold === '' ? '' : `<b>${escapeHtml(bold)}</b>`) + escapeHtml(rest), plain: bold + rest }
  })
}

/** Halves of characters would make the whole request unreadable for Telegram; outer white space it drops itself. */
const tidy = (text: string): string => text.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\0', '').trim()

type Span = { from: number; to: number }

function split(text: string, limit: number): readonly Span[] {
  const spans: Span[] = []
  let from = 0
  while (text.length - from > limit) {
    const to = from + border(text.slice(from, from + limit + 1), text, from, limit)
    const end = from + text.slice(from, to).trimEnd().length
    if (end > from) spans.push({ from, to: end })
    from = to + leadingSpace(text, to)
  }
  if (from < text.length) spans.push({ from, to: text.length })
  return spans
}

const leadingSpace = (text: string, at: number): number => {
  const space = /\s+/y
  space.lastIndex = at
  return space.exec(text)?.[0].length ?? 0
}

/** How many units of `window` (one longer than the limit) go into this part. A border far from the end would waste the part. */
function border(window: string, text: string, from: number, limit: number): number {
  const paragraph = window.lastIndexOf('\n\n')
  if (paragraph >= limit / 2) return paragraph
  const line = window.lastIndexOf('\n')
  if (line >= limit / 2) return line
  const word = /^[\s\S]*(?=\s)/.exec(window)?.[0].trimEnd().length ?? 0
  return word > 0 ? word : wholeCharacters(text, from, limit)
}

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The most units that end between two characters; a single "character" longer than a message is cut between code points. */
function wholeCharacters(text: string, from: number, limit: number): number {
  const window = text.slice(from, from + limit * 2)
  const start = characters.segment(window).containing(limit)?.index ?? limit
  if (start > 0) return start
  const low = window.charCodeAt(limit)
  return low >= 0xdc00 && low <= 0xdfff ? limit - 1 : limit
}
