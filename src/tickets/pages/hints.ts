import type { z } from 'zod'
import { catalogue } from '../../regulation/document/catalogue.ts'
import type { RegulationDocument } from '../../regulation/document/schema.ts'
import type { triageHints } from '../api.ts'

/** What the triage card offers: categories by effect, topics of the competence catalogue, what lies outside with its reply, and the categories of the bot's facts. Pure. */
export function hintsOf(document: RegulationDocument): z.infer<typeof triageHints> {
  const { groups, outside } = catalogue(document)
  return {
    categories: document.categories.map(({ id, name, effect, examples }) => ({ category: id, name, effect, examples })),
    topics: [
      ...groups.flatMap(group => group.topics.map(topic => (
        { id: topic.id, title: topic.short, words: [topic.title, ...(topic.subtopics ?? []).map(part => part.title)].join('; '), group: group.title, category: topic.categories[0] ?? null, outside: false, reply: null }))),
      ...outside.map(item => ({ id: item.id, title: item.short, words: item.title, group: '', category: null, outside: true, reply: item.reply })),
    ],
    facts: document.botFacts.map(({ label, category }) => ({ label, category })),
  }
}
