/** Doors to what a letter has besides its fresh words. Whatever a stranger wrote is shown in a page of its own that may do nothing. */
import type { z } from 'zod'
import { whoOf } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { id } from '../../lib/wire.ts'
import { letterQuery, letterRest } from '../../tickets/conversation.ts'
import { ticketNumber } from '../../tickets/routes.ts'
import { letterPage, letterPolicy } from './page.ts'
import { readLetter } from './store.ts'

const ofTicket = ticketNumber.extend({ message: id })

export function letterRoutes(app: App, { db }: { db: Db }): void {
  const known = async ({ number, message }: z.infer<typeof ofTicket>) => {
    const found = await readLetter(db, number, message)
    if (found === null) throw new Refusal('not_found')
    return found
  }

  app.route({
    method: 'GET', url: '/api/tickets/:number/messages/:message/letter', schema: { params: ofTicket, response: { 200: letterRest } },
    handler: async request => {
      const { shown: { history, signature, remoteImages } } = await known(request.params)
      return { history, signature, remoteImages: remoteImages.length }
    },
  })

  app.route({
    method: 'GET', url: '/api/tickets/:number/messages/:message/letter.html', schema: { params: ofTicket, querystring: letterQuery },
    handler: async (request, reply) => {
      const { subject, shown } = await known(request.params)
      const isRemoteAsked = request.query.images === '1'
      const page = letterPage({ title: subject, language: whoOf(request).language, html: shown.html, parts: shown.parts, remote: isRemoteAsked ? shown.remoteImages : null })
      return reply.type('text/html; charset=utf-8').headers({
        'content-security-policy': letterPolicy(isRemoteAsked), 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow',
      }).send(page)
    },
  })
}
