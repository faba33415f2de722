/** A line of a letter on its way to being fresh or history. */
export type Line = {
  text: string
  /** The text without the marks of quoting, see `plain`. */
  bare: string
  /** `sure`: marked as quoted. `maybe`: indented by a block that quotes and own lists share. */
  quote: 'no' | 'maybe' | 'sure'
  /** The mail program says that this belongs to the signature. */
  signed?: boolean
}

/** Where history begins: the lines of its header, and what they say of the quoted letter. */
export type Opening = {
  /** `wrote`: «… пишет:». `block`: От/Отправлено/Кому/Тема. `dashes`: a line between dashes alone. */
  form: 'wrote' | 'block' | 'dashes'
  from: number
  /** The first line after the header. */
  to: number
  /** What the header itself says: the letter was handed on, or answered; null when it says neither. */
  says: 'forwarded' | 'original' | null
  /** The value of the sender, as written; '' when the header has none. */
  sender: string
  subject: string
}

/** Angle brackets as some write them around a link or a price: no quote. */
const embraced = /^\s*>+[^<>]*<+\s*$|^(?:\s*>){2,}\s*\S+.*<{2,}\s*$/
const marked = /^\s{0,4}>/
const isEmbraced = (line: string): boolean => line.length < 200 && line.trimEnd().endsWith('<') && embraced.test(line)
/** No header of a quote is longer; what is longer is looked at by its beginning. */
const longest = 500

/** Lines of a plain text; `>` at the beginning marks a quote. */
export function linesOf(text: string, limit: number): Line[] {
  const lines = text.split(/\r\n|\n|\r|\u2028|\u2029/, limit + 1).slice(0, limit).flatMap(apart)
  let code = false
  return lines.map((line): Line => {
    if (/^\s*```/.test(line)) code = !code
    return lineOf(line,  !code && marked.test(line) && !isEmbraced(line) ? 'sure' : 'no')
  })
}

export const lineOf = (text: string, quote: Line['quote'], signed = false): Line => ({ text, bare: plain(text), quote, ...(signed && { signed }) })

/** Some programs put «On … wrote:» behind the last word of the text: there a new line begins. */
function apart(line: string): string[] {
  const found = line.length < 500 ? /^(\s*[^>\s].*?\S)\s+(On\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d{1,2}[./ -]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s\d)[^\n]{8,300}\swrote:)\s*$/.exec(line) : null
  return found === null ? [line] : [found[1]!, found[2]!]
}

const simple = /^[\w ,.!?а-яёА-ЯЁ-]*$/

/** A line without the marks of quoting and of thick letters, with plain spaces: the form in which headers are recognised. */
function plain(text: string): string {
  const start = text.trimStart().slice(0, longest)
  return simple.test(start) ? start.trimEnd() : start.replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').replace(/[\u00a0\u2000-\u200a\u202f\u3000\t]/g, ' ').replace(/^(?:\s*>)+\s?/, '').replaceAll('*', '').trim()
}

export const isBlank = (line: Line): boolean => line.bare === ''

/** Text of lines without blank ones at either end. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(line => line.text.trimEnd()).join('\n').replace(/^(?:[ \t\u00a0]*\n)+/, '').replace(/\n{4,}/g, '\n\n\n').trimEnd()
}
