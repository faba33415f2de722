import { z } from 'zod'
import { instant } from '../lib/wire.ts'
import { colours, modes, tiers } from './document/schema.ts'
import { categories as categoryIds, delayReasons } from './signals.ts'

/** `GET /regulation.json`, `GET /regulation/:edition/data`: what forms, lists and pointers need of one edition. */

export const editionCard = z.object({ id: z.int(), version: z.string(), title: z.string(), validFrom: instant })
export type EditionCard = z.infer<typeof editionCard>

const category = z.literal([...categoryIds])

export const regulationCard = z.object({
  edition: editionCard,
  /** The edition in force now, and all of them in order. */
  current: editionCard,
  editions: z.array(editionCard),
  language: z.enum(['ru', 'en']),
  hours: z.object({ text: z.string(), zone: z.string(), timezone: z.string() }),
  channels: z.array(z.object({ id: z.string(), name: z.string(), tier: z.enum(tiers), address: z.string(), href: z.string() })),
  categories: z.array(z.object({ id: category, name: z.string(), effect: z.string(), examples: z.array(z.string()), colour: z.enum(colours) })),
  facts: z.array(z.object({ id: z.string(), title: z.string(), hint: z.string().optional(), fields: z.array(z.object({ id: z.string(), label: z.string() })) })),
  groups: z.array(z.object({
    id: z.string(), title: z.string(),
    topics: z.array(z.object({
      id: z.string(), short: z.string(), title: z.string(), mode: z.enum(modes), categories: z.array(category), accessData: z.boolean(),
      subtopics: z.array(z.object({ id: z.string(), title: z.string() })).optional(), preconditions: z.array(z.string()).optional(),
    })),
  })),
  outside: z.array(z.object({ id: z.string(), short: z.string(), title: z.string(), exception: z.string().optional(), recommendation: z.string(), reply: z.string() })),
  delayReasons: z.array(z.object({ id: z.enum(delayReasons), staff: z.string(), customer: z.string() })),
  botFacts: z.array(z.object({ id: z.string(), label: z.string(), category, stop: z.boolean(), topic: z.string().optional() })),
  /** Clause or reading to its place on the page and its sentence: `R-6.2.7` to `{ anchor: 'r-6.2.7', text }`. */
  clauses: z.record(z.string(), z.object({ anchor: z.string(), text: z.string() })),
})
export type RegulationCard = z.infer<typeof regulationCard>
