/** Doors to people outside and to points. Their permissions stand in `http/register.ts`. */
import { renderSVG } from 'uqr'
import { z } from 'zod'
import { record } from '../audit/store.ts'
import { whoOf } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import { tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId, newToken } from '../lib/ids.ts'
import type { Time } from '../lib/time.ts'
import { id } from '../lib/wire.ts'
import { contactCard, contactChanges, contactsFound, newPoint, pointCard, pointChanges, pointsFound, roleChange, words, type PointCard } from './api.ts'
import { pointCardOf, type StartLinks } from './links.ts'
import { phoneDigits, readPhone } from './phone.ts'
import { addPoint, changeContact, changePoint, companyNamed, findContacts, findContactsByPhone, findPoints, readContact, readPoint, setRole, type PointChanges } from './store.ts'
import { isZone } from './zone.ts'
import { wantedWords } from './words.ts'

export type ContactsHouse = { db: Db; time: Time; startLinks: StartLinks }

/** A link token is short enough for a QR that a cheap printer prints and any phone reads: 12 characters. */
const tokenBytes = 9

/** A quarter of the code may be dirty or torn, as things at a till are; four modules of white around it, as the standard asks. */
const qr = { ecc: 'Q', border: 4, pixelSize: 10 } as const

const byId = z.object({ id })
const zone = z.string().max(64).refine(isZone).optional()
const phone = contactChanges.shape.phone.refine(typed => typed === undefined || typed === null || typed === '' || readPhone(typed) !== null)

export function contactRoutes(app: App, { db, time, startLinks }: ContactsHouse): void {
  const card = async (pointId: string): Promise<PointCard> => pointCardOf(await readPoint(db, pointId), startLinks)

  app.route({
    method: 'GET', url: '/api/points', schema: { querystring: words, response: { 200: pointsFound } },
    handler: request => findPoints(db, wantedWords(request.query.words)),
  })
  app.route({ method: 'GET', url: '/api/points/:id', schema: { params: byId, response: { 200: pointCard } }, handler: request => card(request.params.id) })

  app.route({
    method: 'POST', url: '/api/points', schema: { body: newPoint.extend({ timeZone: zone }), response: { 201: pointCard } },
    handler: async (request, reply) => {
      const pointId = newId()
      await tx(db, async inner => addPoint(inner, { ...await changesOf(inner, request.body), id: pointId, name: request.body.name, linkToken: newToken(tokenBytes) }, time.now()))
      return reply.status(201).send(await card(pointId))
    },
  })

  app.route({
    method: 'PATCH', url: '/api/points/:id', schema: { params: byId, body: pointChanges.extend({ timeZone: zone }), response: { 200: pointCard } },
    handler: async request => {
      await tx(db, async inner => changePoint(inner, request.params.id, await changesOf(inner, request.body)))
      return card(request.params.id)
    },
  })

  app.route({
    method: 'GET', url: '/api/points/:id/qr.svg', schema: { params: byId, querystring: z.object({ channel: z.string().max(60).optional() }) },
    handler: async (request, reply) => {
      const { channel } = request.query
      const link = (await card(request.params.id)).links.find(one => channel === undefined || one.channelId === channel)
      if (link === undefined) throw new Refusal('not_found')
      return reply.type('image/svg+xml').headers({ 'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'", 'cache-control': 'private, max-age=3600' })
        .send(renderSVG(link.url, qr))
    },
  })

  async function changesOf(inner: Db, { companyName, ...changes }: z.infer<typeof pointChanges>): Promise<PointChanges> {
    return { ...given(changes), ...(companyName === undefined ? {} : { companyId: await companyNamed(inner, companyName, time.now()) }) }
  }

  app.route({
    method: 'GET', url: '/api/contacts', schema: { querystring: words, response: { 200: contactsFound } },
    handler: request => {
      const digits = phoneDigits(request.query.words)
      return digits === null ? findContacts(db, wantedWords(request.query.words)) : findContactsByPhone(db, digits)
    },
  })
  app.route({ method: 'GET', url: '/api/contacts/:id', schema: { params: byId, response: { 200: contactCard } }, handler: request => readContact(db, request.params.id) })

  app.route({
    method: 'PATCH', url: '/api/contacts/:id', schema: { params: byId, body: contactChanges.extend({ phone }), response: { 200: contactCard } },
    handler: async request => {
      const { phone: typed, ...changes } = request.body
      const read = typed === undefined ? undefined : readPhone(typed ?? '')
      await changeContact(db, request.params.id, {
        ...given(changes), ...(read === undefined ? {} : { phone: read?.number ?? null, phoneExtension: read?.extension ?? null }),
      })
      return readContact(db, request.params.id)
    },
  })

  app.route({
    method: 'PUT', url: '/api/contacts/:id/points/:pointId', schema: { params: z.object({ id, pointId: id }), body: roleChange, response: { 200: contactCard } },
    handler: async request => {
      const { id: contactId, pointId } = request.params
      const { role } = request.body
      await tx(db, async inner => {
        const before = await setRole(inner, contactId, pointId, role, time.now())
        // A role is a right to act for the point: who gave it stays on record.
        await record(inner, { at: time.now(), actor: whoOf(request).id, act: 'point_role_set', subject: contactId, details: { point: pointId, role, before } })
      })
      return readContact(db, contactId)
    },
  })
}

/** Only the fields that were sent. */
function given<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
