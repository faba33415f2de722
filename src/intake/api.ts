import { z } from 'zod'
import { instant } from '../lib/wire.ts'

/** What came in and could not be read (`GET /api/quarantine?after=`): the newest first. `letter`: what can be made out of one; `preview`: the beginning of anything else, without secrets. */
export const quarantined = z.object({
  id: z.string(), channelId: z.string(), receivedAt: instant, reason: z.string(), tries: z.number(), preview: z.string(),
  letter: z.object({ from: z.object({ name: z.string(), address: z.string() }).nullable(), subject: z.string(), size: z.number() }).nullable(),
})
export type Quarantined = z.infer<typeof quarantined>
export const quarantinePage = z.object({ rows: z.array(quarantined), next: z.string().nullable() })
export const quarantineQuery = z.object({ after: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() })
/**
 * `POST /api/quarantine/:id/retry` has it read again, `POST /api/quarantine/:id/dismiss` puts it aside for good, `POST /api/quarantine/:id/stub` makes a
 * request of what survives of a letter; all answer 204.
 */
export const quarantineId = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
