import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, hasBrowser, openBrowser, watch } from '../browser.ts'
import { openMailStage, type MailStage, type Writer } from './letters.ts'

/** The page that a letter leads to, on a phone: one question where the link wants something, what is missing as a short form, an answer with files. */
describe.runIf(hasBrowser('test/stories/mail-page.story.test.ts (the page behind a letter in a browser)'))('the page behind a letter', () => {
  let mail: MailStage
  let browser: Browser
  let nina: Writer
  let number = 0
  const troubles: string[] = []
  const opened = async (more: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> => browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ru-RU', ...more })
  const link = (label: string): string => nina.letters().at(-1)!.links[label]!
  const shown = () => mail.stage.ticket(number)

  beforeAll(async () => {
    ;[mail, browser] = await Promise.all([openMailStage(), openBrowser()])
    await mail.stage.at('2026-03-17T14:07+03:00')
    nina = mail.writer('Нина Аркадьевна', 'nina@pelmennaya.example')
    await nina.writes({ subject: 'Сканер не читает коды', text: 'Добрый день! Сканер не читает коды маркировки.' })
    number = (await mail.stage.db.selectFrom('tickets').select('number').executeTakeFirstOrThrow()).number
  })
  afterAll(async () => {
    await browser.close()
    await mail.end()
  })

  it('R-6.1.2-5 asks for what is missing in a form that fits 360 px and has no barrier, light and dark; a wrong phone is said beside its field', async () => {
    const context = await opened()
    const page = watch(await context.newPage(), troubles, 'form', /status of 422/)
    await page.goto(link('Ответить на странице'))
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await barriers(page)).toEqual([])
    }
    const form = page.locator('[data-tell]')
    await form.getByLabel('Вопрос или настройка').check()
    await form.getByLabel('Телефон').fill('не скажу')
    await form.getByRole('button', { name: 'Отправить' }).click()
    await form.getByText('Не похоже на телефон').waitFor()
    await form.getByLabel('Телефон').fill('8 921 123-45-03')
    await form.getByLabel('Где это случилось?').fill('пельменная')
    await form.getByRole('button', { name: /Пельменная № 3/ }).click()
    await form.getByRole('button', { name: 'Отправить' }).click()
    await page.waitForURL(/said=/)
    expect(await page.locator('[data-tell]').getByLabel('Телефон').count()).toBe(0)
    const { ticket } = await shown()
    expect(ticket).toMatchObject({ pointId: mail.stage.points.pelmennaya, facts: { what: 'Вопрос или настройка' } })
    expect(await mail.stage.db.selectFrom('contacts').select('phone').where('id', '=', ticket.contactId!).executeTakeFirst()).toEqual({ phone: '+79211234503' })
    await context.close()
  })

  it('R-6.4.2 the link of a letter asks one question, without a barrier and without a script, and only its button confirms', async () => {
    await mail.stage.does('anna', number, { type: 'triage', category: 3, effect: 'сканер', topic: null })
    await mail.stage.does('anna', number, { type: 'take' })
    await mail.stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Сканер настроили.', told: 'written', fileIds: [] })
    await nina.news()
    const yes = Object.keys(nina.letters().at(-1)!.links).find(label => label === 'Всё работает' || label === 'Вопрос решён')!
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await opened({ colorScheme })
      const page = watch(await context.newPage(), troubles, 'question')
      await page.goto(link(yes))
      expect(await page.getByRole('heading', { name: 'Подтвердить, что вопрос решён?' }).isVisible()).toBe(true)
      // One thing at a time: his word on the result.
      expect(await page.getByRole('heading', { name: 'Чтобы помочь быстрее' }).count()).toBe(0)
      expect(await barriers(page)).toEqual([])
      await context.close()
    }
    expect((await shown()).view.state).toBe('awaiting_confirmation')
    const plain = await opened({ javaScriptEnabled: false })
    const still = watch(await plain.newPage(), troubles, 'plain')
    await still.goto(link(yes))
    await still.locator('.wish').getByRole('button', { name: yes }).click()
    await still.waitForURL(/said=/)
    expect((await shown()).view.state).toBe('resolved')
    expect(await still.locator('.badge').first().innerText()).toBe('Закрыта')
    await plain.close()
  })

  it('S-1 an answer with a file from the page opens the ticket again and lies on it', async () => {
    const context = await opened()
    const page = watch(await context.newPage(), troubles, 'answer')
    await page.goto(nina.letters()[0]!.links['Ответить на странице']!)
    await page.getByLabel('Что-то осталось? Напишите').fill('Сегодня снова не читает')
    await page.getByLabel('Приложить файлы').setInputFiles({ name: 'код.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('ffd8ffe000104a464946', 'hex') })
    await page.getByRole('button', { name: 'Отправить ответ' }).click()
    await page.waitForURL(/said=/)
    const { view, attachments } = await shown()
    expect(view.cycle).toBe(2)
    expect(attachments).toEqual([expect.objectContaining({ name: 'код.jpg', kind: 'photo', state: 'stored' })])
    await context.close()
  })

  it('had no errors in any page', () => {
    expect([mail.stage.troubles, troubles]).toEqual([[], []])
  })
})
