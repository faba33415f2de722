/** SQL of looking for points and people: by words, by sound, by phone, by who called. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { tx, type Db } from '../../lib/db.ts'
import { wireTime } from '../../lib/sql-wire.ts'
import type { companiesFound, contactFound, PointLine, PointLines, pointsFound } from '../api.ts'
import { soundKey, soundOf } from '../sound.ts'
import { likeliest, plain, type Wanted } from '../words.ts'

export type PointFound = z.infer<typeof pointsFound>[number]
export type ContactFound = z.infer<typeof contactFound>

const found = 20
/** So many rows are ranked at most: a common word must not rank a whole town. */
const ranked = 300
/** How alike a word and a part of a text must be: one or two wrong letters pass, another word does not. */
const alike = '0.3'

/** Where words are looked for: `text` is what likeness is measured by, the conditions use its indexes. `joined` gives a found row its `columns`. */
type Place<Row> = {
  columns: RawBuilder<Row>
  joined: RawBuilder<unknown>
  id: RawBuilder<string>
  from: RawBuilder<unknown>
  text: RawBuilder<unknown>
  holds(pattern: string): RawBuilder<boolean>
  sounds(pattern: string): RawBuilder<boolean>
  isLike(word: string): RawBuilder<boolean>
}

const pattern = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** Each word as it stands in one of its readings. */
const standing = (words: readonly Wanted[], { holds }: Pick<Place<unknown>, 'holds'>): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(words.map(readings => sql`(${sql.join(readings.map(word => holds(pattern(word))), sql` or `)})`), sql` and `)})`

/** Each word as it stands or as it sounds; null when no word has a sound to go by. */
function sounding(words: readonly Wanted[], { holds, sounds }: Pick<Place<unknown>, 'holds' | 'sounds'>): RawBuilder<boolean> | null {
  if (!words.some(readings => readings.some(word => soundKey(word) !== null))) return null
  const heard = (word: string): RawBuilder<boolean> => {
    const key = soundKey(word)
    return key === null ? holds(pattern(word)) : sql`(${holds(pattern(word))} or ${sounds(`% ${key}%`)})`
  }
  return sql<boolean>`(${sql.join(words.map(readings => sql`(${sql.join(readings.map(heard), sql` or `)})`), sql` and `)})`
}

async function rowsWhere<Row>(db: Db, { columns, joined, id, from, text }: Place<Row>, words: readonly Wanted[], condition: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  const likeness = sql.join(words.map(readings => sql`greatest(${sql.join(readings.map(reading => sql`word_similarity(${reading}, found.text)`))})`), sql` + `)
  const { rows } = await sql<{ row: Row }>`
    with best as (
      select found.id, row_number() over (order by ${likeness} desc, length(found.text), found.id) as place
      from (select ${id} as id, ${text} as text from ${from} and ${condition} limit ${ranked}) found order by place limit ${limit})
    select ${columns} as row from best ${joined} order by best.place`.execute(db)
  return rows.map(({ row }) => row)
}

/** Those where every word is like one of theirs; if there are none, those where any word is. */
function likeRows<Row>(db: Db, place: Place<Row>, all: readonly Wanted[], limit: number): Promise<Row[]> {
  const words = likeliest(all)
  const each = words.map(readings => sql<boolean>`(${sql.join(readings.map(place.isLike), sql` or `)})`)
  return tx(db, async inner => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${alike}, true)`.execute(inner)
    const every = await rowsWhere(inner, place, words, sql.join(each, sql` and `), limit)
    return every.length > 0 || words.length === 1 ? every : rowsWhere(inner, place, words, sql`(${sql.join(each, sql` or `)})`, limit)
  })
}

/** As the indexes keep the words of a text. */
const indexed = (text: string): RawBuilder<string> => sql.raw(`translate(lower(${text}), 'ё', 'е')`)
const [pointText, companyText, contactText] = [indexed(`p.name || ' ' || p.address`), indexed('o.name'), indexed('c.name')]

const lastCallerJson = sql`(select json_build_object('id', k.id, 'name', k.name, 'phone', k.phone, 'at', ${wireTime('t.received_at')})
  from tickets t join contacts k on k.id = t.contact_id where t.point_id = p.id order by t.received_at desc limit 1)`

/** A condition on the words of points or on those of their companies: each by its own index, so that neither is read whole. `open`: of those in use. */
const wordsOf = (open: boolean, own: RawBuilder<boolean>, theirs: RawBuilder<boolean>): RawBuilder<boolean> => sql<boolean>`p.id in (
  select p.id from points p where ${open ? sql`p.archived_at is null` : sql`p.archived_at is not null`} and ${own}
  union all select p.id from points p join companies o on o.id = p.company_id where ${theirs})`

/** Points in use, or (`open` false) those put away, of one company when it is told. */
const pointsPlace = <Row>(columns: RawBuilder<Row>, { open = true, company = null }: { open?: boolean; company?: string | null } = {}): Place<Row> => ({
  columns, joined: sql`join points p on p.id = best.id left join companies o on o.id = p.company_id`,
  id: sql`p.id`,
  from: sql`points p left join companies o on o.id = p.company_id where ${open ? sql`p.archived_at is null` : sql`p.archived_at is not null`} and ${company === null ? sql`true` : sql`p.company_id = ${company}`}`,
  text: sql`${pointText} || ' ' || coalesce(${companyText}, '')`,
  holds: like => wordsOf(open, sql`${pointText} like ${like}`, sql`${companyText} like ${like}`),
  sounds: like => wordsOf(open, sql`p.sounds like ${like}`, sql`o.sounds like ${like}`),
  isLike: word => wordsOf(open, sql`${pointText} %> ${word}`, sql`${companyText} %> ${word}`),
})

const pointFoundJson = sql<PointFound>`json_build_object('id', p.id, 'name', p.name, 'address', p.address, 'company', o.name, 'lastCaller', ${lastCallerJson})`
const points = pointsPlace(pointFoundJson)

/**
 * Points by words of their name, address and company, best first, at most `limit`. First those that hold every word as it stands, then as it sounds; points of
 * people with such a name, who belong there or called about it, come after each. Only then those that are merely like the words.
 */
export const findPoints = (db: Db, words: readonly Wanted[], limit = found): Promise<PointFound[]> => findIn(db, points, words, limit)

async function findIn<Row extends { id: string }>(db: Db, place: Place<Row>, words: readonly Wanted[], limit: number): Promise<Row[]> {
  if (words.length === 0) return []
  for (const [condition, people] of [[standing(words, place), standing(words, contacts)], [sounding(words, place), sounding(words, contacts)]] as const) {
    if (condition === null || people === null) continue
    const own = await rowsWhere(db, place, words, condition, limit)
    const theirs = own.length >= limit ? [] : await pointsOfPeople(db, place, sql`select c.id from contacts c where ${people} limit ${found}`, limit)
    const all = [...own, ...theirs.filter(({ id }) => !own.some(one => one.id === id))].slice(0, limit)
    if (all.length > 0) return all
  }
  return likeRows(db, place, words, limit)
}

/** Points of people: where they belong and what they called about; the latest first. `people` selects their `id`. */
async function pointsOfPeople<Row>(db: Db, { columns, joined, from }: Place<Row>, people: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`
    with people as materialized (${people}),
    named as (select x.point_id as id, max(x.at) as at from people cross join lateral (
      (select t.point_id, t.received_at as at from tickets t where t.contact_id = people.id and t.point_id is not null order by t.received_at desc limit ${found})
      union all (select k.point_id, k.at from contact_points k where k.contact_id = people.id order by k.at desc limit ${found})) x group by x.point_id),
    best as (select named.id, row_number() over (order by named.at desc, named.id) as place from named where named.id in (select p.id from ${from}) order by place limit ${limit})
    select ${columns} as row from best ${joined} order by best.place`.execute(db)
  return rows.map(({ row }) => row)
}

/** Contacts whose phone ends with these digits. */
const peopleByDigits = (digits: string): RawBuilder<unknown> => sql`select c.id from contacts c where c.phone like ${`%${digits}`} order by c.created_at desc, c.id limit ${found}`

/** Points of those whose phone ends with these digits, at most `limit`: the caller's number leads to his points. */
export const findPointsByPhone = (db: Db, digits: string, limit = found): Promise<PointFound[]> => pointsOfPeople(db, points, peopleByDigits(digits), limit)

const contactFoundJson = sql<ContactFound>`json_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'position', c.position, 'point', (
  select json_build_object('id', p.id, 'name', p.name, 'address', p.address, 'company', (select o.name from companies o where o.id = p.company_id))
  from contact_points k join points p on p.id = k.point_id where k.contact_id = c.id and p.archived_at is null order by k.at desc limit 1))`

const contacts: Place<ContactFound> = {
  columns: contactFoundJson, joined: sql`join contacts c on c.id = best.id`, id: sql`c.id`, from: sql`contacts c where true`, text: contactText,
  holds: like => sql`${contactText} like ${like}`, sounds: like => sql`c.sounds like ${like}`, isLike: word => sql`${contactText} %> ${word}`,
}

/** Contacts by words of their name as they stand, as they sound, as they are like; best first, at most 20. */
export async function findContacts(db: Db, words: readonly Wanted[]): Promise<ContactFound[]> {
  if (words.length === 0) return []
  for (const condition of [standing(words, contacts), sounding(words, contacts)]) {
    const rows = condition === null ? [] : await rowsWhere(db, contacts, words, condition, found)
    if (rows.length > 0) return rows
  }
  return likeRows(db, contacts, words, found)
}

/** Contacts whose phone has these digits in a row; those it ends with first, then the newest, at most 20. */
export async function findContactsByPhone(db: Db, digits: string): Promise<ContactFound[]> {
  const { rows } = await sql<{ row: ContactFound }>`
    select ${contactFoundJson} as row from contacts c where c.phone like ${`%${digits}%`} order by c.phone like ${`%${digits}`} desc, c.created_at desc, c.id limit ${found}`.execute(db)
  return rows.map(({ row }) => row)
}

/** A whole answer is like a point's name when most of it is: people write more than the name, and other things than names. */
const phraseAlike = 0.45

/**
 * Points that a customer's own words name, best first, with the address in the name: for the bot. Only name, address and company are looked at, never who
 * belongs there; words that name no point find none.
 */
export async function namedPoints(db: Db, text: string, words: readonly Wanted[], limit: number): Promise<readonly { id: string; name: string }[]> {
  if (words.length === 0) return []
  const place = pointsPlace(sql<{ id: string; name: string }>`json_build_object('id', p.id, 'name', case when p.address = '' then p.name else p.name || ', ' || p.address end)`)
  for (const condition of [standing(words, place), sounding(words, place)]) {
    const rows = condition === null ? [] : await rowsWhere(db, place, words, condition, limit)
    if (rows.length > 0) return rows
  }
  const [phrase, sound] = [plain(text), soundOf(text)]
  return tx(db, async inner => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(phraseAlike)}, true)`.execute(inner)
    return rowsWhere(inner, place, [[phrase]], sound === '' ? sql`${pointText} %> ${phrase}` : sql`(${pointText} %> ${phrase} or p.sounds %> ${sound})`, limit)
  })
}

const lines = 100

const pointLineJson = sql<PointLine>`json_build_object('id', p.id, 'name', p.name, 'address', p.address, 'company', case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end,
  'softwareVersion', p.software_version, 'archivedAt', ${wireTime('p.archived_at')}, 'people', (select count(*) from contact_points k where k.point_id = p.id and k.role <> 'named'), 'lastCaller', ${lastCallerJson})`

export type Listing = { company: string | null; archived: boolean }

/** Points for the page of points: by words or by digits of a phone the best hundred. */
export function searchLines(db: Db, { company, archived }: Listing, by: { words: readonly Wanted[] } | { digits: string }): Promise<PointLine[]> {
  const place = pointsPlace(pointLineJson, { open: !archived, company })
  return 'digits' in by ? pointsOfPeople(db, place, peopleByDigits(by.digits), lines) : findIn(db, place, by.words, lines)
}

/** All of them in the order of their names, a hundred at a time; `after` is where the page before ended. */
export async function listLines(db: Db, { company, archived }: Listing, after: { name: string; id: string } | null): Promise<Omit<PointLines, 'next'> & { next: { name: string; id: string } | null }> {
  const { rows } = await sql<{ row: PointLine; name: string }>`
    select ${pointLineJson} as row, lower(p.name) as name from points p left join companies o on o.id = p.company_id
    where (p.archived_at is not null) = ${archived} and (${company}::uuid is null or p.company_id = ${company}::uuid)
      and (${after === null}::boolean or (lower(p.name), p.id) > (${after?.name ?? ''}, ${after?.id ?? null}::uuid))
    order by lower(p.name), p.id limit ${lines + 1}`.execute(db)
  const last = rows[lines - 1]
  return { rows: rows.slice(0, lines).map(({ row }) => row), next: rows.length > lines && last !== undefined ? { name: last.name, id: last.row.id } : null }
}

/** Companies by words of their name, best first; without words those with most points. At most 20. */
export async function findCompanies(db: Db, words: readonly Wanted[]): Promise<z.infer<typeof companiesFound>> {
  const condition = words.length === 0 ? sql`true` : sql.join(words.map(readings => sql`(${sql.join(readings.map(word => sql`${companyText} like ${pattern(word)}`), sql` or `)})`), sql` and `)
  const { rows } = await sql<{ row: z.infer<typeof companiesFound>[number] }>`
    select json_build_object('id', o.id, 'name', o.name, 'points', n.points) as row
    from companies o cross join lateral (select count(*)::int as points from points p where p.company_id = o.id and p.archived_at is null) n
    where ${condition} order by n.points desc, o.name, o.id limit ${found}`.execute(db)
  return rows.map(({ row }) => row)
}

/** Whose sheets are printed. */
export type ForSheet = { ids: readonly string[] } | { company: string } | 'all'

const chosen = (which: ForSheet): RawBuilder<unknown> => (which === 'all' ? sql`true` : 'ids' in which ? sql`p.id = any(${which.ids})` : sql`p.company_id = ${which.company}`)
const sheetOrder = sql`order by lower(o.name) nulls last, lower(p.name), p.id`

/** The sheets of so many points, by parts of at most `size`: where each begins and ends, in the order in which they are printed. */
export async function sheetParts(db: Db, which: ForSheet, size: number): Promise<readonly { part: number; count: number; first: string; last: string }[]> {
  const { rows } = await sql<{ part: number; count: number; first: string; last: string }>`
    select part, count(*)::int as count, (array_agg(name order by place))[1] as first, (array_agg(name order by place desc))[1] as last from (
      select p.name, row_number() over (${sheetOrder}) as place, ((row_number() over (${sheetOrder}) - 1) / ${size}::int + 1)::int as part
      from points p left join companies o on o.id = p.company_id where p.archived_at is null and ${chosen(which)}) x group by part order by part`.execute(db)
  return rows
}

/** Points for the QR sheet in the order of company and name, after the first `skip`; one more than `limit` tells that there are more. Those put away are left out. */
export async function pointsForSheet(db: Db, which: ForSheet, limit: number, skip = 0): Promise<readonly { id: string; name: string; address: string; linkToken: string }[]> {
  const { rows } = await sql<{ id: string; name: string; address: string; linkToken: string }>`
    select p.id, p.name, p.address, p.link_token from points p left join companies o on o.id = p.company_id
    where p.archived_at is null and ${chosen(which)} ${sheetOrder} offset ${skip} limit ${limit + 1}`.execute(db)
  return rows
}
