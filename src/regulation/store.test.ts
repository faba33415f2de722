import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { freshDatabase } from '../../test/world.ts'
import type { FreshDatabase } from '../../test/world.ts'
import { Refusal } from '../lib/errors.ts'
import { handTime } from '../lib/time.ts'
import { editionById, editionInForceAt, hashOf, keepEditions, loadFirstEdition, WrongDocument } from './actions.ts'
import { regulationCard } from './api.ts'
import { parseDocument } from './document/parse.ts'
import { policyOf } from './document/policy-of.ts'
import { inForceAt } from './editions.ts'
import { regulationRoutes } from './routes.ts'
import { insertEdition, listEditions } from './store.ts'

const source = readFileSync(join(import.meta.dirname, '..', '..', 'regulations', 'jupiter.ru.yaml'), 'utf8')
const now = Date.parse('2026-03-17T12:00:00+03:00')
const newYear = Date.parse('2027-01-01T00:00:00+03:00')

let world: FreshDatabase
beforeAll(async () => { world = await freshDatabase() })
afterAll(async () => { await world.drop() })

/** A second edition with one working day more for category 2, in force from the new year. */
async function publishSecond() {
  const text = source.replace('version: "1"', 'version: "2"').replace('"2026-01-01T00:00:00+03:00"', '"2027-01-01T00:00:00+03:00"').replace('2: { workingDays: 5 }', '2: { workingDays: 6 }')
  const parsed = parseDocument(text)
  if (!parsed.ok) throw new Error('the second edition does not load')
  await insertEdition(world.db, { id: 2, version: '2', title: 'Вторая', validFrom: newYear, publishedAt: now, source: text, document: parsed.document, hash: hashOf(text) })
}

describe('editions', () => {
  test('nothing is in force before anything is loaded', async () => {
    await expect(editionInForceAt(world.db, now)).rejects.toMatchObject({ code: 'edition_not_found' })
  })

  test('a wrong file is refused whole, with its problems, and leaves nothing behind', async () => {
    const wrong = loadFirstEdition(world.db, source.replace('PT30M', 'half an hour'), now)
    await expect(wrong).rejects.toBeInstanceOf(WrongDocument)
    await expect(wrong).rejects.toMatchObject({ problems: [{ path: 'terms.triage.service', code: 'bad_service_duration' }], message: expect.stringContaining('terms.triage.service: Write service time') as unknown })
    expect(await listEditions(world.db)).toEqual([])
  })

  test('R-7.1 the file becomes edition 1, once, however many processes load it, whatever the file says later', async () => {
    await Promise.all([1, 2, 3].map(() => loadFirstEdition(world.db, source, now)))
    await loadFirstEdition(world.db, source.replace('version: "1"', 'version: "changed"'), now)
    await loadFirstEdition(world.db, 'not a regulation', now)
    const list = await listEditions(world.db)
    expect(list).toEqual([{ id: 1, version: '1', title: 'Регламент поддержки «Юпитера»', validFrom: Date.parse('2026-01-01T00:00:00+03:00'), publishedAt: now, hash: hashOf(source) }])
  })

  test('what comes back is what was published', async () => {
    const parsed = parseDocument(source)
    const edition = await editionById(world.db, 1)
    expect(parsed.ok && edition.document).toEqual(parsed.ok && parsed.document)
    expect(parsed.ok && edition.policy).toEqual(parsed.ok && policyOf(parsed.document))
    expect((await editionById(world.db, 1)).document).toBe(edition.document)
  })

  test.each([
    ['update', `update regulation_editions set title = 'x'`],
    ['delete', 'delete from regulation_editions'],
    ['truncate', 'truncate regulation_editions cascade'],
  ])('R-7.2 an edition never changes: %s is refused by the database', async (_verb, statement) => {
    await expect(world.pool.query(statement)).rejects.toMatchObject({ code: '23001' })
    expect(await listEditions(world.db)).toHaveLength(1)
  })

  test('A-31 an instant is governed by the edition in force then; before the first, by the first', async () => {
    await publishSecond()
    const idAt = async (text: string) => (await editionInForceAt(world.db, Date.parse(text))).id
    expect(await idAt('2020-01-01T00:00:00Z')).toBe(1)
    expect(await idAt('2026-12-31T23:59:59.999+03:00')).toBe(1)
    expect(await idAt('2027-01-01T00:00:00+03:00')).toBe(2)
    expect((await editionById(world.db, 2)).policy.reaction[2]).toEqual({ workingDays: 6 })
    expect((await editionById(world.db, 1)).policy.reaction[2]).toEqual({ workingDays: 5 })
    expect(inForceAt([], now)).toBeNull()
  })

  test.each([0, -1, 3, 1.5, Number.NaN, 2 ** 31])('edition %s is refused', async id => {
    await expect(editionById(world.db, id)).rejects.toBeInstanceOf(Refusal)
  })

  test('a process that keeps editions asks for the list once a minute and sees what another published', async () => {
    const time = handTime(now)
    const elsewhere = await freshDatabase()
    try {
      const kept = keepEditions(elsewhere.db, time)
      await expect(kept.inForceAt(now)).rejects.toMatchObject({ code: 'edition_not_found' })
      await loadFirstEdition(elsewhere.db, source, now)
      const one = await kept.inForceAt(newYear)
      expect(one.id).toBe(1)
      const text = source.replace('version: "1"', 'version: "2"').replace('"2026-01-01T00:00:00+03:00"', '"2027-01-01T00:00:00+03:00"')
      const parsed = parseDocument(text)
      if (!parsed.ok) throw new Error('does not load')
      await insertEdition(elsewhere.db, { id: 2, version: '2', title: 'x', validFrom: newYear, publishedAt: now, source: text, document: parsed.document, hash: hashOf(text) })
      expect((await kept.inForceAt(newYear)).id).toBe(1)
      time.advance(60_000)
      // Whoever asks gets what is known at once; the list is read again behind his back.
      await vi.waitFor(async () => expect((await kept.inForceAt(newYear)).id).toBe(2))
      expect(await kept.byId(1)).toBe(one)
    } finally {
      await elsewhere.drop()
    }
  })
})

describe('public doors', () => {
  const time = handTime(now)
  const doors = async () => {
    const app = Fastify().withTypeProvider<ZodTypeProvider>()
    app.setValidatorCompiler(validatorCompiler)
    app.setSerializerCompiler(serializerCompiler)
    app.setErrorHandler((error, _request, reply) => reply.code(error instanceof Refusal ? error.status : 500).send({ code: error instanceof Refusal ? error.code : String(error) }))
    regulationRoutes(app, { editions: keepEditions(world.db, time), time })
    await app.ready()
    return app
  }

  test('R-7.1 the page shows the edition in force, earlier and later ones stand at their own address', async () => {
    const app = await doors()
    try {
      const current = await app.inject('/regulation')
      expect(current.statusCode).toBe(200)
      expect(current.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(current.body).toContain('id="r-6.2.7"')
      expect(current.body).not.toContain('class="notice"')
      const later = await app.inject('/regulation/2')
      expect(later.body.replaceAll('\u00a0', ' ')).toContain('Эта редакция вступит в силу 1 января 2027 года.')
      expect(later.body.replaceAll('\u00a0', ' ')).toContain('не позднее чем через 6 рабочих дней')
      time.set(newYear)
      expect((await app.inject('/regulation')).body.replaceAll('\u00a0', ' ')).toContain('Редакция 2, действует с 1 января 2027 года')
      expect((await app.inject('/regulation/1')).body.replaceAll('\u00a0', ' ')).toContain('Сейчас действует редакция 2.')
      time.set(now)
    } finally {
      await app.close()
    }
  })

  test.each(['/regulation/9', '/regulation/0', '/regulation/first', '/regulation/1%20or%201', '/regulation/9/data'])('%s is told to be absent', async url => {
    const app = await doors()
    try {
      const answer = await app.inject(url)
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toEqual({ code: 'edition_not_found' })
    } finally {
      await app.close()
    }
  })

  test('the style of the page is served beside it, under an address that changes with it', async () => {
    const app = await doors()
    try {
      const { body } = await app.inject('/regulation')
      const href = /<link rel="stylesheet" href="([^"]+)">/.exec(body)![1]!
      const style = await app.inject(href)
      expect(href).toMatch(/^\/regulation\.css\?v=[0-9a-f]{12}$/)
      expect(style.headers['content-type']).toBe('text/css; charset=utf-8')
      expect(style.body).toContain('@media print')
      expect(style.body).toContain('prefers-color-scheme: dark')
    } finally {
      await app.close()
    }
  })

  test('the same as data: categories, catalogue, facts and every clause with its sentence', async () => {
    const app = await doors()
    try {
      const card = regulationCard.parse((await app.inject('/regulation.json')).json())
      expect(card.edition).toMatchObject({ id: 1, version: '1', validFrom: '2025-12-31T21:00:00.000Z' })
      expect(card.editions.map(edition => edition.id)).toEqual([1, 2])
      expect(card.hours).toEqual({ text: 'ежедневно с 09:00 до 23:00', zone: 'по московскому времени', timezone: 'Europe/Moscow' })
      expect(card.channels.map(channel => channel.href)).toEqual(['https://t.me/JupiterHelp_bot', 'mailto:jupiterhelp@mail.ru', 'tel:+79770909190'])
      expect(card.groups.flatMap(group => group.topics)).toHaveLength(21)
      expect(card.botFacts.filter(fact => fact.stop).map(fact => fact.category)).toEqual([1, 1, 1])
      expect(card.clauses['R-6.3.3']).toEqual({ anchor: 'r-6.3.3', text: expect.stringContaining('дольше 1 рабочего дня') as unknown })
      expect((await app.inject('/regulation/2/data')).json()).toMatchObject({ edition: { id: 2 }, current: { id: 1 } })
    } finally {
      await app.close()
    }
  })
})
