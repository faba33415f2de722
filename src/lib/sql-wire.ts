import { sql, type RawBuilder } from 'kysely'

/**
 * Forms of the wire made by PostgreSQL, for lists that it turns into JSON itself. An instant is RFC 3339 in UTC with milliseconds, as `wireInstant` writes it;
 * null stays null. `column` is a column name as SQL, never a value from outside.
 */
export const wireTime = (column: string): RawBuilder<string | null> => sql<string | null>`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
