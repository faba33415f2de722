import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/**
 * `node web/build.ts [--if-stale]`: bundles the workspace into `dist/web`.
 * `dist/web/.stamp` keeps which sources outside `web/` went in and the hash of all of them; with `--if-stale` an equal hash means nothing to do.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'web')
const out = join(root, 'dist/web')
const stampFile = join(out, '.stamp')

type Stamp = { shared: readonly string[]; hash: string }

function hashOf(shared: readonly string[]): string {
  const own = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
  const hash = createHash('sha256')
  for (const file of [...own, ...shared, 'package-lock.json'].sort()) {
    hash.update(file).update('\0')
    hash.update(existsSync(join(root, file)) ? readFileSync(join(root, file)) : 'gone').update('\0')
  }
  return hash.digest('hex')
}

function isFresh(): boolean {
  if (!existsSync(stampFile) || !existsSync(join(out, 'index.html'))) return false
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp
    return hashOf(stamp.shared) === stamp.hash
  } catch {
    // A stamp cut short by a kill says nothing: build again.
    return false
  }
}

/** Bytes after gzip of what the first screen loads: the entry with its static imports and styles. */
function firstLoad(): number {
  const html = readFileSync(join(out, 'index.html'), 'utf8')
  const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(match => join(out, match[1] ?? ''))
  return files.filter(file => statSync(file).isFile()).reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0)
}

// Started from tests or development alike, what is built is what users get.
process.env['NODE_ENV'] = 'production'

if (process.argv.includes('--if-stale') && isFresh()) {
  console.log('workspace: up to date')
} else {
  const shared = new Set<string>()
  await build({
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [
      {
        name: 'note-shared-sources',
        moduleParsed({ id }) {
          const file = relative(root, id.split('?')[0] ?? id)
          if (file.startsWith(`src${sep}`)) shared.add(file)
        },
      },
    ],
  })
  const list = [...shared].sort()
  writeFileSync(stampFile, JSON.stringify({ shared: list, hash: hashOf(list) } satisfies Stamp))
  console.log(`workspace: built into dist/web, first load ${Math.round(firstLoad() / 1000)} kB gzip`)
}
