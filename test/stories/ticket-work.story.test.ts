import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../browser.ts'
import { dataFolder, runProgram, type Program } from '../program.ts'

/**
 * A working day on a few tickets: asked by a list, waited for, delayed, handed on, answered, disputed. The real program in practice mode, the chat page for
 * the restaurants, the workspace for the specialist, who reloads nothing. With `STORY_PICTURES` each screen leaves pictures: light, dark, phone.
 */
describe.runIf(hasBrowser('test/stories/ticket-work.story.test.ts (questions, results and others in a browser)'))('a specialist works on tickets', { timeout: 90_000 }, () => {
  const folder = dataFolder()
  let program: Program
  let browser: Browser
  let desk: Page
  let cafe: Page
  const troubles: string[] = []
  const wide = { width: 1440, height: 900 }

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
    program = runProgram({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' })
    ;[browser] = await Promise.all([openBrowser(), program.opened()])
    const windows = await browser.newContext({ viewport: wide, locale: 'ru-RU', timezoneId: 'Asia/Vladivostok' })
    cafe = watch('chat', await windows.newPage())
    desk = watch('desk', await windows.newPage())
    await cafe.goto(printed(/Чат ресторана с ботом: +(\S+)/))
    await desk.goto(printed(/(\S+\/enter\/\S+)/))
  })
  afterAll(async () => {
    await browser.close()
    await folder.end()
  })
  const pictures = process.env['STORY_PICTURES']
  afterEach(async ({ task }) => {
    // What a person would have seen when it went wrong.
    if (task.result?.state !== 'fail' || pictures === undefined) return
    for (const [name, page] of [['desk', desk], ['chat', cafe]] as const) await page.screenshot({ path: `${pictures}/failed-${name}.png` })
  })

  /** The bot's latest bubble with these words. */
  const bot = (words: string | RegExp) => cafe.getByRole('article', { name: 'Поддержка «Юпитер»' }).filter({ hasText: words }).last()
  const says = async (text: string): Promise<void> => {
    const box = cafe.getByRole('textbox', { name: 'Сообщение' })
    await box.fill(text)
    await box.press('Enter')
  }
  const plays = (name: string) => cafe.locator('.person').filter({ hasText: name }).click()
  const dialog = () => desk.getByRole('dialog')
  const asked = () => desk.getByRole('region', { name: 'Что просили' })
  const others = () => desk.getByRole('region', { name: 'Работа с другими' })
  const composer = () => desk.getByRole('textbox', { name: 'Ответ клиенту' })
  /** A key of the ticket, pressed while no field has the cursor. */
  const presses = async (key: string): Promise<void> => {
    await desk.evaluate('document.activeElement?.blur()')
    await desk.keyboard.press(key)
  }
  const triages = async (subject: string, number: number): Promise<void> => {
    await desk.getByRole('link', { name: /^Все/ }).click()
    await desk.getByRole('region', { name: 'Заявки: Все' }).getByText(subject).first().click()
    await desk.getByRole('heading', { name: `№ ${number}` }).waitFor()
    await presses('2')
    await desk.getByLabel('Как это мешает работе').fill('Есть обход')
    await desk.keyboard.press('Enter')
    await desk.getByRole('button', { name: 'Почему такой срок: Результат' }).waitFor()
  }

  /** What stands on the screen now has no fault that axe knows and fits: light, dark, and on a phone. */
  async function reads(name: string, only: 'phone' | null = null): Promise<void> {
    for (const [look, colorScheme, width] of [['light', 'light', wide.width], ['dark', 'dark', wide.width], ['phone', 'light', 390]] as const) {
      if (only !== null && look !== only) continue
      await desk.emulateMedia({ colorScheme })
      await desk.setViewportSize({ width, height: look === 'phone' ? 844 : wide.height })
      await desk.locator(`:root[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      // Nothing moves any more: a colour halfway through its fading is no colour of ours.
      await desk.evaluate('Promise.allSettled(document.getAnimations().filter(one => one.effect?.getTiming().iterations !== Infinity).map(one => one.finished))')
      await desk.evaluate(axe.source)
      const found = await desk.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> } }).axe.run())
      if (pictures !== undefined) await desk.screenshot({ path: `${pictures}/${name}-${look}.png` })
      expect(found.violations.map(({ id, nodes }) => `${name} ${look} ${id}: ${nodes.slice(0, 2).map(node => JSON.stringify(node.target)).join(', ')}`)).toEqual([])
      expect(await desk.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), `${name} ${look}: wider than the screen`).toBeLessThanOrEqual(0)
    }
    await desk.emulateMedia({ colorScheme: 'light' })
    await desk.setViewportSize(wide)
  }

  it('R-3.2.3, R-3.2.5 a question is built of items, steps and an agreed hour; the draft outlives a reload; the chat shows it by points', async () => {
    await cafe.getByRole('button', { name: 'QR у кассы' }).click()
    await bot('Точка: Кафе «Берёзка»').waitFor()
    await says('Не печатает кухонный принтер')
    await bot('Заявка № 1001 принята').waitFor()
    await triages('Не печатает кухонный принтер', 1001)
    await composer().fill('Ольга, помогите найти причину.')
    const add = async (kind: string): Promise<void> => {
      const begin = desk.getByRole('button', { name: 'Список и шаги' })
      await (await begin.isVisible() ? begin : desk.getByRole('button', { name: 'Что прислать' })).click()
      await desk.getByRole('menuitem', { name: kind }).click()
    }
    await add('Фото')
    await add('Ответ словами')
    await desk.getByLabel(/^Ответ словами:/).fill('модель принтера, она на наклейке снизу')
    await add('Журнал')
    // Steps by the keyboard alone: Enter begins the next one.
    await desk.getByRole('button', { name: 'Шаг', exact: true }).click()
    await desk.keyboard.type('Выключите принтер')
    await desk.keyboard.press('Enter')
    await desk.keyboard.type('Через минуту включите')
    await desk.getByRole('button', { name: 'Ответ жду до' }).click()
    await desk.getByLabel('Ответ жду до, МСК').fill(noonIn(2))
    await reads('composer')
    await desk.reload()
    await desk.getByLabel('Шаг 2: одно действие').waitFor()
    expect(await desk.getByLabel('Ответ жду до, МСК').inputValue()).toBe(noonIn(2))
    expect(await composer().inputValue()).toBe('Ольга, помогите найти причину.')
    // A kept draft leaves the keyboard to whoever walks along the queue.
    expect(await desk.evaluate('document.activeElement?.tagName')).toBe('BODY')
    await composer().press('Control+Enter')
    await bot(/Пришлите, пожалуйста:\s+1\) фото экрана кассы с ошибкой\s+2\) модель принтера, она на наклейке снизу\s+3\) файл журнала за этот день[\s\S]+По шагам:\s+1\. Выключите принтер\s+2\. Через минуту включите[\s\S]+Ответ ждём до/).waitFor()
    await asked().getByText('0 из 5').waitFor()
    expect(await composer().inputValue()).toBe('')
    expect(await desk.getByLabel('Шаг 1: одно действие').count()).toBe(0)
  })

  it('R-3.2.3, R-3.2.5 a step, a photo and words tick what they bring before the eyes of the specialist; the rest is ticked by hand', async () => {
    const item = (text: string) => asked().getByRole('listitem').filter({ hasText: text })
    await cafe.getByRole('button', { name: '1. Получилось' }).click()
    await item('1. Выключите принтер').getByLabel('есть').waitFor()
    await cafe.getByRole('button', { name: '2. Не получилось' }).click()
    await item('2. Через минуту включите').getByLabel('не получилось', { exact: true }).waitFor()
    const chooser = cafe.waitForEvent('filechooser')
    await cafe.getByRole('button', { name: 'Прикрепить' }).click()
    await cafe.getByRole('menuitem', { name: 'Фото или видео' }).click()
    await (await chooser).setFiles({ name: 'oshibka.png', mimeType: 'image/png', buffer: tinyPng })
    await cafe.getByPlaceholder('Подпись к файлам').press('Enter')
    await item('фото экрана кассы').getByLabel('есть').waitFor()
    await says('Epson TM-T20')
    await item('модель принтера').getByLabel('есть').waitFor()
    await asked().getByText('3 из 5').waitFor()
    await reads('asked')
    // From the item to the message that brought it.
    await item('модель принтера').getByRole('button', { name: 'модель принтера' }).click()
    await desk.locator('.msg.flash').getByText('Epson TM-T20').waitFor()
  })

  it('R-3.3.2 more time is given in a dialog and told; every wait is audited', async () => {
    await presses('f')
    await dialog().getByLabel('Ответ жду до, МСК').fill(noonIn(3))
    await dialog().getByLabel('Почему').fill('журнал пришлёт их администратор')
    await reads('agree')
    await desk.keyboard.press('Control+Enter')
    await bot(/№ 1001\. Хорошо, ждём вашего ответа до .+12:00 МСК/).waitFor()
    const pauses = desk.getByRole('region', { name: 'Ожидания и паузы' })
    await pauses.getByText('файл журнала за этот день: не пришло').first().waitFor()
    await desk.getByRole('region', { name: 'История' }).getByText('журнал пришлёт их администратор').waitFor()
    await asked().getByRole('button', { name: 'Есть: файл журнала за этот день' }).click()
    // What came folds away, but not while a step that did not work is to be thought about.
    await asked().getByText('4 из 5').waitFor()
    await pauses.getByText('всё получено').waitFor()
    await pauses.scrollIntoViewIfNeeded()
    await reads('pauses')
  })

  it('R-6.5.4 one key tells why it takes longer, and tells it once', async () => {
    await presses('h')
    await dialog().getByText('сложная причина').waitFor()
    await reads('delay')
    await desk.keyboard.press('4')
    await dialog().waitFor({ state: 'hidden' })
    await bot('Работа занимает больше времени, чем обычно').waitFor()
    await others().getByText('Почему дольше: сложная причина').waitFor()
    await presses('h')
    expect(await dialog().getByRole('button', { name: /сложная причина/ }).isDisabled()).toBe(true)
    await desk.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
  })

  it('R-3.3.3, A-16 a due moves with its reason and a notice; its ledger says so', async () => {
    await presses('s')
    await dialog().getByLabel('Новый срок, МСК').fill(noonIn(12))
    await dialog().getByRole('button', { name: 'причина не в программе' }).click()
    await reads('revise')
    await desk.keyboard.press('Control+Enter')
    await bot(/№ 1001\. Срок изменился: теперь до .+12:00 МСК \(было .+\)\. Почему: дело не в программе/).waitFor()
    await desk.getByRole('region', { name: 'Сроки' }).getByText(/до .+12:00 МСК/).first().waitFor()
    await desk.getByRole('button', { name: 'Почему такой срок: Результат' }).click()
    await dialog().getByText(/пересмотрен → /).waitFor()
    await reads('ledger')
    await desk.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
  })

  it('product 3, R-3.2.7 a third party has a name, a number and an hour to look again; then the work comes back', async () => {
    await presses('d')
    await dialog().getByText(/^Сторонней службе/).click()
    await dialog().getByLabel('Кто').fill('ЦТО «Касса-Сервис»')
    await dialog().getByLabel('Номер обращения').fill('Р-118')
    await dialog().getByLabel('Что нужно сделать').fill('Проверить плату принтера')
    await dialog().getByLabel('Когда проверить ответ, МСК').fill(noonIn(4))
    await reads('third-party')
    await desk.keyboard.press('Control+Enter')
    await bot('обратились за помощью в другую организацию (ЦТО «Касса-Сервис»)').waitFor()
    await others().getByText('ЦТО «Касса-Сервис», обращение Р-118').waitFor()
    await others().getByText(/Проверить ответ .+12:00 МСК/).waitFor()
    await reads('others')
    await desk.setViewportSize({ width: 390, height: 844 })
    await desk.getByRole('button', { name: 'Карточки и сроки' }).click()
    await others().waitFor()
    await reads('context', 'phone')
    await desk.goBack()
    await presses('b')
    await dialog().getByLabel('Что получили').fill('Плата цела')
    await desk.keyboard.press('Control+Enter')
    await dialog().waitFor({ state: 'hidden' })
    await desk.locator('.ticket-head').getByText('В работе').waitFor()
  })

  it('R-6.3.5 a new development item is made while handing over; its page has who waits and who is affected, and one message reaches them', async () => {
    await presses('d')
    await dialog().getByLabel('Задача').fill('Печать на второй порт')
    // Typed and not picked is the new item all the same; a slip of the hand loses nothing of what was typed.
    await dialog().getByText('Новая задача: «Печать на второй порт»').waitFor()
    await dialog().getByLabel('Что нужно сделать').fill('Порт 2 не открывается после сна')
    await desk.keyboard.press('Escape')
    await desk.mouse.click(4, 400)
    expect(await dialog().getByLabel('Что нужно сделать').inputValue()).toBe('Порт 2 не открывается после сна')
    await dialog().getByLabel('Что нужно сделать').click()
    await reads('developers')
    await desk.keyboard.press('Control+Enter')
    await bot(/исправят её разработчики[\s\S]+не меняйте, пожалуйста, настройки/).waitFor()
    await others().getByRole('link', { name: /Печать на второй порт/ }).click()
    await desk.getByRole('heading', { name: /Печать на второй порт/ }).waitFor()
    await desk.getByRole('region', { name: 'Заявки' }).getByRole('link', { name: '№ 1001' }).waitFor()
    const affected = desk.getByRole('region', { name: 'Кого ещё касается' })
    await affected.getByText('«Пельменная № 3»').waitFor()
    expect(await affected.getByText('на Арбате').count()).toBe(0)
    await desk.getByLabel('Что им сказать').fill('Исправление выйдет с обновлением 5.3 в среду.')
    await reads('development')
    await desk.getByRole('button', { name: 'Отправить в 1 заявку' }).click()
    await bot('Исправление выйдет с обновлением 5.3 в среду.').waitFor()
    await desk.getByText(/получили 1/).waitFor()
    await reads('told')
    await desk.getByRole('link', { name: 'Ко всем задачам' }).click()
    await desk.getByRole('cell', { name: 'Печать на второй порт' }).waitFor()
    await reads('developments')
  })

  it('R-6.4.1-2, A-20 an unclear answer waits in a short list, one key judges it, a dispute brings the ticket back and the lead', async () => {
    await desk.getByRole('link', { name: 'Печать на второй порт' }).click()
    await desk.getByRole('link', { name: '№ 1001' }).click()
    await desk.getByRole('heading', { name: '№ 1001' }).waitFor()
    await presses('b')
    await dialog().getByRole('textbox').waitFor()
    await desk.keyboard.press('Control+Enter')
    await dialog().waitFor({ state: 'hidden' })
    await presses('r')
    await dialog().getByLabel('Что сказать клиенту').fill('Принтер печатает через второй порт.')
    await reads('result')
    await desk.keyboard.press('Control+Enter')
    await bot('Принтер печатает через второй порт.').waitFor()
    await says('Вроде печатает, но не всегда')
    await desk.getByText('Ответ на результат. Что он значит?').waitFor()
    await presses('Alt+j')
    await desk.locator('.judging').getByText('Вроде печатает, но не всегда').waitFor()
    await reads('judging')
    await presses('2')
    await desk.getByText('Разбирать нечего').waitFor()
    await reads('judged')
    await cafe.getByRole('button', { name: 'Позвать старшего' }).click()
    await bot('позвали старшего смены').waitFor()
    await desk.goBack()
    await desk.getByRole('heading', { name: '№ 1001' }).waitFor()
    await desk.locator('.ticket-head').getByText('зовёт старшего').waitFor()
    await desk.getByRole('region', { name: 'История' }).getByText('Клиент позвал старшего').waitFor()
    await reads('lead-called')
  })

  it('product 4.5 a yes is rated in the chat and stands on the ticket', async () => {
    await presses('r')
    await dialog().getByLabel('Что сказать клиенту').fill('Заменили кабель, проверили печать три раза.')
    await desk.keyboard.press('Control+Enter')
    await bot('Заменили кабель').waitFor()
    await cafe.getByRole('button', { name: 'Всё работает' }).last().click()
    await bot('Как мы справились?').waitFor()
    await cafe.getByRole('button', { name: '5', exact: true }).click()
    await desk.locator('.ticket-head').getByText('оценка 5').waitFor()
    await reads('rated')
  })

  it('R-2.4.4 a ticket has several people and points: one gets the notices, another may be written to, and a second point is added', async () => {
    await plays('Тимур')
    await cafe.getByRole('button', { name: 'QR у кассы' }).click()
    await bot('на Арбате').waitFor()
    await says('Не приходят заказы с доставки')
    await bot('Заявка № 1002 принята').waitFor()
    await triages('Не приходят заказы с доставки', 1002)
    const menu = async (line: string): Promise<void> => {
      await desk.getByRole('toolbar', { name: 'Действия' }).getByRole('button', { name: 'Ещё' }).click()
      await desk.getByRole('menuitem', { name: line }).click()
    }
    await desk.getByRole('toolbar', { name: 'Действия' }).getByRole('button', { name: 'Ещё' }).click()
    await desk.getByRole('menuitem', { name: 'Кому пишем' }).waitFor()
    await reads('menu')
    await desk.keyboard.press('Escape')
    await desk.getByRole('menu').waitFor({ state: 'hidden' })
    await menu('Кому пишем')
    await dialog().getByLabel('Другой человек').fill('Ольга')
    await desk.getByRole('option', { name: /Ольга/ }).click()
    await reads('people')
    await desk.keyboard.press('Control+Enter')
    await desk.getByRole('region', { name: 'История' }).getByText('Уведомления теперь получает Ольга Ветрова').waitFor()
    const to = desk.getByRole('combobox', { name: 'Кому', exact: true })
    await to.waitFor()
    expect(await to.getByRole('option').allInnerTexts()).toEqual(['Ольга Ветрова', 'Тимур Сафин'])
    await to.selectOption('Тимур Сафин')
    await composer().fill('Тимур, какая служба доставки?')
    await reads('to')
    await composer().press('Control+Enter')
    await bot('Тимур, какая служба доставки?').waitFor()
    await menu('Ещё одна точка')
    await dialog().getByRole('combobox').fill('Берёзка')
    await desk.getByRole('option', { name: /Кузнецкий/ }).click()
    await reads('second-point')
    await desk.keyboard.press('Control+Enter')
    await others().getByText('Ещё точка: Кафе «Берёзка»').waitFor()
    await reads('people-and-points')
  })

  it('nothing went wrong behind the pages', () => {
    expect(troubles).toEqual([])
  })
})

/** Noon in Moscow so many days from now, as the field takes it. */
const noonIn = (days: number): string => `${new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Moscow' }).format(Date.now() + days * 86_400_000)}T12:00`

/** A red dot, 8 by 8. */
const tinyPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC', 'base64')
