import { endRaised } from '../../alarms/store.ts'
import { together, tx, type Db, type Write } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { idOfNumber } from '../../tickets/store.ts'
import { values } from '../kinds.ts'
import {
  findIncident, insertIncident, insertPoints, insertUpdate, isKnownUpdate, lockIncident, nextIncidentNumber, removeOtherPoints, setNextUpdate, setTraits, turn, type Incident, type Traits,
} from '../store/incidents.ts'
import { listMore, listPeople, listTickets, supersede } from '../store/notices.ts'
import { lookAt, readReports, recentReports } from '../store/reports.ts'

/** Who acts and when. `staffId` signs. */
export type By = { now: Instant; staffId: string }

/** The lead's words with what goes with them. `id`: made by the client, so that the same wish sent twice is carried out once. */
export type Words = { id: string; text: string; nextUpdateAt: Instant | null; toAllPoints: boolean }

export type Opening = Traits & { startedAt: Instant | null; first: Words; /** Numbers of tickets that are of it. */ tickets: readonly number[]; source: 'ticket' | 'hand' }

/** So many reports that came before are looked at again when an outage is opened or widened. */
const lookedAtAgain = 1_000

/** R-4.1.1-2: a lead opens an outage by hand or from a ticket. An id that is here already changes nothing. */
export function openIncident(db: Db, id: string, wish: Opening, { now, staffId }: By): Promise<Incident> {
  return tx(db, async inner => {
    const known = await findIncident(inner, id)
    if (known !== null) return known
    const { startedAt, first, tickets, source, ...traits } = wish
    const ids = await idsOf(inner, tickets)
    const incident: Incident = {
      id, number: await nextIncidentNumber(inner), ...traits, state: 'open', source, why: null, createdAt: now, startedAt: startedAt ?? await sinceOf(inner, ids, now), openedAt: now, openedBy: staffId,
      endedAt: null, endedBy: null, rejectedAt: null, rejectedBy: null, nextUpdateAt: first.nextUpdateAt, endProposedAt: null,
    }
    await together(inner, [insertIncident(incident), insertPoints(id, traits.scope === 'all' ? [] : traits.points)])
    await tellFirst(inner, incident, first, { staff: ids, machine: [] }, { now, staffId })
    return incident
  })
}

/** One click: a proposed outage is real. The tickets it was made of are attached and told. Refuses `incident_moved_on`, `not_found`. */
export function confirmIncident(db: Db, id: string, wish: Opening, { now, staffId }: By): Promise<Incident> {
  return tx(db, async inner => {
    const incident = await lockIncident(inner, id)
    const { startedAt, first, tickets, source: _source, points, ...traits } = wish
    if (incident.state === 'open' && await isKnownUpdate(inner, first.id)) return incident
    if (incident.state !== 'proposed') throw new Refusal('incident_moved_on')
    const began = startedAt ?? incident.startedAt
    await together(inner, [setTraits(id, { ...traits, startedAt: began }), removeOtherPoints(id, traits.scope === 'all' ? [] : points)])
    // One statement changes a row once.
    await together(inner, [turn(id, { to: 'open', by: staffId, nextUpdateAt: first.nextUpdateAt }, now), endRaised('incident', id, 'seen', staffId, now), insertPoints(id, traits.scope === 'all' ? [] : points)])
    const opened: Incident = { ...incident, ...traits, points, state: 'open', startedAt: began }
    await tellFirst(inner, opened, first, { staff: await idsOf(inner, tickets), machine: incident.why?.kind === 'radar' ? incident.why.tickets : [] }, { now, staffId })
    return opened
  })
}

async function tellFirst(db: Db, incident: Incident, first: Words, tickets: { staff: readonly string[]; machine: readonly string[] }, { now, staffId }: By): Promise<void> {
  await together(db, [insertUpdate({ ...first, incidentId: incident.id, kind: 'opened', signedBy: staffId, at: now })])
  const also = tickets.machine.filter(id => !tickets.staff.includes(id))
  if (tickets.staff.length > 0) await together(db, [listMore(incident.id, first.id, tickets.staff, { as: 'staff', by: staffId })])
  if (also.length > 0) await together(db, [listMore(incident.id, first.id, also, { as: 'machine', by: null })])
  if (first.toAllPoints) await together(db, [listPeople(incident.id, first.id, incident.scope)])
  await lookAgain(db, incident)
}

/** What was reported shortly before is held against the outage as well. */
async function lookAgain(db: Db, incident: Pick<Incident, 'startedAt'>): Promise<void> {
  const before = await recentReports(db, incident.startedAt - values.noticedLate, lookedAtAgain)
  await together(db, before.map(report => report.ticketId).toSorted().map(lookAt))
}

/** Title, components, points, since when, what its reports are like. Refuses `incident_moved_on` for one that is over. */
export function editIncident(db: Db, id: string, edit: Partial<Traits & { startedAt: Instant }>): Promise<void> {
  return tx(db, async inner => {
    const incident = await lockIncident(inner, id)
    if (incident.state !== 'open' && incident.state !== 'proposed') throw new Refusal('incident_moved_on')
    const { title, components, scope, points, topic, category, facts, words, public: isPublic, startedAt } = { ...incident, ...edit }
    const kept = scope === 'all' ? [] : points
    await together(inner, [setTraits(id, { title, components, scope, topic, category, facts, words, public: isPublic, startedAt }), removeOtherPoints(id, kept)])
    await together(inner, [insertPoints(id, kept)])
    if (incident.state === 'open') await lookAgain(inner, { ...incident, startedAt })
  })
}

/** One update to all attached, and if asked to everybody at the touched points. Refuses `incident_moved_on`. */
export function addUpdate(db: Db, id: string, words: Words, by: By): Promise<void> {
  return say(db, id, 'update', words, by, ['open'], () => [setNextUpdate(id, words.nextUpdateAt)])
}

/** The end: one message that is the result of every attached ticket. Refuses `incident_moved_on`. */
export function endIncident(db: Db, id: string, words: Omit<Words, 'nextUpdateAt'>, by: By): Promise<void> {
  return say(db, id, 'ended', { ...words, nextUpdateAt: null }, by, ['open'], () => [turn(id, { to: 'ended', by: by.staffId }, by.now)])
}

/** Ended by mistake: it goes on, and whoever was told the end is told so. Refuses `incident_moved_on`, also after a day. */
export function reopenIncident(db: Db, id: string, words: Words, by: By): Promise<void> {
  return say(db, id, 'update', words, by, ['ended'], incident => {
    if (incident.endedAt === null || by.now - incident.endedAt > values.reopensFor) throw new Refusal('incident_moved_on')
    return [turn(id, { to: 'reopened', nextUpdateAt: words.nextUpdateAt }, by.now)]
  })
}

function say(db: Db, id: string, kind: 'update' | 'ended', words: Words, { now, staffId }: By, from: readonly Incident['state'][], also: (incident: Incident) => readonly Write[]): Promise<void> {
  return tx(db, async inner => {
    const incident = await lockIncident(inner, id)
    if (await isKnownUpdate(inner, words.id)) return
    if (!from.includes(incident.state)) throw new Refusal('incident_moved_on')
    await together(inner, [insertUpdate({ ...words, incidentId: id, kind, signedBy: staffId, at: now }), ...also(incident)])
    await together(inner, [listTickets(id, words.id), ...(words.toAllPoints ? [listPeople(id, words.id, incident.scope)] : [])])
    await supersede(inner, id, words.id, now)
  })
}

/** «Это не сбой». Refuses `incident_moved_on`. */
export function rejectIncident(db: Db, id: string, { now, staffId }: By): Promise<void> {
  return tx(db, async inner => {
    const incident = await lockIncident(inner, id)
    if (incident.state === 'rejected') return
    if (incident.state !== 'proposed') throw new Refusal('incident_moved_on')
    await together(inner, [turn(id, { to: 'rejected', by: staffId }, now), endRaised('incident', id, 'seen', staffId, now)])
  })
}

/** Nobody says since when: since the first of its tickets came. */
async function sinceOf(db: Db, tickets: readonly string[], now: Instant): Promise<Instant> {
  const came = (await readReports(db, tickets)).map(report => report.receivedAt)
  return Math.max(Math.min(now, ...came), now - values.startedBefore)
}

const idsOf = async (db: Db, numbers: readonly number[]): Promise<readonly string[]> => {
  const ids: string[] = []
  for (const number of numbers) ids.push(await idOfNumber(db, number))
  return ids
}
