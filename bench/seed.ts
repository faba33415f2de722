/**
 * Seeds a database with tickets that look like a year of a support desk: a few hundred model tickets are written by the product's own functions (history
 * folded, clocks and wake-ups real), then copied by SQL, each copy with ids, number, person and place of its own. One ticket in twenty is open.
 *
 *   node bench/seed.ts <database url> <how many>
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase, stamp, type Db } from '../src/lib/db.ts'
import { day, second, type Instant, type Millis } from '../src/lib/instant.ts'
import { migrate } from '../src/lib/migrate.ts'
import { systemTime } from '../src/lib/time.ts'
import { editionById, loadFirstEdition } from '../src/regulation/actions.ts'
import { parseDuration } from '../src/regulation/duration.ts'
import { contactTail, head, modelNumber, pointTail, seededId, ticketTail, type Kind } from './seed/marks.ts'
import { startOf, writeModel, type Ending, type Model } from './seed/models.ts'
import { people, places, specialists, streets } from './seed/texts.ts'

/** Where open tickets stand, by share. */
const openEndings: readonly Ending[] = ['untriaged', 'ready', 'ready', 'in_work', 'in_work', 'in_work', 'asked', 'suspended', 'with_others', 'awaiting']
const openModels = 300
const endedModels = 500
/** One ticket in so many is open, where nothing else is asked for. */
const usualOpenEvery = 20
const firstNumber = 1000
/** Chat ids of people in Telegram begin here. */
const firstPerson = 5_000_000_000
/** Rows copied by one statement: the log of changes stays small. */
const portion = 50_000
/** Tables of a ticket, and where a row of theirs names it. */
const copied = [['tickets', 'id'], ['ticket_events', 'ticket_id'], ['messages', 'ticket_id'], ['outbox', 'ticket_id'], ['call_tasks', 'ticket_id']] as const

export type Seeded = { tickets: number; contacts: number }

/** Migrates the empty database at `url`, loads the regulation of the project and fills in `count` tickets. `openEvery` 1: all are open. */
export async function seed(url: string, count: number, openEvery = usualOpenEvery): Promise<Seeded> {
  await migrate(url, systemTime)
  const { db, close } = openDatabase(url, { size: 3, statementMs: 600_000 })
  try {
    const now = systemTime.now()
    await loadFirstEdition(db, readFileSync(join(import.meta.dirname, '..', 'regulations', 'jupiter.ru.yaml'), 'utf8'), now)
    const contacts = Math.max(100, Math.ceil(count / 8))
    const owners = await addPeople(db, contacts, now)
    const models: Model[] = [
      ...Array.from({ length: openModels }, (_, index) => ({ index, ending: openEndings[index % openEndings.length]! })),
      ...Array.from({ length: endedModels }, (_, index) => ({ index: openModels + index, ending: 'ended' as const })),
    ].map(one => ({ ...one, start: startOf(one.ending, one.index, now), now, owner: owners[one.index % owners.length]! }))
    await writeModels(db, models)
    await copy(url, 1, count, `case when n % ${openEvery} = 0 then (n / ${openEvery}) % ${openModels} else ${openModels} + (n::bigint * 7919) % ${endedModels} end`, contacts)
    await sql`select setval('ticket_numbers', ${firstNumber + count}::bigint)`.execute(db)
    await sql`vacuum analyze`.execute(db)
    return { tickets: count, contacts }
  } finally {
    await close()
  }
}

/**
 * Adds `count` tickets that wait for the customer's confirmation and close by themselves `ahead` milliseconds from now, all at the same instant.
 * Gives that instant and the ids.
 */
export async function seedDue(url: string, { contacts }: Pick<Seeded, 'contacts'>, count: number, ahead: Millis): Promise<{ due: Instant; ids: readonly string[] }> {
  const { db, close } = openDatabase(url, { size: 3 })
  try {
    const { policy } = await editionById(db, 1)
    const now = systemTime.now()
    const owner = (await db.selectFrom('staff').select('id').where('role', '=', 'specialist').limit(1).executeTakeFirstOrThrow()).id
    const { confirm } = policy
    if (typeof confirm === 'string' || !('ordinary' in confirm)) throw new Error('the regulation closes by another rule than ordinary hours')
    const reported = now + ahead - parseDuration(confirm.ordinary) - second
    await writeModels(db, [{ index: 0, ending: 'awaiting', start: reported - 4 * day, now, owner, reported }])
    const { rows } = await sql<{ due: number }>`select next_wake_at as due from model_tickets`.execute(db)
    // Numbers that the product cannot give meanwhile.
    const taken = await sql<{ last: number }>`select setval('ticket_numbers', nextval('ticket_numbers') + ${count}::int) as last`.execute(db)
    const to = taken.rows[0]!.last - firstNumber
    await copy(url, to - count + 1, to, '0', contacts)
    return { due: rows[0]!.due, ids: Array.from({ length: count }, (_, place) => seededId('ticket', to - place)) }
  } finally {
    await close()
  }
}

/** SQL: one of these texts, and the id of thing number `n`. */
const oneOf = (texts: readonly string[], number = 'n') => sql.raw(`(array[${texts.map(text => `'${text}'`).join(', ')}])[1 + ${number} % ${texts.length}]`)
const hex = (number: string): string => `lpad(to_hex(${number}), 12, '0')`
const id = (kind: Kind, number = 'n') => sql.raw(`('${head(kind)}' || ${hex(number)})::uuid`)

async function addPeople(db: Db, contacts: number, now: Instant): Promise<readonly string[]> {
  const at = stamp(now - 400 * day)
  const points = Math.ceil(contacts / 3)
  await sql`insert into companies (id, name, created_at) select ${id('company')}, 'ООО «Компания ' || n || '»', ${at}::timestamptz from generate_series(0, ${Math.ceil(points / 4)}::int) n`.execute(db)
  await sql`insert into points (id, company_id, name, address, link_token, software_version, created_at)
    select ${id('point')}, ${id('company', '(n / 4)')}, ${oneOf(places)} || ' ' || n, 'г. Москва, ' || ${oneOf(streets, '(n / 3)')} || ', ' || 1 + n % 90, 'bench-' || n, '5.' || n % 3, ${at}::timestamptz
    from generate_series(0, ${points - 1}::int) n`.execute(db)
  await sql`insert into contacts (id, name, phone, position, created_at)
    select ${id('contact')}, ${oneOf(people)}, '+7916' || lpad((n % 10000000)::text, 7, '0'), '', ${at}::timestamptz from generate_series(0, ${contacts - 1}::int) n`.execute(db)
  await sql`insert into addresses (id, contact_id, channel_id, external_id, verified, created_at)
    select ${id('address')}, ${id('contact')}, 'telegram', (${firstPerson}::bigint + n)::text, 'channel', ${at}::timestamptz from generate_series(0, ${contacts - 1}::int) n`.execute(db)
  await sql`insert into conversations (id, channel_id, external_id, kind, contact_id, created_at)
    select ${id('conversation')}, 'telegram', (${firstPerson}::bigint + n)::text, 'private', ${id('contact')}, ${at}::timestamptz from generate_series(0, ${contacts - 1}::int) n`.execute(db)
  await sql`insert into contact_points (contact_id, point_id, source, at) select ${id('contact')}, ${id('point', `(n % ${points})`)}, 'chosen', ${at}::timestamptz from generate_series(0, ${contacts - 1}::int) n`.execute(db)
  const owners = specialists.map((_, place) => seededId('company', `00000000aa${place.toString(16).padStart(2, '0')}`))
  for (const [place, name] of specialists.entries()) {
    await sql`with u as (insert into auth_users (id, name, email, created_at, updated_at) values (${owners[place]}, ${name}, ${`s${place}@bench.example`}, ${at}, ${at}))
      insert into staff (id, name, email, role, created_at) values (${owners[place]}, ${name}, ${`s${place}@bench.example`}, 'specialist', ${at})`.execute(db)
  }
  return owners
}

/** Leaves the models in `model_<table>`, a table of the same shape beside each. */
async function writeModels(db: Db, models: readonly Model[]): Promise<void> {
  const { policy } = await editionById(db, 1)
  const ids = models.map(({ index }) => seededId('ticket', ticketTail(index)))
  for (const [table] of copied) await sql.raw(`drop table if exists model_${table}; create unlogged table model_${table} (like ${table})`).execute(db)
  await db.transaction().execute(async inner => {
    // The models' person and place are nobody's: their keys are not looked at.
    await sql`set local session_replication_role = replica`.execute(inner)
    for (const model of models) await writeModel(inner, model, policy)
    for (const [table, key] of copied.toReversed()) {
      await sql`with gone as (delete from ${sql.table(table)} where ${sql.ref(key)} = any(${ids}::uuid[]) returning *) insert into ${sql.table(`model_${table}`)} select * from gone`.execute(inner)
    }
  })
  for (const [table, key] of copied) {
    await sql.raw(`alter table model_${table} add model int; update model_${table} set model = ('x' || right(${key}::text, 4))::bit(16)::int; create index on model_${table} (model); analyze model_${table}`).execute(db)
  }
}

/** Copies models to the tickets `from` ... `to`; `modelOf`: SQL that gives the model of ticket `n`. Each table by a connection of its own. */
async function copy(url: string, from: number, to: number, modelOf: string, contacts: number): Promise<void> {
  const points = Math.ceil(contacts / 3)
  const own = (text: string) => `replace(replace(replace(replace(${text}, '${ticketTail(0).slice(0, 8)}' || lpad(to_hex(m.model), 4, '0'), ${hex('n')}), '${contactTail}', ${hex(`(n % ${contacts})`)}),
    '${pointTail}', ${hex(`(n % ${points})`)}), (${modelNumber(0)} + m.model)::text, (${firstNumber} + n)::text)`
  await Promise.all(copied.map(async ([table]) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
      const { rows } = await client.query<{ name: string; type: string }>(`
        select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''`, [table])
      const columns = rows.map(({ name }) => name).join(', ')
      const values = rows.map(({ name, type }) => (/^(uuid|text|jsonb)$/.test(type) || name === 'number' ? `${own(`m.${name}::text`)}::${type}` : `m.${name}`)).join(', ')
      for (let first = from; first <= to; first += portion) {
        await client.query(`insert into ${table} (${columns}) select ${values} from generate_series($1::int, $2::int) n join model_${table} m on m.model = ${modelOf}`, [first, Math.min(to, first + portion - 1)])
      }
    } finally {
      await client.end()
    }
  }))
}

if (import.meta.main) {
  const [url, count] = process.argv.slice(2)
  if (url === undefined || !(Number(count) > 0)) throw new Error('say: node bench/seed.ts <database url> <how many tickets>')
  console.error(await seed(url, Number(count)))
}
