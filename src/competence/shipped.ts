import type { FieldKind, StoredCard, TopicCard } from './api.ts'

/** Cards as they are written down to be shipped: short to write and to read. Keys are the ids of steps, questions and fields; their order counts. */
export type ShippedCard = {
  /** A step in words, or with `say` (ready text to send) or `part` (sub-topic of the regulation). */
  steps: Readonly<Record<string, string | { text: string; say?: string; part?: string }>>
  preconditions?: Readonly<Record<string, { question: string; outside?: string }>>
  deliverable?: { title: string; fields: Readonly<Record<string, { label: string; kind: FieldKind; required: boolean }>>; fileRequired: boolean }
  category: TopicCard['proposedCategory']
  reason: string
  reply?: string
  advised?: readonly string[]
  notPerformed?: readonly string[]
  scheduled?: boolean
  synonyms: readonly string[]
}

/** `product`: the regulation's own name of the product. Cards fit that regulation and no other. */
export type ShippedCards = { product: string; cards: Readonly<Record<string, ShippedCard>> }

/** The shipped card as a whole one; what it leaves to the regulation is null. */
export function unpacked(shipped: ShippedCard): StoredCard {
  return {
    procedure: {
      steps: Object.entries(shipped.steps).map(([id, given]) => {
        const { text, say = null, part = null } = typeof given === 'string' ? { text: given } : given
        return { id, text, part, snippet: say }
      }),
    },
    preconditions: shipped.preconditions === undefined ? null : Object.entries(shipped.preconditions).map(([id, { question, outside = null }]) => ({ id, question, outside })),
    deliverable: shipped.deliverable === undefined ? null : {
      title: shipped.deliverable.title, fileRequired: shipped.deliverable.fileRequired,
      fields: Object.entries(shipped.deliverable.fields).map(([id, one]) => ({ id, ...one })),
    },
    proposedCategory: shipped.category, reason: shipped.reason, replyText: shipped.reply ?? null, recommendation: null,
    advised: [...(shipped.advised ?? [])], notPerformed: [...(shipped.notPerformed ?? [])], scheduled: shipped.scheduled ?? false, synonyms: [...shipped.synonyms],
  }
}
