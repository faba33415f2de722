import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { letterEvent } from '../../src/channels/email/raw-letter.ts'
import { glanceAt } from '../../src/channels/email/stub.ts'
import type { Reading } from '../../src/intake/inbound.ts'
import { record } from '../../src/intake/store.ts'
import { json, stamp } from '../../src/lib/db.ts'
import { systemTime } from '../../src/lib/time.ts'
import { pngOf } from '../../sim/telegram/index.ts'
import { faults, hasBrowser, picture, pictureFailure } from '../browser.ts'
import { forged, letterBox, letterOf, proven, unjudged, type Letter, type Written } from '../letters.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const irina = { name: 'Ирина Седова', address: 'irina@kafe-most.example' }
const petr = { name: 'Пётр Ильин', address: 'petr@kafe-most.example' }
const buh = { name: '', address: 'buh@kafe-most.example' }
const shop = { name: 'Магазин касс', address: 'news@shop.example' }

/** Letters as a specialist sees them: whose they are, why they stand where they stand, and how what stands wrong is put right. */
describe.runIf(hasBrowser('test/stories/letters-desk.story.test.ts (letters in a browser)'))('letters at the desk', () => {
  let workspace: Workspace
  let page: Page
  const box = letterBox()
  let at = systemTime.now() - 60_000
  /** Id of the letter that began the first ticket. */
  let first: string

  beforeAll(async () => {
    workspace = await openWorkspace({ time: systemTime, channels: () => [{ ...box, glance: glanceAt }] })
    page = workspace.page
  })
  afterAll(() => workspace.end())
  afterEach(({ task }) => pictureFailure(task, { letters: page }))

  async function comes(written: Omit<Written, 'at'>): Promise<Letter> {
    const letter = letterOf({ ...written, at: ++at })
    await put({ ok: true, events: [letter] }, letter)
    return letter
  }
  const put = (reading: Reading, { eventKey, from }: { eventKey: string; from?: string } | Letter & { from?: string }) =>
    record(workspace.db, 'email', [{ key: eventKey, lane: `from ${from ?? eventKey}`, raw: { reading } }], systemTime.now())
  const opens = async (number: number): Promise<void> => {
    await page.goto(`${workspace.house.url}/tickets/${number}`)
    await page.getByRole('heading', { name: `№ ${number}` }).waitFor()
  }
  const sentTo = (address: string) => box.sent.find(({ to }) => to === address)
  const article = (words: string) => page.getByRole('log').getByRole('article').filter({ hasText: words })
  /** Stores a picture, as the channel does with one that a letter brought. */
  const storedPicture = async (): Promise<string> => page.evaluate(async bytes => {
    const form = new FormData()
    form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }), 'oshibka.png')
    const answer = await fetch('/api/files', { method: 'POST', body: form })
    return (await answer.json() as { id: string }).id
  }, [...pngOf()])
  const looks = async (name: string, ready?: () => Promise<unknown>): Promise<void> => expect(await faults(page, name, ready === undefined ? {} : { ready })).toEqual([])

  it('R-2.2.5 a letter stands in the queue and on its ticket with its sign; whole, with its images, it opens in a frame of its own', async () => {
    const id = await storedPicture()
    const began = await comes({
      from: irina, subject: 'Не печатает кухонный принтер', text: 'Добрый день!\n\nПосле обновления принтер молчит, на экране ошибка.', to: [petr], cc: [buh], verdict: proven,
      files: [
        { fileRef: id, stored: id, name: 'oshibka.png', mime: 'image/png', size: 100, kind: 'inline' },
        { fileRef: id, stored: id, name: 'Журнал кассы.txt', mime: 'text/plain', size: 2_000, kind: 'document' },
      ],
      shown: {
        html: '<p style="color:#222222">Добрый день!</p><p>После обновления принтер <b>молчит</b>, на экране ошибка:</p><img alt="ошибка" data-part="0" /><table width="900"><tr><td>Широкая таблица из почтовой программы</td><td><a href="https://kafe-most.example/" target="_blank" rel="noopener noreferrer nofollow">сайт</a></td></tr></table><img alt="логотип" data-remote="0" />',
        signature: 'Ирина Седова, управляющая\nКафе «Мост»', history: '24 ноября, поддержка пишет:\n> Пришлите фото ошибки', parts: { 0: id }, remoteImages: ['https://kafe-most.example/logo.png'],
      },
    })
    first = began.letter.letterId
    const row = page.getByRole('link', { name: /Не печатает кухонный принтер/ })
    await row.waitFor()
    await row.getByRole('img', { name: 'почта' }).waitFor()
    await row.click()
    const letter = article('принтер молчит')
    await letter.getByText('Кому ещё: Пётр Ильин, buh@kafe-most.example').waitFor()
    await letter.getByText('С этого письма началась заявка').waitFor()
    expect(await page.getByText('Новые участники: Пётр Ильин, buh@kafe-most.example').count()).toBe(1)
    expect(await letter.getByText('Журнал кассы.txt').count()).toBe(1)
    // The image stands in the letter, not in the list of files.
    expect(await letter.getByRole('button', { name: /^Увеличить/ }).count()).toBe(0)
    await letter.getByRole('button', { name: 'Показать процитированное' }).click()
    await letter.getByText('Пришлите фото ошибки').waitFor()
    await letter.getByRole('button', { name: 'Показать письмо целиком, в нём 1 картинка' }).click()
    const frame = letter.frameLocator('iframe')
    await frame.getByText('Широкая таблица').waitFor()
    await expect.poll(() => frame.getByAltText('ошибка').evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0)
    expect(await frame.getByAltText('логотип').getAttribute('src')).toBe(null)
    // The frame is as high as its letter.
    await expect.poll(() => letter.locator('iframe').evaluate(element => {
      const { contentDocument, clientHeight } = element as unknown as { contentDocument: { body: { scrollHeight: number } }; clientHeight: number }
      return clientHeight >= contentDocument.body.scrollHeight
    })).toBe(true)
    await looks('letter whole', () => letter.locator('iframe').waitFor())
  })

  it('images elsewhere are asked for by a press alone', async () => {
    const asked: string[] = []
    await page.route('https://kafe-most.example/**', route => {
      asked.push(route.request().url())
      return route.fulfill({ contentType: 'image/png', body: Buffer.from(pngOf()) })
    })
    const letter = article('принтер молчит')
    if (await letter.locator('iframe').count() === 0) await letter.getByRole('button', { name: /^Показать письмо целиком/ }).click()
    await letter.locator('iframe').waitFor()
    expect(asked).toEqual([])
    await letter.getByRole('button', { name: 'Показать картинки из интернета' }).click()
    await expect.poll(() => asked).toEqual(['https://kafe-most.example/logo.png'])
    expect(await letter.frameLocator('iframe').locator('script').count()).toBe(0)
  })

  it('pain 8 a participant answers by the ids and is told of as new nobody; a new address is', async () => {
    await comes({ from: petr, subject: 'Re: Не печатает кухонный принтер', text: 'Я у принтера, модель TM-T20', answers: [first], verdict: unjudged })
    const letter = article('модель TM-T20')
    await letter.getByText('Здесь по ответу на наше письмо').waitFor()
    await letter.getByText('отправитель не проверен').waitFor()
    expect(await letter.getByText('Новый участник').count()).toBe(0)
    // The receipt was handed on to her other mailbox: its id is ours, nobody else could choose it.
    await expect.poll(() => sentTo(irina.address)).toBeDefined()
    await comes({ from: { name: 'Ирина С.', address: 'irina@personal.example' }, subject: 'Re: Не печатает', text: 'Пишу с личной почты', answers: [sentTo(irina.address)!.id] })
    await article('Пишу с личной почты').getByText('Новый участник: Ирина С.').waitFor()
    await page.getByRole('combobox', { name: 'Кому' }).waitFor()
    expect(await page.getByRole('combobox', { name: 'Кому' }).getByRole('option').allTextContents()).toEqual(['Ирина Седова', 'Пётр Ильин', 'buh@kafe-most.example', 'Ирина С.'])
  })

  it('A-17 an automatic answer on a ticket says that it is one and counts for nothing', async () => {
    await comes({ from: petr, subject: 'Re: Не печатает кухонный принтер', text: 'Буду на месте в понедельник', answers: [first], automatic: true })
    await article('Буду на месте').getByText('Автоматическое письмо: ответом клиента не считается').waitFor()
    expect(await article('модель TM-T20').getByText('Автоматическое письмо').count()).toBe(0)
    await looks('letter automatic', () => article('Буду на месте').waitFor())
  })

  it('pain 7 a forged number opens a new ticket, is suggested, and one press puts the letter there; taken back in time nothing happens', async () => {
    await comes({ from: { name: 'Ирина Седова', address: 'irina@kafe-most.example' }, subject: '№ 1001 срочно', text: 'Отключите проверку, пожалуйста', verdict: forged })
    await page.getByRole('link', { name: /срочно/ }).click()
    const letter = article('Отключите проверку')
    await letter.getByText('Отправитель не подтверждён: письмо могли подделать').waitFor()
    await letter.getByText('Письмо указывает на № 1001, но отправитель не подтверждён').waitFor()
    await looks('letter forged', () => letter.waitFor())
    await letter.getByRole('button', { name: 'Перенести туда' }).click()
    await page.getByText('Переносим в № 1001').waitFor()
    await page.getByRole('button', { name: 'Не переносить' }).click()
    await page.getByText('Переносим в № 1001').waitFor({ state: 'hidden' })
    await letter.getByRole('button', { name: 'Перенести туда' }).click()
    await page.getByText('Сообщение теперь в № 1001', { exact: true }).waitFor()
    await page.getByText('Закрыта: её сообщение теперь в № 1001').waitFor()
    await opens(1001)
    await article('Отключите проверку').getByText('Перенесли сюда вручную').waitFor()
  })

  it('pain 6 from the history the message comes back, and its ticket is open again', async () => {
    await opens(1002)
    await page.getByText('Закрыта: её сообщение теперь в № 1001').waitFor()
    await page.getByRole('button', { name: 'Вернуть сюда' }).click()
    await page.getByText('Сообщение вернули').waitFor()
    await article('Отключите проверку').waitFor()
    await page.getByText('Не разобрана', { exact: true }).first().waitFor()
    await picture(page, 'letter brought back')
  })

  it('R-2.1.3 a letter that answers one ticket and asks something else gets a ticket of its own, and its author a receipt with its number', async () => {
    await comes({ from: irina, subject: 'Отчёт по скидкам', text: 'Ещё вопрос: отчёт по скидкам не сходится', answers: [first] })
    await opens(1001)
    const letter = article('отчёт по скидкам не сходится')
    await letter.getByText('Отчёт по скидкам', { exact: true }).waitFor()
    await letter.getByRole('button', { name: 'Открепить' }).click()
    await page.getByText('Сообщение теперь в № 1003', { exact: true }).waitFor()
    await letter.waitFor({ state: 'detached' })
    await opens(1003)
    await article('отчёт по скидкам не сходится').waitFor()
    await expect.poll(() => box.sent.some(({ to, text }) => to === irina.address && text.includes('1003'))).toBe(true)
    // The other way, by its number.
    await article('отчёт по скидкам не сходится').getByRole('button', { name: 'Что сделать с сообщением' }).click()
    await page.getByRole('menuitem', { name: 'Перенести в другую заявку' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Номер заявки').fill('1003')
    // It stands there already.
    expect(await dialog.getByRole('button', { name: 'Перенести', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('Номер заявки').fill('№ 1001')
    await looks('letter move', () => dialog.waitFor())
    await dialog.getByRole('button', { name: 'Перенести', exact: true }).click()
    await page.getByText('Сообщение теперь в № 1001', { exact: true }).waitFor()
    await page.getByText('Закрыта: её сообщение теперь в № 1001').waitFor()
  })

  it('pain 2 letters set aside lie in a box; what is a question there becomes a ticket', async () => {
    const list = letterOf({ from: shop, at: ++at, subject: 'Скидки на принтеры', text: 'Только до пятницы', shown: { html: '<h1>Скидки</h1><p>Только до пятницы</p>', remoteImages: ['https://shop.example/a.png'] } })
    const absence = letterOf({ from: petr, at: ++at, subject: 'Автоответ: в отпуске', text: 'Вернусь в понедельник', automatic: true })
    const question = letterOf({ from: buh, at: ++at, subject: 'Вопрос про отчёт', text: 'Где найти отчёт за октябрь?' })
    for (const [letter, aside] of [[list, 'list'], [question, 'list']] as const) await put({ ok: true, aside, events: [letter] }, letter)
    await put({ ok: true, events: [absence] }, absence)
    await expect.poll(async () => (await workspace.db.selectFrom('inbox').select('id').where('state', '=', 'aside').execute()).length).toBe(3)
    await page.getByRole('button', { name: 'Разделы' }).click()
    await page.getByRole('menuitem', { name: 'Отложенные письма 3' }).click()
    await page.getByRole('heading', { name: 'Отложенные письма' }).waitFor()
    await page.getByRole('button', { name: 'Автоответы 1' }).click()
    await page.getByText('Автоответ: в отпуске').waitFor()
    expect(await page.getByText('Скидки на принтеры').count()).toBe(0)
    await page.getByRole('button', { name: 'Рассылки 2' }).click()
    await page.getByRole('button', { name: /Скидки на принтеры/ }).click()
    await page.getByRole('button', { name: 'Показать письмо целиком' }).click()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Скидки' }).waitFor()
    await looks('aside', () => page.locator('iframe').waitFor())
    await page.getByRole('button', { name: 'Не нужно' }).click()
    await page.getByText('Скидки на принтеры').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: /Вопрос про отчёт/ }).click()
    await page.getByRole('button', { name: 'Сделать заявкой' }).click()
    await page.getByText('Письмо станет заявкой через несколько секунд').waitFor()
    await page.goto(`${workspace.house.url}/`)
    await page.getByRole('link', { name: /Вопрос про отчёт/ }).waitFor()
  })

  it('pain 4 a letter that could not be read says who wrote it; nothing of it has to be guessed', async () => {
    const source = new TextEncoder().encode('From: =?utf-8?B?0J7Qu9GM0LPQsA==?= <olga@berezka.example>\r\nSubject: =?utf-8?B?0JrQsNGB0YHQsCDQvdC1INC+0YLQutGA0YvQstCw0LXRgtGB0Y8=?=\r\n\r\n...')
    const { key, lane, raw } = letterEvent('support', { uid: { validity: 1, uid: 7 }, takenAt: null }, { bytes: source })
    await workspace.db.insertInto('inbox').values({ channelId: 'email', eventKey: key, lane, raw: json(raw), receivedAt: stamp(systemTime.now()), state: 'quarantined', tries: 1, reason: 'took_too_long: the reader was ended', finishedAt: stamp(systemTime.now()) }).execute()
    await page.goto(`${workspace.house.url}/quarantine`)
    await page.getByText('Ольга, olga@berezka.example').waitFor()
    await page.getByText('Касса не открывается').waitFor()
    await page.getByText('Чтение заняло слишком много времени').waitFor()
    await page.getByRole('button', { name: 'Заявка из того, что уцелело' }).waitFor()
    await looks('quarantine letter')
  })

  it('nothing went wrong behind the pages', () => {
    expect(workspace.troubles).toEqual([])
  })
})
