import { describe, expect, it, vi } from 'vitest'
import { until } from '../../../test/program.ts'
import type { Alive } from '../../lib/alive.ts'
import type { Channel, Sink } from '../channel.ts'
import { startListening } from './listening.ts'

/** The leases of one database: who holds a name, and who hears that it lost everything. */
function leases() {
  const holders = new Map<string, number>()
  let processes = 0
  return {
    holders,
    process(): Alive & { lose(): void } {
      const key = ++processes
      const losers = new Set<() => void>()
      return {
        key,
        hold: async name => {
          if (!holders.has(name)) holders.set(name, key)
          return holders.get(name) === key
        },
        keep: async () => {},
        release: async name => {
          if (holders.get(name) === key) holders.delete(name)
        },
        onLost: hear => {
          losers.add(hear)
          return () => losers.delete(hear)
        },
        close: async () => {},
        lose() {
          for (const [name, holder] of holders) if (holder === key) holders.delete(name)
          for (const hear of losers) hear()
        },
      }
    },
  }
}

const health = (state: 'live' | 'failed') => ({ state, since: 0, lastEventAt: null, detail: null })

/** A channel that only listens, and tells who of several listens now. */
function listener(listening: Set<string>, name: string, fail?: () => void): Pick<Channel, 'id' | 'listen' | 'health'> {
  return {
    id: 'telegram',
    health: () => health('live'),
    listen: async (_sink, signal) => {
      listening.add(name)
      try {
        fail?.()
        await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
      } finally {
        listening.delete(name)
      }
    },
  }
}
const sink: Sink = async () => {}
const start = (channel: Pick<Channel, 'id' | 'listen' | 'health'>, alive: Alive, troubles: unknown[] = []) => startListening({ channel, sink, alive, onTrouble: error => void troubles.push(error) })

describe('one process listens', () => {
  it('the others wait, and take over when it stops or loses its line', async () => {
    const { process, holders } = leases()
    const listening = new Set<string>()
    const [first, second] = [process(), process()]
    const one = start(listener(listening, 'one'), first)
    await until('the first to listen', () => listening.has('one'))
    const two = start(listener(listening, 'two'), second)
    expect([...listening]).toEqual(['one'])
    // The line breaks: it stops at once; whoever asks first has the lease.
    first.lose()
    await until('the silence of the first', () => !listening.has('one'))
    await until('somebody to listen again', () => listening.size === 1)
    const [heir] = listening
    await (heir === 'one' ? one : two).stop()
    await until('the other to listen', () => listening.size === 1 && !listening.has(heir!))
    await Promise.all([one.stop(), two.stop()])
    expect([...listening, ...holders]).toEqual([])
  })

  it('a channel that fails is told of, lets the lease go and is tried again', async () => {
    const { process } = leases()
    const listening = new Set<string>()
    const troubles: unknown[] = []
    let failures = 0
    const running = start(listener(listening, 'one', () => {
      if (failures++ === 0) throw new Error('a bug of the channel')
    }), process(), troubles)
    await until('it to listen after all', () => listening.has('one'))
    expect(troubles.map(String)).toEqual(['Error: a bug of the channel'])
    await running.stop()
    expect(listening.size).toBe(0)
  })

  it('stops also while it waits for the lease', async () => {
    const { process, holders } = leases()
    holders.set('channel telegram', 99)
    const running = start(listener(new Set(), 'one'), process())
    await running.stop()
    expect([...holders.values()]).toEqual([99])
  })
})

it('a channel that failed is left to people and tried again once a minute, not every two seconds', async () => {
  vi.useFakeTimers()
  try {
    let tries = 0
    const listening = start({ id: 'telegram', health: () => health('failed'), listen: async () => { tries++ } }, leases().process())
    await vi.advanceTimersByTimeAsync(59_000)
    expect(tries).toBe(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(tries).toBe(2)
    await listening.stop()
  } finally {
    vi.useRealTimers()
  }
})
