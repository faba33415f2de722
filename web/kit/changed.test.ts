import { expect, test } from 'vitest'
import { changed } from './changed.ts'

test('only what a person changed is sent, without blanks around it', () => {
  expect(changed({ name: 'Берёзка', address: 'Арбат, 24', note: '' }, { name: 'Берёзка ', address: ' Арбат, 26', note: '' })).toEqual({ address: 'Арбат, 26' })
  expect(changed({ name: 'Берёзка' }, { name: '' })).toEqual({ name: '' })
})
