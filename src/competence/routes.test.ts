import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { jupiterDocument, jupiterSource } from '../../test/jupiter.ts'
import { editionInForceAt, loadFirstEdition } from '../regulation/actions.ts'
import { cardOf, deliverableNeeded, refuseUnfinished } from './actions.ts'
import type { TopicCard, TopicHistory, TopicRow } from './api.ts'
import { competenceRoutes } from './routes.ts'

const told = (answer: { json(): unknown }) => answer.json() as { code: string; message: string }
const step = (id: string, text: string) => ({ id, text, part: null, snippet: null })

describe('topics and their cards', () => {
  let desk: Desk
  let admin: Member
  let lead: Member
  let specialist: Member

  beforeAll(async () => {
    desk = await openDesk({
      rooms: ({ db, time }) => [app => competenceRoutes(app, { db, time, editions: { inForce: at => editionInForceAt(db, at) } })],
    })
    await loadFirstEdition(desk.base.db, jupiterSource, start)
    admin = await desk.admin()
    lead = await desk.member(admin, 'lead', 'Марина Ким')
    specialist = await desk.member(admin, 'specialist', 'Анна Орлова')
  })
  afterAll(() => desk.close())

  const get = async (id: string): Promise<TopicRow> => {
    const answer = await desk.ask(specialist, 'GET', `/api/topics/${id}`)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json()
  }
  const put = (who: Member, id: string, version: number, card: Partial<TopicCard>, from: TopicCard) => desk.ask(who, 'PUT', `/api/topics/${id}`, { version, card: { ...from, ...card } })
  const acts = async (subject: string) => (await desk.base.db.selectFrom('audit').select(['act', 'actor', 'details']).where('subject', '=', subject).orderBy('at').orderBy('id').execute())

  test('R-1.2.1 everybody at the desk sees every topic of the edition in force with its card; a stranger sees nothing', async () => {
    const answer = await desk.ask(specialist, 'GET', '/api/topics')
    const rows = answer.json<TopicRow[]>()
    expect(rows.map(row => row.id)).toEqual([...jupiterDocument.topics, ...jupiterDocument.outside].map(one => one.id))
    expect(rows.every(row => row.version === 0 && !row.edited)).toBe(true)
    expect((await desk.ask(null, 'GET', '/api/topics')).statusCode).toBe(401)
    expect((await desk.ask(specialist, 'GET', '/api/topics/9.9')).statusCode).toBe(404)
  })

  test('R-3.1.7 a lead changes a procedure: the next look shows it, the audit says who changed what', async () => {
    const before = await get('4.1.3')
    const steps = [{ id: 'only', text: 'Позвонить на точку', part: null, snippet: 'Сейчас позвоним.' }]
    const answer = await put(lead, '4.1.3', 0, { procedure: { steps } }, before.card)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(await get('4.1.3')).toMatchObject({ version: 1, edited: true, card: { procedure: { steps }, synonyms: before.card.synonyms }, updatedBy: { name: 'Марина Ким' } })
    expect(await acts('4.1.3')).toMatchObject([{ act: 'topic_changed', actor: lead.id, details: { version: 1, parts: 'procedure' } }])
  })

  test('a specialist reads cards and does not change them', async () => {
    const { card } = await get('4.1.4')
    expect((await put(specialist, '4.1.4', 0, { reason: 'иначе' }, card)).statusCode).toBe(403)
    expect((await desk.ask(specialist, 'POST', '/api/topics/4.1.4/restore', { version: 0, to: 0 })).statusCode).toBe(403)
    expect((await get('4.1.4')).version).toBe(0)
  })

  test('who saw an older card is refused and overwrites nothing, also when two save at once', async () => {
    const { card } = await get('4.2.1')
    const both = await Promise.all([put(lead, '4.2.1', 0, { reason: 'первое' }, card), put(admin, '4.2.1', 0, { reason: 'второе' }, card)])
    expect(both.map(answer => answer.statusCode).toSorted()).toEqual([200, 409])
    const won = (await get('4.2.1')).card.reason
    const late = await put(lead, '4.2.1', 0, { reason: 'третье' }, card)
    expect([late.statusCode, told(late).code]).toEqual([409, 'stale'])
    expect(await get('4.2.1')).toMatchObject({ version: 1, card: { reason: won } })
  })

  test('«вернуть как было»: an earlier state, and the shipped one, each as a further version', async () => {
    const shipped = (await get('4.2.5')).card
    await put(lead, '4.2.5', 0, { reason: 'раз' }, shipped)
    await put(lead, '4.2.5', 1, { reason: 'два', scheduled: true }, shipped)
    const back = await desk.ask(lead, 'POST', '/api/topics/4.2.5/restore', { version: 2, to: 1 })
    expect(back.json<TopicRow>()).toMatchObject({ version: 3, edited: true, card: { reason: 'раз', scheduled: false } })
    const first = await desk.ask(admin, 'POST', '/api/topics/4.2.5/restore', { version: 3, to: 0 })
    expect(first.json<TopicRow>()).toMatchObject({ version: 4, edited: false, card: shipped })
    const history = (await desk.ask(specialist, 'GET', '/api/topics/4.2.5/history')).json<TopicHistory>()
    expect(history.versions.map(({ version, by, card }) => [version, by.name, card.reason])).toEqual([[4, 'Ольга Ветрова', shipped.reason], [3, 'Марина Ким', 'раз'], [2, 'Марина Ким', 'два'], [1, 'Марина Ким', 'раз']])
    expect(history.shipped).toEqual(shipped)
    expect((await acts('4.2.5')).map(row => row.act)).toEqual(['topic_changed', 'topic_changed', 'topic_restored', 'topic_restored'])
    expect((await desk.ask(lead, 'POST', '/api/topics/4.2.5/restore', { version: 4, to: 9 })).statusCode).toBe(404)
  })

  test('saving what is already there makes no version', async () => {
    const { card } = await get('4.2.4')
    expect((await put(lead, '4.2.4', 0, {}, card)).json<TopicRow>()).toMatchObject({ version: 0, edited: false })
    expect(await acts('4.2.4')).toEqual([])
  })

  test('R-6.2.4, A-30 a card that breaks the regulation is refused in words and changes nothing', async () => {
    const protocol = await get('4.5.7')
    const wrong = await put(lead, '4.5.7', 0, { proposedCategory: 1 }, protocol.card)
    expect([wrong.statusCode, told(wrong).message]).toEqual([400, 'Запрос заполнен неверно: регламент не относит эту тему к такой категории.'])
    const bonus = await get('4.5.3')
    const gives = await put(lead, '4.5.3', 0, { deliverable: { title: 'Готовая акция', fields: [], fileRequired: false } }, bonus.card)
    expect(gives.statusCode).toBe(400)
    expect((await get('4.5.3')).card.deliverable).toBeNull()
  })

  test('limits: a card of too many steps or with too long words is refused', async () => {
    const { card } = await get('4.5.2')
    expect((await put(lead, '4.5.2', 0, { procedure: { steps: Array.from({ length: 31 }, (_none, index) => step(`s${index}`, 'Шаг')) } }, card)).statusCode).toBe(400)
    expect((await put(lead, '4.5.2', 0, { procedure: { steps: [step('s', 'я'.repeat(501))] } }, card)).statusCode).toBe(400)
    expect((await put(lead, '4.5.2', 0, { procedure: { steps: [step('Шаг <1>', 'Шаг')] } }, card)).statusCode).toBe(400)
  })

  test('R-4.5.7 only the order protocol is needed before a result, until a lead changes that', async () => {
    const { db } = desk.base
    const needed = (id: string) => deliverableNeeded(db, jupiterDocument, id)
    expect([await needed('4.5.7'), await needed('4.5.4'), await needed('no such topic')]).toEqual([true, false, false])
    const report = await get('4.5.4')
    await put(lead, '4.5.4', 0, { deliverable: { title: 'Отчёт', fields: [], fileRequired: true } }, report.card)
    const protocol = await get('4.5.7')
    await put(lead, '4.5.7', 0, { deliverable: null }, protocol.card)
    expect([await needed('4.5.7'), await needed('4.5.4')]).toEqual([false, true])
    await desk.ask(lead, 'POST', '/api/topics/4.5.7/restore', { version: 1, to: 0 })
    expect(await needed('4.5.7')).toBe(true)
  })

  test('R-4.5.7 a protocol without its file or its number is not whole, and the refusal names what is missing', async () => {
    const { db } = desk.base
    const give = (fields: Record<string, string>, files: number) => refuseUnfinished(db, jupiterDocument, '4.5.7', { fields, files }, { language: 'ru' })
    await expect(give({ order: '118', date: '2026-11-20' }, 0)).rejects.toMatchObject({ code: 'bad_request', details: { what: 'приложите файл документа' } })
    await expect(give({ date: '2026-11-20' }, 1)).rejects.toMatchObject({ details: { field: 'order', what: 'заполните в документе поле «Номер заказа»' } })
    await expect(give({ order: '118', date: '2026-11-20' }, 1)).resolves.toBeUndefined()
    await expect(refuseUnfinished(db, jupiterDocument, null, { fields: {}, files: 0 }, { language: 'ru' })).resolves.toBeUndefined()
  })

  test('R-3.1.6 an edited reply is what the card says from then on', async () => {
    const { card } = await get('5.4')
    await put(lead, '5.4', 0, { replyText: 'Проверили: дело в интернете. Позвоните провайдеру, пожалуйста.' }, card)
    expect((await cardOf(desk.base.db, jupiterDocument, '5.4'))?.replyText).toBe('Проверили: дело в интернете. Позвоните провайдеру, пожалуйста.')
    expect(await cardOf(desk.base.db, jupiterDocument, '9.9')).toBeNull()
  })
})
