import { z } from 'zod'
import { instant } from '../../lib/wire.ts'
import { asideReasons } from './glimpse.ts'

const box = z.object({ name: z.string(), address: z.string() })
const reason = z.enum(asideReasons)

/** A letter that was set aside (`GET /api/aside?reason=&after=`), the newest first: it found no ticket and opened none. */
export const asideRow = z.object({ id: z.string(), receivedAt: instant, reason, from: box.nullable(), subject: z.string(), beginning: z.string() })
export type AsideRow = z.infer<typeof asideRow>
/** `counts`: how many lie there for each reason; at most `mostCounted` are counted. */
export const asidePage = z.object({ rows: z.array(asideRow), next: z.string().nullable(), counts: z.record(reason, z.number()) })
export type AsidePage = z.infer<typeof asidePage>
export const mostCounted = 999
export const asideQuery = z.object({ reason: reason.optional(), after: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() })

/**
 * `GET /api/aside/:id`; its page for a frame is `/api/aside/:id/letter.html`. `POST /api/aside/:id/request` has it received as an ordinary message,
 * `POST /api/aside/:id/dismiss` puts it away for good; both answer 204.
 */
export const asideLetter = asideRow.omit({ beginning: true }).extend({ text: z.string(), history: z.string(), signature: z.string(), hasHtml: z.boolean(), remoteImages: z.number() })
export type AsideLetter = z.infer<typeof asideLetter>
export const asideId = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
