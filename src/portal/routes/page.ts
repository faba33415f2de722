/** How the doors of the form answer: pages that are never kept, or data for their script. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Sink } from '../../channels/channel.ts'
import type { PageEvent } from '../../channels/email/raw.ts'
import type { RawEvent } from '../../channels/portal/raw.ts'
import type { HearOutcome } from '../../delivery/actions.ts'
import type { Taken } from '../../delivery/store.ts'
import type { FileStore } from '../../files/client.ts'
import type { Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Secret } from '../../lib/secret.ts'
import type { Time } from '../../lib/time.ts'
import type { RegulationDocument } from '../../regulation/document/schema.ts'
import type { Policy } from '../../regulation/policy.ts'
import type { Language } from '../../words/choose.ts'
import type { openSigning } from '../actions/signing.ts'
import type { Frame } from '../frame.ts'

export type PortalHouse = {
  db: Db
  time: Time
  files: FileStore
  secret: Secret
  regulationAt: (at: Instant) => Promise<{ document: RegulationDocument; policy: Policy }>
  /** Into the inbox of a channel. */
  sink: (channelId: string) => Sink
  hear: HearOutcome
  /** Called with what a page has fetched, after the commit. */
  fetched: (parcels: readonly Taken[]) => void
}

/** What the doors share. */
export type Doors = {
  signing: ReturnType<typeof openSigning>
  frame: (language: Language) => Promise<Frame>
  /** Into the inbox of the conversation's channel; events of one lane are handled one after another. */
  put: (channelId: string, lane: string, event: RawEvent | PageEvent) => Promise<void>
  /** The hall takes a moment; who waits longer sees the page without it and the page looks again. */
  handled: (channelId: string, key: string) => Promise<void>
}

const security = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
export const langQuery = z.object({ lang: z.enum(['ru', 'en']).optional().catch(undefined) })
export const tokenParams = z.object({ token: z.string().max(100) })
/** `number`: the ticket that a letter is about, where one conversation has several. */
export const pageParams = tokenParams.extend({ number: z.coerce.number().int().min(1).max(999_999_999).optional() })

export const page = (reply: FastifyReply, html: string, status = 200) =>
  reply.status(status).type('text/html; charset=utf-8').headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'content-security-policy': security }).send(html)
/** The script asks for data, a browser without one for a page. */
export const wantsData = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('application/json')
export const data = (reply: FastifyReply, status: number, body: object) => reply.status(status).header('cache-control', 'no-store').send(body)
