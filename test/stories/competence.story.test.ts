import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faults, hasBrowser, pictureFailure } from '../browser.ts'
import { openPractice, type Practice } from './practice.ts'

/** A topic works for the specialist: found by its number, done by its steps, held back until its document is there, and changed by a lead. */
describe.runIf(hasBrowser('test/stories/competence.story.test.ts (topics in the workspace, in a browser)'))('competence in the workspace', () => {
  let practice: Practice
  let desk: Page
  let cafe: Page

  beforeAll(async () => {
    // A refusal that the story asks for is told in the console too.
    practice = await openPractice({ zone: 'Europe/Moscow', expected: /status of 409/ })
    ;({ desk, cafe } = practice)
    await cafe.getByRole('button', { name: 'QR у кассы' }).click()
    await bot('Точка: Кафе «Берёзка»').waitFor()
  })
  afterAll(() => practice.end())
  afterEach(({ task }) => pictureFailure(task, { desk, chat: cafe }))

  const bot: Practice['bot'] = words => practice.bot(words)
  const says: Practice['says'] = text => practice.says(text)
  const panel = () => desk.getByRole('region', { name: 'Порядок работы' })
  const result = async (): Promise<ReturnType<Page['getByRole']>> => {
    await desk.getByRole('toolbar', { name: 'Действия' }).getByRole('button', { name: /^Результат/ }).click()
    return desk.getByRole('dialog')
  }
  /** Opens the newest ticket of the open list and gives it a category and a topic by its number, with the keyboard. */
  const triage = async (subject: string, category: string, effect: string, topic: string, full: string): Promise<void> => {
    await desk.getByText(subject).first().click()
    await desk.getByRole('heading', { name: 'Разбор' }).waitFor()
    await desk.locator('body').press(category)
    await desk.getByLabel('Как это мешает работе').fill(effect)
    const field = desk.getByRole('combobox', { name: 'Тема' })
    await field.fill(topic)
    await field.press('Enter')
    expect(await field.inputValue()).toBe(full)
    await field.press('Enter')
    await desk.getByRole('heading', { name: 'Разбор' }).waitFor({ state: 'hidden' })
    await panel().waitFor()
  }

  it('R-3.1.3 the topic is chosen by its number without dots: «457», Enter', async () => {
    await says('Нужен протокол по заказу 118 от 20 ноября')
    await bot('Заявка № 1001 принята').waitFor()
    await triage('Нужен протокол по заказу 118', '3', 'Плановая работа', '457', '4.5.7 Протоколы заказов')
    await panel().getByText('Сделано 0 из 5').waitFor()
  })

  it('R-3.1.7 steps are ticked by hand and by key, ready words go into the answer', async () => {
    const first = panel().getByRole('checkbox', { name: /^Узнать номер и дату заказа/ })
    await first.click()
    await panel().getByText('Сделано 1 из 5').waitFor()
    expect(await first.isChecked()).toBe(true)
    await desk.getByRole('heading', { name: '№ 1001' }).click()
    await desk.keyboard.press('q')
    await panel().getByText('Сделано 2 из 5').waitFor()
    await panel().getByRole('button', { name: /^Вставить в ответ: Узнать номер/ }).click()
    const composer = desk.getByRole('textbox', { name: 'Ответ клиенту' })
    expect(await composer.inputValue()).toMatch(/^Напишите, пожалуйста, номер заказа или чека/)
    await composer.press('Control+Enter')
    await bot('Напишите, пожалуйста, номер заказа или чека').waitFor()
  })

  it('R-4.5.7 no result before the order protocol is there', async () => {
    const dialog = await result()
    await dialog.getByRole('textbox', { name: 'Что сказать клиенту' }).fill('Протокол готов, он во вложении.')
    await dialog.getByRole('button', { name: 'Сообщить результат' }).click()
    await dialog.getByRole('alert').getByText('сначала нужен готовый документ').waitFor()
    await dialog.getByRole('button', { name: 'Отмена' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  it('R-4.5.7 the protocol wants its number, its date and its file, and then goes to the customer with the result', async () => {
    const form = panel().getByRole('form', { name: 'Протокол заказа' })
    await form.getByRole('button', { name: 'Сохранить документ' }).click()
    await form.getByText('Нужен файл').waitFor()
    expect(await form.getByText('Проверьте значение').count()).toBe(2)
    await form.getByLabel('Номер заказа').fill('118')
    await form.getByLabel('Дата заказа').fill('2026-11-20')
    const chooser = desk.waitForEvent('filechooser')
    await form.getByRole('button', { name: 'Приложить файл' }).click()
    await (await chooser).setFiles({ name: 'protokol-118.txt', mimeType: 'text/plain', buffer: Buffer.from('Заказ 118: 20.11.2026, 19:42, стол 7') })
    await form.getByText(/^protokol-118\.txt · \d/).waitFor()
    await form.getByRole('button', { name: 'Сохранить документ' }).click()
    await panel().getByText('Документ готов, уйдёт клиенту вместе с результатом').waitFor()
    const dialog = await result()
    await dialog.getByRole('textbox', { name: 'Что сказать клиенту' }).fill('Протокол готов, он во вложении.')
    await dialog.getByRole('button', { name: 'Сообщить результат' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await bot('Протокол готов, он во вложении.').waitFor()
    await bot('protokol-118.txt').waitFor()
  })

  it('R-4.4.1 the specialist answers the preconditions; one that is not met opens the ready reply', async () => {
    await says('/new')
    await says('Подключите новый принтер этикеток, пожалуйста')
    await bot('Заявка № 1002 принята').waitFor()
    await triage('Подключите новый принтер этикеток', '3', 'Ставят заранее', '4.4.1', '4.4.1 Подключение')
    const driver = panel().getByRole('group', { name: 'Драйвер устройства установлен в Windows и работает?' })
    await driver.getByRole('button', { name: 'Нет' }).click()
    await driver.getByRole('button', { name: 'Подготовить ответ: Windows и драйверы' }).click()
    const text = desk.getByRole('dialog').getByRole('textbox', { name: 'Что сказать клиенту' })
    expect(await text.inputValue()).toMatch(/^Windows и драйверы мы не устанавливаем\./)
    await desk.getByRole('dialog').getByRole('button', { name: 'Отмена' }).click()
    await driver.getByRole('button', { name: 'Да' }).click()
    await driver.getByRole('button', { name: /^Подготовить ответ/ }).waitFor({ state: 'hidden' })
  })

  it('A-30 on a topic of advice the panel says that we explain and do not do it, and offers no document to give out', async () => {
    await desk.getByRole('heading', { name: '№ 1002' }).click()
    await desk.keyboard.press('o')
    const field = desk.getByRole('dialog').getByRole('combobox', { name: 'Тема' })
    await field.fill('453')
    await field.press('Enter')
    await field.press('Enter')
    await panel().getByText('объясняем, сами не делаем').waitFor()
    await panel().getByText(/^Не создаём и не меняем акции/).waitFor()
    expect(await panel().getByRole('form').count()).toBe(0)
  })

  it('R-3.1.6 a lead edits the reply of what is outside, and the specialist edits it once more before it is sent', async () => {
    await desk.getByRole('button', { name: 'Разделы' }).click()
    await desk.getByRole('menuitem', { name: 'Темы' }).click()
    await desk.getByRole('searchbox', { name: 'Найти тему' }).fill('провайдер')
    await desk.getByRole('link', { name: /^5\.4/ }).click()
    const card = desk.getByRole('article', { name: '5.4 Интернет и линии связи' })
    await card.getByRole('textbox', { name: 'Готовый ответ клиенту' }).fill('Программа готова, а интернета нет: позвоните, пожалуйста, провайдеру.')
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await card.getByText(/^изменено: /).waitFor()
    await desk.getByRole('link', { name: 'Регламент' }).first().click()
    await says('/new')
    await says('Пропал интернет в зале')
    await bot('Заявка № 1003 принята').waitFor()
    await triage('Пропал интернет в зале', '2', 'Касса продаёт без связи', '54', '5.4 Интернет и линии связи')
    await panel().getByRole('button', { name: 'Подготовить ответ: Интернет и линии связи' }).click()
    const dialog = desk.getByRole('dialog')
    const text = dialog.getByRole('textbox', { name: 'Что сказать клиенту' })
    expect(await text.inputValue()).toBe('Программа готова, а интернета нет: позвоните, пожалуйста, провайдеру.')
    await text.fill('Программа готова, а интернета нет: позвоните, пожалуйста, провайдеру. Номер есть в договоре.')
    await dialog.getByRole('button', { name: 'Сообщить результат' }).click()
    await bot('Номер есть в договоре.').waitFor()
  })

  it('R-4.5.8 help with stocktaking is agreed for a day and an hour, and the customer is told', async () => {
    await says('/new')
    await says('В субботу инвентаризация, нужна помощь')
    await bot('Заявка № 1004 принята').waitFor()
    await triage('В субботу инвентаризация', '3', 'Дата известна заранее', 'ревизия', '4.5.8 Инвентаризация')
    const form = panel().getByRole('form', { name: 'Назначить помощь' })
    const inThreeDays = new Date(Date.now() + 3 * 24 * 60 * 60_000).toISOString().slice(0, 10)
    await form.getByLabel(/^День и час/).fill('2020-01-01T10:00')
    await form.getByText('Это время уже прошло').waitFor()
    expect(await form.getByRole('button', { name: 'Назначить' }).isDisabled()).toBe(true)
    await form.getByLabel(/^День и час/).fill(`${inThreeDays}T10:00`)
    await form.getByLabel('Добавить для клиента').fill('Закройте, пожалуйста, накладные накануне.')
    await form.getByRole('button', { name: 'Назначить' }).click()
    await panel().getByText(/^Помощь назначена на .*10:00 МСК$/).waitFor()
    await bot(/Договорились: поможем .*10:00 МСК\. Закройте, пожалуйста, накладные накануне\./).waitFor()
  })

  it('the card of a topic is changed with the keyboard and put back as it was', async () => {
    await desk.goto(new URL('/topics', desk.url()).href)
    await desk.getByRole('searchbox', { name: 'Найти тему' }).fill('421')
    await desk.getByRole('searchbox', { name: 'Найти тему' }).press('Enter')
    const card = desk.getByRole('article', { name: '4.2.1 Обновления' })
    const step = card.getByRole('textbox', { name: 'Шаг 1', exact: true })
    await step.press('Enter')
    await card.getByRole('textbox', { name: 'Шаг 2', exact: true }).fill('Прочитать, что изменилось в новой версии')
    await card.getByRole('textbox', { name: 'Шаг 2', exact: true }).press('Alt+ArrowUp')
    expect(await step.inputValue()).toBe('Прочитать, что изменилось в новой версии')
    await desk.keyboard.press('Control+Enter')
    await card.getByText(/^изменено: /).waitFor()
    await card.getByRole('button', { name: 'История' }).click()
    const history = desk.getByRole('dialog')
    await history.getByText('Порядок работы', { exact: true }).waitFor()
    await history.getByRole('button', { name: 'Вернуть как было: Как в поставке' }).click()
    await history.getByText('Как в поставке').waitFor()
    await desk.keyboard.press('Escape')
    await card.getByText('как в поставке').waitFor()
    expect(await step.inputValue()).toBe('Узнать версию на кассе и сверить с последней')
  })

  it('whoever saves second loses nothing: he is told who was faster, and may keep his words', async () => {
    const card = desk.getByRole('article', { name: '4.2.1 Обновления' })
    const reason = card.getByRole('textbox', { name: 'Почему эта категория' })
    await reason.fill('плановая, ночью')
    // A colleague saves meanwhile.
    const status = await desk.evaluate(async () => {
      const row = await (await fetch('/api/topics/4.2.1')).json() as { version: number; card: { scheduled: boolean } }
      const answer = await fetch('/api/topics/4.2.1', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version: row.version, card: { ...row.card, scheduled: true } }) })
      return answer.status
    })
    expect(status).toBe(200)
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await card.getByText(/^Пока вы правили, карточку изменили: Учебный администратор/).waitFor()
    expect(await reason.inputValue()).toBe('плановая, ночью')
    await card.getByRole('button', { name: 'Оставить мои правки' }).click()
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await card.getByRole('button', { name: 'Отменить правки' }).waitFor({ state: 'hidden' })
    const kept = await desk.evaluate(async () => (await fetch('/api/topics/4.2.1')).json() as Promise<{ version: number; card: { reason: string; scheduled: boolean } }>)
    expect(kept).toMatchObject({ version: 4, card: { reason: 'плановая, ночью', scheduled: true } })
  })

  it('reads with a screen reader: no fault that axe knows, light and dark, wide and on a phone', async () => {
    expect(await faults(desk, 'topics')).toEqual([])
  })

  it('nothing went wrong behind the pages', () => {
    expect(practice.troubles).toEqual([])
  })
})
