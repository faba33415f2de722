/** Editions of the regulation: rows that never change. */
import { json, stamp } from '../lib/db.ts'
import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { RegulationDocument } from './document/schema.ts'

export type EditionHead = { id: number; version: string; title: string; validFrom: Instant; publishedAt: Instant; hash: string }
/** `document` as it lies in the row: data that `readDocument` has to read again. */
export type EditionRow = EditionHead & { source: string; document: unknown }

const head = ['id', 'version', 'title', 'validFrom', 'publishedAt', 'hash'] as const

/** Adds an edition unless its id is taken (another process loaded it at the same moment). Tells whether it was added. */
export async function insertEdition(db: Db, edition: EditionHead & { source: string; document: RegulationDocument }): Promise<boolean> {
  const added = await db.insertInto('regulationEditions')
    .values({ ...edition, validFrom: stamp(edition.validFrom), publishedAt: stamp(edition.publishedAt), document: json(edition.document) })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** All editions without their texts, in the order in which they come into force. */
export function listEditions(db: Db): Promise<EditionHead[]> {
  return db.selectFrom('regulationEditions').select(head).orderBy('validFrom').execute()
}

export async function findEdition(db: Db, id: number): Promise<EditionRow | null> {
  return await db.selectFrom('regulationEditions').select([...head, 'source', 'document']).where('id', '=', id).executeTakeFirst() ?? null
}
