import { expect, test } from 'vitest'
import { keyLabel, keyName, type KeyPress } from './keys.ts'

const press = (part: Partial<KeyPress>): KeyPress => ({ key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part })

test.each<[string, Partial<KeyPress>, string]>([
  ['the key of j in the Latin layout', { key: 'j', code: 'KeyJ' }, 'j'],
  ['the same key in the Russian layout', { key: 'о', code: 'KeyJ' }, 'j'],
  ['with Caps Lock', { key: 'J', code: 'KeyJ' }, 'j'],
  ['a digit', { key: '2', code: 'Digit2' }, '2'],
  ['Ctrl+K in the Russian layout', { key: 'л', code: 'KeyK', ctrlKey: true }, 'mod+k'],
  ['Cmd+K on a Mac', { key: 'k', code: 'KeyK', metaKey: true }, 'mod+k'],
  ['Ctrl+/ in the Russian layout, where the key writes a full stop', { key: '.', code: 'Slash', ctrlKey: true }, 'mod+/'],
  ['the question mark of the Latin layout', { key: '?', code: 'Slash', shiftKey: true }, '?'],
  ['the question mark of the Russian layout', { key: '?', code: 'Digit7', shiftKey: true }, '?'],
  ['Alt+1, whatever it would write', { key: '¡', code: 'Digit1', altKey: true }, 'alt+1'],
  ['Ctrl+Enter', { key: 'Enter', code: 'Enter', ctrlKey: true }, 'mod+Enter'],
  ['an arrow', { key: 'ArrowDown', code: 'ArrowDown' }, 'ArrowDown'],
])('%s', (_, part, name) => {
  expect(keyName(press(part))).toBe(name)
})

test('keys are printed as they stand on the keyboard', () => {
  expect(keyLabel('mod+k', false)).toBe('Ctrl+K')
  expect(keyLabel('mod+k', true)).toBe('⌘K')
  expect(keyLabel('ArrowDown', false)).toBe('↓')
})
