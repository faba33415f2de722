import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { groups, judge, mailCase, type Group } from './mail-cases.ts'

const folder = new URL('../../../shared/corpora/mail/', import.meta.url)
const missing = !existsSync(folder)
const demanded = process.env['REQUIRE_PEERS'] === '1'
if (missing) console.warn('SKIPPED: the shared letters are not at ../shared/corpora/mail')

/** Shares of right answers that were reached once and are held. */
const floors: Readonly<Record<Group, number>> = {
  letters: 0.99, attachments: 1, 'fresh text': 0.98, 'fresh text with history': 0.98, 'fresh text without history': 0.98, 'fresh text, Russian': 1, Cyrillic: 1, kinds: 0.98, forwards: 0.98, tnef: 1,
}

describe.skipIf(missing && !demanded)('the shared letters', () => {
  const sources = missing ? [] : readdirSync(folder).filter(name => existsSync(new URL(`${name}/cases.json`, folder)))
  const verdicts = sources.flatMap(source => mailCase.array().parse(JSON.parse(readFileSync(new URL(`${source}/cases.json`, folder), 'utf8'))).map(mail => ({ name: `${source}/${mail.file}`, ...judge(mail, readFileSync(new URL(`${source}/${mail.file}`, folder))) })))
  test('there are enough of them', () => expect(verdicts.length).toBeGreaterThan(400))
  test.each(groups)('issue 4: %s are read as well as ever', group => {
    const all = verdicts.filter(verdict => verdict.groups[group] !== undefined)
    const wrong = all.filter(verdict => verdict.groups[group] === false)
    expect(all.length, group).toBeGreaterThan(0)
    expect(1 - wrong.length / all.length, wrong.map(({ name }) => name).join(', ')).toBeGreaterThanOrEqual(floors[group])
  })
})

const fields = (input: 'eml' | 'text', expectation: object, text: string) => judge(mailCase.parse({ file: 'a', input, expect: expectation }), Buffer.from(text)).differences.map(({ field }) => field)

describe('the judge', () => {
  const letter = 'From: Иван <Ivan@cafe.example>\r\nSubject: Касса\r\nMessage-ID: <1@a>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nМолчит  *совсем*.\r\n'
  test.each([
    ['addresses ignore case', 'eml', { fromAddress: 'ivan@CAFE.example' }, letter, []],
    ['another address', 'eml', { fromAddress: 'b@cafe.example' }, letter, ['fromAddress']],
    ['names compare in NFC', 'eml', { fromName: 'Иван'.normalize('NFD') }, letter, []],
    ['another subject', 'eml', { subject: 'Каса' }, letter, ['subject']],
    ['white space and asterisks never count', 'text', { textContains: ['Молчит совсем'] }, 'Молчит\n *совсем*', []],
    ['a line that is not there', 'text', { textContains: ['Говорит'] }, 'Молчит', ['textContains']],
    ['history in the fresh text', 'text', { textNotContains: ['Молчит'] }, 'Молчит', ['textNotContains']],
    ['a signature is nobody\'s failure', 'text', { textContains: ['Иван'], signatureLines: ['Иван'] }, 'Молчит\n-- \nИван', []],
    ['an attachment that is not there', 'eml', { attachments: [{ filename: 'a.pdf' }] }, letter, ['attachments']],
    ['a wrong kind', 'eml', { kind: 'bounce' }, letter, ['kind']],
    ['a kind that it may not be', 'eml', { notKind: 'message' }, letter, ['notKind']],
    ['a forward where there is none', 'text', { forward: { fromAddress: 'a@b.example', subject: 'x' } }, 'Молчит', ['forward']],
    ['no forward where there is one', 'text', { forward: null }, '---------- Forwarded message ---------\nFrom: a@b.example\nDate: 26.09.2026 10:00\nSubject: x\n\ny', ['forward']],
  ] as const)('%s', (_, input, expectation, text, differing) => {
    expect(fields(input, expectation, text)).toEqual(differing)
  })
  test('an unknown expectation is no case', () => {
    expect(mailCase.safeParse({ file: 'a', input: 'eml', expect: { mood: 'good' } }).success).toBe(false)
  })
})
