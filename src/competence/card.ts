import type { CatalogueItem } from '../regulation/document/catalogue.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { StoredCard, TopicCard } from './api.ts'
import { jupiter } from './jupiter.ts'
import { same } from './parts.ts'
import { unpacked } from './shipped.ts'

/** Card of a topic as the desk was shipped: what was written down for this product, and the regulation's own words where it is silent. Pure. */
export function shippedCard(document: RegulationDocument, found: CatalogueItem): TopicCard {
  return filled(found, shippedFor(document, found.item.id) ?? blankFor(found), regulationSays(found))
}

/** The card in use: as it was edited, or as shipped. Pure. */
export function cardFor(document: RegulationDocument, found: CatalogueItem, stored: StoredCard | null): TopicCard {
  const shipped = shippedCard(document, found)
  return stored === null ? shipped : filled(found, stored, shipped)
}

/** What the shipped cards say of this number, if they were written for this product. */
export function shippedFor(document: RegulationDocument, id: string): StoredCard | null {
  const shipped = document.product.name === jupiter.product ? jupiter.cards[id] : undefined
  return shipped === undefined ? null : unpacked(shipped)
}

type Open = Pick<TopicCard, 'preconditions' | 'replyText' | 'recommendation'>

/** The regulation's preconditions, its reply and recommendation. */
function regulationSays({ kind, item }: CatalogueItem): Open {
  return kind === 'outside'
    ? { preconditions: [], replyText: item.reply, recommendation: item.recommendation }
    : { preconditions: (item.preconditions ?? []).map((text, index) => ({ id: `regulation-${index + 1}`, question: asQuestion(text), outside: null })), replyText: null, recommendation: null }
}

const blankFor = ({ kind, item }: CatalogueItem): StoredCard => ({
  procedure: { steps: [] }, preconditions: null, deliverable: null, proposedCategory: kind === 'topic' ? (item.categories[0] ?? null) : null, reason: '', replyText: null, recommendation: null,
  advised: [], notPerformed: [], scheduled: false, synonyms: [],
})

/** `below` speaks where the card leaves something open. */
function filled({ kind, item }: CatalogueItem, card: StoredCard, below: Open): TopicCard {
  return {
    ...card,
    preconditions: card.preconditions ?? below.preconditions,
    replyText: spoken(card.replyText, below.replyText),
    recommendation: spoken(card.recommendation, below.recommendation),
    // An edition may have moved the topic to other categories since the card was edited.
    proposedCategory: kind === 'outside' || fitsRegulation(card.proposedCategory, item.categories) ? card.proposedCategory : (item.categories[0] ?? null),
  }
}

const spoken = (own: string | null, below: string | null): string | null => (own === null ? below : own === '' ? null : own)

/** the regulation names what may be proposed; a topic without categories is decided by effect. */
const fitsRegulation = (proposed: TopicCard['proposedCategory'], allowed: readonly number[]): boolean => proposed === null || allowed.length === 0 || allowed.includes(proposed)

/** «драйвер установлен» to «Драйвер установлен?» */
const asQuestion = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/[.?!]+$/u, '')}?`

/** A card as it was typed: an empty field says nothing. Pure. */
export const tidied = (card: TopicCard): TopicCard => ({
  ...card, replyText: orNull(card.replyText), recommendation: orNull(card.recommendation),
  procedure: { steps: card.procedure.steps.map(step => ({ ...step, snippet: orNull(step.snippet) })) },
})
const orNull = (words: string | null): string | null => (words === '' ? null : words)

/** What is kept of an edited card: words that are the regulation's (or the shipped) stay theirs and follow the next edition. Pure. */
export function storedOf(card: TopicCard, shipped: TopicCard): StoredCard {
  return {
    ...card,
    preconditions: same(card.preconditions, shipped.preconditions) ? null : card.preconditions,
    replyText: card.replyText === shipped.replyText ? null : (card.replyText ?? ''),
    recommendation: card.recommendation === shipped.recommendation ? null : (card.recommendation ?? ''),
  }
}

/** Why a card does not fit its topic. */
export type CardFault = 'category' | 'advise_only' | 'reply_missing' | 'same_id' | 'part' | 'outside'

/**
 * Holds a card against the regulation: proposes a category of the topic; gives nothing out where we only advise; has words for what is
 * not ours; names only what there is. Null when it fits. Pure.
 */
export function cardFault(document: RegulationDocument, { kind, item }: CatalogueItem, card: TopicCard): CardFault | null {
  const parts = kind === 'topic' ? (item.subtopics ?? []).map(part => part.id) : []
  if (kind === 'topic' && !fitsRegulation(card.proposedCategory, item.categories)) return 'category'
  if ((kind === 'outside' || item.mode === 'advise') && card.deliverable !== null) return 'advise_only'
  if (kind === 'outside' && card.replyText === null) return 'reply_missing'
  if ([card.procedure.steps, card.preconditions, card.deliverable?.fields ?? []].some(list => new Set(list.map(one => one.id)).size < list.length)) return 'same_id'
  if (card.procedure.steps.some(step => step.part !== null && !parts.includes(step.part))) return 'part'
  if (card.preconditions.some(({ outside }) => outside !== null && !document.outside.some(one => one.id === outside))) return 'outside'
  return null
}
