/**
 * Statements that come again are prepared, once per connection: to read and plan one of ours, a page long, costs PostgreSQL more than to carry it out.
 * A text is prepared when it is seen the second time; those that differ with each list of values stay as they are once the book is full, so that the
 * server's memory stays small.
 */
import type { PostgresDialectConfig } from 'kysely'
import type pg from 'pg'

type Pool = Exclude<PostgresDialectConfig['pool'], (...given: never[]) => unknown>
type Client = Awaited<ReturnType<Pool['connect']>>

const mostPrepared = 300
/** Texts seen once, forgotten all together when there are too many. */
const mostSeen = 2_000

export function preparing(pool: pg.Pool): Pool {
  const names = new Map<string, string>()
  const seen = new Set<string>()
  const clients = new WeakMap<pg.PoolClient, Client>()

  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= mostPrepared) return known
    if (!seen.has(text)) {
      if (seen.size >= mostSeen) seen.clear()
      seen.add(text)
      return undefined
    }
    seen.delete(text)
    const name = `p${names.size + 1}`
    names.set(text, name)
    return name
  }
  const wrap = (client: pg.PoolClient): Client => {
    // Of the client's ways to ask, Kysely uses this one (the other is for cursors, which are not set up here).
    const query = (text: string, values: readonly unknown[]) => {
      const name = values.length === 0 ? undefined : nameOf(text)
      return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })
    }
    return { query: query as unknown as Client['query'], release: destroy => client.release(destroy) }
  }
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect()
      const known = clients.get(client) ?? wrap(client)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}
