import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import type { Bot } from 'grammy'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { practiceCast } from './cast.ts'
import { pngOf } from './sample.ts'
import type { Sim } from './sim.ts'
import { polls, simWithBot } from './testing.ts'

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const isHere = existsSync(browserPath)
if (!isHere) {
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(`no Chromium at ${browserPath}: the chat page cannot be tested`)
  process.emitWarning(`SKIPPED: sim/telegram/page.test.ts (the chat page in a browser): no Chromium at ${browserPath}`)
}

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

describe.runIf(isHere)('the chat page', () => {
  let sim: Sim
  let bot: Bot
  let end: () => Promise<void>
  let browser: Browser
  let page: Page
  let troubles: string[]

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath, args: flags })
  })
  afterAll(async () => {
    await browser.close()
  })
  beforeEach(async () => {
    ({ sim, bot, end } = await simWithBot({ cast: practiceCast }))
    troubles = []
    page = await browser.newPage({ viewport: { width: 1_100, height: 800 } })
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    return async () => {
      await page.close()
      await end()
      expect(troubles).toEqual([])
    }
  })

  const open = async (query = ''): Promise<void> => {
    await page.goto(`${sim.apiRoot}/${query}`)
    await page.getByRole('button', { name: /Ольга/ }).waitFor()
  }
  const log = () => page.locator('#log')
  const field = () => page.getByRole('textbox')
  /** Hands a file to the page as a browser does on paste or drop. Written as text: it runs in the page, not here. */
  const transfer = (target: string, name: string, type: string, bytes: Uint8Array, event: string): Promise<unknown> => page.evaluate(`(() => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(${JSON.stringify([...bytes])})], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }))
    document.querySelector(${JSON.stringify(target)}).dispatchEvent(${event})
  })()`)
  const ids = practiceCast.map((person) => person.id)
  const olga = ids[0] ?? 0

  test('a link with ?start= opens the bot with its payload, once', async () => {
    const starts: string[] = []
    bot.command('start', (ctx) => {
      starts.push(ctx.match)
      return ctx.reply(`Здравствуйте! Точка ${ctx.match}`)
    })
    await polls(sim, bot)
    await open('?start=qr-berezka')
    await log().getByText('Здравствуйте! Точка qr-berezka').waitFor()
    expect(new URL(page.url()).searchParams.get('start')).toBeNull()
    await page.reload()
    await log().getByText('Здравствуйте! Точка qr-berezka').waitFor()
    expect(starts).toEqual(['qr-berezka'])
  })

  test('a message goes out on Enter, the answer comes without a reload and a button edits it in place', async () => {
    bot.command('start', (ctx) => ctx.reply(`Здравствуйте! Точка ${ctx.match}`))
    bot.on('message:text', (ctx) => ctx.reply(`<b>Заявка № 1</b>: ${ctx.message.text.length}`, {
      parse_mode: 'HTML', disable_notification: true, reply_markup: { inline_keyboard: [[{ text: 'Уже не нужно', callback_data: 'w' }]] },
    }))
    bot.on('callback_query', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'Заявка снята' })
      await ctx.editMessageText('Заявка № 1 снята')
    })
    await polls(sim, bot)
    await open()
    await page.getByText('Учебный чат: это имитация Telegram').waitFor()
    await page.getByRole('button', { name: 'Навести камеру: QR у кассы' }).click()
    await log().getByText('Здравствуйте! Точка qr-berezka').waitFor()
    await field().fill('касса')
    await field().press('Shift+Enter')
    await field().pressSequentially('стоит')
    await field().press('Enter')
    const card = log().locator('b', { hasText: 'Заявка № 1' })
    await card.waitFor()
    await log().getByTitle('Без звука').waitFor()
    await page.getByRole('button', { name: 'Уже не нужно' }).click()
    await page.getByText('Заявка снята', { exact: true }).waitFor()
    await log().getByText('Заявка № 1 снята').waitFor()
    await log().getByText('изменено').waitFor()
    expect(await page.getByRole('button', { name: 'Уже не нужно' }).count()).toBe(0)
    const person = await sim.person({ id: olga, firstName: 'Ольга' })
    expect((await person.transcript()).map((line) => line.text)).toContain('касса\nстоит')
  })

  test('what people write is never read as markup, what bots format is', async () => {
    await open()
    const person = await sim.person({ id: olga, firstName: 'Ольга' })
    await person.says('<img src=x onerror="document.title=\'беда\'"><b>не жирно</b>')
    await bot.api.sendMessage(olga, '<i>курсив</i> <a href="https://example.org/">ссылка</a> <a href="tg://resolve?domain=x">чужая</a> &lt;script&gt;', { parse_mode: 'HTML' })
    await log().locator('i', { hasText: 'курсив' }).waitFor()
    expect(await log().locator('img, script, b').count()).toBe(0)
    expect(await log().locator('a').evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('href'), link.getAttribute('rel')])))
      .toEqual([['ссылка', 'https://example.org/', 'noopener noreferrer']])
    expect(await page.title()).toBe('Учебный чат')
  })

  test('photos chosen together go as one album with a caption, a document keeps its name', async () => {
    await open()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Прикрепить' }).click()
    await page.getByRole('menuitem', { name: 'Фото или видео' }).click()
    await (await chooser).setFiles(['a.png', 'b.png'].map((name) => ({ name, mimeType: 'image/png', buffer: Buffer.from(pngOf(320, 200)) })))
    await page.getByPlaceholder('Подпись к файлам').fill('экран кассы')
    await field().press('Enter')
    await log().locator('.album img').nth(1).waitFor()
    const second = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Прикрепить' }).click()
    await page.getByRole('menuitem', { name: 'Файл', exact: true }).click()
    await (await second).setFiles({ name: 'журнал кассы.log', mimeType: 'text/plain', buffer: Buffer.from('строка') })
    await page.getByRole('button', { name: 'Отправить', exact: true }).click()
    await log().getByText('журнал кассы.log').waitFor()
    const updates = await bot.api.getUpdates()
    expect(new Set(updates.slice(0, 2).map((update) => update.message?.media_group_id)).size).toBe(1)
    expect(updates.map((update) => update.message?.caption ?? update.message?.document?.file_name)).toEqual(['экран кассы', undefined, 'журнал кассы.log'])
  })

  test('a pasted picture and a dropped file wait above the field and go with Enter', async () => {
    await open()
    await transfer('textarea', 'снимок.png', 'image/png', pngOf(40, 30), "new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })")
    await page.locator('.tray img').waitFor()
    await field().press('Enter')
    await log().locator('.photo img').waitFor()
    await transfer('#chat', 'отчёт.txt', 'text/plain', Buffer.from('x'), "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })")
    await page.locator('.tray').getByText('отчёт.txt').waitFor()
    await field().press('Enter')
    await log().getByText('отчёт.txt').waitFor()
    expect((await bot.api.getUpdates()).map((update) => (update.message?.photo === undefined ? update.message?.document?.file_name : 'photo'))).toEqual(['photo', 'отчёт.txt'])
  })

  test('own messages are edited, any message is answered, the number is shared by the bot\'s button', async () => {
    await open()
    await field().fill('не печатет')
    await field().press('Enter')
    const own = log().locator('.from-person').first()
    await own.hover()
    await own.getByRole('button', { name: 'Действия' }).click()
    await page.getByRole('menuitem', { name: 'Изменить' }).click()
    await field().fill('не печатает')
    await field().press('Enter')
    await log().getByText('изменено').waitFor()
    await bot.api.sendMessage(olga, 'Ваш телефон?', { reply_markup: { keyboard: [[{ text: 'Отправить мой номер', request_contact: true }]], one_time_keyboard: true } })
    const theirs = log().locator('.from-bot').first()
    await theirs.hover()
    await theirs.getByRole('button', { name: 'Действия' }).click()
    await page.getByRole('menuitem', { name: 'Ответить' }).click()
    await field().fill('сейчас')
    await field().press('Enter')
    await log().locator('.quote').getByText('Ваш телефон?').waitFor()
    await page.getByRole('button', { name: 'Отправить мой номер' }).click()
    await log().getByText('+79161234501').waitFor()
    await page.locator('.keyboard').waitFor({ state: 'hidden' })
    const updates = await bot.api.getUpdates()
    expect(updates[1]?.edited_message?.text).toBe('не печатает')
    expect(updates[2]?.message?.reply_to_message?.text).toBe('Ваш телефон?')
    expect(updates[3]?.message?.contact).toMatchObject({ phone_number: '+79161234501', user_id: olga })
  })

  test('a blocked bot cannot be written to until it is unblocked', async () => {
    await open()
    await page.locator('#head').getByRole('button', { name: 'Действия' }).click()
    await page.getByRole('menuitem', { name: 'Заблокировать бота' }).click()
    await page.getByText('Вы заблокировали этого бота').waitFor()
    expect(await field().isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Разблокировать' }).click()
    await field().waitFor()
    expect((await bot.api.getUpdates()).map((update) => update.my_chat_member?.new_chat_member.status)).toEqual(['kicked', 'member'])
  })

  test('another person has another chat, and an answer there is counted as unread', async () => {
    await open()
    await page.getByRole('button', { name: /Тимур/ }).click()
    await field().fill('смена не открывается')
    await field().press('Enter')
    await log().getByText('смена не открывается').waitFor()
    await page.getByRole('button', { name: /Ольга/ }).click()
    await page.getByText('Здесь пока пусто').waitFor()
    await bot.api.sendMessage(ids[1] ?? 0, 'Заявка № 2 принята')
    await page.getByRole('button', { name: /Тимур/ }).getByLabel('Непрочитанных: 1').waitFor()
    await page.getByRole('button', { name: /Тимур/ }).click()
    await log().getByText('Заявка № 2 принята').waitFor()
    expect(await page.locator('.unread').count()).toBe(0)
  })

  test.each(['light', 'dark'] as const)('a full chat passes the accessibility rules in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const person = await sim.person({ id: olga, firstName: 'Ольга' })
    const { messageId } = await person.says('касса стоит, https://example.org/x')
    await person.sendsPhoto({ bytes: pngOf(200, 120) }, { caption: 'экран' })
    await person.sendsDocument({ name: 'журнал.log', bytes: Buffer.from('x') })
    await bot.api.sendMessage(olga, 'Заявка <a href="https://example.org/">№ 1</a>', {
      parse_mode: 'HTML', disable_notification: true, reply_parameters: { message_id: messageId }, reply_markup: { inline_keyboard: [[{ text: 'Уже не нужно', callback_data: 'w' }]] },
    })
    await bot.api.sendMessage(olga, 'Телефон?', { reply_markup: { keyboard: [[{ text: 'Отправить', request_contact: true }]] } })
    await bot.api.sendMessage(ids[1] ?? 0, 'x').catch(() => undefined)
    await open()
    await log().getByText('Телефон?').waitFor()
    await page.evaluate(axe.source)
    const found: unknown = await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => [id, nodes.map((node) => [node.html.slice(0, 120), node.any[0]?.message])]))`)
    expect(found).toEqual([])
  })

  test.each([['desktop', 1_280, 'light'], ['phone', 390, 'light'], ['phone at night', 390, 'dark']] as const)('nothing sticks out on %s', async (_name, width, colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await open('?lang=en')
    await page.getByText('Practice chat: this is an imitation of Telegram').waitFor()
    await bot.api.getUpdates()
    await (await sim.person({ id: olga, firstName: 'Ольга' })).says(`слово${'о'.repeat(300)} https://example.org/${'a'.repeat(200)}`)
    await bot.api.sendMessage(olga, '<pre>длинная строка кода без единого переноса, которая не помещается в ширину телефона</pre>', {
      parse_mode: 'HTML', reply_markup: { inline_keyboard: [[{ text: 'Очень длинная надпись на кнопке, которой тесно', callback_data: 'a' }, { text: 'Вторая', callback_data: 'b' }]] },
    })
    await log().locator('pre').waitFor()
    expect(await page.locator('html').evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    expect(await log().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    expect(await field().isVisible()).toBe(true)
  })
})
