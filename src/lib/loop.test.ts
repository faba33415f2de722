import { describe, expect, it } from 'vitest'
import { until } from '../../test/program.ts'
import { startLoop, type Loop, type Round } from './loop.ts'
import { handTime, systemTime } from './time.ts'

const long = 3_600_000

/** A loop whose rounds are counted and end as the test says. */
function watched(rounds: (number: number) => Round | Promise<Round>, rest = long): { loop: Loop; count(): number; troubles: unknown[] } {
  let count = 0
  const troubles: unknown[] = []
  const loop = startLoop({ time: systemTime, rest, onTrouble: error => void troubles.push(error), round: async () => rounds(++count) })
  return { loop, count: () => count, troubles }
}

describe('a worker', () => {
  it('works as long as there is more to do, then rests', async () => {
    const { loop, count } = watched(number => ({ again: number < 5 }))
    await until('five rounds', () => count() === 5)
    await loop.stop()
    expect(count()).toBe(5)
  })

  it('wakes by a nudge, and a nudge during a round makes another one follow', async () => {
    const going = Promise.withResolvers<void>()
    const { loop, count } = watched(async number => {
      if (number === 2) await going.promise
      return { again: false }
    })
    await until('the first rest', () => count() === 1)
    loop.nudge()
    await until('the second round', () => count() === 2)
    for (let nudges = 0; nudges < 10; nudges++) loop.nudge()
    going.resolve()
    await until('one more round for all nudges', () => count() === 3)
    await loop.stop()
    expect(count()).toBe(3)
  })

  it('wakes at the instant that the round named, and after the longest rest at the latest', async () => {
    const named = watched(() => ({ again: false, wakeAt: systemTime.now() + 20 }))
    await until('three rounds', () => named.count() >= 3)
    await named.loop.stop()
    const rested = watched(() => ({ again: false, wakeAt: systemTime.now() + long }), 20)
    await until('three rounds', () => rested.count() >= 3)
    await rested.loop.stop()
  })

  it('an instant that has passed is now, on the clock of the house', async () => {
    const time = handTime(1_000)
    let count = 0
    const loop = startLoop({ time, rest: long, onTrouble: () => {}, round: async () => ({ again: false, wakeAt: ++count < 3 ? 500 : null }) })
    await until('three rounds', () => count === 3)
    await loop.stop()
  })

  it('gathers after a round that asked for it, however much there is to do and however often it is nudged', async () => {
    const begun: number[] = []
    const { loop, count } = watched(number => {
      begun.push(performance.now())
      return number === 1 ? { again: true, gather: 60 } : { again: number === 2 }
    })
    await until('the first round', () => count() === 1)
    for (let nudges = 0; nudges < 10; nudges++) loop.nudge()
    await until('the third round', () => count() === 3)
    await loop.stop()
    // A timer may fire a little before its millisecond is full.
    expect(begun[1]! - begun[0]!).toBeGreaterThan(58)
  })

  it('tells of trouble and tries again', async () => {
    const { loop, count, troubles } = watched(number => {
      if (number < 3) throw new Error(`round ${number}`)
      return { again: false }
    })
    await until('the third round', () => count() === 3)
    expect(troubles.map(String)).toEqual(['Error: round 1', 'Error: round 2'])
    await loop.stop()
  })

  it('stops after the running round, and no other begins', async () => {
    const going = Promise.withResolvers<void>()
    const { loop, count } = watched(async () => {
      await going.promise
      return { again: true }
    })
    await until('the round', () => count() === 1)
    let stopped = false
    const stopping = loop.stop().then(() => { stopped = true })
    loop.nudge()
    expect(stopped).toBe(false)
    going.resolve()
    await stopping
    expect(count()).toBe(1)
  })
})
