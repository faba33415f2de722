import { Parser } from 'htmlparser2'
import { lineOf, type Line } from '../fresh/lines.ts'
import type { MailLimits } from '../limits.ts'

type Quote = Line['quote']
type Open = { name: string; quote: Quote; signed: boolean; preformatted: boolean; /** Of a quote that has not come yet. */ container: boolean; /** Holds quotes: every block quote in it is one. */ holder: boolean }

const blocks = new Set(['address', 'article', 'aside', 'blockquote', 'body', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'html', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'tbody', 'thead', 'tfoot', 'tr', 'ul', 'caption'])
const spaced = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'blockquote', 'pre'])
const silent = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'object', 'iframe', 'svg', 'math', 'select', 'textarea'])

/** Classes and ids with which mail programs mark what they quote. Prefixes of programs that rewrite foreign ones (`x_`, `ecx`) are taken off first. */
const quotedNames = new Set(['gmail_attr', 'moz-cite-prefix', 'yahoo_quoted', 'yahoo-quoted-begin', 'protonmail_quote', 'tutanota_quote', 'zmail_extra', 'zmail_extra_hr', 'outlookmessageheader', 'olk_src_body_section', 'js-readmsg-msg', 'ms-outlook-mobile-reference-message', 'mail-editor-reference-message-container', 'webmail-quote', 'hmquote', 'iwcquote', 'front-blockquote', 'crisp-quote', 'helpscoutquote', 'superhuman-quote', 'replied-message', 'mail_quote', 'ntes_quote', 'ntes-mailmaster-quote', 'bloop_original_html', '_rc_quote'])
/** The same for marks after which everything is history. */
const restNames = new Set(['divrplyfwdmsg', 'appendonsend', 'stopspelling', 'ms-outlook-mobile-body-separator-line', 'mail-editor-reference-message', 'outlookmessageheader', 'lineBreakAtBeginningOfMessage'.toLowerCase(), 'reply-intro'])
const signatureNames = new Set(['gmail_signature', 'gmail_signature_prefix', 'moz-signature', 'signature', 'ms-outlook-mobile-signature', 'protonmail_signature_block', 'tutanota_signature', 'mail-signature', 'yahoo_signature', 'ydp-signature', 'bloop_sign', 'sigclass', 'apple-signature', 'zm_signature'])
const blockquoteNames = new Set(['cite', 'moz-cite', 'clean_bq', 'uol_quote'])
/** Containers whose lines before the quote are the program's («On … wrote:»), in whatever language. */
const containerNames = new Set(['gmail_quote', 'gmail_quote_container', 'mailspring-quote', 'nylas-quote'])

/** The line that Outlook draws above the header of a quote, whatever its language. */
const wordRule = /border-top:\s*solid\s+#?(?:e1e1e1|b5c4df)\s+1\.0pt/i

const tidy = (name: string): string => name.toLowerCase().replace(/^(?:x_|ecx|yiv\d+|m_-?\d+)+/, '')
const namesOf = (attributes: Readonly<Record<string, string>>): string[] => `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`.split(/\s+/).filter(name => name !== '').map(tidy)
const some = (names: readonly string[], set: ReadonlySet<string>): boolean => names.some(name => set.has(name))

/**
 * HTML as lines of text, quotes and signatures marked by what mail programs mark them with: Gmail, Outlook, Apple, Thunderbird, Yahoo, mail.ru, Yandex
 * and others. A blockquote without a mark is `maybe`: people indent their own lists with it.
 */
export function linesOfHtml(html: string, limits: MailLimits): Line[] {
  const source = html.slice(0, limits.text)
  return nestsDeeper(source, limits.htmlDepth) ? flatLines(source, limits) : parsedLines(source, limits)
}

function parsedLines(source: string, limits: MailLimits): Line[] {
  const lines: Line[] = []
  let text = ''
  let space = false
  let mark: Pick<Line, 'quote' | 'signed'> | null = null
  let muted = 0
  let restQuoted = false
  const stack: Open[] = []
  const top = (): Open | undefined => stack.at(-1)

  const current = (): Pick<Line, 'quote' | 'signed'> => {
    const open = top()
    return { quote: restQuoted ? 'sure' : (open?.quote ?? 'no'), signed: open?.signed ?? false }
  }
  const end = (): void => {
    if (lines.length >= limits.lines) return
    const { quote, signed } = mark ?? current()
    lines.push(lineOf(text, quote, signed))
    text = ''
    space = false
    mark = null
  }
  const endIfFilled = (): void => {
    if (text !== '') end()
    space = false
  }
  const gap = (): void => {
    endIfFilled()
    const last = lines.at(-1)
    if (last !== undefined && last.text.trim() !== '') end()
  }

  const parser = new Parser({
    onopentag(name, attributes) {
      const outer = top()
      if (silent.has(name)) muted++
      const names = namesOf(attributes)
      if (blocks.has(name)) {
        if (spaced.has(name) && !/mso/i.test(attributes['class'] ?? '') && stack.every(open => open.name !== 'li')) gap()
        else endIfFilled()
      }
      const open: Open = {
        name,
        quote: outer?.quote ?? 'no',
        signed: (outer?.signed ?? false) || name === 'signature' || some(names, signatureNames) || 'data-signature-widget' in attributes || attributes['data-signatureblock'] === 'true' || attributes['name'] === 'messageSignatureSection',
        preformatted: (outer?.preformatted ?? false) || name === 'pre' || /white-space\s*:\s*pre/i.test(attributes['style'] ?? ''),
        container: name === 'div' && some(names, containerNames),
        holder: name === 'div' && some(names, containerNames),
      }
      if (name === 'blockquote') {
        const around = stack.findLast(({ container }) => container)
        if (quotes(attributes, names) || stack.some(({ holder }) => holder)) open.quote = 'sure'
        else if (open.quote === 'no') open.quote = 'maybe'
        if (around !== undefined) around.container = false
      } else if (some(names, quotedNames) || attributes['data-marker'] === '__QUOTED_TEXT__' || attributes['name'] === 'messageReplySection') open.quote = 'sure'
      stack.push(open)
      if (some(names, restNames) || wordRule.test(attributes['style'] ?? '')) restQuoted = true
      if (muted > 0) return
      if (name === 'br') end()
      else if (name === 'hr') {
        endIfFilled()
        text = '________________________________'
        end()
      } else if (name === 'li') {
        text = '- '
        mark = current()
      } else if ((name === 'td' || name === 'th') && text !== '') space = true
      else if (name === 'img') {
        const alt = attributes['alt']?.trim()
        if (alt !== undefined && alt !== '' && alt.length < 200 && !isTracker(attributes)) write(`[${alt}]`)
      }
    },
    ontext(piece) {
      if (muted === 0) write(piece)
    },
    onclosetag(name) {
      if (silent.has(name) && muted > 0) muted--
      if (blocks.has(name)) endIfFilled()
      const at = stack.findLastIndex(open => open.name === name)
      if (at >= 0) stack.length = at
    },
  }, { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true })

  function write(piece: string): void {
    if (top()?.preformatted === true) {
      const [head = '', ...rest] = piece.split(/\r?\n/)
      put(head)
      for (const line of rest) {
        end()
        put(line)
      }
      return
    }
    for (const word of piece.split(/([ \t\r\n\f]+)/)) {
      if (word === '') continue
      if (/^[ \t\r\n\f]/.test(word)) space = text !== ''
      else put(word)
    }
  }

  function put(words: string): void {
    if (words === '') return
    if (mark === null) {
      mark = current()
      if (mark.quote === 'no' && stack.some(({ container }) => container)) mark = { ...mark, quote: 'sure' }
    }
    text += space && text !== '' ? ` ${words}` : words
    space = false
  }

  parser.write(source)
  parser.end()
  endIfFilled()
  return lines
}

/** A blockquote that a mail program made: by its type, class or the line at its left. People's own indenting has none of them. */
function quotes(attributes: Readonly<Record<string, string>>, names: readonly string[]): boolean {
  return attributes['type']?.toLowerCase() === 'cite' || 'cite' in attributes || some(names, blockquoteNames) || some(names, quotedNames)
    || /border-left(?:-width|-style|-color)?\s*:\s*(?!none|0)/i.test(attributes['style'] ?? '')
}

const isTracker = (attributes: Readonly<Record<string, string>>): boolean => ['0', '1'].includes(attributes['width'] ?? '') || ['0', '1'].includes(attributes['height'] ?? '')

const voids = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])

/** A coarse look before the parser, whose work grows with the square of the depth: open tags less closing ones. */
export function nestsDeeper(source: string, limit: number): boolean {
  let depth = 0
  for (const [, slash, name] of source.matchAll(/<(\/?)([a-zA-Z][\w:-]{0,30})/g)) {
    if (voids.has(name!.toLowerCase()) || /^(?:p|li|td|tr|th|dd|dt|option)$/i.test(name!)) continue
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > limit) return true
  }
  return false
}

/** Text of HTML that no person wrote: tags taken out, nothing marked. */
function flatLines(source: string, limits: MailLimits): Line[] {
  return source.replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^<>]{0,500}>/gi, '\n').replace(/<[^<>]{0,2000}>/g, '').split('\n').slice(0, limits.lines).map(text => lineOf(text.trim(), 'no'))
}
