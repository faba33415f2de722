/** Doors to people outside and to points. Their permissions stand in `http/register.ts`. */
import { renderSVG } from 'uqr'
import { z } from 'zod'
import { record } from '../audit/store.ts'
import { whoOf } from '../auth/who.ts'
import { disposition } from '../files/name.ts'
import type { App } from '../lib/app.ts'
import { tx, type Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId, newToken } from '../lib/ids.ts'
import type { Time } from '../lib/time.ts'
import { id } from '../lib/wire.ts'
import { sheet as english } from '../words/en/sheet.ts'
import { sheet as russian } from '../words/ru/sheet.ts'
import {
  companiesFound, contactCard, contactChanges, contactsFound, newPoint, pointCard, pointChanges, pointLines, pointPassport, pointsFound, pointsQuery, roleChange, sheetPoints, sheetQuery, sheets, sheetsQuery, words, type PointCard,
} from './api.ts'
import { importRoutes } from './import/routes.ts'
import { pointCardOf, pointPayload, type StartLinks } from './links.ts'
import { phoneDigits, readPhone, sayPhone } from './phone.ts'
import { findCompanies, findContacts, findContactsByPhone, findPoints, findPointsByPhone, listLines, pointsForSheet, sheetParts, searchLines } from './search/store.ts'
import { addPoint, changeContact, changePoint, companyNamed, readContact, readPassport, readPoint, removeTie, setRole, trustAddress, type PointChanges } from './store.ts'
import { isZone } from './zone.ts'
import { wantedWords } from './words.ts'

export type ContactsHouse = {
  db: Db; time: Time; startLinks: StartLinks
  /** The phone of the regulation in force, E.164; null when it names none. */
  hotline: () => Promise<string | null>
}

/** A link token is short enough for a QR that a cheap printer prints and any phone reads: 12 characters. */
const tokenBytes = 9

/** A quarter of the code may be dirty or torn, as things at a till are; four modules of white around it, as the standard asks. */
const qr = { ecc: 'Q', border: 4, pixelSize: 10 } as const

const byId = z.object({ id })
const zone = z.string().max(64).refine(isZone).optional()
const phone = contactChanges.shape.phone.refine(typed => typed === undefined || typed === null || typed === '' || readPhone(typed) !== null)

export function contactRoutes(app: App, { db, time, startLinks, hotline }: ContactsHouse): void {
  importRoutes(app, { db, time })
  const card = async (pointId: string): Promise<PointCard> => pointCardOf(await readPoint(db, pointId), startLinks)

  app.route({
    method: 'GET', url: '/api/points', schema: { querystring: words, response: { 200: pointsFound } },
    handler: request => {
      const typed = request.query.words
      return byDigits(typed, digits => findPointsByPhone(db, digits), () => findPoints(db, wantedWords(typed)))
    },
  })

  app.route({
    method: 'GET', url: '/api/points/list', schema: { querystring: pointsQuery, response: { 200: pointLines } },
    handler: async request => {
      const { words: typed, company = null, archived, after } = request.query
      const listing = { company, archived }
      if (typed.trim() !== '') return { rows: await byDigits(typed, digits => searchLines(db, listing, { digits }), () => searchLines(db, listing, { words: wantedWords(typed) })), next: null }
      const { rows, next } = await listLines(db, listing, placeOf(after))
      return { rows, next: next === null ? null : `${next.id}${next.name}` }
    },
  })

  app.route({
    method: 'GET', url: '/api/points/qr-sheets', schema: { querystring: sheetsQuery, response: { 200: sheets } },
    handler: async request => {
      const { company } = request.query
      const parts = await sheetParts(db, company === undefined ? 'all' : { company }, sheetPoints)
      if (parts.length === 0) throw new Refusal('not_found')
      if (startLinks(pointPayload('any')).length === 0) throw new Refusal('no_start_link')
      return { parts: [...parts] }
    },
  })

  app.route({
    method: 'GET', url: '/api/points/qr-sheet.pdf', schema: { querystring: sheetQuery },
    handler: async (request, reply) => {
      const { ids, company, channel, language, part } = request.query
      const points = await pointsForSheet(db, ids !== undefined ? { ids } : company !== undefined ? { company } : 'all', sheetPoints, part === undefined ? 0 : (part - 1) * sheetPoints)
      if (points.length === 0) throw new Refusal('not_found')
      if (points.length > sheetPoints && part === undefined) throw new Refusal('too_many_points', { max: sheetPoints })
      const pages = points.slice(0, sheetPoints).flatMap(({ name, address, linkToken }) => {
        const link = startLinks(pointPayload(linkToken)).find(one => channel === undefined || one.channelId === channel)
        return link === undefined ? [] : [{ name, address, url: link.url }]
      })
      if (pages.length === 0) throw new Refusal('no_start_link')
      const phone = await hotline()
      // Guests read the sheet, whatever language the specialist has.
      const texts = language === 'en' ? english : russian
      // What draws a PDF is large, and sheets are printed once.
      const { drawSheets } = await import('./sheet/client.ts')
      return reply.type('application/pdf').headers({ 'content-disposition': disposition('inline', `${texts.fileName}.pdf`), 'cache-control': 'no-store' })
        .send(drawSheets(pages, { texts, hotline: phone === null ? null : sayPhone(phone) }))
    },
  })

  app.route({ method: 'GET', url: '/api/points/:id/passport', schema: { params: byId, response: { 200: pointPassport } }, handler: request => readPassport(db, request.params.id) })
  app.route({
    method: 'GET', url: '/api/companies', schema: { querystring: words, response: { 200: companiesFound } },
    handler: request => findCompanies(db, wantedWords(request.query.words)),
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

  async function changesOf(inner: Db, { companyName, archived, ...changes }: z.infer<typeof pointChanges>): Promise<PointChanges> {
    return { ...given(changes), ...(archived === undefined ? {} : { archivedAt: archived ? time.now() : null }), ...(companyName === undefined ? {} : { companyId: await companyNamed(inner, companyName, time.now()) }) }
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
    method: 'POST', url: '/api/contacts/:id/addresses/:addressId/reachable', schema: { params: z.object({ id, addressId: id }), response: { 200: contactCard } },
    handler: async request => {
      const { id: contactId, addressId } = request.params
      await trustAddress(db, contactId, addressId)
      return readContact(db, contactId)
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

  app.route({
    method: 'DELETE', url: '/api/contacts/:id/points/:pointId', schema: { params: z.object({ id, pointId: id }), response: { 200: contactCard } },
    handler: async request => {
      const { id: contactId, pointId } = request.params
      await tx(db, async inner => {
        const before = await removeTie(inner, contactId, pointId)
        await record(inner, { at: time.now(), actor: whoOf(request).id, act: 'point_role_removed', subject: contactId, details: { point: pointId, before } })
      })
      return readContact(db, contactId)
    },
  })
}

/** Digits may be a phone or its end, and the number of a house as well: whom they call comes first, then what the words find. */
async function byDigits<Row extends { id: string }>(typed: string, called: (digits: string) => Promise<Row[]>, named: () => Promise<Row[]>): Promise<Row[]> {
  const digits = phoneDigits(typed)
  const callers = digits === null ? [] : await called(digits)
  if (digits !== null && digits.length >= wholePhone) return callers
  const others = await named()
  return [...callers, ...others.filter(({ id: other }) => !callers.some(row => row.id === other))].slice(0, Math.max(callers.length, others.length))
}

/** Nobody means a house by so many digits. */
const wholePhone = 7

/** Where a page of the list ended: the id, then the name. */
function placeOf(after: string | undefined): { id: string; name: string } | null {
  if (after === undefined) return null
  const [place, name] = [id.safeParse(after.slice(0, 36)), after.slice(36)]
  if (!place.success) throw new Refusal('bad_request')
  return { id: place.data, name }
}

/** Only the fields that were sent. */
function given<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
