import type { Alive } from '../../lib/alive.ts'
import type { Channel, Sink } from '../channel.ts'

/** How often a process asks for the lease of a channel that another one holds. */
const askEvery = 2_000
/** A channel that failed (a bad token) is a matter for people: it is tried again now and then. */
const mendEvery = 60_000

/**
 * Listens to a channel wherever the lease is ours: one process of the database listens, the others wait to take over. Modes: `waiting` for the lease,
 * `listening`, `stopped`. A lost connection loses the lease and stops the listening at once.
 */
export function startListening({ channel, sink, alive, onTrouble }: { channel: Pick<Channel, 'id' | 'listen' | 'health'>; sink: Sink; alive: Alive; onTrouble: (error: unknown) => void }): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const lease = `channel ${channel.id}`

  const pause = (ms: number) => new Promise<void>(resolve => {
    const timer = setTimeout(done, ms)
    stopping.signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      stopping.signal.removeEventListener('abort', done)
      resolve()
    }
  })

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (await alive.hold(lease)) {
        const lost = new AbortController()
        const forget = alive.onLost(() => lost.abort())
        try {
          await channel.listen(sink, AbortSignal.any([stopping.signal, lost.signal]))
        } catch (error) {
          if (!lost.signal.aborted && !stopping.signal.aborted) onTrouble(error)
        } finally {
          forget()
          await alive.release(lease)
        }
      }
      if (!stopping.signal.aborted) await pause(channel.health().state === 'failed' ? mendEvery : askEvery)
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
