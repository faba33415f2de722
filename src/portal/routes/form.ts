/** The form itself: shown, and taken. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { portalId } from '../../channels/portal/index.ts'
import { limits } from '../../channels/portal/limits.ts'
import { pointByToken } from '../../contacts/meeting/store.ts'
import { likePoints } from '../../dialogue/store.ts'
import { wordsIn as botWordsIn } from '../../dialogue/words.ts'
import type { App } from '../../lib/app.ts'
import type { Instant } from '../../lib/instant.ts'
import { chooseLanguage, type Language } from '../../words/choose.ts'
import { isSolved } from '../actions/signing.ts'
import { placeOf } from '../actions/placing.ts'
import { takeForm } from '../actions/taking.ts'
import { brake } from '../brake.ts'
import { isSum, readRequest, type FieldErrors, type Fields } from '../fields.ts'
import { formPage } from '../form.ts'
import { eventState, findConversation, ticketsOf } from '../store.ts'
import { lookUp, rates, values } from '../values.ts'
import { wordsIn } from '../words.ts'
import { data, langQuery, page, tokenParams, wantsData, type Doors, type PortalHouse } from './page.ts'

const languageOf = (fields: Fields): Language => (fields['language'] === 'en' ? 'en' : 'ru')

export function formRoutes(app: App, house: PortalHouse, { signing, frame, put, handled }: Doors): void {
  const { db, time, files } = house
  const mayPass = brake(values.flood)
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
        const { point, words } = await placeOf(db, wish)
        const label = facts.find(fact => fact.id === wish.happening)?.label ?? ''
        const text = [wish.text === '' ? label : wish.text, words === null ? '' : wordsIn('ru').new.pointKnown(words)].filter(part => part !== '').join('\n\n')
        await put(portalId, conversation, { kind: 'request', conversation, key, at: now, text, files: taken.files.map(({ id: file, name, mime, size }) => ({ id: file, name, mime, size })), name: wish.name, phone: wish.phone, language, point: point === null ? null : { id: point.id, source: point.source }, happening: wish.happening })
      }
      await handled(portalId, key)
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
}
