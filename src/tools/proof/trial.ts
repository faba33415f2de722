/** Mutations are tried out on a copy of the project in a folder of its own; the working tree is only read. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import startTestDatabase, { type ProvidedPostgres } from '../../../test/global-setup.ts'
import type { Report } from './mutation.ts'

/** What a copy does without: installed, made or kept by a machine. */
const leftOut = new Set(['node_modules', 'dist', 'data', '.git', '.cache', 'test-results'])
/** Longest run of a few tests (milliseconds); a rule that never ends is noticed too. */
const limit = 240_000

export type Copy = {
  folder: string
  read(path: string): string
  write(path: string, text: string): void
  /** Runs the tests of these files whose titles fit; `plain`: none of them needs a database. Throws when the runner itself fails. */
  run(tests: readonly string[], titles: RegExp, plain: boolean): Promise<Report>
  /** Stops what runs and removes the folder. */
  end(): Promise<void>
}

/** Tests that need no database start in a second without one. */
const plainConfig = `import { defineConfig } from 'vitest/config'
export default defineConfig({ test: { include: ['{src,sim,web,test}/**/*.test.ts'], testTimeout: 30_000, maxWorkers: 1, cache: false } })
`
/** The others share one server for all runs: it starts once. */
const wholeConfig = plainConfig.replace('test: {', `test: { hookTimeout: 60_000, globalSetup: ['shared-database.ts'],`)
const sharedDatabase = (postgres: ProvidedPostgres): string => `export default ({ provide }) => provide('postgres', ${JSON.stringify(postgres)})\n`

export async function copyProject(root: string): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-proof-'))
  cpSync(root, folder, { recursive: true, filter: path => !leftOut.has(relative(root, path).split('/')[0] ?? '') })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'vitest.plain.config.ts'), plainConfig)
  writeFileSync(join(folder, 'vitest.whole.config.ts'), wholeConfig)
  const provided: { postgres?: ProvidedPostgres } = {}
  const stopDatabase = await startTestDatabase({ provide: (name, value) => { provided[name] = value } })
  if (provided.postgres !== undefined) writeFileSync(join(folder, 'shared-database.ts'), sharedDatabase(provided.postgres))
  const report = join(folder, 'report.json')
  let running: ChildProcess | null = null
  return {
    folder,
    read: path => readFileSync(join(folder, path), 'utf8'),
    write: (path, text) => writeFileSync(join(folder, path), text),
    async run(tests, titles, plain) {
      rmSync(report, { force: true })
      const child = running = vitest(folder, ['--config', plain ? 'vitest.plain.config.ts' : 'vitest.whole.config.ts', '--reporter=json', `--outputFile=${report}`, '-t', titles.source, ...tests])
      const said = await endOf(child)
      if (!existsSync(report)) throw new Error(`the test runner gave no report:\n${said.slice(-2_000)}`)
      return reportOf(JSON.parse(readFileSync(report, 'utf8')) as RunnerReport, folder)
    },
    async end() {
      running?.kill()
      await stopDatabase()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const vitest = (folder: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(folder, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit })

/** What it said last, when it has ended. */
function endOf(child: ChildProcess): Promise<string> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { said = `${said}${chunk.toString()}`.slice(-20_000) })
  return new Promise((done, fail) => child.on('error', fail).on('close', () => done(said)))
}

type RunnerReport = { testResults: readonly { name: string; status: string; assertionResults: readonly { fullName: string; status: string }[] }[] }

const reportOf = ({ testResults }: RunnerReport, folder: string): Report => ({
  failed: testResults.flatMap(file => file.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)),
  passed: testResults.flatMap(file => file.assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName)),
  broken: testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some(one => one.status === 'failed')).map(({ name }) => relative(folder, name)),
})
