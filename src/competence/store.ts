/** Topic cards as they were edited, and every state they have had. */
import { sql } from 'kysely'
import { json, stamp, type Db, type Write } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import { storedCard, type StoredCard } from './api.ts'
import { cardLimits } from './limits.ts'
import type { KeptCard } from './rows.ts'

const person = sql<{ id: string; name: string }>`json_build_object('id', staff.id, 'name', staff.name)`

const kept = (row: { topicId: string; version: number; body: unknown; updatedAt: Instant; updatedBy: { id: string; name: string } }): KeptCard => ({ ...row, body: bodyOf(row.body) })
const bodyOf = (body: unknown): StoredCard | null => (body === null ? null : storedCard.parse(body))

/** Every card that was ever edited. */
export async function readCards(db: Db): Promise<KeptCard[]> {
  const rows = await db.selectFrom('topicCards').innerJoin('staff', 'staff.id', 'topicCards.updatedBy')
    .select(['topicId', 'version', 'body', 'topicCards.updatedAt', person.as('updatedBy')]).execute()
  return rows.map(kept)
}

/** One card; null: never edited. */
export async function readCard(db: Db, topicId: string): Promise<KeptCard | null> {
  const row = await db.selectFrom('topicCards').innerJoin('staff', 'staff.id', 'topicCards.updatedBy')
    .select(['topicId', 'version', 'body', 'topicCards.updatedAt', person.as('updatedBy')]).where('topicId', '=', topicId).executeTakeFirst()
  return row === undefined ? null : kept(row)
}

/** The version of a card, held until the transaction ends; 0: never edited. */
export async function lockCard(db: Db, topicId: string): Promise<number> {
  // A card that has no row yet cannot be locked by its row.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`topic_card ${topicId}`}, 0))`.execute(db)
  return (await db.selectFrom('topicCards').select('version').where('topicId', '=', topicId).executeTakeFirst())?.version ?? 0
}

/** The card as it is from now on, and a row of its history. */
export function keepCard(card: { topicId: string; version: number; body: StoredCard | null; by: string }, now: Instant): Write[] {
  const { topicId, version, by } = card
  const body = card.body === null ? null : json(card.body)
  return [
    to => to.insertInto('topicCards').values({ topicId, version, body, updatedBy: by, updatedAt: stamp(now) })
      .onConflict(conflict => conflict.column('topicId').doUpdateSet(row => ({ version: row.ref('excluded.version'), body: row.ref('excluded.body'), updatedBy: row.ref('excluded.updatedBy'), updatedAt: row.ref('excluded.updatedAt') }))),
    to => to.insertInto('topicCardVersions').values({ topicId, version, body, changedBy: by, changedAt: stamp(now) }),
  ]
}

export type KeptVersion = { version: number; body: StoredCard | null; at: Instant; by: { id: string; name: string } }

/** What a card was, newest first. */
export async function listVersions(db: Db, topicId: string): Promise<KeptVersion[]> {
  const rows = await db.selectFrom('topicCardVersions').innerJoin('staff', 'staff.id', 'topicCardVersions.changedBy')
    .select(['version', 'body', 'changedAt', person.as('by')]).where('topicId', '=', topicId).orderBy('version', 'desc').limit(cardLimits.versions).execute()
  return rows.map(({ version, body, changedAt, by }) => ({ version, body: bodyOf(body), at: changedAt, by }))
}

/** One state of a card; undefined: there was none of that number. */
export async function findVersion(db: Db, topicId: string, version: number): Promise<{ body: StoredCard | null } | undefined> {
  const row = await db.selectFrom('topicCardVersions').select('body').where('topicId', '=', topicId).where('version', '=', version).executeTakeFirst()
  return row === undefined ? undefined : { body: bodyOf(row.body) }
}
