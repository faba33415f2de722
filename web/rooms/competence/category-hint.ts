import type { Say } from '../../kit/words.ts'
import type { TopicCard } from './data.ts'

/** what the card proposes and why; a proposal, never a rule. */
export function categoryHint({ proposedCategory, reason }: TopicCard, say: Say): string {
  if (proposedCategory === null) return say('competence.panel.categoryEffect')
  return reason === '' ? say('competence.panel.category', { category: proposedCategory }) : say('competence.panel.categoryWhy', { category: proposedCategory, reason })
}
