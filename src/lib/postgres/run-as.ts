/**
 * PostgreSQL refuses to run as root, yet the house may be started by root in a folder that only root can enter. Three ways:
 *
 * - `self`: we are not root; run the programs as they are.
 * - `namespace`: root, and the kernel lets us open a user namespace in which root's files are an ordinary user's.
 *   No system user is needed and the files stay root's.
 * - `other`: root, but the folder belongs to an ordinary user or namespaces are off: become that user (or `nobody`),
 *   keeping one capability that lets it walk through and read root's folders (where root itself was left without the small one,
 *   as in many containers, the larger).
 */
import { spawnSync } from 'node:child_process'
import { chownSync, lchownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefusal } from '../refuse-start.ts'
import { serverEnvironment } from './cluster.ts'

export type RunAs = {
  form: 'self' | 'namespace' | 'other'
  /** The command line that runs `program` this way; the process keeps its number. */
  line(program: string, args: readonly string[]): [string, string[]]
  /** Gives a fresh folder (and what is in it) to the user that the programs run as. */
  own(folder: string): void
}

/** `nobody`, for the server's files where namespaces are off: initdb insists on a user with a name. */
const spareUser = 65_534

/** Decides how to run `probe` (any of the programs) for files in `folder`, which may not exist yet. */
export function chooseRunAs(folder: string, probe: string, allowed: readonly RunAs['form'][] = ['self', 'namespace', 'other']): RunAs {
  if (process.getuid?.() !== 0) return self
  const owner = ownerOf(folder)
  const [uid, gid] = owner === 0 ? [spareUser, spareUser] : [owner, groupOf(folder)]
  const forms = [...owner === 0 ? [namespace] : [], other(uid, gid, 'dac_read_search'), other(uid, gid, 'dac_override')]
  const fit = forms.find((form) => allowed.includes(form.form) && works(form, probe))
  if (fit) return fit
  throw new StartRefusal('database_unreachable', 'PostgreSQL does not run as root, and neither unshare nor setpriv (package util-linux) works here to start it as somebody else: start Reglament as an ordinary user, or set DATABASE_URL.')
}

const self: RunAs = { form: 'self', line: (program, args) => [program, [...args]], own: () => {} }

const namespace: RunAs = {
  form: 'namespace',
  line: (program, args) => ['unshare', ['--user', '--map-user=1000', '--map-group=1000', program, ...args]],
  own: () => {},
}

function other(uid: number, gid: number, capability: string): RunAs {
  return {
    form: 'other',
    line: (program, args) => ['setpriv', [
      `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups',
      `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--securebits=+no_setuid_fixup',
      program, ...args,
    ]],
    own: (folder) => chownTree(folder, uid, gid),
  }
}

function works(runAs: RunAs, probe: string): boolean {
  const [command, args] = runAs.line(probe, ['--version'])
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000, env: serverEnvironment }).status === 0
}

function ownerOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.uid ?? 0
}

function groupOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.gid ?? 0
}

function chownTree(path: string, uid: number, gid: number): void {
  if (!lstatSync(path).isDirectory()) return lchownSync(path, uid, gid)
  for (const name of readdirSync(path)) chownTree(join(path, name), uid, gid)
  chownSync(path, uid, gid)
}
