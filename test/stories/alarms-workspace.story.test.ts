import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../browser.ts'
import { dataFolder, runProgram, type Program } from '../program.ts'

/** A stop report as those see it who sit at the desk: on top of every screen, with a key, until somebody has it. */
describe.runIf(hasBrowser('test/stories/alarms-workspace.story.test.ts (alarms in the workspace)'))('an alarm in the workspace', () => {
  const folder = dataFolder()
  let program: Program
  let browser: Browser
  let windows: BrowserContext
  let desk: Page
  let cafe: Page
  const troubles: string[] = []

  const watch = (name: string, page: Page): Page => {
    page.setDefaultTimeout(15_000)
    page.on('pageerror', error => troubles.push(`${name}: ${error.message}`))
    page.on('console', message => message.type() === 'error' && troubles.push(`${name}: ${message.text()}`))
    return page
  }
  const printed = (what: RegExp): string => {
    const found = what.exec(program.out())?.[1]
    if (found === undefined) throw new Error(`not printed: ${what}\n${program.out()}${program.err()}`)
    return found
  }

  beforeAll(async () => {
    // The program has the real clock: a desk that never closes, so that the story goes the same way at night.
    const regulation = join(folder.path, 'always-open.yaml')
    writeFileSync(regulation, readFileSync(join(import.meta.dirname, '..', '..', 'regulations', 'jupiter.ru.yaml'), 'utf8').replaceAll('[["09:00", "23:00"]]', '[["00:00", "24:00"]]'))
    program = runProgram({ DATA_DIR: folder.path, LOG_LEVEL: 'warn', REGULATION: regulation })
    ;[browser] = await Promise.all([openBrowser(), program.opened()])
    windows = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ru-RU', timezoneId: 'Europe/Moscow' })
    cafe = watch('chat', await windows.newPage())
    desk = watch('desk', await windows.newPage())
    await cafe.goto(printed(/Чат ресторана с ботом: +(\S+)/))
    await desk.goto(printed(/(\S+\/enter\/\S+)/))
    await desk.getByText('Открытых заявок нет').waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await folder.end()
  })
  afterEach(async ({ task }) => {
    const where = process.env['STORY_PICTURES']
    if (task.result?.state !== 'fail' || where === undefined) return
    for (const [name, page] of [['desk', desk], ['chat', cafe]] as const) await page.screenshot({ path: `${where}/alarms-${task.name.slice(0, 12).replaceAll(/\W+/g, '-')}-${name}.png` })
  })

  const bar = () => desk.getByRole('region', { name: 'Срочное' })
  const bot = (words: string | RegExp) => cafe.getByRole('article', { name: 'Поддержка «Юпитер»' }).filter({ hasText: words }).last()
  const says = async (text: string): Promise<void> => {
    const box = cafe.getByRole('textbox', { name: 'Сообщение' })
    await box.fill(text)
    await box.press('Enter')
  }

  it('R-3.1.2 a stop report stands on top of the screen at once, and in the title of the page', async () => {
    await cafe.getByRole('button', { name: 'QR у кассы' }).click()
    await bot('Точка: Кафе «Берёзка»').waitFor()
    await says('Касса не пробивает чеки')
    await bot('Заявка № 1001 принята').waitFor()
    await cafe.getByRole('button', { name: 'Не можем рассчитать гостей' }).click()
    await bar().getByText('Работа стоит').waitFor()
    await bar().getByText('«Касса не пробивает чеки»').waitFor()
    expect(await desk.title()).toBe('(1) Регламент')
  })

  it('reads with a screen reader, light and dark, wide and on a phone', async () => {
    await desk.goto(new URL('/alarms', desk.url()).href)
    await desk.getByRole('region', { name: 'Сейчас' }).waitFor()
    for (const [colorScheme, width] of [['light', 1440], ['dark', 1440], ['light', 390], ['dark', 390]] as const) {
      await desk.emulateMedia({ colorScheme })
      await desk.setViewportSize({ width, height: 860 })
      const where = process.env['STORY_PICTURES']
      if (where !== undefined) await desk.screenshot({ path: `${where}/alarm-bar-${colorScheme}-${width}.png` })
      await desk.evaluate(axe.source)
      const found = await desk.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> } }).axe.run())
      expect(found.violations.map(({ id, nodes }) => `${colorScheme} ${width} ${id}: ${nodes.slice(0, 2).map(node => JSON.stringify(node.target)).join(', ')}`)).toEqual([])
      expect(await desk.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
    }
    await desk.setViewportSize({ width: 1440, height: 900 })
    await desk.emulateMedia({ colorScheme: 'light' })
  })

  it('pain 35 the sound can be turned off, and stays off after a reload', async () => {
    await bar().getByRole('button', { name: 'Звук включён. Выключить' }).click()
    await bar().getByRole('button', { name: 'Звук выключен. Включить' }).waitFor()
    await desk.reload()
    await bar().getByRole('button', { name: 'Звук выключен. Включить' }).waitFor()
  })

  it('the page of alarms says who was told, and a member can link his own Telegram', async () => {
    await desk.getByRole('button', { name: 'Разделы' }).click()
    await desk.getByRole('menuitem', { name: 'Сигналы' }).click()
    const now = desk.getByRole('region', { name: 'Сейчас' })
    await now.getByText('№ 1001').waitFor()
    expect(await now.getByRole('row').count()).toBe(2)
    await desk.getByRole('button', { name: 'Профиль и настройки' }).click()
    await desk.getByRole('menuitem', { name: 'Мой Telegram' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('img', { name: 'Код со ссылкой на чат с ботом' }).waitFor()
    expect(await dialog.getByRole('link', { name: 'Открыть в Telegram' }).getAttribute('href')).toMatch(/\?start=s_[\w-]{32}$/)
    const where = process.env['STORY_PICTURES']
    if (where !== undefined) await desk.screenshot({ path: `${where}/alarms-telegram.png` })
    await desk.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    if (where !== undefined) await desk.screenshot({ path: `${where}/alarms-page.png` })
  })

  it('R-6.3.1 one key takes the ticket: the bar is gone, the history says who has it', async () => {
    await desk.locator('body').press('Alt+a')
    await desk.getByRole('heading', { name: '№ 1001' }).waitFor()
    await bar().waitFor({ state: 'hidden' })
    await desk.waitForFunction('document.title === "Регламент"')
    await desk.goto(new URL('/alarms', desk.url()).href)
    await desk.getByText('Всё спокойно').waitFor()
    await desk.getByRole('region', { name: 'Раньше' }).getByText(/взято: /).waitFor()
  })

  it('nothing went wrong behind the pages', () => {
    expect(troubles).toEqual([])
  })
})
