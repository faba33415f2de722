import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faults, hasBrowser, pictureFailure } from '../browser.ts'
import { openPractice, type Practice } from './practice.ts'

/** The first morning: a lead loads the points of a customer from a table with a fault in it, finds one by ear, prints its sheet, takes all of it back. */
describe.runIf(hasBrowser('test/stories/points.story.test.ts (points, people and imports in a browser)'))('points and people from a table', () => {
  let practice: Practice
  let desk: Page
  let base: string

  beforeAll(async () => {
    practice = await openPractice({ zone: 'Europe/Moscow' })
    desk = practice.desk
    base = new URL(desk.url()).origin
  })
  afterAll(() => practice.end())
  afterEach(({ task }) => pictureFailure(task, { desk }))

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
      expect(await faults(desk, path.slice(1))).toEqual([])
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
    expect(practice.troubles).toEqual([])
  })
})
