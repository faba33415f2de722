import type { ResponseParameters } from '@grammyjs/types'
import type { Implemented } from './parameters.ts'

/** A scripted trouble. Without `method` or `chatId` it fits any; it is used up after `times` calls (1 unless told). */
export interface Fault {
  /** A method of the Bot API, or `download` for the bytes of a file. */
  method?: Implemented | 'download'
  chatId?: number
  /** Bot username. */
  bot?: string
  /** Calls that pass untouched before the fault begins. */
  skip?: number
  times?: number
  /** Real milliseconds before anything else happens. */
  delayMs?: number
  /** Answer instead of the real one. `status` is the HTTP status and `error_code`. */
  answer?: { status: number; description: string; parameters?: ResponseParameters }
  /** Cuts the connection: before the call has any effect, or after its full effect (the sender cannot know). */
  drop?: 'before' | 'after'
}

export class Faults {
  #waiting: { fault: Fault; skip: number; left: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#waiting = []
  }

  /** How many more calls the script will still spoil. */
  get left(): number {
    return this.#waiting.reduce((sum, entry) => sum + entry.left, 0)
  }

  /** The first fault that fits this call, counted as used. */
  take(call: { method: string; chatId: number | null; bot: string }): Fault | null {
    for (const entry of this.#waiting) {
      const { fault } = entry
      if (fault.method !== undefined && fault.method.toLowerCase() !== call.method.toLowerCase()) continue
      if (fault.chatId !== undefined && fault.chatId !== call.chatId) continue
      if (fault.bot !== undefined && fault.bot !== call.bot) continue
      if (entry.skip > 0) {
        entry.skip--
        continue
      }
      entry.left--
      if (entry.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry)
      return fault
    }
    return null
  }
}
