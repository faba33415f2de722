import { wireInstantOrNull } from '../lib/wire.ts'
import { catalogue, type CatalogueItem } from '../regulation/document/catalogue.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { StoredCard, TopicRow } from './api.ts'
import { cardFor } from './card.ts'

/** A card as it was kept, with who changed it last. `body` null: put back to how it was shipped. */
export type KeptCard = { topicId: string; version: number; body: StoredCard | null; updatedAt: number; updatedBy: { id: string; name: string } }

/** Topics of the edition with their cards, in the order of the catalogue; cards of topics that this edition lacks are passed over. Pure. */
export function rowsOf(document: RegulationDocument, kept: readonly KeptCard[]): TopicRow[] {
  const byId = new Map(kept.map(one => [one.topicId, one]))
  const { groups, outside } = catalogue(document)
  return [
    ...groups.flatMap(({ id, title, topics }) => topics.map(item => rowOf(document, { kind: 'topic', item }, { id, title }, byId.get(item.id)))),
    ...outside.map(item => rowOf(document, { kind: 'outside', item }, { id: '', title: '' }, byId.get(item.id))),
  ]
}

function rowOf(document: RegulationDocument, found: CatalogueItem, group: TopicRow['group'], kept: KeptCard | undefined): TopicRow {
  const { kind, item } = found
  return {
    id: item.id, kind, group, short: item.short, title: item.title,
    mode: kind === 'topic' ? item.mode : null, categories: kind === 'topic' ? [...item.categories] : [], accessData: kind === 'topic' && item.accessData,
    parts: kind === 'topic' ? (item.subtopics ?? []).map(part => ({ ...part })) : [], exception: kind === 'outside' ? (item.exception ?? null) : null,
    card: cardFor(document, found, kept?.body ?? null),
    version: kept?.version ?? 0, edited: kept !== undefined && kept.body !== null, updatedAt: wireInstantOrNull(kept?.updatedAt ?? null), updatedBy: kept?.updatedBy ?? null,
  }
}
