import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, hasBrowser, openBrowser, watch } from '../browser.ts'
import { eventsOf, openStage, type Shown, type Stage } from './stage.ts'

/** A restaurant without a messenger writes by the public form from a phone and follows its ticket behind the link; a specialist works on it as on any other. */
describe.runIf(hasBrowser('test/stories/form.story.test.ts (the public form in a browser)'))('the public form', () => {
  let stage: Stage
  let browser: Browser
  let phone: BrowserContext
  let page: Page
  const troubles: string[] = []

  /** What the story provokes itself: no connection, and addresses that are refused. */
  const watched = (name: string, opened: Page): Page => watch(opened, troubles, name, /ERR_INTERNET_DISCONNECTED|status of 4\d\d/)
  const shownOf = (number: number): Promise<Shown> => stage.ticket(number)
  const ticket = { number: 0, link: '' }

  beforeAll(async () => {
    ;[stage, browser] = await Promise.all([openStage(), openBrowser()])
    await stage.at('2026-03-17T14:07+03:00')
    phone = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ru-RU', hasTouch: true })
    page = watched('phone', await phone.newPage())
  })
  afterAll(async () => {
    await browser.close()
    await stage.end()
  })

  it('opens by the QR at the till, knows the point, fits 360 px, and has no barrier for anybody, light and dark', async () => {
    const token = stage.qr('berezka').slice(2)
    await page.goto(`${stage.house.url}/n/${token}`)
    expect(await text(page)).toContain('Точка: Кафе «Берёзка»')
    expect(await text(page)).toContain('До 10 файлов, каждый до 25 МБ')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await barriers(page)).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('a message typed without a connection is kept, sent by itself when it is back, and taken once however often the button is pressed', async () => {
    await page.getByLabel('Не можем рассчитать гостей').check()
    await page.getByLabel('Расскажите, что случилось').fill('Касса не открывает смену, ошибка 208')
    await page.getByLabel(/^Телефон/).fill('8 916 555-12-34')
    await page.getByLabel(/^Фото, видео/).setInputFiles({ name: 'экран.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') })
    await stage.advance('PT5S')
    await phone.setOffline(true)
    const send = page.getByRole('button', { name: 'Отправить', exact: true })
    await send.click()
    await expect.poll(() => text(page), { timeout: 10_000 }).toContain('Нет связи. Всё, что вы написали, сохранено')
    await send.click({ force: true })
    await phone.setOffline(false)
    await page.waitForURL(/\/t\//)
    ticket.number = await numberOf(page)
    ticket.link = page.url().split('?')[0]!
    const shown = await shownOf(ticket.number)
    expect(shown.messages.filter(one => one.direction === 'in').map(one => one.text)).toEqual(['Касса не открывает смену, ошибка 208'])
    expect(shown.ticket).toMatchObject({ channel: 'portal', stopReported: true, pointId: stage.points.berezka })
    expect(shown.ticket.facts.what).toBe('Не можем рассчитать гостей')
    expect(shown.attachments).toEqual([expect.objectContaining({ name: 'экран.png', kind: 'photo' })])
    expect(await stage.db.selectFrom('contacts').select(['phone', 'language']).where('id', '=', shown.ticket.contactId!).executeTakeFirst()).toEqual({ phone: '+79165551234', language: 'ru' })
  })

  it('R-6.2.1-3 shows the number and the times at once, as the receipt says them, and the questions that the form has asked are not asked again', async () => {
    const said = await text(page)
    expect(said).toContain(`Заявка № ${ticket.number} принята в 14:07 МСК`)
    expect(said).toContain('Точка: Кафе «Берёзка»')
    expect(said).not.toContain('Где это случилось?')
    expect(said).not.toContain('По какому телефону')
    expect(await barriers(page)).toEqual([])
  })

  it('R-6.3.3 an answer of the desk starts no wait before the page was fetched; a second browser with the link sees it, and his answer ends the wait', async () => {
    await page.goto('about:blank')
    await stage.does('anna', ticket.number, { type: 'triage', category: 2, effect: 'смена не открывается', topic: null })
    await stage.does('anna', ticket.number, { type: 'take' })
    await stage.does('anna', ticket.number, { type: 'answer', text: 'Пришлите, пожалуйста, фото ошибки.', asks: true, items: [{ kind: 'photo', text: 'фото ошибки' }], fileIds: [] })
    expect(eventsOf(await shownOf(ticket.number), 'delivered')).toEqual([])
    const other = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'ru-RU' })
    const second = watched('second', await other.newPage())
    await second.goto(ticket.link)
    expect(await text(second)).toContain('Пришлите, пожалуйста, фото ошибки.')
    expect(await text(second)).toContain('Ждём вас')
    await expect.poll(async () => eventsOf(await shownOf(ticket.number), 'delivered').length).toBe(1)
    await second.getByLabel('Ваш ответ').fill('Вот фото')
    await second.getByLabel('Приложить файлы').setInputFiles({ name: 'ошибка.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('ffd8ffe000104a464946', 'hex') })
    await second.getByRole('button', { name: 'Отправить ответ' }).click()
    await second.waitForURL(/said=/)
    const shown = await shownOf(ticket.number)
    expect(shown.view.state).toBe('in_work')
    expect(shown.attachments.map(one => one.name)).toEqual(['экран.png', 'ошибка.jpg'])
    await other.close()
  })

  it('R-6.3.3 words that nobody has fetched for four working hours call for a call, and count as delivered when he looks after all', async () => {
    // An open page asks for news by itself.
    await page.goto('about:blank')
    await stage.does('anna', ticket.number, { type: 'answer', text: 'Смотрим журнал, вернёмся до вечера.', asks: false, fileIds: [] })
    await stage.advance('PT3H59M')
    expect((await shownOf(ticket.number)).openCallTasks).toEqual([])
    await stage.advance('PT2M')
    await expect.poll(async () => (await shownOf(ticket.number)).openCallTasks).toEqual(['not_seen'])
    expect(eventsOf(await shownOf(ticket.number), 'not_delivered').at(-1)).toMatchObject({ reason: 'not_seen' })
    const before = eventsOf(await shownOf(ticket.number), 'delivered').length
    await page.goto(ticket.link)
    expect(await text(page)).toContain('Смотрим журнал')
    await expect.poll(async () => eventsOf(await shownOf(ticket.number), 'delivered').length).toBe(before + 1)
    expect(await stage.db.selectFrom('addresses').select('undeliverableSince').where('channelId', '=', 'portal').where('contactId', '=', (await shownOf(ticket.number)).ticket.contactId!).executeTakeFirst()).toEqual({ undeliverableSince: null })
  })

  it('R-6.4.2 a result is confirmed by a button, once', async () => {
    await stage.does('anna', ticket.number, { type: 'report_result', kind: 'done', text: 'Смену открыли, чек пробит.', told: 'written', fileIds: [] })
    await page.goto(ticket.link)
    await page.getByRole('button', { name: 'Всё работает' }).click()
    await page.waitForURL(/said=/)
    expect((await shownOf(ticket.number)).view.state).toBe('resolved')
    expect(await text(page)).toContain('Закрыта')
    expect(await page.getByRole('button', { name: 'Всё работает' }).count()).toBe(0)
  })

  it('works without a script: a question in words stands for the puzzle, errors stand beside their fields, what was typed stays', async () => {
    const plain = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ru-RU', javaScriptEnabled: false })
    const still = watched('plain', await plain.newPage())
    await still.goto(`${stage.house.url}/new`)
    await stage.advance('PT5S')
    await still.getByLabel('Расскажите, что случилось').fill('Не печатает принтер')
    await still.getByLabel(/^Телефон/).fill('не скажу')
    await still.getByLabel('Где это случилось?').fill('у вокзала')
    const sum = /будет (\d+) плюс (\d+)/.exec(await text(still))!
    await still.getByLabel(/сколько будет/).fill(String(Number(sum[1]) + Number(sum[2])))
    await still.getByRole('button', { name: 'Отправить' }).click()
    expect(await text(still)).toContain('Не похоже на телефон')
    expect(await still.getByLabel('Расскажите, что случилось').inputValue()).toBe('Не печатает принтер')
    await still.getByLabel(/^Телефон/).fill('')
    await still.getByLabel(/сколько будет/).fill(String(Number(sum[1]) + Number(sum[2])))
    await still.getByRole('button', { name: 'Отправить' }).click()
    expect(await text(still)).toContain('Заявка №')
    const number = await numberOf(still)
    expect(number).toBeGreaterThan(ticket.number)
    expect((await shownOf(number)).messages.find(one => one.direction === 'in')!.text).toBe('Не печатает принтер\n\nТочка: у вокзала')
    await still.getByRole('button', { name: 'Уже не нужно' }).click()
    expect((await shownOf(number)).view.state).toBe('closed')
    await plain.close()
  })

  it('a forged link leads nowhere, an opened link presses nothing, a link ends some days after its ticket', async () => {
    const forged = `${ticket.link.slice(0, -2)}${ticket.link.endsWith('AA') ? 'BB' : 'AA'}`
    expect((await fetch(forged)).status).toBe(410)
    const before = (await shownOf(ticket.number)).events.length
    const scanned = await fetch(ticket.link)
    expect([scanned.status, scanned.headers.get('cache-control'), scanned.headers.get('x-robots-tag')]).toEqual([200, 'no-store', 'noindex, nofollow'])
    expect((await fetch(ticket.link, { method: 'POST', headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }, body: new FormData() })).status).toBe(403)
    expect((await shownOf(ticket.number)).events).toHaveLength(before)
    await stage.advance('P15D')
    expect((await fetch(ticket.link)).status).toBe(410)
  })

  it('had no errors in any page', () => {
    expect(stage.troubles).toEqual([])
    expect(troubles).toEqual([])
  })
})

const numberOf = async (where: Page): Promise<number> => Number(/№\s(\d+)/.exec(await where.getByRole('heading', { level: 1 }).innerText())?.[1])
/** What the page says now, in one line. */
const text = async (where: Page): Promise<string> => (await where.locator('body').innerText()).replaceAll(/[\u00a0\u202f\s]+/g, ' ')
