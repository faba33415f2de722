import { z } from 'zod'
import { id } from '../../lib/wire.ts'

const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** `POST /api/tickets/:number/messages/:message/move`: the message goes to the ticket of that number, or opens a new one. The answer: where it stands now. */
export const moveBody = z.object({ to: z.union([number, z.literal('new')]) })
export const messageOfTicket = z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER), message: id })
export const movedTo = z.object({ number })
