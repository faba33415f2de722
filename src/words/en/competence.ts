import type { competence as russian } from '../ru/competence.ts'

export const competence: typeof russian = {
  faults: {
    category: 'the regulation does not put this topic into that category',
    advise_only: 'on this topic we explain and give nothing out, so it cannot have a document',
    reply_missing: 'what support does not do needs a ready reply to the customer',
    same_id: 'the card holds the same item twice',
    part: 'a step belongs to a part of the topic that the regulation does not have',
    outside: 'a precondition points to an item that the regulation does not have',
  },
  lacking: { file: 'attach the file of the document', field: 'fill in “{label}” in the document' },
}
