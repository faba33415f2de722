import type { Instant } from './instant.ts'
import type { Time } from './time.ts'

/**
 * A worker that looks for work, does it, and rests. Modes: `working` (a round runs), `resting` (until the instant the round named, a nudge, or the
 * longest rest), `stopping` (the running round ends, no other begins). A nudge during a round makes another round follow.
 */
export type Loop = {
  nudge(): void
  /** Resolves when the running round has ended. */
  stop(): Promise<void>
}

/** `again`: there is more to do now. `wakeAt`: look again at this instant at the latest. `gather`: this once, in place of the loop's own, also where there is more to do. */
export type Round = { again: boolean; wakeAt?: Instant | null; gather?: number }

export function startLoop(work: {
  round: () => Promise<Round>
  time: Time
  /** Longest rest in milliseconds: work of other processes is found even if their bell was lost. */
  rest: number
  /** Real milliseconds from one round to the next unless there is more to do: nudges that come thick are answered together. */
  gather?: number
  /** A round that throws is told here, then tried again after a growing rest (0.1 s to 5 s). */
  onTrouble: (error: unknown) => void
}): Loop {
  let stopping = false
  let nudged = false
  /** Ends a rest: `wake` for a nudge or the end, `end` for the end only. */
  let wake: (() => void) | null = null
  let end: (() => void) | null = null
  let troubles = 0

  const rest = (ms: number, deaf = false) => new Promise<void>(resolve => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      wake = null
      end = null
      resolve()
    }
    wake = deaf ? null : done
    end = done
  })

  const run = async (): Promise<void> => {
    for (;;) {
      if (stopping) return
      nudged = false
      let pause: number
      let gather = work.gather ?? 0
      const begun = performance.now()
      try {
        const { again, wakeAt = null, gather: once } = await work.round()
        troubles = 0
        gather = once ?? (again ? 0 : gather)
        pause = again ? 0 : Math.min(work.rest, wakeAt === null ? work.rest : Math.max(0, wakeAt - work.time.now()))
      } catch (error) {
        work.onTrouble(error)
        pause = Math.min(5_000, 100 * 2 ** troubles++)
        nudged = false
      }
      if (pause > 0 && !nudged && !stopping) await rest(pause)
      const early = begun + gather - performance.now()
      if (early > 0 && !stopping) await rest(early, true)
    }
  }
  const running = run()

  return {
    nudge: () => {
      nudged = true
      wake?.()
    },
    stop: async () => {
      stopping = true
      end?.()
      await running
    },
  }
}
