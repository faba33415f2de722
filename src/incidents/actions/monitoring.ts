import { together, tx, type Db } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { topicFor } from '../kinds.ts'
import { isQuiet, tolerance, type Alert } from '../monitoring.ts'
import type { IncidentRoom } from '../room.ts'
import { byAlert, forgetCalls, holdRadar, insertIncident, insertPoints, nextIncidentNumber, pointsByCode, proposeEnd, takeCall, type Incident } from '../store/incidents.ts'
import { wordsIn } from '../told.ts'

/**
 * What monitoring says becomes a proposal and nothing more: a firing alert proposes an outage, a resolved one its end; a lead decides, customers are told
 * nothing before. What a lead has rejected stays quiet for a while (`isQuiet`). A repeated call (same id) changes nothing. Returns the outage that changed, null when none did.
 */
export function hearMonitoring(room: IncidentRoom, db: Db, callId: string, said: Alert, now: Instant): Promise<string | null> {
  return tx(db, async inner => {
    await holdRadar(inner)
    if (!await takeCall(inner, callId, now)) return null
    await together(inner, [forgetCalls(now - 3 * tolerance)])
    const known = await byAlert(inner, said.title)
    if (known === null || known.state === 'ended') return said.state === 'firing' ? propose(room, inner, said, now) : null
    const isLive = known.state !== 'rejected'
    if (said.state === 'resolved') {
      // Since when it holds; said again it holds no shorter.
      if (isLive || known.endProposedAt === null) await together(inner, [proposeEnd(known.id, now)])
      return isLive ? known.id : null
    }
    if (known.rejectedAt !== null && !isQuiet({ rejectedAt: known.rejectedAt, resolvedAt: known.endProposedAt }, now)) return propose(room, inner, said, now)
    if (known.endProposedAt === null) return null
    await together(inner, [proposeEnd(known.id, null)])
    return isLive ? known.id : null
  })
}

async function propose(room: IncidentRoom, db: Db, { title, components, points, startedAt }: Alert, now: Instant): Promise<string> {
  const known = points === 'all' ? [] : await pointsByCode(db, points)
  const unknown = points === 'all' ? [] : points.filter(code => !known.some(one => one.code === code))
  const found = known.map(one => one.id)
  const began = startedAt === undefined ? now : Math.min(Date.parse(startedAt), now)
  const topic = topicFor(components)
  const { phrases } = wordsIn('ru')
  const incident: Incident = {
    id: newId(), number: await nextIncidentNumber(db), title, components, scope: points === 'all' ? 'all' : 'points', points: found, topic, category: 1,
    facts: [], words: [...new Set(components.flatMap(component => phrases[component]))], public: true, state: 'proposed', source: 'monitoring',
    why: { kind: 'monitoring', alert: title, startedAt: began, components, unknown: unknown.slice(0, 50) },
    createdAt: now, startedAt: began, openedAt: null, openedBy: null, endedAt: null, endedBy: null, rejectedAt: null, rejectedBy: null, nextUpdateAt: null, endProposedAt: null,
  }
  await together(db, [insertIncident(incident), insertPoints(incident.id, found)])
  await room.proposed(db, { id: incident.id, number: incident.number, title, source: 'monitoring' })
  return incident.id
}
