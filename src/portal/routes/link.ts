/** The page of a ticket behind its link: read, looked at, written on. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { portalId } from '../../channels/portal/index.ts'
import { limits } from '../../channels/portal/limits.ts'
import { setReachable } from '../../contacts/meeting/store.ts'
import { settleRead } from '../../delivery/actions.ts'
import { wordsIn as botWordsIn } from '../../dialogue/words.ts'
import { unknownKind } from '../../files/kind.ts'
import { disposition } from '../../files/name.ts'
import { readFile } from '../../files/store.ts'
import type { App } from '../../lib/app.ts'
import { Refusal } from '../../lib/errors.ts'
import { newToken } from '../../lib/ids.ts'
import { id } from '../../lib/wire.ts'
import { chooseLanguage } from '../../words/choose.ts'
import { takeForm } from '../actions/taking.ts'
import type { FieldErrors, Fields } from '../fields.ts'
import { ackOf } from '../said.ts'
import { choicesOf, findConversation, isFileOf, saidIn, ticketsOf, writtenIn, type Conversation } from '../store.ts'
import { gonePage, ticketPage, ticketTalk, type TicketView } from '../ticket-page.ts'
import { rates, values } from '../values.ts'
import { wordsIn } from '../words.ts'
import { data, page, tokenParams, wantsData, type Doors, type PortalHouse } from './page.ts'

export function linkRoutes(app: App, house: PortalHouse, { signing, frame, put, handled }: Doors): void {
  const { db, time, files, hear } = house
  const behind = async (token: string): Promise<{ externalId: string; conversation: Conversation | null } | null> => {
    const externalId = signing.readToken(token)
    if (externalId === null) return null
    const conversation = await findConversation(db, portalId, externalId)
    if (conversation === null) return { externalId, conversation }
    const tickets = await ticketsOf(db, conversation.id)
    const end = tickets.some(ticket => !ticket.isOver) ? Infinity : Math.max(conversation.createdAt, ...tickets.map(ticket => ticket.endedAt ?? 0)) + values.linkAfterEnd
    return time.now() > end ? null : { externalId, conversation }
  }
  /** What a person has before his eyes has reached him. */
  const look = async (conversation: Conversation | null): Promise<void> => {
    if (conversation === null) return
    const parcels = await settleRead(db, conversation.id, hear, time.now())
    if (parcels.length === 0) return
    await setReachable(db, conversation.id, null)
    house.fetched(parcels)
  }
  const viewOf = async (token: string, conversation: Conversation | null, { said = null, fields = {}, wrong = {} }: { said?: string | null; fields?: Fields; wrong?: FieldErrors } = {}): Promise<TicketView> => {
    const now = time.now()
    const { policy } = await house.regulationAt(now)
    const language = conversation?.language ?? 'ru'
    const about = await frame(language)
    const [tickets, written, parcels, choices] = conversation === null ? [[], [], [], new Map()] as const
      : await Promise.all([ticketsOf(db, conversation.id), writtenIn(db, conversation.id), saidIn(db, conversation.id, now), choicesOf(db, conversation.id)])
    const ack = said === null ? null : ackOf(parcels, said)
    const view: TicketView = {
      ...about, token, zone: policy.calendars.service.timezone, now, bot: botWordsIn(language), tickets, written, parcels, choices, newKey: () => newToken(16), version: '',
      toast: ack === null ? null : ack.isAlert ? about.words.ticket.notYours : ack.text, isUnderWay: conversation === null, values: fields, wrong,
    }
    return { ...view, version: createHash('sha256').update(ticketTalk({ ...view, newKey: () => '' })).digest('base64url').slice(0, 16) }
  }
  const gone = async (request: FastifyRequest, reply: FastifyReply) => page(reply, gonePage(await frame(chooseLanguage(request.headers['accept-language']))), 410)

  app.route({
    method: 'GET', url: '/t/:token', config: { rateLimit: rates.look }, schema: { hide: true, params: tokenParams, querystring: z.object({ said: z.string().max(64).optional() }) },
    handler: async (request, reply) => {
      const found = await behind(request.params.token)
      if (found === null) return gone(request, reply)
      if (isSeen(request)) await look(found.conversation)
      return page(reply, ticketPage(await viewOf(request.params.token, found.conversation, { said: request.query.said ?? null })))
    },
  })
  app.route({
    method: 'GET', url: '/t/:token/news', config: { rateLimit: rates.look }, schema: { hide: true, params: tokenParams, querystring: z.object({ version: z.string().max(64).default('') }) },
    handler: async (request, reply) => {
      const found = await behind(request.params.token)
      if (found === null) throw new Refusal('link_spent')
      await look(found.conversation)
      const view = await viewOf(request.params.token, found.conversation)
      return data(reply, 200, { version: view.version, html: view.version === request.query.version ? null : ticketTalk(view) })
    },
  })
  app.route({
    method: 'POST', url: '/t/:token', config: { rateLimit: rates.act }, schema: { hide: true, params: tokenParams },
    handler: async (request, reply) => {
      const { token } = request.params
      const now = time.now()
      const found = await behind(token)
      if (found === null || found.conversation === null) return gone(request, reply)
      const { conversation, externalId } = found
      const words = wordsIn(conversation.language)
      const taken = await takeForm(request, { db, files, now, words: () => words }, async (fields, count) => (actIn(fields) === null ? { form: words.errors.person }
        : fields['act'] === 'press' || count > 0 || (fields['text'] ?? '').trim() !== '' ? ((fields['text'] ?? '').length > limits.text ? { text: words.errors.textLong(limits.text) } : {}) : { text: words.errors.empty }))
      const { fields, wrong } = taken
      const act = actIn(fields)
      if (act === null || Object.keys(wrong).length > 0) {
        if (wantsData(request)) return data(reply, 422, { errors: wrong })
        return page(reply, ticketPage(await viewOf(token, conversation, { fields, wrong })), 422)
      }
      // A key of another page's would be taken for a repetition; with the conversation in it, it is nobody else's.
      const key = `${externalId}-${act.key}`
      if (act.kind === 'press') await put({ kind: 'press', conversation: externalId, key, at: now, choice: act.choice })
      else {
        const [current] = await ticketsOf(db, conversation.id)
        const last = (await writtenIn(db, conversation.id)).findLast(one => one.ticketId === current?.id && one.key !== '')
        await put({
          kind: 'answer', conversation: externalId, key, at: now, text: (fields['text'] ?? '').replaceAll('\r\n', '\n').trim(), replyTo: last?.key ?? null,
          files: taken.files.map(({ id: file, name, mime, size }) => ({ id: file, name, mime, size })),
        })
      }
      await handled(key)
      const url = `/t/${token}?said=${key}`
      return wantsData(request) ? data(reply, 200, { url }) : reply.redirect(url, 303)
    },
  })
  app.route({
    method: 'GET', url: '/t/:token/files/:id', config: { rateLimit: rates.look }, schema: { hide: true, params: tokenParams.extend({ id }) },
    handler: async (request, reply) => {
      const found = await behind(request.params.token)
      if (found === null || found.conversation === null || !await isFileOf(db, found.conversation.id, request.params.id)) throw new Refusal('not_found')
      const file = await readFile(db, request.params.id)
      if (file.scan === 'infected') throw new Refusal('file_gone')
      return reply.headers({
        'content-security-policy': "sandbox; default-src 'none'", 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'private, no-store',
        'content-type': unknownKind, 'content-disposition': disposition('attachment', file.name), 'content-length': file.size,
      }).send(await files.open(file.sha256))
    },
  })
}

/** A browser that shows the page to somebody, not a program that looks where the link leads; what came before the header is seen by the script's first look. */
function isSeen({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-dest'] === 'document' && headers['sec-purpose'] === undefined && headers['purpose'] === undefined
}

const keyShape = /^[\w-]{22}$/

/** What a form of the page wants; null: it is none of ours. */
function actIn(fields: Fields): { kind: 'answer'; key: string } | { kind: 'press'; key: string; choice: string } | null {
  const [key, choice] = [fields['key'] ?? '', fields['choice'] ?? '']
  if (!keyShape.test(key)) return null
  if (fields['act'] === 'answer') return { kind: 'answer', key }
  return fields['act'] === 'press' && choice !== '' && choice.length <= limits.choice ? { kind: 'press', key, choice } : null
}
