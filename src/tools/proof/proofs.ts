/** Clause -> the tests that name it in their titles, and how near to the customer each of them stands. */
import { importsOf } from '../../../test/house/imports.ts'
import type { SourceFile } from '../../../test/house/files.ts'
import { namedIn, type Clause } from './clauses.ts'
import { statements, throughADoor, waiting } from './lists.ts'
import { titlesOf } from './titles.ts'

/**
 * `door`: a story through a messenger, a browser, a program or the URLs of the workspace. `room`: against PostgreSQL or the simulator of a channel.
 * `pure`: a rule by itself.
 */
export type Depth = 'door' | 'room' | 'pure'
export const depths = ['door', 'room', 'pure'] as const satisfies readonly Depth[]

export type Proof = { file: string; title: string; depth: Depth }
export type Proven = { clause: Clause; proofs: Proof[] }

/** Samples in the tests of this tool name clauses and prove none. */
const isTestFile = (path: string): boolean => /^(?:src|sim|web|test)\/.*\.test\.ts$/.test(path) && !path.startsWith('src/tools/proof/')

/** Every test of the project in the order of files and lines. */
export function proofsIn(files: readonly SourceFile[]): Proof[] {
  const byPath = new Map(files.map(file => [file.path, file]))
  return files.filter(({ path }) => isTestFile(path)).toSorted((one, other) => (one.path < other.path ? -1 : 1)).flatMap(file => {
    const depth = depthOf(file, byPath)
    return titlesOf(file.text).map(title => ({ file: file.path, title, depth }))
  })
}

function depthOf(file: SourceFile, byPath: ReadonlyMap<string, SourceFile>): Depth {
  const helpers = reachable(file, byPath)
  if (/^test\/(?:stories\/|process\.test\.ts$)/.test(file.path) || helpers.has('test/desk.ts')) return 'door'
  return helpers.has('test/world.ts') || [...helpers].some(path => path.startsWith('sim/')) ? 'room' : 'pure'
}

/** What a test stands on: what it imports of `test/` and `sim/`, also by way of the `testing.ts` of a room. */
function reachable(file: SourceFile, byPath: ReadonlyMap<string, SourceFile>, seen: Set<string> = new Set()): Set<string> {
  for (const { to, relative, typeOnly } of importsOf(file)) {
    const next = byPath.get(to)
    if (!relative || typeOnly || seen.has(to) || next === undefined || !/^(?:test|sim)\/|\/testing\.ts$/.test(to)) continue
    seen.add(to)
    reachable(next, byPath, seen)
  }
  return seen
}

export function prove(clauses: readonly Clause[], tests: readonly Proof[]): Proven[] {
  const named = tests.map(test => ({ test, ids: new Set(namedIn(test.title)) }))
  return clauses.map(clause => ({ clause, proofs: named.filter(({ ids }) => ids.has(clause.id)).map(({ test }) => test) }))
}

export type Verdict = {
  /** Clauses that nothing proves though they should be. */
  unproven: Clause[]
  /** Clauses that promise something to somebody, proven only from within. */
  withoutDoor: Clause[]
  /** Clauses of the waiting list that have a proof by now. */
  nowProven: Clause[]
  /** Ids in titles that no clause has. */
  unknown: { id: string; title: string; file: string }[]
}

export function judge(proven: readonly Proven[], tests: readonly Proof[]): Verdict {
  const ids = new Set(proven.map(({ clause }) => clause.id))
  const due = proven.filter(({ clause: { id } }) => waiting[id] === undefined && !statements.includes(id))
  return {
    unproven: due.filter(({ proofs }) => proofs.length === 0).map(({ clause }) => clause),
    withoutDoor: due.filter(({ clause, proofs }) => throughADoor[clause.id] !== undefined && proofs.length > 0 && !proofs.some(({ depth }) => depth === 'door')).map(({ clause }) => clause),
    nowProven: proven.filter(({ clause, proofs }) => waiting[clause.id] !== undefined && isWhole(clause.id, proofs)).map(({ clause }) => clause),
    unknown: tests.flatMap(({ title, file }) => namedIn(title).filter(id => !ids.has(id) && !isSection(id, ids)).map(id => ({ id, title, file }))),
  }
}

/** `R-6.5` heads its clauses and is none itself. */
const isSection = (id: string, ids: ReadonlySet<string>): boolean => [...ids].some(one => one.startsWith(`${id}.`))

/** A waiting clause often has its clock proven long before its feature: it is whole when a door shows it. */
const isWhole = (id: string, proofs: readonly Proof[]): boolean => proofs.some(({ depth }) => depth === 'door') || (throughADoor[id] === undefined && proofs.length > 0)
