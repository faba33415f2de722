/** How the pool of db.ts reads and writes PostgreSQL's types; named by the generated schema.ts. */
import type { ColumnType } from 'kysely'

/** `timestamptz`: read as epoch milliseconds, written through `stamp()`. */
export type InstantColumn = ColumnType<number, string, string>
/** `int8`: read as a number (our counts stay far below 2^53). */
export type CountColumn = ColumnType<number, number, number>
/** `jsonb`: read as the room's own store declares, written through `json()`. */
export type DocumentColumn = ColumnType<unknown, unknown, unknown>
