/**
 * Titles of the tests of a file, as the runner would print them: with the `describe` they stand in, and with each row of a table that is written out in
 * the file. Asking the runner itself takes half a minute, since it has to load every file; reading takes a blink and runs nothing.
 */
import { tokensOf, type Token } from './tokens.ts'

const tests = new Set(['it', 'test'])
const groups = new Set(['describe', 'suite'])
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Full titles in the order of the file; a title that only the run could tell holds `…`. */
export function titlesOf(source: string): string[] {
  const tokens = tokensOf(source)
  return walk(tokens, tokens, [])
}

function walk(all: readonly Token[], tokens: readonly Token[], outer: readonly string[]): string[] {
  const found: string[] = []
  for (let at = 0; at < tokens.length; at++) {
    const word = tokens[at]!
    if (word.kind !== 'word' || is(tokens[at - 1], '.') || !(tests.has(word.value) || groups.has(word.value))) continue
    const call = readCall(all, tokens, at)
    if (call === null) continue
    for (const title of call.titles) found.push(...(tests.has(word.value) ? [[...outer, title].join(' > ')] : walk(all, call.body, [...outer, title])))
    at = call.end
  }
  return found
}

type Call = { titles: string[]; body: readonly Token[]; end: number }

/** `test('…', …)`, `test.each([…])('…', …)`, `describe.skipIf(…)('…', …)`, with type arguments or without; null for another use of the word. */
function readCall(all: readonly Token[], tokens: readonly Token[], start: number): Call | null {
  let at = start + 1
  let table: readonly Token[] | null = null
  while (is(tokens[at], '.')) {
    const name = tokens[at + 1]?.value
    at += 2
    if (is(tokens[at], '<')) at = endOfTypes(tokens, at) + 1
    // `each`, `skipIf`, `runIf` take something before the title; a call of another name is the test itself.
    if (is(tokens[at], '(') && (name === 'each' || name === 'for' || name === 'skipIf' || name === 'runIf')) {
      const end = endOfPair(tokens, at)
      if (name === 'each' || name === 'for') table = tokens.slice(at + 1, end)
      at = end + 1
    }
  }
  if (!is(tokens[at], '(') || tokens[at + 1]?.kind !== 'text') return null
  const end = endOfPair(tokens, at)
  const title = tokens[at + 1]!.value
  return { titles: table === null ? [title] : rowTitles(title, rowsOf(all, table)), body: tokens.slice(at + 2, end), end }
}

/** Rows of a table: written on the spot, or in a list that the file holds under this name. */
function rowsOf(all: readonly Token[], table: readonly Token[]): (readonly Token[])[] {
  if (is(table[0], '[')) return split(table.slice(1, endOfPair(table, 0)))
  const name = table[0]
  if (table.length !== 1 || name?.kind !== 'word') return []
  const declared = all.findIndex((token, at) => token.value === name.value && token.kind === 'word' && all[at - 1]?.value === 'const')
  if (declared === -1) return []
  let opens = declared
  while (opens < all.length && !is(all[opens], '=')) opens++
  return is(all[opens + 1], '[') ? split(all.slice(opens + 2, endOfPair(all, opens + 1))) : []
}

function rowTitles(title: string, rows: readonly (readonly Token[])[]): string[] {
  return rows.length === 0 ? [title] : rows.map(row => (is(row[0], '{') ? byName(title, row) : byPlace(title, row)))
}

/** `%s` and its like, in the order of the row. */
function byPlace(title: string, row: readonly Token[]): string {
  const cells = is(row[0], '[') ? split(row.slice(1, endOfPair(row, 0))) : [row]
  let next = 0
  return title.replaceAll(/%[sdifjoO]/g, () => saidBy(cells[next++]))
}

/** `$name` of an object; `$a.b` is not looked for. */
function byName(title: string, row: readonly Token[]): string {
  const fields = split(row.slice(1, endOfPair(row, 0))).map(field => [field[0]?.value, field.slice(2)] as const)
  return title.replaceAll(/\$(\w+)/g, (_, name: string) => saidBy(fields.find(([key]) => key === name)?.[1]))
}

function saidBy(cell: readonly Token[] | undefined): string {
  const [only] = cell ?? []
  return cell?.length === 1 && only !== undefined && only.kind !== 'mark' && only.kind !== 'word' ? only.value : '…'
}

const is = (token: Token | undefined, mark: string): boolean => token?.kind === 'mark' && token.value === mark

/** Place of the mark that closes the one at `from`. */
function endOfPair(tokens: readonly Token[], from: number): number {
  const opened: string[] = []
  for (let at = from; at < tokens.length; at++) {
    const { kind, value } = tokens[at]!
    if (kind !== 'mark') continue
    if (closing[value] !== undefined) opened.push(closing[value])
    else if (value === opened.at(-1)) {
      opened.pop()
      if (opened.length === 0) return at
    }
  }
  return tokens.length - 1
}

function endOfTypes(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    if (is(tokens[at], '<')) depth++
    else if (is(tokens[at], '>') && --depth === 0) return at
  }
  return tokens.length - 1
}

/** Parts between commas of the outermost level; an empty last part is none. */
function split(tokens: readonly Token[]): (readonly Token[])[] {
  const parts: Token[][] = [[]]
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (is(token, ',')) parts.push([])
    else if (token.kind === 'mark' && closing[token.value] !== undefined) {
      const end = endOfPair(tokens, at)
      parts.at(-1)!.push(...tokens.slice(at, end + 1))
      at = end
    } else parts.at(-1)!.push(token)
  }
  return parts.filter(part => part.length > 0)
}
