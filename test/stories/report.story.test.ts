import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import readExcel from 'read-excel-file/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../src/lib/db.ts'
import { hour, minute, type Instant } from '../../src/lib/instant.ts'
import { handTime } from '../../src/lib/time.ts'
import { openCalendar } from '../../src/regulation/calendar.ts'
import type { Actor, TicketFact } from '../../src/tickets/ticket.ts'
import { faults, hasBrowser, picture as pictureOf, pictureFailure, wide } from '../browser.ts'
import { jupiterDocument, jupiterPolicy } from '../jupiter.ts'
import { seedCompany, seedPoint, seedStaff, seedTicket, type Regulation, type Story } from '../seed.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** Tuesday, 24 November 2026, 14:07 in Moscow. */
const now = Date.parse('2026-11-24T14:07:00+03:00')
const on = (date: string, time: string): Instant => Date.parse(`2026-${date}T${time}+03:00`)

/** A lead opens the month on a Tuesday afternoon: reads it, looks behind a number, takes the workbook of one customer. */
describe.runIf(hasBrowser('test/stories/report.story.test.ts (the page of reports in a browser)'))('the month of a lead', () => {
  let workspace: Workspace
  let page: Page
  let months: Filled
  const loaded: string[] = []

  beforeAll(async () => {
    workspace = await openWorkspace({ time: handTime(now), settle: async db => { months = await fillMonths(db) }, loaded: path => loaded.push(path) })
    page = workspace.page
  })
  afterAll(() => workspace.end())
  afterEach(({ task }) => pictureFailure(task, { report: page }))

  /** The whole month on one picture. */
  const picture = async (name: string): Promise<void> => {
    await page.setViewportSize({ ...wide, height: 2_600 })
    await pictureOf(page, `report-${name}`)
    await page.setViewportSize(wide)
  }
  const words = () => page.locator('.sentences')

  it('the pictures do not weigh on the first load of the workspace', () => {
    expect(loaded.filter(path => /reports|terms-picture/.test(path))).toEqual([])
  })

  it('the menu leads to the month, which says in words what happened', async () => {
    await page.getByRole('button', { name: 'Разделы' }).click()
    await page.getByRole('menuitem', { name: 'Отчёты' }).click()
    await words().getByText(`В ноябре 2026 года обратились ${months.received} раз`).waitFor()
    await page.getByText('Период: с 1 по 30 ноября 2026 г. включительно, по московскому времени. Состояние на 24 ноя, 14:07 МСК.').waitFor()
    await page.locator('.picture .recharts-bar-rectangle').first().waitFor()
    expect(loaded.some(path => /terms-picture/.test(path))).toBe(true)
    await picture('service')
  })

  it('pain 39 each number opens its tickets, as many as it says, and a ticket opens from the list', async () => {
    const late = words().getByRole('button', { name: /^\d+ заяв/ }).first()
    const count = Number.parseInt(await late.innerText(), 10)
    await late.click()
    const list = page.getByRole('dialog')
    await list.getByText(`Ответ, позже: ${count} `).waitFor()
    expect(await list.getByRole('listitem').count()).toBe(count)
    await picture('behind')
    const first = list.getByRole('link').first()
    const number = /№ (\d+)/.exec(await first.innerText())![1]
    await first.click()
    await page.getByRole('heading', { name: `№ ${number}` }).waitFor()
    await page.goBack()
    await words().waitFor()
  })

  it('the hottest hour of the week opens the requests of that hour', async () => {
    const cell = page.locator('.heat button.hot').first()
    const said = /^(.+): (\d+) заяв/.exec(await cell.getAttribute('aria-label') ?? '')!
    await cell.click()
    const list = page.getByRole('dialog')
    await list.getByRole('listitem').first().waitFor()
    expect(await list.getByRole('listitem').count()).toBe(Number(said[2]))
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
  })

  it('R-3.1.2, A-08 the month of one customer has his points, and nothing of who was on duty', async () => {
    await page.getByRole('region', { name: 'Специалисты' }).first().waitFor()
    await page.getByRole('combobox', { name: 'Чей отчёт' }).fill('Берёз')
    await page.getByRole('option', { name: 'ООО «Берёзка»' }).click()
    await page.getByRole('heading', { name: 'ООО «Берёзка», ноябрь 2026' }).waitFor()
    await page.getByRole('table', { name: 'Точки' }).getByText('Кафе «Берёзка»', { exact: true }).waitFor()
    expect(await page.getByRole('region', { name: 'Специалисты' }).count()).toBe(0)
    expect(await page.getByText('Разбор: все категории').count()).toBe(0)
    expect(new URL(page.url()).searchParams.get('company')).toBe(months.berezka)
    await picture('company')
  })

  it('pain 39 the workbook of the same month has as many rows', async () => {
    const received = Number.parseInt(await page.locator('.tiles dd').first().innerText(), 10)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Скачать XLSX' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('report-2026-11.xlsx')
    const sheets = await readExcel(await file.path()) as unknown as { sheet: string; data: unknown[][] }[]
    const of = (name: string) => sheets.find(({ sheet }) => sheet === name)!.data
    expect(of('Сводка').find(([title]) => title === 'Обращений за месяц')![1]).toBe(received)
    expect(of('Каналы').slice(1).reduce((sum, row) => sum + Number(row[1]), 0)).toBe(received)
  })

  it('a month without a ticket says so', async () => {
    await page.getByRole('combobox', { name: 'Месяц' }).selectOption('2026-03')
    await page.getByText('В марте 2026 года никто не обращался.').waitFor()
    await page.getByText('В этом месяце заявок не было').waitFor()
    await page.goto(`${workspace.house.url}/reports?month=2026-11`)
    await words().waitFor()
  })

  it('reads with a screen reader, in the dark and on a phone: no fault that axe knows, nothing wider than the screen', async () => {
    expect(await faults(page, 'report', { ready: () => page.locator('.picture .recharts-bar-rectangle').first().waitFor() })).toEqual([])
  })

  it('a reader of English reads the same month in English', async () => {
    const choose = async (menu: string, language: string) => {
      await page.getByRole('button', { name: menu }).click()
      await page.getByRole('menuitemradio', { name: language }).click()
      await page.keyboard.press('Escape')
    }
    await choose('Профиль и настройки', 'English')
    await words().getByText(`In November 2026 there were ${months.received} requests.`).waitFor()
    await page.getByRole('heading', { name: 'Whole service, November 2026' }).waitFor()
    await picture('english')
    await choose('Profile and settings', 'Русский')
    await words().getByText('В ноябре 2026 года').waitFor()
  })

  it('on paper there is the report and nothing of the frame around it', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'light' })
    expect(await page.locator('.top').isVisible()).toBe(false)
    expect(await page.getByRole('link', { name: 'Скачать XLSX' }).isVisible()).toBe(false)
    expect(await words().isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
  })

  it('nothing went wrong behind the page', () => {
    expect(workspace.troubles).toEqual([])
  })
})

type Filled = { received: number; berezka: string }
type Next = NonNullable<Story['next']>[number]

/** A November of a small service: most in time, some late for different reasons, two pauses, an outage, and what October left. */
async function fillMonths(db: Db): Promise<Filled> {
  const regulation = { id: 1, version: jupiterDocument.version, document: jupiterDocument, policy: jupiterPolicy } as Regulation
  const service = openCalendar(jupiterPolicy.calendars.service)
  const [berezka, sosna] = [await seedCompany(db, 'ООО «Берёзка»', 0), await seedCompany(db, 'ИП Соснов', 0)]
  const points = [
    await seedPoint(db, { name: 'Кафе «Берёзка»', companyId: berezka }, 0), await seedPoint(db, { name: 'Кафе «Берёзка» на Арбате', companyId: berezka }, 0), await seedPoint(db, { name: 'Бар «Сосна»', companyId: sosna }, 0),
  ]
  const team: Actor[] = []
  for (const name of ['Анна Ковалёва', 'Игорь Лапин', 'Марина Ким']) team.push({ kind: 'staff', id: await seedStaff(db, name, 0) })
  const guest: Actor = { kind: 'customer', id: null }
  const topics = ['4.4.1', '4.4.1', '4.1.1', '4.3.1', '4.2.1', '5.1', null]
  const subjects = ['Не печатает кухонный принтер', 'Не приходят заказы с сайта', 'Отчёт за смену не сходится', 'Касса не видит сканер', 'Как поменять цену в меню', 'Установить Windows на новую кассу']
  const message = '019a0000-0000-7000-8000-000000000001'
  const story = (index: number, start: Instant, channel = ['telegram', 'telegram', 'telegram', 'phone', 'email'][index % 5]!): Story => {
    const staff = team[index % 3]!
    const category = ([2, 3, 3, 1, 2] as const)[index % 5]!
    const next: Next[] = []
    let at = start
    const then = (fact: TicketFact, wait: number, actor = staff) => {
      at = service.add(at, wait)
      next.push({ at, fact, actor })
    }
    then({ type: 'triaged', category, effect: 'мешает работать', topic: topics[index % 7]! }, index % 11 === 0 ? 45 * minute : 6 * minute)
    then({ type: 'taken' }, 2 * minute)
    then({ type: 'answered', message, asks: index % 9 === 0 }, index % 8 === 3 ? 3 * hour : 12 * minute)
    if (index % 9 === 0) then({ type: 'customer_wrote', message, weight: 'real', subject: null }, 18 * hour, guest)
    if (index % 6 === 5) then({ type: 'recategorised', category: category === 1 ? 2 : 1, basis: 'changed', reason: 'стало иначе' }, 10 * minute)
    if (index % 10 === 4) then({ type: 'handed_over', to: 'developers', note: 'нужна сборка' }, hour)
    if (index % 10 === 4) then({ type: 'delay_noted', reason: '6.5.4' }, hour)
    if (index % 13 === 1) return { subject: subjects[index % 6]!, at: start, channel, pointId: points[index % 3]!, next }
    then({ type: 'result_reported', kind: index % 7 === 5 ? 'refused' : 'done', text: 'Готово.', message: null }, index % 10 === 4 ? 100 * hour : 2 * hour)
    then({ type: 'confirmed', note: '' }, hour, guest)
    return { subject: subjects[index % 6]!, at: start, channel, stop: category === 1, pointId: points[index % 3]!, next: next.filter(one => one.at <= now) }
  }
  await seedTicket(db, regulation, story(2, on('10-29', '12:00')), now)
  let received = 0
  for (let index = 0; index < 56; index++) {
    const start = on(`11-${String(1 + index % 22).padStart(2, '0')}`, `${String(9 + (index * 5) % 13).padStart(2, '0')}:${String((index * 17) % 60).padStart(2, '0')}`)
    await seedTicket(db, regulation, story(index, start), now)
    received++
  }
  await sql`insert into incidents (id, number, title, scope, state, source, created_at, started_at, opened_at, ended_at)
    values ('019a0000-0000-7000-8000-0000000000a1', 7, 'Не приходят заказы с сайта и от агрегаторов', 'all', 'ended', 'hand', '2026-11-14T16:10:00Z', '2026-11-14T16:12:00Z', '2026-11-14T16:15:00Z', '2026-11-14T17:41:00Z')`.execute(db)
  await seedTicket(db, regulation, {
    subject: 'Нет заказов с сайта', at: on('11-14', '19:15'), pointId: points[0]!, next: [
      { at: on('11-14', '19:20'), fact: { type: 'triaged', category: 1, effect: 'нет заказов', topic: '4.1.2' }, actor: team[0]! },
      { at: on('11-14', '19:21'), fact: { type: 'attached_to_incident', incident: '019a0000-0000-7000-8000-0000000000a1', number: 7, by: 'staff' }, actor: team[0]! },
      { at: on('11-14', '19:30'), fact: { type: 'answered', message, asks: false }, actor: team[0]! },
    ],
  }, now)
  received++
  await sql`update tickets set created_at = (select min(e.at) from ticket_events e where e.ticket_id = tickets.id)`.execute(db)
  return { received, berezka }
}
