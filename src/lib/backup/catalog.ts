/** What the database itself tells about its tables: a backup knows no table by name. */
import type pg from 'pg'

export type Table = {
  name: string
  /** Columns that hold data of their own (generated ones are computed again), in their order. */
  columns: string[]
}

/** Tables of the schema `public` that hold rows themselves, by name. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and c.oid not in (select objid from pg_depend where deptype = 'e' and classid = 'pg_class'::regclass)
    group by c.oid, c.relname order by c.relname`)
  return rows
}

export type SequenceState = {
  name: string
  /** Text: an int8 may be larger than a number of JavaScript. */
  value: string
  called: boolean
}

/** Where the sequences of `public` stand. Sequences stand outside transactions: read them after the snapshot is taken. */
export async function readSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(`select sequencename as name from pg_sequences where schemaname = 'public' order by sequencename`)
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const { rows: [state] } = await client.query<{ value: string, called: boolean }>(`select last_value::text as value, is_called as called from ${quoted(name)}`)
    if (state) states.push({ name, ...state })
  }
  return states
}

export async function setSequences(client: pg.ClientBase, states: readonly SequenceState[]): Promise<void> {
  for (const { name, value, called } of states) await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), value, called])
}

/**
 * Runs `load` with foreign keys and triggers out of the way, so that rows may come in any order, and puts them back, which checks all rows.
 * Must stand in a transaction.
 */
export async function withoutConstraints(client: pg.ClientBase, tables: readonly Table[], load: () => Promise<void>): Promise<void> {
  const { rows: keys } = await client.query<{ table: string, name: string, definition: string }>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0 order by 1, 2`)
  for (const key of keys) await client.query(`alter table ${key.table} drop constraint ${key.name}`)
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`)
  await load()
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`)
  for (const key of keys) await client.query(`alter table ${key.table} add constraint ${key.name} ${key.definition}`)
}

/** An identifier of `public` for SQL text. */
export function quoted(name: string): string {
  return `public."${name.replaceAll('"', '""')}"`
}

export function columnList(columns: readonly string[]): string {
  return columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')
}
