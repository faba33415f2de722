/** Reading and changing what the desk does for a topic. Each takes the document of the edition in force: a card belongs to a topic of it. */
import { record } from '../audit/store.ts'
import type { Who } from '../auth/who.ts'
import { together, tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Instant } from '../lib/instant.ts'
import { wireInstant } from '../lib/wire.ts'
import { catalogueItem, type CatalogueItem } from '../regulation/document/catalogue.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { competence as english } from '../words/en/competence.ts'
import { competence as russian } from '../words/ru/competence.ts'
import type { StoredCard, TopicCard, TopicHistory, TopicRow } from './api.ts'
import { cardFault, cardFor, shippedCard, shippedFor, storedOf, tidied } from './card.ts'
import { lackingOf } from './deliverable.ts'
import { changedParts } from './parts.ts'
import { rowsOf } from './rows.ts'
import { findVersion, keepCard, listVersions, lockCard, readCard, readCards } from './store.ts'

type By = Pick<Who, 'id' | 'language'>

/** all topics of the edition with their cards. */
export async function topics(db: Db, document: RegulationDocument): Promise<TopicRow[]> {
  return rowsOf(document, await readCards(db))
}

/** One of them. Refuses `not_found` for what is no topic of this edition. */
export async function topic(db: Db, document: RegulationDocument, id: string): Promise<TopicRow> {
  const kept = await readCard(db, id)
  const row = rowsOf(document, kept === null ? [] : [kept]).find(one => one.id === id)
  if (row === undefined) throw new Refusal('not_found')
  return row
}

/** The card of a topic; null when this edition has no such topic. */
export async function cardOf(db: Db, document: RegulationDocument, id: string): Promise<TopicCard | null> {
  const item = catalogueItem(document, id)
  return item === null ? null : cardFor(document, item, (await readCard(db, id))?.body ?? null)
}

/** does the procedure of this topic give something out before its result? Holds for tickets of an older edition too. */
export async function deliverableNeeded(db: Db, document: RegulationDocument, id: string): Promise<boolean> {
  const body = (await readCard(db, id))?.body ?? shippedFor(document, id)
  return body !== null && body.deliverable !== null
}

/** what is given out is whole. Refuses `bad_request` naming the first thing that is missing; a topic that gives nothing out takes anything. */
export async function refuseUnfinished(db: Db, document: RegulationDocument, id: string | null, given: { fields: Readonly<Record<string, string>>; files: number }, by: Pick<Who, 'language'>): Promise<void> {
  const form = id === null ? null : ((await cardOf(db, document, id))?.deliverable ?? null)
  if (form === null) return
  const lacking = lackingOf(form, given)[0]
  if (lacking === undefined) return
  const { file, field } = wordsIn(by).lacking
  throw new Refusal('bad_request', { field: lacking, what: lacking === 'file' ? file : field.replace('{label}', form.fields.find(one => one.id === lacking)?.label ?? lacking) })
}

/** Changes a card that the person saw in `version`. Refuses `stale`, `not_found`, and `bad_request` for a card that does not fit the regulation. */
export function changeTopic(db: Db, document: RegulationDocument, id: string, { version, card: typed }: { version: number; card: TopicCard }, by: By, now: Instant): Promise<TopicRow> {
  return edited(db, document, id, version, by, now, async (_inner, item) => {
    const card = tidied(typed)
    const fault = cardFault(document, item, card)
    if (fault !== null) throw new Refusal('bad_request', { what: wordsIn(by).faults[fault] })
    const shipped = shippedCard(document, item)
    return { body: changedParts(shipped, card).length === 0 ? null : storedOf(card, shipped), restored: null }
  })
}

/** «Вернуть как было»: an earlier state becomes the newest; `to` 0: as shipped. Refuses like `changeTopic`. */
export function restoreTopic(db: Db, document: RegulationDocument, id: string, { version, to }: { version: number; to: number }, by: By, now: Instant): Promise<TopicRow> {
  return edited(db, document, id, version, by, now, async inner => {
    if (to === 0) return { body: null, restored: 0 }
    const found = await findVersion(inner, id, to)
    if (found === undefined) throw new Refusal('not_found')
    return { body: found.body, restored: to }
  })
}

async function edited(
  db: Db, document: RegulationDocument, id: string, seen: number, by: By, now: Instant,
  wish: (inner: Db, item: CatalogueItem) => Promise<{ body: StoredCard | null; restored: number | null }>,
): Promise<TopicRow> {
  const item = catalogueItem(document, id)
  if (item === null) throw new Refusal('not_found')
  return tx(db, async inner => {
    const current = await lockCard(inner, id)
    if (current !== seen) throw new Refusal('stale')
    const before = cardFor(document, item, (await readCard(inner, id))?.body ?? null)
    const { body, restored } = await wish(inner, item)
    const parts = changedParts(before, cardFor(document, item, body))
    // Nothing is different: no version that says nothing.
    if (parts.length > 0) {
      const version = current + 1
      await together(inner, keepCard({ topicId: id, version, body, by: by.id }, now))
      await record(inner, {
        at: now, actor: by.id, act: restored === null ? 'topic_changed' : 'topic_restored', subject: id, details: { version, parts: parts.join(' '), ...(restored === null ? {} : { to: restored }) },
      })
    }
    return topic(inner, document, id)
  })
}

/** What a card has been, newest first. Refuses `not_found`. */
export async function historyOf(db: Db, document: RegulationDocument, id: string): Promise<TopicHistory> {
  const item = catalogueItem(document, id)
  if (item === null) throw new Refusal('not_found')
  const versions = await listVersions(db, id)
  return {
    versions: versions.map(({ version, at, by, body }) => ({ version, at: wireInstant(at), by, card: cardFor(document, item, body) })),
    shipped: shippedCard(document, item),
  }
}

const wordsIn = ({ language }: Pick<Who, 'language'>) => (language === 'ru' ? russian : english)
