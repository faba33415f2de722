/** `docs/proof.md`: for whoever wants to know what stands behind a promise, without reading code. */
import { statements, throughADoor, waiting } from './lists.ts'
import type { Mutation } from './mutation.ts'
import { depths, type Depth, type Proof, type Proven } from './proofs.ts'

const depthWords: Readonly<Record<Depth, string>> = { door: 'through a real door', room: 'against the database', pure: 'the rule by itself' }
/** Tests of one file that name a clause are shown up to this number; a file of forty rows proves no more by being listed whole. */
const shownOfFile = 6

const sections: readonly (readonly [start: RegExp, title: string])[] = [
  [/^R-1/, 'Section 1: purpose'], [/^R-2/, 'Section 2: channels and hours'], [/^R-3/, 'Section 3: duties'], [/^R-4/, 'Section 4: what support does'],
  [/^R-5/, 'Section 5: what it does not do'], [/^R-6/, 'Section 6: the order of treatment'], [/^R-7/, 'Section 7: editions'],
  [/^S-/, 'Where the regulation is silent'], [/^A-/, 'Places that can be read in more than one way'],
]

export function proofPage(proven: readonly Proven[], mutations: readonly Mutation[]): string {
  const lines = [
    '# Proof of the clauses',
    '',
    'Made by `npm run -s proof`; do not edit. [How to prove a clause](how-to/prove-a-clause.md).',
    '',
    'Each clause of the regulation, each reading (A) and each silent point (S) of [clauses.md](clauses.md), the tests that name it in their titles, and what must fail: small wrong changes that were tried out on a copy of the project, each of which a test of that clause must notice. *Through a real door*: a story with a messenger, a browser, a running program or the addresses of the workspace, so that what was promised is seen to arrive.',
    '',
    ...summary(proven, mutations),
  ]
  for (const [start, title] of sections) {
    const own = proven.filter(({ clause }) => start.test(clause.id))
    if (own.length === 0) continue
    lines.push('', `## ${title}`)
    for (const one of own) lines.push('', ...entry(one, mutations))
  }
  return `${lines.join('\n')}\n`
}

function summary(proven: readonly Proven[], mutations: readonly Mutation[]): string[] {
  const rows = sections.map(([start, title]) => {
    const own = proven.filter(({ clause }) => start.test(clause.id))
    const count = (holds: (one: Proven) => boolean) => own.filter(holds).length
    const tried = mutations.filter(({ clauses }) => clauses.some(id => start.test(id))).length
    return `| ${title} | ${own.length} | ${count(({ proofs }) => proofs.length > 0)} | ${count(({ proofs }) => proofs.some(({ depth }) => depth === 'door'))} | ${count(({ clause: { id } }) => waiting[id] !== undefined)} | ${tried} |`
  })
  return ['| part | clauses | with a proof | of these through a door | waiting | wrong changes |', '| --- | --- | --- | --- | --- | --- |', ...rows]
}

function entry({ clause: { id, says }, proofs }: Proven, mutations: readonly Mutation[]): string[] {
  const lines = [`### ${id}`, '', `${sentence(says)}${throughADoor[id] === undefined ? '' : ` Needs a door: ${throughADoor[id]}.`}`]
  if (statements.includes(id)) return [...lines, '', 'A plain statement: nothing to keep.']
  if (waiting[id] !== undefined) lines.push('', `Waits for ${waiting[id]}.`)
  const shown = depths.flatMap(depth => byFile(proofs.filter(proof => proof.depth === depth)).flatMap(([file, titles]) => [
    ...titles.slice(0, shownOfFile).map(title => `- ${depthWords[depth]}: ${plain(title)} (\`${file}\`)`),
    ...(titles.length > shownOfFile ? [`- …and ${titles.length - shownOfFile} more in \`${file}\``] : []),
  ]))
  const failing = mutations.filter(({ clauses }) => clauses.includes(id)).map(({ name, file }) => `- must be noticed: ${name} (\`${file}\`)`)
  return shown.length + failing.length === 0 ? lines : [...lines, '', ...shown, ...failing]
}

function byFile(proofs: readonly Proof[]): (readonly [string, string[]])[] {
  const files = [...new Set(proofs.map(({ file }) => file))]
  return files.map(file => [file, [...new Set(proofs.filter(proof => proof.file === file).map(({ title }) => title))]])
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`
/** A title as text, not as markup. */
const plain = (title: string): string => title.replaceAll(' > ', ' › ').replaceAll(/\s+/g, ' ').replaceAll(/[`*_<>[\]\\|]/g, sign => `\\${sign}`)
