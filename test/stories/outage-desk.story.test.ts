import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTelegramSim, type Person, type Sim } from '../../sim/telegram/index.ts'
import { pointPayload } from '../../src/contacts/links.ts'
import { systemTime } from '../../src/lib/time.ts'
import { barriers, hasBrowser, picture, pictureFailure } from '../browser.ts'
import { points, settleCast, type PointName } from './cast.ts'
import { telegramOf } from './opening.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** The lead sits at the desk while restaurants write to the bot: an outage from the first sign to its end, in a browser and in Telegram. */
describe.runIf(hasBrowser('test/stories/outage-desk.story.test.ts (an outage in a browser)'))('the lead sees an outage in minutes', () => {
  let sim: Sim
  let workspace: Workspace
  let page: Page
  const guests: Person[] = []

  beforeAll(async () => {
    sim = await startTelegramSim({ now: () => systemTime.now() })
    workspace = await openWorkspace({
      time: systemTime, channels: log => [telegramOf({ apiRoot: sim.apiRoot, time: systemTime, log })], settle: db => settleCast(db, systemTime.now()),
    })
    page = workspace.page
  })
  afterAll(async () => {
    await workspace.end()
    await sim.stop()
  })
  afterEach(({ task }) => pictureFailure(task, { outage: page }))

  async function writes(point: PointName, text: string): Promise<Person> {
    const id = 610_000_000 + guests.length
    const person = await sim.person({ id, firstName: `Гость ${guests.length + 1}`, phone: `+7916${String(id).slice(-7)}` })
    guests.push(person)
    await person.opensLink(pointPayload(points[point].token))
    await person.says(text)
    return person
  }
  const heard = async (person: Person, words: string): Promise<void> => {
    await sim.when(async () => (await person.botLines()).some(line => line.text.includes(words)))
  }
  const isAccessible = async (): Promise<void> => expect(await barriers(page)).toEqual([])

  it('R-4.1.1 R-4.1.2 three points write alike: the desk says so by itself, and why', async () => {
    await page.goto(`${workspace.house.url}/incidents`)
    await page.getByText('Сейчас сбоев нет').waitFor()
    await picture(page, 'outage-empty', true)
    await writes('berezka', 'Не приходят заказы с сайта')
    await writes('arbat', 'Заказы с сайта перестали приходить')
    await writes('pelmennaya', 'С сайта не приходят заказы уже полчаса')
    // One outage, one line: its own, or the alarm that rings for it.
    const banner = page.getByRole('navigation', { name: 'Сбои' }).getByRole('link', { name: /Похоже на сбой/ }).or(page.locator('.alarm-bar a[href^="/incidents/"]'))
    await banner.waitFor()
    await banner.click()
    await page.getByText(/3 точки пишут похожее за 1 мин/).waitFor()
    await page.getByText('Из чего составлено').waitFor()
    await picture(page, 'outage-proposed', true)
    await isAccessible()
  })

  it('R-4.1.2 R-6.3.2 the lead sees what customers will read, opens it, and watches it arrive', async () => {
    await page.getByRole('button', { name: 'Это сбой, открыть' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Название, как его увидят клиенты').fill('Не приходят заказы с сайта')
    await dialog.getByText('Заказы с сайта', { exact: true }).click()
    await dialog.getByText('Все точки', { exact: true }).click()
    await dialog.getByLabel('Что сказать клиентам').fill('С 19:12 МСК не приходят заказы с сайта. Причину устраняем.')
    await dialog.getByRole('region', { name: 'Что прочитает клиент' }).getByText('ничего делать не нужно').waitFor()
    await dialog.getByLabel(/^Началось/).waitFor()
    await dialog.getByText('Какие новые сообщения относить сюда').click()
    expect(await dialog.getByLabel('Тема', { exact: true }).inputValue()).toBe('4.1.2')
    await picture(page, 'outage-opening', true)
    await isAccessible()
    await dialog.getByRole('button', { name: 'Открыть и сообщить' }).click()
    await dialog.waitFor({ state: 'hidden' })
    for (const guest of guests) await heard(guest, 'Причину устраняем. Ваша заявка №')
    await page.getByText('Все получили').waitFor()
    await page.getByRole('navigation', { name: 'Сбои' }).getByRole('link', { name: /Сбой № 1: Не приходят заказы с сайта/ }).waitFor()
    await picture(page, 'outage-open', true)
    await isAccessible()
  })

  it('R-4.1.2 a further report hangs on it by itself; its ticket says of which outage it is', async () => {
    const guest = await writes('priboy', 'У нас нет заказов с сайта')
    await heard(guest, 'Причину устраняем. Ваша заявка №')
    const line = page.getByRole('region', { name: 'Заявки сбоя' }).getByText('У нас нет заказов с сайта')
    await line.waitFor()
    await page.getByRole('region', { name: 'Заявки сбоя' }).getByRole('link', { name: '№ 1004' }).click()
    const mark = page.getByRole('link', { name: 'Сбой № 1', exact: true })
    await mark.waitFor()
    await picture(page, 'outage-ticket', true)
    await mark.click()
  })

  it('R-4.1.2 a specialist sees from the ticket of which outage it may be, and chosen rows are attached together', async () => {
    const other = await writes('berezka', 'Странно работает касса')
    await heard(other, 'принята')
    await page.goto(`${workspace.house.url}/`)
    await page.getByRole('checkbox', { name: /1005/ }).check()
    await page.getByRole('toolbar').getByRole('button', { name: 'В сбой' }).click()
    await page.getByRole('dialog').getByText('Прикрепить к сбою').waitFor()
    await picture(page, 'outage-choose', true)
    await isAccessible()
    await page.getByRole('dialog').getByRole('button', { name: 'Прикрепить к сбою' }).click()
    await heard(other, 'Причину устраняем. Ваша заявка №')
    await page.getByRole('link', { name: /№ 1005/ }).getByText('Сбой № 1').waitFor()
    await page.getByRole('navigation', { name: 'Сбои' }).getByRole('link', { name: /Сбой № 1/ }).click()
    await page.getByText('прикреплена вручную').waitFor()
  })

  it('R-4.1.2 what was said with a mistake is put right: who has it reads the correction, the page says so and keeps what was', async () => {
    await page.getByRole('button', { name: 'Исправить', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const text = dialog.getByLabel('Как должно быть')
    expect(await text.inputValue()).toContain('С 19:12 МСК')
    await text.fill('С 19:02 МСК не приходят заказы с сайта. Причину устраняем.')
    await dialog.getByRole('region', { name: 'Что прочитает клиент' }).getByText('Поправка к нашему сообщению. С 19:02').waitFor()
    expect(await dialog.getByRole('checkbox', { name: /^Написать 5 получателям/ }).isChecked()).toBe(true)
    await picture(page, 'outage-correct', true)
    await isAccessible()
    await dialog.getByRole('button', { name: 'Исправить' }).click()
    // Taken back within a few seconds nothing goes, and nothing that was typed is lost.
    await page.getByRole('button', { name: 'Не отправлять' }).click()
    await page.getByRole('button', { name: 'Исправить', exact: true }).click()
    expect(await dialog.getByLabel('Как должно быть').inputValue()).toContain('С 19:02 МСК')
    await dialog.getByRole('button', { name: 'Исправить' }).click()
    for (const guest of guests) await heard(guest, 'Поправка к нашему сообщению. С 19:02')
    await page.getByText('исправлено', { exact: true }).waitFor()
    await page.getByText('Что исправляли').click()
    await page.getByText('Было:').waitFor()
    await picture(page, 'outage-corrected', true)
    await isAccessible()
  })

  it('R-4.1.2 a message that should never have gone is struck, with the reason; nobody finds it on the public page', async () => {
    await page.getByRole('button', { name: 'Новое сообщение' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Что сказать' }).fill('Всё починили.')
    await page.getByRole('dialog').getByRole('button', { name: 'Отправить всем' }).click()
    for (const guest of guests) await heard(guest, 'Всё починили.')
    await page.getByRole('listitem').filter({ hasText: 'Всё починили.' }).getByRole('button', { name: 'Вычеркнуть' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Почему').fill('Перепутали сбои')
    await picture(page, 'outage-strike', true)
    await isAccessible()
    await dialog.getByRole('button', { name: 'Вычеркнуть' }).click()
    await page.getByText('вычеркнуто', { exact: true }).waitFor()
    await page.getByText(/Перепутали сбои/).waitFor()
    await picture(page, 'outage-struck', true)
    await isAccessible()
    expect(await (await fetch(`${workspace.house.url}/status`)).text()).not.toContain('Всё починили')
  })

  it('R-6.4.1 R-6.4.2 news, then the end; who presses «У нас не работает» is back in work', async () => {
    await page.getByRole('button', { name: 'Новое сообщение' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Что сказать' }).fill('Нашли причину, восстанавливаем.')
    await page.getByRole('dialog').getByRole('button', { name: 'Отправить всем' }).click()
    for (const guest of guests) await heard(guest, 'Нашли причину')
    await page.getByRole('button', { name: 'Закончить сбой' }).click()
    await page.getByRole('dialog').getByLabel('Что сказать в конце').fill('В 20:41 приём заказов восстановлен.')
    await picture(page, 'outage-ending', true)
    await page.getByRole('dialog').getByRole('button', { name: 'Закончить и сообщить' }).click()
    for (const guest of guests) await heard(guest, 'В 20:41 приём заказов восстановлен.')
    await page.getByText('закончился').first().waitFor()
    await guests[0]!.presses('У нас не работает')
    await heard(guests[0]!, 'возвращаемся')
    await page.getByRole('navigation', { name: 'Сбои' }).waitFor({ state: 'detached' })
    await picture(page, 'outage-ended', true)
  })

  it('the public page tells everybody what was and what was said, on a phone and in the dark too', async () => {
    await page.goto(`${workspace.house.url}/status`)
    await page.getByRole('heading', { name: 'Не приходят заказы с сайта' }).waitFor()
    expect(await page.getByText('Берёзка').count()).toBe(0)
    await picture(page, 'outage-status', true)
    await isAccessible()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'outage-status-phone-dark', true)
    await isAccessible()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByRole('link', { name: 'In English' }).click()
    await page.getByRole('heading', { level: 1, name: /Status of/ }).waitFor()
  })

  it('the workspace reads well on a phone and in the dark', async () => {
    await page.goto(`${workspace.house.url}/incidents`)
    const row = page.getByRole('link', { name: /Сбой № 1/ }).first()
    await row.waitFor()
    await picture(page, 'outage-list-phone-dark', true)
    await row.click()
    await page.getByRole('heading', { name: 'Не приходят заказы с сайта' }).waitFor()
    await picture(page, 'outage-page-phone-dark', true)
    await isAccessible()
    expect(workspace.troubles).toEqual([])
  })
})
