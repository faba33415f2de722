/** Doors of the public form and of the links to follow a ticket. Everybody may come; whatever changes something comes by POST from our own page. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { portalId } from '../channels/portal/index.ts'
import { limits } from '../channels/portal/limits.ts'
import type { RawEvent } from '../channels/portal/raw.ts'
import type { Sink } from '../channels/channel.ts'
import { pointByToken, setReachable } from '../contacts/meeting/store.ts'
import { settleRead, type HearOutcome } from '../delivery/actions.ts'
import type { Taken } from '../delivery/store.ts'
import { likePoints } from '../dialogue/store.ts'
import { wordsIn as botWordsIn } from '../dialogue/words.ts'
import type { FileStore } from '../files/client.ts'
import { unknownKind } from '../files/kind.ts'
import { disposition } from '../files/name.ts'
import { readFile } from '../files/store.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newToken } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import type { Secret } from '../lib/secret.ts'
import type { Time } from '../lib/time.ts'
import { id } from '../lib/wire.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Policy } from '../regulation/policy.ts'
import { chooseLanguage, type Language } from '../words/choose.ts'
import { isSolved, openSigning } from './actions/signing.ts'
import { takeForm } from './actions/taking.ts'
import { brake } from './brake.ts'
import { isSum, readRequest, type FieldErrors, type Fields, type Request } from './fields.ts'
import { formPage } from './form.ts'
import type { Frame } from './frame.ts'
import { ackOf } from './said.ts'
import { choicesOf, eventState, findConversation, isFileOf, isPoint, saidIn, ticketsOf, writtenIn, type Conversation } from './store.ts'
import { gonePage, ticketPage, ticketTalk, type TicketView } from './ticket-page.ts'
import { lookUp, rates, values } from './values.ts'
import { wordsIn } from './words.ts'

export type PortalHouse = {
  db: Db
  time: Time
  files: FileStore
  secret: Secret
  regulationAt: (at: Instant) => Promise<{ document: RegulationDocument; policy: Policy }>
  sink: Sink
  hear: HearOutcome
  /** Called with what a page has fetched, after the commit. */
  fetched: (parcels: readonly Taken[]) => void
}

const security = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const langQuery = z.object({ lang: z.enum(['ru', 'en']).optional().catch(undefined) })
const tokenParams = z.object({ token: z.string().max(100) })
const lookEvery = 50

/** A file beside this one, and its address with the hash of what it holds. */
function asset(name: string, address: string): { text: string; address: string } {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8')
  return { text, address: `${address}?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}` }
}

const page = (reply: FastifyReply, html: string, status = 200) =>
  reply.status(status).type('text/html; charset=utf-8').headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'content-security-policy': security }).send(html)
/** The script asks for data, a browser without one for a page. */
const wantsData = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('application/json')
const data = (reply: FastifyReply, status: number, body: object) => reply.status(status).header('cache-control', 'no-store').send(body)
const languageOf = (fields: Fields): Language => (fields['language'] === 'en' ? 'en' : 'ru')

export function portalRoutes(app: App, house: PortalHouse): void {
  const { db, time, files, sink, hear } = house
  const signing = openSigning(house.secret)
  const mayPass = brake(values.flood)
  const style = asset('page.css', '/form.css')
  const script = asset('script.js', '/form.js')
  const assets = { style: style.address, script: script.address }
  const serve = (url: string, type: string, text: string) => app.get(url, { schema: { hide: true } }, (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(text))
  serve('/form.css', 'text/css; charset=utf-8', style.text)
  serve('/form.js', 'text/javascript; charset=utf-8', script.text)

  const frame = async (language: Language): Promise<Frame> => ({ language, words: wordsIn(language), document: (await house.regulationAt(time.now())).document, assets })

  // The form
  const showForm = async (reply: FastifyReply, language: Language, { fields = {}, wrong = {}, point = null, challenge = signing.challenge(time.now()), status = 200 }: {
    fields?: Fields; wrong?: FieldErrors; point?: { token: string; name: string } | null; challenge?: { key: string; proof: string }; status?: number
  } = {}) => {
    const about = await frame(language)
    const { facts } = botWordsIn(language)
    return page(reply, formPage({ ...about, challenge, point, values: fields, wrong, facts: about.document.botFacts.map(fact => ({ id: fact.id, label: facts[fact.id] ?? fact.label })) }), status)
  }
  const pointOf = async (token: string | null) => {
    const point = token === null || token === '' ? null : await pointByToken(db, token)
    return point === null || token === null ? null : { id: point.id, name: point.name, token }
  }

  app.route({
    method: 'GET', url: '/new', config: { rateLimit: rates.look }, schema: { hide: true, querystring: langQuery },
    handler: (request, reply) => showForm(reply, request.query.lang ?? chooseLanguage(request.headers['accept-language'])),
  })
  app.route({
    method: 'GET', url: '/n/:token', config: { rateLimit: rates.look }, schema: { hide: true, params: tokenParams, querystring: langQuery },
    // An old or forged token is a plain form.
    handler: async (request, reply) => showForm(reply, request.query.lang ?? chooseLanguage(request.headers['accept-language']), { point: await pointOf(request.params.token) }),
  })
  app.route({
    method: 'GET', url: '/new/points', config: { rateLimit: rates.points }, schema: { hide: true, querystring: z.object({ q: z.string().max(limits.place) }) },
    handler: async (request, reply) => {
      const words = request.query.q.trim()
      return data(reply, 200, { points: words.length < lookUp.letters ? [] : await likePoints(db, words, lookUp.most) })
    },
  })
  app.route({
    method: 'POST', url: '/new', config: { rateLimit: rates.send }, schema: { hide: true },
    handler: async (request, reply) => {
      const now = time.now()
      const facts = (await house.regulationAt(now)).document.botFacts
      let isKnown = false
      const taken = await takeForm(request, { db, files, now, words: fields => wordsIn(languageOf(fields)) }, async (fields, count) => {
        const words = wordsIn(languageOf(fields))
        const asked = personOf(fields, now)
        if (Object.keys(asked).length > 0) return asked
        isKnown = await eventState(db, portalId, fields['key']!) !== null
        // Repeated: what it holds is here, whatever it says now; `form` stops its files from being kept again.
        if (isKnown) return { form: '' }
        const { wrong } = readRequest(fields, count, facts.map(fact => fact.id), words)
        return Object.keys(wrong).length > 0 || mayPass(now) ? wrong : { form: words.errors.many }
      })
      const { fields, wrong } = taken
      const language = languageOf(fields)
      const key = fields['key'] ?? ''
      if (!isKnown && Object.keys(wrong).length > 0) {
        if (wantsData(request)) return data(reply, 422, { errors: wrong })
        const challenge = wrong.form === wordsIn(language).errors.person ? signing.challenge(now) : { key, proof: fields['proof'] ?? '' }
        return showForm(reply, language, { fields, wrong, challenge, point: await pointOf(fields['token'] ?? null), status: 422 })
      }
      const conversation = signing.conversationOf(key)
      if (!isKnown) {
        const { request: wish } = readRequest(fields, taken.files.length, facts.map(fact => fact.id), wordsIn(language))
        const { point, words } = await placeOf(wish)
        const label = facts.find(fact => fact.id === wish.happening)?.label ?? ''
        const text = [wish.text === '' ? label : wish.text, words === null ? '' : wordsIn('ru').new.pointKnown(words)].filter(part => part !== '').join('\n\n')
        await put({ kind: 'request', conversation, key, at: now, text, files: taken.files.map(({ id: file, name, mime, size }) => ({ id: file, name, mime, size })), name: wish.name, phone: wish.phone, language, point, happening: wish.happening })
      }
      await handled(key)
      const url = `/t/${signing.tokenOf(conversation)}`
      if (!wantsData(request)) return reply.redirect(url, 303)
      const known = await findConversation(db, portalId, conversation)
      return data(reply, 200, { url, number: known === null ? null : (await ticketsOf(db, known.id))[0]?.number ?? null })
    },
  })

  /** Is it a person who opened our form? The puzzle of the script, or the sum for those without one. */
  const personOf = (fields: Fields, now: Instant): FieldErrors => {
    const { errors } = wordsIn(languageOf(fields))
    const [key, nonce, question] = [fields['key'] ?? '', fields['nonce'] ?? '', fields['question'] ?? '']
    const issued = signing.issuedAt(key, fields['proof'] ?? '', now)
    if (issued === null || (fields['website'] ?? '') !== '') return { form: errors.person }
    if (now - issued < values.quickest) return { form: errors.soon }
    if (nonce === '') return isSum(question, key) ? {} : { question: errors.question }
    return isSolved(key, nonce) ? {} : { form: errors.person }
  }
  /** the point by link, by choice, or by words that name exactly one; words that do not stay words. */
  const placeOf = async ({ token, point, place }: Request): Promise<{ point: { id: string; source: 'chosen' | 'link' } | null; words: string | null }> => {
    const linked = await pointOf(token)
    if (linked !== null) return { point: { id: linked.id, source: 'link' }, words: null }
    if (point !== null && await isPoint(db, point)) return { point: { id: point, source: 'chosen' }, words: null }
    if (place === '') return { point: null, words: null }
    const found = place.length < lookUp.letters ? [] : await likePoints(db, place, 2)
    return found.length === 1 ? { point: { id: found[0]!.id, source: 'chosen' }, words: null } : { point: null, words: place }
  }
  const put = (event: RawEvent): Promise<void> => sink([{ key: event.key, lane: event.conversation, raw: event }])
  /** The hall takes a moment; who waits longer sees the page without it and the page looks again. */
  const handled = async (key: string): Promise<void> => {
    for (const end = performance.now() + values.numberWithin; performance.now() < end;) {
      if (await eventState(db, portalId, key) !== 'new') return
      await new Promise(resolve => setTimeout(resolve, lookEvery))
    }
  }

  // The link
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
