import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../browser.ts'
import { dataFolder, runProgram, type Program } from '../program.ts'

/** Why it takes longer: read before it is sent, and taken back within a few seconds. */
describe.runIf(hasBrowser('test/stories/delay.story.test.ts (a reason of delay in the workspace, in a browser)'))('a reason of delay', () => {
  const folder = dataFolder()
  let program: Program
  let browser: Browser
  let desk: Page
  let cafe: Page
  const words = 'Работа занимает больше времени, чем обычно: причина оказалась сложной, и её приходится искать глубже. Мы продолжаем.'
  const printed = (what: RegExp): string => what.exec(program.out())?.[1] ?? `not printed: ${what}`

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
    await box.fill('Не сходится касса за вчера')
    await box.press('Enter')
    await bot('Заявка № 1001 принята').waitFor()
    await desk.getByText('Не сходится касса за вчера').first().click()
    await desk.getByRole('heading', { name: 'Разбор' }).waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await folder.end()
  })

  const bot = (text: string) => cafe.getByRole('article', { name: 'Поддержка «Юпитер»' }).filter({ hasText: text })
  const opened = async () => {
    await desk.getByRole('heading', { name: '№ 1001' }).click()
    await desk.keyboard.press('h')
    const dialog = desk.getByRole('dialog', { name: 'Почему дольше обычного' })
    await dialog.getByText(words).waitFor()
    return dialog
  }
  const picture = async (name: string): Promise<void> => {
    const where = process.env['STORY_PICTURES']
    if (where === undefined) return
    for (const scheme of ['light', 'dark'] as const) for (const width of [1440, 390]) {
      await desk.emulateMedia({ colorScheme: scheme })
      await desk.setViewportSize({ width, height: 844 })
      await desk.screenshot({ path: `${where}/${name}-${scheme}-${width}.png` })
    }
    await desk.emulateMedia({ colorScheme: 'light' })
    await desk.setViewportSize({ width: 1440, height: 900 })
  }

  it('R-6.5.4 under each reason stands what the customer will read; that we wait for him cannot be said while we do not', async () => {
    const dialog = await opened()
    await picture('delay-dialog')
    expect(await dialog.getByText(`№ 1001. ${words}`).count()).toBe(1)
    const waiting = dialog.getByRole('button', { name: /мы долго ждём вашего ответа/ })
    expect(await waiting.isDisabled()).toBe(true)
    await waiting.getByText('сейчас ничего не ждём').waitFor()
  })

  it('R-6.5.4 one key chooses; taken back in time, the customer reads nothing and nothing is noted', async () => {
    await desk.keyboard.press('4')
    await desk.getByText('Сейчас клиент прочтёт').waitFor()
    await picture('delay-soon')
    await desk.getByRole('button', { name: 'Не отправлять' }).click()
    await desk.getByText('Сейчас клиент прочтёт').waitFor({ state: 'hidden' })
    // A word that goes at once comes after anything that would still have been sent before it.
    const answer = desk.getByRole('textbox', { name: 'Ответ клиенту' })
    await answer.fill('Смотрим журнал кассы.')
    await answer.press('Control+Enter')
    await bot('Смотрим журнал кассы.').waitFor()
    expect(await bot(words).count()).toBe(0)
    expect((await desk.evaluate(async () => (await (await fetch('/api/tickets/1001')).json() as { ticket: { delays: string[] } }).ticket.delays))).toEqual([])
  })

  it('R-6.5.4 what is not taken back goes by itself, and the next word after it', async () => {
    await opened()
    await desk.keyboard.press('4')
    await desk.getByText('Сейчас клиент прочтёт').waitFor()
    const answer = desk.getByRole('textbox', { name: 'Ответ клиенту' })
    await answer.fill('Завтра до обеда напишем, что нашли.')
    await answer.press('Control+Enter')
    await bot('Завтра до обеда напишем').waitFor()
    const said = await cafe.getByRole('article', { name: 'Поддержка «Юпитер»' }).allInnerTexts()
    const at = (text: string): number => said.findIndex(line => line.includes(text))
    expect(at(words)).toBeGreaterThan(-1)
    expect(at('Завтра до обеда напишем')).toBeGreaterThan(at(words))
    expect(await (await opened()).getByRole('button', { name: new RegExp(words) }).isDisabled()).toBe(true)
  })
})
