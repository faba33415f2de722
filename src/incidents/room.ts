import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import type { Policy } from '../regulation/policy.ts'
import type { TicketRoom } from '../tickets/actions.ts'

/** What outages need of the house. */
export type IncidentRoom = {
  tickets: TicketRoom
  regulationAt: (at: Instant) => Promise<{ document: RegulationDocument; policy: Policy }>
  /** The radar or monitoring proposes an outage: the leads are to hear of it, inside the transaction that proposes it. */
  proposed: (db: Db, incident: { id: string; number: number; title: string; source: 'radar' | 'monitoring' }) => Promise<void>
}
