import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './db.ts'

/**
 * A sign of life that dies with its process: a session advisory lock on a connection of its own. No heartbeat, no clock: the database itself knows
 * whether the holder is there. Modes: `holding` (the lock is ours) and `seeking` (the connection broke; it is taken again as soon as the server answers).
 */
export type Alive = {
  key: number
  /** Takes a name that only one process of the database holds at a time (a poller's lease). False: another has it, or the line is down. */
  hold(name: string): Promise<boolean>
  release(name: string): Promise<void>
  /** Tells that everything held is lost, because the connection broke. */
  onLost(hear: () => void): () => void
  close(): Promise<void>
}

/** First half of the two-part advisory key: keeps these locks apart from all others. */
const lockClass = 72_001
const nameClass = 72_002

export async function openAlive(url: string, onTrouble: (error: Error) => void): Promise<Alive> {
  const key = randomInt(1, 2 ** 31 - 1)
  let client: pg.Client | null = null
  let closed = false
  let retry: NodeJS.Timeout | undefined
  const losers = new Set<() => void>()

  const hold = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    fresh.on('error', error => onTrouble(error))
    fresh.once('end', () => {
      client = null
      for (const hear of losers) hear()
      if (!closed) seek()
    })
    await fresh.connect()
    await fresh.query('select pg_advisory_lock($1, $2)', [lockClass, key])
    client = fresh
  }
  const seek = (): void => {
    if (closed) return
    retry = setTimeout(() => {
      hold().catch(error => {
        onTrouble(error as Error)
        seek()
      })
    }, 250)
  }

  await hold()
  return {
    key,
    hold: async name => {
      const found = await client?.query<{ held: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as held', [nameClass, name]).catch(() => undefined)
      return found?.rows[0]?.held === true
    },
    release: async name => {
      await client?.query('select pg_advisory_unlock($1, hashtext($2))', [nameClass, name]).catch(() => undefined)
    },
    onLost: hear => {
      losers.add(hear)
      return () => losers.delete(hear)
    },
    close: async () => {
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}

/** Does the process of this key still live? */
export async function isAlive(db: Db, key: number): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select 1 from pg_locks where locktype = 'advisory' and classid = ${lockClass}::oid and objid = ${key}::oid and objsubid = 2 and granted) as held`
    .execute(db)
  return rows[0]!.held
}
