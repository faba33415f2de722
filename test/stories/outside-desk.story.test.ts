import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../browser.ts'
import { dataFolder, runProgram, type Program } from '../program.ts'

/** What lies outside the regulation is assessed and answered by one stroke; and whom to call when nobody left a number. */
describe.runIf(hasBrowser('test/stories/outside-desk.story.test.ts (a topic outside in the workspace, in a browser)'))('a topic outside, at the desk', () => {
  const folder = dataFolder()
  let program: Program
  let browser: Browser
  let desk: Page
  let cafe: Page
  const printed = (what: RegExp): string => what.exec(program.out())?.[1] ?? `not printed: ${what}`
  const bot = (text: string | RegExp) => cafe.getByRole('article', { name: 'Поддержка «Юпитер»' }).filter({ hasText: text })
  const picture = async (name: string): Promise<void> => {
    const where = process.env['STORY_PICTURES']
    if (where === undefined) return
    for (const colorScheme of ['light', 'dark'] as const) for (const width of [1440, 390]) {
      await desk.emulateMedia({ colorScheme })
      await desk.setViewportSize({ width, height: 844 })
      await desk.screenshot({ path: `${where}/${name}-${colorScheme}-${width}.png` })
    }
    await desk.emulateMedia({ colorScheme: 'light' })
    await desk.setViewportSize({ width: 1440, height: 900 })
  }

  beforeAll(async () => {
    program = runProgram({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' })
    ;[browser] = await Promise.all([openBrowser(), program.opened()])
    const windows = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ru-RU', timezoneId: 'Europe/Moscow' })
    windows.setDefaultTimeout(15_000)
    cafe = await windows.newPage()
    desk = await windows.newPage()
    await cafe.goto(printed(/Чат ресторана с ботом: +(\S+)/))
    await desk.goto(printed(/(\S+\/enter\/\S+)/))
    const box = cafe.getByRole('textbox', { name: 'Сообщение' })
    await box.fill('Пропал интернет в зале')
    await box.press('Enter')
    await bot('Заявка № 1001 принята').waitFor()
    await desk.getByText('Пропал интернет в зале').first().click()
    await desk.getByRole('heading', { name: 'Разбор' }).waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await folder.end()
  })

  it('R-6.2.7 who is about to call reads that there is no number, and what to do', async () => {
    await desk.getByRole('heading', { name: '№ 1001' }).click()
    await desk.keyboard.press('c')
    const dialog = desk.getByRole('dialog')
    await dialog.getByText('Номера, по которому можно позвонить, пока нет. Спросите его в чате.').waitFor()
    await picture('whom-to-call')
    await dialog.getByRole('button', { name: 'Отмена' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  it('R-3.1.6 the ready reply is prepared and thought better of: nothing was saved, nothing was said', async () => {
    await desk.locator('body').press('2')
    await desk.getByLabel('Как это мешает работе').fill('Касса продаёт без связи')
    const topic = desk.getByRole('combobox', { name: 'Тема' })
    await topic.fill('54')
    await topic.press('Enter')
    await desk.getByRole('button', { name: 'Подготовить ответ' }).click()
    const dialog = desk.getByRole('dialog')
    expect(await dialog.getByRole('textbox', { name: 'Что сказать клиенту' }).inputValue()).not.toBe('')
    await picture('outside-reply')
    await dialog.getByRole('button', { name: 'Отмена' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await desk.getByRole('heading', { name: 'Разбор' }).waitFor()
    expect(await bot(/категория/).count()).toBe(0)
  })

  it('R-3.1.6, R-5.4 sent, the triage and the answer go by one stroke: the customer reads the recommendation and no category', async () => {
    await desk.getByRole('button', { name: 'Подготовить ответ' }).click()
    const dialog = desk.getByRole('dialog')
    const text = dialog.getByRole('textbox', { name: 'Что сказать клиенту' })
    await text.fill(`${await text.inputValue()} Номер есть в договоре.`)
    await dialog.getByRole('button', { name: 'Сообщить результат' }).click()
    await bot('Номер есть в договоре.').waitFor()
    await desk.getByRole('heading', { name: 'Разбор' }).waitFor({ state: 'hidden' })
    await desk.getByRole('region', { name: 'Порядок работы' }).waitFor()
    expect(await bot(/категория/).count()).toBe(0)
    const { ticket } = await desk.evaluate(async () => await (await fetch('/api/tickets/1001')).json() as { ticket: { category: number; topic: string; state: string } })
    expect(ticket).toMatchObject({ category: 2, topic: '5.4', state: 'awaiting_confirmation' })
  })
})
