import type { SimClock } from './clock.ts'
import { limits } from './limits.ts'
import type { UpdateQueue } from './queue.ts'
import type { PendingUpdate, Webhook } from './state.ts'

/**
 * Delivery to one bot's webhook: one lane per chat (and per user for callback queries), each in order; lanes in parallel
 * up to `max_connections`. An update leaves the queue only after a 2xx answer.
 */
export class WebhookDelivery {
  #queue: UpdateQueue
  #clock: SimClock
  #reply: (method: string, body: Record<string, unknown>) => void
  #busy = new Set<string>()
  #failures = new Map<string, number>()
  #waiting = new Map<string, () => void>()
  #closing = new AbortController()

  /** `reply` runs a method that the webhook named in its answer; its result is known to nobody. */
  constructor(queue: UpdateQueue, clock: SimClock, reply: (method: string, body: Record<string, unknown>) => void) {
    this.#queue = queue
    this.#clock = clock
    this.#reply = reply
  }

  /** Starts whatever may start now. Call after each new update and after `setWebhook`. */
  kick(): void {
    const { webhook } = this.#queue.bot
    if (webhook === null || this.#closing.signal.aborted) return
    const seen = new Set<string>()
    for (const entry of this.#queue.bot.pending) {
      if (this.#busy.size >= webhook.maxConnections) return
      if (seen.has(entry.lane)) continue
      seen.add(entry.lane)
      if (this.#busy.has(entry.lane) || this.#waiting.has(entry.lane)) continue
      this.#busy.add(entry.lane)
      void this.#deliver(webhook, entry)
    }
  }

  /** Forgets planned retries; for a changed or removed webhook. */
  reset(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
    this.#failures.clear()
  }

  stop(): void {
    this.#closing.abort()
    this.reset()
  }

  async #deliver(webhook: Webhook, entry: PendingUpdate): Promise<void> {
    const outcome = entry.expires <= this.#clock.now() ? expired : await this.#post(webhook, entry)
    this.#busy.delete(entry.lane)
    if (this.#queue.bot.webhook !== webhook) return this.kick()
    if (outcome.ok) {
      this.#failures.delete(entry.lane)
      if (outcome !== expired) webhook.goneSince = null
      this.#queue.remove(entry.update.update_id)
      if (outcome.reply !== null) this.#reply(outcome.reply.method, outcome.reply.body)
      return this.kick()
    }
    this.#fail(webhook, entry, outcome)
    this.kick()
  }

  #fail(webhook: Webhook, entry: PendingUpdate, outcome: Failed): void {
    const now = this.#clock.now()
    webhook.lastError = { at: now, message: outcome.message }
    this.#queue.changed()
    if (outcome.status !== 410) webhook.goneSince = null
    else webhook.goneSince ??= now
    if (webhook.goneSince !== null && now - webhook.goneSince >= limits.webhookGoneAfter) {
      this.#queue.bot.webhook = null
      this.reset()
      return this.#queue.changed()
    }
    const failures = (this.#failures.get(entry.lane) ?? 0) + 1
    this.#failures.set(entry.lane, failures)
    const delay = outcome.retryAfter ?? backOff(failures)
    if (now + delay >= entry.expires) {
      this.#failures.delete(entry.lane)
      return this.#queue.remove(entry.update.update_id)
    }
    if (delay === 0) return
    this.#waiting.set(entry.lane, this.#clock.after(delay, () => {
      this.#waiting.delete(entry.lane)
      this.kick()
    }))
  }

  async #post(webhook: Webhook, entry: PendingUpdate): Promise<Delivered | Failed> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (webhook.secret !== null) headers['X-Telegram-Bot-Api-Secret-Token'] = webhook.secret
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(limits.webhookTimeout)])
      const response = await fetch(webhook.url, { method: 'POST', headers, body: JSON.stringify(entry.update), redirect: 'manual', signal })
      const body = await response.text()
      if (response.ok) return { ok: true, reply: replyIn(body) }
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
      return {
        ok: false, status: response.status,
        message: `Wrong response from the webhook: ${response.status} ${response.statusText}`,
        retryAfter: Number.isFinite(retryAfter) && retryAfter > 0 ? Math.min(retryAfter * 1_000, limits.webhookRetryAfter) : null,
      }
    } catch (error) {
      return { ok: false, status: null, message: transportMessage(error), retryAfter: null }
    }
  }
}

interface Delivered {
  ok: true
  reply: { method: string; body: Record<string, unknown> } | null
}
interface Failed {
  ok: false
  status: number | null
  message: string
  retryAfter: number | null
}
const expired: Delivered = { ok: true, reply: null }

/** First retry at once, then 2, 4, 8 … seconds up to a ceiling drawn anew each time. */
function backOff(failures: number): number {
  if (failures === 1) return 0
  const { least, most } = limits.webhookCeiling
  return Math.min(limits.webhookFirstDelay * 2 ** (failures - 2), least + Math.random() * (most - least))
}

/** A method may be called in the answer to a webhook; those that only read are pointless there and are ignored. */
function replyIn(text: string): Delivered['reply'] {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('method' in body) || typeof body.method !== 'string') return null
    if (/^get/i.test(body.method)) return null
    return { method: body.method, body: Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'method')) }
  } catch {
    return null
  }
}

function transportMessage(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired'
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
  const code = cause !== undefined && 'code' in cause ? cause.code : undefined
  if (code === 'ECONNREFUSED') return 'Connection refused'
  if (code === 'ENOTFOUND') return 'Failed to resolve host: Name or service not known'
  return 'Connection reset by peer'
}
