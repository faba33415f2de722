import { z } from 'zod'
import { id } from '../lib/wire.ts'

/**
 * `GET /api/live` (server-sent events): what changed, so that open workspaces refetch. Each frame has an SSE id that grows by one per process;
 * a gap, a new `process` or silence of more than 25 s (a `beat` comes every 10 s) means: refetch all and show the connection as stale.
 */
export const liveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), process: z.string() }),
  z.object({ type: z.literal('beat') }),
  z.object({ type: z.literal('ticket'), id, number: z.number(), version: z.number() }),
  z.object({ type: z.literal('delivery'), id, number: z.number() }),
  /** Somebody was told of an alarm, or one has ended. */
  z.object({ type: z.literal('alarm') }),
  z.object({ type: z.literal('channel'), channelId: z.string() }),
  z.object({ type: z.literal('incident'), id }),
])
export type LiveEvent = z.infer<typeof liveEvent>
