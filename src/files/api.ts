import { z } from 'zod'
import { id } from '../lib/wire.ts'

/** `POST /api/files` (multipart, one part with a file): the bytes are kept, a message may name them by `id`. */
export const uploaded = z.object({ id, name: z.string(), mime: z.string(), size: z.number() })
/** `GET /api/files/:id?download=1`: `download` saves it to disk whatever it is. */
export const fileQuery = z.object({ download: z.enum(['0', '1']).default('0') })
