import { describe, expect, test } from 'vitest'
import { refusals } from '../lib/errors.ts'
import type { RefusalCode } from '../lib/errors.ts'
import { chooseLanguage } from '../words/choose.ts'
import { errors as english } from '../words/en/errors.ts'
import { errors as russian } from '../words/ru/errors.ts'
import { describeIssue, fill, tell } from './tell.ts'

const valuesOf = (words: typeof russian) => Object.entries(words.codes).map(([code, { message, next }]) => [code, `${message} ${next}`.match(/\{\w+\}/g)])

describe('refusals in words', () => {
  test.each(Object.keys(refusals) as RefusalCode[])('%s has a phrase and a next step in both languages, whole with and without its values', code => {
    const everything = { what: 'w', max: 1, number: 1, owner: 'o', seconds: 1, id: 'i' }
    for (const language of ['ru', 'en'] as const) {
      for (const details of [{}, everything]) {
        const { message, next } = tell({ code, details }, language)
        for (const phrase of [message, next]) expect(phrase).toMatch(/^[^[\]{}]{5,}[.!]$/)
      }
    }
  })

  test('both languages name the same values', () => {
    expect(valuesOf(english)).toEqual(valuesOf(russian))
  })

  test('a part in brackets is left out when its value is not known', () => {
    expect(fill('Заявки[ № {number}] нет.', { number: 1204 })).toBe('Заявки № 1204 нет.')
    expect(fill('Заявки[ № {number}] нет.', {})).toBe('Заявки нет.')
  })
})

describe('what is wrong with a request', () => {
  test.each([
    ['an empty name', { path: ['name'], code: 'too_small', params: { origin: 'string', minimum: 1 } }, 'не заполнено поле «Имя»'],
    ['a missing password', { path: ['password'], code: 'invalid_type', params: { expected: 'string' } }, 'не заполнено поле «Пароль»'],
    ['a short password', { path: ['password'], code: 'too_small', params: { origin: 'string', minimum: 10 } }, 'в поле «Пароль» слишком мало знаков, нужно не меньше 10'],
    ['a wrong e-mail', { path: ['email'], code: 'invalid_format', params: { format: 'email' } }, 'в поле «Почта» должен быть адрес электронной почты'],
    ['an unknown role', { path: ['role'], code: 'invalid_value', params: { values: ['lead', 'admin'] } }, 'в поле «Роль» недопустимое значение, можно: lead, admin'],
    ['too many files', { path: ['command', 'fileIds'], code: 'too_big', params: { origin: 'array', maximum: 10 } }, 'в поле «Файлы» слишком много значений, можно не больше 10'],
    ['a field without a name of its own', { path: ['command', 'odd'], code: 'invalid_type', params: { input: 5 } }, 'поле «command.odd» заполнено неверно'],
    ['one value of a list', { path: ['fileIds', '0'], code: 'invalid_format', params: { format: 'uuid' } }, 'поле «Файлы» заполнено неверно'],
    ['no body at all', { path: [], code: 'invalid_type', params: {} }, 'запрос не удалось прочитать'],
  ])('%s', (_name, issue, phrase) => {
    expect(describeIssue(issue, 'ru').what).toBe(phrase)
  })
})

describe('the language of a stranger', () => {
  test.each([
    [undefined, 'ru'], ['', 'ru'], ['en-US,en;q=0.9', 'en'], ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'], ['de-DE,en;q=0.5,ru;q=0.7', 'ru'], ['fr, de', 'ru'], ['en;q=0, ru', 'ru'],
  ])('%s: %s', (header, language) => {
    expect(chooseLanguage(header)).toBe(language)
  })
})
