import type { Colleagues } from '../alarms/chats/colleagues.ts'
import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Policy } from '../regulation/policy.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import type { Manner } from './manner.ts'

/** What the dialogue needs of the house. */
export type DialogueRoom = {
  tickets: TicketRoom
  /** How one speaks in a channel. */
  manner: (channelId: string) => Manner
  editionById: (id: number) => Promise<{ document: RegulationDocument; policy: Policy }>
  regulationAt: (at: Instant) => Promise<{ document: RegulationDocument; policy: Policy }>
  /** Addresses of the public pages: the regulation, the form for whom no messenger reaches, outages now and of late. */
  regulationUrl: () => string
  formUrl: () => string
  statusUrl: () => string
  /** What colleagues do in the chats that they linked. */
  colleagues: Colleagues
  setPhone: (db: Db, contactId: string, phone: string) => Promise<void>
  /** E.164 of what a person wrote or shared, null when it is no phone. */
  readPhone: (text: string) => string | null
}
