import type { Write, Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Parcel } from '../delivery/store.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Policy } from '../regulation/policy.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import type { IncomingFile, MessageContent } from '../intake/inbound.ts'
import type { AlarmSaying } from './say.ts'

/** What alarms need of the house. */
export type AlarmRoom = {
  tickets: TicketRoom
  regulationAt: (at: Instant) => Promise<{ document: RegulationDocument; policy: Policy }>
  /** The dialogue's way to make a message with buttons; `edit`: `sentBy` of an earlier parcel. */
  speak: (conversationId: string, saying: AlarmSaying, as: { purpose: 'notice' | 'card' | 'dialogue'; ticketId: null; edit?: string }, now: Instant) => { parcel: Parcel; offers: Write[] }
  sentBy: (outboxId: string) => string
  /** Address of the workspace, without a slash at the end. */
  workspaceUrl: () => string
}

/** What a forwarded message needs besides: the hall's hands for files and names. */
export type ForwardRoom = AlarmRoom & {
  maxDownload: (channelId: string) => number
  fetchLater: (db: Db, attachmentIds: readonly string[]) => Promise<void>
  subjectWithoutWords: (files: readonly IncomingFile[], content: MessageContent) => string
}
