/**
 * The house rules as functions from files to problems (one sentence each, empty when the house is in order).
 * The lists they go by stand in src/house.ts.
 */
import { floors, purePackages, reservedNames, tableOwners, worldly, type Floor } from '../../src/house.ts'
import type { SourceFile } from './files.ts'
import { importsOf, withoutComments } from './imports.ts'

export type Rule = (files: readonly SourceFile[]) => string[]

/** Tests and what stands beside them for their use only. */
const isTest = (path: string): boolean => /(\.(test|fixture)|\/testing)\.tsx?$/.test(path)
const isCode = (path: string): boolean => /\.tsx?$/.test(path)
const code = (files: readonly SourceFile[], under: string): SourceFile[] => files.filter(({ path }) => path.startsWith(under) && isCode(path))

/** The room of a file of `src/`: its folder; tools and the single files of the roof belong to `main`. Null for what has no floor. */
function roomOf(path: string): Floor | null {
  const [top, folder, ...rest] = path.split('/')
  if (top !== 'src' || folder === undefined) return null
  if (rest.length === 0 || folder === 'tools') return 'main'
  return floors.find((floor) => floor === folder) ?? null
}

/** Does a file stand under one of the reserved names of its room? */
function isReserved(path: string): boolean {
  return path.split('/').slice(2).map((name) => name.replace(/\.tsx?$/, '')).some((name) => reservedNames.some((reserved) => reserved === name))
}

/** Rooms stand in one order and import only leftwards. */
export const roomsImportLeftwards: Rule = (files) => code(files, 'src/').filter(({ path }) => !isTest(path)).flatMap((file) => {
  const room = roomOf(file.path)
  if (room === null) return [`${file.path}: its folder is no room of src/house.ts`]
  return importsOf(file).filter(({ relative }) => relative).flatMap(({ to }) => {
    if (!to.startsWith('src/')) return room === 'main' ? [] : [`${file.path}: imports ${to}, outside of src`]
    const target = roomOf(to)
    return target !== null && floors.indexOf(target) <= floors.indexOf(room) ? [] : [`${file.path}: ${room} stands left of ${to} and may not import it`]
  })
})

const worldlyCalls: readonly [RegExp, string][] = [
  [/\bprocess\.(env|argv|cwd|exit|std)/, 'the process'],
  [/\bDate\.now\(/, 'Date.now()'],
  [/\bnew Date\(\s*\)/, 'new Date()'],
  [/\bTemporal\.Now\b/, 'Temporal.Now'],
  [/\bperformance\.now\(/, 'performance.now()'],
  [/\bMath\.random\(/, 'Math.random()'],
  [/\bcrypto\.(randomUUID|getRandomValues)\(/, 'crypto'],
  [/\bfetch\(/, 'fetch()'],
  [/\bset(Timeout|Interval|Immediate)\(/, 'a timer'],
]

/** Why a file is not pure, by its own lines or by what it loads; null when it is. */
function worldOf(path: string, byPath: ReadonlyMap<string, SourceFile>, seen: ReadonlySet<string> = new Set()): string | null {
  const file = byPath.get(path)
  if (!file || seen.has(path)) return null
  const own = worldlyCalls.find(([call]) => call.test(withoutComments(file.text)))
  if (own) return own[1]
  for (const { to, relative, typeOnly } of importsOf(file)) {
    if (typeOnly) continue
    if (!relative) {
      if (!purePackages.some((name) => to === name || to.startsWith(`${name}/`))) return to
      continue
    }
    if (to.startsWith('src/') && isReserved(to) && !worldly.some((room) => room === roomOf(to))) return to
    const deeper = worldOf(to, byPath, new Set([...seen, path]))
    if (deeper !== null) return `${to} (${deeper})`
  }
  return null
}

/** Every file of a room but the reserved names is pure, so that the browser may import it and tests need no world. */
export const otherFilesArePure: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return code(files, 'src/').filter(({ path }) => !isTest(path) && !isReserved(path) && !worldly.some((room) => room === roomOf(path))).flatMap(({ path }) => {
    const world = worldOf(path, byPath)
    return world === null ? [] : [`${path}: is not pure, it uses ${world}`]
  })
}

/** The browser takes from the server's sources only what is pure (types are free). */
export const webImportsPureFiles: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return code(files, 'web/').filter(({ path }) => !isTest(path)).flatMap((file) => importsOf(file).filter(({ to, typeOnly }) => to.startsWith('src/') && !typeOnly).flatMap(({ to }) => {
    const world = isReserved(to) ? 'a reserved name' : worldOf(to, byPath)
    return world === null ? [] : [`${file.path}: imports ${to}, which is not pure (${world})`]
  }))
}

/** Who plays in the simulation opens the house; who judges it may not have read a line of it. */
const judgeMayUse = (to: string): boolean => to.startsWith('node:') || to === 'pg' || to === 'temporal-polyfill'

/** The outside world knows the desk by its doors only: sim takes types and pure files, the referee nothing. */
export const outsideStaysOutside: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const sim = code(files, 'sim/').filter(({ path }) => !isTest(path)).flatMap((file) => importsOf(file).filter(({ to, typeOnly }) => to.startsWith('src/') && !typeOnly).flatMap(({ to }) => {
    const world = isReserved(to) ? 'a reserved name' : worldOf(to, byPath)
    return world === null ? [] : [`${file.path}: imports ${to}, which is not pure (${world})`]
  }))
  const referee = code(files, 'test/referee/judge/').flatMap((file) => importsOf(file).filter(({ to, relative }) => (relative ? !to.startsWith('test/referee/judge/') : !judgeMayUse(to)))
    .map(({ to }) => `${file.path}: the judge judges from outside and may not import ${to}`))
  return [...sim, ...referee]
}

/** `config.ts` is the only reader of the environment in what runs; tools, tests, benches and build scripts may look. */
export const configReadsTheEnvironment: Rule = (files) => [...code(files, 'src/'), ...code(files, 'sim/')]
  .filter(({ path, text }) => path !== 'src/config.ts' && !path.startsWith('src/tools/') && !isTest(path) && /\bprocess\.(env|loadEnvFile)\b/.test(withoutComments(text)))
  .map(({ path }) => `${path}: reads the environment, config.ts does that`)

const builderWrites = /\b(?:insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\(\s*['"`](\w+)/g
const sqlWrites = /\b(?:insert\s+into|delete\s+from|truncate(?:\s+table)?|merge\s+into|update(?=\s+\w+(?:\s+(?:as\s+)?\w+)?\s+set\b))\s+(\w+)/gi

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Names of tables that a source writes, as SQL spells them. */
export function writtenTables(text: string): string[] {
  const plain = withoutComments(text)
  return [...[...plain.matchAll(builderWrites)].map(([, name]) => snake(name ?? '')), ...[...plain.matchAll(sqlWrites)].map(([, name]) => (name ?? '').toLowerCase())]
}

/** A table is written by the `store` of the room that owns it, and nowhere else. */
export const tablesAreWrittenByTheirRoom: Rule = (files) => code(files, 'src/').filter(({ path }) => !isTest(path) && roomOf(path) !== 'lib').flatMap(({ path, text }) =>
  [...new Set(writtenTables(text))].flatMap((table) => {
    const owner = tableOwners[table]
    if (owner === undefined) return [`${path}: writes ${table}, which no room owns in src/house.ts`]
    if (owner !== roomOf(path)) return [`${path}: writes ${table}, which belongs to ${owner}`]
    return /\/store(\/|\.ts$)/.test(path) ? [] : [`${path}: writes ${table} outside of a store`]
  }))

/** The map of owners names exactly the tables there are. */
export const everyTableHasAnOwner: Rule = (files) => {
  const schema = files.find(({ path }) => path === 'db/schema.sql')?.text ?? ''
  const tables = [...schema.matchAll(/^create table "?(\w+)/gm)].map(([, name]) => name ?? '')
  return [
    ...tables.filter((table) => tableOwners[table] === undefined).map((table) => `src/house.ts: the table ${table} has no owner`),
    ...Object.keys(tableOwners).filter((table) => !tables.includes(table)).map((table) => `src/house.ts: there is no table ${table}`),
  ]
}

/** A phrase cannot be missing in one language: each file has its twin, and English takes its type from Russian. */
export const languagesAreTwins: Rule = (files) => ['src/words/', 'web/words/'].flatMap((words) => {
  // The register (`index.ts`) holds no phrases of its own.
  const named = (language: string) => code(files, `${words}${language}/`).filter(({ path }) => !isTest(path) && !path.endsWith('/index.ts'))
  const twin = (path: string, from: string, to: string) => files.find((file) => file.path === path.replace(`${words}${from}/`, `${words}${to}/`))
  return [
    ...named('ru').filter(({ path }) => !twin(path, 'ru', 'en')).map(({ path }) => `${path}: has no English twin`),
    ...named('en').flatMap((file) => {
      const russian = twin(file.path, 'en', 'ru')
      if (!russian) return [`${file.path}: has no Russian twin`]
      return importsOf(file).some(({ to, typeOnly }) => typeOnly && to === russian.path) ? [] : [`${file.path}: does not take its type from ${russian.path}`]
    }),
  ]
})

const machineMarks: readonly [RegExp, string][] = [
  [/(^|[\s"'`(=:,[])\/(?:work|root|home\/[a-z]\w*|Users\/\w+)\/\w/m, 'a path of one machine'],
  [/\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|npm\.pkg\.github\.com|\w+\/artifactory\/)/, 'the address of a registry'],
]

/** Nothing committed names a machine or a registry. */
export const noMachineIsNamed: Rule = (files) => files.filter(({ path }) => path !== 'package-lock.json').flatMap(({ path, text }) =>
  machineMarks.filter(([mark]) => mark.test(text)).map(([, what]) => `${path}: holds ${what}`))

/** The lock installs from whatever registry the machine uses. */
export const lockNamesNoHost: Rule = (files) => files.filter(({ path, text }) => path === 'package-lock.json' && /"resolved"\s*:\s*"https?:/.test(text))
  .map(({ path }) => `${path}: names the host of a package ("resolved")`)

/** No test is left out or singled out. A test that needs a missing thing says so aloud (`skipIf`). */
export const noTestIsLeftOut: Rule = (files) => files.filter(({ path }) => isTest(path)).flatMap(({ path, text }) =>
  [...withoutComments(text).matchAll(/\b(?:test|it|describe|suite)(?:\.\w+)*\.(only|skip|todo|fails)\b|\b(?:xit|xtest|fit|xdescribe|fdescribe)\(/g)].map(([found]) => `${path}: ${found}`))
