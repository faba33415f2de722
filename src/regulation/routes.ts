/** Public doors of the regulation: the page, an older edition, the same as data. No session, nothing but published text. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import type { App } from '../lib/app.ts'
import { Refusal } from '../lib/errors.ts'
import type { Time } from '../lib/time.ts'
import { regulationCard } from './api.ts'
import type { Editions, StoredEdition } from './actions.ts'
import { regulationCardOf } from './card.ts'
import { inForceAt } from './editions.ts'
import { regulationPage } from './page.ts'

export type RegulationHouse = { editions: Editions; time: Time }

/** A page in force may change with the next edition; how long a browser may show the old one (seconds). */
const pageAge = 60

export function regulationRoutes(app: App, { editions, time }: RegulationHouse): void {
  const style = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8')
  const stylesheet = `/regulation.css?v=${createHash('sha256').update(style).digest('hex').slice(0, 12)}`

  const chosen = async (wanted: string | null) => {
    const list = await editions.list()
    const current = inForceAt(list, time.now())
    if (!current || (wanted !== null && !/^\d{1,9}$/.test(wanted))) throw new Refusal('edition_not_found')
    return { list, current, edition: await editions.byId(wanted === null ? current.id : Number(wanted)) }
  }

  // Pages do not depend on who asks, only on the edition, the one in force and the list: rendered once, kept small.
  const pages = new Map<string, string>()
  const page = async (reply: FastifyReply, wanted: string | null) => {
    const { list, current, edition } = await chosen(wanted)
    const key = [edition.hash, edition.id, current.id, list.length].join(' ')
    const html = pages.get(key) ?? render(edition, current, list)
    pages.set(key, html)
    if (pages.size > 20) pages.delete(pages.keys().next().value!)
    return reply.type('text/html; charset=utf-8').header('cache-control', `public, max-age=${pageAge}`).send(html)
  }
  const render = (edition: StoredEdition, current: Omit<StoredEdition, 'document' | 'policy'>, list: readonly Omit<StoredEdition, 'document' | 'policy'>[]) =>
    regulationPage({ document: edition.document, edition, current, editions: list, stylesheet })

  app.get('/regulation', (_request, reply) => page(reply, null))
  app.get<{ Params: { edition: string } }>('/regulation/:edition', (request, reply) => page(reply, request.params.edition))
  app.get('/regulation.css', (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(style))

  const card = async (wanted: string | null) => {
    const { list, current, edition } = await chosen(wanted)
    return regulationCardOf(edition.document, edition, current, list)
  }
  app.get('/regulation.json', { schema: { response: { 200: regulationCard } } }, () => card(null))
  app.get<{ Params: { edition: string } }>('/regulation/:edition/data', { schema: { response: { 200: regulationCard } } }, request => card(request.params.edition))
}
