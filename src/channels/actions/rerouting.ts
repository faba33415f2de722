import { record } from '../../audit/store.ts'
import { redirect } from '../../delivery/store.ts'
import { moveChoices } from '../../dialogue/store.ts'
import { tx, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { perform } from '../../messages/actions.ts'
import { change, type TicketRoom } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { readTicket } from '../../tickets/store.ts'
import { strandedIn, type Stranded } from '../store/backlog.ts'

/** Tickets that one wish moves; the lead presses again for more. */
const mostTickets = 1_000

export type Rerouting = { parcels: number; tickets: number; without: readonly Stranded[] }
type Asked = { by: string; now: Instant; /** What the ticket's history says. */ note: string }

/**
 * What waits in a channel that does not work goes to the same people in another one (product.md 4.1: nobody is told twice, and nobody is left out). The ticket
 * goes on there, so that its answers meet it; its history says so. Each ticket moves whole or not at all; `moved` hears each after its commit.
 */
export async function reroute(room: TicketRoom, db: Db, way: { from: string; to: string }, asked: Asked, moved: (changes: readonly Change[]) => void): Promise<Rerouting> {
  const stranded = await strandedIn(db, way.from, way.to, asked.now, mostTickets)
  let parcels = 0
  const tickets = new Set<string>()
  for (const one of stranded) {
    if (one.to === null || one.contactId === null) continue
    const { changes, count } = await tx(db, inner => moveOne(room, inner, { ...one, to: one.to!, contactId: one.contactId! }, asked))
    if (count === 0) continue
    parcels += count
    tickets.add(one.ticketId)
    moved(changes)
  }
  await record(db, { at: asked.now, actor: asked.by, act: 'messages_rerouted', subject: way.from, details: { to: way.to, parcels, tickets: tickets.size } })
  return { parcels, tickets: tickets.size, without: stranded.filter(({ to }) => to === null) }
}

async function moveOne(room: TicketRoom, db: Db, { ticketId, number, conversationId, contactId, to }: Stranded & { to: string; contactId: string }, { by, now, note }: Asked): Promise<{ changes: readonly Change[]; count: number }> {
  const context = { now, actor: { kind: 'staff' as const, id: by } }
  const { ticket } = await readTicket(db, ticketId)
  // The ticket is locked by its change before its parcels are: the order of all who touch both.
  const made = await change(room, db, ticketId, ticket.contactId === contactId ? { type: 'set_main_person', contactId, conversationId: to } : { type: 'join_person', contactId, conversationId: to }, context)
  const { parcels, choices } = await redirect(db, { ticketId, from: conversationId, to })
  await moveChoices(db, choices, to)
  const told = await perform(room, db, number, { type: 'note', text: note, fileIds: [] }, { now, staffId: by })
  return { changes: [made, told], count: parcels.length }
}
