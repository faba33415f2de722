import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './db.ts'

/**
 * A sign of life that dies with its process: a session advisory lock on a connection of its own. No heartbeat, no clock: the database itself knows
 * whether the holder is there. Modes: `holding` (the lock is ours), `seeking` (the connection broke; it is taken again as soon as the server answers,
 * one attempt at a time), `closed`.
 */
export type Alive = {
  key: number
  /** Takes a name that only one process of the database holds at a time (a poller's lease). False: another has it, or the line is down. */
  hold(name: string): Promise<boolean>
  /** Shows a name of our own for as long as we live or until it is released, also on later connections (`isHeld`). */
  keep(name: string): Promise<void>
  release(name: string): Promise<void>
  /** Tells that everything held is lost, because the connection broke. */
  onLost(hear: () => void): () => void
  /** Resolves when no connection of it is left. */
  close(): Promise<void>
}

/** First half of the two-part advisory key: keeps these locks apart from all others. */
const lockClass = 72_001
const nameClass = 72_002
const seekEvery = 250

/** Throws when the first connection cannot be made; later losses are told to `onTrouble` and mended. */
export async function openAlive(url: string, onTrouble: (error: Error) => void): Promise<Alive> {
  const key = randomInt(1, 2 ** 31 - 1)
  let line: pg.Client | null = null
  let closed = false
  let retry: NodeJS.Timeout | undefined
  let seeking: Promise<void> | null = null
  const losers = new Set<() => void>()
  const kept = new Set<string>()
  /** One line, one question at a time: several channels ask for their leases at once. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    fresh.on('error', error => onTrouble(error))
    let ended = false
    fresh.once('end', () => {
      ended = true
      if (line !== fresh) return
      line = null
      for (const hear of losers) hear()
      seekSoon()
    })
    try {
      await fresh.connect()
      // Not waited for: a session of ours that the server still believes in shows that we live; it is asked again soon.
      const { rows: [answer] } = await fresh.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [lockClass, key])
      if (answer?.held !== true) throw new Error('the sign of life still hangs on a broken connection')
      for (const name of kept) await take(fresh, name)
      if (ended) throw new Error('the connection ended at once')
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    if (closed) await fresh.end().catch(() => {})
    else line = fresh
  }
  const seekSoon = (): void => {
    if (closed) return
    retry = setTimeout(() => {
      seeking = connect().catch(error => {
        onTrouble(error as Error)
        seekSoon()
      }).finally(() => {
        seeking = null
      })
    }, seekEvery)
  }

  await connect()
  return {
    key,
    hold: name => inTurn(async () => line !== null && await take(line, name).catch(() => false)),
    keep: async name => {
      kept.add(name)
      await seeking
      await inTurn(async () => line !== null && await take(line, name).catch(() => false))
    },
    release: async name => {
      kept.delete(name)
      await inTurn(async () => line?.query('select pg_advisory_unlock($1, hashtext($2))', [nameClass, name]).catch(() => undefined))
    },
    onLost: hear => {
      losers.add(hear)
      return () => losers.delete(hear)
    },
    close: async () => {
      closed = true
      clearTimeout(retry)
      await seeking
      const open = line
      line = null
      await open?.end().catch(() => {})
    },
  }
}

async function take(line: pg.Client, name: string): Promise<boolean> {
  const { rows } = await line.query<{ held: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as held', [nameClass, name])
  return rows[0]?.held === true
}

/** Does a living process hold or keep this name? */
export async function isHeld(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory'
      and l.classid = ${nameClass}::oid and l.objid = (hashtext(${name})::bigint & 4294967295)::oid and l.objsubid = 2 and l.granted) as held`.execute(db)
  return rows[0]!.held
}

/** Does the process of this key still live? */
export async function isAlive(db: Db, key: number): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select 1 from pg_locks where locktype = 'advisory' and classid = ${lockClass}::oid and objid = ${key}::oid and objsubid = 2 and granted) as held`
    .execute(db)
  return rows[0]!.held
}
