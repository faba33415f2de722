import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import type { Compilable, QueryCreator, RawBuilder, Transaction } from 'kysely'
import pg from 'pg'
import { preparing } from './prepared.ts'
import type { DB } from './schema.ts'
import { storable } from './text.ts'

/**
 * The handle of the database. Rooms write `db` first in every function of their `store.ts` and take either a pool handle or a transaction.
 * Columns are snake_case in SQL and camelCase here; `timestamptz` reads as epoch milliseconds, `int8` as number.
 */
export type Db = Kysely<DB>
export type Tx = Transaction<DB>

const timestamptz = 1184
const int8 = 20
/** `infinity` is how a sorted list says "no due": it reads as the JavaScript value of the same meaning. */
function readInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  return Date.parse(text)
}
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === timestamptz) return readInstant as never
    if (oid === int8) return Number as never
    return pg.types.getTypeParser(oid, format as 'text') as never
  },
}

export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> }

/** Longest wait for connections to end; a server that is away says nothing. */
const partingMs = 2_000

/** Opens a pool. `size` connections at most; a statement that runs longer than `statementMs` is cancelled by the server. */
export function openDatabase(url: string, options: { size?: number; statementMs?: number; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size ?? 8,
    types,
    statement_timeout: options.statementMs ?? 30_000,
    connectionTimeoutMillis: 10_000,
    // Text order and formats must not depend on the server's own settings.
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601',
  })
  pool.on('error', error => options.onError?.(error))
  // A connection that breaks while a query has it says so as an event too; unheard, that event would end the process. The query itself fails anyway.
  const lines = new Map<pg.PoolClient, Promise<void>>()
  pool.on('connect', client => {
    client.on('error', () => {})
    lines.set(client, new Promise(resolve => client.once('end', () => {
      lines.delete(client)
      resolve()
    })))
  })
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] })
  return {
    db, pool,
    async close() {
      await db.destroy()
      // A database that nobody asked anything through `db` is unknown to it.
      if (!pool.ending) await pool.end()
      // The pool ends its idle connections without waiting; a server that is stopped next would still find them.
      await Promise.race([Promise.all(lines.values()), new Promise(resolve => setTimeout(resolve, partingMs).unref())])
    },
  }
}

/**
 * Runs `work` in one transaction; joins the one that is already open. Where two transactions wait for each other the database ends one of them: nothing of it
 * was done, so it is done again, from its beginning. `work` therefore keeps its effects inside the transaction.
 */
export async function tx<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Tx)
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (tries >= mostTries || !isConflict(error)) throw error
    }
  }
}

const mostTries = 4
/** Serialization failure, deadlock. */
const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(String((error as { code?: unknown } | null)?.code))

/** An instant as a value for a `timestamptz` column. */
export const stamp = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : at > 0 ? 'infinity' : '-infinity')
export const stampOrNull = (at: number | null): string | null => (at === null ? null : stamp(at))

/** A value for a `jsonb` column (node-postgres would write arrays as SQL arrays). What PostgreSQL cannot hold in text is taken out (`storable`). */
export const json = <T>(value: T): RawBuilder<T> =>
  sql<T>`${JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storable(part) : part))}::jsonb`

/**
 * A write that has not run yet. Rooms hand them out so that a change of several rooms travels as one statement (one round trip, one snapshot).
 */
export type Write = (to: QueryCreator<DB>) => Compilable & { execute(): Promise<unknown> }

/**
 * Runs writes as one statement: data-modifying CTEs. Order inside the statement is not defined and no write sees another's rows;
 * foreign keys are checked at its end. Nothing happens for an empty list.
 */
export async function together(db: Db, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return
  if (writes.length === 1) {
    await writes[0]!(db).execute()
    return
  }
  const [last, ...others] = [writes[writes.length - 1]!, ...writes.slice(0, -1)]
  let query = db as unknown as QueryCreator<DB>
  others.forEach((write, index) => {
    query = query.with(`w${index}` as never, write as never) as unknown as QueryCreator<DB>
  })
  await last(query).execute()
}

/** Is the failure one that goes away by itself (the server restarts, the connection broke), so that the work may be tried again? */
export function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string') return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message)
  return /^(08|57P|40|53)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)
}

/** Did a unique constraint refuse the row? `constraint` names it. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  const fault = error as { code?: unknown; constraint?: unknown } | null
  return fault?.code === '23505' && (constraint === undefined || fault.constraint === constraint)
}
