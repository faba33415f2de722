import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTelegramSim, type Person, type Sim } from '../../sim/telegram/index.ts'
import { stamp, together } from '../../src/lib/db.ts'
import { enqueue } from '../../src/delivery/store.ts'
import { newId } from '../../src/lib/ids.ts'
import { minute } from '../../src/lib/instant.ts'
import { systemTime } from '../../src/lib/time.ts'
import { faults, hasBrowser, pictureFailure } from '../browser.ts'
import { settleCast } from './cast.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const token = '7100000001:the-token-of-the-new-bot'

/** An administrator connects the first bot of his desk in a browser, and a lead sees what does not go out. */
describe.runIf(hasBrowser('test/stories/channels-workspace.story.test.ts (channels in a browser)'))('channels are connected in the workspace', () => {
  let sim: Sim
  let workspace: Workspace
  let page: Page
  let olga: Person

  beforeAll(async () => {
    sim = await startTelegramSim({ bots: [{ token, username: 'jupiter_new_bot', firstName: 'Поддержка Юпитера' }] })
    workspace = await openWorkspace({ time: systemTime, settle: db => settleCast(db, systemTime.now()) })
    page = workspace.page
    olga = (await sim.person({ firstName: 'Ольга' })).in({ bot: 'jupiter_new_bot' })
  })
  afterAll(async () => {
    await workspace.end()
    await sim.stop()
  })
  afterEach(({ task }) => pictureFailure(task, { channels: page }))

  it('a wrong token is told in words, the right one says what the bot is, and the guest gets an answer at once', async () => {
    await page.getByRole('button', { name: 'Разделы' }).click()
    await page.getByRole('menuitem', { name: 'Каналы' }).click()
    await page.getByRole('heading', { name: 'Каналы' }).waitFor()
    await page.getByRole('button', { name: 'Подключить Telegram-бота' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Название для коллег').fill('Бот поддержки')
    await dialog.getByLabel('Токен').fill('7100000001:nobody-has-such-a-token')
    await dialog.getByText('Прокси и свой сервер').click()
    await dialog.getByLabel('Адрес сервера Bot API').fill(sim.apiRoot)
    await dialog.getByRole('button', { name: 'Проверить' }).click()
    await dialog.locator('.findings .error').waitFor()
    await dialog.getByLabel('Токен').fill(token)
    await dialog.getByRole('button', { name: 'Проверить' }).click()
    await dialog.locator('.findings .ok').first().waitFor()
    expect(await dialog.locator('.findings').innerText()).toContain('jupiter_new_bot')
    expect(await faults(page, 'channels-bot', { as: ['light', 'dark', 'phone', 'dark phone'] })).toEqual([])
    await dialog.getByRole('button', { name: 'Подключить' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.locator('.channel-card', { hasText: 'Бот поддержки' }).getByText('Работает').waitFor()
    await olga.says('Не печатает чеки')
    await olga.sees(/№ \d+/)
  })

  it('the self-test of a connected channel stays on its card, and a secret is shown nowhere', async () => {
    const card = page.locator('.channel-card', { hasText: 'Бот поддержки' })
    await card.getByRole('button', { name: 'Проверить' }).click()
    await card.locator('.findings .ok').first().waitFor()
    await page.reload()
    await card.locator('.findings .ok').first().waitFor()
    await card.getByRole('button', { name: 'Изменить' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('Токен').inputValue()).toBe('')
    await dialog.getByText('Токен сохранён').waitFor()
    expect(await page.content()).not.toContain(token.split(':')[1])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  it('the form of a mailbox knows the service by the address and says what password it wants', async () => {
    await page.getByRole('button', { name: 'Подключить почту' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Название для коллег').fill('Почта поддержки')
    await dialog.getByLabel('Адрес ящика').fill('jupiterhelp@yandex.ru')
    await dialog.getByText('создайте пароль приложения «Почта»').waitFor()
    // The letters of years are no requests of today.
    expect(await dialog.getByLabel('С какого дня брать письма').inputValue()).toBe(await page.evaluate(`new Date(Date.now()).toLocaleDateString('sv', { timeZone: 'Europe/Moscow' })`))
    await dialog.getByText('Серверы и вход').click()
    expect(await dialog.getByRole('group', { name: 'Получать письма (IMAP)' }).getByLabel('Сервер').inputValue()).toBe('imap.yandex.ru')
    expect(await faults(page, 'channels-mailbox')).toEqual([])
    // Practice sends nothing out of this machine, and says so.
    await dialog.getByLabel('Пароль приложения').fill('borsch')
    await dialog.getByRole('button', { name: 'Подключить' }).click()
    await dialog.getByText('В учебном режиме ничего не уходит наружу').waitFor()
    await dialog.getByRole('button', { name: 'Отмена' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  it('pain 9: what does not go out stands on top of every screen, and a lead sends it another way', { timeout: 60_000 }, async () => {
    const { db } = workspace
    const [conversation] = await db.selectFrom('conversations').select(['id', 'channelId', 'contactId']).where('kind', '=', 'private').execute()
    const ticket = await db.selectFrom('tickets').select('id').where('conversationId', '=', conversation!.id).executeTakeFirstOrThrow()
    const card = page.locator('.channel-card', { hasText: 'Бот поддержки' })
    await card.getByRole('button', { name: 'Выключить' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Выключить' }).click()
    await card.getByRole('button', { name: 'Включить' }).waitFor()
    await together(db, [enqueue([{ id: newId(), conversationId: conversation!.id, ticketId: ticket.id, messageId: null, purpose: 'notice', payload: { kind: 'send', text: 'Заявка в работе' } }], systemTime.now() - 14 * minute)])
    // He writes letters, too, and the desk can answer them.
    await page.getByRole('button', { name: 'Подключить почту' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Название для коллег').fill('Почта поддержки')
    await form.getByLabel('Адрес ящика').fill('help@jupiter.example')
    await form.getByLabel('Почтовая служба').selectOption('Другая')
    await form.getByText('Получать письма (IMAP)').click()
    const sending = form.getByRole('group', { name: 'Отправлять письма (SMTP)' })
    await sending.getByLabel('Сервер').fill('127.0.0.1')
    await sending.getByLabel('Порт').fill('9')
    await sending.getByLabel('Защита').selectOption('none')
    await form.getByLabel('Вход', { exact: true }).selectOption('none')
    await form.getByRole('button', { name: 'Подключить' }).click()
    await form.waitFor({ state: 'hidden' })
    await page.locator('.channel-card', { hasText: 'help@jupiter.example' }).getByText('Только отправка').waitFor()
    const letters = newId()
    await db.insertInto('conversations').values({ id: letters, channelId: 'email', externalId: 'olga@berezka.example', kind: 'email', contactId: conversation!.contactId, createdAt: stamp(systemTime.now()) }).execute()

    await page.reload()
    const bar = page.getByRole('region', { name: 'Доставка' })
    // It is counted for all workspaces together, and each asks now and then.
    await bar.getByText('Не доставлено: 1, самое старое 14 мин').waitFor({ timeout: 30_000 })
    expect(await faults(page, 'channels-bar')).toEqual([])
    await bar.getByRole('button', { name: 'Отправить другим путём' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('сообщений 1, людей 1').waitFor()
    expect(await faults(page, 'channels-reroute', { as: ['light', 'phone'] })).toEqual([])
    await dialog.getByRole('button', { name: 'Отправить' }).click()
    await dialog.getByText('Отправлено другим путём: сообщений 1, заявок 1.').waitFor()
    await dialog.getByRole('button', { name: 'Закрыть' }).last().click()
    expect((await db.selectFrom('tickets').select('conversationId').where('id', '=', ticket.id).executeTakeFirstOrThrow()).conversationId).toBe(letters)
    expect(await faults(page, 'channels')).toEqual([])
  })
})
