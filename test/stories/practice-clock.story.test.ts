import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { hour } from '../../src/lib/instant.ts'
import { hasBrowser } from '../browser.ts'
import { openPractice, type Practice } from './practice.ts'

describe.runIf(hasBrowser('test/stories/practice-clock.story.test.ts (the practice clock in a browser)'))('the newcomer moves the clock and sees what time does', () => {
  let practice: Practice
  let desk: Page
  beforeAll(async () => {
    practice = await openPractice({ zone: 'Europe/Moscow' })
    desk = practice.desk
  })
  afterAll(() => practice.end())

  /** Presses the hand; what the desk's clock shows then. */
  const move = async (step: string): Promise<number> => {
    await desk.getByRole('button', { name: 'Перевести часы' }).click()
    const answered = desk.waitForResponse(response => response.url().endsWith('/api/practice/clock'))
    await desk.getByRole('menuitem', { name: step }).click()
    const { now } = await (await answered).json() as { now: string }
    await desk.getByText(/На часах службы теперь/).last().waitFor()
    return Date.parse(now)
  }

  it('R-6.3.3 the reminder before a pause comes into the chat within a few presses, and the ticket says its time', async () => {
    await practice.says('Не печатает кухонный принтер')
    await practice.bot('Заявка № 1001 принята').waitFor()
    await desk.getByText('Не печатает кухонный принтер').first().waitFor()
    await move('На 15 минут вперёд')
    const asked = await desk.evaluate(async () => (await fetch('/api/tickets/1001/commands', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ command: { type: 'answer', text: 'Какая модель принтера?', asks: true, fileIds: [] } }),
    })).status)
    expect(asked).toBe(200)
    await practice.bot('Какая модель принтера?').waitFor()
    const reminder = practice.bot(/Ждём вашего ответа, чтобы продолжить/)
    const boundary = await desk.evaluate(async () => Date.parse((await (await fetch('/api/tickets/1001')).json() as { clocks: { silence: { boundary: string } } }).clocks.silence.boundary))
    // Whole days while the boundary is far, then hour by hour, as a newcomer would.
    let left = Infinity
    for (let presses = 0; presses < 40 && await reminder.count() === 0 && left > 0; presses++) left = boundary - await move(left > 30 * hour ? 'До начала рабочего дня' : 'На час вперёд')
    await reminder.waitFor()
    expect(practice.troubles).toEqual([])
  })

  it('the roster is planned anew for the days the clock has come to, and the newcomer is on shift', async () => {
    await desk.getByRole('button', { name: 'Разделы' }).click()
    await desk.getByRole('menuitem', { name: 'Смена' }).click()
    await desk.getByRole('main').getByText('Учебный администратор').first().waitFor()
  })
})
