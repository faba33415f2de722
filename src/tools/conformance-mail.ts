/**
 * `npm run -s conformance:mail -- DIR ...`: reads the letters of folders that hold a `cases.json` (or of the folders in them) and prints one line for
 * each field that is not as expected, then how many passed in each group, then the sum; exit code 1 when any letter failed or a folder is not there.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { groups, judge, mailCase, type Group } from './mail-cases.ts'

const folders = process.argv.slice(2)
let passed = 0
let failed = 0
const sums = new Map<Group, { passed: number; all: number }>()

function fail(folder: string, file: string, field: string, expected: string, got: string): void {
  console.log([`${folder}/${file}`, `${field}:`, `expected ${line(expected)},`, `got ${line(got)}`].join(' '))
}

/** One line, cut to what a person reads. */
const line = (text: string): string => {
  const flat = text.replace(/\s+/g, ' ').trim()
  return JSON.stringify(flat.length > 120 ? `${flat.slice(0, 119)}…` : flat)
}

function check(folder: string): void {
  const name = basename(folder)
  const cases: unknown = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))
  if (!Array.isArray(cases)) throw new Error('cases.json is no list')
  for (const item of cases) {
    const parsed = mailCase.safeParse(item)
    if (!parsed.success) {
      failed++
      fail(name, 'cases.json', 'case', 'a case of the known form', parsed.error.issues[0]?.message ?? '')
      continue
    }
    const path = join(folder, parsed.data.file)
    if (!existsSync(path)) {
      failed++
      fail(name, parsed.data.file, 'file', 'a letter', 'no such file')
      continue
    }
    const { differences, groups: found } = judge(parsed.data, readFileSync(path))
    for (const { field, expected, got } of differences) fail(name, parsed.data.file, field, expected, got)
    if (differences.length === 0) passed++
    else failed++
    for (const group of groups) {
      const right = found[group]
      if (right === undefined) continue
      const sum = sums.get(group) ?? { passed: 0, all: 0 }
      sums.set(group, { passed: sum.passed + (right ? 1 : 0), all: sum.all + 1 })
    }
  }
}

if (folders.length === 0) {
  failed++
  console.log('usage: name at least one folder of letters')
}
for (const folder of folders) {
  try {
    const inside = existsSync(join(folder, 'cases.json')) ? [folder] : readdirSync(folder).map(name => join(folder, name)).filter(path => statSync(path).isDirectory() && existsSync(join(path, 'cases.json')))
    if (inside.length === 0) throw new Error('holds no cases.json')
    inside.toSorted().forEach(check)
  } catch (error) {
    failed++
    console.log(`${folder}: CANNOT BE READ: ${error instanceof Error ? error.message : String(error)}`)
  }
}
for (const group of groups) {
  const sum = sums.get(group)
  if (sum !== undefined) console.log(`${group}: ${sum.passed} of ${sum.all}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
