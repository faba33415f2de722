/**
 * `npm run -s proof`: which test proves which clause of the regulation; writes `docs/proof.md` and fails when a clause has no proof.
 * `npm run -s proof -- --mutations [--only ]`: tries out wrong changes on a copy of the project; each must be noticed by a test of its clause.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFiles, root } from '../../test/house/files.ts'
import { clausesIn } from './proof/clauses.ts'
import { throughADoor, waiting } from './proof/lists.ts'
import { faultOf, outcomeOf, titlesNaming, type Mutation, type Outcome } from './proof/mutation.ts'
import { mutations } from './proof/mutations/index.ts'
import { proofPage } from './proof/page.ts'
import { judge, proofsIn, prove, type Proof } from './proof/proofs.ts'
import { copyProject, type Copy } from './proof/trial.ts'

const { values: { mutations: tries, only = [] } } = parseArgs({ options: { mutations: { type: 'boolean' }, only: { type: 'string', multiple: true } } })

const files = projectFiles()
const textOf = (path: string): string | undefined => files.find(file => file.path === path)?.text
const tests = proofsIn(files)

/** Says what is missing and writes the page; gives the exit code. */
function check(): number {
  const proven = prove(clausesIn(textOf('docs/clauses.md') ?? ''), tests)
  const { unproven, withoutDoor, nowProven, unknown } = judge(proven, tests)
  for (const { id, says } of unproven) console.log(`${id} has no proof: ${says}`)
  for (const { id } of withoutDoor) console.log(`${id} has no proof through a real door: ${throughADoor[id]}`)
  for (const { id, title, file } of unknown) console.log(`${id} is no clause, but a test names it: ${title} (${file})`)
  for (const { id } of nowProven) console.log(`${id} waits for ${waiting[id]} and has a proof by now: take it off the list in src/tools/proof/lists.ts when its feature is whole`)
  const page = join(root, 'docs', 'proof.md')
  const text = proofPage(proven, mutations)
  if (textOf('docs/proof.md') !== text) {
    writeFileSync(page, text)
    console.log('docs/proof.md is written anew')
  }
  const missing = unproven.length + withoutDoor.length + unknown.length
  console.log(`${proven.length} clauses, ${proven.filter(({ proofs }) => proofs.length > 0).length} with a proof, ${Object.keys(waiting).length} wait, ${missing} missing`)
  return missing === 0 ? 0 : 1
}

function chosen({ name, clauses }: Mutation): boolean {
  return only.length === 0 || only.some(wanted => clauses.includes(wanted) || name.includes(wanted))
}

async function tryOut(list: readonly Mutation[]): Promise<number> {
  const faults = list.flatMap(one => faultOf(one, textOf) ?? [])
  if (list.length === 0) faults.push(`no mutation is called ${only.join(', ')}`)
  for (const fault of faults) console.log(fault)
  if (faults.length > 0) return 1

  const began = performance.now()
  const copy = await copyProject(root)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void copy.end().finally(() => process.exit(1)))
  try {
    const unsound = await failUnchanged(copy, list)
    const outcomes: Outcome[] = []
    for (const mutation of list) {
      const outcome = await tryOne(copy, mutation, unsound)
      outcomes.push(outcome)
      console.log(outcome.trouble ?? (outcome.survived.length > 0 ? `SURVIVED in ${outcome.survived.join(', ')}: ${mutation.name}` : `noticed in ${mutation.clauses.join(', ')}: ${mutation.name}`))
    }
    const alive = outcomes.filter(({ survived, trouble }) => survived.length > 0 || trouble !== null).length
    console.log(`${list.length} wrong changes tried in ${Math.round((performance.now() - began) / 1000)} s, ${list.length - alive} noticed, ${alive} not`)
    return alive === 0 ? 0 : 1
  } finally {
    await copy.end()
  }
}

/** Tests that fail without any wrong change: their failing with one would say nothing. */
async function failUnchanged(copy: Copy, list: readonly Mutation[]): Promise<readonly string[]> {
  const paths = [...new Set(list.flatMap(one => one.tests))]
  const pattern = titlesNaming(list.flatMap(one => one.clauses), titlesOf(paths))
  const { failed, broken } = await copy.run(paths, pattern ?? /./, isPlain(paths))
  for (const name of [...failed, ...broken]) console.log(`fails without any change: ${name}`)
  return [...failed, ...broken]
}

async function tryOne(copy: Copy, mutation: Mutation, unsound: readonly string[]): Promise<Outcome> {
  const pattern = titlesNaming(mutation.clauses, titlesOf(mutation.tests))
  const trouble = (why: string): Outcome => ({ mutation, survived: mutation.clauses, trouble: `${mutation.name}: ${why}` })
  if (pattern === null) return trouble(`none of its tests names ${mutation.clauses.join(', ')}`)
  const before = unsound.filter(name => pattern.test(name) || mutation.tests.includes(name))
  if (before.length > 0) return trouble(`cannot be tried, since without it fails ${before.join('; ')}`)
  const text = copy.read(mutation.file)
  copy.write(mutation.file, text.replace(mutation.find, () => mutation.replace))
  try {
    return outcomeOf(mutation, await copy.run(mutation.tests, pattern, isPlain(mutation.tests)))
  } finally {
    copy.write(mutation.file, text)
  }
}

const of = (paths: readonly string[]): Proof[] => tests.filter(({ file }) => paths.includes(file))
function titlesOf(paths: readonly string[]): string[] {
  return of(paths).map(({ title }) => title)
}
function isPlain(paths: readonly string[]): boolean {
  return of(paths).every(({ depth }) => depth === 'pure')
}

process.exitCode = tries === true ? await tryOut(mutations.filter(chosen)) : check()
