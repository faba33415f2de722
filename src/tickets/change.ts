import type { Instant } from '../lib/instant.ts'
import type { Db, Write } from '../lib/db.ts'
import type { Met } from '../contacts/meeting/actions.ts'
import type { Policy } from '../regulation/policy.ts'
import type { View } from '../regulation/view.ts'
import type { Command } from './commands.ts'
import type { Actor, Ticket, TicketEvent } from './ticket.ts'

/** One change of a ticket, as everything that follows from it may look at it. `before` is null for a new ticket. */
export type Change = {
  id: string
  /** Of the row after the change. */
  version: number
  before: { ticket: Ticket; view: View } | null
  after: { ticket: Ticket; view: View }
  /** What was written down by this change, in order: first what time alone had done, then what the command did. */
  events: readonly TicketEvent[]
  /** What was asked; null for a registration. Consequences find here what events do not keep (an answer's text and files). */
  command: Command | null
  policy: Policy
  now: Instant
  actor: Actor
  /** Of a registration by the first words of somebody whom nobody knew. */
  newcomer?: Newcomer
}

/** He is written down by the statement that writes his ticket: what follows from the change cannot read of him, and has nothing to look for. */
export type Newcomer = { contact: Met['contact']; channelId: string }

/**
 * What follows from a change outside the ticket, as writes that travel in the same statement: messages, outbox, cards, jobs.
 * The roof composes it of the rooms on the right, so that tickets know none of them.
 */
export type Consequences = (db: Db, change: Change) => Promise<readonly Write[]>
