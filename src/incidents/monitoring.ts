import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { minute, second, type Instant } from '../lib/instant.ts'
import { instant } from '../lib/wire.ts'
import { components, limits, values } from './kinds.ts'

/**
 * A call of monitoring (`POST /hooks/monitoring`), signed as Standard Webhooks has it: `webhook-id`, `webhook-timestamp`, `webhook-signature` over the raw body.
 * `points`: the customer's own codes of points, or all. `resolved` is told under the title of the alert.
 */
export const alert = z.object({
  title: z.string().trim().min(1).max(limits.title),
  components: z.array(z.enum(components)).max(components.length).default([]),
  points: z.union([z.literal('all'), z.array(z.string().trim().min(1).max(100)).max(limits.hookPoints)]).default('all'),
  startedAt: instant.optional(),
  state: z.enum(['firing', 'resolved']),
})
export type Alert = z.infer<typeof alert>

/**
 * A lead said of this alert «это не сбой», and it fires again: is that the same? An alert at the edge of its limit fires and resolves every few minutes, and each
 * time would ask and ring anew. So it is quiet for an hour; sooner only when it was resolved for a quarter of an hour in between (`resolvedAt`: since when, null
 * while it fires): then the old cause is over, and this is another.
 */
export function isQuiet({ rejectedAt, resolvedAt }: { rejectedAt: Instant; resolvedAt: Instant | null }, now: Instant): boolean {
  return now - rejectedAt < values.alertQuiet && (resolvedAt === null || now - resolvedAt < values.alertSettled)
}

/** How far the sender's clock may be from ours. */
export const tolerance = 5 * minute

export type Headers = Readonly<Record<string, string | undefined>>
export type Reading = { ok: true; id: string; alert: Alert } | { ok: false; why: 'unsigned' | 'malformed' }

/** Is it signed by the secret, fresh, and of the agreed shape? `equal` compares in constant time. The sender is not told what was wrong with a signature. */
export function readCall(secret: string, headers: Headers, body: string, now: Instant, equal: (one: string, other: string) => boolean): Reading {
  const [id, stamp, signatures] = [headers['webhook-id'] ?? '', headers['webhook-timestamp'] ?? '', headers['webhook-signature'] ?? '']
  if (!/^[\w.:-]{1,200}$/.test(id) || !/^\d{1,12}$/.test(stamp) || Math.abs(now - Number(stamp) * second) > tolerance) return { ok: false, why: 'unsigned' }
  const expected = new Webhook(secret).sign(id, new Date(Number(stamp) * second), body)
  if (!signatures.split(' ').slice(0, 10).some(signature => equal(signature, expected))) return { ok: false, why: 'unsigned' }
  const found = alert.safeParse(parsed(body))
  return found.success ? { ok: true, id, alert: found.data } : { ok: false, why: 'malformed' }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
