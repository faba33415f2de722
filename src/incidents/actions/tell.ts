import { together, tx, type Db, type Write } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { hourIn } from '../../lib/say-time.ts'
import { enqueue, type Parcel } from '../../delivery/store.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { hasEnded } from '../../tickets/decide/situation.ts'
import { readTicket } from '../../tickets/store.ts'
import type { TicketEvent } from '../../tickets/ticket.ts'
import type { IncidentRoom } from '../room.ts'
import { settle, takeNotices, type NoticeRow, type Settled } from '../store/notices.ts'
import { toldText } from '../told.ts'
import { attachTicket, machine, unlessEnded } from './attach.ts'

/** What came of some lines of the list, for the house to hear after the commit. */
export type Told = { changes: readonly Change[]; incidents: readonly string[] }

/**
 * Works off the next `limit` lines of the list: each ticket gets the update as an event and a message, each person of a touched point a message; all of it and
 * the settled lines in one transaction. So an end of the process in the middle loses nothing and tells nobody twice. Null: nothing waits.
 * `taken` hears which lines they are before anything is done to them.
 */
export function tellNext(room: IncidentRoom, db: Db, now: Instant, limit: number, taken: (ids: readonly number[]) => void): Promise<Told | null> {
  return tx(db, async inner => {
    const rows = await takeNotices(inner, limit)
    taken(rows.map(row => row.id))
    if (rows.length === 0) return null
    const { policy } = await room.regulationAt(now)
    const zone = policy.calendars.service.timezone
    const changes: Change[] = []
    const settled: Settled[] = []
    const parcels: Parcel[] = []
    for (const row of rows) {
      if (row.ticketId === null) settled.push(tellPerson(row, zone, now, parcels))
      else settled.push(await tellTicket(room, inner, { ...row, ticketId: row.ticketId }, zone, now, changes))
    }
    const writes: Write[] = [settle(settled, now), ...(parcels.length === 0 ? [] : [enqueue(parcels, now)])]
    await together(inner, writes)
    return { changes, incidents: [...new Set(rows.map(row => row.incidentId))] }
  })
}

type TicketRow = NoticeRow & { ticketId: string }

async function tellTicket(room: IncidentRoom, db: Db, row: TicketRow, zone: string, now: Instant, changes: Change[]): Promise<Settled> {
  const passed = (reason: string): Settled => ({ id: row.id, state: 'passed', reason })
  if (row.attach !== null) {
    const attached = await attachTicket(room, db, { ...row, id: row.incidentId }, row.ticketId, row.attach === 'staff' && row.attachBy !== null ? { kind: 'staff', id: row.attachBy } : machine, now)
    if (attached.length === 0) return passed('ended')
    changes.push(...attached)
  }
  const { ticket, events } = await readTicket(db, row.ticketId)
  if (row.struck !== null) {
    await forgetTold(room, db, { ...row, struck: row.struck }, events, now, changes)
    return passed('struck')
  }
  if (ticket.incident?.id !== row.incidentId) return passed('taken_off')
  if (row.kind !== 'ended' && !row.isCorrection && ticket.result?.incident === row.incidentId) await takeEndBack(room, db, row, events, now, changes)
  const context = { now, actor: machine }
  if (ticket.conversationId === null) {
    // Nobody can write to him: at the end somebody has to call.
    if (row.kind === 'ended' && !row.isCorrection) changes.push(await change(room.tickets, db, row.ticketId, { type: 'note_delivery', message: row.updateId, outcome: 'not_delivered', reason: 'no_channel' }, context))
    return passed('no_channel')
  }
  const message = newId()
  const text = toldText({ kind: row.kind, text: row.text, opening: row.opening, signedBy: row.signer, nextUpdateAt: row.nextUpdateAt, isCorrection: row.isCorrection }, { language: row.language, ticket: { number: ticket.number, first: !row.toldBefore } }, { zone, now })
  const made = await unlessEnded(() => change(room.tickets, db, row.ticketId, row.kind === 'ended' && !row.isCorrection
    ? { type: 'report_result', kind: 'done', text, files: [], message, incident: row.incidentId }
    : { type: 'tell_incident', incident: row.incidentId, update: row.said, signedBy: row.signedBy, title: row.title, text, message, first: !row.toldBefore }, context))
  if (made === null || !made.events.some(event => event.type === 'result_reported' || event.type === 'incident_told')) return passed('ended')
  changes.push(made)
  return { id: row.id, state: 'told', messageId: message, outboxId: null }
}

/** The update was struck and its message stopped before it went out: nobody has heard it, so it was no first contact. */
async function forgetTold(room: IncidentRoom, db: Db, { ticketId, messageId, signedBy, struck }: TicketRow & { struck: string }, events: readonly TicketEvent[], now: Instant, changes: Change[]): Promise<void> {
  const told = messageId === null ? undefined : events.find(event => event.type === 'incident_told' && event.message === messageId)
  if (told !== undefined) changes.push(await change(room.tickets, db, ticketId, { type: 'strike', event: told.id, reason: struck }, { now, actor: { kind: 'staff', id: signedBy } }))
}

/** The outage was ended by mistake and goes on: the result that its tickets were told is struck, their clocks go as if it had never been. */
async function takeEndBack(room: IncidentRoom, db: Db, { ticketId, signedBy, title }: TicketRow, events: readonly TicketEvent[], now: Instant, changes: Change[]): Promise<void> {
  const end = events.findLast(event => event.type === 'result_reported')
  if (end === undefined) return
  const look = await change(room.tickets, db, ticketId, { type: 'wake' }, { now, actor: machine })
  changes.push(look)
  if (hasEnded(look.after.view) || look.after.view.state !== 'awaiting_confirmation') return
  changes.push(await change(room.tickets, db, ticketId, { type: 'strike', event: end.id, reason: title }, { now, actor: { kind: 'staff', id: signedBy } }))
}

/** Somebody of a touched point, without a ticket: a plain message. Quiet at night. */
function tellPerson(row: NoticeRow, zone: string, now: Instant, parcels: Parcel[]): Settled {
  if (row.blocked || row.conversationId === null) return { id: row.id, state: 'passed', reason: 'blocked' }
  if (row.struck !== null) return { id: row.id, state: 'passed', reason: 'struck' }
  if (row.hasTicket && !row.isCorrection) return { id: row.id, state: 'passed', reason: 'has_ticket' }
  const id = newId()
  const text = toldText({ kind: row.kind, text: row.text, signedBy: row.signer, nextUpdateAt: row.nextUpdateAt, isCorrection: row.isCorrection }, { language: row.language, ticket: null }, { zone, now })
  const hour = hourIn(row.zone ?? zone, now)
  parcels.push({ id, conversationId: row.conversationId, ticketId: null, messageId: null, purpose: 'notice', payload: { kind: 'send', title: row.title, text, ...(hour >= 22 || hour < 8 ? { silent: true } : {}) } })
  return { id: row.id, state: 'told', messageId: null, outboxId: id }
}

/** One line that cannot be told (a defect of ours) is passed over and named, so that it stops no other. */
export async function passOver(db: Db, id: number, error: unknown, now: Instant): Promise<void> {
  await together(db, [settle([{ id, state: 'passed', reason: error instanceof Refusal ? error.code : 'failed' }], now)])
}
