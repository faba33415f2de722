/** Doors to the letters that were set aside: lists, complaints, what machines answered. A customer's words may be among them. */
import { z } from 'zod'
import { record, type Act } from '../../audit/store.ts'
import { whoOf } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import type { Bell } from '../../lib/bell.ts'
import { tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Time } from '../../lib/time.ts'
import { wireInstant } from '../../lib/wire.ts'
import { letterPage, letterPolicy } from '../../messages/letters/page.ts'
import { letterQuery } from '../../tickets/conversation.ts'
import type { Reading } from '../inbound.ts'
import { asideId, asideLetter, asidePage as pageShape, asideQuery, type AsideRow } from './api.ts'
import { asideReasons, beginningOf, glimpseOf, type AsideReason, type Glimpse } from './glimpse.ts'
import { askFor, asideById, asideCounts, asidePage, dismiss, type AsideStored } from './store.ts'

export type AsideHouse = {
  db: Db
  time: Time
  bell: Pick<Bell, 'ring'>
  /** Channels whose events are prepared before they are read. */
  prepares: () => readonly string[]
  /** How a channel reads what it has prepared. */
  read: (channelId: string, raw: unknown, at: { receivedAt: Instant }) => Reading | null
}

const nothingKnown: Glimpse = { from: null, subject: '', text: '', at: null, shown: null }

export function asideRoutes(app: App, { db, time, bell, prepares, read }: AsideHouse): void {
  const seen = ({ channelId, raw, receivedAt }: AsideStored): Glimpse => glimpseOf(read(channelId, raw, { receivedAt })) ?? nothingKnown
  const found = async (id: number): Promise<{ row: AsideStored; glimpse: Glimpse }> => {
    const row = await asideById(db, id)
    if (row === null) throw new Refusal('not_found')
    return { row, glimpse: seen(row) }
  }

  app.route({
    method: 'GET', url: '/api/aside', schema: { querystring: asideQuery, response: { 200: pageShape } },
    handler: async request => {
      const { rows, next } = await asidePage(db, request.query.reason ?? null, request.query.after ?? null)
      return {
        rows: rows.map(row => {
          const { text, ...glimpse } = seen(row)
          return { ...wireRow(row, glimpse), beginning: beginningOf(text) }
        }),
        next: next === null ? null : String(next), counts: await asideCounts(db),
      }
    },
  })

  app.route({
    method: 'GET', url: '/api/aside/:id', schema: { params: asideId, response: { 200: asideLetter } },
    handler: async request => {
      const { row, glimpse } = await found(request.params.id)
      const { text, shown } = glimpse
      return { ...wireRow(row, glimpse), text, history: shown?.history ?? '', signature: shown?.signature ?? '', hasHtml: (shown?.html ?? '') !== '', remoteImages: shown?.remoteImages.length ?? 0 }
    },
  })

  app.route({
    method: 'GET', url: '/api/aside/:id/letter.html', schema: { params: asideId, querystring: letterQuery },
    handler: async (request, reply) => {
      const { glimpse: { subject, shown } } = await found(request.params.id)
      const isRemoteAsked = request.query.images === '1'
      const page = letterPage({ title: subject, language: whoOf(request).language, html: shown?.html ?? '', parts: shown?.parts ?? {}, remote: isRemoteAsked ? (shown?.remoteImages ?? []) : null })
      return reply.type('text/html; charset=utf-8').headers({
        'content-security-policy': letterPolicy(isRemoteAsked), 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow',
      }).send(page)
    },
  })

  app.route({
    method: 'POST', url: '/api/aside/:id/request', schema: { params: asideId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await handled(request.params.id, whoOf(request).id, 'aside_requested', inner => askFor(inner, request.params.id, 'aside', prepares()))
      bell.ring('inbox')
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'POST', url: '/api/aside/:id/dismiss', schema: { params: asideId, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await handled(request.params.id, whoOf(request).id, 'aside_dismissed', inner => dismiss(inner, request.params.id, time.now()))
      return reply.status(204).send(null)
    },
  })

  async function handled(id: number, actor: string, act: Act, work: (inner: Db) => Promise<boolean>): Promise<void> {
    await tx(db, async inner => {
      if (!await work(inner)) throw new Refusal('not_found')
      await record(inner, { at: time.now(), actor, act, subject: String(id) })
    })
  }
}

const wireRow = ({ id, receivedAt, reason }: AsideStored, { from, subject }: Pick<Glimpse, 'from' | 'subject'>): Omit<AsideRow, 'beginning'> => ({
  id: String(id), receivedAt: wireInstant(receivedAt), reason: reasonOf(reason), from, subject,
})

/** The inbox knows reasons as words. */
const reasonOf = (reason: string): AsideReason => asideReasons.find(one => one === reason) ?? 'list'
