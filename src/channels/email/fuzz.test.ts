import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReader, type Reader } from './client/reader/index.ts'
import { mutations, ownLetters, randomOf } from './fuzz.fixture.ts'
import type { Letter } from './letter.ts'
import { mailLimits } from './limits.ts'
import { read } from './read.ts'

const folder = fileURLToPath(new URL('../../../../shared/corpora/mail/', import.meta.url))
const missing = !existsSync(folder)
if (missing) process.stderr.write('The shared letters are not at ../shared/corpora/mail: only letters made here are damaged\n')

const seed = 20_260_926
const runsOfEach = 150
process.stderr.write(`damaged letters: seed ${seed}, ${runsOfEach} of each of ${Object.keys(mutations).length} kinds of damage\n`)

const largest = 300_000
const letters: readonly Buffer[] = [...ownLetters(), ...(missing ? [] : (readdirSync(folder, { recursive: true }) as string[]).toSorted().map(name => join(folder, name)).filter(path => /\.(?:eml|msg|txt|mbox)$|\/[^./]+$/.test(path) && statSync(path).isFile() && statSync(path).size <= largest).map(path => readFileSync(path)))]

let reader: Reader
beforeAll(() => {
  reader = openReader({ hands: 2, within: 20_000 })
})
afterAll(() => reader.close())

/** Tags and attributes that may stand in a page of ours, in the one form in which they are written. Whatever else has an angle bracket is none of them. */
const tag = /<\/?(?:abbr|bdi|bdo|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|font|h[1-6]|hr|img|ins|kbd|li|mark|ol|pre|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|ul|[abipqsu])(?: (?:style|dir|title|lang|align|valign|bgcolor|href|target|rel|src|alt|width|height|data-part|data-remote|color|size|face|border|cellpadding|cellspacing|colspan|rowspan|span|start|type|value)(?:="[^"<>]*")?)*(?: \/)?>/g
const address = / (?:href|src)="(?!(?:https?:\/\/|mailto:|tel:|data:image\/)[^"]*")/i

function harmIn(html: string): string | null {
  const harms: string[] = []
  const rest = html.replace(tag, found => {
    const attributes = found.replace(/ (?:title|alt)="[^"]*"/g, '')
    if (address.test(attributes) || /style="[^"]*(?:position|url\s*\(|expression|@import|behavior)/i.test(attributes)) harms.push(found)
    return ''
  })
  const bracket = rest.search(/[<>]/)
  return harms[0] ?? (bracket < 0 ? null : rest.slice(bracket, bracket + 200))
}

/** What a letter may hold at most, whatever it was made of. */
function within(letter: Letter, bytes: number, depth = 0): void {
  expect(letter.text.length).toBeLessThanOrEqual(mailLimits.text + mailLimits.parts * 2)
  expect(letter.fields.length).toBeLessThanOrEqual(mailLimits.headerFields)
  for (const boxes of [letter.to, letter.cc, letter.replyTo]) expect(boxes.length).toBeLessThanOrEqual(mailLimits.addresses)
  expect(letter.references.length).toBeLessThanOrEqual(mailLimits.references)
  expect(letter.attachments.length).toBeLessThanOrEqual(mailLimits.parts * 2)
  for (const { filename, contentType } of letter.attachments) {
    expect(contentType).toMatch(/^[\w.+-]+\/[\w.+-]+$/)
    if (filename !== null) expect(filename.length).toBeLessThanOrEqual(mailLimits.fileName + 16)
  }
  expect(letter.remoteImages.length).toBeLessThanOrEqual(mailLimits.remoteImages)
  expect(`${letter.subject}${letter.from?.name ?? ''}${letter.from?.address ?? ''}`).not.toMatch(/[\r\n]/)
  expect(letter.fresh.text.length + letter.fresh.history.length + letter.fresh.signature.length).toBeLessThanOrEqual(2 * (letter.text.length + letter.html.length) + bytes)
  expect(harmIn(letter.html)).toBeNull()
  expect(letter.nested.length).toBeLessThanOrEqual(mailLimits.nested)
  expect(depth).toBeLessThanOrEqual(mailLimits.depth)
  for (const inner of letter.nested) within(inner, bytes, depth + 1)
}

describe('issue 4, pain 1: damaged letters are read without a crash, in their time and within their limits', () => {
  test.each(Object.entries(mutations))('%s', { timeout: 120_000 }, async (name, mutate) => {
    const random = randomOf(seed + name.length * 7_919 + name.charCodeAt(0))
    const kinds = Object.values(mutations)
    for (let run = 0; run < runsOfEach; run++) {
      let letter = mutate(letters[random(letters.length)]!, random)
      // Damage seldom comes alone.
      if (random(3) === 0) letter = kinds[random(kinds.length)]!(letter, random)
      const result = await reader.read(letter)
      if ('failed' in result) expect.fail(`run ${run} of seed ${seed}: ${result.failed}, ${result.detail}`)
      within(result.letter, letter.length)
    }
  })
})

test('a reader that is told that it is late leaves the rest and says so', () => {
  const parts = Array.from({ length: 300 }, (_, i) => `--b\r\nContent-Type: text/plain; name=${i}.txt\r\nContent-Disposition: attachment\r\n\r\n${i}`).join('\r\n')
  let asked = 0
  const letter = read(Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}\r\n--b--`), mailLimits, () => ++asked > 100)
  expect(letter.gaps).toContain('took_too_long')
  expect(letter.attachments.length).toBeLessThan(300)
})

describe('letters of the size that the desk takes, made to be heavy', () => {
  const size = 60 * 1024 * 1024
  const filled = (head: string, fill: string | Uint8Array): Buffer => Buffer.concat([Buffer.from(`Subject: x\r\n${head}`), Buffer.alloc(size, fill)])
  test.each([
    ['text in one line', filled('Content-Type: text/plain; charset=utf-8\r\n\r\n', 'Привет'), 'text_too_long'],
    ['text in a charset of one byte, flowed', filled('Content-Type: text/plain; charset=windows-1251; format=flowed\r\n\r\n', Uint8Array.of(0xcf, 0xf0, 0xe8, 32, 32, 10)), 'text_too_long'],
    ['text encoded twice', filled('Content-Type: text/plain; charset=utf-8\r\n\r\n', 'РџСЂРёРІРµС‚ \r\n'), 'text_too_long'],
    ['text with states', filled('Content-Type: text/plain; charset=hz-gb-2312\r\n\r\n', '~{AA~}\r\n'), 'text_too_long'],
    ['a page', filled('Content-Type: text/html; charset=utf-8\r\n\r\n', '<p>Привет</p>'), 'text_too_long'],
    ['millions of parts', filled('Content-Type: multipart/mixed; boundary=b\r\n\r\n', '--b\r\n\r\nx\r\n'), 'too_many_parts'],
    ['many pages', Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${`--b\r\nContent-Type: text/html\r\n\r\n${'<p>a'.repeat(40_000)}\r\n`.repeat(300)}`), 'text_too_long'],
    ['old UNIX coding', filled('Content-Transfer-Encoding: x-uuencode\r\n\r\n', `${'M'.repeat(61)}\r\n`), 'text_too_long'],
    ['a head without an end', filled('', 'X-A: b\r\n'), 'too_many_fields'],
    ['a calendar', filled('Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\n', 'SUMMARY:b\r\n'), null],
  ])('%s', { timeout: 120_000 }, async (_, bytes, gap) => {
    const result = await reader.read(bytes)
    if ('failed' in result) expect.fail(`${result.failed}, ${result.detail}`)
    expect(result.letter.gaps).toEqual(gap === null ? [] : [gap])
    within(result.letter, bytes.length)
  })
})
