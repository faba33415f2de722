/**
 * A TypeScript source as the few tokens that titles of tests are made of. No compiler is asked: words, texts, numbers and marks are enough,
 * as long as comments and regular expressions are passed over whole.
 */

export type Token = {
  kind: 'word' | 'text' | 'number' | 'mark'
  /** A text without its quotes; holes of a template are `…`. */
  value: string
}

const wordStart = /[\p{L}_$]/u
const wordPart = /[\p{L}\p{N}_$]/u
/** Words after which a stroke begins a regular expression and no division. */
const beforeExpression = new Set(['return', 'typeof', 'case', 'in', 'of', 'await', 'yield', 'void', 'delete', 'else', 'do'])
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' }

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0

  const startsExpression = (): boolean => {
    const last = tokens.at(-1)
    if (last === undefined) return true
    if (last.kind === 'mark') return last.value !== ')' && last.value !== ']' && last.value !== '}'
    return last.kind === 'word' && beforeExpression.has(last.value)
  }
  const skipExpression = (): void => {
    let isClass = false
    for (at++; at < text.length && (isClass || text[at] !== '/'); at++) {
      if (text[at] === '\\') at++
      else if (text[at] === '[') isClass = true
      else if (text[at] === ']') isClass = false
    }
    for (at++; wordPart.test(text[at] ?? ''); at++);
    tokens.push({ kind: 'mark', value: '/' }, { kind: 'mark', value: ')' })
  }
  /** What a stroke back and a letter stand for. */
  const escaped = (): string => {
    const letter = text[++at] ?? ''
    const code = /^(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(text.slice(at, at + 12))
    if (code === null) return letter === '\n' ? '' : escapes[letter] ?? letter
    at += code[0].length - 1
    return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16))
  }
  const readText = (quote: string): string => {
    let value = ''
    for (at++; at < text.length && text[at] !== quote; at++) {
      if (text[at] === '\\') value += escaped()
      else if (quote === '`' && text[at] === '$' && text[at + 1] === '{') {
        skipHole()
        value += '…'
      } else value += text[at]
    }
    at++
    return value
  }
  /** Stands at `${`; ends at the closing brace of that hole. */
  const skipHole = (): void => {
    let depth = 1
    for (at += 2; at < text.length; at++) {
      const letter = text[at]!
      if (letter === '\'' || letter === '"' || letter === '`') {
        readText(letter)
        at--
      } else if (letter === '{') depth++
      else if (letter === '}' && --depth === 0) return
    }
  }

  while (at < text.length) {
    const letter = text[at]!
    if (/\s/.test(letter)) at++
    else if (text.startsWith('//', at)) at = endOf(text, '\n', at)
    else if (text.startsWith('/*', at)) at = endOf(text, '*/', at) + 2
    else if (letter === '\'' || letter === '"' || letter === '`') tokens.push({ kind: 'text', value: readText(letter) })
    else if (letter === '/' && startsExpression()) skipExpression()
    else if (wordStart.test(letter)) {
      const from = at
      while (wordPart.test(text[at] ?? '')) at++
      tokens.push({ kind: 'word', value: text.slice(from, at) })
    } else if (/\d/.test(letter)) {
      const from = at
      while (/[\w.]/.test(text[at] ?? '')) at++
      tokens.push({ kind: 'number', value: text.slice(from, at) })
    } else {
      const value = text.startsWith('=>', at) ? '=>' : letter
      tokens.push({ kind: 'mark', value })
      at += value.length
    }
  }
  return tokens
}

function endOf(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from)
  return found === -1 ? text.length : found
}
