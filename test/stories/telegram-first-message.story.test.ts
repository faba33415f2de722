import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

describe('the first message', () => {
  it('R-2.1.3, R-6.2.3 at 14:07 Moscow it has its number at once, and the instant by which the urgency is assessed', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает чеки на кассе')
    const { number } = await stage.ticketOf(olga)
    const heard = await olga.heard()
    
    expect(heard[0]).toBe(`Заявка № ${number} принята в 14:07 МСК. До 14:37 МСК оценим срочность и сообщим срок. Фото и голосовые можно присылать сразу.`)
  })
  it('R-2.1.4 at 02:17 Moscow it says when work begins', async () => {
    await stage.at('2026-03-17T02:17+03:00')
    const olga = await stage.guest('Ольга')
    await olga.says('Не печатает чеки на кассе')
    const { number, view } = await stage.ticketOf(olga)
    const heard = await olga.heard()
    
    expect(view.workFrom).toBe(Date.parse('2026-03-17T09:00+03:00'))
  })
})
