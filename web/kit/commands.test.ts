import { beforeEach, expect, test, vi } from 'vitest'
import { listenToKeys, offer, type Command } from './commands.ts'

/** A page with nothing on it but its keyboard. */
const page = Object.assign(new EventTarget(), { querySelector: () => null })
beforeEach(() => {
  for (const name of ['window', 'document']) vi.stubGlobal(name, page)
  // No kind of element, so that nothing that is pressed on is one.
  for (const name of ['HTMLElement', 'HTMLInputElement']) vi.stubGlobal(name, Map)
  const stop = [listenToKeys(), () => vi.unstubAllGlobals()]
  return () => stop.forEach(end => end())
})

const press = (key: string, repeat = false): boolean => page.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key, code: `Digit${key}`, repeat, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }))
const command = (key: string, about: Partial<Command> = {}) => ({ id: key, label: key, group: 'general' as const, keys: [key], run: vi.fn<() => void>(), ...about })

test('a key that is held down judges one answer, not all that wait', () => {
  const judge = command('1')
  const end = offer([judge])
  press('1')
  const isFree = press('1', true)
  expect(judge.run).toHaveBeenCalledTimes(1)
  expect(isFree).toBe(false)
  press('1')
  expect(judge.run).toHaveBeenCalledTimes(2)
  end()
  press('1')
  expect(judge.run).toHaveBeenCalledTimes(2)
})

test('moving about goes on while the key is held', () => {
  const move = command('j', { quiet: true })
  const end = offer([move])
  press('j')
  press('j', true)
  press('j', true)
  expect(move.run).toHaveBeenCalledTimes(3)
  end()
})
