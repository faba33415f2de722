import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { gathered } from './gather.ts'

describe('answers for many who ask at once', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('who asks while it rests waits for the next answer with everybody else, and nobody hears what was true before he asked', async () => {
    let truth = 1
    let loads = 0
    const ask = gathered(async () => {
      loads++
      return truth
    }, 250)
    expect(await ask()).toBe(1)
    truth = 2
    const waiting = [ask(), ask(), ask()]
    truth = 3
    await vi.advanceTimersByTimeAsync(250)
    expect(await Promise.all(waiting)).toEqual([3, 3, 3])
    expect(loads).toBe(2)
  })

  test('after a rest nobody waits', async () => {
    const ask = gathered(async () => 'now', 250)
    await ask()
    await vi.advanceTimersByTimeAsync(250)
    expect(await ask()).toBe('now')
  })

  test('a failure is told to those who asked and not kept for the next', async () => {
    let broken = true
    const ask = gathered(async () => {
      if (broken) throw new Error('away')
      return 'back'
    }, 250)
    await expect(ask()).rejects.toThrow('away')
    broken = false
    const next = ask()
    await vi.advanceTimersByTimeAsync(250)
    expect(await next).toBe('back')
  })
})
