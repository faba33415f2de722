import { wireInstant, wireInstantOrNull } from '../lib/wire.ts'
import type { IncidentRow, IncidentTicket, PublicStatus } from './api.ts'
import type { Instant } from '../lib/instant.ts'
import type { Because } from './match.ts'
import type { Incident, UpdateRow } from './store/incidents.ts'
import type { ListRow, TicketRow } from './store/pages.ts'

/** Rows as the wire has them. Pure. */
export const wireRow = ({ startedAt, openedAt, endedAt, nextUpdateAt, endProposedAt, components, ...row }: ListRow): IncidentRow => ({
  ...row, components: [...components], startedAt: wireInstant(startedAt), openedAt: wireInstantOrNull(openedAt), endedAt: wireInstantOrNull(endedAt),
  nextUpdateAt: wireInstantOrNull(nextUpdateAt), endProposedAt: wireInstantOrNull(endProposedAt),
})

export const wireTicket = ({ id: _id, at, detachedAt, ...row }: TicketRow, because: Because | null): IncidentTicket => ({ ...row, at: wireInstant(at), detachedAt: wireInstantOrNull(detachedAt), because })

/** What everybody may see of the outages: no names of points, no names of people. */
export function publicOf(incidents: readonly Incident[], updates: readonly UpdateRow[], now: Instant): PublicStatus {
  return {
    asOf: wireInstant(now), ok: incidents.every(one => one.state !== 'open'),
    incidents: incidents.map(({ id, title, components, startedAt, endedAt, nextUpdateAt }) => ({
      title, components: [...components], startedAt: wireInstant(startedAt), endedAt: wireInstantOrNull(endedAt), nextUpdateAt: wireInstantOrNull(nextUpdateAt),
      updates: updates.filter(one => one.incidentId === id).map(({ kind, text, at }) => ({ kind, text, at: wireInstant(at) })),
    })),
  }
}
