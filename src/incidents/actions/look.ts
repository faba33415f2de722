import { together, tx, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { newId } from '../../lib/ids.ts'
import { cut } from '../../lib/text.ts'
import type { Change } from '../../tickets/change.ts'
import { limits, values } from '../kinds.ts'
import { match, type Kind, type Report } from '../match.ts'
import { radar, type Known, type Sighting } from '../radar.ts'
import type { IncidentRoom } from '../room.ts'
import { holdOpen, holdRadar, insertIncident, insertPoints, latestUpdate, liveIncidents, nextIncidentNumber, setWhy, type Incident } from '../store/incidents.ts'
import { lookAt, readReports, recentVersions, takeLooks, type ReportRow } from '../store/reports.ts'
import { attachAndList, batch, machine } from './attach.ts'
import type { Told } from './tell.ts'

type Facts = readonly { id: string; label: string; topic?: string | undefined; category: 1 | 2 | 3 }[]

/** So many reports the radar compares at most. */
const compared = 500

/**
 * Looks at tickets that said something new: those of an open outage are attached and put on the list of its last word; the others are shown to the radar.
 * All in one transaction with the list of looks. Null: nothing waits. `taken` hears which tickets they are before anything is done to them.
 */
export function lookAtNext(room: IncidentRoom, db: Db, now: Instant, limit: number, taken: (ids: readonly string[]) => void): Promise<Told | null> {
  return tx(db, async inner => {
    const ids = await takeLooks(inner, limit)
    taken(ids)
    if (ids.length === 0) return null
    const { document } = await room.regulationAt(now)
    const fresh = (await readReports(inner, ids)).filter(row => row.open && row.silent && row.incidentId === null)
    if (fresh.length === 0) return { changes: [], incidents: [] }
    const live = await liveIncidents(inner, now - values.quietAfterRejection)
    const found = fresh.map(row => ({ row, of: live.find(one => one.state === 'open' && !row.notOf.includes(one.id) && match(reportOf(row, document.botFacts), kindOf(one)) !== null) }))
    const alone = found.flatMap(({ row, of }) => (of === undefined ? [row] : []))
    // Outages before tickets: docs/decisions/0018-one-order-of-locks.md.
    const joining = new Set(found.flatMap(({ row, of }) => (of === undefined ? [] : [row.ticketId])))
    const touched = new Set(alone.length === 0 ? [] : await watchRadar(room, inner, alone, joining, document.botFacts, now))
    const open = await holdOpen(inner, found.flatMap(({ of }) => of?.id ?? []))
    const changes: Change[] = []
    let joined = 0
    for (const { row, of } of found.toSorted((one, other) => (one.row.ticketId < other.row.ticketId ? -1 : 1))) {
      if (of === undefined) continue
      // Ended in this very moment, or too many for one transaction: looked at again.
      if (!open.has(of.id) || joined === batch) await together(inner, [lookAt(row.ticketId)])
      else {
        // A new report of the same kind: attached, and told the known answer at once.
        changes.push(...await attachAndList(room, inner, of, await latestUpdate(inner, of.id), row.ticketId, machine, now))
        touched.add(of.id)
        joined++
      }
    }
    return { changes, incidents: [...touched] }
  })
}

/** Reports of the last minutes as they stood when they were last read. Whatever is said or done to a ticket gives it another version. */
let lately: ReadonlyMap<string, ReportRow> = new Map()

/** Open reports of no outage that no person has answered, registered after `since`, oldest first. In a burst every look needs all of them: only what is new is read. */
async function silentReports(db: Db, since: Instant): Promise<readonly ReportRow[]> {
  const versions = await recentVersions(db, since, compared)
  const known = versions.flatMap(({ ticketId, version }) => {
    const row = lately.get(ticketId)
    return row?.version === version ? [row] : []
  })
  const held = new Set(known.map(row => row.ticketId))
  const fresh = versions.filter(({ ticketId }) => !held.has(ticketId)).map(({ ticketId }) => ticketId)
  const rows = fresh.length === 0 ? known : [...known, ...await readReports(db, fresh)]
  lately = new Map(rows.map(row => [row.ticketId, row]))
  return rows.filter(row => row.silent && row.open && row.incidentId === null).toSorted((one, other) => one.receivedAt - other.receivedAt || one.number - other.number)
}

/** Ids of the outages that were proposed or grew. `joining`: reports that are of a known outage. */
async function watchRadar(room: IncidentRoom, db: Db, alone: readonly ReportRow[], joining: ReadonlySet<string>, facts: Facts, now: Instant): Promise<readonly string[]> {
  const recent = (await silentReports(db, now - values.radarWindow)).filter(row => !joining.has(row.ticketId)).map(row => reportOf(row, facts))
  // Cheap and without a lock first: most reports are like nothing.
  const suspicious = speakers(alone.map(row => reportOf(row, facts)), recent, now)
  if (suspicious.length === 0) return []
  await holdRadar(db)
  const touched: string[] = []
  const grown = new Map<string, Sighting[]>()
  let known = await liveIncidents(db, now - values.quietAfterRejection)
  for (const report of suspicious) {
    const finding = radar(report, recent, known.map(knownOf), now)
    if (finding.is === 'new') {
      touched.push(await propose(room, db, finding.sighting, recent, facts, now))
      known = await liveIncidents(db, now - values.quietAfterRejection)
    }
    if (finding.is === 'more') grown.set(finding.incident, [...grown.get(finding.incident) ?? [], finding.sighting])
  }
  for (const one of known) {
    const sightings = grown.get(one.id)
    if (sightings === undefined) continue
    await grow(db, one, sightings, recent)
    touched.push(one.id)
  }
  return touched
}

/** Reports that look like an outage, one of each burst: those that its sighting shows need not be compared with everything once more. */
function speakers(reports: readonly Report[], recent: readonly Report[], now: Instant): readonly Report[] {
  const shown = new Set<string>()
  return reports.filter(report => {
    if (shown.has(report.ticketId)) return false
    const finding = radar(report, recent, [], now)
    if (finding.is !== 'new') return false
    for (const id of finding.sighting.tickets) shown.add(id)
    return true
  })
}

async function propose(room: IncidentRoom, db: Db, sighting: Sighting, recent: readonly Report[], facts: Facts, now: Instant): Promise<string> {
  const fact = sighting.by === 'fact' ? facts.find(one => one.id === sighting.what) : undefined
  const title = cut(fact?.label ?? sentence(sighting.what), limits.title)
  const incident: Incident = {
    id: newId(), number: await nextIncidentNumber(db), title, components: fact?.topic === '4.1.1' ? ['central'] : [], scope: 'points', points: pointsOf(sighting, recent), topic: fact?.topic ?? null, category: fact?.category ?? 1,
    facts: fact === undefined ? [] : [fact.id], words: fact === undefined ? [cut(sighting.what, limits.phrase)] : [], public: true, state: 'proposed', source: 'radar',
    why: { kind: 'radar', ...sighting, tickets: sighting.tickets.slice(0, limits.evidence) }, createdAt: now, startedAt: sighting.since,
    openedAt: null, openedBy: null, endedAt: null, endedBy: null, rejectedAt: null, rejectedBy: null, nextUpdateAt: null, endProposedAt: null,
  }
  await together(db, [insertIncident(incident), insertPoints(incident.id, incident.points)])
  await room.proposed(db, { id: incident.id, number: incident.number, title, source: 'radar' })
  return incident.id
}

/** More of the same while the proposal waits: it shows them, and nobody is alarmed again. */
async function grow(db: Db, { id, why }: Incident, sightings: readonly Sighting[], recent: readonly Report[]): Promise<void> {
  const known = why?.kind === 'radar' ? why : null
  const tickets = [...new Set([known?.tickets ?? [], ...sightings.map(one => one.tickets)].flat())].slice(0, limits.evidence)
  const since = Math.min(...(known === null ? [] : [known.since]), ...sightings.map(one => one.since))
  await together(db, [setWhy(id, { kind: 'radar', ...sightings.at(-1)!, since, tickets }), insertPoints(id, sightings.flatMap(one => pointsOf(one, recent)))])
}

function pointsOf({ tickets }: Sighting, recent: readonly Report[]): readonly string[] {
  const shown = new Set(tickets)
  return [...new Set(recent.filter(report => shown.has(report.ticketId)).flatMap(report => report.pointIds))]
}
const sentence = (phrase: string): string => phrase.slice(0, 1).toUpperCase() + phrase.slice(1)

export function reportOf({ what, ...row }: ReportRow, facts: Facts): Report {
  const fact = what === null ? undefined : facts.find(one => one.label === what)
  return { ...row, fact: fact?.id ?? null, factTopic: fact?.topic ?? null }
}

export const kindOf = (incident: Incident): Kind => ({ scope: incident.scope, points: new Set(incident.points), topic: incident.topic, facts: incident.facts, words: incident.words, startedAt: incident.startedAt })
const knownOf = (incident: Incident): Known => ({ id: incident.id, state: incident.state, over: incident.rejectedAt ?? incident.endedAt, topic: incident.topic, facts: incident.facts, words: incident.words })

