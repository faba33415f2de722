import type { TopicCard } from './api.ts'

/** Parts of a card, as a history names what was changed. */
export const cardParts = ['procedure', 'preconditions', 'deliverable', 'proposedCategory', 'reason', 'replyText', 'recommendation', 'advised', 'notPerformed', 'scheduled', 'synonyms'] as const satisfies readonly (keyof TopicCard)[]
export type CardPart = (typeof cardParts)[number]

/** Which parts two cards differ in. Pure. */
export const changedParts = (before: TopicCard, after: TopicCard): CardPart[] => cardParts.filter(part => !same(before[part], after[part]))

/** The parts that `mine` changes of `base`, over what `theirs` has become since: two people's changes of different parts both stay. Pure. */
export const overlaid = (theirs: TopicCard, base: TopicCard, mine: TopicCard): TopicCard =>
  ({ ...theirs, ...Object.fromEntries(changedParts(base, mine).map(part => [part, mine[part]])) })

/** Do two pieces of a card say the same? */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every(key => Object.hasOwn(other, key) && same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
}
