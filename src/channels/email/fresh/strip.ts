import type { Fresh } from '../letter.ts'
import { isHandedOn } from './forward.ts'
import { delimiter, signatureAt } from './signature.ts'
import { isBlank, lineOf, textOf, type Line, type Opening } from './lines.ts'
import { openingAt } from './openings.ts'
import { address } from './phrases.ts'

/** A letter's lines, told apart: `own[i]` says that line `i` was written this time. `openings` are the headers of history in the order found. */
export type Stripped = { own: boolean[]; openings: Opening[] }

/**
 * Tells what was written this time from what was quoted. A header («… пишет:», От/Кому/Тема, `-----Original Message-----`) takes the quote below it:
 * marked lines as far as they go, so that answers between and below them stay; unmarked lines to the end.
 */
export function strip(lines: readonly Line[], answers = true): Stripped {
  const own = lines.map(() => true)
  const openings: Opening[] = []
  for (let at = 0; at < lines.length;) {
    const opening = isBlank(lines[at]!) ? null : openingAt(lines, at)
    const body = opening === null ? at : skipBlank(lines, opening.to)
    // "Касса пишет 26.09.2026 10:00:" in a first letter: the customer's own words, as long as nothing is marked and nobody named.
    if (opening !== null && !(!answers && opening.form === 'wrote' && !address.test(opening.sender) && lines[body]?.quote === 'no')) {
      openings.push(opening)
      const end = reaches(lines, opening, body)
      own.fill(false, ruleAbove(lines, at), end)
      at = end
    } else if (lines[at]!.quote === 'sure') {
      const end = runEnd(lines, at, false)
      own.fill(false, at, end)
      at = end
    } else at++
  }
  return { own, openings }
}

/** How far the quote below a header reaches: marked lines to their end, unmarked ones to the end of the letter. */
function reaches(lines: readonly Line[], { from, to }: Opening, body: number): number {
  if (body >= lines.length) return lines.length
  if (lines[body]!.quote !== 'no') return runEnd(lines, body, true)
  // The header of a quote in the quote, at its end: an answer follows.
  return /^\s*>/.test(lines[from]!.text) ? to : lines.length
}

function skipBlank(lines: readonly Line[], at: number): number {
  let next = at
  while (next < lines.length && isBlank(lines[next]!)) next++
  return next
}

/** The end of marked lines, with the tails that a program broke off them and the empty lines between. */
function runEnd(lines: readonly Line[], at: number, indented: boolean): number {
  const marked = (line: Line | undefined): boolean => line !== undefined && (line.quote === 'sure' || (indented && line.quote === 'maybe'))
  let end = at
  for (let i = at; i < lines.length;) {
    if (marked(lines[i])) {
      end = ++i
      continue
    }
    if (isBlank(lines[i]!)) {
      const next = skipBlank(lines, i)
      if (!marked(lines[next])) break
      i = next
      continue
    }
    const before = lines[i - 1]
    const after = lines[i + 1]
    // A quoted line that grew too long and was broken: its tail stands alone between marked lines.
    if (before !== undefined && marked(before) && marked(after) && isTail(before, lines[i]!)) {
      i++
      continue
    }
    break
  }
  return end
}

function isTail(before: Line, line: Line): boolean {
  const text = line.text.trim()
  return (before.bare.length >= 55 && /^\p{Ll}|^[^\p{L}]/u.test(text) && text.length < 80) || /^[(<]?https?:\/\/\S+[)>]?\s*>?$/.test(text)
}

/** A drawn line right above a header was drawn by the mail program: where it stands, else `at`. */
function ruleAbove(lines: readonly Line[], at: number): number {
  let above = at - 1
  while (above >= 0 && isBlank(lines[above]!)) above--
  return above >= 0 && /^[-_=]{5,}$/.test(lines[above]!.bare) ? above : at
}

/**
 * Fresh text, signature and history as texts. A signature below the quote goes with the quote. What was handed on is no history: its sender wants it
 * read; what is quoted inside it is. A letter that answers nothing (`answers` false) quotes nothing without a header: its marked lines are its own list.
 */
export function told(lines: readonly Line[], subject: string, answers: boolean): Fresh & { openings: Opening[] } {
  const { own, openings } = strip(lines, answers)
  if (!answers && openings.length === 0) own.fill(true)
  const [first] = openings
  if (first !== undefined && isHandedOn(first, subject)) return { ...passedOn(lines, first), openings }
  dropLowerSignature(lines, own)
  const fresh = lines.filter((_, i) => own[i])
  if (fresh.every(isBlank)) return beneath(lines, openings)
  const cut = signatureAt(fresh)
  // Where quotes stood between the lines, their empty lines are left: one is enough.
  const text = textOf(fresh.slice(0, cut)).replace(/\n{3,}/g, openings.length > 0 ? '\n\n' : '\n\n\n')
  const signature = textOf(fresh.slice(cut))
  const history = textOf(lines.filter((_, i) => !own[i]))
  // A letter that is nothing but a signature says what it says.
  return text.trim() === '' ? { text: signature, signature: '', history, openings } : { text, signature: signature.replace(/^(?:--|—)[ \t]*\n/, ''), history, openings }
}

/** Below the last quote nothing but a signature: it belongs to what the program put there. */
function dropLowerSignature(lines: readonly Line[], own: boolean[]): void {
  const below = own.lastIndexOf(false) + 1
  const first = skipBlank(lines, below)
  if (below === 0 || first >= lines.length || !lines.some((line, i) => i < below && own[i] && !isBlank(line))) return
  const begins = lines[first]!
  if (delimiter.test(begins.bare) || begins.signed === true) own.fill(false, below)
}

/** Nothing stands above the quote: what lies beneath its header is all there is to read, so it is shown. */
function beneath(lines: readonly Line[], openings: readonly Opening[]): Fresh & { openings: Opening[] } {
  const [first] = openings
  const body = first === undefined ? lines.length : skipBlank(lines, first.to)
  if (first === undefined || body >= lines.length || (lines[body]!.quote === 'sure' && first.says !== 'forwarded')) return { text: '', signature: '', history: textOf(lines), openings: [...openings] }
  const inner = lines.slice(body).map(unmarked)
  const { own } = strip(inner)
  return { text: textOf(inner.filter((_, i) => own[i])), signature: '', history: textOf([...lines.slice(0, body), ...inner.filter((_, i) => !own[i])]), openings: [...openings] }
}

/** The sender's own words, then the letter handed on with its header. */
function passedOn(lines: readonly Line[], { from, to }: Opening): Fresh {
  const inner = lines.slice(to).map(unmarked)
  const { own } = strip(inner)
  const above = lines.slice(0, from)
  return { text: textOf([...above, ...lines.slice(from, to).map(unmarked), ...inner.filter((_, i) => own[i])]), signature: '', history: textOf(inner.filter((_, i) => !own[i])) }
}

/** A line of a forwarded letter that was quoted once as a whole. */
function unmarked(line: Line): Line {
  const text = line.text.replace(/^\s{0,3}>[ ]?/, '')
  return text === line.text ? { ...line, quote: line.quote === 'sure' ? 'no' : line.quote } : lineOf(text, /^\s{0,3}>/.test(text) ? 'sure' : 'no', line.signed)
}
