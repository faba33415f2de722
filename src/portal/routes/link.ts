/** The page of a ticket behind its link: read, looked at, written on. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { portalId } from '../../channels/portal/index.ts'
import { limits } from '../../channels/portal/limits.ts'
import type { PageEvent } from '../../channels/email/raw.ts'
import type { RawEvent } from '../../channels/portal/raw.ts'
import { pointsAround, setReachable } from '../../contacts/meeting/store.ts'
import { settleRead } from '../../delivery/actions.ts'
import { missingOf } from '../../dialogue/form.ts'
import { wordsIn as botWordsIn } from '../../dialogue/words.ts'
import type { Saved } from '../../files/actions.ts'
import { unknownKind } from '../../files/kind.ts'
import { disposition } from '../../files/name.ts'
import { readFile } from '../../files/store.ts'
import type { App } from '../../lib/app.ts'
import { Refusal } from '../../lib/errors.ts'
import { newToken } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { id } from '../../lib/wire.ts'
import { chooseLanguage } from '../../words/choose.ts'
import { readTicket } from '../../tickets/store.ts'
import { placeOf } from '../actions/placing.ts'
import { takeForm } from '../actions/taking.ts'
import type { FieldErrors, Fields } from '../fields.ts'
import { ackOf } from '../said.ts'
import { choicesOf, findConversation, findLetters, isFileOf, latestRef, saidIn, ticketsOf, writtenIn, type Conversation, type TicketRow } from '../store.ts'
import { readTicked, tickedWords, type Telling } from '../telling.ts'
import { gonePage, ticketPage, ticketTalk, type TicketView } from '../ticket-page.ts'
import { mostPoints, rates, values } from '../values.ts'
import { wishOf } from '../wish.ts'
import type { PortalWords } from '../words.ts'
import { data, page, pageParams, tokenParams, wantsData, type Doors, type PortalHouse } from './page.ts'

type Behind = { isForm: boolean; conversation: Conversation | null }

export function linkRoutes(app: App, house: PortalHouse, { signing, frame, put, handled }: Doors): void {
  const { db, time, files, hear } = house
  /** Where a link leads. `isForm`: its page fetches what the desk says; what letters say has come by mail. */
  const behind = async (token: string): Promise<Behind | null> => {
    const link = signing.readToken(token)
    if (link === null) return null
    const isForm = link.by === 'form'
    const conversation = isForm ? await findConversation(db, portalId, link.conversation) : await findLetters(db, link.conversation)
    if (conversation === null) return isForm ? { isForm, conversation } : null
    const tickets = await ticketsOf(db, conversation.id)
    const end = tickets.some(ticket => !ticket.isOver) ? Infinity : Math.max(conversation.createdAt, ...tickets.map(ticket => ticket.endedAt ?? 0)) + values.linkAfterEnd
    return time.now() > end ? null : { isForm, conversation }
  }
  /** What a person has before his eyes has reached him. */
  const look = async ({ isForm, conversation }: Behind): Promise<void> => {
    if (conversation === null || !isForm) return
    const parcels = await settleRead(db, conversation.id, hear, time.now())
    if (parcels.length === 0) return
    await setReachable(db, conversation.id, null)
    house.fetched(parcels)
  }
  /** What is missing on a ticket of letters: a chat and the form have asked for it by themselves. */
  const tellingOf = async (conversation: Conversation, current: TicketRow | undefined, facts: TicketView['facts']): Promise<Telling | null> => {
    // While a result waits for his word nothing else is asked of him.
    if (current === undefined || current.isOver || current.view.state === 'awaiting_confirmation') return null
    const { ticket } = await readTicket(db, current.id)
    const known = await pointsAround(db, conversation.contactId, mostPoints + 1)
    const points = known.length > mostPoints ? known.filter(({ isOwn }) => isOwn).slice(0, mostPoints) : known
    return { missing: missingOf(ticket, current.view, conversation.phone), points: points.map(({ id: pointId, name, address }) => ({ id: pointId, name: address === '' ? name : `${name}, ${address}` })), facts }
  }
  type Looks = { number?: number | undefined; said?: string | null; wanted?: string | null; fields?: Fields; wrong?: FieldErrors }
  const viewOf = async (token: string, { isForm, conversation }: Behind, { number, said = null, wanted = null, fields = {}, wrong = {} }: Looks = {}): Promise<TicketView> => {
    const now = time.now()
    const { policy } = await house.regulationAt(now)
    const language = conversation?.language ?? 'ru'
    const about = await frame(language)
    const bot = botWordsIn(language, isForm ? 'chat' : 'letter')
    const [all, written, parcels, choices] = conversation === null ? [[], [], [], new Map()] as const
      : await Promise.all([ticketsOf(db, conversation.id), writtenIn(db, conversation.id), saidIn(db, conversation.id, now), choicesOf(db, conversation.id)])
    const tickets = all.toSorted((one, other) => Number(other.number === number) - Number(one.number === number))
    const facts = about.document.botFacts.map(fact => ({ id: fact.id, label: bot.facts[fact.id] ?? fact.label }))
    const wish = wanted === null ? null : wishOf(wanted, { parcels, choices, tickets, words: about.words, bot })
    const ack = said === null ? null : ackOf(parcels, said)
    const view: TicketView = {
      ...about, token, address: `/t/${token}${number === undefined ? '' : `/${number}`}`, zone: policy.calendars.service.timezone, now, bot, tickets, written, parcels, choices, facts, newKey: () => newToken(16), version: '',
      wish: wish !== null && 'wish' in wish ? wish.wish : null, telling: isForm || conversation === null ? null : await tellingOf(conversation, tickets[0], facts),
      toast: wish !== null && 'told' in wish ? wish.told : ack === null ? null : ack.text === bot.notYours ? about.words.ticket.notYours : ack.text, isUnderWay: conversation === null, values: fields, wrong,
    }
    return { ...view, version: createHash('sha256').update(ticketTalk({ ...view, newKey: () => '' })).digest('base64url').slice(0, 16) }
  }
  const gone = async (request: FastifyRequest, reply: FastifyReply) => page(reply, gonePage(await frame(chooseLanguage(request.headers['accept-language']))), 410)

  for (const url of ['/t/:token', '/t/:token/:number']) {
    app.route({
      // Reading only, whatever the address asks for: programs open the links of every letter.
      method: 'GET', url, config: { rateLimit: rates.look }, schema: { hide: true, params: pageParams, querystring: z.object({ said: z.string().max(64).optional(), do: z.string().max(limits.choice).optional() }) },
      handler: async (request, reply) => {
        const { token, number } = request.params
        const found = await behind(token)
        if (found === null) return gone(request, reply)
        if (isSeen(request)) await look(found)
        return page(reply, ticketPage(await viewOf(token, found, { number, said: request.query.said ?? null, wanted: request.query.do ?? null })))
      },
    })
    app.route({
      method: 'GET', url: `${url}/news`, config: { rateLimit: rates.look }, schema: { hide: true, params: pageParams, querystring: z.object({ version: z.string().max(64).default('') }) },
      handler: async (request, reply) => {
        const { token, number } = request.params
        const found = await behind(token)
        if (found === null) throw new Refusal('link_spent')
        await look(found)
        const view = await viewOf(token, found, { number })
        return data(reply, 200, { version: view.version, html: view.version === request.query.version ? null : ticketTalk(view) })
      },
    })
    app.route({
      method: 'POST', url, config: { rateLimit: rates.act }, schema: { hide: true, params: pageParams },
      handler: async (request, reply) => {
        const { token, number } = request.params
        const now = time.now()
        const found = await behind(token)
        if (found === null || found.conversation === null) return gone(request, reply)
        const { conversation, isForm } = found
        const { words, document } = await frame(conversation.language)
        const facts = document.botFacts.map(fact => fact.id)
        const taken = await takeForm(request, { db, files, now, words: () => words }, async (fields, count) => wrongIn(fields, count, { facts, words, mayTell: !isForm }))
        const { fields, wrong } = taken
        const act = actIn(fields, !isForm)
        if (act === null || Object.keys(wrong).length > 0) {
          if (wantsData(request)) return data(reply, 422, { errors: wrong })
          return page(reply, ticketPage(await viewOf(token, found, { number, fields, wrong })), 422)
        }
        // A key of another page's would be taken for a repetition; with the conversation in it, it is nobody else's.
        const key = `${isForm ? conversation.externalId : conversation.id}-${act.key}`
        const tickets = await ticketsOf(db, conversation.id)
        const current = tickets.find(one => one.number === number) ?? tickets[0]
        await put(conversation.channelId, laneOf(found.isForm, conversation), await eventOf(act, { key, at: now, isForm, conversation, current, fields, taken: taken.files, words }))
        await handled(conversation.channelId, key)
        const url = `/t/${token}${number === undefined ? '' : `/${number}`}?said=${key}`
        return wantsData(request) ? data(reply, 200, { url }) : reply.redirect(url, 303)
      },
    })
  }

  type Acting = { key: string; at: Instant; isForm: boolean; conversation: Conversation; current: TicketRow | undefined; fields: Fields; taken: readonly Saved[]; words: PortalWords }
  /** What goes into the inbox of the conversation's channel. */
  const eventOf = async (act: PageAct, { key, at, isForm, conversation, current, fields, taken, words }: Acting): Promise<RawEvent | PageEvent> => {
    const { externalId } = conversation
    if (act.kind === 'press') return isForm ? { kind: 'press', conversation: externalId, key, at, choice: act.choice } : { kind: 'press', address: externalId, key, at, choice: act.choice }
    const kept = taken.map(({ id: file, name, mime, size }) => ({ id: file, name, mime, size }))
    const text = (fields['text'] ?? '').replaceAll('\r\n', '\n').trim()
    if (isForm) {
      const last = (await writtenIn(db, conversation.id)).findLast(one => one.ticketId === current?.id && one.key !== '')
      return { kind: 'answer', conversation: externalId, key, at, text, replyTo: last?.key ?? null, files: kept }
    }
    const replyTo = current === undefined ? null : await latestRef(db, conversation.id, current.id)
    if (act.kind === 'answer') return { kind: 'answer', address: externalId, key, at, text, replyTo, files: kept, told: null }
    const facts = (await house.regulationAt(at)).document.botFacts
    const { ticked } = readTicked(fields, facts.map(fact => fact.id), words)
    const { point, words: place } = await placeOf(db, { token: null, point: ticked.point, place: ticked.place })
    const happening = facts.find(fact => fact.id === ticked.happening)
    return {
      kind: 'answer', address: externalId, key, at, files: [], replyTo,
      text: tickedWords(ticked, point?.name ?? place, happening === undefined ? null : botWordsIn(conversation.language).facts[happening.id] ?? happening.label, words),
      told: {
        point: point === null ? null : { id: point.id, source: point.source }, happening: ticked.happening,
        ...(ticked.phone === null ? {} : { phone: ticked.phone }), ...(ticked.since === '' ? {} : { since: ticked.since }),
      },
    }
  }
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

/** Events of one person are handled one after another, whether he writes letters or presses on the page. */
const laneOf = (isForm: boolean, { externalId }: Conversation): string => (isForm ? externalId : `from ${externalId}`)

const keyShape = /^[\w-]{22}$/
type PageAct = { kind: 'answer' | 'tell'; key: string } | { kind: 'press'; key: string; choice: string }

/** What a form of the page wants; null: it is none of ours. */
function actIn(fields: Fields, mayTell: boolean): PageAct | null {
  const [key, choice] = [fields['key'] ?? '', fields['choice'] ?? '']
  if (!keyShape.test(key)) return null
  if (fields['act'] === 'answer') return { kind: 'answer', key }
  if (fields['act'] === 'tell' && mayTell) return { kind: 'tell', key }
  return fields['act'] === 'press' && choice !== '' && choice.length <= limits.choice ? { kind: 'press', key, choice } : null
}

function wrongIn(fields: Fields, files: number, { facts, words, mayTell }: { facts: readonly string[]; words: PortalWords; mayTell: boolean }): FieldErrors {
  const act = actIn(fields, mayTell)
  if (act === null) return { form: words.errors.person }
  if (act.kind === 'press') return {}
  if (act.kind === 'tell') return readTicked(fields, facts, words).wrong
  const text = fields['text'] ?? ''
  if (text.length > limits.text) return { text: words.errors.textLong(limits.text) }
  return files > 0 || text.trim() !== '' ? {} : { text: words.errors.empty }
}
