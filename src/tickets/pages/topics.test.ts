/** What support does and does not do, through the two doors where people meet it: the public page, and the triage card of the workspace. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedRegulation, seedTicket, type Regulation } from '../../../test/seed.ts'
import { keepEditions } from '../../regulation/actions.ts'
import { anchorOf } from '../../regulation/clauses.ts'
import { regulationRoutes } from '../../regulation/routes.ts'
import { ticketPage, triageHints } from '../api.ts'
import { ticketRoutes } from '../routes.ts'

let desk: Desk
let regulation: Regulation
let olga: Member
let page: string
let hints: ReturnType<typeof triageHints.parse>

beforeAll(async () => {
  desk = await openDesk({
    rooms: house => [
      app => ticketRoutes(app, { db: house.db, time: house.time, editions: { of: () => regulation.editions.of(1), inForce: at => regulation.editions.inForce(at) }, startLinks: () => [] }),
      app => regulationRoutes(app, { editions: keepEditions(house.db, house.time), time: house.time }),
    ],
  })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  page = (await desk.ask(null, 'GET', '/regulation')).body
  hints = triageHints.parse((await desk.ask(olga, 'GET', '/api/triage-hints')).json())
})
afterAll(() => desk.close())

/** What the public page says at the place of a clause, notes included, as one line without markup. */
function atClause(id: string): string {
  const rest = page.slice(page.indexOf('>', page.indexOf(` id="${anchorOf(id)}"`)) + 1)
  return plain(rest.slice(0, rest.search(/<(?:span|section|article)[^>]* (?:id|class)="/)))
}
const plain = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\u00a0\u2060¶]/g, ' ').replaceAll(/\s+/g, ' ').trim()
const offered = (id: string) => hints.topics.find(topic => topic.id === id)

/** The topic that the page of a ticket shows after this triage; undefined: before any. */
async function topicOf(topic: string | null | undefined): Promise<string | null> {
  const { number } = await seedTicket(desk.base.db, regulation, {
    subject: 'Просят совета', at: start, next: topic === undefined ? [] : [{ at: start, fact: { type: 'triaged', category: 3, effect: 'работе не мешает', topic }, actor: { kind: 'staff', id: olga.id } }],
  }, start)
  return ticketPage.parse((await desk.ask(olga, 'GET', `/api/tickets/${number}`)).json()).ticket.topic
}

const performs = 'Делаем сами.'
const helps = 'Разбираемся вместе с вами.'
const advises = 'Объясняем, как сделать; делаете вы.'

describe('what support does', () => {
  test.each([
    ['R-4.1.1', 'Центральная система', performs, 'Обычно это категория 1.', 1],
    ['R-4.1.2', 'Приём заказов', performs, 'Обычно это категория 1.', 1],
    ['R-4.1.3', 'Смена в кассе', helps, 'Обычно это категория 1 или 2.', 1],
    ['R-4.1.4', 'Обмен данными', helps, 'Обычно это категория 2.', 2],
    ['R-4.2.1', 'Обновления', performs, 'Обычно это категория 3.', 3],
    ['R-4.2.2', 'Новый компьютер', performs, 'Обычно это категория 3.', 3],
    ['R-4.2.3', 'Восстановление базы', performs, 'Обычно это категория 1 или 2.', 1],
    ['R-4.2.4', 'Коды подтверждения', performs, 'Обычно это категория 3.', 3],
    ['R-4.2.5', 'Новые сотрудники', helps, 'Обычно это категория 3.', 3],
    ['R-4.3.1', 'Исправление', performs, 'Категория — по влиянию на работу.', null],
    ['R-4.3.2', 'Поиск причины', helps, 'Категория — по влиянию на работу.', null],
    ['R-4.4.1', 'Подключение', performs, 'Обычно это категория 2 или 3.', 2],
    ['R-4.4.2', 'Неполадки', helps, 'Обычно это категория 1 или 2.', 1],
    ['R-4.5.1', 'Товары и рецептуры', advises, 'Обычно это категория 3.', 3],
    ['R-4.5.2', 'Меню кассы', advises, 'Обычно это категория 3.', 3],
    ['R-4.5.3', 'Акции и бонусы', advises, 'Обычно это категория 3.', 3],
    ['R-4.5.4', 'Отчёты', helps, 'Обычно это категория 3.', 3],
    ['R-4.5.5', 'Склад', helps, 'Обычно это категория 3.', 3],
    ['R-4.5.6', 'Остатки', helps, 'Обычно это категория 3.', 3],
    ['R-4.5.7', 'Протоколы заказов', performs, 'Обычно это категория 3.', 3],
    ['R-4.5.8', 'Инвентаризация', helps, 'Обычно это категория 2 или 3.', 2],
  ] as const)('%s «%s» stands on the page with its mode and is offered in triage with its category', (id, title, mode, usually, category) => {
    const said = atClause(id)
    expect(said).toMatch(new RegExp(`^${title}\\.`))
    expect(said).toContain(mode)
    expect(said).toContain(usually)
    expect(offered(id.slice(2))).toMatchObject({ title, category, outside: false })
  })

  test('R-4.0.1, R-4.0.2, R-1.2.1 the program itself and its link with trade equipment: every topic of the page, and no other, is offered', () => {
    expect(atClause('R-4.0.1')).toContain('как он работает, как его настроить и что делать с ошибкой')
    expect(atClause('R-4.0.2')).toContain('связать его с обычным торговым оборудованием')
    const onPage = [...page.matchAll(/ id="r-(4\.[1-9]\.\d)"/g)].map(([, id]) => id)
    expect(hints.topics.filter(({ outside }) => !outside).map(({ id }) => id)).toEqual(onPage)
    expect(offered('4.4.1')?.group).toBe('Оборудование')
    expect(offered('4.3.1')?.group).toBe('Ошибки и сбои')
  })

  test('R-4.4.2 the four kinds of equipment are found by their words', () => {
    for (const word of ['ПИН-пад', 'фискальный регистратор', 'кухонный принтер', 'Честного знака']) {
      expect(atClause('R-4.4.2'), word).toContain(word)
      expect(offered('4.4.2')?.words, word).toContain(word)
    }
  })

  test('R-4.4.1, A-29 a setup asks for a driver that works; of drivers themselves only advice is promised', () => {
    expect(atClause('R-4.4.1')).toContain('Условие: драйвер устройства установлен в Windows и работает и пробная страница печатается.')
    expect(atClause('R-5.2')).toContain('С драйвером торгового оборудования подскажем.')
    expect(atClause('A-29')).toContain('что установим его, не обещаем')
  })

  test('R-4.2.3 a database is restored from the backup that the customer keeps', () => {
    expect(atClause('R-4.2.3')).toContain('Условие: резервная копия хранится у вас.')
  })
})

describe('what support does not do', () => {
  test.each([
    ['R-5.1', 'Компьютеры и сеть', 'проверим, видит ли программа нужное устройство', 'Компьютеры и сеть мы не настраиваем и не ремонтируем.'],
    ['R-5.2', 'Windows и драйверы', 'С драйвером торгового оборудования подскажем', 'Windows и драйверы мы не устанавливаем.'],
    ['R-5.3', 'Товары, цены, акции', 'покажем, где и как это сделать', 'Сами мы справочник, цены и акции не меняем'],
    ['R-5.4', 'Интернет и линии связи', 'сначала проверим, нет ли причины на стороне программы', 'Мы проверили: программа готова к работе, но связи с интернетом нет.'],
  ] as const)('%s «%s» keeps its exception, advises whom to ask, and has a reply ready to send', (id, title, exception, reply) => {
    const said = atClause(id)
    expect(said).toMatch(new RegExp(`^${title}\\.`))
    expect(said).toContain(exception)
    expect(said).toMatch(/С этим поможет|Изменения вносит/)
    expect(offered(id.slice(2))).toMatchObject({ title, category: null, outside: true })
    expect(offered(id.slice(2))?.reply).toMatch(new RegExp(`^${reply}`))
  })

  test('R-5.3, A-30 what is not done for the customer is nowhere offered as done: goods, menu and promotions are explained', () => {
    for (const id of ['R-4.5.1', 'R-4.5.2', 'R-4.5.3']) {
      expect(atClause(id)).toContain(advises)
      expect(atClause(id)).not.toContain(performs)
    }
    expect(atClause('A-30')).toContain('вносить их за вас не станем')
  })
})

describe('what the regulation is for', () => {
  test('R-1.1, R-7.1 anybody reads it without signing in, at one address', async () => {
    const answer = await desk.ask(null, 'GET', '/regulation')
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(plain(answer.body)).toContain('как обратиться в поддержку «Юпитера»')
  })

  test('R-2.2.1, R-2.2.2 the ways to turn to support stand in their order, the bot as the main one', () => {
    expect(atClause('R-2.2.1')).toContain('бот в Telegram, затем электронная почта')
    expect(atClause('R-2.2.2')).toMatch(/^Бот в Telegram, @JupiterHelp_bot — главный/)
  })

  test('R-1.2.4 the duties of both sides stand there one by one', () => {
    for (const id of ['R-3.1.1', 'R-3.1.2', 'R-3.1.3', 'R-3.1.4', 'R-3.1.5', 'R-3.1.6', 'R-3.1.7', 'R-3.2.1', 'R-3.2.2', 'R-3.2.3', 'R-3.2.4', 'R-3.2.5', 'R-3.2.6', 'R-3.2.7']) {
      expect(atClause(id).length, id).toBeGreaterThan(20)
    }
    expect(atClause('R-1.2.4')).toBe('что делаем мы и что понадобится от вас, пока вопрос решается.')
  })

  test('R-6.2.6 there are exactly three categories: on the page, on the triage card, and for the ticket', () => {
    expect(atClause('R-6.2.6')).toContain('критичная, важная и вопросы развития')
    expect(hints.categories.map(({ category, name }) => [category, name])).toEqual([[1, 'критичная'], [2, 'важная'], [3, 'вопросы развития']])
    expect([0, 4, 1.5, '1'].filter(category => ticketPage.shape.ticket.shape.category.safeParse(category).success)).toEqual([])
  })

  test('A-36 the answers of the bot’s buttons propose category 1 where work stands and 2 where there is a way round', () => {
    expect(hints.facts.map(({ label, category }) => [label, category])).toEqual([
      ['Не можем рассчитать гостей', 1], ['Не приходят заказы', 1], ['Смена не открывается или не закрывается', 1], ['Работаем, но с трудом', 2], ['Вопрос или настройка', 3],
    ])
    expect(atClause('A-36')).toContain('нет его — категория 1, есть — категория 2')
  })

  test('R-1.2.2 a ticket is inside what support does, outside of it, or not classed yet', async () => {
    expect([await topicOf('4.5.4'), await topicOf('5.3'), await topicOf(null), await topicOf(undefined)]).toEqual(['4.5.4', '5.3', null, null])
    expect([offered('4.5.4')?.outside, offered('5.3')?.outside]).toEqual([false, true])
  })
})
