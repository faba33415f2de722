import type { Update } from '@grammyjs/types'
import type { SimClock } from './clock.ts'
import { conflict } from './failure.ts'
import { limits } from './limits.ts'
import type { Args, UpdateBody, UpdateType } from './shapes.ts'
import type { BotRecord } from './state.ts'

const onlyWhenAsked: readonly UpdateType[] = ['chat_member', 'message_reaction', 'message_reaction_count']

export function isUpdateType(key: string): key is UpdateType {
  return key !== 'update_id'
}

/** Updates of one bot waiting to be taken, and the one long poll that may be waiting for them. */
export class UpdateQueue {
  readonly bot: BotRecord
  /** Tells the engine that something about this bot changed. */
  readonly changed: () => void
  #clock: SimClock
  #poll: { wake(): void; end(error: Error): void } | null = null
  #last: { offset: number; at: number } | null = null

  constructor(bot: BotRecord, clock: SimClock, changed: () => void) {
    this.bot = bot
    this.#clock = clock
    this.changed = changed
  }

  /** A long poll is waiting right now. */
  get isPolled(): boolean {
    return this.#poll !== null
  }

  /** Puts an update into the queue unless the bot did not ask for its type. `from`: the moment its life counts from. */
  add(body: UpdateBody, lane: string, from: number): boolean {
    const type = Object.keys(body).find(isUpdateType)
    if (type === undefined || !this.#wants(type)) return false
    const lives = type === 'callback_query' || type === 'pre_checkout_query' ? limits.callbackLives : limits.updateLives
    this.bot.pending.push({ update: { update_id: this.bot.nextUpdate++, ...body }, lane, expires: from + lives })
    this.#poll?.wake()
    this.changed()
    return true
  }

  /** Drops what has outlived its time. */
  expire(): void {
    const now = this.#clock.now()
    const alive = this.bot.pending.filter((entry) => entry.expires > now)
    if (alive.length === this.bot.pending.length) return
    this.bot.pending = alive
    this.changed()
  }

  remove(updateId: number): void {
    this.bot.pending = this.bot.pending.filter((entry) => entry.update.update_id !== updateId)
    this.changed()
  }

  dropAll(): void {
    this.bot.pending = []
    this.changed()
  }

  /** `getUpdates`. `gone` fires when the asking side hangs up. */
  async take(args: Args<'getUpdates'>, gone: AbortSignal): Promise<Update[]> {
    if (this.bot.webhook !== null) {
      throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    }
    this.endPoll('terminated by other getUpdates request; make sure that only one bot instance is running')
    if (args.allowed_updates !== undefined) this.bot.allowedUpdates = args.allowed_updates.length === 0 ? null : [...args.allowed_updates]
    let timeout = clamp(args.timeout ?? 0, 0, limits.pollTimeoutSeconds) * 1_000
    let limit = clamp(args.limit ?? limits.pollLimit, 1, limits.pollLimit)
    const offset = args.offset ?? 0
    const since = this.#last?.offset === offset ? performance.now() - this.#last.at : Infinity
    if (since < limits.samePollWait && timeout < limits.samePollWait) timeout = limits.samePollWait
    if (since < limits.samePollSoon) limit = 1
    this.#last = { offset, at: performance.now() }
    this.expire()
    this.#confirm(offset)
    if (this.bot.pending.length === 0 && timeout > 0 && !gone.aborted) await this.#wait(timeout, gone)
    this.expire()
    return this.bot.pending.slice(0, limit).map((entry) => entry.update)
  }

  /** Answers a waiting poll with 409. */
  endPoll(reason: string): void {
    this.#poll?.end(conflict(reason))
  }

  /** Ends a waiting poll as if its time had run out. */
  release(): void {
    this.#poll?.wake()
  }

  #confirm(offset: number): void {
    const { pending } = this.bot
    const kept = offset < 0 ? pending.slice(offset) : pending.filter((entry) => entry.update.update_id >= offset)
    if (kept.length === pending.length) return
    this.bot.pending = kept
    this.changed()
  }

  #wait(timeout: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        if (this.#poll === poll) this.#poll = null
        clearTimeout(timer)
        gone.removeEventListener('abort', poll.wake)
        done()
      }
      const poll = { wake: () => settle(resolve), end: (error: Error) => settle(() => reject(error)) }
      const timer = setTimeout(poll.wake, timeout)
      gone.addEventListener('abort', poll.wake)
      this.#poll = poll
      this.changed()
    })
  }

  #wants(type: UpdateType): boolean {
    const { allowedUpdates } = this.bot
    return allowedUpdates === null ? !onlyWhenAsked.includes(type) : allowedUpdates.includes(type)
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
