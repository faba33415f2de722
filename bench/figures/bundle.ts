/** What a browser fetches before it can show anything: the entry page and the scripts and styles that it links, compressed. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figure } from '../figure.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'dist', 'web')

export default function figures(): Figure[] {
  const built = spawnSync(process.execPath, [join(root, 'web', 'build.ts'), '--if-stale'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) throw new Error('the workspace could not be built')
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const first = new Set<string>()
  const take = (path: string): void => {
    if (first.has(path)) return
    first.add(path)
    if (!path.endsWith('.js')) return
    for (const [, name] of readFileSync(join(folder, path), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) take(`assets/${name}`)
  }
  for (const [, path] of page.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)) take(path!)
  const bytes = [...first].reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).length, gzipSync(page).length)
  return [{ name: 'first load of the workspace (gzip)', value: bytes / 1000, unit: 'kB' }]
}
