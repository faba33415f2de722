/** The text of a letter, from its parts: whole, fresh, forwarded. */
import { forwardOf } from './fresh/forward.ts'
import { lineOf, linesOf, textOf, type Line } from './fresh/lines.ts'
import { told } from './fresh/strip.ts'
import { linesOfHtml } from './html/lines.ts'
import type { Forward, Fresh } from './letter.ts'
import { mailLimits, type MailLimits } from './limits.ts'

/** One piece of a body: the same words as text, as HTML, or both. */
export type Piece = { text: string | null; html: string | null }

export type Body = { fresh: Fresh; forward: Forward | null; /** The whole, quoted parts included. */ text: string }

/**
 * Reads the pieces in their order. HTML is looked at first: there mail programs mark what they quote. `subject` is null when there is none; it tells
 * a forward from an answer where the header block alone does not. `answers`: whether the letter can quote another.
 */
export function readBody(pieces: readonly Piece[], subject: string | null, limits: MailLimits = mailLimits, answers = true): Body {
  const lines: Line[] = []
  const whole: string[] = []
  for (const { text, html } of pieces) {
    const fromHtml = html === null ? [] : linesOfHtml(html, limits)
    const filled = fromHtml.some(line => line.text.trim() !== '')
    const own = filled || text === null ? fromHtml : linesOf(text.slice(0, limits.text), limits.lines)
    if (lines.length > 0) lines.push(lineOf('', 'no'))
    lines.push(...own.slice(0, Math.max(0, limits.lines - lines.length)))
    whole.push(text !== null && text.trim() !== '' ? text : textOf(fromHtml))
  }
  const { openings, ...fresh } = told(lines, subject ?? '', answers)
  return { fresh, forward: forwardOf(openings, subject), text: whole.join('\n\n').replace(/\r\n/g, '\n') }
}
