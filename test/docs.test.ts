/** The documentation names only what there is, and names all of it: links, files, names in them, scripts, rooms, settings. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { settingNames } from '../src/config.ts'
import { floors, tableOwners } from '../src/house.ts'
import { projectFiles, root, type SourceFile } from './house/files.ts'

const pages = projectFiles().filter(({ path }) => /^(README[^/]*|STYLE|docs\/.+)\.md$/.test(path))
const page = (path: string): string => pages.find(one => one.path === path)?.text ?? ''

/** Folders whose files a page may name in backticks. */
const named = /`((?:src|db|test|web|sim|bench|docs|regulations)\/[^`\s]+)`/g
const link = /\]\(([^)\s]+)\)/g

/** Examples show names that are not there: code in fences and what is called bad are not looked at. */
const prose = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/\bbad: `[^`]*`/g, '')

/** `NNNN` and `<name>` stand for a name to be chosen, `*` for several. */
const isExample = (path: string): boolean => /[<>*]|NNNN/.test(path)

/** Pictures are taken from the running desk, all at once: as long as none was, none is missed. */
const isPictureToCome = (path: string): boolean => path.startsWith('docs/pictures/') && !existsSync(join(root, 'docs', 'pictures'))

function missingFiles({ path, text }: SourceFile, exists: (path: string) => boolean): string[] {
  const plain = prose(text)
  const backticked = [...plain.matchAll(named)].map(([, found]) => found ?? '').filter(found => !isExample(found))
  const linked = [...plain.matchAll(link)].map(([, found]) => (found ?? '').split('#')[0] ?? '')
    .filter(found => found !== '' && !/^[a-z]+:/.test(found)).map(found => posix.normalize(`${posix.dirname(path)}/${found}`))
  return [...new Set([...backticked, ...linked])].filter(found => !isPictureToCome(found) && !exists(found)).map(found => `${path} names ${found}, which is not there`)
}

const isThere = (path: string): boolean => existsSync(join(root, path)) && (!path.endsWith('/') || statSync(join(root, path)).isDirectory())

/** Headings as the addresses that Markdown viewers give them. */
const anchorsOf = (text: string): string[] => [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => (heading ?? '').toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-'))

test('there are pages to look at', () => {
  expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'README.ru.md', 'STYLE.md', 'docs/map.md', 'docs/glossary.md', 'docs/operations.md', 'docs/security.md']))
})

test.each(pages)('$path names only files that are there', found => {
  expect(missingFiles(found, isThere)).toEqual([])
})

const onlyTheMap = (path: string): boolean => path === 'docs/map.md'

test('the check finds a file that is not there', () => {
  expect(missingFiles({ path: 'docs/a.md', text: 'see `src/no/such.ts` and [the map](map.md)' }, onlyTheMap)).toEqual(['docs/a.md names src/no/such.ts, which is not there'])
  expect(missingFiles({ path: 'docs/a.md', text: '[gone](gone.md#part)' }, onlyTheMap)).toEqual(['docs/a.md names docs/gone.md, which is not there'])
  expect(missingFiles({ path: 'docs/a.md', text: '`db/migrations/NNNN-name.sql`, `src/channels/<name>/`, [far](https://example.com/x.md)\n```\n`src/no/such.ts`\n```' }, onlyTheMap)).toEqual([])
})

test.each(pages)('$path links to headings that are there', ({ path, text }) => {
  const wrong = [...prose(text).matchAll(link)].map(([, found]) => found ?? '').filter(found => /^[^:]*\.md#|^#/.test(found)).filter(found => {
    const [file = '', anchor = ''] = found.split('#')
    return !anchorsOf(file === '' ? text : page(posix.normalize(`${posix.dirname(path)}/${file}`))).includes(anchor)
  })
  expect(wrong).toEqual([])
})

/** `what` in `where`: what is said to stand in a file. */
const placed = /`(\w+)` in `([^`\s]+\.(?:ts|tsx|js|sql))`/g

function misplaced({ path, text }: SourceFile, read: (file: string) => string | undefined): string[] {
  return [...prose(text).matchAll(placed)].filter(([, what = '', where = '']) => read(where)?.match(new RegExp(`\\b${what}\\b`)) === null).map(([, what, where]) => `${path} looks for ${what} in ${where}`)
}

const sourceOf = (file: string): string | undefined => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined)

test.each(pages)('what $path places in a file stands there', found => {
  expect(misplaced(found, sourceOf)).toEqual([])
})

test('the check finds a name that has gone from its file', () => {
  const says = { path: 'docs/a.md', text: '`close` in `src/a.ts`, `open` in `src/a.ts`' }
  expect(misplaced(says, () => 'export function opened() {}\nconst close = 1')).toEqual(['docs/a.md looks for open in src/a.ts'])
})

const scripts: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts
/** Scripts of package.json that a page tells to run, also in its examples. */
const scriptsIn = (text: string): string[] => [...text.matchAll(/npm (?:run(?: -s)? ([\w:-]+)|(start|test)\b)/g)].map(([, run, plain]) => run ?? plain ?? '')

test('every npm script that a page names is there, and README names those of the checks', () => {
  const wrong = pages.flatMap(({ path, text }) => scriptsIn(text).filter(name => !Object.hasOwn(scripts as object, name)).map(name => `${path}: npm run ${name}`))
  expect(wrong).toEqual([])
  for (const path of ['README.md', 'README.ru.md']) expect(scriptsIn(page(path))).toEqual(expect.arrayContaining(['start', 'test', 'check', 'proof', 'bench', 'backup', 'restore', 'conformance:sla', 'conformance:mail']))
})

test('docs/map.md has every room of the house and every table; the workspace has the names of the rooms', () => {
  const map = page('docs/map.md')
  expect(floors.filter(floor => !map.includes(`\`${floor}\``))).toEqual([])
  expect(Object.keys(tableOwners).filter(table => !map.includes(`\`${table}\``))).toEqual([])
  const webRooms = readdirSync(join(root, 'web', 'rooms'))
  expect(webRooms.filter(room => !(floors as readonly string[]).includes(room))).toEqual([])
})

test('every decision and every how-to is linked from docs/map.md', () => {
  const map = page('docs/map.md')
  const wanted = pages.map(({ path }) => path).filter(path => /^docs\/(decisions|how-to)\//.test(path)).map(path => path.replace('docs/', ''))
  expect(wanted.filter(path => !map.includes(`(${path})`))).toEqual([])
})

test.each(['README.md', 'README.ru.md'])('the table of settings in %s has every setting and no other', path => {
  const rows = [...page(path).matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name)
  expect(rows.toSorted()).toEqual(settingNames.toSorted())
})

test('decisions are numbered without a gap', () => {
  const numbers = pages.map(({ path }) => /^docs\/decisions\/(\d{4})-/.exec(path)?.[1]).filter(number => number !== undefined).toSorted()
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')))
})
