import { describe, expect, test } from 'vitest'
import { projectFiles, type SourceFile } from '../../../test/house/files.ts'
import { clauseIds, clauses as kinds } from '../../regulation/clauses.ts'
import { readingIds } from '../../regulation/document/readings.ts'
import { clausesIn, namedIn } from './clauses.ts'
import { statements, throughADoor, waiting } from './lists.ts'
import { mutations } from './mutations/index.ts'
import { faultOf, outcomeOf, titlesNaming, type Mutation } from './mutation.ts'
import { proofPage } from './page.ts'
import { judge, proofsIn, prove } from './proofs.ts'
import { titlesOf } from './titles.ts'

const files = projectFiles()
const textOf = (path: string): string | undefined => files.find(file => file.path === path)?.text
const clauses = clausesIn(textOf('docs/clauses.md') ?? '')
const tests = proofsIn(files)
const ids = clauses.map(({ id }) => id)

describe('the project', () => {
  test('docs/clauses.md has every clause of the code in its order, every reading and every silent point', () => {
    expect(ids.filter(id => id.startsWith('R-'))).toEqual(clauseIds)
    expect(ids.filter(id => id.startsWith('A-'))).toEqual(readingIds)
    expect(ids.filter(id => id.startsWith('S-'))).toEqual(Array.from({ length: 10 }, (_, index) => `S-${index + 1}`))
  })

  test('docs/proof.md is what the tool writes (else: npm run -s proof)', () => {
    // Compared without its text: the page is long, and a line that changed is found by running the tool.
    expect(textOf('docs/proof.md') === proofPage(prove(clauses, tests), mutations)).toBe(true)
  })

  test('the lists name clauses only, and the statements are those of the code', () => {
    expect([...Object.keys(waiting), ...Object.keys(throughADoor), ...statements].filter(id => !ids.includes(id))).toEqual([])
    expect(statements).toEqual(clauseIds.filter(id => kinds[id].kind === 'statement'))
  })

  test('every wrong change is found in its file exactly once, has a name of its own, and tests that name its clauses', () => {
    expect(mutations.flatMap(one => faultOf(one, textOf) ?? [])).toEqual([])
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
    const untested = mutations.flatMap(({ name, clauses: named, tests: paths }) => {
      const titles = tests.filter(({ file }) => paths.includes(file)).flatMap(({ title }) => namedIn(title))
      return named.filter(id => !titles.includes(id)).map(id => `${name}: no test of ${paths.join(', ')} names ${id}`)
    })
    expect(untested).toEqual([])
  })

  test('every clause that is a rule and does not wait has a wrong change that its tests must notice', () => {
    const tried = new Set(mutations.flatMap(one => one.clauses))
    expect(ids.filter(id => !tried.has(id) && !statements.includes(id) && waiting[id] === undefined)).toEqual([])
  })
})

describe('titles of a test file', () => {
  test.each<[string, string, string[]]>([
    ['a test', `test('R-1 one', () => {})`, ['R-1 one']],
    ['a test inside groups', `describe('the clock', () => { describe('at night', () => { it("stands", () => {}) }) })`, ['the clock > at night > stands']],
    ['quotes and signs', `it('it\\'s \\u00ab5\\u00bb', () => {})`, ['it\'s «5»']],
    ['a row by place', `test.each([['R-2 a', 1], ['b', 2]])('%s gives %d', (_, n) => {})`, ['R-2 a gives 1', 'b gives 2']],
    ['a row by name', `test.each([{ id: 'R-3', n: f(1, 2) }])('$id holds, $n', () => {})`, ['R-3 holds, …']],
    ['a list of texts', `it.each(['a', 'b'])('%s passes', () => {})`, ['a passes', 'b passes']],
    ['a table under a name', `const rows: readonly [string][] = [['R-4 x'], ['y']]\nit.each(rows)('%s', () => {})`, ['R-4 x', 'y']],
    ['a table that only the run knows', `it.each(rows.map(row => row.name))('$name', () => {})`, ['$name']],
    ['type arguments', `test.each<[string, () => void]>([['R-5', () => {}]])('%s', () => {})`, ['R-5']],
    ['a test that runs under a condition', `describe.skipIf(!has('x'))('browser', () => { test.runIf(true)('opens', () => {}) })`, ['browser > opens']],
    ['words in comments and texts are none', `// test('no')\n/* it('no') */\nconst a = "test('no')"; b.test('no')`, []],
    ['a regular expression with quotes', `const a = /['"/]\\//.test(b) ? 1 / 2 : "x"\ntest('yes', () => {})`, ['yes']],
    ['a template with holes', 'test(`R-6 ${f(`}`)} said`, () => {})', ['R-6 … said']],
  ])('%s', (_name, source, titles) => {
    expect(titlesOf(source)).toEqual(titles)
  })
})

test.each<[string, string[]]>([
  ['R-6.4.1-2 the result', ['R-6.4.1', 'R-6.4.2']], ['R-3.1.5, A-04, S-1 at once (A-04)', ['R-3.1.5', 'A-04', 'S-1']], ['R-3.2.3a secrets', ['R-3.2.3a']],
  ['category 3, TM-T20, 2026-03-17', []], ['R-4 as a whole', ['R-4']], ['R-6.2.7.', ['R-6.2.7']],
])('«%s» names %j', (title, named) => {
  expect(namedIn(title)).toEqual(named)
})

const file = (path: string, text: string): SourceFile => ({ path, text })

test('how near a test stands to the customer follows from what it stands on', () => {
  const small = [
    file('test/desk.ts', `import { freshDatabase } from './world.ts'`), file('test/world.ts', ''), file('sim/telegram/index.ts', ''),
    file('src/a/testing.ts', `import { startTelegramSim } from '../../sim/telegram/index.ts'`),
    file('src/a/one.test.ts', `import { openDesk } from '../../test/desk.ts'\ntest('desk')`), file('src/a/two.test.ts', `import { freshDatabase } from '../../test/world.ts'\ntest('base')`),
    file('src/a/three.test.ts', `import type { World } from '../../test/world.ts'\ntest('rule')`), file('src/a/four.test.ts', `import { sim } from './testing.ts'\ntest('channel')`),
    file('test/stories/five.story.test.ts', `test('story')`), file('test/process.test.ts', `test('program')`), file('src/a/one.ts', `test('none')`),
  ]
  expect(Object.fromEntries(proofsIn(small).map(({ title, depth }) => [title, depth]))).toEqual({ desk: 'door', base: 'room', rule: 'pure', channel: 'room', story: 'door', program: 'door' })
})

test('a clause without a test is missing; one that promises something wants a door; a waiting one that has a door is told', () => {
  const some = clausesIn('| R-6.3.3 | silence |\n| R-6.2.6 | three |\n| R-3.2.4 | access |\n| R-7.4 | who |')
  const proofs = [{ file: 'a', title: 'R-6.3.3 pauses', depth: 'pure' as const }, { file: 'b', title: 'R-3.2.4 agreed', depth: 'door' as const }, { file: 'b', title: 'R-9.9 no such', depth: 'door' as const }]
  const verdict = judge(prove(some, proofs), proofs)
  expect([verdict.unproven, verdict.withoutDoor, verdict.nowProven].map(list => list.map(({ id }) => id))).toEqual([['R-6.2.6'], ['R-6.3.3'], ['R-3.2.4']])
  expect(verdict.unknown.map(({ id }) => id)).toEqual(['R-9.9'])
})

const holding = (texts: Record<string, string>) => (path: string): string | undefined => texts[path]

describe('a wrong change', () => {
  const change: Mutation = { name: 'twice as long', clauses: ['R-6.2.7', 'A-06'], file: 'terms.ts', find: 'hour', replace: '2 * hour', tests: ['terms.test.ts'] }
  test.each<[string, Record<string, string>, string | null]>([
    ['fits', { 'terms.ts': 'due = hour', 'terms.test.ts': '' }, null],
    ['is told when its text has gone', { 'terms.ts': 'due = day', 'terms.test.ts': '' }, 'is found 0 times'],
    ['is told when its text stands twice', { 'terms.ts': 'hour + hour', 'terms.test.ts': '' }, 'is found 2 times'],
    ['is told when its file has gone', { 'terms.test.ts': '' }, 'there is no terms.ts'],
    ['is told when its test has gone', { 'terms.ts': 'hour' }, 'there is no test terms.test.ts'],
  ])('%s', (_name, texts, fault) => {
    const found = faultOf(change, holding(texts))
    if (fault === null) expect(found).toBeNull()
    else expect(found).toContain(fault)
  })

  test('is noticed when for each of its clauses a test that names it failed; a file that does not start notices nothing', () => {
    const noticed = outcomeOf(change, { failed: ['terms R-6.2.7, A-06 an hour'], passed: [], broken: [] })
    expect([noticed.survived, noticed.trouble]).toEqual([[], null])
    expect(outcomeOf(change, { failed: ['terms R-6.2.7 an hour'], passed: [], broken: [] }).survived).toEqual(['A-06'])
    const broken = outcomeOf(change, { failed: [], passed: [], broken: ['terms.test.ts'] })
    expect([broken.survived, broken.trouble]).toEqual([['R-6.2.7', 'A-06'], expect.stringContaining('terms.test.ts')])
  })

  test('only tests that name its clauses are run', () => {
    const pattern = titlesNaming(['R-6.2.7', 'R-6.4.2'], ['R-6.2.7 an hour', 'R-6.4.1-2 the result', 'R-6.4.3 the end'])!
    expect(['clock R-6.2.7 an hour', 'R-6.4.1-2 the result'].every(title => pattern.test(title))).toBe(true)
    expect(['R-6.2.71 other', 'R-6.4.3 the end', 'R-6.2.7a x'].some(title => pattern.test(title))).toBe(false)
    expect(titlesNaming(['R-1.1'], ['R-6.2.7 an hour'])).toBeNull()
  })
})
