import { Worker } from 'node:worker_threads'
import type { Millis } from '../../../../lib/instant.ts'
import { cut } from '../../../../lib/text.ts'
import type { LetterKind } from '../../kinds/kind.ts'
import type { Letter } from '../../letter.ts'
import { mailLimits } from '../../limits.ts'
import type { Done, Task } from './work.ts'

export type ReadLetter = { letter: Letter; kind: LetterKind }
/** Why a letter could not be read; `detail` in the words of whatever broke, for the log and the quarantine. */
export type Unread = { failed: 'took_too_long' | 'crashed' | 'too_large'; detail: string }

export type Reader = {
  /** Reads a letter apart from the house; `bytes` stay the caller's. Letters wait for a free hand. Throws only when the reader is closed meanwhile. */
  read(bytes: Uint8Array): Promise<ReadLetter | Unread>
  close(): Promise<void>
}

/**
 * Memory of one hand's objects; the bytes of letters lie outside of it and have the limit of the letter's size. Node ends a thread that grows beyond it, but
 * a single object of more than 16 MB would end the whole process: the reader makes none (`limits.text`).
 */
const heapMegabytes = 384
/** Share of its time after which a hand leaves the rest of a letter unread by itself; what is then still not done hangs. */
const ownPatience = 0.6
/** A hand that has just been made loads its program first. */
const startMillis = 30_000

type Hand = { worker: Worker; job: Job | null }
type Job = { bytes: Uint8Array; resolve(result: ReadLetter | Unread): void; reject(error: Error): void; timer?: NodeJS.Timeout }

/**
 * Reads letters in `hands` threads, one letter at a time each, so that one that is broken or heavy harms only itself (pain 1). A thread that is not done
 * `within` so many milliseconds is ended and replaced. `program`: of the threads; tests put their own.
 */
export function openReader({ hands: most, within, program = new URL('./worker.ts', import.meta.url) }: { hands: number; within: Millis; program?: URL }): Reader {
  const hands = new Set<Hand>()
  const waiting: Job[] = []
  let closed = false

  function hire(job: Job): void {
    // Nothing of the house's environment is for it to see.
    const worker = new Worker(program, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMegabytes }, name: 'letters' })
    const hand: Hand = { worker, job }
    hands.add(hand)
    job.timer = setTimeout(() => lose(hand, { failed: 'crashed', detail: `the thread was not ready within ${startMillis} ms` }), startMillis)
    worker.on('message', (done: Done) => {
      if (!('ready' in done)) settle(hand, 'broke' in done ? { failed: 'crashed', detail: cut(done.broke, 300) } : done)
      else if (hand.job !== null) begin(hand, hand.job)
    })
    worker.on('error', error => lose(hand, { failed: 'crashed', detail: cut(error.message, 300) }))
    worker.on('messageerror', error => lose(hand, { failed: 'crashed', detail: cut(error.message, 300) }))
    worker.on('exit', code => lose(hand, { failed: 'crashed', detail: `the thread ended with ${code}` }))
  }

  function settle(hand: Hand, result: ReadLetter | Unread): void {
    const { job } = hand
    hand.job = null
    hand.worker.unref()
    clearTimeout(job?.timer)
    job?.resolve(result)
    next()
  }

  /** The hand is no more; another is hired when there is work. */
  function lose(hand: Hand, result: Unread): void {
    if (!hands.delete(hand)) return
    void hand.worker.terminate()
    settle(hand, result)
  }

  function next(): void {
    if (closed) return
    while (waiting.length > 0) {
      const free = [...hands].find(hand => hand.job === null)
      if (free !== undefined) begin(free, waiting.shift()!)
      else if (hands.size < most) hire(waiting.shift()!)
      else return
    }
  }

  function begin(hand: Hand, job: Job): void {
    clearTimeout(job.timer)
    hand.job = job
    hand.worker.ref()
    // A copy of their own: the caller goes on with his bytes.
    const bytes = new Uint8Array(job.bytes)
    job.timer = setTimeout(() => lose(hand, { failed: 'took_too_long', detail: `not done within ${within} ms` }), within)
    hand.worker.postMessage({ bytes, late: within * ownPatience } satisfies Task, [bytes.buffer])
  }

  return {
    read: bytes => (bytes.length > mailLimits.size
      ? Promise.resolve({ failed: 'too_large', detail: `${bytes.length} bytes of at most ${mailLimits.size}` })
      : new Promise((resolve, reject) => {
          if (closed) return reject(new Error('the reader of letters is closed'))
          waiting.push({ bytes, resolve, reject })
          next()
        })),
    async close() {
      closed = true
      const jobs = [...waiting.splice(0), ...[...hands].flatMap(({ job }) => job ?? [])]
      const ending = [...hands].map(({ worker }) => worker.terminate())
      hands.clear()
      for (const job of jobs) {
        clearTimeout(job.timer)
        job.reject(new Error('the reader of letters is closed'))
      }
      await Promise.all(ending)
    },
  }
}
