import { expect, test } from 'vitest'
import { found, otherLayout } from './palette-search.ts'

const commands = [{ label: 'Изменить категорию' }, { label: 'Изменить тему' }, { label: 'Позвонил' }]
const labels = (typed: string) => found(commands, typed).map(command => command.label)

test('a command is found by the beginnings of its words, in any order', () => {
  expect(labels('кат')).toEqual(['Изменить категорию'])
  expect(labels('тем изм')).toEqual(['Изменить тему'])
  expect(labels('')).toHaveLength(3)
  expect(labels('меню')).toEqual([])
})
test('the wrong keyboard layout is forgiven', () => {
  expect(otherLayout('gjpdjybk')).toBe('позвонил')
  expect(labels('gjpd')).toEqual(['Позвонил'])
})
