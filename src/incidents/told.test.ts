import { describe, expect, it } from 'vitest'
import { aboveSignature, toldText, type Update } from './told.ts'

const place = { zone: 'Europe/Moscow', now: Date.parse('2026-03-17T19:20+03:00') }
const news: Update = { kind: 'update', text: 'С 19:12 не приходят заказы с сайта и от агрегаторов. Причину устраняем.', signedBy: 'Марина Ким', nextUpdateAt: Date.parse('2026-03-17T19:45+03:00') }
const over: Update = { kind: 'ended', text: 'В 20:41 приём заказов восстановлен.', signedBy: 'Марина Ким', nextUpdateAt: null }

describe('R-4.1.2 what the customer reads of an outage', () => {
  it('told for the first time: his number, that nothing is to be done, when the next word comes, who says it', () => {
    expect(toldText(news, { language: 'ru', ticket: { number: 1103, first: true } }, place))
      .toBe('С 19:12 не приходят заказы с сайта и от агрегаторов. Причину устраняем. Ваша заявка № 1103, ничего делать не нужно. Следующее сообщение до 19:45 МСК.\n\nМарина Ким, поддержка')
  })
  it('a further word repeats neither number nor advice', () => {
    expect(toldText(news, { language: 'ru', ticket: { number: 1103, first: false } }, place)).toBe(`${news.text} Следующее сообщение до 19:45 МСК.\n\nМарина Ким, поддержка`)
  })
  it('a newcomer reads what happened and then the last news; whoever has read the beginning reads the news only', () => {
    const later: Update = { ...news, text: 'Причину нашли', opening: 'С 19:12 не приходят заказы с сайта' }
    expect(toldText(later, { language: 'ru', ticket: { number: 1103, first: true } }, place))
      .toBe('С 19:12 не приходят заказы с сайта.\n\nПричину нашли. Ваша заявка № 1103, ничего делать не нужно. Следующее сообщение до 19:45 МСК.\n\nМарина Ким, поддержка')
    expect(toldText(later, { language: 'ru', ticket: { number: 1103, first: false } }, place)).toBe('Причину нашли. Следующее сообщение до 19:45 МСК.\n\nМарина Ким, поддержка')
    expect(toldText({ ...news, opening: news.text }, { language: 'ru', ticket: { number: 1103, first: true } }, place).split('Причину устраняем').length).toBe(2)
  })
  it.each([['Чиним', 'Чиним.'], ['Чиним ', 'Чиним.'], ['Чиним!', 'Чиним!'], ['Уже работает?', 'Уже работает?'], ['Чиним…', 'Чиним…'], ['Касса пишет «Нет связи.»', 'Касса пишет «Нет связи.»'], ['Касса пишет «Нет связи»', 'Касса пишет «Нет связи».'], ['Не работают (все)', 'Не работают (все).'], ['Не работают:', 'Не работают:']])('«%s» ends as a sentence before what follows', (text, ended) => {
    expect(toldText({ ...news, text }, { language: 'ru', ticket: { number: 7, first: true } }, place)).toMatch(new RegExp(`^${ended.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} Ваша заявка № 7`))
  })
  it('whoever has no ticket is told that he need not open one', () => {
    expect(toldText(news, { language: 'ru', ticket: null }, place)).toContain('ничего делать не нужно: как только всё заработает, сообщим здесь')
  })
  it('R-6.4.1 the end promises no further word; without a ticket it says where to write', () => {
    expect(toldText(over, { language: 'ru', ticket: { number: 1103, first: true } }, place)).toBe('В 20:41 приём заказов восстановлен.\n\nМарина Ким, поддержка')
    expect(toldText(over, { language: 'ru', ticket: null }, place)).toContain('Если у вас что-то не работает, напишите сюда.')
  })
  it('R-6.4.1 what is said around the end stands above the name of who says it', () => {
    const told = toldText(over, { language: 'ru', ticket: { number: 1103, first: false } }, place)
    expect(aboveSignature(told, said => `№ 1103. ${said}\n\nЕсли не работает, нажмите кнопку.`)).toBe('№ 1103. В 20:41 приём заказов восстановлен.\n\nЕсли не работает, нажмите кнопку.\n\nМарина Ким, поддержка')
    expect(aboveSignature('Заработало.', said => `№ 1. ${said}`)).toBe('№ 1. Заработало.')
  })
  it('the frame is in the language of the reader, the words of the lead are hers', () => {
    expect(toldText(news, { language: 'en', ticket: { number: 1103, first: true } }, place)).toMatch(/Причину устраняем\. Your ticket is No\. 1103.*Next message by 19:45 MSK/)
  })
  it('no reader meets a clause or a machine', () => {
    for (const language of ['ru', 'en'] as const) for (const ticket of [null, { number: 7, first: true }, { number: 7, first: false }]) for (const said of [news, over]) {
      expect(toldText(said, { language, ticket }, place)).not.toMatch(/R-\d|автоматическ|undefined|null|\{|\}/)
    }
  })
})
