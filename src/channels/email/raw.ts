import { z } from 'zod'
import { id } from '../../lib/wire.ts'
import { answered, pressed, toldShape } from '../portal/raw.ts'

/** Letters up to this many bytes lie in the inbox itself, larger ones as files that it names. */
export const inlineBytes = 1024 * 1024

const address = z.string().max(320)

/** A letter as it came: by IMAP (`uid`) or by the desk's own door (`envelope`). `base64` or `file`: its source, never both. */
export const rawLetter = z.object({
  kind: z.literal('letter'),
  mailbox: z.string().min(1).max(64),
  uid: z.object({ validity: z.number(), uid: z.number() }).nullable(),
  size: z.int().min(0),
  base64: z.string().nullable(),
  file: id.nullable(),
  /** Of the SMTP session; `ip`: who delivered it. */
  envelope: z.object({ from: address, to: z.array(address).max(200), ip: z.string().max(64), helo: z.string().max(255) }).nullable(),
  /** When the mailbox's server took it, epoch milliseconds. */
  takenAt: z.number().nullable(),
  /** The letter is larger than the desk takes: `base64` holds its beginning only. */
  cut: z.literal('too_large').optional(),
  /** A person wants it to be a request, whatever kind it is; of one that cannot be read, what survives of its head. */
  asked: z.literal('request').optional(),
})
export type RawLetter = z.output<typeof rawLetter>

const onPage = { address: address.refine(text => text === text.toLowerCase()), key: z.string().regex(/^[\w-]{16,64}$/), at: z.number() }

/** What people do on the page that a letter of ours led to: as those who came by the form. `address`: of the conversation, in lower case, known to the desk by the link. */
export const pageEvent = z.discriminatedUnion('kind', [
  /** `replyTo`: an id of the latest letter of the ticket that the page shows. `told`: what was missing of R-6.1.2-5, ticked there. */
  z.object({ kind: z.literal('answer'), ...onPage, ...answered, replyTo: z.string().max(1_000).nullable(), told: toldShape.nullable() }),
  z.object({ kind: z.literal('press'), ...onPage, ...pressed }),
])
export type PageEvent = z.output<typeof pageEvent>

export const rawMail = z.union([rawLetter, pageEvent])
