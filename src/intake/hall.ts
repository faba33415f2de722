import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Policy } from '../regulation/policy.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import type { Host } from './host.ts'
import type { IncomingFile, MessageContent } from './inbound.ts'

/** What the hall needs of the house. */
export type Hall = {
  tickets: TicketRoom
  host: Host
  /** The edition in force: its closed list of words that are no requests, its policy. */
  regulationAt: (at: Instant) => Promise<{ document: RegulationDocument; policy: Policy }>
  /** How many bytes a channel gives out at most. */
  maxDownload: (channelId: string) => number
  /** Asks for the bytes of attachments, with this transaction. */
  fetchLater: (db: Db, attachmentIds: readonly string[]) => Promise<void>
  /** A name for a ticket whose first words are none (photo, voice, greeting). */
  subjectWithoutWords: (files: readonly IncomingFile[], content: MessageContent) => string
}
