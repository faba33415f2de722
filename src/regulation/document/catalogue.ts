import { isUnder } from './paths.ts'
import type { ChannelEntry, ChannelKind, Outside, RegulationDocument, Topic } from './schema.ts'

/** The competence catalogue as forms and lists need it: sections with their topics, then what lies outside. */
export type Catalogue = {
  groups: readonly { id: string; title: string; topics: readonly Topic[] }[]
  outside: readonly Outside[]
}

/** */
export function catalogue(document: RegulationDocument): Catalogue {
  return {
    groups: document.topicGroups.map(group => ({ ...group, topics: document.topics.filter(topic => isUnder(topic.id, group.id)) })),
    outside: document.outside,
  }
}

export type CatalogueItem = { kind: 'topic'; item: Topic } | { kind: 'outside'; item: Outside }

/** A topic (`4.4.1`) or an item of the out-of-scope list (`5.2`); null when this edition has none of that number. */
export function catalogueItem(document: RegulationDocument, id: string): CatalogueItem | null {
  const topic = document.topics.find(candidate => candidate.id === id)
  if (topic) return { kind: 'topic', item: topic }
  const outside = document.outside.find(candidate => candidate.id === id)
  return outside ? { kind: 'outside', item: outside } : null
}

/** is this an item of the out-of-scope list? */
export const isOutside = (document: RegulationDocument, id: string | null): boolean => id !== null && catalogueItem(document, id)?.kind === 'outside'

/** A channel of; null when the document does not offer it. */
export function channelOf(document: RegulationDocument, kind: ChannelKind): ChannelEntry | null {
  return document.channels.find(channel => channel.id === kind) ?? null
}
