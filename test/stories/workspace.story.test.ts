import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faults, hasBrowser, picture, pictureFailure } from '../browser.ts'
import { openPractice, type Practice } from './practice.ts'

/**
 * The newcomer plays both sides in two windows, as on an empty machine: the real program in practice mode with its own database server, the chat page for
 * the restaurant, the workspace for the specialist. Nobody reloads a page.
 */
describe.runIf(hasBrowser('test/stories/workspace.story.test.ts (the workspace and the practice chat in a browser)'))('the main job in two windows', () => {
  let practice: Practice
  let desk: Page
  let cafe: Page

  beforeAll(async () => {
    practice = await openPractice()
    ;({ desk, cafe } = practice)
  })
  afterAll(() => practice.end())
  afterEach(({ task }) => pictureFailure(task, { desk, chat: cafe }))

  const bot: Practice['bot'] = words => practice.bot(words)
  const says: Practice['says'] = text => practice.says(text)

  it('the link of the console signs in, the empty queue says what will come', async () => {
    await desk.getByText('Открытых заявок нет').waitFor()
    expect(new URL(desk.url()).pathname).not.toContain('enter')
    await desk.getByText('Учебный режим').waitFor()
  })

  it('R-2.2.4 a text becomes a ticket with a number in the chat and a row in the open queue; a photo stands on the same ticket', async () => {
    await cafe.getByRole('button', { name: 'QR у кассы' }).click()
    await bot('Точка: Кафе «Берёзка»').waitFor()
    await says('Не печатает кухонный принтер, с 10 утра')
    await bot('Заявка № 1001 принята').waitFor()
    const row = desk.getByText('Не печатает кухонный принтер, с 10 утра')
    await row.waitFor()
    const chooser = cafe.waitForEvent('filechooser')
    await cafe.getByRole('button', { name: 'Прикрепить' }).click()
    await cafe.getByRole('menuitem', { name: 'Фото или видео' }).click()
    await (await chooser).setFiles({ name: 'oshibka.png', mimeType: 'image/png', buffer: tinyPng })
    await cafe.getByPlaceholder('Подпись к файлам').press('Enter')
    await row.first().click()
    await desk.getByRole('heading', { name: '№ 1001' }).waitFor()
    await desk.getByRole('button', { name: /^Увеличить/ }).waitFor()
    expect(await desk.getByText('№ 1002').count()).toBe(0)
  })

  it('R-6.2.4 triage by keyboard sets the category and the dues, the customer is told his', async () => {
    await desk.locator('body').press('2')
    await desk.getByLabel('Как это мешает работе').fill('Один принтер, есть обход')
    await desk.getByLabel('Как это мешает работе').press('Enter')
    await desk.getByText('Результат', { exact: true }).first().waitFor()
    await bot(/№ 1001: категория 2, важная\. Срок по регламенту: до/).waitFor()
    await bot('Категория: 2, важная.').waitFor()
  })

  it('R-6.3.2 the answer typed in the workspace appears in the chat and is marked as sent', async () => {
    const composer = desk.getByRole('textbox', { name: 'Ответ клиенту' })
    await composer.fill('Ольга, переключите кабель во второй порт, пожалуйста.')
    await composer.press('Control+Enter')
    await bot('Ольга, переключите кабель во второй порт, пожалуйста.').waitFor()
    await desk.getByLabel(/^Доставлено в канал/).last().waitFor()
    expect(await composer.inputValue()).toBe('')
    await says('Переключили, печатает!')
    await desk.getByText('Переключили, печатает!').first().waitFor()
  })

  it('pain 19 the due opens into its ledger', async () => {
    await desk.getByRole('button', { name: 'Почему такой срок: Результат' }).click()
    const ledger = desk.getByRole('dialog')
    await ledger.getByText('Рабочее время').first().waitFor()
    expect(await ledger.getByRole('row').count()).toBeGreaterThan(3)
    await desk.keyboard.press('Escape')
    await ledger.waitFor({ state: 'hidden' })
  })

  it('R-6.4.1-2 the result, «Всё работает», and the end on both sides', async () => {
    await desk.getByRole('toolbar', { name: 'Действия' }).getByRole('button', { name: /^Результат/ }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Что сказать клиенту' }).fill('Кухонный принтер печатает через второй порт.')
    await dialog.getByRole('button', { name: 'Сообщить результат' }).click()
    await bot(/Кухонный принтер печатает через второй порт\.[\s\S]*Проверьте, пожалуйста/).waitFor()
    await cafe.getByRole('button', { name: 'Всё работает' }).click()
    await bot('Заявка № 1001 закрыта').waitFor()
    await desk.getByRole('main', { name: 'Заявка № 1001' }).getByText(/^(Решена|Закрыта)/).first().waitFor()
    expect(await desk.getByRole('region', { name: 'Заявки: Все' }).getByText('№ 1001').count()).toBe(0)
  })

  it('a ticket by hand for a caller', async () => {
    await desk.getByRole('button', { name: 'Звонок' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByLabel('Кто звонит').fill('8 916 123-45-09')
    await dialog.getByLabel('Что случилось').fill('Не открывается смена на второй кассе')
    // A slip outside the dialog, or Escape, loses no words.
    await desk.mouse.click(8, 300)
    await desk.keyboard.press('Escape')
    expect(await dialog.getByLabel('Что случилось').inputValue()).toBe('Не открывается смена на второй кассе')
    await picture(desk, 'workspace-by-hand')
    await dialog.getByRole('button', { name: 'Зарегистрировать' }).click()
    await desk.getByRole('heading', { name: '№ 1002' }).waitFor()
    await desk.getByText('Не открывается смена на второй кассе').first().waitFor()
  })

  it('reads with a screen reader: no fault that axe knows, light and dark, wide and on a phone', async () => {
    expect(await faults(desk, 'workspace')).toEqual([])
  })

  it('nothing went wrong behind the pages', () => {
    expect(practice.troubles).toEqual([])
  })
})

/** A red dot, 8 by 8. */
const tinyPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC', 'base64')
