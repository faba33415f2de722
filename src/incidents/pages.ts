import { wireInstant, wireInstantOrNull } from '../lib/wire.ts'
import type { IncidentRow, IncidentTicket, IncidentUpdate, PublicStatus } from './api.ts'
import type { Instant } from '../lib/instant.ts'
import type { Because } from './match.ts'
import type { Correction, Incident, NamedUpdate, UpdateRow } from './store/incidents.ts'
import type { Progress } from './store/notices.ts'
import type { ListRow, TicketRow } from './store/pages.ts'

/** Rows as the wire has them. Pure. */
export const wireRow = ({ startedAt, openedAt, endedAt, nextUpdateAt, endProposedAt, components, ...row }: ListRow): IncidentRow => ({
  ...row, components: [...components], startedAt: wireInstant(startedAt), openedAt: wireInstantOrNull(openedAt), endedAt: wireInstantOrNull(endedAt),
  nextUpdateAt: wireInstantOrNull(nextUpdateAt), endProposedAt: wireInstantOrNull(endProposedAt),
})

export const wireTicket = ({ id: _id, at, detachedAt, ...row }: TicketRow, because: Because | null): IncidentTicket => ({ ...row, at: wireInstant(at), detachedAt: wireInstantOrNull(detachedAt), because })

/** An update with its history and how far it and its corrections have come. */
export function wireUpdate(update: NamedUpdate, corrections: readonly (Correction & { signer: string })[], progress: readonly Progress[]): IncidentUpdate {
  const { id, kind, text, signer, at, nextUpdateAt, toAllPoints, struckAt, struckByName, struckReason } = update
  const progressOf = (version: number): IncidentUpdate['progress'] | null => {
    const found = progress.find(one => one.updateId === id && one.version === version)
    if (found === undefined) return null
    const { updateId: _update, version: _version, reasons, passedReasons, ...counts } = found
    return { ...counts, reasons: [...reasons], passedReasons: [...passedReasons] }
  }
  return {
    id, kind, text, signer, at: wireInstant(at), nextUpdateAt: wireInstantOrNull(nextUpdateAt), toAllPoints,
    progress: progressOf(1) ?? { tickets: 0, people: 0, reached: 0, underWay: 0, notReached: 0, passed: 0, reasons: [], passedReasons: [] },
    corrections: corrections.filter(one => one.updateId === id).map(one => ({ id: one.id, before: one.before, after: one.after, signer: one.signer, at: wireInstant(one.at), progress: progressOf(one.version) })),
    struck: struckAt === null ? null : { by: struckByName ?? '', at: wireInstant(struckAt), reason: struckReason ?? '' },
  }
}

/** What everybody may see of the outages: no names of points, no names of people. */
export function publicOf(incidents: readonly Incident[], updates: readonly UpdateRow[], corrections: readonly Correction[], now: Instant): PublicStatus {
  return {
    asOf: wireInstant(now), ok: incidents.every(one => one.state !== 'open'),
    incidents: incidents.map(({ id, title, components, startedAt, endedAt, nextUpdateAt }) => ({
      title, components: [...components], startedAt: wireInstant(startedAt), endedAt: wireInstantOrNull(endedAt), nextUpdateAt: wireInstantOrNull(nextUpdateAt),
      updates: updates.filter(one => one.incidentId === id && one.struckAt === null)
        .map(update => ({ kind: update.kind, text: update.text, at: wireInstant(update.at), correctedAt: wireInstantOrNull(corrections.findLast(one => one.updateId === update.id)?.at ?? null) })),
    })),
  }
}
