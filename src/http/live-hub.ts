/** The hub of live updates: what changed goes to all open workspaces of this process, in one order, each frame with an id one higher than the last. */
import type { LiveEvent } from './live.ts'

/** One open workspace. `backlog`: bytes that it has not taken yet. */
export type Listener = { person: string; write(frame: string): void; end(): void; backlog(): number; stillAllowed(): Promise<boolean> }

export type LiveHub = {
  /** Sends an event to everybody. */
  publish(event: LiveEvent): void
  /** Events were lost on their way here: the next frame leaves a gap in the ids, and every workspace refetches. */
  lost(): void
  /** Sends a beat; every third looks again whether each listener may still listen. Called by a timer every 10 s. */
  beat(): void
  /** Looks again whether this person may still listen: rights or sessions changed. */
  look(person: string): void
  /** Adds a workspace and greets it; null when there are too many already. The function removes it. */
  join(listener: Listener): (() => void) | null
  size(): number
  /** Ends all streams; nobody joins any more. */
  close(): void
}

export const hubLimits = {
  all: 2_000,
  /** Open pages of one person. */
  person: 20,
  /** Who takes this little for this long has gone or sleeps: the stream ends, the workspace comes back and refetches. */
  backlogBytes: 256 * 1024,
} as const
const looksEvery = 3

/** `processId`: new for each process, so that a workspace sees that it talks to another one. */
export function liveHub(processId: string): LiveHub {
  const listeners = new Set<Listener>()
  let lastId = 0
  let beats = 0
  let closed = false

  const leave = (listener: Listener): void => {
    if (listeners.delete(listener)) listener.end()
  }
  const send = (event: LiveEvent): void => {
    const text = frame(++lastId, event)
    for (const listener of listeners) {
      if (listener.backlog() > hubLimits.backlogBytes) leave(listener)
      else listener.write(text)
    }
  }
  const lookAgain = (listener: Listener): void => {
    // A database that is away says nothing about the person: the stream goes on until it can be asked.
    listener.stillAllowed().then(allowed => allowed || leave(listener), () => {})
  }

  return {
    publish: send,
    lost() {
      lastId++
      send({ type: 'beat' })
    },
    beat() {
      send({ type: 'beat' })
      if (++beats % looksEvery === 0) for (const listener of listeners) lookAgain(listener)
    },
    look(person) {
      for (const listener of listeners) if (listener.person === person) lookAgain(listener)
    },
    join(listener) {
      const ofPerson = [...listeners].filter(({ person }) => person === listener.person).length
      if (closed || listeners.size >= hubLimits.all || ofPerson >= hubLimits.person) return null
      // The greeting carries the id of the last frame and takes none: others see no gap.
      listener.write(frame(lastId, { type: 'hello', process: processId }))
      listeners.add(listener)
      return () => leave(listener)
    },
    size: () => listeners.size,
    close() {
      closed = true
      for (const listener of listeners) leave(listener)
    },
  }
}

const frame = (frameId: number, event: LiveEvent): string => `id: ${frameId}\ndata: ${JSON.stringify(event)}\n\n`
