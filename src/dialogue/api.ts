/** Wire shapes of the dialogue's doors. */
import { z } from 'zod'
import { delayReasons } from '../regulation/signals.ts'

/** `GET /api/tickets/:number/delay-words`: what this ticket's customer reads for each reason of a delay, word for word and in his language. */
export const delayWordsList = z.array(z.object({ reason: z.enum(delayReasons), text: z.string() }))
