import { z } from 'zod'
import { id, instant, limits, text } from '../lib/wire.ts'
import { category, person, state as ticketState } from '../tickets/api.ts'
import { developmentStates, type DevelopmentState } from './states.ts'

/** Development items (задачи разработчикам): title, state, the entry of an outside tracker, the release as a name, the tickets that wait. */

export { developmentStates, type DevelopmentState }

export const development = z.object({
  id, number: z.number(), version: z.number(), title: z.string(), note: z.string(), state: z.enum(developmentStates),
  trackerId: z.string(), trackerUrl: z.string(), releaseName: z.string(), createdBy: person.nullable(), createdAt: instant, updatedAt: instant,
  /** Open tickets that wait for it. */
  waiting: z.number(),
})
export type Development = z.infer<typeof development>

/** `GET /api/developments?words=&state=`: at most 100, newest first. `state` `living`: open or in work. */
export const developmentsQuery = z.object({ words: z.string().max(limits.searchWords).default(''), state: z.enum(['living', 'all', ...developmentStates]).default('living') })
export const developments = z.array(development)

const address = z.string().trim().max(500).refine(value => value === '' || /^https?:\/\/[^\s"'<>]+$/.test(value))
/** `POST /api/developments`; `PATCH /api/developments/:id` with the version that the person saw. */
export const newDevelopment = z.object({
  title: text(limits.name), note: z.string().trim().max(4000).default(''), trackerId: z.string().trim().max(100).default(''), trackerUrl: address.default(''), releaseName: z.string().trim().max(100).default(''),
})
export const developmentChanges = z.object({
  version: z.number().int(), title: text(limits.name).optional(), note: z.string().trim().max(4000).optional(), state: z.enum(developmentStates).optional(),
  trackerId: z.string().trim().max(100).optional(), trackerUrl: address.optional(), releaseName: z.string().trim().max(100).optional(),
})

/** `GET /api/developments/:id`. */
export const developmentPage = z.object({
  development,
  /** Every ticket that was linked, waiting ones first. */
  tickets: z.array(z.object({ number: z.number(), subject: z.string(), state: ticketState, category: category.nullable(), point: person.nullable(), company: z.string().nullable(), version: z.string() })),
  /**
   * Who is affected: software versions of the waiting points, and further points that run one of them and have no ticket here. `more`: points beyond the list.
   */
  affected: z.object({ versions: z.array(z.object({ version: z.string(), points: z.number(), waiting: z.number() })), points: z.array(z.object({ id, name: z.string(), company: z.string().nullable(), version: z.string() })), more: z.number() }),
  tellings: z.array(z.object({ id, text: z.string(), by: z.string(), at: instant, told: z.number(), noChannel: z.number(), ended: z.number(), failed: z.number(), left: z.number() })),
})
export type DevelopmentPage = z.infer<typeof developmentPage>

/** `POST /api/developments/:id/tell`: one message to all that wait. */
export const tell = z.object({ text: text(4000) })
export const told = z.object({ id, tickets: z.number() })
