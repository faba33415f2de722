import { describe, expect, test } from 'vitest'
import { limits } from '../channels/portal/limits.ts'
import { brake } from './brake.ts'
import { isSum, readRequest, sumOf } from './fields.ts'
import { wordsIn } from './words.ts'

const words = wordsIn('ru')
const read = (fields: Record<string, string>, files = 0) => readRequest(fields, files, ['stop'], words)

describe('R-6.1 the fields of the form', () => {
  test.each([
    ['words alone are enough', { text: 'не печатает' }, 0, []],
    ['a mark alone is enough', { happening: 'stop' }, 0, []],
    ['a file alone is enough', {}, 1, []],
    ['nothing at all is asked for', { phone: '+79161234567' }, 0, ['text']],
    ['spaces are nothing', { text: ' \r\n ' }, 0, ['text']],
    ['a mark that is none of the document counts for nothing', { happening: 'other' }, 0, ['text']],
    ['what is no phone is said beside it', { text: 'а', phone: 'потом' }, 0, ['phone']],
    ['too long a text is said, not cut', { text: 'а'.repeat(limits.text + 1) }, 0, ['text']],
    ['each long field says so', { text: 'а', name: 'б'.repeat(limits.name + 1), place: 'в'.repeat(limits.place + 1) }, 0, ['name', 'place']],
  ])('%s', (_, fields, files, wrong) => {
    expect(Object.keys(read(fields as Record<string, string>, files).wrong)).toEqual(wrong)
  })

  test('what is right is read: the phone as it is called, the point only as an id', () => {
    expect(read({ text: ' строка\r\nвторая ', phone: '8 (916) 555-12-34', name: ' Ольга  Ветрова ', point: '0199a6b0-0000-7000-8000-000000000001' }).request)
      .toMatchObject({ text: 'строка\nвторая', phone: '+79165551234', name: 'Ольга Ветрова', point: '0199a6b0-0000-7000-8000-000000000001' })
    expect(read({ text: 'а', point: '1 or true' }).request.point).toBeNull()
  })
})

test('the sum belongs to its form: another answer is no answer', () => {
  const { one, other } = sumOf('abcdefghijklmnopqrstuv')
  expect(isSum(` ${one + other} `, 'abcdefghijklmnopqrstuv')).toBe(true)
  expect([String(one + other + 1), '', 'семь', '1e1'].map(answer => isSum(answer, 'abcdefghijklmnopqrstuv'))).toEqual([false, false, false, false])
})

test('the brake lets so many pass in its window, and lets go of them when it is over', () => {
  const mayPass = brake({ max: 2, window: 1_000 })
  expect([mayPass(0), mayPass(10), mayPass(20), mayPass(1_005), mayPass(1_006)]).toEqual([true, true, false, true, false])
})
