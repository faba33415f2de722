import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDocument } from './parse.ts'
import { isSmallTalk } from './small-talk.ts'

const parsed = parseDocument(readFileSync(join(import.meta.dirname, '..', '..', '..', 'regulations', 'jupiter.ru.yaml'), 'utf8'))
if (!parsed.ok) throw new Error('the Jupiter regulation does not load')
const { document } = parsed

test.each([
  'спасибо', 'Спасибо!', 'СПАСИБО БОЛЬШОЕ!!!', 'Ок, спасибо 🙏', 'ок', 'Ok.', 'Понял, принято', '👍', '👍🏽', '👍👍', '❤️', '🙏 🙏', '+', 'Хорошо. Спасибо за помощь :)', 'Thanks!', 'хорошего дня',
])('«%s» is no request', text => {
  expect(isSmallTalk(document, text)).toBe(true)
})

test.each([
  '', '   ', '?', '😡', '👍😡', 'спасибо, но не работает', 'ок а когда?', 'касса', 'не спасибо', 'спасибо большое за то, что ничего не сделали', 'большое', '1', '++79991234567', `спасибо ${'ок '.repeat(200)}`,
])('«%s» is not mere thanks', text => {
  expect(isSmallTalk(document, text)).toBe(false)
})
