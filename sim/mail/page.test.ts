import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { barriers, hasBrowser, openBrowser } from '../../test/browser.ts'
import { startMailSim, type MailSim } from './index.ts'

const people = [{ address: 'olga@berezka.example', name: 'Ольга Ветрова', role: 'администратор, кафе «Берёзка»' }, { address: 'nina@pelmennaya.example', name: 'Нина', role: 'управляющая' }]

describe.runIf(hasBrowser('sim/mail/page.test.ts (the practice mailbox in a browser)'))('the page of the practice mailbox', () => {
  let browser: Browser
  let sim: MailSim
  let page: Page
  let troubles: string[]
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    sim = await startMailSim({ people, desk: { name: 'Поддержка «Юпитер»', address: 'help@jupiter.example' }, now: () => Date.parse('2026-03-17T11:07:00Z') })
    page = await browser.newPage({ viewport: { width: 1_280, height: 800 }, locale: 'ru-RU' })
    page.setDefaultTimeout(10_000)
    troubles = []
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => message.type() === 'error' && !/502|500/.test(message.text()) && troubles.push(message.text()))
    return async () => {
      await page.close()
      await sim.stop()
      expect(troubles).toEqual([])
    }
  })
  const arrives = async (text: string): Promise<void> => {
    const transport = createTransport({ host: sim.smtp.host, port: sim.smtp.port, ignoreTLS: true })
    await transport.sendMail({ from: '"Поддержка «Юпитер»" <help@jupiter.example>', to: 'olga@berezka.example', subject: '[№ 1042] Нет заказов', text, html: `<p>${text}</p>` }).finally(() => transport.close())
  }

  test('a letter appears by itself, unread, and is read in a frame of its own; its headers are shown when asked for', async () => {
    await page.goto(sim.url)
    await page.getByText('Писем пока нет').waitFor()
    await arrives('Заявка № 1042 принята')
    await page.getByRole('img', { name: 'Непрочитанных: 1' }).waitFor()
    await page.getByRole('button', { name: /Нет заказов/ }).click()
    await page.frameLocator('iframe').getByText('Заявка № 1042 принята').waitFor()
    expect(await page.getByRole('img', { name: /Непрочитанных/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Заголовки письма' }).click()
    expect(await page.locator('.head-lines').innerText()).toContain('MIME-Version: 1.0')
    await page.getByRole('button', { name: 'Как простой текст' }).click()
    expect(await page.locator('main pre:not(.head-lines)').innerText()).toContain('Заявка № 1042 принята')
  })

  test('what could not be sent stays written and says why', async () => {
    await page.goto(`${sim.url}?as=nina@pelmennaya.example`)
    await page.getByRole('button', { name: 'Написать в поддержку' }).click()
    await page.getByLabel('Тема').fill('Сканер')
    await page.getByLabel('Текст письма').fill('Не читает коды')
    await page.getByRole('button', { name: 'Отправить' }).click()
    await page.getByText('Почтовый сервер поддержки не взял письмо').waitFor()
    expect(await page.getByLabel('Текст письма').inputValue()).toBe('Не читает коды')
    await page.getByRole('button', { name: 'Отправить' }).waitFor()
  })

  test('has no barriers in both themes and fits a phone, where letters and letter take turns', async () => {
    await arrives('Приняли')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(sim.url)
      await page.getByRole('button', { name: /Нет заказов/ }).click()
      await page.frameLocator('iframe').getByText('Приняли').waitFor()
      expect(await barriers(page)).toEqual([])
      await page.getByRole('button', { name: 'Ответить' }).click()
      await page.getByLabel('Текст письма').waitFor()
      expect(await barriers(page)).toEqual([])
    }
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(sim.url)
    await page.getByRole('button', { name: /Нет заказов/ }).click()
    await page.getByRole('button', { name: 'Написать в поддержку' }).waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await page.getByRole('button', { name: 'К письмам' }).click()
    await page.getByRole('button', { name: 'Написать в поддержку' }).waitFor()
  })
})
