import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faults, hasBrowser, picture, pictureFailure } from '../browser.ts'
import { openPractice, type Practice } from './practice.ts'

/** A stop report as those see it who sit at the desk: on top of every screen, with a key, until somebody has it. */
describe.runIf(hasBrowser('test/stories/alarms-workspace.story.test.ts (alarms in the workspace)'))('an alarm in the workspace', () => {
  let practice: Practice
  let desk: Page
  let cafe: Page

  beforeAll(async () => {
    // The program has the real clock: a desk that never closes, so that the story goes the same way at night.
    practice = await openPractice({ zone: 'Europe/Moscow', regulation: text => text.replaceAll('[["09:00", "23:00"]]', '[["00:00", "24:00"]]') })
    ;({ desk, cafe } = practice)
    await desk.getByText('Открытых заявок нет').waitFor()
  })
  afterAll(() => practice.end())
  afterEach(({ task }) => pictureFailure(task, { desk, chat: cafe }))

  const bot: Practice['bot'] = words => practice.bot(words)
  const says: Practice['says'] = text => practice.says(text)
  const bar = () => desk.getByRole('region', { name: 'Срочное' })

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

  it('a screen reader hears of an alarm once, and not of the minutes that go by', async () => {
    const spoken = () => desk.evaluate<string[]>(`[...document.querySelectorAll('[aria-live]')].map(one => one.textContent).filter(text => text.includes('Касса'))`)
    expect(await spoken()).toEqual(['Работа стоит, № 1001, Кафе «Берёзка», Касса не пробивает чеки'])
    await desk.evaluate(`window.saidAloud = 0; for (const live of document.querySelectorAll('[aria-live]')) {
      new MutationObserver(() => { if (live.textContent.includes('Касса')) window.saidAloud++ }).observe(live, { subtree: true, childList: true, characterData: true })
    }`)
    await desk.getByRole('button', { name: 'Перевести часы' }).click()
    await desk.getByRole('menuitem', { name: 'На 15 минут вперёд' }).click()
    await bar().getByText(/ждёт 1[5-9] мин/).waitFor()
    expect(await desk.evaluate('window.saidAloud')).toBe(0)
    expect(await spoken()).toHaveLength(1)
  })

  it('reads with a screen reader, light and dark, wide and on a phone', async () => {
    await desk.goto(new URL('/alarms', desk.url()).href)
    await desk.getByRole('region', { name: 'Сейчас' }).waitFor()
    expect(await faults(desk, 'alarms', { as: ['light', 'dark', 'phone', 'dark phone'] })).toEqual([])
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
    await picture(desk, 'alarms-telegram')
    await desk.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await picture(desk, 'alarms-page')
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
    expect(practice.troubles).toEqual([])
  })
})
