import type { Instant } from '../lib/instant.ts'
import type { Write } from '../lib/db.ts'
import type { Policy } from '../regulation/policy.ts'
import type { View } from '../regulation/view.ts'
import type { Actor, Ticket, TicketEvent } from './ticket.ts'

/** One change of a ticket, as everything that follows from it may look at it. `before` is null for a new ticket. */
export type Change = {
  id: string
  before: { ticket: Ticket; view: View } | null
  after: { ticket: Ticket; view: View }
  /** What was written down by this change, in order: first what time alone had done, then what the command did. */
  events: readonly TicketEvent[]
  policy: Policy
  now: Instant
  actor: Actor
}

/**
 * What follows from a change outside the ticket, as writes that travel in the same statement: messages, outbox, cards, jobs.
 * The roof composes it of the rooms on the right, so that tickets know none of them.
 */
export type Consequences = (change: Change) => Promise<readonly Write[]>
