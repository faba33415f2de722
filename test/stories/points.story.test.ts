import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../browser.ts'
import { dataFolder, runProgram, type Program } from '../program.ts'

/** The first morning: a lead loads the points of a customer from a table with a fault in it, finds one by ear, prints its sheet, takes all of it back. */
describe.runIf(hasBrowser('test/stories/points.story.test.ts (points, people and imports in a browser)'))('points and people from a table', () => {
  const folder = dataFolder()
  let program: Program
  let browser: Browser
  let desk: Page
  let base: string
  const troubles: string[] = []

  beforeAll(async () => {
    program = runProgram({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' })
    ;[browser] = await Promise.all([openBrowser(), program.opened()])
    const enter = /(\S+\/enter\/\S+)/.exec(program.out())?.[1]
    if (enter === undefined) throw new Error(`no way in\n${program.out()}${program.err()}`)
    desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ru-RU', timezoneId: 'Europe/Moscow' })).newPage()
    desk.setDefaultTimeout(20_000)
    desk.on('pageerror', error => troubles.push(error.message))
    desk.on('console', message => message.type() === 'error' && troubles.push(message.text()))
    await desk.goto(enter)
    base = new URL(desk.url()).origin
  })
  afterAll(async () => {
    await browser.close()
    await folder.end()
  })

  const head = 'ИНН;Заказчик;Код точки;Точка;Адрес;Часовой пояс;Контакт;Должность;Телефон;Роль'
  const good = '7701000001;ООО «Калинка»;K-1;Кафе «Калинка»;"Омск, Лесная, 5";Омск;Ия Зорина;управляющая;8 916 000-00-01;управляющий'
  const wrong = '7701000001;ООО «Калинка»;K-2;Чебуречная «Калинка»;"Омск, Мира, 1";Нарния;Глеб;;8 916 000-00-02;владелец'
  const give = async (...rows: string[]): Promise<void> => {
    await desk.locator('input[type=file]').setInputFiles({ name: 'калинка.csv', mimeType: 'text/csv', buffer: Buffer.from([head, ...rows].join('\r\n')) })
    await desk.getByRole('heading', { name: 'Проверка: калинка.csv' }).waitFor()
  }
  const check = () => desk.getByRole('region', { name: 'Проверка' })
  const find = async (words: string): Promise<void> => {
    await desk.goto(`${base}/points`)
    await desk.getByRole('searchbox', { name: 'Найти точку' }).fill(words)
  }

  it('the way in is in the menu; the dry run names row, column, value and what to do', async () => {
    await desk.getByRole('button', { name: 'Разделы' }).click()
    await desk.getByRole('menuitem', { name: 'Точки и люди' }).click()
    await desk.getByRole('link', { name: 'Загрузить таблицу' }).click()
    await give(good, wrong)
    const row = check().getByRole('row').filter({ hasText: 'Нарния' })
    expect(await row.innerText()).toMatch(/^3\s+Часовой пояс\s+Нарния\s+Такой пояс не узнали\. Напишите город или «МСК\+4»\./)
    expect(await check().getByRole('row', { name: /^Точки/ }).innerText()).toMatch(/Точки\s+1\s+0\s+0/)
  })

  it('the file put right is loaded, and the same file again changes nothing', async () => {
    await give(good, wrong.replace('Нарния', 'МСК+3'))
    await desk.getByRole('button', { name: 'Загрузить 2 строки' }).click()
    await desk.getByRole('heading', { name: 'Таблица загружена' }).waitFor()
    await give(good, wrong.replace('Нарния', 'МСК+3'))
    await check().getByText('Менять нечего').waitFor()
  })

  it('the point is found as it sounds and by the phone, and shows who may decide', async () => {
    await find('чибуречная колинка')
    await desk.getByRole('link', { name: /^Чебуречная «Калинка»/ }).click()
    const people = desk.getByRole('region', { name: 'Люди' })
    await people.getByText('решает').waitFor()
    expect(await people.getByLabel('Роль: Глеб').inputValue()).toBe('owner')
    await find('00-00-01')
    await desk.getByRole('link', { name: /^Кафе «Калинка»/ }).click()
    await people.getByLabel('Роль: Ия Зорина').selectOption('owner')
    await desk.getByText('Роль сохранена').waitFor()
  })

  it('the sheet of the point is a PDF behind the link that the page offers', async () => {
    const link = await desk.getByRole('link', { name: 'Лист с QR', exact: true }).getAttribute('href')
    const answer = await desk.context().request.get(`${base}${link!}`)
    expect([answer.status(), answer.headers()['content-type'], (await answer.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-'])
  })

  it('pages read with a screen reader: no fault that axe knows, light and dark, wide and on a phone', async () => {
    for (const path of ['/points', '/import']) {
      await desk.goto(`${base}${path}`)
      await (path === '/points' ? desk.getByRole('link', { name: /^Кафе «Калинка»/ }).click() : give(good.replace('Лесная, 5', 'Лесная, 7')))
      for (const [colorScheme, width] of [['light', 1440], ['dark', 1440], ['light', 390]] as const) {
        await desk.emulateMedia({ colorScheme })
        await desk.setViewportSize({ width, height: 860 })
        await desk.evaluate(axe.source)
        const found = await desk.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> } }).axe.run())
        expect(found.violations.map(({ id, nodes }) => `${path} ${colorScheme} ${width} ${id}: ${nodes.slice(0, 2).map(node => JSON.stringify(node.target)).join(', ')}`)).toEqual([])
        expect(await desk.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
      }
      await desk.setViewportSize({ width: 1440, height: 900 })
    }
  })

  it('taken back, the points are gone, and what a person changed meanwhile stays and is named', async () => {
    await desk.goto(`${base}/import`)
    const history = desk.getByRole('region', { name: 'История' })
    await history.getByRole('button', { name: 'Отменить загрузку' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Отменить загрузку' }).click()
    await desk.getByRole('heading', { name: 'Загрузка отменена' }).waitFor()
    // The role that was changed by hand keeps its person and his point; the other point has gone.
    await desk.getByText('Ия Зорина, Кафе «Калинка» (роль): это изменили после загрузки').waitFor()
    await find('чебуречная калинка')
    await desk.getByRole('link', { name: /^Кафе «Калинка»/ }).or(desk.getByText('Ничего не нашлось')).first().waitFor()
    expect(await desk.getByRole('link', { name: /^Чебуречная «Калинка»/ }).count()).toBe(0)
  })

  it('nothing went wrong behind the pages', () => {
    expect(troubles).toEqual([])
  })
})
