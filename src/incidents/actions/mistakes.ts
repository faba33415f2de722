import { recall } from '../../delivery/store.ts'
import { together, tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { correctionsOf, insertCorrection, latestUpdate, lockIncident, lockUpdate, setUpdateText, strikeUpdateRow, type Incident, type UpdateRow } from '../store/incidents.ts'
import { carriersOf, holdLines, listTold, stopLines } from '../store/notices.ts'
import type { By } from './outages.ts'

/** What a lead said to everybody and got wrong. Everything that was is kept: who changed what, and when. */

/** `id`: made by the client. `tell`: those who have it read the correction in one message. */
export type CorrectionWish = { id: string; text: string; tell: boolean }

/**
 * Other words for an update: the pages show them at once, and who has not been told yet is told them. A first contact that it was stays one.
 * Refuses `incident_moved_on` for one that was struck, `not_found`.
 */
export function correctUpdate(db: Db, incidentId: string, updateId: string, { id, text, tell }: CorrectionWish, { now, staffId }: By): Promise<void> {
  return tx(db, async inner => {
    const { incident, update } = await lockBoth(inner, incidentId, updateId)
    const before = (await correctionsOf(inner, [incidentId])).filter(one => one.updateId === updateId)
    if (before.some(one => one.id === id)) return
    if (!isShown(incident) || update.struckAt !== null) throw new Refusal('incident_moved_on')
    if (text === update.text) return
    const version = (before.at(-1)?.version ?? 1) + 1
    await holdLines(inner, updateId)
    await together(inner, [insertCorrection({ id, updateId, version, before: update.text, after: text, signedBy: staffId, at: now, told: tell }), setUpdateText(updateId, text)])
    if (tell) await together(inner, [listTold(incidentId, updateId, version)])
  })
}

/**
 * An update is taken back: the pages show it no more, and what has not gone out does not go. Whoever was to hear it hears the one before it, unless he has.
 * The end of an outage is not struck but gone back on (`reopenIncident`). Refuses `incident_moved_on`, `not_found`.
 */
export function strikeUpdate(db: Db, incidentId: string, updateId: string, reason: string, { now, staffId }: By): Promise<void> {
  return tx(db, async inner => {
    const { incident, update } = await lockBoth(inner, incidentId, updateId)
    if (update.struckAt !== null) return
    if (!isShown(incident) || update.kind === 'ended') throw new Refusal('incident_moved_on')
    const last = await latestUpdate(inner, incidentId)
    await together(inner, [strikeUpdateRow(updateId, { by: staffId, reason }, now)])
    await holdLines(inner, updateId)
    const stopped = await recall(inner, await carriersOf(inner, updateId), now)
    const instead = incident.state === 'open' && last?.id === updateId ? await latestUpdate(inner, incidentId) : null
    await stopLines(inner, incidentId, updateId, instead?.id ?? null, stopped, now)
  })
}

async function lockBoth(db: Db, incidentId: string, updateId: string): Promise<{ incident: Incident; update: UpdateRow }> {
  const incident = await lockIncident(db, incidentId)
  return { incident, update: await lockUpdate(db, incidentId, updateId) }
}

const isShown = ({ state }: Incident): boolean => state === 'open' || state === 'ended'
